/* What is timed. Each round asks both sides and compares the answers value by value. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speed.h"

/* The values of an answer, row by row. */
struct answer {
    int64_t *values;
    size_t count, room;
};

static void push(struct answer *answer, int64_t value)
{
    if (answer->count == answer->room) {
        answer->room = answer->room ? 2 * answer->room : 4096;
        answer->values = realloc(answer->values, answer->room * sizeof(*answer->values));
        if (!answer->values)
            complain("memory", "there is no more");
    }
    answer->values[answer->count++] = value;
}

static uint64_t hash_of(const struct answer *answer, uint64_t hash)
{
    for (size_t i = 0; i < answer->count; i++)
        hash = (hash ^ (uint64_t)answer->values[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Ask one side; gives the time, and the values for the comparison. */
typedef int64_t (*ask)(struct speed *speed, int station, struct answer *answer);

struct question {
    const char *name, *target;
    int rounds;
    int width; /* values in a row */
    ask ours, bare;
};

static void compare(const struct question *question, const struct answer *ours,
    const struct answer *bare, int station)
{
    if (ours->count == bare->count &&
        memcmp(ours->values, bare->values, ours->count * sizeof(*ours->values)) == 0)
        return;
    fprintf(stderr, "station %d: %zu rows and %zu rows\n", station,
        ours->count / (size_t)question->width, bare->count / (size_t)question->width);
    complain(question->name, "the library and the kept sums differ");
}

static void run_question(struct speed *speed, const struct question *question)
{
    const ask sides[2] = {question->ours, question->bare};
    struct answer answers[2] = {{0}};
    struct sample sample = {0};
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    int64_t rows = 0;
    char done[64];

    for (int round = 0; round < question->rounds; round++) {
        const int station = (int)((int64_t)round * 1571 % speed->data.stations);
        int64_t times[2];

        for (int turn = 0; turn < 2; turn++) {
            const int side = (turn + round) % 2;

            answers[side].count = 0;
            times[side] = sides[side](speed, station, &answers[side]);
        }
        compare(question, &answers[0], &answers[1], station);
        rows += (int64_t)answers[0].count / question->width;
        hash = hash_of(&answers[0], hash);
        sample_add(&sample, times[0], times[1]);
    }
    snprintf(done, sizeof(done), "%lld rows, %08llx", (long long)rows,
        (unsigned long long)(hash & 0xffffffff));
    sample_print(&sample, question->name, question->target, 1, "", done);
    sample_free(&sample);
    free(answers[0].values);
    free(answers[1].values);
}

static void must(kho_status status, const char *what)
{
    if (status < 0)
        complain(what, kho_error_last()->message);
}

/* Bare: every column of every row. */
static int64_t read_bare(
    sqlite3_stmt *statement, int64_t first, int64_t second, struct answer *answer)
{
    const int64_t start = now_ns();
    const int columns = sqlite3_column_count(statement);

    sqlite3_bind_int64(statement, 1, first);
    if (sqlite3_bind_parameter_count(statement) > 1)
        sqlite3_bind_int64(statement, 2, second);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++)
            push(answer, sqlite3_column_int64(statement, i));
    }
    sqlite3_reset(statement);
    return now_ns() - start;
}

static int64_t number_at(const char *text)
{
    return strtol(text, NULL, 10);
}

static int64_t ask_ours_stock(
    struct speed *speed, int station, kho_date on, struct answer *answer)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t start = now_ns();

    query.place = speed->ours.codes[station];
    query.on = on;
    must(kho_ledger_stock(speed->ours.ledger, &query, &table), "stock");
    start = now_ns() - start;
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const int64_t item = number_at(kho_table_text(table, row, KHO_STOCK_ITEM) + 1);
        const int64_t lot = number_at(kho_table_text(table, row, KHO_STOCK_LOT) + 1);

        push(answer, item * LOTS + lot);
        push(answer, kho_table_int(table, row, KHO_STOCK_QUANTITY));
    }
    kho_table_free(table);
    return start;
}

static int64_t ours_stock(struct speed *speed, int station, struct answer *answer)
{
    return ask_ours_stock(speed, station, KHO_NO_DATE, answer);
}

