#include "report/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ledger/rules.h"

/* Rows in order, each of another method, kind and group. */
typedef struct shown_rows {
    kho__shown *rows;
    size_t count, room;
} shown_rows;

/* A place among those asked about. */
typedef struct node {
    int32_t place;
    size_t above; /* index of the node it stands under; SIZE_MAX: of none of them */
    int depth;
    shown_rows rows; /* of the month that is being told */
} node;

/* The counts of one place and month, as the sheet has them. */
typedef struct leaf_rows {
    kho__served_row *rows;
    size_t count, room;
} leaf_rows;

typedef struct telling {
    kho__served_sums *sums;
    int k; /* of the month that is being told */
    leaf_rows leaf;
    node *nodes; /* deepest first; the last one stands for the whole query */
    size_t node_count;
    shown_rows whole; /* of the period */
} telling;

static int compare_rows(const kho__served_row *a, const kho__served_row *b)
{
    return a->method != b->method ? (a->method > b->method) - (a->method < b->method)
           : a->kind != b->kind   ? (a->kind > b->kind) - (a->kind < b->kind)
                                  : (a->group > b->group) - (a->group < b->group);
}

/* Add a row to the one of the same method, kind and group, or put it in its place. */
static kho_status merge(shown_rows *into, const kho__shown *row)
{
    size_t i = into->count;

    while (i > 0 && compare_rows(&into->rows[i - 1].told, &row->told) > 0)
        i--;
    if (i > 0 && compare_rows(&into->rows[i - 1].told, &row->told) == 0)
        return kho__shown_add(&into->rows[i - 1], row);
    if (!kho__grow(
            (void **)&into->rows, &into->room, into->count, 1, sizeof(*into->rows)))
        return kho__fail_memory();
    memmove(&into->rows[i + 1], &into->rows[i], (into->count - i) * sizeof(*into->rows));
    into->rows[i] = *row;
    into->count++;
    return KHO_OK;
}

static kho_status merge_all(shown_rows *into, const shown_rows *from)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < from->count && status == KHO_OK; i++)
        status = merge(into, &from->rows[i]);
    return status;
}

/* What was told of a month is all that longer periods know of it. */
static kho_status merge_told(shown_rows *into, const shown_rows *from)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < from->count && status == KHO_OK; i++) {
        const kho__shown told = kho__shown_as_is(&from->rows[i].told);

        status = merge(into, &told);
    }
    return status;
}

static kho_status keep_row(void *context, const kho__served_row *row)
{
    leaf_rows *leaf = context;

    if (!kho__grow(
            (void **)&leaf->rows, &leaf->room, leaf->count, 1, sizeof(*leaf->rows)))
        return kho__fail_memory();
    leaf->rows[leaf->count++] = *row;
    return KHO_OK;
}

/* All groups of a method and a kind as one row. */
static kho_status add_total(
    const kho__served_row *rows, size_t count, int k, shown_rows *into)
{
    kho__shown total = kho__shown_as_is(&rows[0]), part;
    kho_status status = KHO_OK;

    for (size_t i = 1; i < count && status == KHO_OK; i++) {
        part = kho__shown_as_is(&rows[i]);
        status = kho__shown_add(&total, &part);
    }
    if (status < 0)
        return status;
    total.told.group = 0;
    part = kho__shown_of(&total.told, k);
    return merge(into, &part);
}

/* The groups of a method and a kind at one place in one month: their total comes first.
 */
static kho_status tell_groups(
    telling *at, kho__served_row *rows, size_t count, shown_rows *into)
{
    int64_t clients = 0;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < count; i++)
        clients += rows[i].clients;
    if (rows[0].kind >= 0 &&
        ((clients && clients < at->k) || !kho__hide_groups(rows, count, at->k)))
        return add_total(rows, count, at->k, into);
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        const kho__shown row = kho__shown_as_is(&rows[i]);

        status = merge(into, &row);
    }
    return status;
}

/* What one sheet tells: each row by itself, or the groups of each method and kind. */
static kho_status tell_sheet(telling *at, const kho__sheet *sheet, shown_rows *into)
{
    leaf_rows *leaf = &at->leaf;
    kho_status status = kho__served_add_month(at->sums, sheet);

    leaf->count = 0;
    if (status == KHO_OK)
        status = kho__served_rows(at->sums, keep_row, leaf);
    for (size_t i = 0, end; i < leaf->count && status == KHO_OK; i = end) {
        for (end = i + 1; end < leaf->count &&
                          leaf->rows[end].method == leaf->rows[i].method &&
                          leaf->rows[end].kind == leaf->rows[i].kind;)
            end++;
        if (at->sums->by != KHO_BY_NOTHING) {
            status = tell_groups(at, &leaf->rows[i], end - i, into);
        } else {
            const kho__shown row = kho__shown_of(&leaf->rows[i], at->k);

            status = merge(into, &row);
        }
    }
    return status;
}

/* Each month is told by the rule of its own last day, whatever period it is asked for in.
 */
static kho_status small_cells_of(kho_ledger *ledger, kho_month month, int *k)
{
    const kho__ruleset *set;
    const kho_status status = kho__rules_on(ledger, kho_month_last(month), &set);

    *k = status == KHO_OK ? set->small_cells : 0;
    return status;
}

kho_status kho__small_cells(const kho__asked *asked, int *most)
{
    const kho_month last = kho_month_of(asked->to);
    kho_status status = KHO_OK;
    int k;

    *most = 0;
    for (kho_month month = kho_month_of(asked->from); month <= last && status == KHO_OK;
         month++) {
        status = small_cells_of(asked->ledger, month, &k);
        *most = k > *most ? k : *most;
    }
    return status;
}

