# Each function of the public headers, and of what bindings share, is in a table of a memory
# program: its memory fails there, or it is shown to need none. What a row is named is what
# it calls.
. "$(dirname "$0")/common.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The declared functions (on stdin) are in the program's tables.
tried() {
    grep -oE '\b(kho|host)_[a-z0-9_]+ *\([^*]' | sed 's/ *(.*//' | sort -u >"$scratch/declared"
    [ -s "$scratch/declared" ] || complain "$1: no functions are found"
    [ -x "$1" ] || complain "$1 is missing"
    "$1" --list | sort -u >"$scratch/tried"
    none "never without memory" comm -23 "$scratch/declared" "$scratch/tried"
}
tried "$build_dir/tests/prog_exchange_memory" < <(declarations)

# What a language provides isn't host.c's.
tried "$build_dir/tests/prog_bindings_memory" \
    < <(grep -E '^[a-z].*\(' bindings/host.h | grep -vE 'host_(call_|keep\(|forget\()')

finish
