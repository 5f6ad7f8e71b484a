/* Closing months: the report of each place as it is now goes into the journal. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/close.h"
#include "model/table_json.h"
#include "report/report.h"
#include "report/restated.h"

#define BY_MOST 4096

/* The stock report is the first columns of what is kept. */
static const kho__table_kind kept_kinds[] = {KHO__TABLE_REPORT, KHO__TABLE_YTD};

enum { KEPT = sizeof(kept_kinds) / sizeof(*kept_kinds) };

/* A month that is being closed. */
typedef struct closing {
    kho__asked asked; /* its places are those that are closed now */
    kho_month month;
    const char *by;
    int64_t known;
    kho_table *table;
    const char *like; /* uid of the closing that says the heads; NULL: none yet */
    kho__buffer json;
} closing;

static kho_status refuse_kind(const char *place)
{
    return kho__fail(KHO_EINVALID,
        "'%s' is not a store or a collaborator: only these are closed",
        "'%s' không phải kho hay cộng tác viên: chỉ khóa sổ được những nơi này", place);
}

/* One place alone says why it can't be closed; *done: it was. */
static kho_status judge_one(const closing *at, bool *done)
{
    const int32_t place = at->asked.root;
    const char *code = kho__place_at(&at->asked.ledger->catalogue, place)->as.code;
    kho__closing standing;
    kho_month through;
    char month[16];
    kho_status status;

    if ((status = kho__closed_through(at->asked.ledger, place, &through)) < 0 ||
        (status = kho__closing_get(at->asked.ledger, place, at->month, &standing)) < 0)
        return status;
    *done = standing.seq;
    if (*done || through < at->month)
        return KHO_OK;
    return kho__fail(KHO_EINVALID,
        "%s is closed through %s already: an earlier month is locked with it",
        "%s đã khóa sổ đến %s: các tháng trước đã khóa theo", code,
        kho_month_format(through, month));
}

/* Keep the places that aren't closed through the month yet. */
static kho_status find_places(closing *at)
{
    kho__asked *asked = &at->asked;
    kho_month through;
    kho_status status = KHO_OK;
    size_t kept = 0;
    bool done = false;

    if (kho__closed_with(asked->ledger, asked->root) != asked->root)
        return refuse_kind(
            kho__place_at(&asked->ledger->catalogue, asked->root)->as.code);
    if (!asked->tree && (status = judge_one(at, &done)) < 0)
        return status;
    for (size_t i = 0; i < asked->place_count && status == KHO_OK && !done; i++) {
        const int32_t place = asked->places[i];

        if (kho__closed_with(asked->ledger, place) != place)
            continue;
        if ((status = kho__closed_through(asked->ledger, place, &through)) == KHO_OK &&
            through < at->month)
            asked->places[kept++] = place;
    }
    asked->place_count = kept;
    return status;
}

/* The lines of one place that opened the month with something else than the closing
 * before says. */
static kho_status add_gap(closing *at, int32_t place, char text[24])
{
    kho__asked one = at->asked;
    size_t gap;
    kho_status status;

    one.places = &place;
    one.place_count = 1;
    one.root = place;
    one.tree = false;
    status = kho__gap(&one, at->month - 1, &gap);
    text[0] = '\0';
    if (status == KHO_OK && gap)
        snprintf(text, 24, "%zu", gap);
    return status;
}

/* The table of one place: the rows first..end of the whole. */
static kho_status write_table(
    closing *at, int32_t place, const char *uid, size_t first, size_t end)
{
    char day[16], gap[24];
    const char *const meta[][2] = {
        {"closed", kho_date_format(kho_ledger_today(at->asked.ledger), day)},
        {"closing",        uid                                                 },
        {"gap",        gap    },
    };
    const kho_status status = add_gap(at, place, gap);

    if (status < 0)
        return status;
    kho__buffer_clear(&at->json);
    kho__buffer_byte(&at->json, '{');
    if (at->like) {
        kho__buffer_key(&at->json, "like");
        kho__buffer_json(&at->json, at->like);
    } else {
        kho__table_write_heads(kept_kinds, KEPT, &at->json);
    }
    if (kho__table_write_rows(at->table, first, end, meta, *gap ? 3 : 2, &at->json) < 0)
        return kho_error_last()->status;
    kho__buffer_byte(&at->json, '}');
    return kho__buffer_status(&at->json);
}

