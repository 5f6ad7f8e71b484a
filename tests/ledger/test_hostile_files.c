/* Files that are no ledger, or too much of something: one line, and not a byte of them
 * changed. */
#include "ledger/hostile.h"

#include "shared.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static world books;
static char path[400];

static void open_books(void)
{
    cr_assert(hostile_open(&books), "%s", books.why);
    snprintf(path, sizeof(path), "%s/file", books.folder);
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(hostile_files, .init = open_books, .fini = close_books, .timeout = 300);

static kho_status open_as(const char *name, kho_mode mode)
{
    kho_options options = books.options;
    kho_ledger *ledger = NULL;
    kho_status status;

    options.mode = mode;
    options.busy_ms = 200;
    status = kho_ledger_open(name, &options, &ledger);
    if (status < 0) {
        cr_expect(eq(ptr, ledger, NULL), "%s: after a failure it is NULL", name);
        cr_expect(hostile_is_line(kho_error_last()->message), "%s: %s", name,
            kho_error_last()->message);
    }
    kho_ledger_close(ledger);
    return status;
}

/* Neither reading, writing nor making a new one changes the file. */
static void expect_refused(const char *what, kho_status status)
{
    const uint64_t before = world_digest(path);

    cr_expect(eq(int, open_as(path, KHO_READ_WRITE), status), "%s: %s", what,
        kho_error_last()->message);
    cr_expect(eq(int, open_as(path, KHO_READ_ONLY), status), "%s: %s", what,
        kho_error_last()->message);
    cr_expect(eq(int, open_as(path, KHO_CREATE), KHO_EEXISTS), "%s: %s", what,
        kho_error_last()->message);
    cr_expect(eq(u64, world_digest(path), before), "%s: the file changed", what);
}

static void write_file(const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    cr_assert(eq(sz, fwrite(bytes, 1, size, file), size));
    fclose(file);
}

static void run_sql(const char *sql)
{
    sqlite3 *db;

    cr_assert(eq(int, sqlite3_open(path, &db), SQLITE_OK));
    cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK), "%s",
        sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void copy_ledger(void)
{
    static char bytes[1 << 20];
    FILE *from = fopen(books.path, "rb");
    size_t size = fread(bytes, 1, sizeof(bytes), from);

    fclose(from);
    write_file(bytes, size);
}

Test(hostile_files, what_is_no_ledger)
{
    static char zeros[8192];

    write_file("", 0);
    expect_refused("an empty file", KHO_EFOREIGN);
    write_file("kho: catalogue/1\n", 17);
    expect_refused("a text", KHO_EFOREIGN);
    write_file(zeros, sizeof(zeros));
    expect_refused("zeros", KHO_EFOREIGN);
    write_file("SQLite format 3\0", 16);
    expect_refused("the head of a database", KHO_EFOREIGN);
    remove(path);
    run_sql("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT); INSERT INTO entry "
            "VALUES (1, 'x')");
    expect_refused("another program's database", KHO_EFOREIGN);
    remove(path);
    run_sql("PRAGMA user_version = 1; CREATE TABLE note (text TEXT)");
    expect_refused("another program's database of our version", KHO_EFOREIGN);
}

Test(hostile_files, a_ledger_of_a_newer_version)
{
    copy_ledger();
    run_sql("PRAGMA user_version = 1000000");
    expect_refused("a newer version", KHO_EFOREIGN);
    cr_expect(strstr(kho_error_last()->message, path) != NULL);
}

Test(hostile_files, what_is_no_file)
{
    kho_status status;

    cr_expect(eq(int, mkdir(path, 0700), 0));
    status = open_as(path, KHO_READ_WRITE);
    cr_expect(status == KHO_ESTORAGE || status == KHO_EFOREIGN, "a folder: %d", status);
    cr_expect(eq(int, open_as(path, KHO_CREATE), KHO_EEXISTS));
    cr_expect(eq(int, rmdir(path), 0), "it is still an empty folder");
    cr_expect(eq(int, open_as(path, KHO_READ_WRITE), KHO_ENOTFOUND), "nothing");
    cr_expect(eq(int, open_as(path, KHO_READ_ONLY), KHO_ENOTFOUND), "nothing");
    cr_expect(ne(int, access(path, F_OK), 0), "and nothing was made");
    cr_expect(eq(int, open_as("", KHO_READ_WRITE) < 0, true));
    cr_expect(eq(int, open_as("", KHO_CREATE) < 0, true));
    snprintf(path, sizeof(path), "%s/no/such/folder", books.folder);
    cr_expect(eq(int, open_as(path, KHO_READ_WRITE), KHO_ENOTFOUND));
    status = open_as(path, KHO_CREATE);
    cr_expect(status == KHO_ESTORAGE || status == KHO_ENOTFOUND, "%d", status);
}

/* Names of files are names: no URI, no home folder, no command, no option. */
static void try_path(void *context, const char *text)
{
    kho_status status = open_as(text, KHO_READ_WRITE);

    (void)context;
    cr_expect(lt(int, status, 0), "'%s'", text);
}

static int count_files(const char *folder)
{
    DIR *files = opendir(folder);
    int count = 0;

    while (readdir(files))
        count++;
    closedir(files);
    return count;
}

Test(hostile_files, names_of_files)
{
    int before = count_files(books.folder), tried;

    cr_assert(eq(int, chdir(books.folder), 0));
    try_path(NULL, "file:evil.db?mode=rwc");
    try_path(NULL, ":memory:");
    try_path(NULL, "file::memory:?cache=shared");
    tried = hostile_each("standards/malicious/path_values.txt", try_path, NULL);
    cr_expect(eq(int, count_files(books.folder), before), "nothing was made");
    if (tried < 0) {
        close_books();
        cr_skip_test("there is no list of paths");
    }
    cr_expect(eq(int, tried, 19));
}

Test(hostile_files, a_ledger_may_have_a_strange_name_but_not_one_of_sqlite)
{
    static const char *const names[] = {
        "sổ kho.kho", "a b'c\"d;--", "-", "%41.kho", "x?mode=memory"};
    static const char *const refused[] = {
        "file:x.kho?mode=memory", ":memory:", "file::memory:"};
    int files = 0;

    cr_assert(eq(int, chdir(books.folder), 0));
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        cr_expect(eq(int, open_as(names[i], KHO_CREATE), KHO_OK), "%s: %s", names[i],
            kho_error_last()->message);
        cr_expect(eq(int, access(names[i], F_OK), 0), "%s is there", names[i]);
        cr_expect(eq(int, open_as(names[i], KHO_READ_WRITE), KHO_OK), "%s: %s", names[i],
            kho_error_last()->message);
    }
    files = count_files(books.folder);
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        cr_expect(
            eq(int, open_as(refused[i], KHO_CREATE), KHO_EINVALID), "%s", refused[i]);
        cr_expect(
            eq(int, open_as(refused[i], KHO_READ_WRITE), KHO_EINVALID), "%s", refused[i]);
    }
    cr_expect(eq(int, count_files(books.folder), files), "nothing was made");
}

