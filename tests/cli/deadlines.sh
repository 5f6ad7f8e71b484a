# Deadlines: who has to report by when, alerts of reports that are late, how good the data are.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
cat >rules.yaml <<'YAML'
kho: rules/1
name: deadlines
match:
  - {when: {level: province}, set: {late_report: false}}
deadlines:
  - {report: month, recipients: [health_department, commune_committee], within: 5,
     days: working, when: {level: station}}
  - {report: quarter, recipients: [cds-19, somebody], within: 10, when: {kind: [store]}}
holidays: [2027-01-01, 2026-02-16, 2026-02-17, 2026-02-18, 2026-02-19, 2026-02-20]
workdays: [2026-02-28]
YAML
kho init --catalogue catalogue.yaml
kho rules load rules.yaml
kho -q begin --date 2025-12-31 --to tyt-05518 --uid TD-1 vien@V7/2029-03-15=60 bcs@A10/2028-01-31=96
kho -q begin --date 2025-12-31 --to cds-19 --uid TD-2 bcs@A10/2028-01-31=5000
kho -q issue --date 2026-02-05 --from tyt-05518 --to ctv-01 --uid PX-1 bcs=20
kho -q count --date 2026-01-20 --place tyt-05518 --uid KK-1 vien=58
kho -q close 2025-12 --place tyt-05518
kho -q receive --date 2025-12-31 --from ncc --to tyt-05518 --uid PN-9 --late vien@V8/2029-03-15=5

say "as of days in the past: the closing above was recorded today"
kho report 2025-12-01..2026-03-31 reporting --on 2026-03-31
kho -f table report 2026-Q1 reporting --place cds-19 --tree --on 2026-04-08
kho -l vi -f table report 2026-01 reporting --place tyt-05518 --on 2026-02-28

say "a report is late from the day after its deadline on"
kho alerts --place cds-19 --tree --on 2026-02-06
kho alerts --place cds-19 --tree --on 2026-02-07
kho -l vi -f table alerts --place cds-19 --tree --on 2026-03-07
kho -f table alerts --place cds-19 --tree --on 2026-03-07
kho alerts --item bcs --place cds-19 --tree --on 2026-03-07

say "how good the data are"
kho report 2025-12 quality --on 2026-03-07
kho report 2026-01 quality --place tyt-05518 --on 2026-03-07
kho -f table report 2026-01 quality --place tyt-05518 --on 2026-03-07
kho -l vi -f table report 2026-01 quality --place tyt-05518 --on 2026-03-07
kho -f json report 2026-01 quality --place cds-19 --sum --on 2026-03-07
is_json
kho report 2026-01 quality --ytd
kho check
finish
