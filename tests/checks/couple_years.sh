# The factors in docs/services.md are those of the library, with their sources.
. "$(dirname "$0")/common.sh"

of_library() {
    awk -F'"' '
    function fraction(n, d) { return d == 0 ? "" : d == 1 ? n : n "/" d }
    / X\("/ {
        split($3, parts, /[ ,]+/)
        printf "| %s | %s | %s | %s |\n", $2, fraction(parts[2], parts[3]),
            fraction(parts[4], parts[5]), $4
    }' lib/rules/cyp_factors.h
}
of_document() {
    sed -n '/^| key | 2011 |/,/^$/p' docs/services.md | tail -n +3 | grep '^|'
}
[ "$(of_library | wc -l)" -gt 20 ] || complain "no factors found in lib/rules/cyp_factors.h"
none "docs/services.md differs (<) from lib/rules/cyp_factors.h (>)" \
    sh -c 'diff "$1" "$2" | grep "^[<>]"' - <(of_document) <(of_library)
for source in $(of_document | grep -oE '\b[A-Z][0-9]{2}\b' | sort -u); do
    grep -q "^\* $source: " docs/services.md || complain "docs/services.md doesn't say what $source is"
done
finish
