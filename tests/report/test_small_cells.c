/*
 * Small cells: by hand, and against an attacker who knows every published sum, every
 * bound and how cells are hidden, on 10,000 random tables; some hundreds of them go
 * through a ledger, which must publish the very same.
 */
#include "../bench/dice.h"
#include "exchange/clinic.h"
#include "report/attacker.h"

#include <math.h>
#include <stdlib.h>

#include "model/service.h"
#include "report/small_cells.h"

TestSuite(small_cells, .timeout = 600);

enum {
    PLACES = 12,
    MONTHS = 3,
    ROWS = 3,
    GROUPS = 4,
    TABLES = 10000,
    LEDGERS = 200,
    EXPECTED = 1 << 16
};

/* What counts are broken down by. */
enum { MODE, AGE, NEW_TO, WAYS };

static kho__served_row row_of(int64_t clients, int64_t quantity)
{
    return (kho__served_row){
        .method = KHO_IMPLANT,
        .kind = KHO_NEW,
        .any = true,
        .clients = clients,
        .quantity = quantity,
        .cyp_defined = true,
        .cyp = {clients, 2}
    };
}

static void expect_row(
    const kho__served_row *row, int64_t clients, int64_t quantity, int64_t hidden)
{
    cr_expect(
        row->clients == clients && row->quantity == quantity && row->hidden == hidden,
        "%lld clients, %lld given, %lld hidden", (long long)row->clients,
        (long long)row->quantity, (long long)row->hidden);
}

Test(small_cells, are_those_of_fewer_clients_than_the_rule_says)
{
    kho__served_row row = row_of(4, 40);
    kho__shown shown = kho__shown_of(&row, 5);

    expect_row(&shown.told, 0, 0, 1);
    expect_row(&shown.open, 4, 40, 0);
    cr_expect(eq(i64, shown.open_count, 1));
    cr_expect(eq(i64, shown.told.cyp.numerator, 0));
    row = row_of(1, 0);
    shown = kho__shown_of(&row, 5);
    expect_row(&shown.told, 0, 0, 1);
    row = row_of(5, 50);
    shown = kho__shown_of(&row, 5);
    expect_row(&shown.told, 5, 50, 0);
    cr_expect(eq(i64, shown.open_count, 0));
    /* Nobody, goods without a service, and a month without the rule. */
    row = row_of(0, 7);
    shown = kho__shown_of(&row, 5);
    expect_row(&shown.told, 0, 7, 0);
    row = row_of(0, 7);
    row.kind = -1;
    shown = kho__shown_of(&row, 5);
    expect_row(&shown.told, 0, 7, 0);
    row = row_of(1, 1);
    shown = kho__shown_of(&row, 0);
    expect_row(&shown.told, 1, 1, 0);
}

/* What a sum of hidden cells tells. */
static kho__shown told_of(const int *cells, int count, int k)
{
    kho__shown sum = {0};

    for (int i = 0; i < count; i++) {
        const kho__served_row row = row_of(cells[i], 10 * cells[i]);
        const kho__shown part = kho__shown_of(&row, k);

        if (i == 0)
            sum = part;
        else
            cr_assert(eq(int, kho__shown_add(&sum, &part), KHO_OK));
    }
    cr_assert(eq(int, kho__shown_tell(&sum, k), KHO_OK));
    return sum;
}

