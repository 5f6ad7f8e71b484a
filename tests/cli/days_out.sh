# Days out of returns and of sums, with numbers that can be worked out by hand.
. "$(dirname "$0")/common.sh"
export KHO_DB=out.kho
cat >catalogue.yaml <<'YAML'
kho: catalogue/1
channels: [free]
items: [{code: bcs, name: Bao cao su, unit: chiếc, pack: 1}]
places:
  - {code: ncc, kind: supplier, name: Kho trung ương}
  - {code: tinh, kind: store, name: Tỉnh}
  - {code: tram, kind: store, name: Trạm, parent: tinh}
YAML
cat >map.yaml <<'YAML'
kho: monthly/1
period: {year: year, month: month}
place: {code: site}
item: {code: item}
columns: {opening: o, received: r, dispensed: d, closing: c}
YAML
sed 's/closing: c/closing: c, days_out: x/' map.yaml >told.yaml
cat >silent.csv <<'CSV'
year,month,site,item,o,r,d,c
2026,8,tram,bcs,0,100,100,0
2026,9,tram,bcs,0,100,60,40
CSV
sed 's/$/,0/; 1s/,0/,x/' silent.csv >told.csv
ask() {
    kho -f csv report 2026-09 --place tram
    kho -f csv report 2026-09 --place tram --sum
    kho -f csv report 2026-09-01..2026-09-20 --place tram
    kho -f csv order suggest --place tram --on 2026-09-30
    kho check
}

say "a return that tells of no days out: none are known, so (100 + 60) / 2 a month is used"
kho init --catalogue catalogue.yaml
kho -f csv import monthly --map map.yaml silent.csv
ask

say "one that tells 0: the same"
rm out.kho*
kho init --catalogue catalogue.yaml
kho -f csv import monthly --map told.yaml told.csv
ask

say "what is on the road has come to nobody: 60 in October, the first month"
rm out.kho*
kho init --catalogue catalogue.yaml
kho -q receive --date 2026-09-01 --from ncc --to tinh --uid 1 bcs@L/2028-12-31=1000
kho -q ship --date 2026-09-05 --from tinh --to tram --uid 2 bcs@L=300
kho -q arrive --date 2026-10-02 --to tram --uid 3 bcs@L=300
kho -q dispense --date 2026-10-20 --from tram --uid 4 bcs=60
kho -f csv report 2026-10 --place tram
kho -f csv report 2026-10 --place tram --sum
kho -f csv report 2026-09 --place tram --sum
kho check
finish
