/* What came of a call, in the form in which cases expect it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.h"

int case_gather(void *context, const char *bytes, size_t size)
{
    case_gathered *all = context;
    char *grown = realloc(all->bytes, all->size + size + 1);

    if (!grown)
        return -1;
    memcpy(grown + all->size, bytes, size);
    grown[all->size + size] = '\0';
    *all = (case_gathered){grown, all->size + size};
    return 0;
}

static json_t *text(const char *value)
{
    return value ? json_string(value) : json_null();
}

static json_t *date(kho_date value)
{
    char day[16];

    return value == KHO_NO_DATE ? json_null() : json_string(kho_date_format(value, day));
}

/* Quantities that nothing is known of are -1 in C, null elsewhere. */
static json_t *known(int64_t quantity)
{
    return quantity == -1 ? json_null() : json_integer(quantity);
}

json_t *case_answer(const kho_answer *answer)
{
    json_t *taken = json_array(), *changes = json_array(), *warnings = json_array();

    for (size_t i = 0; i < answer->taken_count; i++) {
        const kho_taken *at = &answer->taken[i];

        json_array_append_new(
            taken, json_pack("{sI ss ss so ss ss ss sI}", "move", (json_int_t)at->move,
                       "item", at->item, "lot", at->lot, "expiry", date(at->expiry),
                       "channel", at->channel, "from", at->from, "to", at->to, "quantity",
                       (json_int_t)at->quantity));
    }
    for (size_t i = 0; i < answer->change_count; i++) {
        const kho_change *at = &answer->changes[i];

        json_array_append_new(
            changes, json_pack("{ss ss ss so ss sI sI sI}", "place", at->place, "item",
                         at->item, "lot", at->lot, "expiry", date(at->expiry), "channel",
                         at->channel, "before", (json_int_t)at->before, "after",
                         (json_int_t)at->after, "lowest", (json_int_t)at->lowest));
    }
    for (size_t i = 0; i < answer->warning_count; i++)
        json_array_append_new(
            warnings, json_pack("{ss ss}", "code", answer->warnings[i].code, "message",
                          answer->warnings[i].message));
    return json_pack("{s{sI so sb so so so}}", "answer", "seq", (json_int_t)answer->seq,
        "uid", text(answer->uid), "existing", answer->existing, "taken", taken, "changes",
        changes, "warnings", warnings);
}

static json_t *refused_lots(const kho_refusal *refusal)
{
    json_t *lots = json_array();

    for (size_t i = 0; i < refusal->lot_count; i++) {
        const kho_refused_lot *lot = &refusal->lots[i];

        json_array_append_new(
            lots, json_pack("{ss so ss so ss}", "lot", lot->lot, "expiry",
                      date(lot->expiry), "channel", lot->channel, "quantity",
                      known(lot->quantity), "why", lot->why));
    }
    return lots;
}

json_t *case_error(void)
{
    const kho_error *error = kho_error_last();
    json_t *moves = json_array();

    for (size_t i = 0; i < error->refusal_count; i++) {
        const kho_refusal *at = &error->refusals[i];

        json_array_append_new(moves,
            json_pack("{sI ss so so so so so so so ss}", "index", (json_int_t)at->index,
                "status", kho_status_word(at->status), "place", text(at->place), "item",
                text(at->item), "lot", text(at->lot), "date", date(at->date), "need",
                known(at->need), "have", known(at->have), "lots", refused_lots(at),
                "message", at->message));
    }
    return json_pack("{s{ss ss ss si si so}}", "error", "status",
        kho_status_word(error->status), "message", error->message, "file", error->file,
        "line", error->line, "column", error->column, "moves", moves);
}

