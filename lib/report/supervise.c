/*
 * What to look at when a station or a collaborator is visited. Decisions 134/QĐ-BYT and
 * 160/QĐ-CDS ask for such visits; what stands in their forms wasn't seen, so these
 * columns are our own, and the page says so.
 */
#include "base/error.h"
#include "report/lines.h"
#include "report/page.h"
#include "report/shelf.h"

/* A question about the place; its period begins so many months before the day's. */
typedef struct section {
    kho_status (*ask)(kho_ledger *ledger, const kho_query *query, kho_table **out);
    int months;
    bool tree;
} section;

/* A count older than a year is as good as none. */
static const section of_store[] = {
    {kho__ledger_shelf,        11, false},
    {kho_ledger_alerts,        0,  true },
    {kho_ledger_collaborators, 0,  true },
    {kho_ledger_services,      2,  true },
};

static const section of_collaborator[] = {
    {kho_ledger_collaborators, 2, false},
    {kho_ledger_stock,         0, false},
    {kho_ledger_services,      2, false},
};

/* What is being visited. */
typedef struct visit {
    kho_query query; /* as it was asked, with the day and the entries that were meant */
    kho_place_kind kind;
} visit;

static kho_status begin(
    const kho__asked *asked, const kho_query *query, visit *out, kho_tables **tables)
{
    const kho_text word = {"Số liệu để giám sát", "For supervision"};
    const kho_text note = {
        "Các cột trên trang này do phần mềm đặt ra. Mẫu phiếu giám sát ban hành theo "
        "Quyết định 134/QĐ-BYT (trạm y tế) và 160/QĐ-CDS (cộng tác viên) chưa được xem; "
        "trang này không thay cho các phiếu đó.",
        "The columns of this page are the program's own. The supervision forms of "
        "Decisions 134/QĐ-BYT (stations) and 160/QĐ-CDS (collaborators) were not seen; "
        "this page does not stand in for them."};
    const kho_place *place;

    if (!asked->root)
        return kho__fail(
            KHO_EINVALID, "say which place is visited", "hãy nêu nơi được giám sát");
    place = &kho__place_at(&asked->ledger->catalogue, asked->root)->as;
    if (place->kind != KHO_STORE && place->kind != KHO_COLLABORATOR)
        return kho__fail(KHO_EINVALID, "only stores and collaborators are visited",
            "chỉ giám sát kho và cộng tác viên");
    *out = (visit){.query = KHO_QUERY_INIT, .kind = place->kind};
    out->query.place = query->place;
    out->query.item = query->item;
    out->query.on = out->query.to = asked->on;
    out->query.known = asked->known;
    out->query.cyp = query->cyp;
    return kho__tables_new(word, place->name, note, tables);
}

static kho_status add_sections(kho_ledger *ledger, const visit *at,
    const section *sections, size_t count, kho_tables *tables)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        kho_query query = at->query;
        kho_table *table;

        query.tree = sections[i].tree;
        query.from = kho_month_first(kho_month_of(query.on) - sections[i].months);
        if ((status = sections[i].ask(ledger, &query, &table)) == KHO_OK)
            kho__tables_add(tables, table);
    }
    return status;
}

kho_status kho_ledger_supervise(
    kho_ledger *ledger, const kho_query *query, kho_tables **out)
{
    kho_tables *tables = NULL;
    kho__asked asked;
    visit at;
    kho_status status;

    *out = NULL;
    if ((status = kho__asked_begin(&asked, ledger, query, 0)) == KHO_OK)
        status = begin(&asked, query, &at, &tables);
    kho__asked_end(&asked);
    if (status == KHO_OK)
        status = at.kind == KHO_STORE
                     ? add_sections(ledger, &at, of_store,
                           sizeof(of_store) / sizeof(*of_store), tables)
                     : add_sections(ledger, &at, of_collaborator,
                           sizeof(of_collaborator) / sizeof(*of_collaborator), tables);
    if (status < 0) {
        kho_tables_free(tables);
        return status;
    }
    *out = tables;
    return KHO_OK;
}
