# Layers go one way: a folder of lib/ includes itself and the folders to its left.
. "$(dirname "$0")/common.sh"

layers=(base model rules store ledger report exchange)

for folder in lib/*/; do
    [[ " ${layers[*]} " == *" $(basename "$folder") "* ]] || complain "$folder: no such layer"
done

wrong_includes() {
    awk -v order="${layers[*]}" '
        BEGIN { count = split(order, names, " "); for (i = 1; i <= count; i++) rank[names[i]] = i }
        FNR == 1 { split(FILENAME, path, "/"); own = rank[path[2]] }
        /^[ \t]*#[ \t]*include[ \t]*"/ {
            split($0, quoted, "\""); split(quoted[2], target, "/")
            if (!(target[1] in rank))
                print FILENAME ":" FNR ": \"" quoted[2] "\" does not begin with a layer"
            else if (rank[target[1]] > own)
                print FILENAME ":" FNR ": " path[2] " must not know of " target[1]
        }' lib/*/*.[ch] </dev/null
}
none "wrong include" wrong_includes

# Only the store speaks SQL, and only the store knows whose.
for folder in base model rules ledger report exchange; do
    none "sqlite3 outside of lib/store" grep -nE '\bsqlite3' lib/"$folder"/*.[ch] /dev/null
done

# The command and the benchmarks are users of the library: they see what any user sees.
# (The benchmarks compare it with plain SQL; the command has no use for that.)
none "internal name" grep -nE '\bkho__|#[ \t]*include[ \t]*["<](\.\./|lib/)' \
    cli/*.[ch] bench/*.[ch] examples/*.[ch] bindings/*.[ch] bindings/*/*.[ch] /dev/null
none "sqlite3 in the command" grep -nE '\bsqlite3' cli/*.[ch] /dev/null

# The public headers stand on the C library alone.
none "include of a public header" sh -c \
    "grep -nE '#[ \t]*include' include/*.h include/kho/*.h | grep -vE '<(kho/[a-z]+|stdbool|stddef|stdint)\.h>'"

finish
