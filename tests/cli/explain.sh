# What to order, and how a judgement came about.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
cat >rules.yaml <<'YAML'
kho: rules/1
name: mẫu
order: {policy: continuous, min_months: 1.5, max_months: 3}
match:
  - {when: {level: station}, set: {packs: nearest}}
  - {when: {item: [vien]}, set: {min_months: 1}}
  - {when: {level: province}, set: {window: 6}}
YAML
kho init --catalogue catalogue.yaml
kho -q begin --date 2025-06-30 --to tyt-05518 --uid TD-1 bcs@A1/2029-06=300 vien@V7/2025-10-31=90 bcs@X1/socialised=50
kho -q receive --date 2025-07-01 --from ncc --to cds-19 --uid PN-1 bcs@B1/2030-01=1440
kho -q dispense --date 2025-07-10 --from tyt-05518 --uid PX-1 bcs=90 vien=10
kho -q dispense --date 2025-08-10 --from tyt-05518 --uid PX-2 bcs=100 vien=20
kho -q dispense --date 2025-09-10 --from tyt-05518 --uid PX-3 bcs=80 vien=15
kho -q ship --date 2025-09-29 --from cds-19 --to tyt-05518 --uid VC-1 bcs=144

say "what to order"
kho order suggest --on 2025-09-30
kho -l vi -f table order suggest --on 2025-09-30 --place cds-19 --tree
kho order suggest --on 2025-09-30 --place cds-19 --sum --item bcs
kho -f json order suggest --on 2025-06-30 --place tyt-05518
is_json
kho order suggest --on 2025-09-30 --known 2
kho order suggest --on 2025-09-30 --place ctv-02

say "and why"
kho explain tyt-05518 bcs --on 2025-09-30
kho -l vi -f table explain tyt-05518 vien --on 2025-09-30
kho -f table explain tyt-05518 vien --on 2025-09-30
kho -f json explain tyt-05518 vien --on 2025-08-15 --known 4
is_json
kho -l vi -f html explain tyt-05518 vien --on 2025-09-30 | grep -c '<tr'
kho explain cds-19 bcs --sum --on 2025-09-30

say "by other rules"
kho rules load rules.yaml --from 2025-09-01
kho explain tyt-05518 vien --on 2025-09-30
kho -l vi -f table explain cds-19 bcs --on 2025-09-30
kho order suggest --on 2025-09-30

say "nothing to explain, and what can't be"
kho explain ctv-02 bcs --on 2025-09-30
kho explain ncc bcs --on 2025-09-30
kho explain transit/tyt-05518 bcs --on 2025-09-30
kho explain cds-19 bcs --tree --on 2025-09-30
kho -l vi explain cds-19 bcs --tree --on 2025-09-30
kho explain nowhere bcs
kho explain tyt-05518 nothing
kho explain tyt-05518
kho explain tyt-05518 bcs --place cds-19
kho order
kho order sell
finish
