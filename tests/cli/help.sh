# Help of every command in both languages, and the version.
. "$(dirname "$0")/common.sh"

kho help
environment=KHO_LANG=vi kho --help
kho help post
kho -l vi help post
kho help catalogue
kho help import monthly
kho lose --help
kho --lang vi lose --help
kho catalogue --help
kho issue -h and whatever follows
kho help sell
kho help catalogue sell

say "each command has help in both languages"
for name in $("$command" help | sed -nE 's/^  ([a-z][a-z-]*).*/\1/p' | sort -u); do
    for language in en vi; do
        "$command" -l $language help "$name" >"$scratch/help" || echo "$name: no help in $language"
        grep -q 'kho '"$name" "$scratch/help" || echo "$name: no usage in $language"
    done
done

say "a help that can't be written is trouble"
"$command" help >/dev/full
echo "= $?"
"$command" help >&-
echo "= $?"
"$command" --version | sed 's/[0-9]/N/g'
finish
