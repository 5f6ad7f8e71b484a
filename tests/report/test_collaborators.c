/*
 * What collaborators received, gave out and hold: an example worked out by hand, and
 * random vouchers against slow books that keep every lot that was taken.
 */
#include "../bench/dice.h"
#include "exchange/clinic.h"

#include <stdlib.h>

TestSuite(collaborators, .init = open_clinic, .fini = close_desk, .timeout = 300);

static const char *collaborators_of(const char *place, kho_date from, kho_date to)
{
    const kho_query query = period_query(place, from, to);

    return ask(kho_ledger_collaborators, &query);
}

static const char *october(const char *place)
{
    return collaborators_of(place, kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));
}

static const char *november(const char *place)
{
    return collaborators_of(place, kho_date_of(2026, 11, 1), kho_date_of(2026, 11, 30));
}

static void expect(const char *found, const char *rows)
{
    cr_expect(strcmp(found, rows) == 0, "expected:\n%sfound:\n%s", rows, found);
}

/*
 * The station gives Lan 288 condoms in two lots, one of which ends on 20 October; she
 * gives out 100 of it, returns 30 and hands 40 over to her successor, who loses 4 and is
 * counted.
 */
static void post_story(void)
{
    must_post(
        "{'date':'2026-10-02','moves':[{'item':'bcs','lot':'S','expiry':'2026-10-20',"
        "'from':'ncc','to':'tyt','quantity':144}]}\n"
        "{'date':'2026-10-03','moves':[{'item':'bcs','from':'tyt','to':'ctv-1',"
        "'quantity':288}]}\n"
        "{'date':'2026-10-08','moves':[{'item':'bcs','from':'ctv-1','to':'client',"
        "'quantity':100}],'service':{'method':4,'kind':'resupply','clients':8}}\n"
        "{'date':'2026-10-25','moves':[{'item':'bcs','lot':'A','from':'ctv-1','to':"
        "'tyt','quantity':30}]}\n"
        "{'date':'2026-10-26','moves':[{'item':'bcs','lot':'A','from':'ctv-1','to':"
        "'ctv-2','quantity':40}]}\n"
        "{'date':'2026-10-27','moves':[{'item':'bcs','from':'ctv-2','to':'loss/damaged',"
        "'quantity':4}]}\n"
        "{'date':'2026-10-30','observed':[{'place':'ctv-2','item':'bcs','lot':'A',"
        "'found':35}]}\n"
        "{'date':'2026-11-09','moves':[{'item':'vien','from':'tram','to':'ctv-3',"
        "'quantity':12}]}\n");
}

/* place,collaborator,item,channel,opening,received,dispensed,returned,transferred,lost,
 * adjusted,balance,expired,months,last_seen */
Test(collaborators, received_gave_out_and_hold)
{
    post_story();
    /* 288 - 100 - 30 - 40 = 118, of which 44 ended on 20 October: 74 / 100. */
    expect(october(NULL),
        "tyt,ctv-1,bcs,free,0,288,100,30,-40,0,0,118,44,0.7,2026-10-26\n"
        "tyt,ctv-2,bcs,free,0,0,0,0,40,4,-1,35,0,,2026-10-30\n");
    expect(november(NULL), "tram,ctv-3,vien,free,0,12,0,0,0,0,0,12,0,,2026-11-09\n"
                           "tyt,ctv-1,bcs,free,118,0,0,0,0,0,0,118,44,1.5,2026-10-26\n"
                           "tyt,ctv-2,bcs,free,35,0,0,0,0,0,0,35,0,,2026-10-30\n");
    cr_expect(eq(sz, count_faults(), 0));
}

/* A store means the collaborators under it, at whatever depth; one means herself. */
Test(collaborators, are_those_under_a_place)
{
    post_story();
    expect(november("tram"), "tram,ctv-3,vien,free,0,12,0,0,0,0,0,12,0,,2026-11-09\n");
    expect(november("ctv-2"), "tyt,ctv-2,bcs,free,35,0,0,0,0,0,0,35,0,,2026-10-30\n");
    cr_expect(strstr(november("cds"), "ctv-1") && strstr(said, "ctv-3"));
    expect(november("ncc"), "");
    expect(november("hold/tyt"), "");
    expect(november("nobody"), "no place 'nobody'");
}