static json_t *cell(const kho_table *table, size_t row, size_t column)
{
    char fraction[48];
    kho_rational rational;

    if (!kho_table_has(table, row, column))
        return json_null();
    switch (kho_table_type(table, column)) {
    case KHO_INTEGER:
        return json_integer(kho_table_int(table, row, column));
    case KHO_RATIONAL:
        rational = kho_table_rational(table, row, column);
        snprintf(fraction, sizeof(fraction), "%" PRId64 "/%" PRId64, rational.numerator,
            rational.denominator);
        return json_string(fraction);
    case KHO_DATE:
        return date(kho_table_date(table, row, column));
    case KHO_TEXT:
        return text(kho_table_text(table, row, column));
    }
    return NULL;
}

/* The columns that are looked at; a key that isn't there gives no cells. */
static json_t *rows(const kho_table *table, const json_t *keys)
{
    json_t *all = json_array(), *key;
    size_t i;

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        json_t *cells = json_array();

        json_array_foreach((json_t *)keys, i, key)
        {
            const int column = kho_table_find(table, json_string_value(key));

            json_array_append_new(
                cells, column < 0 ? NULL : cell(table, row, (size_t)column));
        }
        json_array_append_new(all, cells);
    }
    return all;
}

static json_t *keys_of(const kho_table *table)
{
    json_t *keys = json_array();

    for (size_t i = 0; i < kho_table_columns(table); i++)
        json_array_append_new(keys, json_string(kho_table_key(table, i)));
    return keys;
}

static json_t *metas(const kho_table *table, const json_t *asked)
{
    json_t *all = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *)asked, key, value)
        json_object_set_new(all, key, text(kho_table_meta(table, key)));
    return all;
}

static json_t *labels(const kho_table *table, const json_t *asked, kho_language language)
{
    json_t *all = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *)asked, key, value)
    {
        const int column = kho_table_find(table, key);

        if (column >= 0)
            json_object_set_new(
                all, key, text(kho_table_label(table, (size_t)column, language)));
    }
    return all;
}

/* {column: {word: its name}} */
static json_t *names(const kho_table *table, const json_t *asked, kho_language language)
{
    json_t *all = json_object(), *value;
    const char *key;

    json_object_foreach((json_t *)asked, key, value)
    {
        json_t *words = json_object();
        const int found = kho_table_find(table, key);
        const size_t column = found < 0 ? 0 : (size_t)found;

        for (size_t i = 0; found >= 0 && i < kho_table_words(table, column); i++)
            json_object_set_new(words, kho_table_word(table, column, i),
                text(kho_table_word_name(table, column, i, language)));
        json_object_set_new(all, key, words);
    }
    return all;
}

static json_t *lines(const kho_table *table, kho_format format, kho_language language)
{
    case_gathered all = {NULL, 0};
    json_t *list = json_array();

    if (kho_table_write(table, format, language, case_gather, &all) == KHO_OK) {
        for (char *at = all.bytes, *end; at && *at; at = end + 1) {
            if (!(end = strchr(at, '\n')))
                break;
            json_array_append_new(list, json_stringn(at, (size_t)(end - at)));
        }
    }
    free(all.bytes);
    return list;
}

json_t *case_table(const kho_table *table, const json_t *expected, kho_language language)
{
    const json_t *asked = json_object_get(expected, "table");
    const json_t *columns = json_object_get(asked, "columns");
    json_t *told = json_object();

    json_object_set_new(told, "name", text(kho_table_name(table)));
    json_object_set_new(told, "count", json_integer((json_int_t)kho_table_rows(table)));
    json_object_set_new(told, "keys", keys_of(table));
    json_object_set(told, "columns", (json_t *)columns);
    json_object_set_new(told, "rows", rows(table, columns));
    json_object_set_new(told, "meta", metas(table, json_object_get(asked, "meta")));
    json_object_set_new(
        told, "labels", labels(table, json_object_get(asked, "labels"), language));
    json_object_set_new(
        told, "names", names(table, json_object_get(asked, "names"), language));
    if (json_object_get(asked, "csv"))
        json_object_set_new(told, "csv", lines(table, KHO_CSV, language));
    return json_pack("{so}", "table", told);
}
