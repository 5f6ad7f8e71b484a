/*
 * Files are for their owner, and reading writes nothing: under every umask, beside links,
 * pipes and folders where a file should be, in a folder that may not be written, and
 * beside the journal of a write that was interrupted. Root may do everything, so the
 * program steps down first.
 */
#include "must.h"
#include "smallest.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

static void expect(bool what, const char *text, const char *about)
{
    if (what)
        return;
    printf("%s: %s (%s)\n", about, text, kho_error_last()->message);
    failures++;
}

static kho_status open_as(const char *path, kho_mode mode, kho_ledger **out)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    options.busy_ms = 100;
    return kho_ledger_open(path, &options, out);
}

static kho_status define(kho_ledger *ledger)
{
    return kho_ledger_define(ledger, smallest_catalogue(), 0, NULL);
}

static kho_status post(kho_ledger *ledger, int64_t quantity)
{
    const kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "supplier", "tyt", quantity};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.date = kho_date_of(2026, 1, 10);
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(ledger, &entry, &answer);
}

static bool is_private(const char *path)
{
    struct stat seen;

    return lstat(path, &seen) == 0 && S_ISREG(seen.st_mode) &&
           (seen.st_mode & 07777) == 0600;
}

static int discard(void *context, const char *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    (void)size;
    return 0;
}

/* Everything that makes a file, under a umask. */
static void see_umask(mode_t mask)
{
    kho_ledger *ledger;
    kho_table *table;
    kho_query query = KHO_QUERY_INIT;
    kho_status status;
    char about[16];

    snprintf(about, sizeof(about), "umask %03o", (unsigned)mask);
    umask(mask);
    expect(open_as("l.kho", KHO_CREATE, &ledger) == KHO_OK, "a new ledger", about);
    expect(is_private("l.kho"), "its file is for its owner", about);
    must(ledger, about);
    expect(define(ledger) == KHO_OK, "define", about);
    expect(kho_ledger_begin(ledger) == KHO_OK && post(ledger, 5) == KHO_OK, "a batch",
        about);
    expect(is_private("l.kho-journal"), "the journal too", about);
    expect(is_private("l.kho-queue"), "and the queue", about);
    expect(kho_ledger_commit(ledger) == KHO_OK, "commit", about);
    expect(kho_ledger_backup(ledger, "b.kho") == KHO_OK, "a backup", about);
    expect(is_private("b.kho"), "a backup's file too", about);
    expect(kho_client_key_make("k.key") == KHO_OK && is_private("k.key"), "a key", about);
    must(chmod("k.key", 0400) == 0, "chmod");
    expect(kho_ledger_client_key(ledger, "k.key") == KHO_OK &&
               kho_ledger_client_rotate(ledger) == KHO_OK && is_private("k.key"),
        "a key that was rotated", about);
    must(kho_ledger_stock(ledger, &query, &table) == KHO_OK, "stock");
    status = kho_table_write(table, KHO_XLSX, KHO_VI, discard, NULL);
    expect(status == KHO_OK || status == KHO_EINVALID, "a workbook", about);
    kho_table_free(table);
    kho_ledger_close(ledger);
    umask(022);
    unlink("l.kho");
    unlink("l.kho-journal");
    unlink("l.kho-queue");
    unlink("b.kho");
    unlink("k.key");
}

static void make_file(const char *path)
{
    FILE *file = fopen(path, "wb");

    must(file && fputs("something of value\n", file) >= 0 && fclose(file) == 0, path);
}

static bool is_untouched(const char *path)
{
    char text[32] = "";
    FILE *file = fopen(path, "rb");

    if (!file)
        return false;
    if (!fgets(text, sizeof(text), file))
        text[0] = '\0';
    return fgetc(file) == EOF && fclose(file) == 0 &&
           strcmp(text, "something of value\n") == 0;
}

enum { LINK, DANGLING, HARD, PIPE, FOLDER, KINDS };

static const char *const kind_names[KINDS] = {
    "a link", "a link to nothing", "a hard link", "a pipe", "a folder"};

static void plant(int kind, const char *target, const char *path)
{
    const int done = kind == LINK       ? symlink(target, path)
                     : kind == DANGLING ? symlink("nothing", path)
                     : kind == HARD     ? link(target, path)
                     : kind == PIPE     ? mkfifo(path, 0600)
                                        : mkdir(path, 0700);

    must(done == 0, path);
}

static void unplant(int kind, const char *path)
{
    must((kind == FOLDER ? rmdir(path) : unlink(path)) == 0, path);
}

