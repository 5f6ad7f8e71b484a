#include "report/frozen.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/table_add.h"
#include "model/table_json.h"
#include "report/restated.h"
#include "store/journal.h"

static kho_status malformed(int64_t seq)
{
    return kho__fail(KHO_EDAMAGED, "the closing in entry %lld is malformed",
        "bút toán khóa sổ số %lld bị hỏng", (long long)seq);
}

/* Many closings of one day share their heads: one says them, the others which one. */
static kho_status find_heads(
    kho__frozen_reader *reader, const json_t *table, int64_t seq, const json_t **out)
{
    const char *like = json_string_value(json_object_get(table, "like"));
    kho__entry_row row;
    kho_status status;

    *out = table;
    if (!like)
        return KHO_OK;
    if (!reader->like || strcmp(reader->like, like) != 0) {
        reader->like = NULL;
        kho__record_free(&reader->heads);
        kho__arena_clear(&reader->heads_arena);
        if ((status = kho__journal_by_uid(
                 reader->ledger, &reader->heads_arena, like, &row)) < 0)
            return status;
        if (!row.seq)
            return malformed(seq);
        if ((status = kho__record_read(
                 &reader->heads_arena, row.body, row.body_size, &reader->heads)) < 0)
            return status;
        reader->like = row.uid;
    }
    *out = json_object_get(reader->heads.nodes[KHO__PART_CLOSING], "table");
    return *out ? KHO_OK : malformed(seq);
}

/* The closing part of an entry; the record is the caller's to free. */
static kho_status read_closing(kho_ledger *ledger, kho__arena *arena, int64_t seq,
    kho__record *record, const json_t **out)
{
    kho__entry_row row;
    kho_status status = kho__journal_by_seq(ledger, arena, seq, &row);

    *record = (kho__record){0};
    if (status == KHO_OK && row.seq)
        status = kho__record_read(arena, row.body, row.body_size, record);
    *out = record->nodes[KHO__PART_CLOSING];
    return status < 0 ? status : *out ? KHO_OK : malformed(seq);
}

kho_status kho__frozen_read(kho__frozen_reader *reader, int64_t seq, const char *name,
    const char *item, kho_table **out)
{
    const json_t *heads = NULL, *closing, *table = NULL;
    kho__record record;
    kho_status status;

    *out = NULL;
    kho__arena_clear(&reader->arena);
    status = read_closing(reader->ledger, &reader->arena, seq, &record, &closing);
    if (status == KHO_OK) {
        table = json_object_get(closing, "table");
        status = table ? find_heads(reader, table, seq, &heads) : malformed(seq);
    }
    if (status == KHO_OK)
        status = kho__table_read(heads, table, name, item, out);
    kho__record_free(&record);
    return status;
}

kho_status kho__frozen_known(kho_ledger *ledger, int64_t seq, int64_t *known)
{
    kho__arena arena = {0};
    const json_t *closing;
    kho__record record;
    const kho_status status = read_closing(ledger, &arena, seq, &record, &closing);

    *known = json_integer_value(json_object_get(closing, "known"));
    kho__record_free(&record);
    kho__arena_free(&arena);
    return status;
}

void kho__frozen_reader_end(kho__frozen_reader *reader)
{
    kho__record_free(&reader->heads);
    kho__arena_free(&reader->arena);
    kho__arena_free(&reader->heads_arena);
}

static bool can_close(const kho__asked *asked, int32_t place)
{
    return kho__closed_with(asked->ledger, place) == place;
}

/* One place is looked up; of many, the closings of the month are put in their order. */
static kho_status find_closings(
    const kho__asked *asked, kho_month month, kho__closing *out, size_t *count)
{
    const size_t most = asked->ledger->catalogue.place_count;
    kho__arena arena = {0};
    kho__closing *all, **of;
    size_t found;
    kho_status status;

    if (asked->root && !asked->tree) {
        status = kho__closing_get(asked->ledger, asked->root, month, out);
        *count = status == KHO_OK && out->seq;
        return status;
    }
    if ((status = kho__closings_of(asked->ledger, &arena, month, &all, &found)) ==
            KHO_OK &&
        found) {
        if (!(of = kho__arena_take(&arena, (most + 1) * sizeof(kho__closing *))))
            status = kho__fail_memory();
        for (size_t i = 0; i < found && status == KHO_OK; i++) {
            if (all[i].place >= 1 && (size_t)all[i].place <= most)
                of[all[i].place] = &all[i];
        }
        for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
            if (of[asked->places[i]])
                out[(*count)++] = *of[asked->places[i]];
        }
    }
    kho__arena_free(&arena);
    return status;
}

