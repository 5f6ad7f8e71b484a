# The example in PHP says what examples/station.out says, which the one in C wrote.
set -u
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
if [ -z "${KHO_PHP_EXTENSION:-}" ]; then
    echo "PHP was not built: skipped"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

bash "$source_dir/tests/php/common.sh" "$source_dir/examples/station.php" "$scratch/new.kho" \
    >"$scratch/actual" 2>&1
echo "= $?" >"$scratch/code"
diff -u "$source_dir/examples/station.out" "$scratch/actual" &&
    diff <(echo "= 0") "$scratch/code"
