# Services of clients whom only a key file tells apart; and small cells.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho -q init --catalogue catalogue.yaml
serve="serve --place tyt-05518 --date 2025-10-06 --method pill --kind"
umask 0
printf '038095000123\n' >lan
printf '038095000456' >hoa

say "a key file, for its owner alone"
kho -f table privacy key key
kho -f table -l vi privacy key other
stat -c %a key other
kho privacy key key
kho -l vi privacy key key

say "nobody is linked without a key"
kho $serve new --uid DV-0 --client lan
kho -l vi $serve new --uid DV-0 --client lan
kho privacy export --client-key key lan
kho -q $serve new --uid DV-1 --client-key key --client lan vien=1 --late
kho -q receive --date 2025-10-01 --from ncc --to tyt-05518 vien@A/2029-12=100 >/dev/null
kho -q $serve new --uid DV-1 --age 25-34 --client-key key --client lan vien=1 >/dev/null
kho -q $serve resupply --uid DV-2 --client-key key --client - vien=3 <lan >/dev/null
kho -q $serve counsel --uid DV-3 --client-key key --client hoa
kho -q $serve counsel --uid DV-3 --client-key key --client hoa
kho $serve counsel --uid DV-3 --client-key key --client lan
kho -l vi $serve counsel --uid DV-3 --client-key key --client lan
cat >more.jsonl <<'JSON'
{"uid": "DV-4", "date": "2025-11-03", "service": [{"place": "tyt-05518", "method": "condom", "kind": "counsel", "client": "038095000123"}, {"place": "tyt-05518", "method": "condom", "kind": "counsel", "clients": 7}]}
{"uid": "DV-5", "date": "2025-11-03", "service": {"place": "tyt-05518", "method": "condom", "kind": "counsel", "client": 38095000123}}
{"uid": "DV-6", "date": "2025-11-03", "service": {"place": "tyt-05518", "method": "condom", "kind": "counsel", "client": "038095000123}}
JSON
kho post --dry-run more.jsonl
kho post --client-key key more.jsonl

say "what the ledger has of a client"
kho privacy export --client-key key lan
kho -f table privacy export --client-key key <hoa
kho -l vi -f table privacy export --client-key key lan
kho -f json privacy export --client-key key lan
is_json
kho privacy export --client-key key /dev/null
kho privacy export --client-key key .
kho privacy export --client-key key none
printf '038095000123\0' | kho privacy export --client-key key
head -c 1000 /dev/zero | tr '\0' 9 | kho -l vi privacy export --client-key key

say "keys that are none"
kho privacy export lan
kho privacy export --client-key other lan
kho -l vi privacy export --client-key other lan
kho privacy export --client-key none lan
kho privacy export --client-key lan lan
chmod 644 other
kho privacy export --client-key other lan
kho -l vi privacy export --client-key other lan
ln -s key link
kho privacy export --client-key link lan
chmod 600 lan
kho -l vi privacy export --client-key lan lan

say "another key over all"
kho -f table privacy rotate --client-key key
kho -f table -l vi privacy rotate --client-key key
stat -c %a key
kho privacy export --client-key key hoa

say "what is reversed isn't there, what is erased is of no one"
kho -q reverse DV-2 >/dev/null
kho privacy export --client-key key lan
kho -f table privacy purge --before 2025-11-01
kho privacy export --client-key key lan
kho -f json privacy erase --client-key key lan
is_json
kho -l vi -f table privacy erase --client-key key lan
kho privacy export --client-key key lan
kho privacy purge
kho report 2025-10 services
kho check
! grep -rl 038095000 station.kho key || echo "an identifier in a file"

say "a client's services are for the owner alone, in whatever file they are put"
: >seen.csv
chmod 644 seen.csv
kho privacy export --client-key key hoa -o seen.csv
kho privacy export --client-key key hoa -o unseen.csv
stat -c '%a %n' seen.csv unseen.csv
kho report 2025-10 services -o report.csv
: >seen.csv
chmod 640 seen.csv
kho report 2025-10 services -o seen.csv
stat -c '%a %n' seen.csv report.csv
rm seen.csv unseen.csv report.csv

say "small cells"
printf 'kho: rules/1\nname: small\nprivacy: {small_cells: 5}\n' >rules.yaml
kho -q rules load rules.yaml --from 2025-01-01 >/dev/null
kho report 2025-11 services
kho -l vi -f table report 2025-11 services --on 2025-11-30
kho report 2025-10 services --place tyt-05518 --tree --sum
kho report 2025-Q4 services
kho report 2025-10 mix
kho report 2025-10 services --on 2025-10-30
kho -l vi report 2025-10 services --on 2025-10-30
printf 'kho: rules/1\nname: small\nprivacy: {small_cells: 2}\n' >rules.yaml
kho rules load rules.yaml
kho -l vi rules load rules.yaml
finish
