# Closing a month: what is refused, what late entries change, what stays.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho -q receive --date 2026-01-03 --from ncc --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=1440
kho -q issue --date 2026-01-05 --from tyt-05518 --to ctv-01 --uid PX-1 bcs=288

say "one place, with the months before"
kho close 2026-02 --place tyt-05518 --by Lan
kho -f table close 2026-02 --place tyt-05518
kho -f json -l vi close 2026-02 --place tyt-05518
kho -l vi -f table close 2026-02 --place cds-19 --tree
kho -f json close 2026-02 --place cds-19 --tree
is_json

say "what can't be closed"
kho close 2026-01 --place tyt-05518
kho -l vi close 2026-01 --place tyt-05518
kho close 2199-12 --place tyt-05518
kho -l vi close 2199-12 --place tyt-05518
kho close 2026-02 --place ncc
kho close 2026-02 --place nowhere
kho close 2026-02
kho close February --place tyt-05518
kho -f html close 2026-03 --place tyt-05518

say "entries of closed months are refused, or late"
kho issue --date 2026-01-20 --from tyt-05518 --to ctv-01 --uid PX-2 bcs=12
kho -f json issue --date 2026-02-20 --from tyt-05518 --to ctv-01 --uid PX-2 bcs=12
is_json
kho -l vi -f table issue --date 2026-02-20 --from tyt-05518 --to ctv-01 --uid PX-2 --late bcs=12
kho issue --date 2026-01-20 --from tyt-05518 --to ctv-01 --uid PX-3 --late bcs=4
kho issue --date 2026-03-01 --from tyt-05518 --to ctv-01 --uid PX-4 bcs=5
kho reverse PX-1
kho -q reverse PX-3 --date 2026-03-02
kho count --place hold/tyt-05518 --date 2026-02-01 --uid KK-1 bcs@B=1

say "the report stays, or is asked for as it is known"
kho report 2026-02 --place tyt-05518
kho report 2026-02 --place tyt-05518 --tree --item bcs
kho report 2026-02 --known 100
kho report 2026-02 --known 10 --place tyt-05518 --item bcs
kho report 2026-02 --ytd --place ctv-01

say "what differs since, and why"
kho report 2026-02 --restated | sed -E 's/,[0-9-]+$/,TODAY/'
kho report 2026-02 --restated --place tyt-05518 --item vien
kho report 2026-01 --restated
kho report 2026-Q1 --restated
kho report 2026-02 --restated --place cds-19 --sum
kho report 2026-02 --restated --ytd

say "opening again"
kho reopen 2026-01 --place tyt-05518 --note "wrong"
kho reopen 2026-02 --place tyt-05518
kho -f table -l vi reopen 2026-02 --place tyt-05518 --note "nhập thiếu phiếu"
kho reopen 2026-02 --place tyt-05518 --note "nhập thiếu phiếu"
kho reverse close/ctv-01/2026-02
kho reverse close/ctv-01/2026-02 --note "the same without the command"
kho -q issue --date 2026-02-25 --from tyt-05518 --to ctv-01 --uid PX-5 bcs=3
kho close 2026-02 --place tyt-05518 --tree
kho report 2026-02 --place tyt-05518
kho check

say "returns of closed months"
cat >map.yaml <<'YAML'
kho: monthly/1
period: {year: y, month: m}
place: {code: p}
item: {code: i}
columns: {opening: o, received: r, dispensed: g, closing: c}
unknown: create
YAML
printf 'y,m,p,i,o,r,g,c\n2025,1,C1,bcs,10,5,3,12\n2025,2,C1,bcs,12,0,3,9\n' >returns.csv
printf 'y,m,p,i,o,r,g,c\n2025,1,C1,bcs,10,5,4,11\n2025,2,C1,bcs,12,0,4,8\n' >changed.csv
kho import monthly --map map.yaml returns.csv
kho close 2025-01 --place C1
kho import monthly --map map.yaml returns.csv
kho import monthly --map map.yaml --amend changed.csv
kho report 2025-02 --place C1
kho check
finish
