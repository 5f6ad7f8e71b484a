# The same inputs and the same clock give the same bytes: a ledger's file and its tables in every format, from
# Python, PHP and the command, whatever the locale (decimal commas too), the time zone and Python's seed of hashes.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../store/formats/life.sh"

# A locale that can't be made would be C once more: then nothing is shown. Both have decimal commas.
export LOCPATH=$scratch/locales
mkdir "$LOCPATH"
for locale in de_DE vi_VN; do
    localedef -i "$locale" -f UTF-8 "$LOCPATH/$locale.UTF-8" 2>/dev/null
    if [ "$(LC_ALL=$locale.UTF-8 bash -c 'printf %.1f 0' 2>/dev/null)" != 0,0 ]; then
        echo "skipped: the locale $locale can't be made here"
        exit 77
    fi
done

# One life before, whose ledger has an identity and voucher numbers by chance.
(export KHO_LANG=en && live base.kho key) >lived.txt 2>&1 || complain "$(cat lived.txt)"
cat >lines.jsonl <<'JSON'
{"uid": "E-1", "date": "2025-10-06", "by": "Nguyễn Thị Hoa", "moves": [{"item": "bcs", "from": "tyt", "to": "ctv-2", "quantity": 77}, {"item": "vien", "from": "ctv-1", "to": "client", "quantity": 3}]}
{"uid": "E-2", "date": "2025-10-07", "note": "=1+1", "moves": [{"item": "vien", "lot": "-1.5", "expiry": "2028-02", "from": "ncc", "to": "tyt", "quantity": 1234567}]}
{"uid": "E-3", "date": "2025-10-08", "service": {"place": "tyt", "method": "pill", "kind": "new", "clients": 7, "age": "25-34"}}
{"uid": "E-4", "date": "2025-10-31", "observed": [{"place": "ctv-2", "item": "bcs", "days_out": 4, "month": "2025-10"}]}
JSON

ask() {
    local name=$1 ending
    shift
    for ending in csv json html xlsx txt; do
        kho -q -l vi -d "$ledger" "$@" -o "$into/$name.$ending" || complain "$setting: $name.$ending"
    done
}

ask_all() {
    ask stock stock --on 2025-11-05
    ask report report 2025-10 --place cds --tree --on 2025-11-05
    ask ytd report 2025-10 --ytd --place tyt --on 2025-11-05
    ask alerts alerts --on 2025-11-05
    ask explain explain tyt bcs --on 2025-11-05
    ask services report 2025-10 services --on 2025-11-05
    ask mix report 2025-Q4 mix --on 2025-11-05
    kho -d "$ledger" head >"$into/head"
}

# One setting: everything lives on in a copy of its own, in another folder each time.
try() {
    local into ledger language
    setting=$1
    mkdir -p "$setting"/{python,php,command}
    for language in python php; do
        cp base.kho "$setting/$language.kho"
    done
    python3 "$here/same_bytes/life.py" "$setting/python.kho" lines.jsonl "$setting/python" ||
        complain "$setting: Python"
    if [ -n "${KHO_PHP_EXTENSION:-}" ]; then
        bash "$here/../php/common.sh" "$here/same_bytes/life.php" "$setting/php.kho" lines.jsonl \
            "$setting/php" || complain "$setting: PHP"
    fi
    into=$setting/command ledger=$setting/python.kho
    ask_all
    (cd "$setting" && find . -type f ! -name '*-queue' -exec sha256sum {} + | LC_ALL=C sort -k 2) >"$setting.sums"
}

export PYTHONPATH=${KHO_BUILD:-$here/../../build/dev}/python PYTHONDONTWRITEBYTECODE=1
if ! python3 -c 'import kho' 2>/dev/null; then
    echo "Python's module was not built: skipped"
    exit 77
fi
LC_ALL=C TZ=UTC PYTHONHASHSEED=0 try first
LC_ALL=C TZ=UTC PYTHONHASHSEED=0 try again
LC_ALL=vi_VN.UTF-8 TZ=Asia/Ho_Chi_Minh PYTHONHASHSEED=1 try vietnam
LC_ALL=de_DE.UTF-8 TZ=America/New_York PYTHONHASHSEED=2 try commas
for setting in again vietnam commas; do
    diff first.sums "$setting.sums" || complain "$setting: other bytes"
done

# And the languages among themselves.
for name in python php; do
    [ "$name" = python ] || [ -n "${KHO_PHP_EXTENSION:-}" ] || continue
    cmp first/python.kho "first/$name.kho" || complain "$name: another ledger"
    diff -r first/python "first/$name" || complain "$name: other tables than Python's"
    diff -r -x '*.txt' -x head -x 'check.*' -x 'supervise.*' first/command "first/$name" ||
        complain "$name: other tables than the command's"
done
# Seven questions in five formats of the command, and its head; so many of each language, and its ledger.
least=$((7 * 5 + 1 + 35))
[ -z "${KHO_PHP_EXTENSION:-}" ] || least=$((least + 35))
[ "$(wc -l <first.sums)" -ge "$least" ] || complain "fewer files than the $least that there should be"
echo "$(wc -l <first.sums) files, 4 times"
exit "$failed"
