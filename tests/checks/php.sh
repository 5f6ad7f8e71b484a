# PHP's sources: they parse, and are as PSR-12 and the house want them, as far as a machine
# without a checker of PSR-12 can tell.
. "$(dirname "$0")/common.sh"

face=(bindings/php/*.php bindings/php/*/*.php bench/*.php docs/*.php examples/*.php
    tests/conformance/*.php tests/php/*.php)
sources=("${face[@]}" examples/portal/*.php examples/portal/src/*.php) # templates are pages
[ ${#sources[@]} -gt 20 ] || complain "no sources of PHP were found"

if command -v php >/dev/null; then
    none "does not parse" sh -c 'for file; do php -n -l "$file" >/dev/null 2>&1 || echo "$file"; done' \
        sh "${sources[@]}"
else
    echo "php is not installed: what parses was not checked"
fi

none "not strict" grep -LxF 'declare(strict_types=1);' "${sources[@]}"
none "tab, or a space at the end" grep -nP '\t| +$' "${sources[@]}"
none "not indented by fours" grep -nP '^(    )* {1,3}[^ *]' "${sources[@]}"
none "more than 90 columns" grep -nP '^.{91}' "${face[@]}"
none "end of PHP at the end" grep -lP '^\?>$' "${sources[@]}"
none "keyword in capitals" grep -nwE 'TRUE|FALSE|NULL' "${sources[@]}"
none "brace on the class' line" grep -nP '^(final |abstract |readonly )*(class|trait|enum|interface) .*\{' \
    "${sources[@]}"
none "brace on the function's line" grep -nP '^( {4})?(\w+ )*function \w+\(.*\)(: [^ ]+)? \{' \
    "${sources[@]}"
none "comment of C++" grep -nP '^ *(//|#(?!\[|!))' "${sources[@]}"
none "unfinished" grep -nwE 'TODO|FIXME|XXX|HACK' "${sources[@]}"
long_files() {
    awk -v most=500 'FNR == most + 1 { print FILENAME }' "$@" </dev/null
}
none "file of more than 500 lines" long_files "${sources[@]}"
finish
