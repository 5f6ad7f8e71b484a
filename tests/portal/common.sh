# For the tests of the portal: a made-up province with names that mean harm, and servers on
# free ports of the loopback, which are gone when the script is.
#
# Sourced first. $ledger is the province's, $scratch a folder to write into.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
build_dir=${KHO_BUILD:-$source_dir/build/dev}
kho=${KHO:-$build_dir/kho}
extension=$build_dir/php/kho.so
portal=$source_dir/examples/portal
day=2026-10-31

skip() {
    echo "skipped: $*"
    exit 77
}

command -v php >/dev/null || skip "php is not installed"
[ -f "$extension" ] || skip "this build has no extension for PHP"
! grep -qE '^KHO_(SANITIZE|COVERAGE):[^=]*=ON' "$build_dir/CMakeCache.txt" ||
    skip "servers are tried with a build as it is used"

scratch=$(mktemp -d)
servers=()
leave() {
    local pid
    for pid in "${servers[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$scratch"
}
trap leave EXIT

free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# Wait until something answers there; a server that has died never will.
wait_for() {
    local port=$1 pid=$2 tries
    for ((tries = 0; tries < 100; tries++)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

# Start PHP's own server over a ledger, as people do who try the portal; sets $base.
serve() {
    local port tries
    for ((tries = 0; tries < 5; tries++)); do
        port=$(free_port)
        PORT=$port KHO_PHP_EXTENSION=$extension "$portal/serve" "$1" >>"$scratch/serve.log" 2>&1 &
        if wait_for "$port" $!; then
            servers+=($!)
            base=http://127.0.0.1:$port
            return
        fi
    done
    cat "$scratch/serve.log"
    exit 1
}

# A province of so many stations, two years of it. Places and items with names that mean
# harm, and a place whose code is all digits, are stocked out, so that they are on the pages.
make_ledger() {
    ledger=$scratch/province.kho
    "$build_dir/kho-generate" --out "$scratch/data" --stations "$1" --from 2024-11 --months 24 >/dev/null
    "$kho" -d "$ledger" init --catalogue "$scratch/data/catalogue.yaml"
    "$kho" -d "$ledger" post "$scratch/data/entries.jsonl" >/dev/null
    cat >"$scratch/harm.yaml" <<'YAML'
kho: catalogue/1
items:
  - {code: harm, name: {vi: "<script>alert(1)</script>", en: "'\"><img src=x onerror=alert(2)>"},
     unit: {vi: "</td><b>", en: "&lt;i&gt;"}, method: condom}
places:
  - {code: "10234", kind: store, level: station, parent: cds-01, offers: [harm],
     name: {vi: "Trạm \"O'Brien\" </option><script>alert(3)</script> & Ủy ban"}}
  - {code: ctv.x, kind: collaborator, parent: "10234", name: {vi: "<svg/onload=alert(4)>"}}
YAML
    "$kho" -d "$ledger" catalogue load "$scratch/harm.yaml" --from 2026-08-01 >/dev/null
    "$kho" -d "$ledger" receive --date 2026-08-01 --from ncc --to 10234 --uid 'PN"><script>' \
        harm@'L<b>'/2028-01-31=100 >/dev/null
    "$kho" -d "$ledger" issue --date 2026-08-02 --from 10234 --to ctv.x --uid PX-1 harm=60 >/dev/null
    "$kho" -d "$ledger" dispense --date 2026-09-03 --from 10234 --uid PX-2 harm=40 >/dev/null
    "$kho" -d "$ledger" dispense --date 2026-09-04 --from ctv.x --uid PX-3 harm=60 >/dev/null
}