Test(small_cells, are_told_together_unless_all_are_the_least_or_the_most)
{
    static const struct {
        int cells[3], count, k, clients, hidden;
    } cases[] = {
        {{3},       1, 5, 0,  1},
        {{1, 1},    2, 5, 0,  2},
        {{1, 2},    2, 5, 3,  0},
        {{4, 4},    2, 5, 0,  2},
        {{4, 3},    2, 5, 7,  0},
        {{1, 2},    2, 3, 3,  0},
        {{2, 2},    2, 3, 0,  2},
        {{1, 1, 1}, 3, 3, 0,  3},
        {{1, 1, 2}, 3, 3, 4,  0},
        {{2, 9},    2, 5, 9,  1},
        {{1, 1, 9}, 3, 5, 9,  2},
        {{2, 1, 9}, 3, 5, 12, 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const kho__shown sum = told_of(cases[i].cells, cases[i].count, cases[i].k);

        expect_row(&sum.told, cases[i].clients, 10 * cases[i].clients, cases[i].hidden);
        cr_expect(eq(i64, sum.open_count, cases[i].hidden));
        cr_expect(eq(i64, sum.told.cyp.numerator * 2,
            cases[i].clients * sum.told.cyp.denominator));
    }
}

/* What smaller sums told is nothing that a larger one may tell again with one more. */
Test(small_cells, of_a_larger_sum_are_only_those_that_no_smaller_one_told)
{
    static const int two[] = {1, 2}, one[] = {1};
    kho__shown sum = told_of(two, 2, 5), part = told_of(one, 1, 5);

    cr_assert(eq(int, kho__shown_add(&sum, &part), KHO_OK));
    cr_assert(eq(int, kho__shown_tell(&sum, 5), KHO_OK));
    expect_row(&sum.told, 3, 30, 1);
    part = told_of((const int[]){2}, 1, 5);
    cr_assert(eq(int, kho__shown_add(&sum, &part), KHO_OK));
    cr_assert(eq(int, kho__shown_tell(&sum, 5), KHO_OK));
    expect_row(&sum.told, 6, 60, 0);
    part = (kho__shown){.told = row_of(INT64_MAX, 0), .open = row_of(0, 0)};
    cr_expect(eq(int, kho__shown_add(&sum, &part), KHO_EOVERFLOW));
}

Test(small_cells, among_groups_take_others_with_them)
{
    static const struct {
        int groups[4], count, k;
        bool can;
        int hidden[4];
    } cases[] = {
        {{7, 9},       2, 5, true,  {0, 0}      },
        {{2, 7, 9},    3, 5, true,  {1, 1, 0}   },
        {{9, 2, 7},    3, 5, true,  {0, 1, 1}   },
        {{2, 4},       2, 5, true,  {1, 1}      },
        {{1, 1, 6},    3, 5, true,  {1, 1, 1}   },
        {{4, 4, 5, 6}, 4, 5, true,  {1, 1, 1, 0}},
        {{1, 1},       2, 5, false, {0}         },
        {{4, 4},       2, 5, false, {0}         },
        {{3},          1, 5, false, {0}         },
        {{1, 0, 6},    3, 5, true,  {1, 0, 1}   },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho__served_row rows[4];
        bool can;

        for (int j = 0; j < cases[i].count; j++)
            rows[j] = row_of(cases[i].groups[j], 0);
        can = kho__hide_groups(rows, (size_t)cases[i].count, cases[i].k);
        cr_expect(eq(int, can, cases[i].can), "%zu", i);
        /* Where only the total is told, nothing says how many groups it has. */
        for (int j = 0; j < cases[i].count; j++)
            expect_row(&rows[j], cases[i].hidden[j] ? 0 : cases[i].groups[j], 0,
                cases[i].hidden[j]);
    }
}

/* A random table. Place 0 is the first root; who is above has the smaller number. */
typedef struct table {
    int places, months, k, above[PLACES], depth[PLACES];
    int clients[PLACES][MONTHS][ROWS];
    int groups[PLACES][MONTHS][ROWS][WAYS][GROUPS]; /* come to the clients each */
} table;

/* What is published of one row: of each place alone, of each with all under it, and of
 * everything (the last); for each month, and for all (the last). `in` are the hidden
 * cells that the number has in it. */
typedef struct cell_sum {
    int64_t clients, hidden;
    bool in[PLACES][MONTHS];
} cell_sum;

typedef struct published {
    cell_sum alone[PLACES][MONTHS + 1], sums[PLACES + 1][MONTHS + 1];
} published;

static bool is_hidden(const table *of, int place, int month, int row)
{
    return of->clients[place][month][row] && of->clients[place][month][row] < of->k;
}

static void roll(table *of, struct dice *dice)
{
    memset(of, 0, sizeof(*of));
    of->places = (int)dice_between(dice, 1, PLACES);
    of->months = (int)dice_between(dice, 1, MONTHS);
    of->k = (int)dice_between(dice, 3, 6);
    for (int i = 0; i < of->places; i++) {
        of->above[i] = (int)dice_between(dice, -1, i - 1);
        if (of->above[i] < 0 && i && !dice_happens(dice, 200))
            of->above[i] = 0;
        if (of->above[i] >= 0 && of->depth[of->above[i]] == 2)
            of->above[i] = of->above[of->above[i]];
        of->depth[i] = of->above[i] < 0 ? 0 : of->depth[of->above[i]] + 1;
        for (int j = 0; j < of->months * ROWS; j++) {
            const int month = j / ROWS, row = j % ROWS;
            int *clients = &of->clients[i][month][row];

            *clients = dice_happens(dice, 250)
                           ? 0
                           : (int)dice_between(dice, 1, dice_happens(dice, 700) ? 3 : 9);
            for (int client = 0; client < *clients * WAYS; client++) {
                const int way = client % WAYS;
                const int least = way == NEW_TO && row == 0,
                          most = way == NEW_TO && row ? 0 : GROUPS - 1;

                of->groups[i][month][row][way][dice_between(dice, least, most)]++;
            }
        }
    }
}

/* One month: each place's cell, then from the leaves up what each sum tells. */
static void publish_month(const table *of, int month, int row, published *out)
{
    kho__shown shown[PLACES + 1];
    bool open[PLACES + 1][PLACES] = {{false}};
    const kho__served_row none = row_of(0, 0);

    for (int i = 0; i <= of->places; i++)
        shown[i] = kho__shown_as_is(&none);
    for (int i = of->places; i >= 0; i--) {
        const int at = i ? i - 1 : of->places;
        const int above = i ? of->above[at] < 0 ? of->places : of->above[at] : -1;
        cell_sum *told = &out->sums[i ? at : PLACES][month];

        if (i) {
            const kho__served_row cell = row_of(of->clients[at][month][row], 0);
            const kho__shown part = kho__shown_of(&cell, of->k);

            out->alone[at][month].clients = part.told.clients;
            out->alone[at][month].hidden = part.told.hidden;
            open[at][at] = part.open_count > 0;
            cr_assert(eq(int, kho__shown_add(&shown[at], &part), KHO_OK));
        }
        cr_assert(eq(int, kho__shown_tell(&shown[at], of->k), KHO_OK));
        told->clients = shown[at].told.clients;
        told->hidden = shown[at].told.hidden;
        for (int j = 0; j < of->places && !shown[at].open_count; j++) {
            told->in[j][month] |= open[at][j];
            open[at][j] = false;
        }
        if (above < 0)
            continue;
        cr_assert(eq(int, kho__shown_add(&shown[above], &shown[at]), KHO_OK));
        for (int j = 0; j < of->places; j++) {
            open[above][j] |= open[at][j];
            out->sums[above == of->places ? PLACES : above][month].in[j][month] |=
                told->in[j][month];
        }
    }
}

static void add_month(cell_sum *period, const cell_sum *month)
{
    period->clients += month->clients;
    period->hidden += month->hidden;
    for (int i = 0; i < PLACES * MONTHS; i++)
        period->in[i / MONTHS][i % MONTHS] |= month->in[i / MONTHS][i % MONTHS];
}

static void publish(const table *of, int row, published *out)
{
    memset(out, 0, sizeof(*out));
    for (int month = 0; month < of->months; month++) {
        publish_month(of, month, row, out);
        for (int i = 0; i < of->places; i++)
            add_month(&out->alone[i][MONTHS], &out->alone[i][month]);
        for (int i = 0; i <= PLACES; i++)
            add_month(&out->sums[i][MONTHS], &out->sums[i][month]);
    }
}

/* What a number says of hidden cells: it is what is seen, and what is in it. */
static void learn(attacker *attacker, const table *of, int row, int place,
    const cell_sum *told, int month, int unknown[PLACES][MONTHS])
{
    int row_index = attacker_equation(attacker, (double)told->clients);

    for (int i = 0; i < of->places; i++) {
        bool under = place == PLACES;

        for (int up = i; up >= 0 && !under; up = of->above[up])
            under = up == place;
        for (int j = 0; j < of->months && under; j++) {
            if (month != MONTHS && month != j)
                continue;
            if (unknown[i][j] < 0)
                attacker->value[row_index] -= of->clients[i][j][row];
            else if (told->in[i][j])
                attacker->factor[row_index][unknown[i][j]] = 1;
        }
    }
}

/* How many cells of by-nothing rows are pinned; `count` is how many are hidden. */
static int pinned_cells(const table *of, int row, const published *from, int *count)
{
    static attacker attacker;
    int unknown[PLACES][MONTHS], pinned = 0;
    double low[UNKNOWNS], high[UNKNOWNS];

    attacker.unknowns = attacker.equations = 0;
    attacker.least = 1;
    attacker.most = of->k - 1;
    for (int i = 0; i < of->places * of->months; i++) {
        const int place = i / of->months, month = i % of->months;

        unknown[place][month] =
            is_hidden(of, place, month, row) ? attacker.unknowns++ : -1;
    }
    for (int month = 0; month <= MONTHS; month++) {
        if (month >= of->months && month != MONTHS)
            continue;
        for (int i = 0; i <= PLACES; i++) {
            if (i < of->places || i == PLACES)
                learn(&attacker, of, row, i, &from->sums[i][month], month, unknown);
        }
    }
    *count += attacker.unknowns;
    cr_assert(attacker_ranges(&attacker, low, high), "the attacker's books are wrong");
    for (int i = 0; i < attacker.unknowns; i++)
        pinned += high[i] - low[i] < 1e-6;
    return pinned;
}

/* What is told of the groups of a cell: a count, -1 where it is hidden; false: only the
 * total. */
static bool tell_groups(
    const table *of, int place, int month, int row, int way, int told[GROUPS])
{
    kho__served_row rows[GROUPS];
    int at[GROUPS];
    size_t count = 0;

    if (of->clients[place][month][row] < of->k)
        return false;
    for (int i = 0; i < GROUPS; i++) {
        told[i] = 0;
        if (of->groups[place][month][row][way][i]) {
            at[count] = i;
            rows[count++] = row_of(of->groups[place][month][row][way][i], 0);
        }
    }
    if (!kho__hide_groups(rows, count, of->k))
        return false;
    for (size_t i = 0; i < count; i++)
        told[at[i]] = rows[i].hidden ? -1 : (int)rows[i].clients;
    return true;
}

/* The same of groups: all that is known of those is that they come to the rest. */
static int pinned_groups(const table *of, int row, int way, int *count)
{
    static attacker attacker;
    int pinned = 0;

    for (int i = 0; i < of->places * of->months; i++) {
        const int place = i / of->months, month = i % of->months;
        double low[UNKNOWNS], high[UNKNOWNS];
        int told[GROUPS], first;

        if (!tell_groups(of, place, month, row, way, told))
            continue;
        attacker = (struct attacker){.least = 1};
        first = attacker_equation(&attacker, of->clients[place][month][row]);
        for (int j = 0; j < GROUPS; j++) {
            if (told[j] < 0)
                attacker.factor[first][attacker.unknowns++] = 1;
            else
                attacker.value[first] -= told[j];
        }
        *count += attacker.unknowns;
        cr_assert(attacker_ranges(&attacker, low, high), "the books of groups are wrong");
        for (int j = 0; j < attacker.unknowns; j++)
            pinned += high[j] - low[j] < 1e-6;
    }
    return pinned;
}

Test(small_cells, are_never_pinned_by_a_linear_programme)
{
    static table of;
    static published out;
    struct dice dice = {.state = 8341};
    int cells = 0, groups = 0, pinned = 0, told = 0;

    for (int i = 0; i < TABLES; i++) {
        roll(&of, &dice);
        for (int row = 0; row < ROWS; row++) {
            publish(&of, row, &out);
            told += out.sums[PLACES][MONTHS].hidden == 0;
            pinned += pinned_cells(&of, row, &out, &cells);
            for (int way = 0; way < WAYS; way++)
                pinned += pinned_groups(&of, row, way, &groups);
        }
    }
    cr_log_info("%d cells and %d groups hidden, %d pinned", cells, groups, pinned);
    cr_expect(eq(int, pinned, 0));
    /* There was something to attack, and something was told of it. */
    cr_expect(cells > 200000);
    cr_expect(groups > 20000);
    cr_expect(told > 1000);
}

/* The attacker finds what there is to find: a cell by its neighbours, and by a bound. */
Test(small_cells, would_be_found_in_careless_sums)
{
    static attacker attacker = {.unknowns = 3, .least = 1, .most = 4};
    double low[UNKNOWNS], high[UNKNOWNS];
    int row = attacker_equation(&attacker, 6);

    attacker.factor[row][0] = attacker.factor[row][1] = 1;
    cr_assert(attacker_ranges(&attacker, low, high));
    cr_expect(epsilon_eq(dbl, low[0], 2, 1e-9));
    cr_expect(epsilon_eq(dbl, high[0], 4, 1e-9));
    cr_expect(epsilon_eq(dbl, low[2], 1, 1e-9));
    cr_expect(epsilon_eq(dbl, high[2], 4, 1e-9));
    row = attacker_equation(&attacker, 9);
    for (int i = 0; i < 3; i++)
        attacker.factor[row][i] = 1;
    cr_assert(attacker_ranges(&attacker, low, high));
    cr_expect(epsilon_eq(dbl, low[2], 3, 1e-9));
    cr_expect(epsilon_eq(dbl, high[2], 3, 1e-9));
    cr_expect(epsilon_eq(dbl, high[1], 4, 1e-9));
    row = attacker_equation(&attacker, 8);
    attacker.factor[row][0] = attacker.factor[row][1] = 1;
    cr_expect(not(attacker_ranges(&attacker, low, high)));
    attacker.equations = 0;
    row = attacker_equation(&attacker, 8);
    attacker.factor[row][0] = attacker.factor[row][1] = 1;
    cr_assert(attacker_ranges(&attacker, low, high));
    cr_expect(epsilon_eq(dbl, low[0], 4, 1e-9));
    cr_expect(epsilon_eq(dbl, high[1], 4, 1e-9));
    attacker.most = 0;
    attacker.equations = 1;
    cr_assert(attacker_ranges(&attacker, low, high));
    cr_expect(epsilon_eq(dbl, high[1], 7, 1e-9));
    cr_expect(isinf(high[2]));
}

/* In the order of reports; the groups of ages likewise. */
static const struct {
    const char *words;
    kho_method method;
    kho_service_kind kind;
} rows_are[ROWS] = {
    {"male_sterilisation,new", KHO_MALE_STERILISATION, KHO_NEW    },
    {"pill,counsel",           KHO_PILL,               KHO_COUNSEL},
    {"pill,stop",              KHO_PILL,               KHO_STOP   },
};

static const char *const ages[GROUPS] = {NULL, "15-24", "25-34", "50+"};

/* Which group has a client: they are dealt out one after the other. */
static int group_of(const int groups[GROUPS], int client)
{
    int group = 0;

    while (client >= groups[group])
        client -= groups[group++];
    return group;
}

static void post_cells(const table *of, int place, int month)
{
    kho_service services[ROWS * 9];
    kho_entry entry = KHO_ENTRY_INIT;
    char code[16];
    size_t count = 0;

    snprintf(code, sizeof(code), "p%02d", place);
    for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < of->clients[place][month][row]; i++) {
            const int(*groups)[GROUPS] = of->groups[place][month][row];

            services[count] = (kho_service)KHO_SERVICE_INIT;
            services[count].place = code;
            services[count].method = rows_are[row].method;
            services[count].kind = rows_are[row].kind;
            services[count].mode = (kho_service_mode)group_of(groups[MODE], i);
            services[count].age = ages[group_of(groups[AGE], i)];
            services[count++].new_to = (kho_new_to)group_of(groups[NEW_TO], i);
        }
    }
    if (!count)
        return;
    entry.date = kho_date_of(2026, month + 1, 1 + place);
    entry.services = services;
    entry.service_count = count;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_OK), "%s",
        kho_error_last()->message);
}

