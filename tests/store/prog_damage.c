/*
 * A ledger's file is damaged in thousands of ways: bits, zeros, lost tails, pages that
 * changed places, journals that aren't its own, headers of other files. Each damage is
 * told when the ledger is opened or by check, or it is of no account: all rows read as
 * before. Nothing crashes. KHO_CASE=n plays one case.
 */
#include "must.h"
#include "store/story.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 1 << 22, PAGE = 4096 };

typedef struct image {
    size_t size;
    unsigned char bytes[ROOM];
} image;

/* The ledger; its state in the middle of a write that was interrupted, with the journal
 * that undoes it; what it was before, and the journal of then; another ledger's. */
static image whole, torn, torn_journal, early_torn, early_journal, other_journal;
static image file, journal; /* of the case */
static char kept[KHO_HEAD_SIZE];
static uint64_t expected;
static uint32_t dice;

static unsigned roll(size_t below)
{
    dice = dice * 1664525u + 1013904223u;
    return (unsigned)((uint64_t)(dice >> 4) % (below ? below : 1));
}

static void load(const char *path, image *out)
{
    FILE *from = fopen(path, "rb");

    out->size = 0;
    if (!from)
        return;
    out->size = fread(out->bytes, 1, ROOM, from);
    must(out->size < ROOM, "room");
    fclose(from);
}

static void save(const char *path, const image *in)
{
    FILE *to;

    unlink(path);
    if (!in->size)
        return;
    to = fopen(path, "wb");
    must(to && fwrite(in->bytes, 1, in->size, to) == in->size && fclose(to) == 0, path);
}

static void add(uint64_t *sum, const void *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *sum = (*sum ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
}

static void add_rows(sqlite3 *db, const char *sql, uint64_t *sum)
{
    sqlite3_stmt *rows = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        add(sum, "unreadable", 10);
    while (rows && sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const int type = sqlite3_column_type(rows, i);

            add(sum, &type, sizeof(type));
            add(sum, sqlite3_column_blob(rows, i), (size_t)sqlite3_column_bytes(rows, i));
        }
    }
    sqlite3_finalize(rows);
}

/* All that can be read of a file, as a number. */
static uint64_t content(const char *path)
{
    static const char *const tables[] = {"meta", "origin", "entry", "reversal", "channel",
        "item", "place", "link", "lot", "price", "rules", "touch", "sheet", "client",
        "client_key", "closing"};
    uint64_t sum = UINT64_C(14695981039346656037);
    sqlite3 *db = NULL;
    char sql[64];

    must(sqlite3_open(path, &db) == SQLITE_OK, path);
    add_rows(
        db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name", &sum);
    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1, 2", tables[i]);
        add_rows(db, sql, &sum);
    }
    sqlite3_close(db);
    return sum;
}

/* Somebody else's program wrote into the ledger and died in the middle. */
static void interrupt(const char *path, image *half, image *undo)
{
    const pid_t child = fork();
    char name[32];
    int how = 0;

    if (child == 0) {
        sqlite3 *db;

        _exit(sqlite3_open(path, &db) != SQLITE_OK ||
              sqlite3_exec(db,
                  "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 5; BEGIN;"
                  "UPDATE sheet SET body = randomblob(length(body) + 9);"
                  "UPDATE touch SET seq = seq + 100000; CREATE TABLE junk (bytes BLOB);"
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                  "LIMIT 40) INSERT INTO junk SELECT randomblob(3000) FROM n",
                  NULL, NULL, NULL) != SQLITE_OK);
    }
    must(child > 0 && waitpid(child, &how, 0) == child && how == 0, "the writer");
    snprintf(name, sizeof(name), "%s-journal", path);
    load(path, half);
    load(name, undo);
    must(undo->size > PAGE, "a journal");
    unlink(name);
}

static void live(const char *path, const char *key, size_t steps, char *head)
{
    story at = {.path = path, .copy = "copy.kho", .key = key};

    for (size_t i = 0; i < steps; i++)
        must(story_take(&at, i) == KHO_OK, story_steps[i].name);
    must(!head || kho_ledger_head(at.ledger, head) == KHO_OK, "head");
    must(story_check(at.ledger) == 0, "sound");
    story_close(&at);
    unlink("copy.kho");
}

static void prepare(void)
{
    story_prepare();
    live("x.kho", "x.key", story_count / 2, NULL);
    interrupt("x.kho", &early_torn, &early_journal);
    unlink("x.kho");
    unlink("x.key");
    live("y.kho", "y.key", 8, NULL);
    interrupt("y.kho", &torn, &other_journal);
    live("x.kho", "x.key", story_count, kept);
    load("x.kho", &whole);
    expected = content("x.kho");
    interrupt("x.kho", &torn, &torn_journal);
}

/* --- damages ------------------------------------------------------------------------ */

static void flip_bits(image *of)
{
    for (unsigned i = 0, count = 1 + roll(3); i < count; i++)
        of->bytes[roll(of->size)] ^= (unsigned char)(1u << roll(8));
}