Test(collaborators, are_not_added_up)
{
    kho_query query =
        period_query("tyt", kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));

    query.sum = true;
    expect(ask(kho_ledger_collaborators, &query),
        "collaborators are listed one by one: ask for the stock report's sum");
}

/* Within a month: what comes after the last day is not known yet. */
Test(collaborators, are_seen_as_of_a_day)
{
    post_story();
    expect(collaborators_of(NULL, kho_date_of(2026, 10, 3), kho_date_of(2026, 10, 7)),
        "tyt,ctv-1,bcs,free,0,288,0,0,0,0,0,288,0,,2026-10-03\n");
    expect(collaborators_of(NULL, kho_date_of(2026, 10, 8), kho_date_of(2026, 10, 20)),
        "tyt,ctv-1,bcs,free,288,0,100,0,0,0,0,188,0,,2026-10-08\n");
    expect(collaborators_of(NULL, kho_date_of(2026, 10, 21), kho_date_of(2026, 10, 21)),
        "tyt,ctv-1,bcs,free,188,0,0,0,0,0,0,188,44,,2026-10-08\n");
    expect(collaborators_of(NULL, kho_date_of(2026, 9, 1), kho_date_of(2026, 9, 30)), "");
}

/* The station that looks after a collaborator is the one of the period's last day. */
Test(collaborators, stand_where_they_stood_then)
{
    post_story();
    write_file("c.yaml",
        "kho: catalogue/1\nplaces:\n  - {code: ctv-3, kind: collaborator, "
        "name: CTV 3, parent: tyt}\n");
    cr_assert(eq(int,
        kho_ledger_load_catalogue(
            ledger, "c.yaml", kho_date_of(2026, 11, 15), false, NULL),
        KHO_OK));
    expect(collaborators_of("tram", kho_date_of(2026, 11, 1), kho_date_of(2026, 11, 14)),
        "tram,ctv-3,vien,free,0,12,0,0,0,0,0,12,0,,2026-11-09\n");
    expect(collaborators_of("tram", kho_date_of(2026, 11, 1), kho_date_of(2026, 11, 15)),
        "");
    cr_expect(strstr(november("tyt"), "tyt,ctv-3,vien") != NULL);
}

/* A collaborator under nobody has no keeper. */
Test(collaborators, may_be_under_nobody)
{
    reload_catalogue(
        "kho: catalogue/1\nplaces:\n  - {code: ctv-0, kind: collaborator, name: "
        "CTV 0}\n");
    must_post("{'date':'2026-10-02','moves':[{'item':'bcs','from':'opening','to':'ctv-0',"
              "'quantity':9}]}");
    expect(october(NULL), ",ctv-0,bcs,free,9,0,0,0,0,0,0,9,0,,2026-10-02\n");
}

/* A voucher undone on its own day leaves no trace; on another day both are seen. */
Test(collaborators, are_last_seen_on_a_day_that_something_moved)
{
    must_post("{'uid':'a','date':'2026-10-03','moves':[{'item':'bcs','from':'tyt','to':"
              "'ctv-1','quantity':10}]}\n"
              "{'uid':'b','date':'2026-10-09','moves':[{'item':'bcs','from':'ctv-1','to':"
              "'client','quantity':4}]}\n"
              "{'date':'2026-10-09','reverses':'b'}\n");
    expect(october(NULL), "tyt,ctv-1,bcs,free,0,10,0,0,0,0,0,10,0,,2026-10-03\n");
    must_post(
        "{'date':'2026-10-12','observed':[{'place':'ctv-1','item':'bcs','found':10}]}");
    expect(october(NULL), "tyt,ctv-1,bcs,free,0,10,0,0,0,0,0,10,0,,2026-10-12\n");
    must_post("{'date':'2026-11-02','reverses':'a'}\n");
    expect(november(NULL), "tyt,ctv-1,bcs,free,10,-10,0,0,0,0,0,0,0,,2026-11-02\n");
}

enum { LINES = 12, LOTS = 4, VOUCHERS = 220, TAKEN = 4096, QUESTIONS = 40 };

