/* The ledger's file as others meet it: people with SQL, the file system, other files. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <kho.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/kho-view-XXXXXX";
static kho_ledger *ledger;
static sqlite3 *db;

static kho_status open_as(const char *path, kho_mode mode)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    kho_ledger_close(ledger);
    return kho_ledger_open(path, &options, &ledger);
}

static void define(void)
{
    static const char *const channels[] = {"free"};
    const kho_item items[] = {
        {.code = "bcs",  .name = {"Bao cao su", NULL}, .unit = {"chiếc", NULL}, .pack = 1},
        {.code = "vien", .name = {"Viên", NULL},      .unit = {"vỉ", NULL},    .pack = 1}
    };
    const kho_place places[] = {
        {.code = "tyt",            .kind = KHO_STORE, .name = {"Trạm", NULL}},
        { .code = "ctv",
         .kind = KHO_COLLABORATOR,
         .name = {"CTV", NULL},
         .parent = "tyt"}
    };
    const kho_catalogue catalogue = {channels, 1, items, 2, places, 2, NULL, 0};

    cr_assert(eq(int, kho_ledger_define(ledger, &catalogue, 0, NULL), KHO_OK));
}

static void post(const char *uid, int day, const kho_move *moves, size_t count)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.uid = uid;
    entry.date = kho_date_of(2026, 1, day);
    entry.moves = moves;
    entry.move_count = count;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
}

static void count(
    const char *uid, int day, const char *lot, kho_date expiry, int64_t value)
{
    const kho_observation found = {
        KHO_FOUND, "tyt", "bcs", lot, expiry, NULL, value, KHO_NO_MONTH};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    entry.uid = uid;
    entry.date = kho_date_of(2026, 1, day);
    entry.observed = &found;
    entry.observed_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
}

static void reverse(const char *uid)
{
    kho_answer answer;

    cr_assert(eq(int, kho_ledger_reverse(ledger, uid, KHO_NO_DATE, false, NULL, &answer),
                  KHO_OK),
        "%s", kho_error_last()->message);
}

/* Two lots come in, one issue is split over both, one item has no lot; a voucher and a
 * count are reversed; counts find less, more and as much. */
static void fill(void)
{
    const kho_date soon = kho_date_of(2027, 6, 30), later = kho_date_of(2029, 5, 31);
    const kho_move in[] = {
        {"bcs",  "A12", later,       NULL, "supplier", "tyt", 100},
        {"bcs",  "A11", soon,        NULL, "supplier", "tyt", 10 },
        {"vien", NULL,  KHO_NO_DATE, NULL, "supplier", "tyt", 50 },
    };
    const kho_move out = {"bcs", NULL, KHO_NO_DATE, NULL, "tyt", "ctv", 25};
    const kho_move by_number = {"bcs", "A12", KHO_NO_DATE, NULL, "tyt", "client", 5};
    const kho_move wrong = {"vien", NULL, KHO_NO_DATE, NULL, "tyt", "client", 7};

    post("PN-1", 3, in, 3);
    post("PX-1", 5, &out, 1);
    post("PX-2", 6, &by_number, 1);
    post("PX-3", 7, &wrong, 1);
    reverse("PX-3");
    count("KK-1", 9, "A12", later, 79);
    count("KK-2", 10, "A11", soon, 4);
    count("KK-3", 11, "A12", KHO_NO_DATE, 79);
    count("KK-4", 12, "A12", later, 0);
    reverse("KK-4");
}

static void open_file(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    cr_assert(eq(int, chdir(folder), 0));
    cr_assert(eq(int, open_as("x.kho", KHO_CREATE), KHO_OK));
    define();
    fill();
    cr_assert(eq(int, sqlite3_open("x.kho", &db), SQLITE_OK));
}

static void close_file(void)
{
    static const char *const names[] = {
        "x.kho", "x.kho-journal", "x.kho-queue", "y.kho", "link.kho", "target"};

    sqlite3_close(db);
    kho_ledger_close(ledger);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        unlink(names[i]);
    if (chdir("/") == 0)
        rmdir(folder);
}

TestSuite(view, .init = open_file, .fini = close_file);

