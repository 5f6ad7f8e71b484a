/* What became of a closed month: each figure that differs, then the entries that came
 * after the closing and explain it. */
#include "report/restated.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "model/names.h"
#include "report/frozen.h"

/* The report's columns in their order, by what is compared. */
/* clang-format off */
#define NAME(TABLE, COLUMN, key, type, digits, vi, en) [KHO_##TABLE##_##COLUMN] = {#key, vi, en},
static const kho__name names[] = {KHO_REPORT_COLUMNS(NAME)};
#undef NAME
/* clang-format on */

/* An entry that came after a closing and touched its months. */
typedef struct later {
    int64_t seq;
    const char *uid;
    kho_date date, recorded;
    kho__effects effects;
} later;

/* The table that is being filled, and what is known of the place that it is at. */
typedef struct telling {
    const kho__asked *asked;
    kho_month month;
    kho__rows rows;
    kho__arena arena; /* of the place */
    later *later;
    size_t later_count, later_room;
    kho__measure measure; /* what one entry did to one line */
} telling;

static void forget(telling *at)
{
    for (size_t i = 0; i < at->later_count; i++)
        kho__effects_free(&at->later[i].effects);
    at->later_count = 0;
    kho__arena_clear(&at->arena);
}

static int compare_later(const void *a, const void *b)
{
    const later *const x = a, *const y = b;

    return (x->seq > y->seq) - (x->seq < y->seq);
}

static kho_status read_later(telling *at, int64_t seq)
{
    kho_ledger *ledger = at->asked->ledger;
    kho__record record;
    kho__entry_row row;
    later *entry;
    kho_status status;

    if (!kho__grow(
            (void **)&at->later, &at->later_room, at->later_count, 1, sizeof(*at->later)))
        return kho__fail_memory();
    if ((status = kho__journal_by_seq(ledger, &at->arena, seq, &row)) < 0 ||
        (status = kho__record_read(&at->arena, row.body, row.body_size, &record)) < 0)
        return status;
    entry = &at->later[at->later_count];
    *entry = (later){.seq = seq,
        .uid = row.uid,
        .date = row.date,
        .recorded = kho__day_of(ledger, row.recorded)};
    status = kho__effects_of(ledger, row.date, &record, &entry->effects);
    at->later_count += status == KHO_OK;
    kho__record_free(&record);
    return status;
}

/* Entries behind a seq that touched one place up to the month. */
static kho_status find_touches(telling *at, int32_t place, int64_t known)
{
    kho_ledger *ledger = at->asked->ledger;
    kho_month *months;
    int64_t *seqs;
    size_t month_count, count;
    kho_status status =
        kho__sheet_months(ledger, &at->arena, place, &months, &month_count);

    for (size_t i = 0; i < month_count && status == KHO_OK; i++) {
        if (months[i] > at->month)
            break;
        status = kho__touches_after(
            ledger, &at->arena, months[i], place, known, &seqs, &count);
        for (size_t j = 0; j < count && status == KHO_OK; j++)
            status = read_later(at, seqs[j]);
    }
    return status;
}

/* All entries that may explain a place's differences, each once, in their order. */
static kho_status find_later(telling *at, const kho__closing *closing)
{
    const int32_t hold = kho__hold_of(&at->asked->ledger->catalogue, closing->place);
    size_t kept = 0;
    int64_t known;
    kho_status status = kho__frozen_known(at->asked->ledger, closing->seq, &known);

    forget(at);
    if (status < 0 || (status = find_touches(at, closing->place, known)) < 0 ||
        (hold && (status = find_touches(at, hold, known)) < 0))
        return status;
    if (at->later_count)
        qsort(at->later, at->later_count, sizeof(*at->later), compare_later);
    for (size_t i = 0; i < at->later_count; i++) {
        if (kept && at->later[kept - 1].seq == at->later[i].seq)
            kho__effects_free(&at->later[i].effects);
        else
            at->later[kept++] = at->later[i];
    }
    at->later_count = kept;
    return KHO_OK;
}