static int64_t bare_stock(struct speed *speed, int station, struct answer *answer)
{
    return read_bare(speed->bare.stock, OUTSIDE + station, 0, answer);
}

static int64_t ours_stock_of_day(struct speed *speed, int station, struct answer *answer)
{
    return ask_ours_stock(speed, station, speed->data.asked, answer);
}

static int64_t bare_stock_of_day(struct speed *speed, int station, struct answer *answer)
{
    return read_bare(speed->bare.stock_of_day, OUTSIDE + station, 0, answer);
}

/* The last month's report; place by place where the place is asked for too. */
static int64_t ask_ours_month(
    struct speed *speed, const char *place, struct answer *answer)
{
    static const size_t columns[] = {KHO_REPORT_OPENING, KHO_REPORT_RECEIVED,
        KHO_REPORT_DISPENSED, KHO_REPORT_CLOSING};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t start = now_ns();

    query.place = place;
    query.from = kho_month_first(FIRST_MONTH + MONTHS - 1);
    query.to = kho_month_last(FIRST_MONTH + MONTHS - 1);
    must(kho_ledger_report(speed->ours.ledger, &query, &table), "report");
    start = now_ns() - start;
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (!place)
            push(answer,
                OUTSIDE + number_at(kho_table_text(table, row, KHO_REPORT_PLACE) + 4));
        push(answer, number_at(kho_table_text(table, row, KHO_REPORT_ITEM) + 1));
        for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
            push(answer, kho_table_int(table, row, columns[i]));
    }
    kho_table_free(table);
    return start;
}

static int64_t ours_station_month(struct speed *speed, int station, struct answer *answer)
{
    return ask_ours_month(speed, speed->ours.codes[station], answer);
}

static int64_t bare_station_month(struct speed *speed, int station, struct answer *answer)
{
    return read_bare(speed->bare.station_month, MONTHS - 1, OUTSIDE + station, answer);
}

static int64_t ours_month(struct speed *speed, int station, struct answer *answer)
{
    (void)station;
    return ask_ours_month(speed, NULL, answer);
}

static int64_t bare_month(struct speed *speed, int station, struct answer *answer)
{
    (void)station;
    return read_bare(speed->bare.month, MONTHS - 1, 0, answer);
}

/* Alerts: the lines that are out; the rest of the table is only made. */
static int64_t ours_alerts(struct speed *speed, int station, struct answer *answer)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t start = now_ns();
    int64_t out = 0;

    (void)station;
    must(kho_ledger_alerts(speed->ours.ledger, &query, &table), "alerts");
    start = now_ns() - start;
    for (size_t row = 0; row < kho_table_rows(table); row++)
        out += strcmp(kho_table_text(table, row, KHO_ALERTS_ALERT), "stocked_out") == 0;
    push(answer, out);
    kho_table_free(table);
    return start;
}

/* The least an alert needs: the closing and the use of three months of every line. */
static int64_t bare_alerts(struct speed *speed, int station, struct answer *answer)
{
    sqlite3_stmt *statement = speed->bare.lines;
    const int64_t start = now_ns();
    int64_t low = 0;
    int64_t out = 0;

    (void)station;
    sqlite3_bind_int64(statement, 1, MONTHS - 1);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const int64_t closing = sqlite3_column_int64(statement, 0);
        const int64_t used = sqlite3_column_int64(statement, 1);

        out += closing == 0;
        low += closing > 0 && 3 * closing < used;
    }
    sqlite3_reset(statement);
    if (low < 0) /* uses what was counted */
        complain("alerts", "a count is negative");
    push(answer, out);
    return now_ns() - start;
}

void cases_read(struct speed *speed)
{
    const int few = speed->moves_wanted > 2000000 ? 9 : 15;
    const struct question questions[] = {
        {"stock of a station",                   "5",     1500, 2, ours_stock,         bare_stock        },
        {"stock of a station, a day a year ago", "",      1500, 2, ours_stock_of_day,
         bare_stock_of_day                                                                               },
        {"a station's month",                    "5",     1500, 5, ours_station_month, bare_station_month},
        {"everybody's month",                    "50 ms", few,  6, ours_month,         bare_month        },
        {"everybody's alerts",                   "",      few,  1, ours_alerts,        bare_alerts       },
    };

    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
        run_question(speed, &questions[i]);
}
