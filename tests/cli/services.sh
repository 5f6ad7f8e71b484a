# Services, couple-years and collaborators, as people type them.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
cat >clinic.yaml <<'YAML'
kho: catalogue/1
items:
  - {code: que, name: {vi: Que cấy tránh thai, en: Implant}, unit: {vi: bộ, en: set},
     method: implant, clinical: true, cyp: implant}
  - {code: don, name: {vi: Viên đơn thuần, en: Progestin-only pill}, unit: {vi: vỉ, en: cycle},
     method: pill, cyp: progestin_pill}
  - {code: thu, name: {vi: Que thử thai, en: Pregnancy test}, unit: {vi: chiếc, en: piece}}
places:
  - {code: tyt-05518, kind: store, level: station, clinical: true,
     name: {vi: Trạm Y tế phường Sông Công}, parent: cds-19, offers: [bcs, vien]}
YAML
kho -q init --catalogue catalogue.yaml
kho -q catalogue load clinic.yaml
for item in bcs vien dctc que don thu; do
    kho -q receive --date 2025-10-01 --from ncc --to tyt-05518 $item@A/2029-12=1000 >/dev/null
done
kho -q issue --date 2025-10-02 --from tyt-05518 --to ctv-01 bcs=200 vien=30 >/dev/null
serve="serve --place tyt-05518 --date 2025-10-06"

say "one client, with what she got"
kho -f table $serve --method implant --kind new --new ever --age 25-34 --uid DV-1 que=1
kho -l vi -f table $serve --method implant --kind new --new ever --age 25-34 --uid DV-1 que=1
kho -l vi -f table $serve --method 7 --kind removal --age 35-49 --uid DV-2
kho -f json $serve --uid V-1 --method iud --kind switch --clients 3 --mode campaign --campaign CD-1 dctc=3
is_json
kho $serve --uid V-2 --method pill --kind resupply --clients 10 --age 25-34 --mode mobile vien=30 don=15
kho -f table $serve --uid V-3 --method none --kind counsel --clients 4 --age "<15"
kho -f table $serve --uid V-4 --method 2 --kind new --age 50+
kho -q dispense --date 2025-10-07 --uid V-5 --from tyt-05518 bcs=60 thu=2

say "what makes no sense"
kho $serve --method implant --kind new --clients 2 que=1
kho -l vi $serve --method implant --kind new --clients 2 que=1
kho -l vi $serve --method implant --kind removal que=1
kho serve --place cds-19 --date 2025-10-06 --method iud --kind removal
kho -l vi serve --place ctv-01 --date 2025-10-06 --method injectable --kind resupply
kho -f json serve --place ctv-01 --date 2025-10-06 --method injectable --kind resupply
is_json
kho $serve --method pill --kind resupply --new here
kho $serve --method pill --kind new --age young
kho $serve --method pill --kind new --clients 0
kho $serve --method pill --kind new --campaign "đợt 1"

say "wrong usage"
kho serve --date 2025-10-06 --method pill --kind new
kho serve --place tyt-05518 --method pill --kind new
kho $serve --kind new
kho $serve --method pill
kho $serve --method herbs --kind new
kho $serve --method pill --kind refill
kho $serve --method pill --kind new --mode bus
kho $serve --method pill --kind new --new here,ever
kho $serve --method pill --kind new --clients many
kho -f html $serve --method pill --kind new

say "a collaborator's month in one line"
kho post - <<'JSON'
{"uid": "P0-1", "date": "2025-10-31", "moves": [{"item": "bcs", "from": "ctv-01", "to": "client", "quantity": 120}, {"item": "vien", "from": "ctv-01", "to": "client", "quantity": 12}], "service": [{"method": 4, "kind": "resupply", "mode": "home", "clients": 12}, {"method": 5, "kind": "new", "mode": "home", "clients": 4, "new": "ever", "age": "15-24"}, {"method": 1, "kind": "stop", "clients": 2}]}
{"uid": "P0-1", "date": "2025-10-31", "moves": [{"item": "bcs", "from": "ctv-01", "to": "client", "quantity": 120}, {"item": "vien", "from": "ctv-01", "to": "client", "quantity": 12}], "service": [{"method": 4, "kind": "resupply", "mode": "home", "clients": 12}, {"method": 5, "kind": "resupply", "mode": "home", "clients": 4}, {"method": 1, "kind": "stop", "clients": 2}]}
JSON
kho -q give-back --date 2025-10-31 --uid V-6 --from ctv-01 --to tyt-05518 vien=8
kho -q transfer --date 2025-11-03 --uid V-7 --from ctv-01 --to ctv-02 bcs=80

say "the report of services"
ask="--on 2025-11-30"
kho -f table report 2025-10 services --place tyt-05518 --tree $ask
kho -l vi -f table report 2025-10 services --place tyt-05518 --tree $ask
kho report 2025-Q4 services --place cds-19 --sum $ask
kho report 2025-10 services --by mode $ask
kho report 2025-10 services --by age --item vien $ask
kho report 2025-10 services --by new --place ctv-01 $ask
kho -f json report 2025-10 services --place tyt-05518 --cyp 2011 --item don $ask
is_json
kho report 2025-10 services --cyp 1997 $ask
kho -l vi report 2025-10 services --cyp 1997 $ask
kho report 2025-11 services $ask
kho report 2025-10 services --by size $ask
kho report 2025-10 --by age $ask
kho report 2025-10 mix --by age $ask
kho -l vi report 2025-10 collaborators --cyp 2011 $ask

say "the method mix"
kho -f table report 2025-10 mix $ask
kho -l vi -f table report 2025-10 mix $ask
kho report 2025-10 mix --place ctv-01 --cyp 2011 $ask

say "collaborators"
kho -f table report 2025-10 collaborators $ask
kho -l vi -f table report 2025-11 collaborators --place tyt-05518 $ask
kho report 2025-Q4 collaborators $ask
kho report 2025-10 collaborators --place tyt-05518 --sum $ask
kho -l vi report 2025-10 collaborators --place tyt-05518 --sum $ask

say "a visit"
kho supervise tyt-05518 $ask
kho -l vi supervise ctv-02 $ask
kho -f json supervise ctv-02 $ask
is_json
kho -o page.html supervise tyt-05518 $ask
grep -c "<section" page.html
kho -f csv supervise tyt-05518
kho -l vi -o page.xlsx supervise tyt-05518
kho supervise tyt-05518 --item bcs $ask
kho supervise tyt-05518 --item none $ask
kho supervise ncc
kho supervise
kho supervise tyt-05518 --place cds-19

say "undone"
kho -f table reverse DV-2 --note "ghi nhầm"
kho -q reverse P0-1
kho report 2025-10 services --place ctv-01 $ask
kho check
finish
