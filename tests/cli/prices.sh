# Prices in the catalogue, and the stock report in money.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
cat >prices.yaml <<'YAML'
kho: catalogue/1
prices:
  - {item: bcs, channel: socialised, from: 2026-01-01, price: 36000, per: pack}
  - {item: bcs, channel: socialised, from: 2026-03-01, price: 300}
  - {item: vien, channel: social_marketing, from: 2026-01-01, price: 5500.50}
  - {item: vien, channel: social_marketing, from: 2026-03-01, price: null}
YAML
kho init --catalogue catalogue.yaml
kho catalogue list prices
kho -l vi -f table catalogue list prices
kho catalogue load prices.yaml --dry-run
kho catalogue load prices.yaml
kho catalogue load prices.yaml
kho -f json catalogue list prices
is_json
kho -l vi -f table catalogue list prices

say "refused, at its line"
sed 's/item: vien/item: pill/' prices.yaml >wrong.yaml
kho catalogue load wrong.yaml
sed 's/5500.50/-1/' prices.yaml >wrong.yaml
kho -l vi catalogue load wrong.yaml
sed 's/2026-03-01, price: null/2026-01-01, price: 7/' prices.yaml >wrong.yaml
kho -l vi catalogue load wrong.yaml

say "a report in money"
kho -q receive --date 2026-01-03 --from ncc --to tyt-05518 --uid PN-1 \
    bcs@X1/2026-02-15/socialised=144 vien@V1/2028-01/social_marketing=60 bcs@A12/2029-05=100
kho -q dispense --date 2026-02-06 --from tyt-05518 --uid PX-1 bcs/socialised=1 vien/social_marketing=7
kho -q lose --date 2026-02-20 --from tyt-05518 --reason expired --uid HH-1 bcs@X1/socialised=3
kho report 2026-02 --value --place tyt-05518 --on 2026-02-28
kho -l vi -f table report 2026-02 --value --place cds-19 --sum --on 2026-02-28
kho -f json report 2026-03 stock --value --item bcs --on 2026-03-31
is_json
kho -l vi report 2026-02 --value --on 2026-02-28 -o value.html
grep -oE '<dt>[^<]*:</dt><dd>[^<]*</dd>|<td>5\.500,50</td>' value.html

say "another price from the same day, on record"
sed 's/36000/14400/' prices.yaml >cheaper.yaml
kho catalogue load cheaper.yaml
kho -f json report 2026-02 --value --item bcs --place tyt-05518 --on 2026-02-28
kho report 2026-02 --value --item bcs --place tyt-05518 --on 2026-02-28 --known 5
kho check

say "a closed month keeps its quantities; in money it is as known now"
kho -q close 2026-02 --place tyt-05518
kho -q lose --date 2026-02-21 --from tyt-05518 --reason expired --uid HH-2 --late bcs@X1/socialised=40
kho report 2026-02 --item bcs --place tyt-05518 | cut -d , -f 1-3,12,14
kho report 2026-02 --value --item bcs --place tyt-05518 | cut -d , -f 1-4,12,14-

say "of the stock report only, and alone"
kho report 2026-02 expiry --value
kho -l vi report 2026-02 --ytd --value
finish
