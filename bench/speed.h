/*
 * kho-speed: how long the library takes, as a ratio to SQLite doing the least possible
 * for the same facts in the same minutes.
 *
 * data    a made-up ledger of stations, entry by entry, and its sums kept in arrays
 * bare    the same facts as plain rows, and kept sums that a key-range read answers from
 * ours    the same through the library
 * cases   what is timed; every answer is compared with the kept sums
 */
#ifndef KHO_BENCH_SPEED_H
#define KHO_BENCH_SPEED_H

#include <kho.h>
#include <sqlite3.h>

#include "dice.h"

enum { ITEMS = 15, MONTHS = 60, LOTS = MONTHS / 3, MOVES = 5, PORTIONS = 64 };

/* Places are numbered: the outside first, then the stations. */
enum { SUPPLIER = 0, CLIENT = 1, OUTSIDE = 2 };

#define FIRST_MONTH ((kho_month)((2021 - 1970) * 12 + 10))

/* A move as it is asked for: lot -1 where none is named. */
struct wish {
    int item, lot, source, target;
    int64_t quantity;
};

/* A move as it is kept. */
struct fact {
    int32_t lot; /* item * LOTS + number */
    int32_t source, target;
    int64_t quantity;
};

struct entry {
    char uid[24];
    kho_date date;
    struct wish wishes[MOVES];
    size_t wish_count;
    size_t first_fact, fact_count; /* of the round */
};

/* What a month did to a line; the sums that a bare read answers from. */
struct month_line {
    int64_t opening, received, dispensed, closing;
};

struct data {
    struct dice dice;
    int stations;
    int64_t entries, per_month; /* to make in all, and in each month */
    int64_t made;
    int32_t *stock;           /* [station][item][lot] */
    int32_t *stock_of_day;    /* the same at the end of the day that is asked about */
    struct month_line *lines; /* [station][item] of the running month */
    int64_t (*used)[3];       /* [station][item]: dispensed in the last three months */
    kho_date asked;           /* a day in the middle of a month a year before the end */
};

struct bare {
    sqlite3 *facts, *sums;
    sqlite3_stmt *add_entry, *add_move, *add_month;
    sqlite3_stmt *stock, *stock_of_day, *station_month, *month, *lines;
};

struct ours {
    kho_ledger *ledger;
    char (*codes)[16]; /* of stations */
};

/* Entries of a round and what became of them. */
struct batch {
    struct entry *entries;
    size_t count, room;
    struct fact *facts;
    size_t fact_count, fact_room;
};

/* Pairs of times, in nanoseconds. */
struct sample {
    int64_t *ours, *bare;
    size_t count, room;
};

struct speed {
    struct data data;
    struct bare bare;
    struct ours ours;
    struct batch batch;
    int64_t moves_wanted;
    int64_t entries, moves; /* posted */
    size_t batch_size;
    const char *keep; /* name that the ledger is kept under; NULL: it is removed */
    char folder[1024], ours_path[1100], bare_path[1100], sums_path[1100];
};

void complain(const char *what, const char *why) __attribute__((noreturn));
void *claim(size_t count, size_t size);
int64_t now_ns(void);

/* data */
void data_make(struct data *data, int stations, int64_t moves, uint64_t seed);
void data_free(struct data *data);
/* The next entry; false where the ledger is complete. */
bool data_next(struct data *data, struct entry *out);
/* Make room for more entries at the end of the last month. */
void data_go_on(struct data *data, int64_t more);
/* Note what an entry's allocation took. */
void data_apply(struct data *data, const struct entry *entry, const struct fact *facts);
int32_t *data_stock(const struct data *data, int32_t *stock, int station, int item);
kho_date data_expiry(int lot);

/* bare */
void bare_open(struct speed *speed);
void bare_close(struct bare *bare);
void bare_begin(struct bare *bare);
void bare_post(struct bare *bare, const struct entry *entry, const struct fact *facts);
void bare_commit(struct bare *bare);
void bare_add_month(struct bare *bare, const struct data *data, int month);
/* After the load: the kept sums by lot, and the statements that read. */
void bare_keep_sums(struct bare *bare, const struct data *data);

/* ours */
void ours_open(struct speed *speed, bool create);
void ours_define(struct ours *ours, int stations);
void ours_close(struct ours *ours);
/* Post an entry, add what it took to the batch; gives the time that the post took. */
int64_t ours_post(struct speed *speed, struct entry *entry);

/* cases */
void case_batches(struct speed *speed);
void cases_read(struct speed *speed);
void case_single(struct speed *speed);
void case_check(struct speed *speed);

/* results */
void sample_add(struct sample *sample, int64_t ours, int64_t bare);
void sample_free(struct sample *sample);
/* A line of the table; `done` says what was compared, such as "52500 rows". */
void sample_print(struct sample *sample, const char *name, const char *target,
    int64_t per, const char *unit, const char *done);

#endif