/* One side of a leg, as the sheets of the line would take it up. */
static void add_side(
    telling *at, kho_date date, bool held, int flow, int64_t quantity, int64_t effect)
{
    kho__measure *measure = &at->measure;
    bool overflow = false;

    if (date > kho_month_last(at->month))
        return;
    if (date < kho_month_first(at->month))
        overflow |= __builtin_add_overflow(measure->opening, effect, &measure->opening);
    else
        overflow |=
            __builtin_add_overflow(measure->flows[flow], quantity, &measure->flows[flow]);
    overflow |= __builtin_add_overflow(measure->closing, effect, &measure->closing);
    if (held)
        overflow |= __builtin_add_overflow(measure->held, effect, &measure->held);
    measure->overflow |= overflow;
}

/* What an entry did to each column of a line. */
static kho_status explain(
    telling *at, const later *entry, const kho__restated *line, int64_t *out)
{
    const int32_t hold = kho__hold_of(&at->asked->ledger->catalogue, line->place);

    kho__measure_clear(&at->measure, NULL);
    for (size_t i = 0; i < entry->effects.leg_count; i++) {
        const kho__leg *leg = &entry->effects.legs[i];
        const int64_t quantity = leg->quantity;

        if (KHO__KEY_ITEM(leg->key) != line->item ||
            KHO__KEY_CHANNEL(leg->key) != line->channel)
            continue;
        if (leg->from == line->place || (hold && leg->from == hold))
            add_side(at, entry->date, leg->from == hold, KHO__FLOW_OUT(leg->verb),
                quantity, -quantity);
        if (leg->to == line->place || (hold && leg->to == hold))
            add_side(at, entry->date, leg->to == hold, KHO__FLOW_IN(leg->verb), quantity,
                quantity);
    }
    if (!kho__measure_sums(&at->measure, false, out))
        return kho__fail_overflow(at->asked, line->place, line->item);
    out[KHO__RESTATED_HELD] = at->measure.held;
    return KHO_OK;
}

static kho_status add_row(telling *at, const kho__restated *line, size_t column)
{
    const kho__name *name =
        &names[column == KHO__RESTATED_HELD ? (size_t)KHO_REPORT_HELD
                                            : kho__report_sums[column]];
    const kho_status status =
        kho__rows_add(&at->rows, line->place, line->item, line->channel);

    return status < 0 ? status
                      : kho__table_set_known(at->rows.table, KHO_RESTATED_COLUMN,
                            name->word, name->vi, name->en);
}

static kho_status add_entry(telling *at, const kho__restated *line, size_t column,
    const later *entry, int64_t difference)
{
    kho_table *table = at->rows.table;
    const kho_status status = add_row(at, line, column);

    if (status < 0)
        return status;
    kho__table_set_int(table, KHO_RESTATED_DIFFERENCE, difference);
    kho__table_set_date(table, KHO_RESTATED_DATE, entry->date);
    kho__table_set_date(table, KHO_RESTATED_RECORDED, entry->recorded);
    return kho__table_set_known(table, KHO_RESTATED_UID, entry->uid, NULL, NULL);
}

/* A figure that differs, and who made it differ. */
static kho_status tell_column(telling *at, const kho__restated *line, size_t column,
    const int64_t (*did)[KHO__RESTATED])
{
    kho_table *table = at->rows.table;
    int64_t difference;
    kho_status status = add_row(at, line, column);

    if (status < 0)
        return status;
    if (__builtin_sub_overflow(line->now[column], line->closed[column], &difference))
        return kho__fail_overflow(at->asked, line->place, line->item);
    kho__table_set_int(table, KHO_RESTATED_CLOSED, line->closed[column]);
    kho__table_set_int(table, KHO_RESTATED_NOW, line->now[column]);
    kho__table_set_int(table, KHO_RESTATED_DIFFERENCE, difference);
    for (size_t i = 0; i < at->later_count && status == KHO_OK; i++) {
        if (did[i][column])
            status = add_entry(at, line, column, &at->later[i], did[i][column]);
    }
    return status;
}

