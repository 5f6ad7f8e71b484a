/* Posting, one by one and in batches, and checking what was posted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speed.h"

/* Post the next entries in one batch; gives the time that the library took. */
static int64_t post_ours(struct speed *speed, size_t most)
{
    struct batch *batch = &speed->batch;
    struct data *data = &speed->data;
    int64_t spent = now_ns();

    batch->count = batch->fact_count = 0;
    if (most > 1 && kho_ledger_begin(speed->ours.ledger) < 0)
        complain("begin", kho_error_last()->message);
    spent = now_ns() - spent;
    while (batch->count < most && data_next(data, &batch->entries[batch->count])) {
        struct entry *entry = &batch->entries[batch->count++];

        spent += ours_post(speed, entry);
        data_apply(data, entry, batch->facts + entry->first_fact);
        if (data->made % data->per_month == 0)
            bare_add_month(&speed->bare, data, (int)(data->made / data->per_month) - 1);
    }
    spent -= now_ns();
    if (most > 1 && kho_ledger_commit(speed->ours.ledger) < 0)
        complain("commit", kho_error_last()->message);
    speed->entries += (int64_t)batch->count;
    speed->moves += (int64_t)batch->fact_count;
    return spent + now_ns();
}

static int64_t post_bare(struct speed *speed)
{
    const struct batch *batch = &speed->batch;
    const int64_t start = now_ns();

    bare_begin(&speed->bare);
    for (size_t i = 0; i < batch->count; i++) {
        const struct entry *entry = &batch->entries[i];

        bare_post(&speed->bare, entry, batch->facts + entry->first_fact);
    }
    bare_commit(&speed->bare);
    return now_ns() - start;
}

static void print_part(struct speed *speed, const struct sample *all, size_t from,
    size_t to, const char *name)
{
    struct sample part = {0};

    for (size_t i = from; i < to; i++)
        sample_add(&part, all->ours[i], all->bare[i]);
    sample_print(&part, name, "4", (int64_t)speed->batch_size, " an entry", "");
    sample_free(&part);
}

void case_batches(struct speed *speed)
{
    struct sample sample = {0};
    char done[64];

    while (speed->data.made < speed->data.entries) {
        const int64_t ours = post_ours(speed, speed->batch_size);
        const int64_t bare = post_bare(speed);

        if (speed->batch.count == speed->batch_size)
            sample_add(&sample, ours, bare);
        else if (sample.count == 0)
            sample_add(&sample, ours, bare);
        fprintf(stderr, "\rposted %lld of %lld ", (long long)speed->data.made,
            (long long)speed->data.entries);
    }
    fprintf(stderr, "\n");
    snprintf(done, sizeof(done), "%lld entries, %lld moves", (long long)speed->entries,
        (long long)speed->moves);
    if (sample.count >= 8) {
        print_part(speed, &sample, 0, sample.count / 4, "batch posts, the first quarter");
        print_part(speed, &sample, sample.count - sample.count / 4, sample.count,
            "batch posts, the last quarter");
    }
    sample_print(
        &sample, "batch posts", "4", (int64_t)speed->batch_size, " an entry", done);
    sample_free(&sample);
}

void case_single(struct speed *speed)
{
    enum { ROUNDS = 300 };
    struct sample sample = {0};
    char done[64];

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t ours = post_ours(speed, 1);

        if (speed->batch.count == 0)
            complain("single posts", "no entries are left");
        sample_add(&sample, ours, post_bare(speed));
    }
    snprintf(done, sizeof(done), "%d entries", ROUNDS);
    sample_print(&sample, "single durable posts", "", 1, "", done);
    sample_free(&sample);
}

/* The least a check needs: every row once, summed. */
static int64_t read_all(struct speed *speed, const char *sql, int64_t *rows)
{
    sqlite3_stmt *statement;
    int64_t sum = 0;

    if (sqlite3_prepare_v2(speed->bare.facts, sql, -1, &statement, NULL) != SQLITE_OK)
        complain(sql, sqlite3_errmsg(speed->bare.facts));
    for (*rows = 0; sqlite3_step(statement) == SQLITE_ROW; ++*rows) {
        for (int i = 0; i < sqlite3_column_count(statement); i++)
            sum += sqlite3_column_int64(statement, i);
    }
    sqlite3_finalize(statement);
    return sum;
}

void case_check(struct speed *speed)
{
    struct sample sample = {0};
    kho_table *table;
    int64_t entries = 0, moves = 0, start = now_ns();
    volatile int64_t sum;
    char done[64];

    if (kho_ledger_check(speed->ours.ledger, &table) < 0)
        complain("check", kho_error_last()->message);
    start = now_ns() - start;
    if (kho_table_rows(table) != 0)
        complain("check", kho_table_text(table, 0, KHO_CHECK_KIND));
    kho_table_free(table);

    const int64_t between = now_ns();

    sum = read_all(speed, "SELECT seq, date FROM entry", &entries);
    sum += read_all(speed, "SELECT lot, source, target, quantity FROM move", &moves);
    (void)sum;
    sample_add(&sample, start, now_ns() - between);
    if (entries != speed->entries || moves != speed->moves)
        complain("check", "rows are missing");
    snprintf(done, sizeof(done), "%lld entries, no fault", (long long)entries);
    sample_print(&sample, "check", "", entries, " an entry", done);
    sample_free(&sample);
}