/* Brackets, 200 MB of them, made on the way. */
typedef struct brackets {
    size_t left;
    const char *unit;
} brackets;

static ptrdiff_t read_brackets(void *context, char *buffer, size_t size)
{
    brackets *input = context;
    size_t count = size < input->left ? size : input->left, length = strlen(input->unit);

    for (size_t i = 0; i < count; i++)
        buffer[i] = input->unit[i % length];
    input->left -= count;
    return (ptrdiff_t)count;
}

static int keep_answer(void *context, const char *bytes, size_t size)
{
    char *text = context;
    const size_t used = strlen(text), room = 2000 - used;

    if (size > room)
        size = room;
    memcpy(text + used, bytes, size);
    text[used + size] = '\0';
    return 0;
}

#if defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define SANITIZED 1
 #endif
#endif
#ifdef __SANITIZE_ADDRESS__
 #define SANITIZED 1
#endif

/* What comes in has 200 MB; what it may take is much less. A sanitizer takes what it
 * wants. */
static void limit_memory(void)
{
#ifndef SANITIZED
    const struct rlimit limit = {(rlim_t)400 << 20, (rlim_t)400 << 20};

    cr_assert(eq(int, setrlimit(RLIMIT_AS, &limit), 0));
#endif
}

static void post_brackets(const char *unit)
{
    const uint64_t before = world_digest(books.path);
    brackets input = {(size_t)200 << 20, unit};
    kho_feed feed = KHO_FEED_INIT;
    char answers[2048] = "";
    int64_t refused = 0;
    kho_status status = kho_ledger_post_json(books.ledger, &feed, "brackets",
        read_brackets, &input, keep_answer, answers, &refused);

    cr_expect(status == KHO_OK || status == KHO_EINVALID, "%s: %s", unit,
        kho_error_last()->message);
    if (strcmp(unit, " ") == 0) {
        cr_expect(eq(int, status, KHO_OK), "a blank line is passed over");
        return;
    }
    cr_expect(
        status < 0 || refused == 1, "%s: %lld lines refused", unit, (long long)refused);
    cr_expect(status < 0 || strstr(answers, "\"invalid\""), "%s: %s", unit, answers);
    cr_expect(eq(u64, world_digest(books.path), before));
}

Test(hostile_files, two_hundred_megabytes_of_json_brackets)
{
    limit_memory();
    post_brackets("[");
    post_brackets("{\"a\":");
    post_brackets("[1,");
    post_brackets("\"");
    post_brackets(" ");
}

