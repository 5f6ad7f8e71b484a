/*
 * SQLite doing the least possible: rows of integers in one transaction, and for questions
 * a table of sums whose key is in the order of the answer. It checks nothing, allocates
 * nothing and keeps no chain.
 */
#include "speed.h"

static void run(sqlite3 *handle, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK)
        complain(sql, message);
}

static sqlite3_stmt *prepare(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v3(
            handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        complain(sql, sqlite3_errmsg(handle));
    return statement;
}

/* The library's own pragmas. */
static sqlite3 *open_like_ours(const char *path)
{
    sqlite3 *handle;

    if (sqlite3_open_v2(path, &handle,
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_PRIVATECACHE,
            NULL) != SQLITE_OK)
        complain(path, sqlite3_errmsg(handle));
    run(handle,
        "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
        "PRAGMA cache_size = -65536; PRAGMA journal_mode = TRUNCATE");
    return handle;
}

void bare_open(struct speed *speed)
{
    struct bare *bare = &speed->bare;

    bare->facts = open_like_ours(speed->bare_path);
    run(bare->facts,
        "CREATE TABLE entry (seq INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
        " date INTEGER NOT NULL);"
        "CREATE TABLE move (entry INTEGER NOT NULL, lot INTEGER NOT NULL,"
        " source INTEGER NOT NULL, target INTEGER NOT NULL, quantity INTEGER NOT NULL)");
    bare->add_entry = prepare(bare->facts, "INSERT INTO entry (uid, date) VALUES (?, ?)");
    bare->add_move = prepare(bare->facts, "INSERT INTO move VALUES (?, ?, ?, ?, ?)");
    bare->sums = open_like_ours(speed->sums_path);
    run(bare->sums,
        "CREATE TABLE stock (place INTEGER, lot INTEGER, quantity INTEGER,"
        " PRIMARY KEY (place, lot)) WITHOUT ROWID;"
        "CREATE TABLE stock_of_day (place INTEGER, lot INTEGER, quantity INTEGER,"
        " PRIMARY KEY (place, lot)) WITHOUT ROWID;"
        "CREATE TABLE month (month INTEGER, place INTEGER, item INTEGER, opening INTEGER,"
        " received INTEGER, dispensed INTEGER, closing INTEGER, used INTEGER,"
        " PRIMARY KEY (month, place, item)) WITHOUT ROWID");
    bare->add_month =
        prepare(bare->sums, "INSERT INTO month VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
}

void bare_close(struct bare *bare)
{
    sqlite3_finalize(bare->add_entry);
    sqlite3_finalize(bare->add_move);
    sqlite3_finalize(bare->add_month);
    sqlite3_finalize(bare->stock);
    sqlite3_finalize(bare->stock_of_day);
    sqlite3_finalize(bare->station_month);
    sqlite3_finalize(bare->month);
    sqlite3_finalize(bare->lines);
    sqlite3_close(bare->facts);
    sqlite3_close(bare->sums);
}

void bare_begin(struct bare *bare)
{
    run(bare->facts, "BEGIN IMMEDIATE");
}

void bare_commit(struct bare *bare)
{
    run(bare->facts, "COMMIT");
}

static void add(sqlite3 *handle, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        complain("bare", sqlite3_errmsg(handle));
    sqlite3_reset(statement);
}

void bare_post(struct bare *bare, const struct entry *entry, const struct fact *facts)
{
    int64_t seq;

    sqlite3_bind_text(bare->add_entry, 1, entry->uid, -1, SQLITE_STATIC);
    sqlite3_bind_int64(bare->add_entry, 2, entry->date);
    add(bare->facts, bare->add_entry);
    seq = sqlite3_last_insert_rowid(bare->facts);
    for (size_t i = 0; i < entry->fact_count; i++) {
        sqlite3_bind_int64(bare->add_move, 1, seq);
        sqlite3_bind_int64(bare->add_move, 2, facts[i].lot);
        sqlite3_bind_int64(bare->add_move, 3, facts[i].source);
        sqlite3_bind_int64(bare->add_move, 4, facts[i].target);
        sqlite3_bind_int64(bare->add_move, 5, facts[i].quantity);
        add(bare->facts, bare->add_move);
    }
}

/* Write a month that is over, and begin the next. */
void bare_add_month(struct bare *bare, const struct data *data, int month)
{
    run(bare->sums, "BEGIN");
    for (int i = 0; i < data->stations * ITEMS; i++) {
        struct month_line *line = &data->lines[i];
        int64_t *used = data->used[i];
        const int64_t columns[] = {month, OUTSIDE + i / ITEMS, i % ITEMS, line->opening,
            line->received, line->dispensed, line->closing,
            used[1] + used[2] + line->dispensed};

        for (int column = 0; column < 8; column++)
            sqlite3_bind_int64(bare->add_month, column + 1, columns[column]);
        add(bare->sums, bare->add_month);
        used[0] = used[1];
        used[1] = used[2];
        used[2] = line->dispensed;
        *line = (struct month_line){.opening = line->closing, .closing = line->closing};
    }
    run(bare->sums, "COMMIT");
}

static void keep_lots(
    struct bare *bare, const struct data *data, int32_t *stock, const char *sql)
{
    sqlite3_stmt *statement = prepare(bare->sums, sql);

    for (int station = 0; station < data->stations; station++) {
        for (int lot = 0; lot < ITEMS * LOTS; lot++) {
            const int32_t quantity = data_stock(data, stock, station, 0)[lot];

            if (quantity == 0)
                continue;
            sqlite3_bind_int64(statement, 1, OUTSIDE + station);
            sqlite3_bind_int64(statement, 2, lot);
            sqlite3_bind_int64(statement, 3, quantity);
            add(bare->sums, statement);
        }
    }
    sqlite3_finalize(statement);
}

void bare_keep_sums(struct bare *bare, const struct data *data)
{
    run(bare->sums, "BEGIN");
    keep_lots(bare, data, data->stock, "INSERT INTO stock VALUES (?, ?, ?)");
    keep_lots(
        bare, data, data->stock_of_day, "INSERT INTO stock_of_day VALUES (?, ?, ?)");
    run(bare->sums, "COMMIT");
    bare->stock = prepare(bare->sums, "SELECT lot, quantity FROM stock WHERE place = ?");
    bare->stock_of_day =
        prepare(bare->sums, "SELECT lot, quantity FROM stock_of_day WHERE place = ?");
    bare->station_month = prepare(bare->sums,
        "SELECT item, opening, received, dispensed, closing FROM month"
        " WHERE month = ? AND place = ?");
    bare->month = prepare(bare->sums,
        "SELECT place, item, opening, received, dispensed, closing FROM month"
        " WHERE month = ?");
    bare->lines = prepare(bare->sums, "SELECT closing, used FROM month WHERE month = ?");
}
