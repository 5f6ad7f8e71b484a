# The example says what examples/station.out says; UPDATE=1 writes that anew.
set -u
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
example=${KHO_BUILD:-$source_dir/build/dev}/kho-example-station
expected=$source_dir/examples/station.out
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$example" "$scratch/new.kho" >"$scratch/actual" 2>&1
echo "= $?" >"$scratch/code"
if [ -n "${UPDATE:-}" ]; then
    cp "$scratch/actual" "$expected"
fi
diff -u "$expected" "$scratch/actual" && diff <(echo "= 0") "$scratch/code"
