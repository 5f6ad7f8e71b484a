# The portal over HTTP: what it shows, and what it answers to what makes no sense.
. "$(dirname "$0")/common.sh"
command -v python3 >/dev/null || skip "python3 is not installed"

make_ledger 4
serve "$ledger"
export PORTAL_BASE=$base PORTAL_LEDGER=$ledger KHO=$kho PYTHONDONTWRITEBYTECODE=1
cp "$ledger" "$scratch/spare.kho"
serve "$scratch/spare.kho"
export PORTAL_SPARE=$scratch/spare.kho PORTAL_SPARE_BASE=$base PORTAL_SOURCE=$portal

failed=0
for file in "$portal"/{src,src/Pages,templates,public,.}/*.php; do
    php -n -l "$file" >"$scratch/lint" 2>&1 || { cat "$scratch/lint"; failed=1; }
done
php -n -d extension="$extension" -d error_reporting=-1 "$here/units.php" || failed=1
for part in pages hostile; do
    python3 "$here/$part.py" -q || failed=1
done
if grep -E 'PHP (Warning|Notice|Deprecated|Fatal|Parse)|portal: [A-Z]\w*Error' "$scratch/serve.log"; then
    failed=1
fi
exit $failed
