/* What a ledger has of one client, for that client to see. */
#include <kho/privacy.h>

#include "base/error.h"
#include "ledger/clients.h"
#include "model/record.h"
#include "model/service.h"
#include "report/rows.h"
#include "store/clients.h"
#include "store/journal.h"

typedef struct exporting {
    kho_ledger *ledger;
    kho__rows rows;
    kho__arena arena;
} exporting;

static kho_status add_service(
    exporting *at, const kho__entry_row *row, const kho_service *service)
{
    kho_table *table = at->rows.table;
    kho_status status = kho__rows_add(
        &at->rows, kho__find_place(&at->ledger->catalogue, service->place), 0, 0);

    if (status < 0 ||
        (status = kho__table_set_text(table, KHO_CLIENT_UID, row->uid)) < 0 ||
        (status = kho__rows_name(
             &at->rows, KHO_CLIENT_METHOD, &kho__method_names[service->method])) < 0 ||
        (status = kho__rows_name(
             &at->rows, KHO_CLIENT_KIND, &kho__service_kind_names[service->kind])) < 0 ||
        (status = kho__rows_name(
             &at->rows, KHO_CLIENT_MODE, &kho__service_mode_names[service->mode])) < 0 ||
        (status = kho__rows_name(
             &at->rows, KHO_CLIENT_NEW_TO, &kho__new_to_names[service->new_to])) < 0)
        return status;
    kho__table_set_date(table, KHO_CLIENT_DATE, row->date);
    return kho__table_set_known(table, KHO_CLIENT_AGE, service->age, NULL, NULL);
}

static kho_status visit(void *context, int64_t seq, size_t service)
{
    exporting *at = context;
    kho__record record = {0};
    kho__entry_row row;
    int64_t by;
    kho_status status = kho__reversal_of(at->ledger, seq, &by);

    kho__arena_clear(&at->arena);
    if (status < 0 || by)
        return status;
    if ((status = kho__journal_by_seq(at->ledger, &at->arena, seq, &row)) < 0 ||
        (status = kho__record_read(&at->arena, row.body, row.body_size, &record)) < 0)
        return status;
    status = service < record.service_count
                 ? add_service(at, &row, &record.services[service])
                 : kho__fail(KHO_EDAMAGED, "a link leads to no service",
                       "một liên kết không trỏ đến dịch vụ nào");
    kho__record_free(&record);
    return status;
}

static kho_status fill(
    kho_ledger *ledger, const uint8_t hash[KHO__DIGEST], kho_table *table)
{
    const size_t order[] = {KHO_CLIENT_DATE, KHO_CLIENT_UID};
    exporting at = {.ledger = ledger};
    kho_status status = kho__rows_begin(&at.rows, table, &ledger->catalogue,
        KHO_CLIENT_PLACE, KHO__NO_COLUMN, KHO__NO_COLUMN);

    if (status == KHO_OK)
        status = kho__client_find(ledger, hash, visit, &at);
    kho__rows_end(&at.rows);
    kho__arena_free(&at.arena);
    return status < 0 ? status
                      : kho__table_sort(table, order, sizeof(order) / sizeof(*order));
}

kho_status kho_ledger_client_export(
    kho_ledger *ledger, const char *client, kho_table **out)
{
    uint8_t hash[KHO__DIGEST];
    kho_table *table = NULL;
    kho_status status = kho__read_begin(ledger);

    *out = NULL;
    if (status < 0)
        return status;
    if ((status = kho__client_seal(ledger, client, hash)) == KHO_OK &&
        (status = kho__table_new(KHO__TABLE_CLIENT, 0, &table)) == KHO_OK)
        status = fill(ledger, hash, table);
    kho__read_end(ledger);
    if (status < 0) {
        kho_table_free(table);
        return status;
    }
    *out = table;
    return KHO_OK;
}
