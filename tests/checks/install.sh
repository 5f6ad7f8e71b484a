# What is installed can be used: by pkg-config, by find_package, and the command by itself.
. "$(dirname "$0")/common.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
consumer=$source_dir/tests/checks/consumer
version=$(sed -nE 's/^project\(kho VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)

quietly() {
    "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log"; return 1; }
}

says_version() {
    local what=$1 said
    shift
    said=$("$@" 2>&1) || complain "$what: failed: $said"
    [[ $said == *"$version"* ]] || complain "$what: says '$said', not $version"
}

quietly cmake --install "$build_dir" --prefix "$prefix" ||
    { complain "cmake --install failed"; finish; }

# A package is moved after it was made: nothing in it may know where it was built.
mv "$prefix" "$scratch/moved"
prefix=$scratch/moved
lib_dir=$(dirname "$(find "$prefix" -name libkho.a)")
export PKG_CONFIG_PATH=$lib_dir/pkgconfig
none "names the build" grep -rlF -e "$build_dir" -e "$source_dir/include" -e "$source_dir/lib/" \
    -e "$scratch/prefix" "$prefix" --include='*.pc' --include='*.cmake' --include='*.h'

says_version "pkg-config --modversion" pkg-config --modversion kho

# shellcheck disable=SC2046
quietly "${KHO_CC:-cc}" "$consumer/main.c" -o "$scratch/dynamic" \
    $(pkg-config --cflags --libs kho) || complain "pkg-config: the consumer does not build"
says_version "pkg-config" env LD_LIBRARY_PATH="$lib_dir" "$scratch/dynamic"

# shellcheck disable=SC2046
quietly "${KHO_CC:-cc}" "$consumer/main.c" -o "$scratch/static" $(pkg-config --cflags kho) \
    $(pkg-config --static --libs kho | sed 's/-lkho/-l:libkho.a/') ||
    complain "pkg-config --static: the consumer does not build"
says_version "pkg-config --static" "$scratch/static"

if quietly cmake -G Ninja -S "$consumer" -B "$scratch/consumer" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_C_COMPILER="${KHO_CC:-cc}" && quietly cmake --build "$scratch/consumer"; then
    says_version "find_package, kho::kho" "$scratch/consumer/shared"
    says_version "find_package, kho::kho_static" "$scratch/consumer/static"
else
    complain "find_package: the consumer does not build"
fi

module=$(find "$prefix" -path '*/kho/__init__.py' | head -1)
if [ -n "$module" ] && ! nm -D "$(dirname "$module")"/_native*.so |
        grep -q __asan_; then
    says_version "the installed package of Python" env PYTHONDONTWRITEBYTECODE=1 \
        PYTHONPATH="$(dirname "$(dirname "$module")")" /usr/bin/python3 -c 'import kho; print(kho.__version__)'
fi

if [ -n "${KHO:-}" ]; then
    says_version "the installed command" "$prefix/bin/kho" --version
fi
finish
