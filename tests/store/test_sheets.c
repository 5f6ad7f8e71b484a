/*
 * Sheets whose bytes are well-formed but speak of lots, items and channels that the
 * catalogue lacks: damage that every question and every posting says, and check finds.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <string.h>

#include "ledger/world.h"
#include "model/sheet.h"

static world books;
static const kho_date today = 20588; /* 2026-05-15 */

static void open_books(void)
{
    static const char *const channels[] = {"free"};
    const kho_item items[] = {
        {.code = "bcs",
         .name = {"Bao cao su", NULL},
         .unit = {"chiếc", NULL},
         .pack = 1}
    };
    const kho_place places[] = {
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}}
    };
    const kho_catalogue catalogue = {channels, 1, items, 1, places, 1, NULL, 0};
    const kho_move move = {"bcs", "A", 25000, NULL, "supplier", "tyt", 100};
    kho_entry entry = KHO_ENTRY_INIT;

    cr_assert(
        world_open(&books, today) && world_define(&books, &catalogue), "%s", books.why);
    entry.uid = "PN-1";
    entry.date = today;
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, world_post(&books, &entry), KHO_OK), "%s", books.why);
}

static void close_books(void)
{
    world_close(&books);
}

TestSuite(sheets, .init = open_books, .fini = close_books);

/* Put these bytes in the place of the ledger's only sheet, as another program would. */
static void plant(const kho__buffer *bytes)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db;

    cr_assert(eq(int, sqlite3_open(books.path, &db), SQLITE_OK));
    cr_assert(
        eq(int, sqlite3_prepare_v2(db, "UPDATE sheet SET body = ?", -1, &statement, NULL),
            SQLITE_OK));
    sqlite3_bind_blob(statement, 1, bytes->bytes, (int)bytes->size, SQLITE_STATIC);
    cr_assert(eq(int, sqlite3_step(statement), SQLITE_DONE));
    cr_assert(eq(int, sqlite3_changes(db), 1));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static kho_status take_some(kho_ledger *ledger)
{
    const kho_move move = {"bcs", NULL, KHO_NO_DATE, NULL, "tyt", "client", 1};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.date = today;
    entry.moves = &move;
    entry.move_count = 1;
    return kho_ledger_post(ledger, &entry, &answer);
}

typedef kho_status (*question)(kho_ledger *, const kho_query *, kho_table **);

static void expect_damage(const char *what)
{
    static const question questions[] = {
        kho_ledger_stock, kho_ledger_report, kho_ledger_alerts, kho_ledger_card};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;

    cr_assert(world_reopen(&books));
    query.from = kho_date_of(2026, 5, 1);
    query.to = kho_date_of(2026, 5, 31);
    for (int way = 0; way < 3; way++) {
        query.place = way ? "tyt" : NULL;
        query.sum = query.tree = way == 2;
        for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
            if (questions[i] == kho_ledger_card) {
                query.place = "tyt";
                query.item = "bcs";
            }
            cr_expect(eq(int, questions[i](books.ledger, &query, &table), KHO_EDAMAGED),
                "%s: question %zu, way %d", what, i, way);
            kho_table_free(table);
            query.item = NULL;
        }
    }
    cr_expect(eq(int, take_some(books.ledger), KHO_EDAMAGED), "%s", what);
    cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK), "%s", what);
    cr_expect(ge(sz, kho_table_rows(table), 1), "%s: check finds it", what);
    kho_table_free(table);
}

Test(sheets, what_the_catalogue_lacks_is_damage)
{
    const struct {
        const char *what;
        kho__key key;
    } cases[] = {
        {"no such lot",          KHO__LINE_KEY(1,      1) | 2                    },
        {"a lot far away",       KHO__LINE_KEY(1,      1) | 0x7fffffff           },
        {"a lot beyond 32 bits", KHO__LINE_KEY(1,      1) | (kho__key)1 << 32 | 1},
        {"no lot",               KHO__LINE_KEY(1,      1)                        },
        {"no such item",         KHO__LINE_KEY(2,      1) | 1                    },
        {"an item far away",     KHO__LINE_KEY(0xffff, 1) | 1                    },
        {"no item",              KHO__LINE_KEY(0,      1) | 1                    },
        {"no such channel",      KHO__LINE_KEY(1,      2) | 1                    },
        {"a channel far away",   KHO__LINE_KEY(1,      0xff) | 1                 },
        {"no channel",           KHO__LINE_KEY(1,      0) | 1                    },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        for (int part = 0; part < 3; part++) {
            kho__carried lot = {cases[i].key, 100, KHO_NO_DATE, 0};
            kho__line line = {KHO__LINE_OF(cases[i].key), today, today - 40, false, false,
                KHO__NOT_OBSERVED, KHO__NOT_OBSERVED};
            kho__cell cell = {cases[i].key, 100, 15, KHO__FLOW_IN(KHO_RECEIVE)};
            const kho__sheet sheet = {.lines = &line,
                .lots = &lot,
                .cells = &cell,
                .line_count = part == 0,
                .lot_count = part == 1,
                .cell_count = part == 2};
            kho__buffer bytes = {0};

            if (part == 0 && line.key == KHO__LINE_KEY(1, 1))
                continue; /* the line is right: only the lot isn't */
            kho__sheet_pack(&sheet, &bytes);
            plant(&bytes);
            expect_damage(cases[i].what);
            kho__buffer_free(&bytes);
        }
    }
}
