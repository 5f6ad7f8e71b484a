# docs/php.md: its first programme says what it says there, and its reference is what the
# classes' comments and types say; UPDATE=1 writes that anew.
set -euo pipefail
source_dir=${KHO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
if [ -z "${KHO_PHP_EXTENSION:-}" ]; then
    echo "PHP was not built: skipped"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
run() {
    bash "$source_dir/tests/php/common.sh" "$@"
}
page=$source_dir/docs/php.md
{
    awk '{ print } /^## Reference$/ { inside = 1 } inside && /^Written by/ { told = 1 }
        told && $0 == "" { exit }' "$page" | sed '$ { /^$/d }'
    run "$source_dir/bindings/php/reference.php"
} >"$scratch/page"
[ -z "${UPDATE:-}" ] || cp "$scratch/page" "$page"
diff -u "$page" "$scratch/page"

block() {
    awk -v begin="^\`\`\`$1\$" '$0 ~ begin { inside = 1; next } /^```$/ { if (inside) exit } inside' "$page"
}
block php | sed "s|'bindings/php|'$source_dir/bindings/php|" >"$scratch/report.php"
block text >"$scratch/expected"
cd "$scratch"
run report.php >actual
diff -u expected actual
grep -q 'Bao cao su' report.html
