/* What campaigns used is left out of AMC where a rule says so: at a station, of what came
 * back from collaborators too, and in a sum. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/kho-campaigns-XXXXXX";
static kho_ledger *ledger;

static int64_t clock_of(void *context)
{
    (void)context;
    return (int64_t)kho_date_of(2026, 5, 10) * 86400000;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    cr_assert(file && fputs(text, file) >= 0);
    fclose(file);
}

static void post(
    const char *from, const char *to, int month, int64_t quantity, const char *campaign)
{
    const kho_move move = {.item = "bcs",
        .expiry = KHO_NO_DATE,
        .from = from,
        .to = to,
        .quantity = quantity};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = kho_date_of(2026, month, 5);
    entry.moves = &move;
    entry.move_count = 1;
    entry.campaign = campaign;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_OK), "%s",
        kho_error_last()->message);
}

/* Plain use of 30 a month; the campaign of March gives out 90 and issues 60, of which 20
 * come back. */
static void begin(void)
{
    kho_options options = KHO_OPTIONS_INIT;

    cr_assert(mkdtemp(folder) && chdir(folder) == 0);
    write_file("c.yaml", "kho: catalogue/1\nchannels: [free]\n"
                         "items: [{code: bcs, name: Bao cao su, unit: chiếc}]\n"
                         "places:\n  - {code: t, kind: store, name: Trạm}\n"
                         "  - {code: c, kind: collaborator, name: CTV, parent: t}\n");
    write_file("r.yaml", "kho: rules/1\nname: no campaigns\n"
                         "consumption: {campaigns: false}\n");
    options.mode = KHO_CREATE;
    options.clock = clock_of;
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &ledger), KHO_OK));
    cr_assert(eq(int,
        kho_ledger_load_catalogue(ledger, "c.yaml", KHO_NO_DATE, false, NULL), KHO_OK));
    post("supplier", "t", 1, 1000, NULL);
    for (int month = 2; month <= 4; month++)
        post("t", "client", month, 30, NULL);
    post("t", "client", 3, 90, "CD-2026");
    post("t", "c", 3, 60, "CD-2026");
    post("c", "t", 3, 20, "CD-2026");
    post("c", "client", 3, 15, "CD-2026");
}

static void end(void)
{
    kho_ledger_close(ledger);
    unlink("c.yaml");
    unlink("r.yaml");
    unlink("x.kho");
    unlink("x.kho-journal");
    unlink("x.kho-queue");
    cr_assert(chdir("/") == 0 && rmdir(folder) == 0);
}

static kho_rational amc(const char *place, bool sum)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_rational found;

    query.place = place;
    query.sum = sum;
    query.from = kho_date_of(2026, 4, 1);
    query.to = kho_date_of(2026, 4, 30);
    cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1));
    found = kho_table_rational(table, 0, KHO_REPORT_AMC);
    kho_table_free(table);
    return found;
}

static void expect(kho_rational found, int64_t numerator, int64_t denominator)
{
    cr_expect(eq(i64, found.numerator, numerator));
    cr_expect(eq(i64, found.denominator, denominator));
}

TestSuite(campaigns, .init = begin, .fini = end);

Test(campaigns, count_unless_a_rule_leaves_them_out)
{
    kho_table *table;

    expect(amc("t", false), 3 * 30 + 90 + 60 - 20, 3); /* 220/3 */
    expect(amc("t", true), (3 * 30 + 90 + 15) / 3, 1);
    cr_assert(eq(int,
        kho_ledger_load_rules(ledger, "r.yaml", kho_date_of(2026, 1, 1), false, NULL),
        KHO_OK));
    expect(amc("t", false), 30, 1);
    expect(amc("t", true), 30, 1);
    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
}
