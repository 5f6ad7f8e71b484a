# What is installed works, and the extension is built as phpize and PIE build it, against an installed library, and its
# own tests (phpt) pass there; Composer finds nothing wrong with the two packages.
set -euo pipefail
source_dir=${KHO_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
build_dir=${KHO_BUILD:-$source_dir/build/dev}
if [ -z "${KHO_PHP_EXTENSION:-}" ] || [ -n "${KHO_QUICK:-}${KHO_PHP_PRELOAD:-}" ] ||
    ! command -v phpize >/dev/null; then
    echo "no PHP, no phpize, a quick test or a sanitized build: skipped"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
quietly() {
    "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log"; echo "failed: $*"; exit 1; }
}

quietly cmake --install "$build_dir" --prefix "$scratch/prefix"
quietly "$source_dir/bindings/php/package" "$scratch"
installed=$(find "$scratch/prefix" -name kho.so)
classes=$scratch/prefix/share/php/Kho/autoload.php
said=$(php -n -d "extension=$installed" -r "require '$classes'; echo Kho\\Ledger::version();")
[[ $said =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "as installed: says '$said'"; exit 1; }

library=$(dirname "$(find "$scratch/prefix" -name libkho.so)")
export PKG_CONFIG_PATH=$library/pkgconfig LD_LIBRARY_PATH=$library
export NO_INTERACTION=1 TEST_PHP_ARGS="-q -n --show-diff"
export KHO_PHP_CLASSES=$scratch/kho/autoload.php
cd "$scratch/kho-ext"
quietly phpize
quietly ./configure CC="${KHO_CC:-cc}"
quietly make
make test >"$scratch/tests" 2>&1 || true
grep -qE '^Tests passed +: +4 \(100\.0%\)' "$scratch/tests" ||
    { cat "$scratch/tests"; exit 1; }

if command -v composer >/dev/null; then
    export COMPOSER_DISABLE_NETWORK=1 COMPOSER_HOME=$scratch/composer
    for package in kho kho-ext; do
        quietly composer validate --strict --no-check-publish --working-dir "$scratch/$package"
    done
else
    echo "composer is not installed: the packages were not validated"
fi