/* Rows lie place by place, in the order of the places. */
static size_t rows_end(const closing *at, int32_t place, size_t row)
{
    const char *code = kho__place_at(&at->asked.ledger->catalogue, place)->as.code;

    while (row < kho_table_rows(at->table) &&
           strcmp(kho_table_text(at->table, row, KHO_YTD_PLACE), code) == 0)
        row++;
    return row;
}

static kho_status close_places(closing *at)
{
    kho_ledger *ledger = at->asked.ledger;
    size_t row = 0;

    for (size_t i = 0; i < at->asked.place_count; i++) {
        kho__to_close one = {.place = at->asked.places[i],
            .month = at->month,
            .known = at->known,
            .by = at->by};
        const size_t end = rows_end(at, one.place, row);
        kho_status status;

        if ((status = kho__closing_uid(
                 ledger, &ledger->arena, one.place, one.month, &one.uid)) < 0 ||
            (status = write_table(at, one.place, one.uid, row, end)) < 0)
            return status;
        one.table = at->json.bytes;
        if ((status = kho__closing_post(ledger, &one)) < 0)
            return status;
        if (!at->like)
            at->like = one.uid;
        row = end;
        kho__ledger_progress(
            ledger, "close", (int64_t)i + 1, (int64_t)at->asked.place_count);
    }
    return row == kho_table_rows(at->table)
               ? KHO_OK
               : kho__fail(KHO_EDAMAGED, "the report has lines of other places",
                     "báo cáo có dòng của nơi khác");
}

static kho_status close_within(closing *at, int64_t *closed)
{
    kho_ledger *ledger = at->asked.ledger;
    kho_status status;

    if ((status = find_places(at)) < 0 || !at->asked.place_count)
        return status;
    if ((status = kho__table_new(KHO__TABLE_YTD, at->asked.place_count, &at->table)) <
            0 ||
        (status = kho__report_fill_year(&at->asked, at->table)) < 0)
        return status;
    ledger->broken = true;
    if ((status = close_places(at)) < 0)
        return status;
    ledger->broken = false;
    *closed = (int64_t)at->asked.place_count;
    return KHO_OK;
}

/* The whole month, as it is known now. */
static kho_status begin(closing *at, kho_ledger *ledger, const char *place, bool tree)
{
    kho_query query = KHO_QUERY_INIT;
    kho_status status;
    char month[16];

    if (!place)
        return kho__fail(KHO_EINVALID, "the place is missing", "thiếu nơi");
    if (at->month < kho_month_of(kho_date_of(1900, 1, 1)))
        return kho__fail(KHO_EINVALID, "there is no such month to close",
            "không có tháng này để khóa sổ");
    if ((status = kho__tells_time(kho__now(ledger))) < 0)
        return status;
    if (at->month >= kho_month_of(kho_ledger_today(ledger)))
        return kho__fail(KHO_EINVALID, "%s is not over yet", "tháng %s chưa kết thúc",
            kho_month_format(at->month, month));
    query.place = place;
    query.tree = tree;
    query.from = kho_month_first(at->month);
    query.to = query.on = kho_month_last(at->month);
    return kho__asked_begin(
        &at->asked, ledger, &query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES);
}

kho_status kho_ledger_close_month(kho_ledger *ledger, const char *place, bool tree,
    kho_month month, const char *by, int64_t *closed)
{
    closing at = {.month = month};
    int64_t unused;
    kho_status status;

    if (!closed)
        closed = &unused;
    *closed = 0;
    if ((status = kho__ledger_enter(ledger)) < 0)
        return status;
    if (by)
        status = kho__text_take(&ledger->arena, "by", by, BY_MOST, &at.by);
    if (status == KHO_OK && (status = begin(&at, ledger, place, tree)) == KHO_OK) {
        at.known = ledger->head.seq;
        at.asked.as_known = true; /* what is kept is what is known now */
        status = close_within(&at, closed);
    }
    kho__asked_end(&at.asked);
    kho_table_free(at.table);
    kho__buffer_free(&at.json);
    return kho__ledger_leave(ledger, status, *closed > 0);
}
