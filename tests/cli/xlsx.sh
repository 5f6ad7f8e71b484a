# Workbooks: by the ending of OUT, by -f, into a pipe; what stands in them is told by
# tests/report/dump_xlsx.py.
. "$(dirname "$0")/common.sh"
skip() {
    exec >&3
    echo "$*: skipped"
    exit 77
}
command -v python3 >/dev/null || skip "python3 is missing"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
"$command" -f xlsx stock >probe.xlsx 2>probe || skip "$(cat probe)"
rm -f probe*
kho begin --date 2025-09-30 --to tyt-05518 --uid TD-1 vien@V7/2026-12=60 bcs@=1+1/2027-12-31=96
kho dispense --date 2025-10-06 --from tyt-05518 --uid PX-2 bcs=36
dump() {
    python3 "$source_dir/tests/report/dump_xlsx.py" "$@"
}

say "by the ending of the file"
kho -l vi stock --on 2025-10-31 -o stock.xlsx
dump stock.xlsx
say "into a pipe: the same bytes"
"$command" -l vi -f xlsx stock --on 2025-10-31 | cat >again.xlsx
cmp stock.xlsx again.xlsx
say "a report has a chart"
kho report 2025-10 --on 2025-10-31 -f xlsx -o report
dump report | grep -E '^(==|E|R|title|cat|val|property)'
say "an answer isn't a table"
kho dispense --date 2025-10-07 --from tyt-05518 --uid PX-3 -o answer.xlsx bcs=1
say "a refusal and a full disk leave no file"
kho report 2025-10 --place nowhere -o none.xlsx
environment=TMPDIR=/nowhere kho stock --on 2025-10-31 -o none.xlsx
(trap '' XFSZ; ulimit -f 4; kho stock --on 2025-10-31 -o none.xlsx) 2>&1
ls
finish
