/* Monthly returns in any order: the books say what the returns say, not how they came. */
#include "returns.h"

TestSuite(monthly_orders, .init = open_desk, .fini = close_desk);

/* A year of returns, made up; `line` 0: none for that month. */
static kho__monthly_row year[12];
static uint32_t seed = 1;

static int64_t draw(int64_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (int64_t)((uint64_t)(seed >> 8) * (uint64_t)below >> 24);
}

static void make_row(int month)
{
    kho__monthly_row *row = &year[month];
    kho__return *is = &row->is;

    *row = (kho__monthly_row){.place = "C1", .item = "X", .line = 1};
    row->month = kho_month_of(kho_date_of(2019, month + 1, 1));
    /* Often as the month before closed, and often with nothing at all. */
    is->opening = month > 0 && year[month - 1].line && draw(3)
                      ? year[month - 1].is.closing
                      : draw(20);
    if (draw(4)) {
        is->received = draw(2) * draw(30);
        is->dispensed = draw(is->opening + is->received + 1) * draw(2);
        is->adjusted = draw(3) ? 0 : draw(9) - 4;
    }
    if (is->opening + is->received - is->dispensed + is->adjusted < 0)
        is->adjusted = 0;
    is->closing = is->opening + is->received - is->dispensed + is->adjusted;
    is->days_out = draw(3);
}

static size_t print_row(char *text, size_t size, const char *place, int month)
{
    const kho__return *is = &year[month].is;

    return (size_t)snprintf(text, size, "2019,%d,%s,D1,X,%d,%d,%d,%d,%d,%d\n", month + 1,
        place, (int)is->opening, (int)is->received, (int)is->dispensed, (int)is->adjusted,
        (int)is->closing, (int)is->days_out);
}

/* Every return that was accepted stands in its month's report. */
static void check_year(int round)
{
    int seen = 0, rows = 0;

    for (int month = 0; month < 12; month++) {
        kho_query query = KHO_QUERY_INIT;
        kho_table *table;

        if (!year[month].line)
            continue;
        rows++;
        year[month].line = round;
        query.from = kho_month_first(year[month].month);
        query.to = kho_month_last(year[month].month);
        cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
        check_report(table, &year[month], &seen);
        kho_table_free(table);
    }
    cr_expect(eq(int, seen, rows));
}

Test(monthly_orders,
    whatever_comes_in_whatever_order_every_opening_stays_what_its_return_says)
{
    const int rounds = getenv("KHO_LONG") ? 1000 : 120;

    for (int round = 1; round <= rounds; round++) {
        char lines[2048] = "";
        size_t used = 0;
        int first = (int)draw(12), count = 1 + (int)draw(4), fresh = 0;

        for (int month = first; month < 12 && month < first + count; month++) {
            if (draw(4) == 0)
                continue;
            fresh += !year[month].line;
            if (!year[month].line || draw(3))
                make_row(month);
            used += print_row(lines + used, sizeof(lines) - used, "C1", month);
        }
        cr_assert(eq(int, import(lines, true), KHO_OK), "%s", kho_error_last()->message);
        cr_expect(eq(i64, refused, 0), "round %d: %s%s", round, lines, said);
        cr_expect(eq(i64, posted, fresh), "round %d", round);
        check_year(round);
        cr_assert(eq(int, import(lines, false), KHO_OK));
        cr_expect(
            eq(i64, posted + amended + refused, 0), "round %d: %s%s", round, lines, said);
        if (round % 50 == 0)
            check_sound();
    }
}

/* An empty month that comes late leaves no sum to the next one's bridge, only another
 * day. */
Test(monthly_orders, an_empty_month_that_comes_late_moves_the_next_carry)
{
    IMPORT("2019,3,C1,D1,X,0,10,10,0,0,\n", false, "1 0 0 0 0");
    IMPORT("2019,6,C1,D1,X,100,0,41,0,59,\n", false, "1 0 0 0 1");
    IMPORT("2019,5,C1,D1,X,0,0,0,0,0,\n"
           "2019,6,C1,D1,X,100,0,41,0,59,\n",
        false, "1 1 0 0 1");
    check_card("2019-03-31 monthly/C1/X/2019-03 receive 10 0 10\n"
               "2019-03-31 monthly/C1/X/2019-03 dispense 0 10 0\n"
               "2019-05-31 monthly/C1/X/2019-06/carry adjust 100 0 100\n"
               "2019-05-31 monthly/C1/X/2019-06/carry#2 adjust -100 0 0\n"
               "2019-06-01 monthly/C1/X/2019-06/carry#3 adjust 100 0 100\n"
               "2019-06-30 monthly/C1/X/2019-06 dispense 0 41 59\n");
}