static kho_status hand_out(const shown_rows *rows, kho__served_visit visit, void *context)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < rows->count && status == KHO_OK; i++) {
        const kho__served_row *told = &rows->rows[i].told;

        if (told->clients || told->quantity || told->hidden)
            status = visit(context, told);
    }
    return status;
}

/* Places one by one: months of a place, each told by itself. */
static kho_status tell_places(
    telling *at, int32_t *place, kho__served_visit visit, void *context)
{
    const kho__asked *asked = at->sums->asked;
    shown_rows month = {0};
    kho__walk walk;
    kho_status status = kho__walk_begin(&walk, asked->ledger, kho_month_of(asked->from),
        kho_month_of(asked->to), asked->place_count > 16);

    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        *place = asked->places[i];
        at->whole.count = 0;
        status = kho__walk_place(&walk, *place);
        for (size_t j = 0; j < walk.months && status == KHO_OK; j++) {
            month.count = 0;
            status = small_cells_of(asked->ledger, walk.sheets[j].month, &at->k);
            if (status == KHO_OK &&
                (status = tell_sheet(at, &walk.sheets[j], &month)) == KHO_OK)
                status = merge_told(&at->whole, &month);
        }
        if (status == KHO_OK)
            status = hand_out(&at->whole, visit, context);
    }
    kho__walk_end(&walk);
    free(month.rows);
    return status;
}

static int compare_depths(const void *a, const void *b)
{
    const node *x = a, *y = b;

    return x->depth != y->depth ? (x->depth < y->depth) - (x->depth > y->depth)
                                : (x->place > y->place) - (x->place < y->place);
}

/* Who stands under whom among the places asked about; all of them under the query. */
static kho_status plant(telling *at)
{
    const kho__asked *asked = at->sums->asked;
    const kho__catalogue *catalogue = &asked->ledger->catalogue;
    kho__map ids = {0};
    kho_status status = KHO_OK;

    if (!(at->nodes = calloc(asked->place_count + 1, sizeof(*at->nodes))))
        return kho__fail_memory();
    at->node_count = asked->place_count + 1;
    for (size_t i = 0; i < asked->place_count; i++) {
        node *of = &at->nodes[i];

        of->place = asked->places[i];
        /* As many steps as there are places: a loop in the links can't hold us. */
        for (int32_t up = of->place; up && (size_t)of->depth <= catalogue->place_count;
             up = kho__parent_on(catalogue, up, asked->on))
            of->depth++;
    }
    qsort(at->nodes, at->node_count, sizeof(*at->nodes), compare_depths);
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        if (!kho__map_put_key(&ids, (uint64_t)at->nodes[i].place, (int64_t)i))
            status = kho__fail_memory();
    }
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        const int64_t above = kho__map_find_key(
            &ids, (uint64_t)kho__parent_on(catalogue, at->nodes[i].place, asked->on));

        at->nodes[i].above = above < 0 ? asked->place_count : (size_t)above;
    }
    kho__map_free(&ids);
    return status;
}

/* One month: from the leaves up, each place with all under it tells what it can. */
static kho_status tell_month(telling *at, kho_month month)
{
    const bool groups = at->sums->by != KHO_BY_NOTHING;
    kho__walk walk;
    kho_status status = kho__walk_begin(
        &walk, at->sums->asked->ledger, month, month, at->node_count > 16);

    if (status == KHO_OK)
        status = small_cells_of(at->sums->asked->ledger, month, &at->k);
    for (size_t i = 0; i < at->node_count && status == KHO_OK; i++) {
        node *of = &at->nodes[i];

        if (of->place && (status = kho__walk_place(&walk, of->place)) == KHO_OK)
            status = tell_sheet(at, &walk.sheets[0], &of->rows);
        for (size_t j = 0; j < of->rows.count && !groups && status == KHO_OK; j++)
            status = kho__shown_tell(&of->rows.rows[j], at->k);
        if (status == KHO_OK)
            status = of->place ? merge_all(&at->nodes[of->above].rows, &of->rows)
                               : merge_told(&at->whole, &of->rows);
        of->rows.count = 0;
    }
    kho__walk_end(&walk);
    return status;
}

static kho_status tell_together(
    telling *at, int32_t *place, kho__served_visit visit, void *context)
{
    const kho__asked *asked = at->sums->asked;
    kho_status status = plant(at);

    for (kho_month month = kho_month_of(asked->from);
         month <= kho_month_of(asked->to) && status == KHO_OK; month++)
        status = tell_month(at, month);
    *place = asked->root;
    return status < 0 ? status : hand_out(&at->whole, visit, context);
}

kho_status kho__tell_served(kho__served_sums *sums, bool together, int32_t *place,
    kho__served_visit visit, void *context)
{
    const kho__asked *asked = sums->asked;
    telling at = {.sums = sums};
    kho_status status;

    if (asked->from != kho_month_first(kho_month_of(asked->from)) ||
        asked->to != kho_month_last(kho_month_of(asked->to)))
        return kho__fail(KHO_EINVALID,
            "small cells are hidden by rule: services are told of whole months that are "
            "over",
            "quy tắc ẩn ô nhỏ đang bật: chỉ báo cáo dịch vụ của các tháng trọn vẹn đã "
            "qua");
    status = together ? tell_together(&at, place, visit, context)
                      : tell_places(&at, place, visit, context);
    for (size_t i = 0; i < at.node_count; i++)
        free(at.nodes[i].rows.rows);
    free(at.nodes);
    free(at.leaf.rows);
    free(at.whole.rows);
    return status;
}
