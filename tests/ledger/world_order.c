/* What to order and why, compared with how the reference judges each line. */
#include "ledger/world_inside.h"

#include <string.h>

#include "rules/formula.h"

/* The lines as they stand on the day asked about. */
static size_t judge(
    world *world, const reference_query *query, reference_report_row *rows)
{
    reference_query day = *query;

    day.from = day.to = day.on;
    return reference_report(world->books, &day, rows, WORLD_ROWS);
}

static bool is_line(const reference *books, const reference_report_row *line,
    const kho_table *table, size_t row)
{
    return strcmp(world_place(books, line->place),
               kho_table_text(table, row, KHO_SUGGEST_PLACE)) == 0 &&
           strcmp(books->items[line->item].code,
               kho_table_text(table, row, KHO_SUGGEST_ITEM)) == 0 &&
           strcmp(books->channels[line->channel],
               kho_table_text(table, row, KHO_SUGGEST_CHANNEL)) == 0;
}

/* By the built-in rule the target is 3 months. */
static bool is_suggested(
    const reference_report_row *line, int64_t pack, const kho_table *table, size_t row)
{
    const int64_t order = line->cell[KHO_REPORT_TO_ORDER];
    const kho_rational amc = kho_table_rational(table, row, KHO_SUGGEST_AMC),
                       target = kho_table_rational(table, row, KHO_SUGGEST_TARGET);

    if (kho_table_int(table, row, KHO_SUGGEST_USABLE) != line->usable)
        return false;
    if (line->by_hand)
        return !kho_table_has(table, row, KHO_SUGGEST_AMC) &&
               !kho_table_has(table, row, KHO_SUGGEST_TARGET) &&
               !kho_table_has(table, row, KHO_SUGGEST_TO_ORDER) &&
               !kho_table_has(table, row, KHO_SUGGEST_PACKS);
    return order > 0 && amc.numerator == line->amc.numerator &&
           amc.denominator == line->amc.denominator &&
           target.numerator * amc.denominator == 3 * amc.numerator * target.denominator &&
           kho_table_int(table, row, KHO_SUGGEST_TO_ORDER) == order &&
           kho_table_int(table, row, KHO_SUGGEST_PACKS) == (order + pack - 1) / pack;
}

/* A line in which nothing ever stayed a night may be listed or not. */
static bool is_empty(const kho_table *table, size_t row)
{
    return kho_table_int(table, row, KHO_SUGGEST_USABLE) == 0 &&
           !kho_table_has(table, row, KHO_SUGGEST_TO_ORDER);
}

bool world_suggest(world *world, const reference_query *query)
{
    const reference *books = world->books;
    static reference_report_row lines[WORLD_ROWS];
    const size_t count = judge(world, query, lines);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    size_t row = 0, missing = 0;
    bool same = true;

    if (kho_ledger_suggest(world->ledger, &asked, &table) < 0)
        return world_differ(world, "suggest %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    for (size_t i = 0; i < count; i++)
        missing += lines[i].held && lines[i].judged &&
                   (lines[i].by_hand || lines[i].cell[KHO_REPORT_TO_ORDER] > 0);
    for (; row < kho_table_rows(table) && same; row++) {
        size_t i = 0;

        while (i < count && !is_line(books, &lines[i], table, row))
            i++;
        same = i < count
                   ? is_suggested(&lines[i], books->items[lines[i].item].pack, table, row)
                   : is_empty(table, row);
        missing -= i < count && lines[i].held;
    }
    if (!same)
        world_differ(world, "suggest %s: %s %s isn't as expected",
            world_describe(world, query, text),
            kho_table_text(table, row - 1, KHO_SUGGEST_PLACE),
            kho_table_text(table, row - 1, KHO_SUGGEST_ITEM));
    else if (missing)
        same = world_differ(world, "suggest %s: %zu rows are missing",
            world_describe(world, query, text), missing);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

static const char *number(char *text, bool defined, kho_rational value)
{
    if (!defined)
        return "";
    snprintf(text, 64, value.denominator == 1 ? "%lld" : "%lld/%lld",
        (long long)value.numerator, (long long)value.denominator);
    return text;
}

/* The value of a line's step; NULL: no such. */
static const char *value_of(const kho_table *table, const char *channel, const char *step)
{
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_EXPLAIN_CHANNEL), channel) == 0 &&
            strcmp(kho_table_text(table, row, KHO_EXPLAIN_STEP), step) == 0)
            return kho_table_text(table, row, KHO_EXPLAIN_VALUE);
    }
    return NULL;
}

