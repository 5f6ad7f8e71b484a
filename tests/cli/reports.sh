# Reports beside the stock report, and other ways to see that one.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho -q begin --date 2025-12-31 --to tyt-05518 --uid TD-1 vien@V7/2026-03-15=60 bcs@A10/2026-01-31=96
kho -q receive --date 2026-01-03 --from ncc --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=1440
kho -q issue --date 2026-02-05 --from tyt-05518 --to ctv-01 --uid PX-1 bcs=288 vien=20
kho -q dispense --date 2026-02-06 --from tyt-05518 --uid PX-2 bcs=36

say "the year so far"
kho report 2026-02 --ytd --place tyt-05518 --on 2026-02-28
kho -l vi -f table report 2026-02 stock --ytd --place cds-19 --sum --on 2026-02-28
kho -f json report 2026-02 --ytd --place ctv-01 --on 2026-02-28
is_json

say "rules without deadlines: nobody has to report"
kho report 2026-02 reporting --place tyt-05518

say "what expires"
kho -q transfer --date 2026-02-07 --from tyt-05518 --to cds-19 --uid DC-1 bcs@A12=100
kho -q ship --date 2026-02-08 --from cds-19 --to tyt-05518 --uid VC-1 bcs@A12=60
kho report 2026-02 expiry --on 2026-02-28
kho -l vi -f table report 2026-02 expiry --place tyt-05518 --on 2026-02-28
kho -f json report 2026-02 expiry --place cds-19 --sum --item bcs --on 2026-02-28
is_json
kho report 2026-02 expiry --ytd
kho -l vi report 2026-02 expiry --ytd
kho report 2026-02 expiry --place nowhere

say "indicators"
kho -q lose --date 2026-02-20 --from tyt-05518 --reason expired --uid HH-1 bcs@A10=90
kho report 2026-02 indicators --on 2026-02-28
kho -l vi -f table report 2026-02 indicators --place cds-19 --tree --on 2026-02-28
kho -f table report 2026-02 indicators --place tyt-05518 --item bcs --on 2026-02-28
kho -f json report 2026-02 indicators --place ctv-01 --item vien --on 2026-02-28
is_json
finish
