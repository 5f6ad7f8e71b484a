# The house style, as far as a machine can tell it.
. "$(dirname "$0")/common.sh"

library=(lib/*/*.[ch] include/*.h include/kho/*.h)
programs=(cli/*.[ch] bench/*.[ch] examples/*.[ch] bindings/*.[ch] bindings/*/*.[ch])
tests=(tests/*/*.[ch] tests/*/*/*.[ch])
sources=("${library[@]}" "${programs[@]}" "${tests[@]}")

# The code of a file without comments and strings, line by line as it was.
bare() {
    awk '
    {
        out = ""
        for (i = 1; i <= length($0); i++) {
            two = substr($0, i, 2); c = substr($0, i, 1)
            if (comment) { if (two == "*/") { comment = 0; i++ }; continue }
            if (quote != "") {
                if (c == "\\") i++
                else if (c == quote) { quote = ""; out = out c }
                continue
            }
            if (two == "/*") { comment = 1; i++; continue }
            if (c == "\"" || c == "\047") { quote = c; out = out c; continue }
            out = out c
        }
        quote = ""
        print FILENAME ":" FNR ": " out
    }' "$@" </dev/null
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bare "${sources[@]}" >"$scratch/sources"
bare "${library[@]}" >"$scratch/library"

# Sizes: a function that passes 60 lines does more than one thing.
long_functions() {
    awk '
    FNR == 1 { start = 0 }
    /^[A-Za-z].*\(/ { name = $0 }
    /^\{/ { start = FNR }
    /^\}/ {
        if (start && FNR - start + 1 > 60)
            print FILENAME ":" start ": " FNR - start + 1 " lines: " name
        start = 0
    }' "${sources[@]}" </dev/null
}
none "function of more than 60 lines" long_functions
long_files() {
    awk -v most="$1" 'FNR == most + 1 { print FILENAME }' "${@:2}" </dev/null
}
none "file of more than 500 lines" long_files 500 "${library[@]}" "${programs[@]}"
none "file of more than 800 lines" long_files 800 "${tests[@]}"
[ ! -e README.md ] || [ "$(wc -l <README.md)" -le 200 ] ||
    complain "README.md has more than 200 lines"

# Calls that overrun, swallow errors, or depend on the locale.
none "banned call" grep -E \
    '\b(v?sprintf|strn?cpy|strn?cat|atoi|atol|atoll|atof|gets|strtok|mktemp|tmpnam|alloca|setlocale) *\(' \
    "$scratch/sources"

# Criterion 2.4.1's gt(T, 0, 0) passes.
none "gt of Criterion, which means ge" grep -E '\bgt\((int|i8|i16|i32|i64|u8|u16|u32|u64|sz|long|flt|dbl|str|ptr)\b' \
    "$scratch/sources"

# Quantities are integers and fractions. Only a workbook knows nothing but doubles: its writer
# turns what is printed into them, and nothing comes back from there.
grep -v '^lib/report/write_xlsx\(_book\)\?\.c:' "$scratch/library" >"$scratch/exact"
none "floating point" grep -E '\b(double|float|strtod|strtof)\b' "$scratch/exact"

# Only kho__fail makes a failure: a status without a message can't come about.
statuses=$(sed -nE 's/^ *(KHO_E[A-Z]+) = -[0-9]+.*/\1/p' include/kho/common.h | paste -sd '|')
[ -n "$statuses" ] || complain "no statuses found in include/kho/common.h"
none "failure without kho__fail" sh -c "grep -E '\breturn (.*[?:] *)?($statuses)\b' \
    '$scratch/library' | grep -v '^lib/base/error'"

# Fuzzers leave what they found under the name of its hash, where they happened to be run.
left_by_fuzzers() { git ls-files 2>/dev/null | grep -E '(^|/)[0-9a-f]{40}$'; }
none "file that a fuzzer left" left_by_fuzzers

# Comments.
none "comment of C++" grep -E '//' "$scratch/sources"
none "unfinished" grep -nwE 'TODO|FIXME|XXX|HACK' "${sources[@]}" /dev/null

# One file at a time: clang-format 14 crashes on some lists of files, on none of the files.
badly_formatted() {
    printf '%s\0' "${sources[@]}" |
        xargs -0 -n 1 -P 2 sh -c 'clang-format --dry-run -Werror "$0" 2>/dev/null || echo "$0"' |
        sort
}
if command -v clang-format >/dev/null; then
    none "not as clang-format writes it" badly_formatted
else
    echo "clang-format is not installed: the format was not checked"
fi
finish
