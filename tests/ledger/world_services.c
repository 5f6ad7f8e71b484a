/* Asking both about services, and comparing what they say. */
#include "ledger/world_inside.h"

#include <kho/privacy.h>
#include <string.h>

static const char *kind_word(int kind)
{
    return kind < 0 ? "" : kho_service_kind_word((kho_service_kind)kind);
}

static bool is_row(const reference *books, const reference_service_row *want,
    const kho_table *table, size_t row)
{
    return strcmp(world_place(books, want->place),
               kho_table_text(table, row, KHO_SERVICES_PLACE)) == 0 &&
           strcmp(kho_method_word(want->method),
               kho_table_text(table, row, KHO_SERVICES_METHOD)) == 0 &&
           strcmp(kind_word(want->kind), kho_table_text(table, row, KHO_SERVICES_KIND)) ==
               0 &&
           strcmp(want->group, kho_table_text(table, row, KHO_SERVICES_GROUP)) == 0;
}

/* Whether a cell is a fraction of this value, or is none. */
static bool is_fraction(const kho_table *table, size_t row, size_t column, bool known,
    int64_t numerator, int64_t denominator)
{
    const kho_rational got = kho_table_rational(table, row, column);

    if (kho_table_has(table, row, column) != known)
        return false;
    return !known || (got.denominator > 0 &&
                         got.numerator * denominator == numerator * got.denominator);
}

static bool is_right(
    const kho_table *table, size_t row, const reference_service_row *want)
{
    return kho_table_has(table, row, KHO_SERVICES_CLIENTS) == (want->kind >= 0) &&
           (want->kind < 0 ||
               kho_table_int(table, row, KHO_SERVICES_CLIENTS) == want->clients) &&
           kho_table_int(table, row, KHO_SERVICES_QUANTITY) == want->quantity &&
           is_fraction(table, row, KHO_SERVICES_CYP, want->cyp_known, want->cyp, 120);
}

static bool compare(world *world, const reference_query *query, const kho_table *table,
    const reference_service_row *rows, size_t count)
{
    char text[256];

    for (size_t i = 0; i < count; i++) {
        const reference_service_row *want = &rows[i];
        size_t row = 0;

        while (row < kho_table_rows(table) && !is_row(world->books, want, table, row))
            row++;
        if (row == kho_table_rows(table) || !is_right(table, row, want))
            return world_differ(world,
                "services %s: %s, %s %s %s: %s; expected %lld clients, %lld units",
                world_describe(world, query, text),
                world_place(world->books, want->place), kho_method_word(want->method),
                kind_word(want->kind), want->group,
                row == kho_table_rows(table) ? "no row" : "otherwise",
                (long long)want->clients, (long long)want->quantity);
    }
    return count == kho_table_rows(table) ||
           world_differ(world, "services %s: %zu rows, expected %zu",
               world_describe(world, query, text), kho_table_rows(table), count);
}

