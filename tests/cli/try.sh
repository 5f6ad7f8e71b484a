# Rules tried on history, with numbers that can be worked out by hand.
. "$(dirname "$0")/common.sh"
export KHO_DB=tried.kho
write_catalogue
kho init --catalogue catalogue.yaml >/dev/null
post() {
    kho "$@" >/dev/null || echo "not posted: $*"
}

# July to September: 10 a month. October 10, which leaves 20. November: 20 up to the 15th, and
# nothing from then on, 16 day-ends out: 20 * 30 / 14 are 43. December: nothing before the
# 10th, 9 out, then 15: 15 * 30 / 21 are 21.
{
    post begin --date 2025-06-30 --to tyt-05518 vien=60
    for day in 2025-07-15 2025-08-15 2025-09-15 2025-10-15; do
        post dispense --date $day --from tyt-05518 vien=10
    done
    post dispense --date 2025-11-15 --from tyt-05518 vien=20
    post receive --date 2025-12-10 --from ncc --to tyt-05518 vien=40
    post dispense --date 2025-12-20 --from tyt-05518 vien=15
} >posted
grep -v '^\$' posted

cat >rules.yaml <<'YAML'
kho: rules/1
name: no lead
order: {policy: periodic, review_months: 1, lead_months: 1, min_months: 1, max_months: 3}
match:
  - {when: {item: vien}, set: {lead_months: 0, max_months: 4}}
YAML

# As it was: 45 of 74; two months short; 30, 20, 0 and 25 at the ends of months; one delivery.
# Built-in: 30 to 20; 20 of 43, a 17th day out, 57 on order beside 10; 10 of 21, 23 on order.
# No lead: 40 to 30; 40 of 43, 3 days out, 86 ordered; 86 to 65, 36 ordered.
say "what happened, what today's rules would have done, what those of the file would"
kho -f table rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --on 2026-01-31
kho -l vi -f table rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --on 2026-01-31 --place tyt-05518
kho -f json rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --on 2026-01-31 --place cds-19 \
    --tree --item vien
is_json
kho -f csv rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --item vien --on 2025-12-31

say "before the last delivery was known: December is out throughout, like its neighbours"
kho -f csv rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --known 7

say "what doesn't take part: of May nothing is known; nobody has any IUDs"
kho -f csv rules try rules.yaml --from 2025-08-01 --to 2025-12-31
kho -f csv rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --item dctc

say "what can't be tried"
kho rules try rules.yaml --from 2025-10-01
kho rules try rules.yaml --from 2025-10-02 --to 2025-12-31
kho -l vi rules try rules.yaml --from 2025-10-01 --to 2025-12-30
kho rules try rules.yaml --from 2025-12-01 --to 2025-11-30
kho rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --on 2025-12-30
kho -l vi rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --on 2025-12-30
kho rules try rules.yaml --from 2010-01-01 --to 2025-12-31
kho rules try rules.yaml --from 2025-10-01 --to 2025-12-31 --sum
kho rules try nothing.yaml --from 2025-10-01 --to 2025-12-31
sed 's/vien/vein/' rules.yaml >unknown.yaml
kho rules try unknown.yaml --from 2025-10-01 --to 2025-12-31
sed 's/max_months: 3/max_months: 0.5/' rules.yaml >wrong.yaml
kho rules try wrong.yaml --from 2025-10-01 --to 2025-12-31
kho check
finish
