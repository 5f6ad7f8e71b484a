# Ledgers of every format that there ever was (formats/N.kho.gz, made by a program of then) open: who reads
# leaves them as they are and sees what they said then (N.txt); who writes brings them up to date, which changes
# nothing that they say, and posts. The newest is what a new ledger is: whoever changes the schema counts the
# format up, and adds a ledger of it (formats/life.sh).
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/formats/life.sh"
export LC_ALL=C TZ=UTC KHO_LANG=en

# The number in the file's header.
format_of() {
    od -An -tu1 -j60 -N4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'
}

says() {
    tell "$1" key >told.txt
    diff -u "$here/formats/$format.txt" told.txt || complain "format $format: $2 it says something else"
}

as_reader() {
    cp ledger.kho before.kho
    [ -z "${UPDATE:-}" ] || tell ledger.kho key >"$here/formats/$format.txt"
    says ledger.kho "to a reader"
    kho -d ledger.kho backup copy.kho || complain "format $format: no backup"
    cmp before.kho ledger.kho || complain "format $format: a reader wrote"
    says copy.kho "as a backup"
    rm copy.kho
    chmod 444 ledger.kho # and from a medium that can't be written
    says ledger.kho "where it can't be written"
    chmod 600 ledger.kho
}

as_writer() {
    kho -q -d ledger.kho post /dev/null || complain "format $format: no writer gets in"
    [ "$(format_of ledger.kho)" = "$newest" ] || complain "format $format: it isn't brought up to date"
    says ledger.kho "brought up to date"
    cp ledger.kho before.kho
    kho -q -d ledger.kho post /dev/null
    cmp before.kho ledger.kho || complain "format $format: it is brought up to date again"
    kho -q -d ledger.kho serve --place tyt --date 2025-11-03 --method iud --kind counsel --uid NEW \
        --client-key key --client lan >/dev/null || complain "format $format: nothing goes in"
    kho -q -d ledger.kho close 2025-10 --place tyt >/dev/null || complain "format $format: a month isn't closed"
    [ "$(kho -d ledger.kho privacy export --client-key key lan | wc -l)" -eq 4 ] ||
        complain "format $format: a new link is lost"
    [ "$(kho -d ledger.kho check --head "$(sed -n 2p "$here/formats/$format.txt")" | wc -l)" -eq 1 ] ||
        complain "format $format: faults after posting"
}

kho init -d new.kho >/dev/null
newest=$(format_of new.kho)
count=0
for file in "$here"/formats/*.kho.gz; do
    format=$(basename "$file" .kho.gz)
    gunzip <"$file" >ledger.kho
    install -m 600 "$here/formats/$format.key" key
    chmod 600 ledger.kho
    [ "$(format_of ledger.kho)" = "$format" ] || complain "formats/$format.kho.gz is of another format"
    as_reader
    as_writer
    count=$((count + 1))
done
[ "$count" = "$newest" ] || complain "$count ledgers for $newest formats: add one (formats/life.sh)"
echo "$count formats, the newest $newest"
exit "$failed"
