/* Closed months held against what is known now, line by line. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "report/frozen.h"
#include "report/restated.h"

/* Lines of closings and of now, found by place, item and channel. */
typedef struct comparing {
    const kho__asked *asked;
    kho__restated *lines;
    size_t count, room;
    size_t first; /* of the place that is being read */
} comparing;

static const char *const keys[KHO__RESTATED] = {
    [KHO__SUM_OPENING] = "opening",
    [KHO__SUM_RECEIVED] = "received",
    [KHO__SUM_RETURNED] = "returned",
    [KHO__SUM_ISSUED] = "issued",
    [KHO__SUM_DISPENSED] = "dispensed",
    [KHO__SUM_TRANSFERRED_IN] = "transferred_in",
    [KHO__SUM_TRANSFERRED_OUT] = "transferred_out",
    [KHO__SUM_LOST] = "lost",
    [KHO__SUM_ADJUSTED] = "adjusted",
    [KHO__SUM_CLOSING] = "closing",
    [KHO__RESTATED_HELD] = "held",
};

/* The line, added where it isn't there: a place has few. */
static kho_status line_of(
    comparing *at, int32_t place, int32_t item, int32_t channel, kho__restated **out)
{
    for (size_t i = at->first; i < at->count; i++) {
        kho__restated *line = &at->lines[i];

        if (line->place == place && line->item == item && line->channel == channel) {
            *out = line;
            return KHO_OK;
        }
    }
    if (!kho__grow((void **)&at->lines, &at->room, at->count, 1, sizeof(*at->lines)))
        return kho__fail_memory();
    *out = &at->lines[at->count++];
    **out = (kho__restated){.place = place, .item = item, .channel = channel};
    return KHO_OK;
}

static kho_status take_closed(comparing *at, int32_t place, const kho_table *table)
{
    const kho__catalogue *catalogue = &at->asked->ledger->catalogue;
    const int item_column = kho_table_find(table, "item"),
              channel_column = kho_table_find(table, "channel");
    kho__restated *line;
    kho_status status;

    for (size_t row = 0; row < kho_table_rows(table); row++) {
        const int32_t item = kho__find_item(
                          catalogue, kho_table_text(table, row, (size_t)item_column)),
                      channel = kho__find_channel(
                          catalogue, kho_table_text(table, row, (size_t)channel_column));

        if ((status = line_of(at, place, item, channel, &line)) < 0)
            return status;
        for (size_t i = 0; i < KHO__RESTATED; i++)
            line->closed[i] =
                kho_table_int(table, row, (size_t)kho_table_find(table, keys[i]));
    }
    return KHO_OK;
}

static kho_status take_now(void *context, const kho__reported *reported)
{
    comparing *at = context;
    kho__restated *line;
    kho_status status =
        line_of(at, reported->place, reported->item, reported->channel, &line);

    if (status < 0)
        return status;
    if (!kho__measure_sums(reported->measure, false, line->now))
        return kho__fail_overflow(at->asked, reported->place, reported->item);
    line->now[KHO__RESTATED_HELD] = reported->measure->held;
    return KHO_OK;
}

/* The same question about one place and one month. */
static kho__asked ask_one(const kho__asked *asked, kho_month month, int32_t *place)
{
    kho__asked one = *asked;

    one.from = kho_month_first(month);
    one.to = kho_month_last(month);
    one.places = place;
    one.place_count = 1;
    return one;
}

static kho_status compare_place(comparing *at, kho__frozen_reader *reader,
    kho_month month, const kho__closing *closing)
{
    const kho__asked *asked = at->asked;
    const char *item = asked->item
                           ? kho__item_at(&asked->ledger->catalogue, asked->item)->as.code
                           : NULL;
    int32_t place = closing->place;
    const kho__asked one = ask_one(asked, month, &place);
    const kho__period period = kho__period_of(one.from, one.to, asked->ruling);
    kho_table *table;
    kho_status status = kho__frozen_read(reader, closing->seq, "report", item, &table);

    at->first = at->count;
    if (status == KHO_OK)
        status = take_closed(at, place, table);
    kho_table_free(table);
    return status < 0 ? status : kho__each_line(&one, &period, take_now, at);
}

static bool differs(const kho__restated *line)
{
    return memcmp(line->closed, line->now, sizeof(line->now)) != 0;
}

kho_status kho__restated_lines(const kho__asked *asked, kho_month month,
    const kho__closing *closings, size_t count, kho__restated **out, size_t *lines)
{
    kho__frozen_reader reader = {.ledger = asked->ledger};
    comparing at = {.asked = asked};
    kho_status status = KHO_OK;
    size_t kept = 0;

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        /* Without a later entry there is nothing to read. */
        if (closings[i].late)
            status = compare_place(&at, &reader, month, &closings[i]);
    }
    kho__frozen_reader_end(&reader);
    for (size_t i = 0; i < at.count; i++) {
        if (differs(&at.lines[i]))
            at.lines[kept++] = at.lines[i];
    }
    *lines = kept;
    *out = at.lines;
    return status;
}

kho_status kho__gap(const kho__asked *asked, kho_month month, size_t *out)
{
    kho__restated *lines = NULL;
    kho__closing *closings;
    size_t count, places, line_count;
    kho_status status = kho__closed_among(asked, month, &closings, &count, &places);

    *out = 0;
    if (status == KHO_OK)
        status = kho__restated_lines(asked, month, closings, count, &lines, &line_count);
    for (size_t i = 0; status == KHO_OK && i < line_count; i++)
        *out += lines[i].closed[KHO__SUM_CLOSING] != lines[i].now[KHO__SUM_CLOSING];
    free(lines);
    return status;
}
