/*
 * A sheet: one place's month, from which every question about it is answered.
 *
 * For each lot it has the opening, and cells: what came or went on a day, by flow (a verb
 * seen from one side). Openings, and what else a sheet carries over from the month
 * before, are a pure function of the earlier cells: in whatever order entries arrive, the
 * sheets are the same bytes.
 */
#ifndef KHO_MODEL_SHEET_H
#define KHO_MODEL_SHEET_H

#include "base/buffer.h"
#include "model/catalogue.h"
#include "model/service.h"

/* An item and channel, and a lot of it, as one number: sorted, lots of a line lie
 * together. */
typedef uint64_t kho__key;

#define KHO__LOT_BITS 40
#define KHO__LINE_KEY(item, channel)                                                     \
 (((kho__key)(item) << 48) | ((kho__key)(channel) << KHO__LOT_BITS))
#define KHO__LINE_OF(key) ((key) >> KHO__LOT_BITS << KHO__LOT_BITS)
#define KHO__KEY_ITEM(key) ((int32_t)((key) >> 48))
#define KHO__KEY_CHANNEL(key) ((int32_t)((key) >> KHO__LOT_BITS & 0xff))
#define KHO__KEY_LOT(key) ((int32_t)((key) & (((kho__key)1 << KHO__LOT_BITS) - 1)))

kho__key kho__lot_key(const kho__lot *lot);

/* A verb seen from one side; KHO__FLOW_FOUND is a count: no movement, what was found at
 * day-end. */
#define KHO__FLOW_IN(verb) ((uint8_t)((verb)*2))
#define KHO__FLOW_OUT(verb) ((uint8_t)((verb)*2 + 1))
#define KHO__FLOW_FOUND ((uint8_t)(KHO_VERBS * 2))
#define KHO__FLOWS (KHO_VERBS * 2 + 1)

typedef struct kho__cell {
    kho__key key;
    int64_t quantity; /* negative in reversals */
    uint8_t day;      /* of the month, from 1 */
    uint8_t flow;
} kho__cell;

/* What a lot brings into the month. */
typedef struct kho__carried {
    kho__key key;
    int64_t opening;
    kho_date counted; /* last count before the month; KHO_NO_DATE: none that matters */
    int64_t gap;      /* what later entries made the books differ from that count */
} kho__carried;

enum { KHO__NOT_OBSERVED = -2, KHO__DAYS_UNKNOWN = -1 };

/* What an item of a channel brings into the month, and what was observed of it. */
typedef struct kho__line {
    kho__key key;     /* lot 0 */
    kho_date first;   /* first day it came in, before the month; KHO_NO_DATE: not yet */
    kho_date last;    /* last day it moved or was counted, before the month; likewise */
    bool returns;     /* some earlier month had a return */
    bool seen;        /* it was observed in some earlier month */
    int32_t days_out; /* observed in this month, or KHO__NOT_OBSERVED */
    int32_t returned; /* days out that this month's return says, or one of the above */
} kho__line;

typedef struct kho__sheet {
    int32_t place;
    kho_month month;
    kho__line *lines;
    kho__carried *lots;
    kho__cell *cells;
    kho__tallied *tallies; /* by key, then day */
    size_t line_count, lot_count, cell_count, tally_count;
    size_t line_room, lot_room, cell_room, tally_room;
    bool stored; /* there is, or will be, a row for it */
    bool dirty;
    bool queued; /* to be written at the end of the transaction */
} kho__sheet;

void kho__sheet_free(kho__sheet *sheet);
void kho__sheet_clear(kho__sheet *sheet); /* empty, keeps its room */

/* Pack and unpack. Unpacking refuses malformed bytes with KHO_EDAMAGED. */
void kho__sheet_pack(const kho__sheet *sheet, kho__buffer *out);
kho_status kho__sheet_unpack(
    kho__sheet *sheet, int32_t place, kho_month month, const void *bytes, size_t size);

/* Unpack a stored sheet and verify that the catalogue has what it speaks of: ids are used
 * as they are from here on. KHO_EDAMAGED. */
kho_status kho__sheet_read(kho__sheet *sheet, const kho__catalogue *catalogue,
    int32_t place, kho_month month, const void *bytes, size_t size);

/* Begin a month from the sheet before it. */
kho_status kho__sheet_carry(const kho__sheet *before, kho__sheet *out);

/* Carry one lot (and its line) again, after the sheet before changed. False in *changed:
 * nothing did. */
kho_status kho__sheet_carry_lot(
    const kho__sheet *before, kho__sheet *after, kho__key key, bool *changed);

/* Add to a cell; one that comes to 0 is gone. KHO_EOVERFLOW. */
kho_status kho__sheet_add(
    kho__sheet *sheet, kho__key key, uint8_t day, uint8_t flow, int64_t quantity);

/* Add to a tally; one that comes to 0 is gone. KHO_EOVERFLOW. */
kho_status kho__sheet_tally(
    kho__sheet *sheet, kho__tally_key key, uint8_t day, int64_t value);

/* Record what a count found, or withdraw it. */
kho_status kho__sheet_found(
    kho__sheet *sheet, kho__key key, uint8_t day, bool found, int64_t quantity);

/* Record days out of a line, as observed or as a return says them, or KHO__NOT_OBSERVED.
 */
kho_status kho__sheet_observe(
    kho__sheet *sheet, kho__key line, bool returned, int32_t days_out);

/* Days out that a line is said to have in this month; negative: nobody says. */
int32_t kho__line_days_out(const kho__line *line);

/* Whether anything was ever observed of a line, counts of this month left out. */
bool kho__line_observed(const kho__line *line);

/* How a cell changes the balance. */
int64_t kho__cell_effect(const kho__cell *cell);

/* Whether a cell brought stock: what comes back because a dispensing was reversed is no
 * receipt. */
bool kho__cell_brings(const kho__cell *cell);

/* A lot's balance at the end of a day, and the lowest one of that day and the rest of the
 * month. */
int64_t kho__sheet_balance(const kho__sheet *sheet, kho__key key, int day);
int64_t kho__sheet_lowest(const kho__sheet *sheet, kho__key key, int day);

/* Whether any lot is below zero when the month begins or at the end of a day. */
bool kho__sheet_is_below(const kho__sheet *sheet);

/* Find the first element with this key or a greater one. */
size_t kho__sheet_lot_at(const kho__sheet *sheet, kho__key key);
size_t kho__sheet_cell_at(const kho__sheet *sheet, kho__key key);
size_t kho__sheet_line_at(const kho__sheet *sheet, kho__key key);
size_t kho__tally_at(const kho__tallied *tallies, size_t count, kho__tally_key key);

#endif
