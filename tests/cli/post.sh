# Entries from a file: an answer for each line, in order.
. "$(dirname "$0")/common.sh"
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
cat >good.jsonl <<'JSON'
{"uid": "PN-1", "date": "2025-10-01", "by": "Trạm Y tế", "moves": [{"item": "bcs", "lot": "A12", "expiry": "2029-05-31", "from": "ncc", "to": "tyt-05518", "quantity": 1440}]}
{"uid": "PX-1", "date": "2025-10-02", "moves": [{"item": "bcs", "from": "tyt-05518", "to": "ctv-01", "quantity": 144}]}
JSON
cat >mixed.jsonl <<'JSON'
{"uid": "PX-2", "date": "2025-10-03", "moves": [{"item": "bcs", "from": "tyt-05518", "to": "client", "quantity": 99999}]}
{"uid": "PX-3", "date": "2025-10-03", "moves": [{"item": "bcs", "from": "tyt-05518", "to": "client", "quantity": 6}]}
{"uid": "PX-4", "date": "2025-10-03", "moves": [{"item": "bcs", "from": "tyt-05518", "to": "client", "quantity": 1.5}]}
{"uid": "PX-5", "date": "2025-10-03", "colour": "red"}
not JSON
{"uid": "KK-1", "date": "2025-10-04", "observed": [{"place": "tyt-05518", "item": "bcs", "lot": "A12", "found": 1289}]}
JSON

say "try, then post, then again"
kho post good.jsonl --dry-run
kho stock
kho post good.jsonl
is_json
kho post good.jsonl
say "a refused line doesn't spoil its neighbours"
kho post mixed.jsonl --atomic
kho stock --on 2025-10-31
kho post mixed.jsonl
check_json "$scratch/stdout"
kho -f json post mixed.jsonl --dry-run >/dev/null
is_json
kho -l vi post mixed.jsonl
kho stock --on 2025-10-31
say "standard input, a commit for each line, answers to a file"
kho post --commit 1 <good.jsonl
kho post - -o answers.jsonl <good.jsonl
cat answers.jsonl
kho post <<<''
kho check
finish