static void load_rules(int k, kho_date from)
{
    char text[128];

    snprintf(text, sizeof(text), "kho: rules/1\nname: x%d\nprivacy: {small_cells: %d}\n",
        (int)from, k);
    write_file("r.yaml", text);
    cr_assert(eq(int, kho_ledger_load_rules(ledger, "r.yaml", from, false, NULL), KHO_OK),
        "%s", kho_error_last()->message);
}

static void post_table(const table *of)
{
    char yaml[PLACES * 128] = "kho: catalogue/1\nchannels: [free]\nitems:\n"
                              "  - {code: bcs, name: Bao cao su, unit: chiếc}\nplaces:\n";

    for (int i = 0; i < of->places; i++) {
        char parent[24] = "";

        if (of->above[i] >= 0)
            snprintf(parent, sizeof(parent), ", parent: p%02d", of->above[i]);
        snprintf(yaml + strlen(yaml), sizeof(yaml) - strlen(yaml),
            "  - {code: p%02d, kind: store, name: Trạm, clinical: true%s}\n", i, parent);
    }
    reload_catalogue(yaml);
    load_rules(of->k, kho_date_of(2020, 1, 1));
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    for (int i = 0; i < of->places * of->months; i++)
        post_cells(of, i / of->months, i % of->months);
    cr_assert(eq(int, kho_ledger_commit(ledger), KHO_OK));
}