/* Flows of a line, as the slow books keep them. */
enum flow { BEGUN, ISSUED, BACK, GIVEN, IN, OUT, LOST, MORE, LESS, FOUND, FLOWS };

typedef struct slow {
    kho_date date;
    int line, lot; /* line: collaborator, item and channel */
    enum flow flow;
    int64_t quantity;
    int entry;
} slow;

static slow books[TAKEN];
static int book_count, voucher_count;
static bool undone[VOUCHERS];
static kho_date dates[VOUCHERS];
static struct dice dice;

static const char *const keepers[] = {"ctv-1", "ctv-2", "ctv-3"};
static const char *const goods[] = {"bcs", "vien"};
static const char *const channels[] = {"free", "social_marketing"};
static const char *const lots[LOTS] = {"L0", "L1", "L2", "L3"};

static kho_date expiry_of(int lot)
{
    const kho_date days[LOTS] = {kho_date_of(2026, 9, 25), kho_date_of(2026, 10, 20),
        kho_date_of(2027, 3, 31), KHO_NO_DATE};

    return days[lot];
}

static int index_of(const char *const *words, int count, const char *word)
{
    int i = 0;

    while (i < count && strcmp(words[i], word) != 0)
        i++;
    return i < count ? i : -1;
}

static void keep(
    const kho_taken *taken, const char *keeper, enum flow flow, kho_date date)
{
    const int who = index_of(keepers, 3, keeper);

    if (who < 0)
        return;
    cr_assert(lt(int, book_count, TAKEN));
    books[book_count++] = (slow){date,
        who * 4 + index_of(goods, 2, taken->item) * 2 +
            index_of(channels, 2, taken->channel),
        index_of(lots, LOTS, taken->lot), flow, taken->quantity, voucher_count};
}

/* What a lot that was taken is to those whom it left or reached. */
static void keep_taken(const kho_taken *taken, kho_date date)
{
    const char *from = taken->from, *to = taken->to;
    const bool among = strncmp(from, "ctv", 3) == 0 && strncmp(to, "ctv", 3) == 0;

    keep(taken, from,
        among                         ? OUT
        : strcmp(to, "client") == 0   ? GIVEN
        : strncmp(to, "loss", 4) == 0 ? LOST
        : strcmp(to, "count") == 0    ? LESS
                                      : BACK,
        date);
    keep(taken, to,
        among                          ? IN
        : strcmp(from, "opening") == 0 ? BEGUN
        : strcmp(from, "count") == 0   ? MORE
                                       : ISSUED,
        date);
}

/* Post it; whatever the ledger takes is kept, what it refuses never was. */
static void post_entry(kho_entry *entry)
{
    kho_answer answer;
    char uid[16];

    snprintf(uid, sizeof(uid), "v%d", voucher_count);
    entry->uid = uid;
    if (kho_ledger_post(ledger, entry, &answer) < 0)
        return;
    for (size_t i = 0; i < answer.taken_count; i++)
        keep_taken(&answer.taken[i], entry->date);
    for (size_t i = 0; i < entry->observed_count; i++) {
        const kho_observation *at = &entry->observed[i];
        const kho_taken counted = {
            .item = at->item, .lot = at->lot, .channel = at->channel, .quantity = 1};

        keep(&counted, at->place, FOUND, entry->date);
    }
    dates[voucher_count++] = entry->date;
}

static void post_move(void)
{
    static const char *const ways[][2] = {
        {"tyt",     "ctv"       },
        {"tyt",     "ctv"       },
        {"ctv",     "client"    },
        {"ctv",     "client"    },
        {"ctv",     "tyt"       },
        {"ctv",     "ctv"       },
        {"ctv",     "loss/other"},
        {"opening", "ctv"       }
    };
    const int way = (int)dice_between(&dice, 0, 7), lot = (int)dice_between(&dice, 0, 3);
    const char *ends[2];
    kho_move move = KHO_MOVE_INIT;
    kho_entry entry = KHO_ENTRY_INIT;

    for (int i = 0; i < 2; i++)
        ends[i] = strcmp(ways[way][i], "ctv") == 0 ? keepers[dice_between(&dice, 0, 2)]
                                                   : ways[way][i];
    move.item = goods[dice_between(&dice, 0, 1)];
    move.channel = channels[dice_between(&dice, 0, 1)];
    move.from = ends[0];
    move.to = ends[1];
    move.quantity = dice_between(&dice, 1, 40);
    if (dice_happens(&dice, 500) || way == 7) {
        move.lot = lots[lot];
        move.expiry = expiry_of(lot);
    }
    entry.date = kho_date_of(2026, 9, 3) + (kho_date)dice_between(&dice, 0, 75);
    entry.moves = &move;
    entry.move_count = 1;
    post_entry(&entry);
}