/* Where bits count most: in the header and at the beginning of pages. */
static void flip_heads(image *of)
{
    const size_t page = roll(of->size / PAGE) * (size_t)PAGE;

    of->bytes[page + roll(page ? 40 : 110)] ^= (unsigned char)(1u << roll(8));
}

static void zeros(image *of)
{
    const size_t at = roll(of->size), most = roll(2) ? 512 : 3 * PAGE;
    const size_t size = 1 + roll(most), rest = of->size - at;

    memset(of->bytes + at, 0, size < rest ? size : rest);
}

static void garbage(image *of)
{
    const size_t sector = roll(of->size / 512) * (size_t)512;

    for (size_t i = 0; i < 512; i++)
        of->bytes[sector + i] = (unsigned char)roll(256);
}

static void cut(image *of)
{
    of->size = roll(2) ? roll(of->size) : roll(of->size / PAGE) * (size_t)PAGE;
}

static void grow(image *of)
{
    const size_t more = roll(2) ? 1 + roll(PAGE) : PAGE;

    memset(of->bytes + of->size, (int)roll(256), more);
    of->size += more;
}

/* Pages that the disk wrote where others belong. */
static void swap_pages(image *of)
{
    unsigned char *a = of->bytes + roll(of->size / PAGE) * (size_t)PAGE,
                  *b = of->bytes + roll(of->size / PAGE) * (size_t)PAGE;

    for (size_t i = 0; i < PAGE; i++) {
        const unsigned char byte = a[i];

        a[i] = b[i];
        b[i] = byte;
    }
}

static void repeat_page(image *of)
{
    memmove(of->bytes + roll(of->size / PAGE) * (size_t)PAGE,
        of->bytes + roll(of->size / PAGE) * (size_t)PAGE, PAGE);
}

static void several(image *of)
{
    static void (*const kinds[])(image *) = {
        flip_bits, flip_heads, zeros, garbage, swap_pages, repeat_page};

    for (unsigned i = 0; i < 3; i++)
        kinds[roll(6)](of);
}

/* A page as it was: a write that the disk lost long ago. */
static void old_page(image *of)
{
    const size_t page = roll(early_torn.size / PAGE) * (size_t)PAGE;

    if (page + PAGE <= of->size)
        memcpy(of->bytes + page, early_torn.bytes + page, PAGE);
}

static void another_program(image *of)
{
    const unsigned value = roll(2) ? 0 : roll(1u << 30);

    for (int i = 0; i < 4; i++)
        of->bytes[68 + i] = (unsigned char)(value >> (8 * i));
}

static void another_format(image *of)
{
    const unsigned value = roll(3) ? 2 + roll(1000) : 0;

    for (int i = 0; i < 4; i++)
        of->bytes[60 + i] = (unsigned char)(value >> (24 - 8 * i));
}

/* Journals: of another ledger, of then, its own but damaged, or none where one is due. */
static void foreign_journal(image *of)
{
    (void)of;
    journal = roll(2) ? other_journal : early_journal;
    if (roll(2))
        flip_bits(&journal);
}

static void own_journal(image *of)
{
    static void (*const kinds[])(image *) = {flip_bits, zeros, cut, garbage, several};

    *of = torn;
    journal = torn_journal;
    if (roll(8))
        kinds[roll(5)](&journal);
    if (roll(16) == 0)
        journal.size = 0;
}

static void swapped_journal(image *of)
{
    *of = torn;
    journal = roll(2) ? other_journal : early_journal;
}

static void noise_journal(image *of)
{
    (void)of;
    journal.size = 1 + roll(3 * PAGE);
    for (size_t i = 0; i < journal.size; i++)
        journal.bytes[i] = (unsigned char)roll(256);
}

static const struct {
    const char *name;
    void (*damage)(image *of);
    unsigned share; /* of 100 */
} kinds[] = {
    {"bits",                   flip_bits,       20},
    {"bits of a page's head",  flip_heads,      10},
    {"zeros",                  zeros,           10},
    {"a sector of garbage",    garbage,         8 },
    {"cut",                    cut,             6 },
    {"grown",                  grow,            2 },
    {"pages swapped",          swap_pages,      8 },
    {"a page twice",           repeat_page,     6 },
    {"several",                several,         8 },
    {"a page of long ago",     old_page,        6 },
    {"another application id", another_program, 1 },
    {"another format",         another_format,  1 },
    {"a journal of another",   foreign_journal, 4 },
    {"its journal, damaged",   own_journal,     6 },
    {"its journal, exchanged", swapped_journal, 2 },
    {"noise for a journal",    noise_journal,   2 },
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds), REFUSED = 0, TOLD, HARMLESS, SILENT };

static const char *const outcomes[] = {
    "refused", "told by check", "of no account", "SILENT"};