/* What a report says of one place or sum, by rows and groups; the first slot is what has
 * no group. */
typedef struct lines {
    int64_t clients[ROWS][GROUPS + 1], hidden[ROWS][GROUPS + 1];
} lines;

static void add_groups(const table *of, int place, int month, int way, lines *to)
{
    for (int row = 0; row < ROWS; row++) {
        const int all = of->clients[place][month][row];
        int told[GROUPS];

        if (!tell_groups(of, place, month, row, way, told)) {
            to->clients[row][0] += all < of->k ? 0 : all;
            to->hidden[row][0] += all && all < of->k;
            continue;
        }
        for (int i = 0; i < GROUPS; i++) {
            const int slot = way == MODE ? i + 1 : i;

            to->clients[row][slot] += told[i] > 0 ? told[i] : 0;
            to->hidden[row][slot] += told[i] < 0;
        }
    }
}

static const char *word_of(int way, int slot)
{
    return slot == 0       ? ""
           : way == MODE   ? kho__service_mode_names[slot - 1].word
           : way == NEW_TO ? kho__new_to_names[slot].word
                           : ages[slot];
}

static void write_lines(const char *code, int way, const lines *from, char *to)
{
    for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i <= GROUPS; i++) {
            const long long clients = from->clients[row][i],
                            hidden = from->hidden[row][i];
            char counts[64] = ",,,", left[24] = "";

            if (!clients && !hidden)
                continue;
            if (clients)
                snprintf(counts, sizeof(counts), "%lld,0,%lld.00,", clients,
                    row == 0 ? 10 * clients : 0);
            if (hidden)
                snprintf(left, sizeof(left), "%lld", hidden);
            snprintf(to + strlen(to), EXPECTED - strlen(to), "%s,%s,%s,%s%s\n", code,
                rows_are[row].words, way < WAYS ? word_of(way, i) : "", counts, left);
        }
    }
}