/* The rows of a query, a line each, columns by spaces; what is undefined is a "-". */
static const char *rows(const char *sql)
{
    static char text[4096];
    sqlite3_stmt *statement = NULL;
    size_t used = 0;
    int code;

    text[0] = '\0';
    cr_assert(eq(int, sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK), "%s",
        sqlite3_errmsg(db));
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement) && used < sizeof(text); i++) {
            const char *cell = (const char *)sqlite3_column_text(statement, i);

            used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
                i      ? " "
                : used ? "\n"
                       : "",
                cell ? (*cell ? cell : "''") : "-");
        }
    }
    cr_assert(eq(int, code, SQLITE_DONE), "%s", sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return text;
}

#define EXPECT_ROWS(sql, text) cr_expect(eq(str, (char *)rows(sql), (char *)(text)))

Test(view, shows_each_move_with_the_lots_that_it_took)
{
    EXPECT_ROWS("SELECT date, uid, item, source, target, lot, expiry, channel, quantity "
                "FROM move ORDER BY seq, item, lot",
        "2026-01-03 PN-1 bcs supplier tyt A11 2027-06-30 free 10\n"
        "2026-01-03 PN-1 bcs supplier tyt A12 2029-05-31 free 100\n"
        "2026-01-03 PN-1 vien supplier tyt '' - free 50\n"
        "2026-01-05 PX-1 bcs tyt ctv A11 2027-06-30 free 10\n"
        "2026-01-05 PX-1 bcs tyt ctv A12 2029-05-31 free 15\n"
        "2026-01-06 PX-2 bcs tyt client A12 2029-05-31 free 5\n"
        "2026-01-07 PX-3 vien tyt client '' - free 7\n"
        "2026-01-07 reverse/PX-3 vien tyt client '' - free -7\n"
        "2026-01-09 KK-1 bcs tyt count A12 2029-05-31 free 1\n"
        "2026-01-10 KK-2 bcs count tyt A11 2027-06-30 free 4\n"
        "2026-01-12 KK-4 bcs tyt count A12 2029-05-31 free 79\n"
        "2026-01-12 reverse/KK-4 bcs tyt count A12 2029-05-31 free -79");
}

Test(view, sums_to_the_stock)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    EXPECT_ROWS(
        "SELECT place, item, lot, sum(quantity) FROM ("
        "SELECT target AS place, item, lot, quantity FROM move UNION ALL "
        "SELECT source, item, lot, -quantity FROM move) "
        "WHERE place IN ('tyt', 'ctv') GROUP BY 1, 2, 3 HAVING sum(quantity) <> 0 "
        "ORDER BY 1, 2, 3",
        "ctv bcs A11 10\nctv bcs A12 15\ntyt bcs A11 4\ntyt bcs A12 79\ntyt vien '' 50");
    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 5));
    cr_expect(eq(i64, kho_table_int(table, 2, KHO_STOCK_QUANTITY), 4));
    cr_expect(eq(i64, kho_table_int(table, 3, KHO_STOCK_QUANTITY), 79));
    cr_expect(eq(i64, kho_table_int(table, 4, KHO_STOCK_QUANTITY), 50));
    kho_table_free(table);
}

Test(view, nothing_of_the_journal_can_be_changed)
{
    static const char *const tries[] = {"UPDATE entry SET uid = 'x'",
        "UPDATE entry SET body = body WHERE seq = 2", "DELETE FROM entry WHERE seq = 3",
        "DELETE FROM entry", "UPDATE move SET quantity = 1", "DELETE FROM move",
        "INSERT INTO entry SELECT * FROM entry",
        "INSERT INTO entry SELECT 99, 1, 99, 'x', 0, 0, '{}', zeroblob(31)"};
    char before[4096];
    kho_table *table;

    snprintf(before, sizeof(before), "%s", rows("SELECT * FROM entry"));
    for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
        cr_expect(ne(int, sqlite3_exec(db, tries[i], NULL, NULL, NULL), SQLITE_OK), "%s",
            tries[i]);
        cr_expect(eq(str, (char *)rows("SELECT * FROM entry"), before), "%s", tries[i]);
    }
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
}

/* SQLite's REPLACE passes by triggers; it doesn't pass by the chain. */
Test(view, what_is_replaced_is_told_by_check)
{
    kho_table *table;

    cr_assert(eq(int,
        sqlite3_exec(db,
            "REPLACE INTO entry SELECT seq, origin, number, uid, date, recorded, "
            "replace(body, '25', '24'), hash FROM entry WHERE uid = 'PX-1'",
            NULL, NULL, NULL),
        SQLITE_OK));
    cr_assert(eq(int, sqlite3_changes(db), 1));
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_assert(ge(sz, kho_table_rows(table), 1));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_CHECK_ENTRY), 3), "it names the entry");
    kho_table_free(table);
}

