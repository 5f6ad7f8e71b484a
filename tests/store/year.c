#include "store/year.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/ledger.h"

year lived = {
    .story = {.path = DISK_FOLDER "/station.kho",
              .copy = DISK_FOLDER "/copy.kho",
              .key = DISK_FOLDER "/clients.key"}
};

static size_t step_now, commits, answers; /* of the step */
static const char *settings;

static void *copy_of(const void *bytes, size_t size)
{
    void *copy = malloc(size + 1);

    if (!copy)
        abort();
    memcpy(copy, bytes, size);
    return copy;
}

/* Note the ledger's bytes where they differ from what they were. */
static void on_commit(void)
{
    size_t size;
    const unsigned char *bytes = disk_file(lived.story.path, &size);
    const year_state *last = &lived.states[lived.state_count - 1];

    if (!bytes || !size || (last->size == size && memcmp(last->bytes, bytes, size) == 0))
        return;
    if (lived.state_count == YEAR_STEPS)
        abort();
    lived.states[lived.state_count++] =
        (year_state){copy_of(bytes, size), size, disk_recorded(), step_now, 0};
    commits++;
}

static void promise(size_t state)
{
    if (lived.promise_count == YEAR_PROMISES)
        abort();
    lived.promises[lived.promise_count++] = (year_promise){disk_recorded(), state};
}

/* An answer promises a commit, whether there was one already or not. */
static void on_answer(void)
{
    const size_t before = lived.state_count - 1 - commits;

    if (answers < (size_t)story_steps[step_now].commits)
        answers++;
    promise(before + answers);
}

static void on_open(kho_ledger *ledger)
{
    if (settings &&
        sqlite3_exec(ledger->db.handle, settings, NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

static void must(bool so, const char *what)
{
    if (so)
        return;
    fprintf(stderr, "%s: %s (%s)\n", story_steps[step_now].name, what,
        kho_error_last()->message);
    exit(EXIT_FAILURE);
}

static void forget(void)
{
    for (size_t i = 1; i < lived.state_count; i++)
        free(lived.states[i].bytes);
    free(lived.copy);
    lived = (year){.story = lived.story, .state_count = 1};
    disk_clear();
}

static void live_step(size_t step)
{
    size_t size;
    const unsigned char *copy;

    step_now = step;
    commits = answers = 0;
    lived.began[step] = disk_recorded();
    must(story_take(&lived.story, step) == KHO_OK, "it fails");
    promise(lived.state_count - 1);
    must(settings || commits == (size_t)story_steps[step].commits,
        "other commits than it says");
    must(story_check(lived.story.ledger) == 0, "check finds faults");
    if (!lived.copied && (copy = disk_file(lived.story.copy, &lived.copy_size))) {
        lived.copied = disk_recorded();
        lived.copy = copy_of(copy, lived.copy_size);
    }
    if (!lived.keyed && disk_file(lived.story.key, &size))
        lived.keyed = disk_recorded();
}

void year_live(const char *pragmas)
{
    forget();
    settings = pragmas;
    lived.story.acknowledged = on_answer;
    lived.story.opened = on_open;
    disk_on_commit = on_commit;
    disk_record(true);
    for (size_t i = 0; i < story_count; i++)
        live_step(i);
    story_close(&lived.story);
    disk_record(false);
    disk_on_commit = NULL;
    lived.story.acknowledged = NULL;
    if (disk_lax > 0) {
        fprintf(stderr, "%zu times a file was opened through links, or for others\n",
            disk_lax);
        abort();
    }
}

/* --- comparing ---------------------------------------------------------------------- */

static uint64_t add_row(uint64_t sum, sqlite3_stmt *row)
{
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        const unsigned char *cell = sqlite3_column_blob(row, i);
        const int size = sqlite3_column_bytes(row, i);

        for (int j = 0; j < size; j++)
            sum = (sum ^ cell[j]) * 1099511628211u;
        sum = (sum ^ (unsigned)size) * 1099511628211u;
    }
    return sum;
}

/* All rows of all tables, and the schema: what a ledger says, wherever its pages lie. */
static uint64_t digest_rows(const unsigned char *bytes, size_t size)
{
    unsigned char *copy = copy_of(bytes, size);
    sqlite3 *db = NULL;
    sqlite3_stmt *tables, *rows;
    uint64_t sum = 1469598103934665603u;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_deserialize(
            db, "main", copy, (sqlite3_int64)size, (sqlite3_int64)size, 0) != SQLITE_OK)
        abort();
    if (sqlite3_prepare_v2(db,
            "SELECT 'SELECT * FROM \"' || name || '\"' FROM sqlite_schema"
            " WHERE type = 'table' UNION ALL SELECT 'PRAGMA integrity_check'"
            " UNION ALL SELECT 'SELECT sql FROM sqlite_schema ORDER BY type, name'"
            " UNION ALL SELECT 'PRAGMA user_version' ORDER BY 1",
            -1, &tables, NULL) != SQLITE_OK)
        tables = NULL; /* so spoilt that it isn't a database */
    while (tables && sqlite3_step(tables) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(tables, 0);

        if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
            sum++;
        while (rows && sqlite3_step(rows) == SQLITE_ROW)
            sum = add_row(sum, rows);
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
    free(copy);
    return sum | 1;
}

size_t year_find(size_t from, size_t to)
{
    size_t size;
    const unsigned char *bytes = disk_file(lived.story.path, &size);
    uint64_t rows;

    for (size_t i = to; i >= from && i > 0; i--) {
        const year_state *state = &lived.states[i];

        if (state->size == size && memcmp(state->bytes, bytes, size) == 0)
            return i;
    }
    if (size == 0)
        return 0;
    lived.relaid++;
    rows = digest_rows(bytes, size);
    for (size_t i = to; i >= from && i > 0; i--) {
        year_state *state = &lived.states[i];

        if (!state->rows)
            state->rows = digest_rows(state->bytes, state->size);
        if (state->rows == rows)
            return i;
    }
    return 0;
}

size_t year_state_of(size_t step)
{
    size_t last = 0;

    while (last + 1 < lived.state_count && lived.states[last + 1].step <= step)
        last++;
    return last;
}

size_t year_step_at(size_t change)
{
    size_t step = 0;

    while (step + 1 < story_count && lived.began[step + 1] < change)
        step++;
    return step;
}

const char *year_copy_fault(size_t change)
{
    size_t size;
    const unsigned char *bytes = disk_file(lived.story.copy, &size);

    if (!bytes)
        return lived.copied && change >= lived.copied ? "the backup is gone" : NULL;
    return size == lived.copy_size && memcmp(bytes, lived.copy, size) == 0
               ? NULL
               : "half a backup";
}
