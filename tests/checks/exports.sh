# The shared library shows the functions that the public headers declare, and nothing else;
# the static one defines no global name without the prefix.
. "$(dirname "$0")/common.sh"

library=$build_dir/libkho.so
[ -e "$library" ] || complain "$library is missing"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

declarations >"$scratch/declarations"
none "without KHO_API" grep -v KHO_API "$scratch/declarations"
# What takes a function as `kho_status (*fill)(..)` doesn't declare one called kho_status.
grep -oE '\bkho_[a-z0-9_]+ *\([^*]' "$scratch/declarations" | sed 's/ *(.*//' | sort >"$scratch/declared"
none "declared twice" uniq -d "$scratch/declared"

nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $2, $3 }' \
    >"$scratch/symbols"
none "exported, and not a function" grep -v '^T ' "$scratch/symbols"
cut -d ' ' -f 2 "$scratch/symbols" | sort >"$scratch/exported"
[ -s "$scratch/exported" ] || complain "$library exports nothing"

none "declared, not exported" comm -23 "$scratch/declared" "$scratch/exported"
none "exported, not declared" comm -13 "$scratch/declared" "$scratch/exported"

none "global name without the prefix" sh -c \
    "nm -g --defined-only '$build_dir/libkho.a' | awk 'NF == 3 && \$3 !~ /^kho_/ { print \$3 }'"

finish