Test(monthly_orders, a_withdrawn_month_between_them_hides_no_late_one)
{
    IMPORT("2019,6,C1,D1,X,100,0,41,0,59,\n", false, "1 0 0 0 0");
    IMPORT("2019,5,C1,D1,X,0,0,0,0,0,\n", false, "1 0 0 0 0");
    cr_assert(eq(int,
        kho_ledger_reverse(
            ledger, "monthly/C1/X/2019-05", KHO_NO_DATE, false, NULL, NULL),
        KHO_OK));
    IMPORT("2019,4,C1,D1,X,0,0,0,0,0,\n"
           "2019,5,C1,D1,X,0,0,0,0,0,\n"
           "2019,6,C1,D1,X,100,0,41,0,59,\n",
        false, "1 2 0 0 1");
    cr_expect(
        strstr(card(), "2019-05-31 monthly/C1/X/2019-06/carry#4 adjust 100") != NULL,
        "%s", card());
    check_sound();
}

/* A row with opening, received, dispensed, adjusted and closing for each month. */
static const char *reports_of(const char *place, char text[1024])
{
    size_t used = 0;

    for (int month = 0; month < 12; month++) {
        static const size_t columns[] = {KHO_REPORT_OPENING, KHO_REPORT_RECEIVED,
            KHO_REPORT_DISPENSED, KHO_REPORT_ADJUSTED, KHO_REPORT_CLOSING};
        kho_query query = KHO_QUERY_INIT;
        kho_table *table;

        query.place = place;
        query.from = kho_date_of(2019, month + 1, 1);
        query.to = kho_month_last(kho_month_of(query.from));
        cr_assert(eq(int, kho_ledger_report(ledger, &query, &table), KHO_OK));
        used += (size_t)snprintf(text + used, 1024 - used, "%d:", month + 1);
        for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
            used += (size_t)snprintf(text + used, 1024 - used, " %d",
                kho_table_rows(table) ? (int)kho_table_int(table, 0, columns[i]) : 0);
        used += (size_t)snprintf(text + used, 1024 - used, "\n");
        kho_table_free(table);
    }
    return text;
}

/* Some of the year's rows in one file, such as came before among them, until all came. */
static void import_in_pieces(const char *place, char told[2048])
{
    bool came[12] = {false};
    size_t said_of = 0;

    for (int left = 12; left > 0;) {
        char lines[2048] = "";
        size_t used = 0;
        int fresh = 0;

        for (int month = 0; month < 12; month++) {
            if (draw(3))
                continue;
            left -= !came[month];
            fresh += !came[month] && year[month].line;
            came[month] = true;
            if (year[month].line)
                used += print_row(lines + used, sizeof(lines) - used, place, month);
            said_of += (size_t)snprintf(told + said_of, 2048 - said_of, " %d", month + 1);
        }
        said_of += (size_t)snprintf(told + said_of, 2048 - said_of, ";");
        cr_assert(eq(int, import(lines, false), KHO_OK), "%s", kho_error_last()->message);
        cr_assert(eq(i64, posted, fresh), "%s: %s\n%s", place, told, said);
        cr_assert(eq(i64, amended + refused, 0), "%s: %s\n%s", place, told, said);
    }
}

Test(monthly_orders, the_same_returns_give_the_same_reports_in_whatever_pieces_they_come)
{
    const int rounds = getenv("KHO_LONG") ? 300 : 30;

    for (int round = 1; round <= rounds; round++) {
        char place[2][16], lines[2048] = "", told[2048] = "", reports[2][1024];
        size_t used = 0;

        for (int i = 0; i < 2; i++)
            snprintf(place[i], sizeof(place[i]), "%c%d", 'A' + i, round);
        memset(year, 0, sizeof(year));
        for (int month = 0; month < 12; month++) {
            if (draw(2) == 0)
                continue;
            make_row(month);
            used += print_row(lines + used, sizeof(lines) - used, place[0], month);
        }
        cr_assert(eq(int, import(lines, false), KHO_OK), "%s", kho_error_last()->message);
        import_in_pieces(place[1], told);
        cr_assert(strcmp(reports_of(place[0], reports[0]),
                      reports_of(place[1], reports[1])) == 0,
            "round %d:\n%sgave\n%sand in the pieces%s\n%s", round, lines, reports[0],
            told, reports[1]);
    }
    check_sound();
}
