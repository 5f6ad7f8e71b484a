# Trouble with files: exit code 3, and what was there stays as it was.
. "$(dirname "$0")/common.sh"
write_catalogue
kho -d station.kho init --catalogue catalogue.yaml
kho -d station.kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=10
export KHO_DB=station.kho

say "ledgers that aren't"
mkdir folder
echo "not a database, only a text that someone wrote" >text.kho
: >empty.kho
kho -d missing.kho stock
kho -d missing/station.kho stock
kho -d folder stock
kho -d text.kho stock
kho -d empty.kho stock
kho -d missing.kho check
kho -l vi -d missing.kho stock
kho -f json -d missing.kho stock
is_json
if command -v python3 >/dev/null; then
    python3 -c 'import sqlite3; c = sqlite3.connect("foreign.kho"); c.execute("create table t(a)"); c.commit()'
    python3 -c 'import shutil, sqlite3; shutil.copy("station.kho", "newer.kho")
c = sqlite3.connect("newer.kho"); c.execute("pragma user_version = 99"); c.commit()'
fi
kho -d foreign.kho stock
kho -d foreign.kho dispense --date 2025-10-02 --from tyt-05518 bcs=1
kho -d newer.kho stock
kho -d missing/new.kho init
kho -d folder init

say "inputs"
kho catalogue load missing.yaml
kho catalogue load folder
kho post missing.jsonl
kho post /dev/null -o missing/answers.jsonl
kho post folder
kho import monthly --map missing.yaml x.csv
kho import monthly --map catalogue.yaml missing.csv
kho -d new.kho init --catalogue missing.yaml
ls -d new.kho* 2>/dev/null

say "-o: a new file, its ending, an old one"
kho stock --on 2025-10-31 -o stock.csv
cat stock.csv
kho stock --on 2025-10-31 -o stock.json
cat stock.json
check_json stock.json
kho stock --on 2025-10-31 -o stock.html
grep -c '<html' stock.html
kho stock --on 2025-10-31 -o stock.txt
cat stock.txt
kho -f csv stock --on 2025-10-31 -o stock.dat
cmp stock.csv stock.dat
chmod 640 stock.dat
kho stock --on 2025-10-31 -o stock.dat
stat -c %a stock.dat
ln -s stock.dat link.csv
kho stock --on 2025-10-31 -o link.csv
readlink link.csv

say "-o: a failure leaves the old file alone, and no litter"
echo "the old report" >old.csv
kho report 2025-10 --place nowhere -o old.csv
cat old.csv
kho dispense --date 2025-10-02 --from tyt-05518 bcs=99 -o old.csv
cat old.csv
kho stock -o folder
kho stock -o missing/stock.csv
kho stock -o station.kho
kho -l vi stock -o folder
kho dispense --date 2025-10-02 --from tyt-05518 --uid NO bcs=1 -o missing/answer.csv
kho dispense --date 2025-10-02 --from tyt-05518 --uid NO bcs=1 -f html
kho stock --on 2025-10-31
ls

say "devices and closed doors"
kho stock -o /dev/null
ls -l /dev/null | cut -c 1
kho stock -o /dev/full
"$command" stock --on 2025-10-31 >/dev/full
echo "= $?"
"$command" stock --on 2025-10-31 >&-
echo "= $?"
"$command" dispense --date 2025-10-02 --from tyt-05518 --uid PX-1 bcs=1 <&- >&- 2>&-
echo "= $?"
# A pipe that nobody reads: the reader is gone before anything is written, whatever the machine's load.
mkfifo gone
exec 9<>gone 8>gone 9>&-
(trap '' PIPE; "$command" catalogue list items >&8; echo "= $?" >&2)
("$command" catalogue list items >&8 2>pipe; echo "= $?" >>pipe)
exec 8>&-
cat pipe
kho -d station.kho check

say "who ends it in the middle of a file leaves nothing; who kills it can't be helped"
mkfifo lines
for end in TERM KILL; do
    "$command" -o answers.jsonl post lines &
    child=$!
    exec 9>lines
    until ls answers.jsonl.* >/dev/null 2>&1; do
        kill -0 "$child" || break
        sleep 0.01
    done
    kill -"$end" "$child"
    exec 9>&-
    wait "$child"
    echo "$end: $?"
    ls answers.jsonl* 2>/dev/null | sed 's/\.......$/.XXXXXX/'
    rm -f answers.jsonl*
done 2>/dev/null

say "what may not be read; root can be without its powers"
[ "$(id -u)" -ne 0 ] || environment="setpriv --bounding-set=-dac_override,-dac_read_search"
cp station.kho shut.kho
cp catalogue.yaml shut.yaml
mkdir shut
chmod 0 shut shut.kho shut.yaml
kho -d shut.kho stock
kho -l vi -d shut/station.kho stock
kho -f json -d shut/station.kho stock
kho -d shut/new.kho init
kho catalogue load shut.yaml
kho -l vi post shut/entries.jsonl
environment=
chmod 700 shut

say "a ledger that can't be written can be asked"
if [ "$(id -u)" -ne 0 ]; then
    chmod 444 station.kho
fi
kho stock --on 2025-10-31
finish