static bool is_under(const table *of, int place, int root)
{
    for (; place >= 0; place = of->above[place]) {
        if (place == root)
            return true;
    }
    return root == PLACES;
}

/* What must be told of a place alone, or of the sum under it (PLACES: of everything). */
static void expect_lines(const table *of, const published *rows, int place, bool sum,
    int month, int way, char *to)
{
    lines told = {0};
    char code[16] = "";

    if (place < PLACES)
        snprintf(code, sizeof(code), "p%02d", place);
    for (int row = 0; row < ROWS && way == WAYS; row++) {
        const cell_sum *cell =
            sum ? &rows[row].sums[place][month] : &rows[row].alone[place][month];

        told.clients[row][0] = cell->clients;
        told.hidden[row][0] = cell->hidden;
    }
    for (int i = 0; i < of->places * of->months && way < WAYS; i++) {
        if (month != MONTHS && i % of->months != month)
            continue;
        if (sum ? is_under(of, i / of->months, place) : i / of->months == place)
            add_groups(of, i / of->months, i % of->months, way, &told);
    }
    write_lines(code, way, &told, to);
}

static void compare(
    const table *of, const published *rows, int place, bool sum, int month, int way)
{
    static const kho_service_group by[] = {
        KHO_BY_MODE, KHO_BY_AGE, KHO_BY_NEW_TO, KHO_BY_NOTHING};
    static char expected[EXPECTED];
    const int first = month == MONTHS ? 1 : month + 1,
              last = month == MONTHS ? of->months : month + 1;
    char code[16];
    kho_query query = period_query(NULL, kho_date_of(2026, first, 1),
        kho_month_last(kho_month_of(kho_date_of(2026, last, 1))));

    expected[0] = '\0';
    query.by = by[way];
    query.sum = query.tree = sum;
    if (place < PLACES) {
        snprintf(code, sizeof(code), "p%02d", place);
        query.place = code;
    }
    for (int i = 0; i < of->places && !sum; i++)
        expect_lines(of, rows, i, false, month, way, expected);
    if (sum)
        expect_lines(of, rows, place, true, month, way, expected);
    ask(kho_ledger_services, &query);
    cr_assert(strcmp(strchr(said, '\n') ? strchr(said, '\n') + 1 : said, expected) == 0,
        "place %d, sum %d, month %d, way %d: expected\n%sbut found\n%s", place, sum,
        month, way, expected, said);
}

