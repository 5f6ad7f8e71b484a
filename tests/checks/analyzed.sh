# Clang's static analyzer finds nothing in the library, the command and the bindings, but for what was looked at and isn't so.
. "$(dirname "$0")/common.sh"
if [ -n "${KHO_QUICK:-}" ] || ! command -v clang >/dev/null; then
    echo "the static analyzer takes a minute or two, and clang: skipped"
    exit 77
fi

# FILE: a line of its source, which the analyzer believes to go wrong, and doesn't:
# - what a map names is in the list beside it;
# - what a function of another file left undone it told by its status;
# - a table has a column.
known=$(
    cat <<'LIST'
lib/exchange/monthly_create.c: if (!creation->places[at].parent && place->parent)
lib/report/each_sum.c: line->listed = true;
lib/report/indicators_tally.c: if (strcmp(tally->methods[i].word, word) == 0)
lib/report/write_terminal.c: const bool cut = i + 1 == writer->columns
lib/report/write_terminal.c: const int blanks = layout->width - width_of(text, size);
lib/report/write_terminal.c: fill(line.out, "─", cut ? RULE_MOST : layouts[i].width);
lib/store/sheets_read.c: (*out)[i] = (kho_month)months[i];
LIST
)

# Of the bindings those whose language is here.
files=(lib/*/*.c cli/*.c bindings/host.c)
headers=
for language in python3:python php:php; do
    if command -v "${language%:*}-config" >/dev/null; then
        files+=("bindings/${language#*:}"/*.c)
        headers+=" $("${language%:*}-config" --includes)"
    fi
done

# Those who make failures are told to it by analyzer/failures.h, but for where they are made.
analyze() {
    local file=$1 failures=(-include tests/checks/analyzer/failures.h)
    case $file in lib/base/error.c | lib/base/document.c | lib/base/fields.c | cli/*) failures=() ;; esac
    clang --analyze --analyzer-output text -std=gnu11 -D_GNU_SOURCE -DUTF8PROC_EXPORTS -Iinclude -Ilib -Icli -Ibindings \
        $headers -I"$build_dir/generated" "${failures[@]}" "$file" 2>&1 | grep -E '(warning|error):' |
        while IFS=: read -r path line rest; do
            printf '%s: %s |%s\n' "$path" "$(sed -n "${line}s/^[[:space:]]*//p" "$path")" "${rest#*:}"
        done
}
export -f analyze
export build_dir headers

analyze_all() {
    printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P 2 bash -c 'analyze "$0"' | sort |
        grep -vF "${known:-nothing is known}"
}
none "clang --analyze" analyze_all
finish