/* Where something is to be made: it stays as it is, and so does what it points at. */
static void see_made_over(int kind, kho_ledger *whole)
{
    const char *about = kind_names[kind];
    kho_ledger *ledger;
    struct stat before, after;

    make_file("target");
    plant(kind, "target", "x");
    must(lstat("x", &before) == 0, "x");
    expect(open_as("x", KHO_CREATE, &ledger) == KHO_EEXISTS, "a ledger over it", about);
    expect(kho_ledger_backup(whole, "x") == KHO_EEXISTS, "a backup over it", about);
    expect(kho_client_key_make("x") == KHO_EEXISTS, "a key over it", about);
    expect(is_untouched("target") && lstat("x", &after) == 0 &&
               before.st_ino == after.st_ino && before.st_mode == after.st_mode,
        "it stays as it was", about);
    expect(access("nothing", F_OK) != 0, "nothing is made behind it", about);
    unplant(kind, "x");
    unlink("target");
}

/* Where something is to be opened, that it leads to being as it should. */
static void see_opened(int kind)
{
    static const kho_mode modes[] = {KHO_READ_WRITE, KHO_READ_ONLY};
    const char *about = kind_names[kind];
    kho_ledger *ledger;
    kho_status status;

    plant(kind, "whole.kho", "x");
    for (size_t i = 0; i < 2; i++) {
        status = open_as("x", modes[i], &ledger);
        expect(status == KHO_ESTORAGE && !ledger, "opened as a ledger", about);
    }
    status = open_as("whole.kho", KHO_READ_WRITE, &ledger);
    expect(kind == HARD ? status == KHO_ESTORAGE : status == KHO_OK,
        "only a hard link can be seen from its other name", about);
    unplant(kind, "x");
    kho_ledger_close(ledger);
    must(kho_client_key_make("whole.key") == KHO_OK, "a key");
    must(open_as("whole.kho", KHO_READ_WRITE, &ledger) == KHO_OK, "whole");
    plant(kind, "whole.key", "x");
    expect(kho_ledger_client_key(ledger, "x") == KHO_EINVALID, "opened as a key", about);
    unplant(kind, "x");
    unlink("whole.key");
    kho_ledger_close(ledger);
}

/* Where SQLite would look for what belongs to a ledger. */
static void see_beside(int kind, const char *ending)
{
    static const kho_mode modes[] = {KHO_READ_WRITE, KHO_READ_ONLY};
    char path[32], about[64];
    kho_ledger *ledger;

    snprintf(path, sizeof(path), "whole.kho%s", ending);
    snprintf(about, sizeof(about), "%s as %s", kind_names[kind], ending);
    make_file("target");
    unlink(path);
    plant(kind, "target", path);
    for (size_t i = 0; i < 2; i++)
        expect(
            open_as("whole.kho", modes[i], &ledger) < 0 && !ledger, "is opened", about);
    expect(is_untouched("target"), "what it leads to stays", about);
    unplant(kind, path);
    unlink("target");
}

static void run(const char *sql)
{
    sqlite3 *db;

    must(sqlite3_open("whole.kho", &db) == SQLITE_OK &&
             sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
        sql);
    sqlite3_close(db);
}

/* In WAL mode a reader, too, makes files. */
static void see_wal(void)
{
    static const kho_mode modes[] = {KHO_READ_WRITE, KHO_READ_ONLY};
    kho_ledger *ledger;

    run("PRAGMA journal_mode = WAL");
    for (size_t i = 0; i < 2; i++)
        expect(open_as("whole.kho", modes[i], &ledger) == KHO_EFOREIGN && !ledger,
            "is opened", "WAL mode");
    expect(access("whole.kho-wal", F_OK) != 0 && access("whole.kho-shm", F_OK) != 0,
        "no file is made", "WAL mode");
    run("PRAGMA journal_mode = DELETE");
    expect(open_as("whole.kho", KHO_READ_WRITE, &ledger) == KHO_OK, "undone", "WAL mode");
    kho_ledger_close(ledger);
}

/* A whole file, to be compared. */
typedef struct copied {
    char bytes[1 << 20];
    size_t size;
    struct stat seen;
} copied;

static void read_all(const char *path, copied *out)
{
    FILE *file = fopen(path, "rb");

    must(file != NULL, path);
    out->size = fread(out->bytes, 1, sizeof(out->bytes), file);
    must(out->size < sizeof(out->bytes) && fstat(fileno(file), &out->seen) == 0, path);
    fclose(file);
}

static bool same(const copied *a, const copied *b)
{
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0 &&
           a->seen.st_mtim.tv_sec == b->seen.st_mtim.tv_sec &&
           a->seen.st_mtim.tv_nsec == b->seen.st_mtim.tv_nsec &&
           a->seen.st_ino == b->seen.st_ino && a->seen.st_mode == b->seen.st_mode;
}

