# Each function of the public headers is in a table of exchange.memory: its memory fails
# there, or it is shown to need none. What a row is named is what it calls.
. "$(dirname "$0")/common.sh"

program=$build_dir/tests/prog_exchange_memory
[ -x "$program" ] || complain "$program is missing"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

declarations | grep -oE '\bkho_[a-z0-9_]+ *\(' | tr -d ' (' | sort >"$scratch/declared"
[ -s "$scratch/declared" ] || complain "no functions are found in include/"
"$program" --list | sort -u >"$scratch/tried"
none "never without memory" comm -23 "$scratch/declared" "$scratch/tried"

finish
