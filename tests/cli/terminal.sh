# On a terminal: tables by default, progress on standard error unless -q, no XLSX.
. "$(dirname "$0")/common.sh"
command -v script >/dev/null || { exec >&3; echo "script is missing: skipped"; exit 77; }
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=1000

on_terminal() {
    local code
    printf '$ (terminal) kho %s\n' "$*"
    script -qec "'$command' $*" /dev/null </dev/null >"$scratch/shown"
    code=$?
    tr -d '\r' <"$scratch/shown"
    [ "$code" -eq 0 ] || printf '= %d\n' "$code"
}
on_terminal stock --on 2025-10-31
on_terminal -l vi stock --on 2025-10-31
on_terminal -f xlsx stock
on_terminal check
on_terminal backup copy.kho
on_terminal -q backup copy2.kho
on_terminal -d new.kho init

say "long work shows how far it is"
for i in $(seq 1 20000); do
    printf '{"uid":"L-%d","date":"2025-10-02","moves":[{"item":"bcs","lot":"A12","from":"ncc","to":"tyt-05518","quantity":1}]}\n' "$i"
done >many.jsonl
script -qec "'$command' post many.jsonl -o answers" /dev/null </dev/null >"$scratch/shown"
grep -oE 'posting \[#+\.+\] [1-9][0-9]?%' "$scratch/shown" | head -1 |
    sed -E 's,[#.]+,...,; s,[0-9]+,N,'
script -qec "'$command' -q -l vi post many.jsonl -o again" /dev/null </dev/null | wc -c
wc -l <answers
finish
