#include "store/catalogue.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/kept_json.h"
#include "model/definition.h"

/* A text that there was no memory for is missing, too. */
static kho_status damaged(sqlite3_stmt *row, const char *code)
{
    if (row && kho__db_lacks_memory(row))
        return kho__fail_memory();
    return kho__fail(KHO_EDAMAGED, "the catalogue's row of '%s' is malformed",
        "dòng danh mục của '%s' bị hỏng", code);
}

static const char *text(sqlite3_stmt *statement, int column)
{
    const char *value = (const char *)sqlite3_column_text(statement, column);

    return value ? value : "";
}

/* A definition. */
static kho_status read_json(sqlite3_stmt *row, int column, json_t **out)
{
    const char *json = text(row, column);
    const kho_status status = kho__kept_json(json, strlen(json), out);

    return status == KHO_EDAMAGED ? damaged(row, text(row, 1)) : status;
}

static kho_status load_channel(kho_ledger *ledger, sqlite3_stmt *row)
{
    if (sqlite3_column_int64(row, 0) != (int64_t)ledger->catalogue.channel_count + 1)
        return damaged(row, text(row, 1));
    return kho__catalogue_channel(&ledger->catalogue, text(row, 1));
}

static kho_status load_item(kho_ledger *ledger, sqlite3_stmt *row)
{
    json_t *node = NULL;
    kho_item item;
    kho_status status = read_json(row, 2, &node);

    if (status == KHO_OK &&
        sqlite3_column_int64(row, 0) != (int64_t)ledger->catalogue.item_count + 1)
        status = damaged(row, text(row, 1));
    if (status == KHO_OK && (status = kho__item_read(node, &item)) == KHO_OK)
        status = kho__catalogue_item(&ledger->catalogue, &item, text(row, 2));
    json_decref(node);
    return status;
}

/* A place that came with a store has no definition of its own: its names are the store's.
 */
static kho_status load_companion(kho_ledger *ledger, sqlite3_stmt *row)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const kho_place_kind kind = (kho_place_kind)sqlite3_column_int(row, 2);
    const size_t back = kind == KHO_HOLD ? 1 : 2;

    if ((kind != KHO_HOLD && kind != KHO_TRANSIT) || catalogue->place_count < back)
        return damaged(row, text(row, 1));
    const kho_place *store = &catalogue->places[catalogue->place_count - back].as;
    const kho_place place = {.code = text(row, 1), .kind = kind, .name = store->name};

    return kho__catalogue_place(&ledger->catalogue, &place, "");
}

/* Since when a place has sheets. */
static kho_status load_first(kho_ledger *ledger, sqlite3_stmt *row)
{
    const int64_t id = sqlite3_column_int64(row, 0);
    kho_month first;

    if (id < 1 || id > (int64_t)ledger->catalogue.place_count ||
        kho__db_month(row, 3, &first) < 0)
        return damaged(row, text(row, 1));
    if (first != KHO_NO_MONTH)
        ledger->catalogue.places[id - 1].first = first;
    return KHO_OK;
}

static kho_status load_place(kho_ledger *ledger, sqlite3_stmt *row)
{
    const int64_t id = sqlite3_column_int64(row, 0);
    kho_status status = KHO_OK;
    json_t *node = NULL;
    kho_place place;

    if (id != (int64_t)ledger->catalogue.place_count + 1 && id > KHO__PLACE_BUILT_IN)
        return damaged(row, text(row, 1));
    if (id <= KHO__PLACE_BUILT_IN)
        return KHO_OK;
    if (!*text(row, 4))
        status = load_companion(ledger, row);
    else if ((status = read_json(row, 4, &node)) == KHO_OK &&
             (status = kho__place_read(&ledger->work, node, &place)) == KHO_OK)
        status = kho__catalogue_place(&ledger->catalogue, &place, text(row, 4));
    json_decref(node);
    return status == KHO_OK ? load_first(ledger, row) : status;
}

static kho_status load_link(kho_ledger *ledger, sqlite3_stmt *row)
{
    const int64_t count = (int64_t)ledger->catalogue.place_count,
                  place = sqlite3_column_int64(row, 0),
                  parent = sqlite3_column_int64(row, 2);
    kho_date since = KHO_NO_DATE; /* from ever */

    if (place < 1 || place > count || parent < 0 || parent > count ||
        (sqlite3_column_int64(row, 1) != since && kho__db_day(row, 1, &since) < 0))
        return damaged(row, "link");
    return kho__catalogue_link(
        &ledger->catalogue, (int32_t)place, since, (int32_t)parent);
}

