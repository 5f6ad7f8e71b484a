# What may be left out of an entry by hand, and what may be said all the same.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml

say "begin comes from opening, receive from supplier, send-back goes to supplier"
kho begin --date 2025-10-01 --to tyt-05518 --uid 1 bcs@A=100
kho begin --date 2025-10-01 --from opening --to ctv-01 --uid 2 bcs@A=100
kho receive --date 2025-10-01 --to tyt-05518 --uid 3 bcs@A=10
kho receive --date=2025-10-01 --from=ncc --to=tyt-05518 --uid=4 bcs@A=10
kho send-back --date 2025-10-02 --from tyt-05518 --uid 5 bcs=1
kho send-back --date 2025-10-02 --from tyt-05518 --to ncc --uid 6 bcs=1

say "the road"
kho ship --date 2025-10-02 --from tyt-05518 --to cds-19 --uid 7 bcs=10
kho ship --date 2025-10-02 --from tyt-05518 --to transit/cds-19 --uid 8 bcs=10
kho arrive --date 2025-10-03 --to cds-19 --uid 9 bcs=5
kho arrive --date 2025-10-03 --from transit/cds-19 --uid 10 bcs=5
kho arrive --date 2025-10-03 --from transit/cds-19 --to cds-19 --uid 11 bcs=5
kho arrive --date 2025-10-03 --from cds-19 --uid 12 bcs=5

say "quarantine"
kho hold --date 2025-10-04 --from tyt-05518 --uid 13 bcs=10
kho hold --date 2025-10-04 --to hold/tyt-05518 --uid 14 bcs=10
kho hold --date 2025-10-04 --from tyt-05518 --to tyt-05518 --uid 15 bcs=10
kho release --date 2025-10-05 --to tyt-05518 --uid 16 bcs=5
kho release --date 2025-10-05 --from hold/tyt-05518 --uid 17 bcs=5
kho release --date 2025-10-05 --from tyt-05518 --uid 18 bcs=5
kho lose --date 2025-10-06 --from hold/tyt-05518 --uid 19 bcs=1
kho send-back --date 2025-10-06 --from hold/tyt-05518 --uid 20 bcs=1

say "clients and losses"
kho dispense --date 2025-10-06 --from ctv-01 --uid 21 bcs=1
kho dispense --date 2025-10-06 --from ctv-01 --to client --uid 22 bcs=1
kho lose --date 2025-10-06 --from ctv-01 --uid 23 bcs=1
kho lose --date 2025-10-06 --from ctv-01 --reason stolen --uid 24 bcs=1
kho lose --date 2025-10-06 --from ctv-01 --to loss/damaged --uid 25 bcs=1
kho lose --date 2025-10-06 --from ctv-01 --to damaged --uid 26 bcs=1

say "lots, days, channels"
kho receive --date 2025-10-07 --to cds-19 --uid 27 vien@2027/06/2027-06-30/socialised=5 \
    vien@=3 vien=2 vien@/2027-06=1 vien/social_marketing=4 'vien@lô số 1=6' vien@a=b=7
kho dispense --date 2025-10-07 --from cds-19 --uid 28 vien@=3 vien/socialised=5
kho count --place cds-19 --date 2025-10-07 --uid 29 vien@=0 'vien@lô số 1=8' vien@a=b=7
kho stock --item vien --on 2025-10-07

say "options anywhere, and none after --"
kho dispense bcs=1 --from ctv-01 --uid 30 -fcsv --date 2025-10-08
kho dispense --date 2025-10-08 --from ctv-01 --uid 31 -- bcs=1 --to
kho dispense --date 2025-10-08 --from ctv-01 --uid 32 -qfjson -- bcs=1
kho check
finish
