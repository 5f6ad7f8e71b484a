/* How a judgement came about: its steps, each with the arithmetic that anybody can redo.
 */
#include <string.h>

#include "base/error.h"
#include "model/names.h"
#include "report/because.h"
#include "report/report.h"

typedef struct filling {
    const kho__asked *asked;
    const kho__period *period;
    kho__rows rows;
} filling;

/* What a step is about, in each language: "month 2026-08". */
typedef struct title {
    kho__buffer code, vi, en;
} title;

static void add(title *to, const char *code, const char *vi, const char *en)
{
    kho__buffer_text(&to->code, code);
    kho__buffer_text(&to->vi, vi);
    kho__buffer_text(&to->en, en);
}

static void add_month(title *to, kho_month month, kho_date on)
{
    char text[16];

    kho_month_format(month, text);
    add(to, " ", " ", " ");
    add(to, text, text, text);
    if (kho_month_last(month) > on)
        add(to, "", " (chưa hết tháng)", " (not over yet)");
}

/* A lot as it is typed: "@A12/2029-05-31". */
static void add_lot(title *to, const kho__dated *lot)
{
    char text[16];

    kho_date_format(lot->expiry, text);
    add(to, " ", ": ", ": ");
    if (lot->of && *lot->of->number) {
        add(to, "@", "lô ", "lot ");
        add(to, lot->of->number, lot->of->number, lot->of->number);
    }
    add(to, "/", ", hạn ", ", expiry ");
    add(to, text, text, text);
    if (lot->road)
        add(to, " in_transit", ", đang về", ", in transit");
}

static kho_status set_word(
    const filling *at, size_t column, const title *is, const char *code)
{
    kho_status status;
    int32_t word;

    if ((code ? KHO_OK : (status = kho__buffer_status(&is->code))) < 0 ||
        (status = kho__buffer_status(&is->vi)) < 0 ||
        (status = kho__buffer_status(&is->en)) < 0)
        return status;
    word = kho__table_word(
        at->rows.table, column, code ? code : is->code.bytes, is->vi.bytes, is->en.bytes);
    if (word < 0)
        return kho__fail_memory();
    kho__table_set_word(at->rows.table, column, word);
    return KHO_OK;
}

static void free_title(title *is)
{
    kho__buffer_free(&is->code);
    kho__buffer_free(&is->vi);
    kho__buffer_free(&is->en);
}

static kho_status fill_title(
    const filling *at, const kho__step *step, const kho__name *name)
{
    title is = {0};
    kho_status status;

    add(&is, name->word, name->vi, name->en);
    if (step && step->kind == KHO__STEP_MONTH)
        add_month(&is, step->month, at->period->to);
    if (step && step->lot)
        add_lot(&is, step->lot);
    status = set_word(at, KHO_EXPLAIN_STEP, &is, NULL);
    free_title(&is);
    return status;
}

/* Begin a row of a line. */
static kho_status begin(
    filling *at, const kho__reported *line, kho__step_kind kind, const kho__step *step)
{
    const kho_status status = kho__rows_add(&at->rows, 0, 0, line->channel);

    return status < 0 ? status : fill_title(at, step, &kho__step_names[kind]);
}

static kho_status fill_step(filling *at, const kho__reported *line, const kho__step *step)
{
    kho_table *const table = at->rows.table;
    kho_status status = begin(at, line, step->kind, step);

    if (status == KHO_OK && step->formula)
        status = kho__table_set_text(table, KHO_EXPLAIN_FORMULA, step->formula);
    if (status == KHO_OK)
        status = kho__rows_name(&at->rows, KHO_EXPLAIN_FORMULA, step->instead);
    if (status == KHO_OK && step->value)
        status = kho__table_set_text(table, KHO_EXPLAIN_VALUE, step->value);
    return status < 0 ? status : kho__rows_name(&at->rows, KHO_EXPLAIN_VALUE, step->word);
}

static bool gave(const kho__traced *traced, const kho__match *match)
{
    for (size_t i = 0; i < KHO__SETTINGS; i++) {
        if (traced->by[i] == match)
            return true;
    }
    return false;
}

/* Where the line's rule comes from: "rules.yaml:14 level=station; rules.yaml:20 ...". */
static kho_status put_source(
    kho__buffer *out, const kho__asked *asked, const kho__reported *line)
{
    const kho__ruleset *const set = kho__ruling_set(asked->ruling);
    kho__traced traced;
    const kho_status status =
        kho__ruling_trace(asked->ruling, line->place, line->item, line->channel, &traced);

    if (status < 0 || !set->file)
        return status;
    for (size_t i = 0; i < set->match_count; i++) {
        const kho__match *const match = &set->matches[i];

        if (gave(&traced, match))
            kho__buffer_print(out, "%s%s:%d %s", out->size ? "; " : "", set->file,
                match->line, match->text);
    }
    if (!out->size)
        kho__buffer_text(out, set->file);
    return kho__buffer_status(out);
}