static kho_status load_price(kho_ledger *ledger, sqlite3_stmt *row)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const int64_t item = sqlite3_column_int64(row, 0),
                  channel = sqlite3_column_int64(row, 1);
    kho__price price = {
        .none = true, .price = {0, 1}
    };

    if (kho__db_day(row, 2, &price.since) < 0 || item < 1 ||
        item > (int64_t)catalogue->item_count || channel < 1 ||
        channel > (int64_t)catalogue->channel_count)
        return damaged(row, "price");
    price.item = (int32_t)item;
    price.channel = (int32_t)channel;
    if (sqlite3_column_type(row, 3) != SQLITE_NULL) {
        price.none = false;
        price.price =
            (kho_rational){sqlite3_column_int64(row, 3), sqlite3_column_int64(row, 4)};
        if (price.price.numerator < 0 || price.price.denominator < 1)
            return damaged(row, kho__item_at(catalogue, price.item)->as.code);
    }
    return kho__catalogue_price(&ledger->catalogue, &price);
}

static kho_status load_lot(kho_ledger *ledger, sqlite3_stmt *row)
{
    const kho__catalogue *catalogue = &ledger->catalogue;
    const int64_t id = sqlite3_column_int64(row, 0), item = sqlite3_column_int64(row, 1),
                  channel = sqlite3_column_int64(row, 4);
    kho_date expiry;

    if (kho__db_day(row, 3, &expiry) < 0 || id != (int64_t)catalogue->lot_count + 1 ||
        item < 1 || item > (int64_t)catalogue->item_count || channel < 1 ||
        channel > (int64_t)catalogue->channel_count || strlen(text(row, 2)) > 64)
        return damaged(row, text(row, 2));
    return kho__catalogue_lot(
        &ledger->catalogue, (int32_t)item, (int32_t)channel, text(row, 2), expiry);
}

static kho_status each(
    kho_ledger *ledger, kho__sql sql, kho_status (*load)(kho_ledger *, sqlite3_stmt *))
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, sql);
    kho_status status;
    bool row;

    if (statement && sql == KHO__SQL_LOT_AFTER)
        sqlite3_bind_int64(statement, 1, (int64_t)ledger->catalogue.lot_count);
    while ((status = kho__db_step(&ledger->db, statement, &row)) == KHO_OK && row) {
        if ((status = load(ledger, statement)) < 0) {
            sqlite3_reset(statement);
            break;
        }
    }
    return status;
}

kho_status kho__catalogue_load(kho_ledger *ledger)
{
    kho_status status;

    kho__catalogue_free(&ledger->catalogue);
    if ((status = kho__catalogue_built_in(&ledger->catalogue)) < 0 ||
        (status = each(ledger, KHO__SQL_CHANNEL_ALL, load_channel)) < 0 ||
        (status = each(ledger, KHO__SQL_ITEM_ALL, load_item)) < 0 ||
        (status = each(ledger, KHO__SQL_PLACE_ALL, load_place)) < 0 ||
        (status = each(ledger, KHO__SQL_LINK_ALL, load_link)) < 0 ||
        (status = each(ledger, KHO__SQL_PRICE_ALL, load_price)) < 0 ||
        (status = each(ledger, KHO__SQL_LOT_AFTER, load_lot)) < 0)
        return status;
    ledger->firsts_stale = false;
    return KHO_OK;
}

kho_status kho__catalogue_load_lots(kho_ledger *ledger)
{
    return each(ledger, KHO__SQL_LOT_AFTER, load_lot);
}

kho_status kho__catalogue_load_firsts(kho_ledger *ledger)
{
    const kho_status status = each(ledger, KHO__SQL_PLACE_ALL, load_first);

    if (status == KHO_OK)
        ledger->firsts_stale = false;
    return status;
}

kho_status kho__define_channel(kho_ledger *ledger, const char *code)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_CHANNEL_ADD);
    kho_status status = kho__catalogue_channel(&ledger->catalogue, code);

    if (status < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, (int64_t)ledger->catalogue.channel_count);
        sqlite3_bind_text(statement, 2, code, -1, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__define_item(kho_ledger *ledger, const kho_item *item)
{
    int32_t id = kho__find_item(&ledger->catalogue, item->code);
    kho__buffer body = {0};
    sqlite3_stmt *statement;
    kho_status status;

    kho__item_write(&body, item);
    if ((status = kho__buffer_status(&body)) < 0)
        goto done;
    if (id)
        status = kho__catalogue_change_item(&ledger->catalogue, id, item, body.bytes);
    else if ((status = kho__catalogue_item(&ledger->catalogue, item, body.bytes)) ==
             KHO_OK)
        id = (int32_t)ledger->catalogue.item_count;
    if (status < 0)
        goto done;
    if ((statement = kho__db_statement(&ledger->db, KHO__SQL_ITEM_PUT))) {
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_text(statement, 2, item->code, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 3, body.bytes, -1, SQLITE_STATIC);
    }
    status = kho__db_run(&ledger->db, statement);
done:
    kho__buffer_free(&body);
    return status;
}

static kho_status put_place(
    kho_ledger *ledger, int32_t id, const kho_place *place, const char *body)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_PLACE_PUT);

    if (statement) {
        sqlite3_bind_int64(statement, 1, id);
        sqlite3_bind_text(statement, 2, place->code, -1, SQLITE_STATIC);
        sqlite3_bind_int64(statement, 3, place->kind);
        sqlite3_bind_text(statement, 4, body, -1, SQLITE_STATIC);
    }
    return kho__db_run(&ledger->db, statement);
}