Test(hostile_files, two_hundred_megabytes_of_yaml_brackets)
{
    static const char *const units[] = {
        "[", "{a: ", "- ", "a: &a [*a, *a]\n", "# ", "\t", "\xff"};
    const uint64_t before = world_digest(books.path);
    static char block[1 << 20];

    limit_memory();
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        FILE *file = fopen(path, "wb");
        kho_answer answer;
        brackets input = {SIZE_MAX, units[i]};
        kho_status status;

        for (int k = 0; k < 200; k++) {
            read_brackets(&input, block, sizeof(block));
            cr_assert(eq(sz, fwrite(block, 1, sizeof(block), file), sizeof(block)));
        }
        fclose(file);
        status =
            kho_ledger_load_catalogue(books.ledger, path, KHO_NO_DATE, false, &answer);
        cr_expect(eq(int, status, KHO_EINVALID), "'%s'", units[i]);
        cr_expect(hostile_is_line(kho_error_last()->message), "'%s'", units[i]);
        cr_expect(eq(u64, world_digest(books.path), before));
        /* As much as is allowed, and deep. */
        cr_assert(eq(int, truncate(path, 1 << 20), 0));
        status =
            kho_ledger_load_catalogue(books.ledger, path, KHO_NO_DATE, false, &answer);
        cr_expect(eq(int, status, KHO_EINVALID), "'%s'", units[i]);
        cr_expect(hostile_is_line(kho_error_last()->message), "'%s'", units[i]);
    }
}

/* Other people's collection of bad YAML: none is a catalogue. */
Test(hostile_files, yaml_bombs)
{
    static const char *const names[] = {"yaml_alias_cycle.yaml",
        "yaml_alias_cycle_map.yaml", "yaml_bad_utf8.yaml", "yaml_bidi.yaml",
        "yaml_billion_laughs.yaml", "yaml_bom_utf16le.yaml", "yaml_deep_flow_100k.yaml",
        "yaml_dup_key.yaml", "yaml_empty.yaml", "yaml_merge_bomb.yaml",
        "yaml_multi_doc.yaml", "yaml_norway.yaml", "yaml_nul.yaml",
        "yaml_num_overflow.yaml", "yaml_only_comment.yaml", "yaml_quadratic_alias.yaml",
        "yaml_tabs.yaml", "yaml_tag_python.yaml", "yaml_tag_unknown.yaml"};

    limit_memory();
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        char name[128], file[512];
        kho_answer answer;

        snprintf(name, sizeof(name), "standards/malicious/%s", names[i]);
        NEED_SHARED(name, file, close_books());
        cr_expect(eq(int,
                      kho_ledger_load_catalogue(
                          books.ledger, file, KHO_NO_DATE, false, &answer),
                      KHO_EINVALID),
            "%s", names[i]);
        cr_expect(hostile_is_line(kho_error_last()->message), "%s: %s", names[i],
            kho_error_last()->message);
    }
}

static ptrdiff_t read_file(void *context, char *buffer, size_t size)
{
    return (ptrdiff_t)fread(buffer, 1, size, context);
}

/* JSON of every kind, none of which is an entry. */
Test(hostile_files, json_that_is_no_entry)
{
    const uint64_t before = world_digest(books.path);
    char folder[512];
    struct dirent *file;
    DIR *files;
    int count = 0;

    NEED_SHARED("standards/json/test_parsing", folder, close_books());
    files = opendir(folder);
    while ((file = readdir(files))) {
        kho_feed feed = KHO_FEED_INIT;
        char name[1024], answers[2048] = "";
        FILE *input;

        if (!strstr(file->d_name, ".json"))
            continue;
        snprintf(name, sizeof(name), "%s/%s", folder, file->d_name);
        input = fopen(name, "rb");
        cr_expect(kho_ledger_post_json(books.ledger, &feed, file->d_name, read_file,
                      input, keep_answer, answers, NULL) == KHO_OK,
            "%s: %s", file->d_name, kho_error_last()->message);
        cr_expect(strstr(answers, "\"posted\"") == NULL, "%s: %s", file->d_name, answers);
        fclose(input);
        count++;
    }
    closedir(files);
    cr_expect(eq(int, count, 318));
    cr_expect(eq(u64, world_digest(books.path), before));
}

/* Nobody who walks up a circle is held, so that what is there can be told. */
Test(hostile_files, links_that_lead_nowhere_or_around)
{
    static const struct {
        const char *sql;
        kho_status status;
    } changes[] = {
        {"UPDATE link SET parent = 9999",                               KHO_EDAMAGED},
        {"UPDATE link SET parent = -1",                                 KHO_EDAMAGED},
        {"UPDATE link SET parent = place",                              KHO_OK      },
        {"INSERT INTO link SELECT parent, since, place FROM link WHERE parent > 0 "
         "ON CONFLICT DO UPDATE SET parent = excluded.parent", KHO_OK      },
    };

    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        kho_query query = KHO_QUERY_INIT;
        kho_ledger *ledger;
        kho_table *table;

        copy_ledger();
        run_sql(changes[i].sql);
        cr_assert(eq(int, kho_ledger_open(path, NULL, &ledger), KHO_OK));
        query.place = "tyt";
        query.tree = query.sum = true;
        cr_expect(
            eq(int, kho_ledger_stock(ledger, &query, &table), (int)changes[i].status),
            "%s", changes[i].sql);
        kho_table_free(table);
        cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
        cr_expect(lt(sz, 0, kho_table_rows(table)), "%s", changes[i].sql);
        kho_table_free(table);
        kho_ledger_close(ledger);
        remove(path);
    }
}