Test(view, a_ledger_is_for_its_owner_whatever_the_umask)
{
    static const mode_t masks[] = {0, 022, 077};
    struct stat seen;

    for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++) {
        const mode_t was = umask(masks[i]);
        const kho_status status = open_as("y.kho", KHO_CREATE);

        umask(was);
        cr_assert(eq(int, stat("y.kho", &seen), 0));
        cr_expect(eq(int, status, KHO_OK));
        cr_expect(eq(int, seen.st_mode & 07777, 0600));
        unlink("y.kho");
    }
}

Test(view, a_copy_is_for_its_owner_too)
{
    const mode_t was = umask(0);
    struct stat seen;

    cr_expect(eq(int, kho_ledger_backup(ledger, "y.kho"), KHO_OK));
    umask(was);
    cr_assert(eq(int, stat("y.kho", &seen), 0));
    cr_expect(eq(int, seen.st_mode & 07777, 0600));
    cr_expect(eq(int, kho_ledger_backup(ledger, "y.kho"), KHO_EEXISTS));
}

Test(view, a_new_ledger_follows_no_link)
{
    struct stat seen;

    cr_assert(eq(int, symlink("target", "link.kho"), 0));
    cr_expect(eq(int, open_as("link.kho", KHO_CREATE), KHO_EEXISTS));
    cr_expect(ne(int, stat("target", &seen), 0), "nothing was made behind it");
    cr_expect(eq(int, open_as("link.kho", KHO_READ_WRITE), KHO_ESTORAGE));
    cr_expect(eq(int, open_as("x.kho", KHO_READ_WRITE), KHO_OK));
    cr_expect(eq(int, kho_ledger_backup(ledger, "link.kho"), KHO_EEXISTS));
    cr_expect(ne(int, stat("target", &seen), 0));
    cr_expect(eq(int, lstat("link.kho", &seen), 0), "and it is still there");
}

Test(view, a_reader_writes_nothing)
{
    const kho_move move = {"bcs", "B", KHO_NO_DATE, NULL, "supplier", "tyt", 1};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_query query = KHO_QUERY_INIT;
    kho_answer answer;
    kho_table *table;

    entry.date = kho_date_of(2026, 1, 20);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, open_as("x.kho", KHO_READ_ONLY), KHO_OK));
    cr_expect(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_EREADONLY));
    cr_expect(
        eq(int, kho_ledger_reverse(ledger, "PX-1", KHO_NO_DATE, false, NULL, &answer),
            KHO_EREADONLY));
    cr_expect(eq(int, kho_ledger_begin(ledger), KHO_EREADONLY));
    EXPECT_ROWS("SELECT count(*) FROM entry", "11");
    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK), "but it reads");
    cr_expect(eq(sz, kho_table_rows(table), 5));
    kho_table_free(table);
}

Test(view, a_file_without_write_permission_can_be_read)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    cr_assert(eq(int, chmod("x.kho", 0400), 0));
    cr_assert(eq(int, open_as("x.kho", KHO_READ_ONLY), KHO_OK));
    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 5));
    kho_table_free(table);
}

static void run(const char *sql)
{
    cr_assert(eq(int, sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK), "%s",
        sqlite3_errmsg(db));
}

static void expect_refused(const char *path, kho_status status)
{
    cr_expect(
        eq(int, open_as(path, KHO_READ_WRITE), status), "%s", kho_error_last()->message);
    cr_expect(
        eq(int, open_as(path, KHO_READ_ONLY), status), "%s", kho_error_last()->message);
    cr_expect(zero(ptr, ledger));
}

Test(view, a_file_that_is_no_ledger_of_ours_is_foreign)
{
    FILE *file = fopen("y.kho", "w");

    fclose(file);
    expect_refused("y.kho", KHO_EFOREIGN);
    file = fopen("y.kho", "w");
    fputs("item,quantity\nbcs,100\n", file);
    fclose(file);
    expect_refused("y.kho", KHO_EFOREIGN);
    run("PRAGMA user_version = 99");
    expect_refused("x.kho", KHO_EFOREIGN);
    cr_expect(strstr(kho_error_last()->message, "newer") != NULL, "it says why");
    run("PRAGMA user_version = 0");
    expect_refused("x.kho", KHO_EDAMAGED);
    run("PRAGMA user_version = 2; PRAGMA application_id = 1");
    expect_refused("x.kho", KHO_EFOREIGN);
}