static bool is_step(
    const kho_table *table, const char *channel, const char *step, const char *expected)
{
    const char *value = value_of(table, channel, step);

    return value && strcmp(value, expected) == 0;
}

/* What the lots at risk are, by the reference, in all. */
static kho_rational risk_of(const reference_report_row *line)
{
    kho_rational sum = {0, 1};

    for (size_t i = 0; i < line->risk_count; i++)
        sum.numerator += line->risks[i];
    return sum;
}

/* The first step that isn't as the reference judges; NULL if none. */
static const char *find_difference(
    const kho_table *table, const char *channel, const reference_report_row *line)
{
    const kho_rational order = {line->cell[KHO_REPORT_TO_ORDER], 1},
                       usable = {line->usable, 1};
    const struct {
        const char *step;
        bool defined;
        kho_rational value;
    } steps[] = {
        {"amc",                                    line->amc_defined,    line->amc    },
        {"usable",                                 true,                 usable       },
        {"expiring",                               true,                 risk_of(line)},
        {"months",                                 line->months_defined, line->months },
        {line->months_defined ? "packs" : "order", !line->by_hand,       order        },
    };
    char text[64];

    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        if (!is_step(table, channel, steps[i].step,
                number(text, steps[i].defined, steps[i].value)))
            return steps[i].step;
    }
    if (!is_step(table, channel, "status", kho_standing_word(line->standing)))
        return "status";
    return is_step(table, channel, "because",
               line->by_hand ? "by_hand" : kho_standing_word(line->standing))
               ? NULL
               : "because";
}

/* Arithmetic that somebody else does over again; a rule's is the file that it is of. */
static const char *find_wrong_formula(const kho_table *table)
{
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_EXPLAIN_STEP), "rule") != 0 &&
            !formula_gives(kho_table_text(table, row, KHO_EXPLAIN_FORMULA),
                kho_table_text(table, row, KHO_EXPLAIN_VALUE)))
            return kho_table_text(table, row, KHO_EXPLAIN_STEP);
    }
    return NULL;
}

static bool explain_line(
    world *world, const reference_query *query, const reference_report_row *line)
{
    const reference *books = world->books;
    const char *channel = books->channels[line->channel], *differs;
    reference_query one = *query;
    kho_query asked;
    char text[256];
    kho_table *table;
    bool same;

    one.place = line->place;
    one.item = line->item;
    one.tree = query->sum;
    asked = world_query(world, &one);
    if (kho_ledger_explain(world->ledger, &asked, &table) < 0)
        return world_differ(world, "explain %s: %s", world_describe(world, &one, text),
            kho_error_last()->message);
    differs = find_wrong_formula(table);
    if (!differs)
        differs = find_difference(table, channel, line);
    same = !differs || world_differ(world, "explain %s %s: %s isn't as expected",
                           world_describe(world, &one, text), channel, differs);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

bool world_explain(world *world, const reference_query *query)
{
    static reference_report_row lines[WORLD_ROWS];
    const size_t count = judge(world, query, lines);

    for (size_t i = 0; i < count; i++) {
        if (lines[i].held && lines[i].judged && lines[i].place >= 0 &&
            !explain_line(world, query, &lines[i]))
            return false;
    }
    return true;
}