Test(small_cells, are_published_by_a_ledger_as_they_are_here)
{
    static table of;
    static published rows[ROWS];
    struct dice dice = {.state = 11};
    const int count = getenv("KHO_QUICK") ? LEDGERS / 5 : LEDGERS;

    for (int i = 0; i < count; i++) {
        open_desk();
        roll(&of, &dice);
        post_table(&of);
        for (int row = 0; row < ROWS; row++)
            publish(&of, row, &rows[row]);
        for (int month = 0; month <= MONTHS; month++) {
            for (int way = 0; way <= WAYS && (month < of.months || month == MONTHS);
                 way++) {
                compare(&of, rows, PLACES, false, month, way);
                compare(&of, rows, PLACES, true, month, way);
                for (int place = 0; place < of.places; place++)
                    compare(&of, rows, place, true, month, way);
            }
        }
        close_desk();
    }
}

/* Whatever period a month is asked for in, its own rule says what it tells. */
Test(small_cells, follow_the_rule_of_each_month)
{
    kho_query query =
        period_query("tyt", kho_date_of(2026, 7, 1), kho_date_of(2026, 9, 30));

    open_clinic();
    for (int month = 7; month <= 9; month++) {
        char line[256];

        snprintf(line, sizeof(line),
            "{'date':'2026-%02d-05','service':{'place':'tyt','method':'pill',"
            "'kind':'counsel','clients':%d}}\n",
            month,
            month == 7   ? 4
            : month == 8 ? 2
                         : 1);
        must_post(line);
    }
    cr_expect(eq(str, (char *)services_of("tyt", 7), "tyt,pill,counsel,,4,0,0.00,\n"));
    load_rules(5, kho_date_of(2020, 1, 1));
    load_rules(3, kho_date_of(2026, 8, 1));
    load_rules(0, kho_date_of(2026, 9, 1));
    cr_expect(eq(str, (char *)services_of("tyt", 7), "tyt,pill,counsel,,,,,1\n"));
    cr_expect(eq(str, (char *)services_of("tyt", 8), "tyt,pill,counsel,,,,,1\n"));
    cr_expect(eq(str, (char *)services_of("tyt", 9), "tyt,pill,counsel,,1,0,0.00,\n"));
    cr_expect(eq(
        str, (char *)ask(kho_ledger_services, &query), "tyt,pill,counsel,,1,0,0.00,2\n"));
    query.sum = query.tree = true;
    cr_expect(eq(
        str, (char *)ask(kho_ledger_services, &query), "tyt,pill,counsel,,1,0,0.00,2\n"));
    close_desk();
}

