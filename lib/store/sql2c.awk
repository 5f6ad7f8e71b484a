# Makes sql.h of schema.sql and queries.sql: the schema as one text a statement (a C string
# has a portable limit), the queries as an enum and a table of texts.
function quote(text) {
    gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); return text
}
BEGIN { print "/* Made of schema.sql and queries.sql by sql2c.awk. */" }
/^[ \t]*--/ {
    if (match($0, /^-- name: /)) { name[++names] = substr($0, 10) }
    next
}
/^[ \t]*$/ { next }
FILENAME ~ /schema/ {
    if ($0 ~ /^(CREATE|PRAGMA)/) statements++
    sub(/^[ \t]+/, "")
    schema[statements] = schema[statements] " " quote($0)
    next
}
{ sub(/^[ \t]+/, ""); query[names] = query[names] (query[names] == "" ? "" : " ") quote($0) }
END {
    print "typedef enum kho__sql {"
    for (i = 1; i <= names; i++) printf "    KHO__SQL_%s,\n", toupper(name[i])
    print "    KHO__SQL_COUNT\n} kho__sql;\n"
    print "#ifdef KHO__SQL_TEXTS\nstatic const char *const schema_texts[] = {"
    for (i = 1; i <= statements; i++) printf "    \"%s\",\n", substr(schema[i], 2)
    print "};\n\nstatic const char *const query_texts[] = {"
    for (i = 1; i <= names; i++) printf "    \"%s\",\n", query[i]
    print "};\n#endif"
}