static kho_status fill_rule(filling *at, const kho__reported *line)
{
    kho_table *const table = at->rows.table;
    kho__buffer source = {0};
    kho_status status = begin(at, line, KHO__STEP_RULE, NULL);

    if (status == KHO_OK)
        status = put_source(&source, at->asked, line);
    if (status == KHO_OK && source.size)
        status = kho__table_set_text(table, KHO_EXPLAIN_FORMULA, source.bytes);
    kho__buffer_free(&source);
    return status < 0
               ? status
               : kho__table_set_text(table, KHO_EXPLAIN_VALUE, line->measure->rule->name);
}

/* The conclusion; programs read how it stands. */
static kho_status fill_because(filling *at, const kho__reported *line,
    const kho__judged *judged, const kho_item *item)
{
    title is = {0};
    kho_status status = begin(at, line, KHO__STEP_BECAUSE, NULL);

    kho__because(&is.vi, KHO_VI, judged, item);
    kho__because(&is.en, KHO_EN, judged, item);
    if (status == KHO_OK)
        status = set_word(at, KHO_EXPLAIN_VALUE, &is,
            judged->judgement.by_hand ? kho__instead_names[KHO__INSTEAD_BY_HAND].word
                                      : kho_standing_word(judged->judgement.standing));
    free_title(&is);
    return status;
}

static kho_status fill_line(void *context, const kho__reported *line)
{
    filling *at = context;
    kho__measure *const measure = line->measure;
    const kho_item *item = &kho__item_at(at->rows.catalogue, line->item)->as;
    kho__judged judged = {.rule = measure->rule};
    kho__steps steps = {0};
    bool amc_defined;
    kho_rational amc;
    kho_status status;

    if (!line->role.judged)
        return KHO_OK;
    if ((status = kho__measure_judge(
             measure, at->period, item->pack, &amc_defined, &amc, &judged.judgement)) < 0)
        return status;
    judged.first = kho__window_of(measure->rule, at->period->to).first +
                   (kho_month)measure->month_begin;
    judged.months = measure->months + measure->month_begin;
    judged.whys = measure->whys + measure->month_begin;
    judged.month_count = measure->month_count - measure->month_begin;
    judged.lots = measure->lots;
    judged.lot_count = measure->lot_count;
    judged.position = measure->position;

    if ((status = fill_rule(at, line)) == KHO_OK)
        status = kho__steps_tell(&steps, &judged);
    for (size_t i = 0; i < steps.count && status == KHO_OK; i++)
        status = fill_step(at, line, &steps.all[i]);
    if (status == KHO_OK)
        status = fill_because(at, line, &judged, item);
    kho__steps_free(&steps);
    return status;
}

static kho_status fill_meta(const kho__asked *asked, kho_table *table)
{
    const kho__catalogue *const catalogue = &asked->ledger->catalogue;
    kho_status status;

    if ((status = kho__asked_meta(asked, table)) < 0 ||
        (status = kho__table_meta_set(
             table, "place", kho__place_at(catalogue, asked->root)->as.code)) < 0)
        return status;
    return kho__table_meta_set(
        table, "item", kho__item_at(catalogue, asked->item)->as.code);
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho__period period = kho__period_of(asked->on, asked->on, asked->ruling);
    const size_t order[] = {KHO_EXPLAIN_CHANNEL};
    filling at = {.asked = asked, .period = &period};
    kho_status status;

    if (!asked->root || !asked->item || (asked->tree && !asked->sum))
        return kho__fail(KHO_EINVALID,
            "an explanation is of one item at one place, or at a tree as a sum",
            "diễn giải là của một mặt hàng tại một nơi, hoặc của cả cây cộng làm một");
    if ((status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
             KHO__NO_COLUMN, KHO__NO_COLUMN, KHO_EXPLAIN_CHANNEL)) < 0)
        return status;
    status = kho__each_asked(asked, &period, fill_line, &at);
    kho__rows_end(&at.rows);
    if (status < 0 ||
        (status = kho__table_sort(table, order, sizeof(order) / sizeof(*order))) < 0)
        return status;
    return fill_meta(asked, table);
}

kho_status kho_ledger_explain(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(
        ledger, query, KHO__ASK_PLACES | KHO__ASK_RULES, KHO__TABLE_EXPLAIN, fill, out);
}
