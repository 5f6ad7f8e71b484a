# docs/mot-ngay-o-tram.md is true: every command in it is run, and what it prints must be what
# stands there. UPDATE=1 writes the answers anew. A block such as ```yaml NAME is a file.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(cd "$here/../.." && pwd)
command=$(realpath "${KHO:-$source_dir/build/dev/kho}") && [ -x "$command" ] || exit 1
document=$source_dir/docs/mot-ngay-o-tram.md
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset KHO_DB KHO_LANG LC_MESSAGES LANG
export LC_ALL=C.UTF-8 TZ=UTC
mkdir "$scratch/work" && cd "$scratch/work" || exit 1

# As on a terminal.
kho() {
    case " $* " in
    *' -o '*) "$command" "$@" ;;
    *) "$command" -f table "$@" ;;
    esac
}

ran=0 block=
while IFS= read -r line; do
    case $block:$line in
    :'```console') block=console ;;
    :'```'*' '*) block=file file=${line##* } ;;
    ?*:'```') block= ;;
    file:*) printf '%s\n' "$line" >>"$file" ;;
    console:'$ '*)
        printf '%s\n' "$line"
        eval "${line#\$ }" 2>&1 | sed 's/ *$//'
        case $line in '$ export '*) eval "${line#\$ }" ;; esac
        ran=$((ran + 1))
        continue
        ;;
    console:*) continue ;;
    esac
    printf '%s\n' "$line"
done <"$document" >"$scratch/actual"

[ "$ran" -gt 20 ] || { echo "only $ran commands were found in $document"; exit 1; }
if [ -n "${UPDATE:-}" ]; then
    cp "$scratch/actual" "$document"
    echo "$document was written anew"
    exit 0
fi
diff -u "$document" "$scratch/actual"