Test(small_cells, are_told_of_whole_months_that_are_over)
{
    kho_query query =
        period_query(NULL, kho_date_of(2026, 9, 1), kho_date_of(2026, 9, 29));

    open_clinic();
    cr_expect(eq(str, (char *)ask(kho_ledger_services, &query), ""));
    load_rules(5, kho_date_of(2020, 1, 1));
    for (int i = 0; i < 2; i++) {
        const clinic_question question = i ? kho_ledger_mix : kho_ledger_services;
        kho_table *table = NULL;

        query = period_query(NULL, kho_date_of(2026, 9, 1), kho_date_of(2026, 9, 29));
        cr_expect(eq(int, question(ledger, &query, &table), KHO_EINVALID));
        query = period_query(NULL, kho_date_of(2026, 9, 2), kho_date_of(2026, 9, 30));
        cr_expect(eq(int, question(ledger, &query, &table), KHO_EINVALID));
        query = period_query(NULL, kho_date_of(2026, 11, 1), kho_date_of(2026, 11, 30));
        query.on = KHO_NO_DATE;
        cr_expect(eq(int, question(ledger, &query, &table), KHO_EINVALID));
        query = period_query(NULL, kho_date_of(2026, 9, 1), kho_date_of(2026, 10, 31));
        cr_expect(eq(int, question(ledger, &query, &table), KHO_OK));
        kho_table_free(table);
    }
    close_desk();
}
