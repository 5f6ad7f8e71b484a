# The portal as it is put on line, by the documented files of nginx and php-fpm: its pages,
# then 16 readers at 8 workers for 10 s (KHO_LONG: 30, KHO_QUICK: 3) beside a writer.
. "$(dirname "$0")/common.sh"
PATH=$PATH:/usr/sbin
fpm=$(compgen -c php-fpm8 | sort -u | tail -n 1)
[ -n "$fpm" ] || skip "php-fpm is not installed"
for tool in nginx wrk python3; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done
seconds=10
[ -z "${KHO_QUICK:-}" ] || seconds=3
[ -z "${KHO_LONG:-}" ] || seconds=30

failed=0
complain() {
    printf 'load: %s\n' "$*"
    failed=1
}

# The documented files, with the places and the user of this test.
start() {
    local port=$1 me
    me=$(id -un)
    {
        printf '[global]\nerror_log = %s/fpm.log\n' "$scratch"
        sed -E -e "s#^(user|listen.owner) = .*#\1 = $me#" -e "s#^(group|listen.group) = .*#\1 = $(id -gn)#" \
            -e "s|/run/php|$scratch|" -e "s|/srv/kho/ledger/province.kho|$ledger|" \
            -e "s|/srv/kho/face|$source_dir/bindings/php/src|" \
            "$portal/conf/php-fpm.conf"
    } >"$scratch/fpm.conf"
    {
        [ "$(id -u)" -ne 0 ] || echo "user $me;"
        printf 'daemon off; pid %s/nginx.pid; error_log %s/nginx.log warn; events {}\n' "$scratch" "$scratch"
        printf 'http { access_log off; client_body_temp_path %s/body; fastcgi_temp_path %s/fcgi;\n' "$scratch" "$scratch"
        printf 'proxy_temp_path %s/proxy; uwsgi_temp_path %s/uwsgi; scgi_temp_path %s/scgi;\n' "$scratch" "$scratch" "$scratch"
        echo 'types { text/css css; image/svg+xml svg; }'
        sed -e "s|127.0.0.1:8080|127.0.0.1:$port|" -e "s|/srv/kho/portal|$portal|" -e "s|/run/php|$scratch|" \
            "$portal/conf/nginx.conf"
        echo '}'
    } >"$scratch/nginx.conf"
    "$fpm" -n -R -F -y "$scratch/fpm.conf" -d extension="$extension" -d zend_extension=opcache \
        >"$scratch/fpm.out" 2>&1 &
    servers+=($!)
    nginx -e "$scratch/nginx.log" -c "$scratch/nginx.conf" -p "$scratch" >"$scratch/nginx.out" 2>&1 &
    servers+=($!)
    wait_for "$port" $! && base=http://127.0.0.1:$port
}

make_ledger 30
start "$(free_port)" || { cat "$scratch"/nginx.{log,out} "$scratch"/fpm.{log,out}; exit 1; }
for ((tries = 0; tries < 50; tries++)); do
    [ ! -S "$scratch/kho-portal.sock" ] || break
    sleep 0.1
done
export PORTAL_BASE=$base PORTAL_LEDGER=$ledger KHO=$kho PYTHONDONTWRITEBYTECODE=1
python3 "$here/pages.py" -q || complain "pages differ behind nginx"
PORTAL_NGINX=1 PORTAL_SPARE=$ledger PORTAL_SPARE_BASE=$base PORTAL_SOURCE=$portal \
    python3 "$here/hostile.py" -q Wrong Harm || complain "what makes no sense gets through nginx"

# One writer: vouchers one after the other, each by a command of its own.
write() {
    local number=0
    while [ ! -e "$scratch/enough" ]; do
        number=$((number + 1))
        "$kho" -d "$ledger" receive --date 2026-10-30 --from ncc --to cds-01 --uid "PN-load-$number" \
            "bcs@L$((number % 50))/2029-12-31=144" >>"$scratch/written" 2>>"$scratch/refused" || break
        sleep 0.05
    done
}
cat >"$scratch/targets.lua" <<'LUA'
local targets = {
    "/?on=2026-10-31", "/?on=2026-10-31&severity=1&lang=en", "/places?on=2026-10-31",
    "/station?place=tyt-0001&on=2026-10-31", "/line?place=tyt-0002&item=bcs&on=2026-10-31",
    "/orders?on=2026-10-31&place=tyt-0003", "/alerts.json?on=2026-10-31&item=vien",
    "/?on=2026-10-31&place=tyt-0004",
}
local at = 0
request = function()
    at = at % #targets + 1
    return wrk.format("GET", targets[at])
end
LUA
: >"$scratch/written"
: >"$scratch/refused"
write &
servers+=($!)
writer=$!
wrk -t 2 -c 16 -d "${seconds}s" --timeout 30s --latency -s "$scratch/targets.lua" "$base" >"$scratch/wrk"
touch "$scratch/enough"
wait "$writer" || true

grep -E 'requests in|99%|Requests/sec' "$scratch/wrk"
! grep -E 'Non-2xx|Socket errors' "$scratch/wrk" || complain "readers had errors"
grep -qE '^ *[1-9][0-9]* requests in' "$scratch/wrk" || complain "nothing was read"
printf '%d entries were posted meanwhile\n' "$(wc -l <"$scratch/written")"
[ "$(wc -l <"$scratch/written")" -gt 5 ] || complain "the writer was kept out"
[ ! -s "$scratch/refused" ] || { cat "$scratch/refused"; complain "the writer had errors"; }
[ -z "$("$kho" -d "$ledger" -f csv check | tail -n +2)" ] || complain "the ledger does not stand"
if grep -hE 'WARNING|ERROR|PHP (Warning|Notice|Deprecated|Fatal)|portal:' "$scratch/fpm.log" "$scratch/nginx.log" ||
    grep -hE '\[(alert|crit|emerg)\]' "$scratch/nginx.log"; then
    complain "the servers complain"
fi
exit $failed
