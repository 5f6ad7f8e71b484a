/* The service report and the method mix. */
#include <stdio.h>

#include "base/error.h"
#include "base/rational.h"
#include "report/rows.h"
#include "report/told.h"

#define METHOD_ROWS KHO_METHODS

typedef struct service_filling {
    const kho__asked *asked;
    kho__rows rows;
    kho__served_sums sums;
    int32_t place;   /* of the rows that are being filled; 0: all */
    int small_cells; /* the largest rule of the period's months */
} service_filling;

static kho_status set_name(kho_table *table, size_t column, const kho__name *name)
{
    return kho__table_set_known(table, column, name->word, name->vi, name->en);
}

static kho_status add_row(void *context, const kho__served_row *row)
{
    service_filling *at = context;
    kho_table *table = at->rows.table;
    kho_status status = kho__rows_add(&at->rows, at->place, 0, 0);

    if (status < 0 ||
        (status = set_name(table, KHO_SERVICES_METHOD, &kho__method_names[row->method])) <
            0 ||
        (row->kind >= 0 && (status = set_name(table, KHO_SERVICES_KIND,
                                &kho__service_kind_names[row->kind])) < 0) ||
        (status = kho__served_group(table, KHO_SERVICES_GROUP, at->sums.by, row->group)) <
            0)
        return status;
    if (row->hidden)
        kho__table_set_int(table, KHO_SERVICES_HIDDEN, row->hidden);
    /* Where all is hidden there is nothing to tell, not even 0. */
    if (row->hidden && !row->clients && !row->quantity)
        return KHO_OK;
    if (row->kind >= 0)
        kho__table_set_int(table, KHO_SERVICES_CLIENTS, row->clients);
    kho__table_set_int(table, KHO_SERVICES_QUANTITY, row->quantity);
    if (row->cyp_defined)
        kho__table_set_rational(table, KHO_SERVICES_CYP, row->cyp);
    return KHO_OK;
}

/* Each place's rows, or those of all places together. */
static kho_status walk_places(
    service_filling *at, bool together, kho__served_visit visit, void *context)
{
    const kho__asked *asked = at->asked;
    kho__walk walk;
    kho_status status = kho__small_cells(asked, &at->small_cells);

    if (status < 0 || at->small_cells >= KHO__SMALL_LEAST)
        return status < 0
                   ? status
                   : kho__tell_served(&at->sums, together, &at->place, visit, context);
    status = kho__walk_begin(&walk, asked->ledger, kho_month_of(asked->from),
        kho_month_of(asked->to), asked->place_count > 16);
    for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
        const kho__place *place =
            kho__place_at(&asked->ledger->catalogue, asked->places[i]);

        if (place->first == KHO_NO_MONTH)
            continue;
        at->place = place->id;
        status = kho__served_add(&at->sums, &walk, place->id);
        if (status == KHO_OK && !together)
            status = kho__served_rows(&at->sums, visit, context);
    }
    kho__walk_end(&walk);
    at->place = asked->root;
    return status == KHO_OK && together ? kho__served_rows(&at->sums, visit, context)
                                        : status;
}

static kho_status put_meta(const service_filling *at, kho_table *table)
{
    char cells[16];
    kho_status status;

    if ((status = kho__asked_meta_period(at->asked, table)) < 0)
        return status;
    if (at->small_cells >= KHO__SMALL_LEAST) {
        snprintf(cells, sizeof(cells), "%d", at->small_cells);
        if ((status = kho__table_meta_set(table, "small_cells", cells)) < 0)
            return status;
    }
    return kho__table_meta_set(table, "cyp", kho__cyp_editions[at->sums.edition]);
}