static int look(void)
{
    kho_ledger *ledger = NULL;
    kho_table *faults = NULL;
    kho_options options = KHO_OPTIONS_INIT;
    int outcome = REFUSED;

    options.busy_ms = 0;
    if (kho_ledger_open("d.kho", &options, &ledger) == KHO_OK &&
        kho_ledger_check_head(ledger, kept, &faults) == KHO_OK)
        outcome = kho_table_rows(faults) ? TOLD : HARMLESS;
    kho_table_free(faults);
    kho_ledger_close(ledger);
    if (outcome == HARMLESS && content("d.kho") != expected)
        outcome = SILENT;
    if (outcome == REFUSED && !kho_error_last()->message[0])
        outcome = SILENT;
    return outcome;
}

static int take(unsigned number, size_t *kind)
{
    unsigned which;

    dice = number * 2654435761u + 12345;
    which = roll(100);
    for (*kind = 0; which >= kinds[*kind].share; ++*kind)
        which -= kinds[*kind].share;
    memcpy(file.bytes, whole.bytes, whole.size);
    file.size = whole.size;
    journal.size = 0;
    kinds[*kind].damage(&file);
    save("d.kho", &file);
    save("d.kho-journal", &journal);
    alarm(60);
    return look();
}

#define SCHEMA "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET "

/* Links to clients are no cache of the journal, and what SQLite takes no notice of in its
 * schema does no harm: edited by SQL they are told all the same. */
static unsigned edit_rows(void)
{
    static const char *const edits[] = {
        "UPDATE client SET seq = seq + 1",
        "UPDATE client SET service = service + 1",
        "UPDATE client SET hash = zeroblob(32)",
        "UPDATE client SET hash = randomblob(32) WHERE service = 0",
        "DELETE FROM client",
        "DELETE FROM client WHERE seq = (SELECT max(seq) FROM client)",
        "INSERT INTO client SELECT seq + 1, service, hash FROM client LIMIT 1",
        "UPDATE client_key SET layers = layers + 1",
        "UPDATE client_key SET mark = zeroblob(32)",
        "UPDATE client_key SET sum = zeroblob(32)",
        "DELETE FROM client_key",
        SCHEMA "tbl_name = 'clIent_key' WHERE name = 'client_key'",
        SCHEMA "type = 'yndex' WHERE name = 'sqlite_autoindex_place_1'",
        SCHEMA "tbl_name = 'cha.nel' WHERE name = 'sqlite_autoindex_channel_1'",
    };
    unsigned silent = 0;

    for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
        sqlite3 *db;
        int code;

        save("d.kho", &whole);
        unlink("d.kho-journal");
        must(sqlite3_open("d.kho", &db) == SQLITE_OK, "d.kho");
        code = sqlite3_exec(db, edits[i], NULL, NULL, NULL);
        must(code == SQLITE_OK && sqlite3_changes(db) > 0, edits[i]);
        sqlite3_close(db);
        if (look() != TOLD) {
            printf("not told: %s\n", edits[i]);
            silent++;
        }
    }
    return silent;
}

static void clear(const char *folder)
{
    DIR *files = opendir(".");
    struct dirent *each;

    while (files && (each = readdir(files)))
        if (each->d_name[0] != '.')
            unlink(each->d_name);
    if (files)
        closedir(files);
    rmdir(folder);
}

int main(void)
{
    static unsigned counts[KINDS][4];
    struct stat seen;
    char folder[] = "/dev/shm/kho-damage-XXXXXX", elsewhere[] = "/tmp/kho-damage-XXXXXX";
    char *where = stat("/dev/shm", &seen) == 0 ? folder : elsewhere;
    const char *one = getenv("KHO_CASE");
    const unsigned from = one ? (unsigned)strtoul(one, NULL, 10) : 0;
    const unsigned count = one                   ? 1
                           : getenv("KHO_LONG")  ? 1000000
                           : getenv("KHO_QUICK") ? 600
                                                 : 5000;
    unsigned silent = 0;

    must(mkdtemp(where) && chdir(where) == 0, where);
    prepare();
    save("d.kho", &whole);
    must(look() == HARMLESS, "what is undamaged");
    for (unsigned number = from; number < from + count; number++) {
        size_t kind;
        const int outcome = take(number, &kind);

        counts[kind][outcome]++;
        if (outcome == SILENT || one)
            printf("KHO_CASE=%u: %s: %s (%s)\n", number, kinds[kind].name,
                outcomes[outcome], kho_error_last()->message);
        silent += outcome == SILENT;
    }
    silent += edit_rows();
    printf("%-24s%14s%14s%14s%14s\n", "", outcomes[0], outcomes[1], outcomes[2],
        outcomes[3]);
    for (size_t i = 0; i < KINDS; i++)
        printf("%-24s%14u%14u%14u%14u\n", kinds[i].name, counts[i][0], counts[i][1],
            counts[i][2], counts[i][3]);
    clear(where);
    return silent > 0;
}
