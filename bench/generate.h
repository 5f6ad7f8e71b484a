/*
 * kho-generate: believable books of a made-up province, typed by made-up people.
 *
 * world     what there is: items, channels, places and how much each place needs
 * books     the generator's own balances: what it writes is accepted, and what is left
 *           at the end is known without asking the library
 * voucher   one entry: moved in the books, written as JSON, now and then mistyped
 * tasks     what is to be typed on which day
 * work      what each task types
 */
#ifndef KHO_BENCH_GENERATE_H
#define KHO_BENCH_GENERATE_H

#include <stdio.h>

#include <kho.h>

#include "dice.h"

enum { LINES_MAX = 32, CODE_SIZE = 40, NAME_SIZE = 128 };

/* A line is an item in a channel: what stock is counted by. */
struct line {
    const char *item;
    const char *method;  /* as the catalogue says it */
    const char *channel; /* NULL: the first of the catalogue */
    bool clinical;
    bool rare;       /* only at larger stations */
    int shelf_life;  /* months */
    int64_t monthly; /* base units that a station of middle size needs in a month */
    int64_t pack;    /* base units */
    int64_t step;    /* clients get multiples of it */
};

struct place {
    char code[CODE_SIZE];
    char name[NAME_SIZE];
    const char
        *kind; /* as the catalogue says it; NULL where the ledger makes it itself */
    const char *level; /* or NULL */
    int parent;        /* -1: none */
    int size;          /* percent of a middle station's need */
    int vouchers;      /* numbered so far */
};

/* Every store is followed by its quarantine shelf and its road. */
enum { HOLD = 1, TRANSIT = 2, STORE_PLACES = 3 };

typedef struct book_lot {
    char *number; /* stays where it is: vouchers point to it */
    kho_date expiry;
} book_lot;

/* Balance of a lot at a place, with the changes of late, oldest first, one for each day.
 */
struct holding {
    int lot;
    int64_t balance;
    struct change {
        kho_date date;
        int64_t quantity;
    } * changes;
    size_t change_count, change_room;
};

/* The holdings of a line at a place, in the order in which lots are taken. */
struct shelf {
    struct holding *holdings;
    size_t count, room;
};

struct books {
    book_lot *lots;
    size_t lot_count, lot_room;
    struct shelf *shelves; /* place by place, line by line */
    size_t line_count;
    kho_date horizon; /* nothing is dated earlier any more */
};

/* A part of an allocated quantity. */
typedef struct portion {
    int lot;
    int64_t quantity;
} portion;

enum { PORTIONS_MAX = 64 };

/* Which lots may be taken. */
enum choice { TAKE_USABLE, TAKE_ANY, TAKE_EXPIRED };

struct tasks {
    struct task *list;
    size_t count, room;
    size_t done; /* those before it were typed */
    int64_t serial;
};

enum { METHODS = 9, KINDS = 7, NO_KIND = KINDS };

/* Something that was done for clients, by the numbers of the ledger's words. */
struct service {
    kho_method method;
    kho_service_kind kind;
    kho_service_mode mode;
    int64_t clients;
    const char *age; /* NULL: not said */
    bool ever;       /* their first method */
};

/* What a place did, by method and kind; goods without a service have none. */
typedef struct done {
    int64_t clients[METHODS][KINDS], units[METHODS][KINDS + 1];
} done;

struct world {
    struct dice dice;
    int provinces, stations, collaborators, months, items;
    int days;               /* dispensings of a station in a month */
    int lists;              /* lists of a collaborator in a month */
    int services;           /* 1: they say what was done for clients */
    done *done;             /* [place] */
    int64_t given[METHODS]; /* units of the voucher that is being made */
    kho_month first_month;
    kho_date first, last;
    int late, typos; /* percent */
    struct line lines[LINES_MAX];
    int line_count;
    struct place *places;
    int place_count;
    struct books books;
    struct tasks tasks;
    FILE *entries;
    struct voucher *voucher; /* being made */
    char *again;             /* a line that will be typed twice, */
    int again_in;            /* after so many more */
    int64_t lots_made;
    int64_t posted, existing, refused, moves;
};

/* All memory of the program: ends it where there is none left. */
void *claim(void *old, size_t count, size_t size);
void complain(const char *what, const char *why) __attribute__((noreturn));

/* world */
void world_make(struct world *world);
void world_free(struct world *world);
void world_write_catalogues(const struct world *world, const char *folder);
int world_province(const struct world *world, int province);
int world_station(const struct world *world, int province, int station);
int world_collaborator(const struct world *world, int station, int collaborator);
bool world_is_station(const struct world *world, int place);
/* What a station's or a collaborator's own clients need of a line in a month, seasons
 * included. */