/* All that a reader can ask, and what it can't. */
static void read_through(const char *about)
{
    kho_query query = KHO_QUERY_INIT;
    kho_ledger *ledger;
    kho_table *table;

    expect(open_as("whole.kho", KHO_READ_ONLY, &ledger) == KHO_OK, "opened", about);
    if (!ledger)
        return;
    expect(post(ledger, 1) == KHO_EREADONLY, "post", about);
    expect(kho_ledger_begin(ledger) == KHO_EREADONLY, "a batch", about);
    expect(define(ledger) == KHO_EREADONLY, "define", about);
    expect(kho_ledger_client_purge(ledger, kho_date_of(2030, 1, 1), NULL) < 0, "purge",
        about);
    expect(kho_ledger_stock(ledger, &query, &table) == KHO_OK, "stock", about);
    expect(kho_table_rows(table) == 1, "a line", about);
    kho_table_free(table);
    query.known = 1;
    expect(kho_ledger_stock(ledger, &query, &table) == KHO_OK, "known", about);
    kho_table_free(table);
    expect(kho_ledger_check(ledger, &table) == KHO_OK && kho_table_rows(table) == 0,
        "check", about);
    kho_table_free(table);
    kho_ledger_close(ledger);
}

/* Somebody wrote, and died when half of it was in the file. */
static void interrupt(void)
{
    const pid_t child = fork();
    int how = 0;

    if (child == 0) {
        sqlite3 *db;

        _exit(sqlite3_open("whole.kho", &db) != SQLITE_OK ||
              sqlite3_exec(db,
                  "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 5; BEGIN;"
                  "DELETE FROM sheet; CREATE TABLE junk (bytes BLOB);"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                  "LIMIT 100) INSERT INTO junk SELECT randomblob(3000) FROM n",
                  NULL, NULL, NULL) != SQLITE_OK);
    }
    must(child > 0 && waitpid(child, &how, 0) == child && how == 0, "the writer");
}

/* Each is told in both languages, with its path, as what it is. */
static void expect_told(kho_status (*open)(const char *path), const char *path,
    const char *en, const char *vi)
{
    const char *const whys[] = {en, vi};
    const kho_language languages[] = {KHO_EN, KHO_VI};
    char message[256];

    for (size_t i = 0; i < 2; i++) {
        kho_error_language(languages[i]);
        snprintf(message, sizeof(message), "%s: %s", path, whys[i]);
        expect(open(path) == KHO_ESTORAGE, "refused as storage", path);
        expect(strcmp(kho_error_last()->message, message) == 0, message, path);
    }
    kho_error_language(KHO_EN);
}

static kho_status open_to_write(const char *path)
{
    kho_ledger *ledger;

    return open_as(path, KHO_READ_WRITE, &ledger);
}

static void see_reading(void)
{
    static copied before, after, torn, journal, journal_after;
    kho_ledger *ledger;

    read_all("whole.kho", &before);
    read_through("a folder that can be written");
    read_all("whole.kho", &after);
    expect(same(&before, &after), "the file stays as it was", "reading");

    must(chmod("whole.kho", 0400) == 0 && chmod(".", 0500) == 0, "chmod");
    expect(access("whole.kho", W_OK) != 0 && access(".", W_OK) != 0, "closed", "folder");
    read_through("a folder that can't be written");
    expect_told(open_to_write, "whole.kho", "the file can't be opened: Permission denied",
        "không mở được tệp: không được phép");
    must(chmod("whole.kho", 0600) == 0, "chmod");
    expect(open_as("whole.kho", KHO_READ_WRITE, &ledger) == KHO_OK && post(ledger, 1) < 0,
        "written", "a folder that can't be written");
    kho_ledger_close(ledger);
    must(chmod(".", 0700) == 0, "chmod");
    read_all("whole.kho", &after);
    expect(
        before.size == after.size && memcmp(before.bytes, after.bytes, after.size) == 0,
        "the file stays as it was", "a closed folder");

    interrupt();
    read_all("whole.kho", &torn);
    read_all("whole.kho-journal", &journal);
    expect(!same(&before, &torn) && journal.size > 4096, "half written", "a hot journal");
    expect(open_as("whole.kho", KHO_READ_ONLY, &ledger) == KHO_EREADONLY && !ledger,
        "half a write is read", "a hot journal");
    expect(strstr(kho_error_last()->message, "interrupted") != NULL, "it says what to do",
        "a hot journal");
    read_all("whole.kho", &after);
    read_all("whole.kho-journal", &journal_after);
    expect(same(&torn, &after) && same(&journal, &journal_after),
        "a reader mends nothing", "a hot journal");

    must(open_as("whole.kho", KHO_READ_WRITE, &ledger) == KHO_OK, "a writer mends it");
    kho_ledger_close(ledger);
    read_all("whole.kho", &after);
    expect(
        before.size == after.size && memcmp(before.bytes, after.bytes, after.size) == 0,
        "all is as it was", "mended");
    read_through("mended");
}