kho_status kho__closed_among(const kho__asked *asked, kho_month month, kho__closing **out,
    size_t *count, size_t *places)
{
    *count = *places = 0;
    *out =
        kho__arena_take(&asked->ledger->work, (asked->place_count + 1) * sizeof(**out));
    if (!*out)
        return kho__fail_memory();
    for (size_t i = 0; i < asked->place_count; i++)
        *places += can_close(asked, asked->places[i]);
    return *places ? find_closings(asked, month, *out, count) : KHO_OK;
}

/* The query's places without those that closed; both are in the same order. */
static kho_status without(
    const kho__asked *asked, const kho__closing *closings, size_t count, kho__asked *rest)
{
    size_t at = 0;

    rest->place_count = 0;
    rest->places = kho__arena_take(
        &asked->ledger->work, (asked->place_count + 1) * sizeof(*rest->places));
    if (!rest->places)
        return kho__fail_memory();
    for (size_t i = 0; i < asked->place_count; i++) {
        if (at < count && closings[at].place == asked->places[i])
            at++;
        else
            rest->places[rest->place_count++] = asked->places[i];
    }
    return KHO_OK;
}

/* A report of one month as it is known now: a closing may stand for it. */
static bool is_month(const kho__asked *asked)
{
    const kho_month month = kho_month_of(asked->from);

    return !asked->as_known && !asked->sum && asked->from == kho_month_first(month) &&
           asked->to == kho_month_last(month);
}

static kho_status add_closings(const kho__asked *asked, const kho__closing *closings,
    size_t count, kho_table *table, bool whole)
{
    const char *item = asked->item
                           ? kho__item_at(&asked->ledger->catalogue, asked->item)->as.code
                           : NULL;
    kho__frozen_reader reader = {.ledger = asked->ledger};
    kho__table_add adding = {.to = table};
    kho_status status = KHO_OK;
    kho_table *kept;

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        if ((status = kho__frozen_read(
                 &reader, closings[i].seq, kho_table_name(table), item, &kept)) < 0)
            break;
        if (whole)
            kho__table_swap(table, kept);
        else
            status = kho__table_add_rows(&adding, kept);
        kho_table_free(kept);
    }
    kho__table_add_end(&adding);
    kho__frozen_reader_end(&reader);
    return status;
}

kho_status kho__frozen_fill(const kho__asked *asked, kho_table *table, kho__frozen *out)
{
    kho__closing *closings;
    kho_status status;

    *out = (kho__frozen){.rest = *asked};
    if (!is_month(asked))
        return KHO_OK;
    if ((status = kho__closed_among(asked, kho_month_of(asked->from), &closings,
             &out->closed, &out->places)) < 0 ||
        !out->closed)
        return status;
    out->whole = asked->root && !asked->tree;
    if ((status = add_closings(asked, closings, out->closed, table, out->whole)) < 0)
        return status;
    return without(asked, closings, out->closed, &out->rest);
}

kho_status kho__frozen_meta(
    const kho__asked *asked, const kho__frozen *frozen, kho_table *table)
{
    const kho_month month = kho_month_of(asked->from);
    char text[48];
    size_t gap;
    kho_status status;

    if (frozen->closed) {
        snprintf(text, sizeof(text), "%zu/%zu", frozen->closed, frozen->places);
        if ((status = kho__table_meta_set(table, "closed", text)) < 0)
            return status;
    }
    if (asked->as_known || asked->sum || asked->from != kho_month_first(month))
        return KHO_OK;
    if ((status = kho__gap(&frozen->rest, month - 1, &gap)) < 0 || !gap)
        return status;
    snprintf(text, sizeof(text), "%zu", gap);
    return kho__table_meta_set(table, "gap", text);
}