static kho_status tell_line(telling *at, const kho__restated *line)
{
    int64_t(*did)[KHO__RESTATED] = calloc(at->later_count + 1, sizeof(*did));
    kho_status status = did ? KHO_OK : kho__fail_memory();

    for (size_t i = 0; i < at->later_count && status == KHO_OK; i++)
        status = explain(at, &at->later[i], line, did[i]);
    for (size_t i = 0; i < KHO__RESTATED && status == KHO_OK; i++) {
        if (line->closed[i] != line->now[i])
            status = tell_column(at, line, i, (const int64_t(*)[KHO__RESTATED])did);
    }
    free(did);
    return status;
}

static kho_status tell_lines(
    telling *at, const kho__closing *closings, const kho__restated *lines, size_t count)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        if (i == 0 || lines[i].place != lines[i - 1].place) {
            while (closings->place != lines[i].place)
                closings++;
            status = find_later(at, closings);
        }
        if (status == KHO_OK)
            status = tell_line(at, &lines[i]);
    }
    return status;
}

static kho_status put_meta(
    const kho__asked *asked, size_t closed, size_t places, kho_table *table)
{
    kho__asked unjudged = *asked; /* rules have no say here */
    char text[48];
    kho_status status;

    unjudged.ruling = NULL;
    snprintf(text, sizeof(text), "%zu/%zu", closed, places);
    if ((status = kho__asked_meta_period(&unjudged, table)) < 0)
        return status;
    return kho__table_meta_set(table, "closed", text);
}

static kho_status fill_lines(const kho__asked *asked, kho_month month,
    const kho__closing *closings, size_t count, kho_table *table)
{
    const size_t order[] = {KHO_RESTATED_PLACE, KHO_RESTATED_ITEM, KHO_RESTATED_CHANNEL};
    telling at = {.asked = asked, .month = month};
    kho__restated *lines = NULL;
    size_t line_count = 0;
    kho_status status =
        kho__restated_lines(asked, month, closings, count, &lines, &line_count);

    if (status == KHO_OK)
        status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
            KHO_RESTATED_PLACE, KHO_RESTATED_ITEM, KHO_RESTATED_CHANNEL);
    if (status == KHO_OK)
        status = tell_lines(&at, closings, lines, line_count);
    /* Within a line the rows stay as they are. */
    if (status == KHO_OK)
        status = kho__table_sort(table, order, sizeof(order) / sizeof(*order));
    kho__rows_end(&at.rows);
    forget(&at);
    kho__arena_free(&at.arena);
    free(at.later);
    free(lines);
    return status;
}

static kho_status fill(const kho__asked *asked, kho_table *table)
{
    const kho_month month = kho_month_of(asked->from);
    kho__closing *closings;
    size_t count, places;
    char text[16];
    kho_status status;

    if (asked->sum || asked->from != kho_month_first(month) ||
        asked->to != kho_month_last(month))
        return kho__fail(KHO_EINVALID,
            "what was restated is asked of one whole month, place by place",
            "thay đổi sau khóa sổ được hỏi theo một tháng trọn, từng nơi một");
    if ((status = kho__closed_among(asked, month, &closings, &count, &places)) < 0)
        return status;
    if (!count)
        return kho__fail(KHO_ENOTFOUND, "%s was not closed here", "chưa khóa sổ tháng %s",
            kho_month_format(month, text));
    if ((status = fill_lines(asked, month, closings, count, table)) < 0)
        return status;
    return put_meta(asked, count, places, table);
}

kho_status kho_ledger_restated(
    kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_RESTATED, fill, out);
}