bool world_services(world *world, const reference_query *query, kho_service_group by)
{
    static reference_service_row rows[WORLD_ROWS];
    const size_t count =
        reference_services(world->books, query, by, query->sum, rows, WORLD_ROWS);
    kho_query asked = world_query(world, query);
    char text[256];
    kho_table *table;
    bool same;

    asked.by = by;
    if (kho_ledger_services(world->ledger, &asked, &table) < 0)
        return world_differ(world, "services %s: %s", world_describe(world, query, text),
            kho_error_last()->message);
    same = compare(world, query, table, rows, count);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

typedef struct mix {
    int64_t clients[KHO_METHODS], cyp[KHO_METHODS], all_clients, all_cyp;
    bool lacks[KHO_METHODS], lacks_any;
} mix;

static void add_up(const world *world, const reference_query *query, mix *sums)
{
    static reference_service_row rows[WORLD_ROWS];
    const size_t count =
        reference_services(world->books, query, KHO_BY_NOTHING, true, rows, WORLD_ROWS);

    *sums = (mix){.lacks_any = false};
    for (size_t i = 0; i < count; i++) {
        const kho_method method = rows[i].method;
        const int64_t clients = reference_gives(rows[i].kind) ? rows[i].clients : 0;

        if (method == KHO_NO_METHOD)
            continue;
        sums->clients[method] += clients;
        sums->all_clients += clients;
        sums->cyp[method] += rows[i].cyp;
        sums->all_cyp += rows[i].cyp;
        sums->lacks[method] |= !rows[i].cyp_known;
        sums->lacks_any |= !rows[i].cyp_known;
    }
}

static bool is_mixed(const kho_table *table, size_t row, const mix *sums, int method)
{
    return kho_table_int(table, row, KHO_MIX_CLIENTS) == sums->clients[method] &&
           is_fraction(table, row, KHO_MIX_CLIENTS_SHARE, sums->all_clients != 0,
               sums->clients[method], sums->all_clients) &&
           is_fraction(
               table, row, KHO_MIX_CYP, !sums->lacks[method], sums->cyp[method], 120) &&
           is_fraction(table, row, KHO_MIX_CYP_SHARE,
               !sums->lacks_any && sums->all_cyp != 0, sums->cyp[method], sums->all_cyp);
}

static bool compare_mix(world *world, const kho_table *table, const mix *sums)
{
    size_t row = 0;

    for (int method = 0; method < KHO_METHODS; method++) {
        if (!sums->clients[method] && !sums->cyp[method] && !sums->lacks[method])
            continue;
        if (row == kho_table_rows(table) ||
            strcmp(kho_table_text(table, row, KHO_MIX_METHOD),
                kho_method_word((kho_method)method)) != 0 ||
            !is_mixed(table, row, sums, method))
            return world_differ(world, "mix: %s should have %lld clients of %lld",
                kho_method_word((kho_method)method), (long long)sums->clients[method],
                (long long)sums->all_clients);
        row++;
    }
    return row == kho_table_rows(table) ||
           world_differ(world, "mix: %zu rows, expected %zu", kho_table_rows(table), row);
}

bool world_mix(world *world, const reference_query *query)
{
    kho_query asked = world_query(world, query);
    kho_table *table;
    mix sums;
    bool same;

    add_up(world, query, &sums);
    if (kho_ledger_mix(world->ledger, &asked, &table) < 0)
        return world_differ(world, "mix: %s", kho_error_last()->message);
    same = compare_mix(world, table, &sums);
    world_show(same, table);
    kho_table_free(table);
    return same;
}

static const reference_entry *entry_of(const reference *books, int64_t seq)
{
    for (size_t i = 0; i < books->entry_count; i++) {
        if (books->entries[i].seq == seq)
            return &books->entries[i];
    }
    return NULL;
}

bool world_client(world *world, const char *client)
{
    const reference *books = world->books;
    size_t expected = 0;
    kho_table *table;
    bool same = true;

    if (kho_ledger_client_export(world->ledger, client, &table) < 0)
        return world_differ(world, "client: %s", kho_error_last()->message);
    for (size_t i = 0; i < books->link_count && same; i++) {
        const reference_link *at = &books->links[i];
        const reference_entry *entry = entry_of(books, at->seq);
        bool found = false;

        if (strcmp(at->client, client) != 0 ||
            reference_withdrawn(books, at->seq, INT64_MAX))
            continue;
        expected++;
        for (size_t row = 0; row < kho_table_rows(table); row++)
            found |=
                entry &&
                strcmp(kho_table_text(table, row, KHO_CLIENT_UID), entry->uid) == 0 &&
                kho_table_date(table, row, KHO_CLIENT_DATE) == entry->date;
        same = found || world_differ(world, "client %s: lacks entry %lld", client,
                            (long long)at->seq);
    }
    same = same && (kho_table_rows(table) == expected ||
                       world_differ(world, "client %s: %zu services, expected %zu",
                           client, kho_table_rows(table), expected));
    world_show(same, table);
    kho_table_free(table);
    return same;
}
