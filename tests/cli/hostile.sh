# What is out of range, malformed or meant badly: one clear line, the right exit code, and a
# ledger that is byte for byte as it was.
. "$(dirname "$0")/common.sh"
# Whatever comes in, 64 MB and 20 seconds of processor time do for it; sanitizers need more.
grep -q __asan_init "$command" || ulimit -v 65536 -t 20
export KHO_DB=station.kho
write_catalogue
kho init --catalogue catalogue.yaml
kho receive --date 2025-10-01 --to tyt-05518 --uid PN-1 bcs@A12/2029-05-31=1000
before=$(sha256sum station.kho)

unchanged() {
    [ "$(sha256sum station.kho)" = "$before" ] && ls | tr '\n' ' ' && echo || echo "CHANGED"
}

# Post one line.
post() {
    printf '%s\n' "$1" | kho post
}

say "keys and types that no entry has"
post '{"date":"2025-10-02","moves":[],"colour":"red"}'
post '{"date":"2025-10-02","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1,"price":3}]}'
post '{"date":"2025-10-02","date":"2025-10-03","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":20251002,"moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":"2025-10-02","moves":{"item":"bcs"}}'
post '{"date":"2025-10-02","moves":[["bcs","tyt-05518","client",1]]}'
post '{"date":"2025-10-02","uid":7,"moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":"2025-10-02","late":"yes","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '[]'
post '"date"'
post 'null'
post '{'
post '{}'
post '{"date":"2025-10-02"}'
unchanged

say "quantities"
for quantity in 1.0 1.5 1e2 1E2 -0 0 -1 01 +1 1000000000001 9223372036854775807 9223372036854775808 \
    99999999999999999999999999 '"1"' true null NaN Infinity 0x10; do
    post '{"date":"2025-10-02","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":'"$quantity"'}]}'
done
kho dispense --date 2025-10-02 --from tyt-05518 bcs=1.5
kho dispense --date 2025-10-02 --from tyt-05518 bcs=0
kho dispense --date 2025-10-02 --from tyt-05518 bcs=-1
kho dispense --date 2025-10-02 --from tyt-05518 bcs=99999999999999999999
kho dispense --date 2025-10-02 --from tyt-05518 bcs=
kho dispense --date 2025-10-02 --from tyt-05518 =1
unchanged

say "dates"
for date in 1899-12-31 2200-01-01 9999-12-31 2025-02-29 2025-13-01 2025-1-1 2025-10-02T00:00:00Z 2025-W01 '' ; do
    post '{"date":"'"$date"'","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
done
kho stock --on 1899-12-31
kho report 2025-13
kho report 1899-12
kho report 2025-10-31..2025-10-01
unchanged

say "texts"
post "$(printf '{"date":"2025-10-02","note":"\377","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}')"
post '{"date":"2025-10-02","note":"a\u0000b","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":"2025-10-02","note":"a\u001b[2Jb","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":"2025-10-02","note":"\ud800","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
post '{"date":"2025-10-02","moves":[{"item":"bcs; DROP TABLE entry","from":"tyt-05518","to":"client","quantity":1}]}'
kho stock --place "tyt' OR '1'='1"
kho stock --item '%'
kho card '../../etc/passwd' bcs
kho dispense --date 2025-10-02 --from tyt-05518 "$(printf 'bcs@\033[2J=1')"
unchanged

say "files"
mkdir folder
printf 'not a ledger\n' >text.kho
: >empty.kho
kho -d folder stock
kho -d text.kho stock
kho -d empty.kho stock
kho -d nothing.kho stock
kho -d /dev/null stock
kho -d 'file:station.kho?mode=ro' stock
kho -d :memory: stock
kho post nothing.json
kho post folder
kho catalogue load folder
kho catalogue load nothing.yaml
kho catalogue load station.kho
kho init
kho -d folder init
kho backup station.kho
kho backup folder
kho backup no/such/folder/copy.kho
cat text.kho
ls -s empty.kho
rmdir folder && rm text.kho empty.kho
unchanged

say "too much of something, made on the way: 200 MB of brackets"
head -c 200000000 /dev/zero | tr '\0' '[' | kho post
head -c 200000000 /dev/zero | tr '\0' '[' >deep.yaml
kho catalogue load deep.yaml
kho import monthly --map deep.yaml catalogue.yaml
rm deep.yaml
unchanged

say "a letter in parts is the letter in one"
post "$(printf '{"uid":"Phie\314\202\314\201u 1","date":"2025-10-02","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}')"
post '{"uid":"Phiếu 1","date":"2025-10-02","moves":[{"item":"bcs","from":"tyt-05518","to":"client","quantity":1}]}'
kho check
finish
