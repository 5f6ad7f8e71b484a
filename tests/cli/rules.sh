# Rules: loaded, shown with their lines, from a day on, as known before; what is refused.
. "$(dirname "$0")/common.sh"
write_catalogue
cp "$source_dir/examples/rules.yaml" .
export KHO_DB=station.kho

say "a ledger without rules has the built-in ones"
kho init --catalogue catalogue.yaml
kho rules show
kho -l vi -f table rules show --on 2026-01-01

say "the sample: tried, loaded, loaded again"
kho rules load rules.yaml --dry-run
kho rules load rules.yaml
kho rules load rules.yaml
kho -f table rules load rules.yaml
kho -f json rules load rules.yaml
is_json

say "shown: all of it, and of a line"
kho rules show --on 2026-01-01
kho -f json rules show tyt-05518 bcs --on 2026-01-01
is_json
kho rules show tyt-05518 dctc --on 2026-01-01
kho -l vi -f table rules show tyt-05518 bcs --on 2026-01-01

say "a report says which rules judged it"
kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=288
kho -f json report 2025-10 --place tyt-05518 --item bcs --on 2025-10-31
is_json

say "min follows from safety; a channel of its own"
cat >safety.yaml <<'YAML'
kho: rules/1
name: an toàn
order: {policy: standard, review_months: 1, lead_months: 0.5, safety_months: 0.25}
match:
  - {when: {kind: store, channel: social_marketing}, set: {lead_months: 1, packs: nearest}}
  - {when: {tree: tyt-05518, item: vien}, set: {max_months: 2.5}}
deadlines: [{report: year, recipients: ministry, within: 45, when: {level: province}}]
YAML
kho rules load safety.yaml --from 2026-03-01
kho rules show --on 2026-03-01
kho rules show ctv-01 vien --on 2026-03-01
kho rules show tyt-05518 bcs --on 2026-03-01
kho rules show tyt-05518 bcs --on 2026-02-28 | sed -n 2,3p
kho rules show tyt-05518 bcs --on 2026-03-01 --known 2 | sed -n 2,3p
kho -f table rules show --on 2026-03-01 --known 1 | tail -n 1

say "refused"
kho rules show tyt-05518
kho rules show tyt-05518 nothing
kho rules show nowhere bcs
kho rules load missing.yaml
printf 'kho: rules/1\nname: x\norder:\n  min_months: 2\n  max_months: 1\n' >bad.yaml
kho rules load bad.yaml
kho -l vi rules load bad.yaml
kho -f json rules load bad.yaml
is_json
printf 'kho: rules/1\nname: x\nmatch: [{when: {item: [bcs, xyz]}, set: {window: 4}}]\n' >bad.yaml
kho rules load bad.yaml
printf 'kho: rules/1\nname: x\nmatch:\n- {when: {item: vien}, set: {max_months: 2}}\n- {when: {level: station}, set: {min_months: 2.5}}\n' >bad.yaml
kho rules load bad.yaml --from 2026-05-01
kho -l vi rules load bad.yaml --from 2026-05-01 --dry-run

say "a level that no place has is worth a word"
printf 'kho: rules/1\nname: x\nmatch: [{when: {level: statoin, method: [pill, ring]}, set: {window: 4}}]\n' >odd.yaml
kho rules load odd.yaml --from 2026-05-01 --dry-run
kho -l vi rules load odd.yaml --from 2026-05-01 --dry-run

say "init takes rules too, or leaves no file"
kho -d new.kho init --catalogue catalogue.yaml --rules bad.yaml
ls new.kho* 2>/dev/null
kho -d new.kho init --catalogue catalogue.yaml --rules missing.yaml
ls new.kho* 2>/dev/null
kho -d new.kho init --catalogue catalogue.yaml --rules rules.yaml
kho -d new.kho rules show --on 1990-01-01 | sed -n 1,3p

kho check
finish