static kho_status open_to_read(const char *path)
{
    kho_ledger *ledger;

    return open_as(path, KHO_READ_ONLY, &ledger);
}

static kho_status make_ledger(const char *path)
{
    kho_ledger *ledger;

    return open_as(path, KHO_CREATE, &ledger);
}

static kho_ledger *reader; /* of what follows */

static kho_status load_catalogue(const char *path)
{
    return kho_ledger_load_catalogue(reader, path, KHO_NO_DATE, true, NULL);
}

static kho_status load_rules(const char *path)
{
    return kho_ledger_load_rules(reader, path, KHO_NO_DATE, true, NULL);
}

static kho_status import_map(const char *path)
{
    kho_table *table;

    return kho_ledger_import_monthly(reader, path, "x", false, NULL, NULL, &table);
}

static kho_status import_returns(const char *path)
{
    kho_table *table;

    return kho_ledger_import_monthly(reader, "map", path, false, NULL, NULL, &table);
}

static kho_status take_key(const char *path)
{
    return kho_ledger_client_key(reader, path);
}

/* What may not be read is there all the same. */
static void see_unreadable(void)
{
    static const struct {
        kho_status (*open)(const char *path);
        const char *en, *vi;
    } ways[] = {
        {open_to_write,  "the file can't be opened: ", "không mở được tệp: " },
        {open_to_read,   "the file can't be opened: ", "không mở được tệp: " },
        {make_ledger,    "the file can't be made: ",   "không tạo được tệp: "},
        {load_catalogue, "can't be read: ",            "không đọc được: "     },
        {load_rules,     "can't be read: ",            "không đọc được: "     },
        {import_map,     "can't be read: ",            "không đọc được: "     },
        {import_returns, "can't be read: ",            "không đọc được: "     },
        {take_key,       "",                           ""                             },
    };
    FILE *map = fopen("map", "wb");

    must(map &&
             fputs("kho: monthly/1\nperiod: {year: y, month: m}\nplace: {code: p}\n"
                   "item: {code: i}\ncolumns: {opening: o, received: r, "
                   "dispensed: d, closing: c}\n",
                 map) >= 0 &&
             fclose(map) == 0,
        "map");
    must(mkdir("shut", 0700) == 0, "shut");
    make_file("shut/x");
    must(open_as("whole.kho", KHO_READ_WRITE, &reader) == KHO_OK, "whole");
    make_file("x");
    must(chmod("x", 0) == 0 && chmod("shut", 0) == 0, "chmod");
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
        char en[64], vi[64];

        snprintf(en, sizeof(en), "%sPermission denied", ways[i].en);
        snprintf(vi, sizeof(vi), "%skhông được phép", ways[i].vi);
        if (ways[i].open != make_ledger) /* there already, whoever may read it */
            expect_told(ways[i].open, "x", en, vi);
        expect_told(ways[i].open, "shut/x", en, vi);
    }
    must(chmod("shut", 0700) == 0, "chmod");
    kho_ledger_close(reader);
    unlink("x");
    unlink("shut/x");
    rmdir("shut");
    unlink("map");
}

static void step_down(const char *folder)
{
    if (geteuid() == 0) {
        must(chown(folder, 65534, 65534) == 0 && setgid(65534) == 0 && setuid(65534) == 0,
            "nobody");
    }
    must(chdir(folder) == 0, folder);
}

int main(void)
{
    static const mode_t masks[] = {0, 022, 027, 077, 0177, 0277, 0700, 0777};
    char folder[] = "/tmp/kho-private-XXXXXX";
    kho_ledger *whole;

    must(mkdtemp(folder) != NULL, folder);
    alarm(240); /* who waits for a pipe waits for ever */
    step_down(folder);
    for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++)
        see_umask(masks[i]);
    must(open_as("whole.kho", KHO_CREATE, &whole) == KHO_OK && define(whole) == KHO_OK &&
             post(whole, 100) == KHO_OK,
        "a ledger");
    for (int kind = 0; kind < KINDS; kind++)
        see_made_over(kind, whole);
    kho_ledger_close(whole);
    unlink("whole.kho-journal");
    for (int kind = 0; kind < KINDS; kind++) {
        see_opened(kind);
        see_beside(kind, "-journal");
        see_beside(kind, "-wal");
    }
    see_wal();
    see_unreadable();
    see_reading();
    unlink("whole.kho");
    unlink("whole.kho-journal");
    unlink("whole.kho-queue");
    must(chdir("/") == 0 && rmdir(folder) == 0, "nothing else is left");
    printf("%d failures\n", failures);
    return failures > 0;
}