static void post_count(void)
{
    const int lot = (int)dice_between(&dice, 0, 3);
    const kho_observation seen = {KHO_FOUND, keepers[dice_between(&dice, 0, 2)],
        goods[dice_between(&dice, 0, 1)], lots[lot], expiry_of(lot),
        channels[dice_between(&dice, 0, 1)], dice_between(&dice, 0, 40), KHO_NO_MONTH};
    kho_entry entry = KHO_ENTRY_INIT;

    entry.date = kho_date_of(2026, 9, 3) + (kho_date)dice_between(&dice, 0, 75);
    entry.observed = &seen;
    entry.observed_count = 1;
    post_entry(&entry);
}

/* The counts of what was reversed are seen no more, on their own day. */
static void post_reversal(int of)
{
    const int before = voucher_count;
    kho_entry entry = KHO_ENTRY_INIT;
    char uid[16];

    snprintf(uid, sizeof(uid), "v%d", of);
    entry.reverses = uid;
    entry.date = dates[of] +
                 (kho_date)dice_between(&dice, 0, kho_date_of(2026, 11, 20) - dates[of]);
    post_entry(&entry);
    if (voucher_count == before)
        return;
    undone[of] = undone[before] = true;
    for (int i = 0; i < book_count; i++) {
        if (books[i].entry == of && books[i].flow == FOUND)
            books[i].quantity = 0;
    }
}

/* The station has some of every lot, in both channels. */
static void fill_station(void)
{
    for (int i = 0; i < 16; i++) {
        const kho_move move = {goods[i & 1], lots[i >> 2], expiry_of(i >> 2),
            channels[i >> 1 & 1], "opening", "tyt", 100000};
        kho_entry entry = KHO_ENTRY_INIT;

        entry.date = kho_date_of(2026, 9, 1);
        entry.moves = &move;
        entry.move_count = 1;
        cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_OK));
    }
}

static void post_vouchers(uint64_t seed)
{
    dice.state = seed;
    book_count = voucher_count = 0;
    memset(undone, 0, sizeof(undone));
    fill_station();
    for (int i = 0; i < VOUCHERS; i++) {
        const int of = voucher_count ? (int)dice_between(&dice, 0, voucher_count - 1) : 0;

        if (voucher_count && !undone[of] && dice_happens(&dice, 150))
            post_reversal(of);
        else if (dice_happens(&dice, 150))
            post_count();
        else
            post_move();
    }
}

/* What a flow of a lot on a day comes to: a voucher undone on its own day isn't there. */
static int64_t net_of(const slow *of)
{
    int64_t sum = 0;

    for (int i = 0; i < book_count; i++) {
        const slow *at = &books[i];

        if (at->line == of->line && at->lot == of->lot && at->date == of->date &&
            at->flow == of->flow)
            sum += at->quantity;
    }
    return sum;
}

typedef struct sums {
    int64_t flows[FLOWS], opening, balance, expired;
    kho_date last;
} sums;

static sums add_up(int line, kho_date from, kho_date to)
{
    static const int sign[FLOWS] = {1, 1, -1, -1, 1, -1, -1, 1, -1, 0};
    int64_t by_lot[LOTS] = {0};
    sums out = {.last = KHO_NO_DATE};

    for (int i = 0; i < book_count; i++) {
        const slow *at = &books[i];

        if (at->line != line || at->date > to)
            continue;
        by_lot[at->lot] += sign[at->flow] * at->quantity;
        if (at->date < from || at->flow == BEGUN)
            out.opening += sign[at->flow] * at->quantity;
        else
            out.flows[at->flow] += at->quantity;
        if ((out.last == KHO_NO_DATE || at->date > out.last) && net_of(at))
            out.last = at->date;
    }
    for (int i = 0; i < LOTS; i++) {
        out.balance += by_lot[i];
        out.expired += expiry_of(i) != KHO_NO_DATE && expiry_of(i) < to ? by_lot[i] : 0;
    }
    return out;
}

