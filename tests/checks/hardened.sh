# What is installed was compiled and linked as SECURITY.md says: read from the files themselves.
. "$(dirname "$0")/common.sh"
command -v readelf >/dev/null || { echo "readelf is missing: skipped"; exit 77; }
[ "$(od -An -tx1 -N4 "$build_dir/libkho.so" | tr -d ' ')" = 7f454c46 ] || { echo "not ELF: skipped"; exit 77; }
if grep -qE '^KHO_(SANITIZE|COVERAGE):BOOL=ON' "$build_dir/CMakeCache.txt"; then
    echo "this build isn't hardened, and isn't meant to be installed: skipped"
    exit 77
fi

files=("$build_dir/libkho.so" "$build_dir/kho" "$build_dir"/python/kho/_native*.so "$build_dir"/php/kho.so)
for file in "${files[@]}"; do
    [ -e "$file" ] || continue
    name=${file#"$build_dir"/}
    header=$(readelf -hW "$file") segments=$(readelf -lW "$file") dynamic=$(readelf -dW "$file")
    symbols=$(readelf --dyn-syms -W "$file")
    grep -q 'Type: *DYN' <<<"$header" || complain "$name: its place in memory is fixed"
    grep -qw GNU_RELRO <<<"$segments" || complain "$name: no RELRO"
    grep -qw BIND_NOW <<<"$dynamic" || complain "$name: names are bound late, so RELRO is half of it"
    grep -qE 'GNU_STACK .* RW +0x' <<<"$segments" || complain "$name: the stack can be executed"
    grep -qE 'LOAD .* RWE ' <<<"$segments" && complain "$name: what is written can be executed"
    grep -qE '\((TEXTREL|RPATH)\)' <<<"$dynamic" && complain "$name: text relocations, or RPATH"
    grep -q __stack_chk_fail <<<"$symbols" || complain "$name: the stack isn't guarded"
    grep -qE '__[a-z]+_chk' <<<"$symbols" || complain "$name: lengths aren't checked (_FORTIFY_SOURCE)"
done
readelf -dW "$build_dir/kho" | grep -qE 'FLAGS_1.*PIE' || complain "kho: not position-independent"

# Marks of the compiler in every object of the library: the loader's own start files drop them at linking.
if [ "$(uname -m)" = x86_64 ]; then
    none "without IBT and SHSTK" sh -c "readelf -nW '$build_dir/libkho.a' | awk '
        /^File: / { if (file && !marked) print file; file = \$2; marked = 0 }
        /IBT, SHSTK/ { marked = 1 }
        END { if (!marked) print file }'"
fi

# What leaves no mark: how every file of the library and of the command was compiled.
none "compiled without" awk '
    /"command":/ { command = $0 }
    /"file":.*\/(lib\/[a-z]+|cli)\/[a-z0-9_]*\.c"/ && !/\/tests\// {
        count = split("-fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2", wanted, " ")
        for (i = 1; i <= count; i++) if (!index(command, wanted[i])) print wanted[i] ": " $2
    }' "$build_dir/compile_commands.json"
grep -q '/lib/base/error.c"' "$build_dir/compile_commands.json" || complain "no compile commands were seen"
finish
