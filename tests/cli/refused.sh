# What the ledger refuses: exit code 1, and why, for people and for programs.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho begin --date 2025-09-30 --to tyt-05518 --uid TD-1 \
    bcs@A10/2025-10-04=50 bcs@A12/2029-05-31=60 vien@V7/2026-12=60 dctc@D1/2030-01=5
kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@S1/2029-05/socialised=10

say "short: with what there is, and what was passed over"
kho dispense --date 2025-10-05 --from tyt-05518 --uid PX-1 vien=1 bcs=200 vien=70
kho -f json dispense --date 2025-10-05 --from tyt-05518 --uid PX-1 vien=1 bcs=200 vien=70
is_json
kho -l vi dispense --date 2025-10-05 --from tyt-05518 --uid PX-1 vien=1 bcs=200 vien=70
kho stock --place tyt-05518 --on 2025-10-05

say "no such thing"
kho dispense --date 2025-10-05 --from tyt-05518 thuoc=1
kho dispense --date 2025-10-05 --from nowhere bcs=1
kho dispense --date 2025-10-05 --from tyt-05518 bcs@Z9=1
kho dispense --date 2025-10-05 --from tyt-05518 bcs/gift=1
kho stock --place nowhere
kho stock --item thuoc
kho card tyt-05518 thuoc
kho report 2025-10 --place nowhere
kho alerts --place nowhere
kho -f json stock --place nowhere
is_json
kho reverse PX-99

say "no such route, or another verb's"
kho transfer --date 2025-10-05 --from tyt-05518 --to ctv-01 bcs=1
kho issue --date 2025-10-05 --from tyt-05518 --to cds-19 bcs=1
kho receive --date 2025-10-05 --from tyt-05518 --to cds-19 bcs=1
kho -l vi receive --date 2025-10-05 --from transit/cds-19 --to cds-19 bcs=1
kho issue --date 2025-10-05 --from ncc --to ctv-01 bcs=1
kho issue --date 2025-10-05 --from tyt-05518 --to ctv-01 dctc=1
kho -f json transfer --date 2025-10-05 --from tyt-05518 --to ctv-01 bcs=1
is_json

say "lines"
kho dispense --date 2025-10-05 --from tyt-05518 bcs
kho dispense --date 2025-10-05 --from tyt-05518 bcs=ten
kho dispense --date 2025-10-05 --from tyt-05518 bcs=1.5
kho dispense --date 2025-10-05 --from tyt-05518 bcs=0
kho dispense --date 2025-10-05 --from tyt-05518 bcs=-5
kho dispense --date 2025-10-05 --from tyt-05518 bcs=1000000000001
kho dispense --date 2025-10-05 --from tyt-05518 bcs=99999999999999999999
kho dispense --date 2025-10-05 --from tyt-05518 =5
kho receive --date 2025-10-05 --to tyt-05518 bcs@A13/2029-13=5
kho receive --date 2025-10-05 --to tyt-05518 bcs@A13/2029-02-30=5
kho -l vi receive --date 2025-10-05 --to tyt-05518 bcs@A13/2029-02-30=5
kho receive --date 2199-01-01 --to tyt-05518 bcs@A13/2029-02=5

say "expired, ambiguous, conflicting"
kho dispense --date 2025-10-05 --from tyt-05518 bcs@A10=1
kho lose --date 2025-10-05 --from tyt-05518 --reason expired bcs@A12=1
kho count --place tyt-05518 --date 2025-10-05 bcs=100
kho dispense --date 2025-10-05 --from tyt-05518 --uid TD-1 bcs=1
kho -f json dispense --date 2025-10-05 --from tyt-05518 --uid TD-1 bcs=1
is_json

say "files that exist, catalogues that are wrong"
kho init
kho -l vi init
kho backup station.kho
echo 'kho: catalogue/1
items:
  - {code: bcs, colour: red}' >wrong.yaml
kho catalogue load wrong.yaml
kho -d other.kho init --catalogue wrong.yaml
sed 's/unit: {vi: chiếc, en: piece}/unit: {vi: hộp, en: box}/' catalogue.yaml >unit.yaml
kho catalogue load unit.yaml
ls

say "and nothing changed"
kho stock --place tyt-05518 --on 2025-10-05
kho check
finish