static kho_status add_companion(
    kho_ledger *ledger, const kho_place *store, kho_place_kind kind)
{
    char code[80];
    const kho_place place = {.code = code, .kind = kind, .name = store->name};
    kho_status status;

    snprintf(
        code, sizeof(code), "%s/%s", kind == KHO_HOLD ? "hold" : "transit", store->code);
    if ((status = kho__catalogue_place(&ledger->catalogue, &place, "")) < 0)
        return status;
    return put_place(ledger, (int32_t)ledger->catalogue.place_count, &place, "");
}

kho_status kho__define_place(kho_ledger *ledger, const kho_place *place)
{
    int32_t id = kho__find_place(&ledger->catalogue, place->code);
    kho__buffer body = {0};
    kho_status status;

    kho__place_write(&body, place);
    if ((status = kho__buffer_status(&body)) < 0)
        goto done;
    if (id) {
        if ((status = kho__catalogue_change_place(
                 &ledger->catalogue, id, place, body.bytes)) == KHO_OK)
            status = put_place(ledger, id, place, body.bytes);
        goto done;
    }
    if ((status = kho__catalogue_place(&ledger->catalogue, place, body.bytes)) < 0)
        goto done;
    id = (int32_t)ledger->catalogue.place_count;
    status = put_place(ledger, id, place, body.bytes);
    if (status == KHO_OK && place->kind == KHO_STORE &&
        (status = add_companion(ledger, place, KHO_HOLD)) == KHO_OK)
        status = add_companion(ledger, place, KHO_TRANSIT);
done:
    kho__buffer_free(&body);
    return status;
}

kho_status kho__define_link(
    kho_ledger *ledger, int32_t place, kho_date since, int32_t parent)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_LINK_PUT);
    kho_status status = kho__catalogue_link(&ledger->catalogue, place, since, parent);

    if (status < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, place);
        sqlite3_bind_int64(statement, 2, since);
        sqlite3_bind_int64(statement, 3, parent);
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__define_price(kho_ledger *ledger, const kho__price *price)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_PRICE_PUT);
    const kho_status status = kho__catalogue_price(&ledger->catalogue, price);

    if (status < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, price->item);
        sqlite3_bind_int64(statement, 2, price->channel);
        sqlite3_bind_int64(statement, 3, price->since);
        if (price->none) {
            sqlite3_bind_null(statement, 4);
            sqlite3_bind_null(statement, 5);
        } else {
            sqlite3_bind_int64(statement, 4, price->price.numerator);
            sqlite3_bind_int64(statement, 5, price->price.denominator);
        }
    }
    return kho__db_run(&ledger->db, statement);
}

kho_status kho__define_lot(kho_ledger *ledger, int32_t item, int32_t channel,
    const char *number, kho_date expiry)
{
    sqlite3_stmt *statement = kho__db_statement(&ledger->db, KHO__SQL_LOT_ADD);
    kho_status status;

    /* Who only asks reads entries whose lots were defined with them. */
    if (sqlite3_txn_state(ledger->db.handle, "main") != SQLITE_TXN_WRITE)
        return damaged(NULL, number);
    status = kho__catalogue_lot(&ledger->catalogue, item, channel, number, expiry);
    if (status < 0)
        return status;
    if (statement) {
        sqlite3_bind_int64(statement, 1, (int64_t)ledger->catalogue.lot_count);
        sqlite3_bind_int64(statement, 2, item);
        sqlite3_bind_text(statement, 3, number, -1, SQLITE_STATIC);
        if (expiry == KHO_NO_DATE)
            sqlite3_bind_null(statement, 4);
        else
            sqlite3_bind_int64(statement, 4, expiry);
        sqlite3_bind_int64(statement, 5, channel);
    }
    return kho__db_run(&ledger->db, statement);
}