int64_t world_need(const struct world *world, int place, int line, kho_month month);
/* What a place and all under it need in a middle month. */
int64_t world_need_below(const struct world *world, int place, int line);
/* The first day of the lunar new year. */
kho_date world_new_year(int year);

/* books */
void books_make(struct books *books, int places, int lines);
void books_free(struct books *books, int places);
int books_lot(struct books *books, const char *number, kho_date expiry);
void books_change(
    struct books *books, int place, int line, int lot, kho_date date, int64_t quantity);
/* Free to take: the least day-end balance from a day on. */
int64_t books_free_of(
    const struct books *books, int place, int line, int lot, kho_date date);
int64_t books_free_all(
    const struct books *books, int place, int line, kho_date date, enum choice choice);
/* Day-end balance. */
int64_t books_balance(
    const struct books *books, int place, int line, int lot, kho_date date);
/* Choose lots, first expired first; how many portions. There must be enough. */
size_t books_allocate(const struct books *books, int place, int line, kho_date date,
    enum choice choice, int64_t quantity, portion *portions);
/* The lots that a place holds at the end of a day, in order of allocation. */
size_t books_list(
    const struct books *books, int place, int line, kho_date date, portion *lots);
void books_write(const struct world *world, const char *folder);

/* voucher */
enum { ALL_LOTS = -1 };
void voucher_start(
    struct world *world, const char *prefix, int place, kho_date date, const char *note);
/* A lot comes in from outside, which is given by its code. */
void voucher_bring(
    struct world *world, int line, int lot, const char *from, int to, int64_t quantity);
/* Stock goes out: a lot by its name, or whichever of the choice come first. */
void voucher_take(struct world *world, int line, int lot, enum choice choice, int from,
    const char *to, int64_t quantity);
/* The same to a place that keeps it. */
void voucher_carry(struct world *world, int line, int lot, enum choice choice, int from,
    int to, int64_t quantity);
/* A count of a lot at the voucher's place. */
void voucher_found(struct world *world, int line, int lot, int64_t found);
/* Something that was done for the clients. */
void voucher_serve(struct world *world, const struct service *service);
/* Write it; a voucher without lines and services leaves no trace. */
void voucher_finish(struct world *world);
/* Type what waits to be typed twice, and let go of memory. */
void voucher_flush(struct world *world);

/* services */
/* What was done for those who got what the voucher gives, and for some others. */
void services_make(struct world *world, int place, kho_month month);
/* What a voucher did, in the generator's books. */
void services_keep(struct world *world, int place, const struct service *service);
void services_keep_units(
    struct world *world, int place, kho_method method, int kind, int64_t quantity);
void services_write(const struct world *world, const char *folder);

/* tasks */
typedef void (*chore)(struct world *world, const struct task *task);

struct task {
    kho_date typed, date;
    int64_t serial;
    chore work;
    int place, line, other; /* the last two as the work has them */
};

/* Plan work for a day, typed that day. */
void task_plan(
    struct world *world, chore work, kho_date date, int place, int line, int other);
/* The same, typed on a later day. */
void task_plan_typed(struct world *world, chore work, kho_date date, kho_date typed,
    int place, int line, int other);
/* The same, typed late where the dice says so. */
void task_plan_loosely(
    struct world *world, chore work, kho_date date, int place, int line, int other);
/* Type everything up to a day. */
void tasks_run(struct world *world, kho_date until);
void tasks_free(struct tasks *tasks);
/* First working day of a month from a day of it on, never past its end. */
kho_date day_open(kho_month month, int day);
void month_plan(struct world *world, kho_month month);

/* work */
void work_begin(struct world *world, const struct task *task);
void work_receive(struct world *world, const struct task *task);
void work_supply(struct world *world, const struct task *task);
void work_arrive(struct world *world, const struct task *task);
void work_issue(struct world *world, const struct task *task);
void work_dispense(struct world *world, const struct task *task);
void work_collaborator_dispense(struct world *world, const struct task *task);
void work_give_back(struct world *world, const struct task *task);
void work_lose_expired(struct world *world, const struct task *task);
void work_lose_damaged(struct world *world, const struct task *task);
void work_count(struct world *world, const struct task *task);
void work_recall(struct world *world, const struct task *task);
void work_release(struct world *world, const struct task *task);
void work_send_back(struct world *world, const struct task *task);

#endif
