# The worked judgements in docs/explain.md are what the command prints, and their arithmetic
# is right: explained.py does it over again. UPDATE=1 writes the tables anew.
. "$(dirname "$0")/common.sh"
kho=${KHO:-$build_dir/kho}

if ! command -v python3 >/dev/null; then
    echo "skipped: python3 is not installed"
    exit 77
fi
if [ ! -x "$kho" ]; then
    echo "skipped: the command was not built"
    exit 77
fi
python3 -B tests/checks/explained.py docs/explain.md "$kho" ||
    complain "the worked judgements are not what they say"
finish