static void expect_line(const kho_table *table, size_t row, const sums *of)
{
    const int64_t *flows = of->flows;
    const struct {
        int column;
        int64_t value;
    } cells[] = {
        {KHO_COLLABORATORS_OPENING,     of->opening              },
        {KHO_COLLABORATORS_RECEIVED,    flows[ISSUED]            },
        {KHO_COLLABORATORS_DISPENSED,   flows[GIVEN]             },
        {KHO_COLLABORATORS_RETURNED,    flows[BACK]              },
        {KHO_COLLABORATORS_TRANSFERRED, flows[IN] - flows[OUT]   },
        {KHO_COLLABORATORS_LOST,        flows[LOST]              },
        {KHO_COLLABORATORS_ADJUSTED,    flows[MORE] - flows[LESS]},
        {KHO_COLLABORATORS_BALANCE,     of->balance              },
        {KHO_COLLABORATORS_EXPIRED,     of->expired              },
        {KHO_COLLABORATORS_LAST_SEEN,   of->last                 },
    };
    int64_t left = 0;

    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        const int64_t found = kho_table_int(table, row, (size_t)cells[i].column);

        cr_assert(eq(i64, found, cells[i].value), "row %zu, %s", row,
            kho_table_key(table, (size_t)cells[i].column));
        if (cells[i].column >= KHO_COLLABORATORS_OPENING &&
            cells[i].column < KHO_COLLABORATORS_BALANCE)
            left += cells[i].column == KHO_COLLABORATORS_DISPENSED ||
                            cells[i].column == KHO_COLLABORATORS_RETURNED ||
                            cells[i].column == KHO_COLLABORATORS_LOST
                        ? -found
                        : found;
    }
    cr_assert(eq(i64, left, of->balance), "what came less what went is what is there");
}

/* Lines in the order of station, collaborator, item and channel. */
static void expect_month(kho_date from, kho_date to)
{
    static const int order[LINES] = {8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7};
    const kho_query query = period_query(NULL, from, to);
    kho_table *table = NULL;
    size_t row = 0;

    cr_assert(eq(int, kho_ledger_collaborators(ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    for (int i = 0; i < LINES; i++) {
        const sums line = add_up(order[i], from, to);

        if (line.last == KHO_NO_DATE)
            continue;
        cr_assert(lt(sz, row, kho_table_rows(table)));
        cr_assert(
            eq(str, (char *)kho_table_text(table, row, KHO_COLLABORATORS_COLLABORATOR),
                (char *)keepers[order[i] / 4]));
        cr_assert(eq(str, (char *)kho_table_text(table, row, KHO_COLLABORATORS_ITEM),
            (char *)goods[order[i] / 2 % 2]));
        cr_assert(eq(str, (char *)kho_table_text(table, row, KHO_COLLABORATORS_CHANNEL),
            (char *)channels[order[i] % 2]));
        expect_line(table, row++, &line);
    }
    cr_assert(eq(sz, kho_table_rows(table), row));
    kho_table_free(table);
}

Test(collaborators, come_to_what_slow_books_come_to)
{
    const uint64_t count = getenv("KHO_QUICK") ? 4 : getenv("KHO_LONG") ? 200 : 20;

    for (uint64_t seed = 1; seed <= count; seed++) {
        if (seed > 1) {
            close_desk();
            open_clinic();
        }
        post_vouchers(seed);
        for (int i = 0; i < QUESTIONS; i++) {
            const kho_date from =
                kho_date_of(2026, 8, 28) + (kho_date)dice_between(&dice, 0, 70);

            expect_month(from, from + (kho_date)dice_between(&dice, 0, 40));
        }
        cr_assert(eq(sz, count_faults(), 0));
    }
}
