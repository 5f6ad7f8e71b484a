# A made-up province is posted without a refusal, twice the same, and holds what its maker says.
set -uo pipefail
export LC_ALL=C.UTF-8
source_dir=${KHO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
build_dir=${KHO_BUILD:-$source_dir/build/dev}
command=${KHO:-$build_dir/kho}
generate=$build_dir/kho-generate
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
export KHO_DB=$scratch/province.kho KHO_LANG=en

faults=0
complain() {
    printf '%s\n' "$*"
    faults=$((faults + 1))
}

# How many answers have a status; what the generator counted under a name.
answered() {
    grep -c "\"status\": *\"$1\"" "$2"
}
counted() {
    awk -v name="$1" '$1 == name { print $2 }' "$2"
}

# The lots in stock, in one order, whatever the place.
stock() {
    "$command" -f csv stock --on 2026-11-30 | cut -d , -f 1-6 | sort
}

make() {
    "$generate" --out "$@" --from 2026-05 --months 6 --stations 5 --seed 7 --late 20
}

make good >counts || complain "kho-generate failed"
make again >/dev/null
diff -r good again || complain "the same seed gave other bytes"
"$generate" --out other --from 2026-05 --months 6 --stations 5 --seed 8 >/dev/null
cmp -s good/entries.jsonl other/entries.jsonl && complain "another seed gave the same bytes"

"$command" init --catalogue good/catalogue.yaml || complain "init failed"
"$command" post good/entries.jsonl >answers || complain "a line was refused"
grep -m 3 '"error"' answers
for status in posted existing; do
    [ "$(answered $status answers)" = "$(counted $status counts)" ] ||
        complain "$status: $(answered $status answers) instead of $(counted $status counts)"
done
[ "$(counted posted counts)" -gt 400 ] || complain "the province is too small to show anything"
[ "$(counted existing counts)" -gt 0 ] || complain "nothing was typed twice"
[ "$("$command" -f csv check | wc -l)" -eq 1 ] || complain "check found faults"
sort good/stock.csv >expected
stock >held
diff expected held | head -n 10
cmp -s expected held || complain "the ledger doesn't hold what the generator's own books say"

"$command" post good/entries.jsonl >second || complain "posting again was refused"
[ "$(answered existing second)" = "$(wc -l <good/entries.jsonl)" ] ||
    complain "posting again posted something"
stock | cmp -s - held || complain "posting again changed the stock"

# Lines that must be refused are refused, each by itself, and spoil nothing.
make typed --typos 8 >counts
export KHO_DB=$scratch/typed.kho
"$command" init --catalogue typed/catalogue.yaml || complain "init failed"
"$command" post typed/entries.jsonl >answers 2>/dev/null
[ $? -eq 1 ] || complain "refused lines must end in exit code 1"
[ "$(counted refused counts)" -gt 10 ] || complain "too few typing mistakes were made"
[ "$(answered posted answers)" = "$(counted posted counts)" ] ||
    complain "typos: $(answered posted answers) posted instead of $(counted posted counts)"
[ "$(grep -c '"error"' answers)" = "$(counted refused counts)" ] ||
    complain "typos: not every wrong line was refused"
sort typed/stock.csv >expected
stock | cmp -s - expected || complain "typos: the stock is not the generator's"
[ "$("$command" -f csv check | wc -l)" -eq 1 ] || complain "typos: check found faults"

# With services: a station with one client at a time, collaborators with a list every week.
make served --services 1 --days 20 --lists 4 >counts
export KHO_DB=$scratch/served.kho
"$command" init --catalogue served/catalogue.yaml || complain "init failed"
"$command" post served/entries.jsonl >answers || complain "services: a line was refused"
grep -m 3 '"error"' answers
sort served/services.csv >expected
"$command" -f csv report 2026-05-01..2026-10-31 services --on 2026-11-30 |
    cut -d , -f 1-3,5,6 | sort >done
diff expected done | head -n 10
cmp -s expected done || complain "the report of services isn't what the generator's own books say"
[ "$(grep -c ',new,' done)" -gt 20 ] || complain "too few services to show anything"
sort served/stock.csv >expected
stock | cmp -s - expected || complain "services: the stock is not the generator's"
[ "$("$command" -f csv check | wc -l)" -eq 1 ] || complain "services: check found faults"

[ "$faults" -eq 0 ] || exit 1