static kho_status fill_services(const kho__asked *asked, kho_table *table)
{
    service_filling at = {.asked = asked};
    kho_status status = kho__rows_begin(&at.rows, table, &asked->ledger->catalogue,
        KHO_SERVICES_PLACE, KHO__NO_COLUMN, KHO__NO_COLUMN);

    if (status < 0)
        return status;
    if ((status = kho__served_begin(&at.sums, asked)) == KHO_OK &&
        (status = walk_places(&at, asked->sum, add_row, &at)) == KHO_OK)
        status = put_meta(&at, table);
    kho__served_end(&at.sums);
    kho__rows_end(&at.rows);
    return status;
}

/* A method in the mix: clients who got it, and its couple-years. */
typedef struct mix {
    int64_t clients[METHOD_ROWS];
    kho_rational cyp[METHOD_ROWS];
    bool lacks[METHOD_ROWS]; /* the edition has no factor for some of it */
} mix;

static kho_status add_to_mix(void *context, const kho__served_row *row)
{
    mix *at = context;

    /* Counselling about none in particular, and goods that are no contraceptives. */
    if (row->method == KHO_NO_METHOD)
        return KHO_OK;
    if (row->kind >= 0 && kho__kind_gives((kho_service_kind)row->kind))
        at->clients[row->method] += row->clients;
    at->lacks[row->method] |= !row->cyp_defined;
    return kho__rational_add(at->cyp[row->method], row->cyp, &at->cyp[row->method]);
}

static kho_status fill_share(
    kho_table *table, size_t column, kho_rational part, kho_rational whole)
{
    kho_rational share;
    kho_status status;

    if (!whole.numerator)
        return KHO_OK;
    if ((status = kho__rational_divide(part, whole, &share)) == KHO_OK)
        kho__table_set_rational(table, column, share);
    return status;
}

static kho_status fill_mix_rows(const mix *at, kho_table *table)
{
    kho_rational cyp = {0, 1};
    int64_t clients = 0;
    bool lacks = false;
    kho_status status = KHO_OK;

    for (int i = 0; i < METHOD_ROWS && status == KHO_OK; i++) {
        clients += at->clients[i];
        lacks |= at->lacks[i];
        status = kho__rational_add(cyp, at->cyp[i], &cyp);
    }
    for (int i = 0; i < METHOD_ROWS && status == KHO_OK; i++) {
        /* Those who only stopped or asked got nothing. */
        if (!at->clients[i] && !at->cyp[i].numerator && !at->lacks[i])
            continue;
        if ((status = kho__table_row(table)) < 0 ||
            (status = set_name(table, KHO_MIX_METHOD, &kho__method_names[i])) < 0 ||
            (status = fill_share(table, KHO_MIX_CLIENTS_SHARE,
                 (kho_rational){at->clients[i], 1}, (kho_rational){clients, 1})) < 0)
            break;
        kho__table_set_int(table, KHO_MIX_CLIENTS, at->clients[i]);
        if (!at->lacks[i])
            kho__table_set_rational(table, KHO_MIX_CYP, at->cyp[i]);
        /* A whole that lacks a part has no shares. */
        if (!lacks)
            status = fill_share(table, KHO_MIX_CYP_SHARE, at->cyp[i], cyp);
    }
    return status;
}

static kho_status fill_mix(const kho__asked *asked, kho_table *table)
{
    service_filling at = {.asked = asked};
    mix sums = {0};
    kho_status status;

    for (int i = 0; i < METHOD_ROWS; i++)
        sums.cyp[i] = (kho_rational){0, 1};
    if ((status = kho__served_begin(&at.sums, asked)) == KHO_OK &&
        (status = walk_places(&at, true, add_to_mix, &sums)) == KHO_OK &&
        (status = fill_mix_rows(&sums, table)) == KHO_OK)
        status = put_meta(&at, table);
    kho__served_end(&at.sums);
    return status;
}

kho_status kho_ledger_services(
    kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_SERVICES, fill_services, out);
}

kho_status kho_ledger_mix(kho_ledger *ledger, const kho_query *query, kho_table **out)
{
    return kho__answer(ledger, query, KHO__ASK_PLACES | KHO__ASK_PERIOD | KHO__ASK_RULES,
        KHO__TABLE_MIX, fill_mix, out);
}
