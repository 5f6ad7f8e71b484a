# A ledger that someone has tampered with: exit code 4, and where.
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || { exec >&3; echo "python3 is missing: skipped"; exit 77; }
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=1000
kho dispense --date 2025-10-02 --from tyt-05518 --uid PX-1 bcs=10
kho check

# As an intruder would, with the triggers out of the way.
tamper() {
    python3 - "$1" "$2" <<'PY'
import shutil, sqlite3, sys
shutil.copy("station.kho", sys.argv[1])
c = sqlite3.connect(sys.argv[1])
for (name,) in c.execute("select name from sqlite_master where type = 'trigger'").fetchall():
    c.execute(f'drop trigger "{name}"')
c.execute(sys.argv[2])
c.commit()
PY
}

# Which faults, and where; what was expected and found is the inside of the ledger.
faults() {
    printf '$ kho -d %s check\n' "$1"
    "$command" -d "$1" check >"$scratch/stdout"
    printf '= %d\n' $?
    cut -d , -f 1-5 "$scratch/stdout" | uniq
}

say "an entry changed"
tamper body.kho "update entry set body = replace(body, '1000', '1001') where uid = 'PN-1'"
faults body.kho
"$command" -d body.kho -f json check >"$scratch/stdout"
echo "= $?"
check_json "$scratch/stdout"

say "an entry gone"
tamper gone.kho "delete from entry where uid = 'PX-1'"
faults gone.kho

say "an older copy put back, and another ledger: a head that was kept tells"
early=$("$command" -d early.kho init --catalogue catalogue.yaml >/dev/null && "$command" -d early.kho head)
cp station.kho older.kho
kept=$("$command" head)
kho dispense --date 2025-10-03 --from tyt-05518 --uid PX-2 bcs=1
now=$("$command" head)
heads() { # heads LEDGER HEAD: hashes differ with each run
    "$command" -d "$1" check --head "$2" >"$scratch/stdout"
    printf '%s = %d\n' "$1" $?
    sed -E 's/:[0-9a-f]{64}/:HASH/g' "$scratch/stdout"
}
heads station.kho "$kept"
heads station.kho "$now"
heads older.kho "$kept"
heads older.kho "$now"
heads early.kho "$kept"
heads station.kho "$early"
"$command" -f table -l vi check --head "$now"
"$command" -f json head | sed -E 's/[0-9a-f]{64}/HASH/'
for head in '' 3 3: 03:00 "$now " " $now" "${now}0" "-1${now#3}" "${now%??}zz" "99999999999999999999${now#3}"; do
    "$command" check --head "$head" 2>&1 | sed -E 's/[0-9a-f]{62,}/HASH/'
done
kho check --head

say "a cache that differs"
tamper sheet.kho "delete from sheet"
faults sheet.kho

say "pages torn out"
head -c 6000 station.kho >torn.kho
kho -d torn.kho check
kho -f json -d torn.kho check
is_json

say "an interrupted write's journal isn't played into a new file that gets the name"
python3 - <<'PY'
import shutil, sqlite3
shutil.copy("station.kho", "interrupted.kho")
c = sqlite3.connect("interrupted.kho", isolation_level=None)
c.executescript("pragma cache_size = 2; begin immediate; delete from sheet; create table junk (bytes)")
c.executemany("insert into junk values (randomblob(?))", [(3000,)] * 100)
shutil.copy("interrupted.kho-journal", "new.kho-journal")
PY
kho -d new.kho init --catalogue catalogue.yaml
kho -l vi backup new.kho
ls new.kho*
cp new.kho-journal station.kho-journal

say "a backup in the place of that ledger, as the guide says"
cp station.kho backup.kho
mkdir old
mv station.kho* old/
cp backup.kho station.kho
heads station.kho "$now"
mv new.kho-journal old/
kho backup new.kho
heads new.kho "$now"
finish
