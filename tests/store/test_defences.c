/* What a ledger's connection allows SQLite to do, asked of the connection itself. */
#include "store/ledger.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/kho-defences-XXXXXX";
static kho_ledger *ledger;
static sqlite3 *handle;

static void open_ledger(kho_mode mode)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    kho_ledger_close(ledger);
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &ledger), KHO_OK));
    handle = ledger->db.handle;
}

static void open_new(void)
{
    cr_assert(ne(ptr, mkdtemp(folder), NULL));
    cr_assert(eq(int, chdir(folder), 0));
    open_ledger(KHO_CREATE);
}

static void close_new(void)
{
    kho_ledger_close(ledger);
    unlink("x.kho");
    unlink("x.kho-journal");
    rmdir(folder);
}

TestSuite(defences, .init = open_new, .fini = close_new);

/* Every way to get a connection: a new file, one to write, one to read, a scratch. */
static void each_connection(void (*visit)(void))
{
    kho_ledger *scratch;

    visit();
    open_ledger(KHO_READ_WRITE);
    visit();
    open_ledger(KHO_READ_ONLY);
    visit();
    cr_assert(eq(int, kho__ledger_scratch(ledger, &scratch), KHO_OK));
    handle = scratch->db.handle;
    visit();
    kho_ledger_close(scratch);
}

static void see_switches(void)
{
    static const struct {
        int what, on;
        const char *name;
    } expected[] = {
        {SQLITE_DBCONFIG_DEFENSIVE,             1, "defensive"      },
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA,        0, "trusted schema" },
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA,       0, "writable schema"},
        {SQLITE_DBCONFIG_DQS_DML,               0, "strings in \""  },
        {SQLITE_DBCONFIG_DQS_DDL,               0, "strings in \""  },
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, "extensions"     },
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, "tokenizers"     },
        {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE,    0, "legacy alter"   },
        {SQLITE_DBCONFIG_ENABLE_TRIGGER,        1, "triggers"       },
    };

    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
        int on = -1;

        cr_assert(eq(int, sqlite3_db_config(handle, expected[i].what, -1, &on), 0));
        cr_expect(eq(int, on, expected[i].on), "%s", expected[i].name);
    }
}

Test(defences, switches)
{
    each_connection(see_switches);
}

/* At most so much, and no more than SQLite's own advice for files of strangers where our
 * rows allow it: an entry may be long. */
static void see_limits(void)
{
    static const struct {
        int what, most;
    } expected[] = {
        {SQLITE_LIMIT_LENGTH,              268435456},
        {SQLITE_LIMIT_SQL_LENGTH,          10000    },
        {SQLITE_LIMIT_COLUMN,              32       },
        {SQLITE_LIMIT_EXPR_DEPTH,          16       },
        {SQLITE_LIMIT_COMPOUND_SELECT,     4        },
        {SQLITE_LIMIT_VDBE_OP,             25000    },
        {SQLITE_LIMIT_FUNCTION_ARG,        8        },
        {SQLITE_LIMIT_ATTACHED,            0        },
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64       },
        {SQLITE_LIMIT_VARIABLE_NUMBER,     16       },
        {SQLITE_LIMIT_TRIGGER_DEPTH,       1        },
        {SQLITE_LIMIT_WORKER_THREADS,      0        },
    };

    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
        cr_expect(eq(int, sqlite3_limit(handle, expected[i].what, -1), expected[i].most),
            "limit %d", expected[i].what);
    }
}

Test(defences, limits)
{
    each_connection(see_limits);
}

/* The first cell of what a pragma says. */
static char *ask(const char *sql)
{
    static char text[64];
    sqlite3_stmt *statement = NULL;

    cr_assert(eq(int, sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK),
        "%s", sqlite3_errmsg(handle));
    text[0] = '\0';
    if (sqlite3_step(statement) == SQLITE_ROW)
        snprintf(
            text, sizeof(text), "%s", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

Test(defences, settings_of_a_file)
{
    static const kho_mode modes[] = {KHO_CREATE, KHO_READ_WRITE, KHO_READ_ONLY};

    for (size_t i = 0; i < 3; i++) {
        if (modes[i] != KHO_CREATE)
            open_ledger(modes[i]);
        cr_expect(eq(str, ask("PRAGMA synchronous"), "2"), "FULL");
        cr_expect(eq(str, ask("PRAGMA cell_size_check"), "1"));
        cr_expect(eq(str, ask("PRAGMA mmap_size"), "0"));
        cr_expect(
            eq(str, ask("PRAGMA temp_store"), "2"), "in memory: no file lies about");
        cr_expect(eq(str, ask("PRAGMA trusted_schema"), "0"));
        cr_expect(eq(str, ask("PRAGMA locking_mode"), "normal"));
        /* Who only reads never makes a journal: it is as SQLite has it. */
        cr_expect(eq(str, ask("PRAGMA journal_mode"),
            (char *)(modes[i] == KHO_READ_ONLY ? "delete" : "truncate")));
    }
    cr_expect(eq(int, sqlite3_db_readonly(handle, "main"), 1));
}

/* What the settings are for, tried. */
static void see_refused(void)
{
    static const char *const refused[] = {
        "ATTACH DATABASE ':memory:' AS other",
        "SELECT load_extension('libc.so.6')",
        "SELECT \"a string in the wrong quotes\"",
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE meta (x)' WHERE name = 'meta'",
        "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
        "SELECT fts3_tokenizer('simple', x'0000000000000000')",
        "SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5",
        "SELECT max(1, 2, 3, 4, 5, 6, 7, 8, 9)",
        "SELECT 1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1",
        "SELECT ?17",
        "SELECT zeroblob(268435457)",
        "VACUUM INTO 'elsewhere'",
    };

    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        cr_expect(ne(int, sqlite3_exec(handle, refused[i], NULL, NULL, NULL), SQLITE_OK),
            "%s", refused[i]);
}

Test(defences, what_is_refused)
{
    each_connection(see_refused);
}

/* A statement that is prepared must be one that the limits let through, on every path. */
Test(defences, every_statement_of_ours_can_be_prepared)
{
    for (int sql = 0; sql < KHO__SQL_COUNT; sql++) {
        if (sql == KHO__SQL_TO_2_CREATE) /* what is there already: store.formats */
            continue;
        cr_expect(ne(ptr, kho__db_statement(&ledger->db, (kho__sql)sql), NULL),
            "statement %d: %s", sql, kho_error_last()->message);
    }
}

Test(defences, the_header_says_what_the_file_is)
{
    int64_t application = 0, format = 0;

    cr_assert(
        eq(int, kho__db_once(&ledger->db, KHO__SQL_APPLICATION, &application), KHO_OK));
    cr_assert(eq(int, kho__db_once(&ledger->db, KHO__SQL_FORMAT, &format), KHO_OK));
    cr_expect(eq(i64, application, KHO__APPLICATION));
    cr_expect(eq(i64, format, KHO__SCHEMA));
}
