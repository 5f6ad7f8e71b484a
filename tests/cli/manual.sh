# The manual page knows every command and every option, and is written without a mistake.
. "$(dirname "$0")/common.sh"
page=$source_dir/docs/kho.1

names() {
    "$command" help | sed -nE 's/^  ([a-z][a-z-]*( [a-z]+)?)  .*/\1/p'
}

say "commands"
names | wc -l
names | while read -r name; do
    grep -qE "^\.It Ic $name( |$)" "$page" || echo "kho.1 lacks the command $name"
done

say "and none that isn't"
sed -nE 's/^\.It Ic ([a-z-]+( (load|list|monthly|suggest|show|try|key|export|erase|purge|rotate))?).*/\1/p' "$page" | while read -r name; do
    names | grep -qxF "$name" || echo "kho.1 has $name, which is no command"
done

say "options of each command"
names | while read -r name; do
    # shellcheck disable=SC2086
    "$command" help $name | sed -nE 's/^  (-[a-z], )?--([a-z-]+).*/\2/p'
done | sort -u | while read -r option; do
    grep -qE -- "Fl -$option( |$)" "$page" || echo "kho.1 lacks --$option"
done

say "how it is written"
if command -v groff >/dev/null; then
    groff -mdoc -Tutf8 -ww -z "$page"
fi
finish
