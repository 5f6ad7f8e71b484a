# SQL is text of this program, prepared: nothing that comes from outside can become part of it.
. "$(dirname "$0")/common.sh"

# Everything that makes a statement of a text, or a text for one.
none "SQL that isn't prepared" grep -nE \
    '\bsqlite3_(exec|get_table|v?mprintf|v?snprintf|str_[a-z]+|prepare(16|16_v2|16_v3|_v2)?|complete|declare_vtab|create_[a-z0-9_]+) *\(' \
    lib/*/*.[ch] bindings/*.[ch] bindings/*/*.[ch]
none "SQL in a program's text" grep -nE \
    '"[^"]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|CREATE TABLE|BEGIN IMMEDIATE|ATTACH)\b' \
    lib/*/*.[ch] cli/*.[ch]

# What is prepared comes out of the two tables that sql2c.awk makes of schema.sql and queries.sql.
prepared() {
    tr -d '\n' <"$1" | tr -s ' ' | grep -oE 'sqlite3_prepare_v3\( ?[^,]*, [^,]*,' |
        grep -vE ', (query_texts\[sql\]|schema_texts\[i\]),$'
}
for file in lib/*/*.c; do
    none "$file: prepared of another text" prepared "$file"
done
[ "$(grep -l sqlite3_prepare_v3 lib/*/*.c)" = lib/store/db.c ] ||
    complain "statements are prepared in other places than lib/store/db.c"
generated=$build_dir/generated/store/sql.h
awk -f lib/store/sql2c.awk lib/store/schema.sql lib/store/queries.sql | cmp -s - "$generated" ||
    complain "$generated isn't made of the sources"

# Files that are opened by a path that a stranger may have prepared: links aren't followed.
opened() {
    local file
    for file in lib/base/{seal,new_file}.c lib/store/*.c; do
        tr -d '\n' <"$file" | grep -oE '\bopen\([^;]*;' | grep -vE 'O_NOFOLLOW|O_DIRECTORY|flags' |
            sed "s|^|$file: |"
    done
}
none "made or opened without O_NOFOLLOW" opened
none "SQLite's open without SQLITE_OPEN_NOFOLLOW" sh -c \
    "tr -d '\n' <lib/store/file.c | grep -oE 'sqlite3_open[a-z0-9_]*\([^;]*;' | grep -v SQLITE_OPEN_NOFOLLOW"
none "SQLite's open elsewhere" sh -c "grep -n 'sqlite3_open' lib/*/*.c | grep -v '^lib/store/file.c'"
finish
