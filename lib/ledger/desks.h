/*
 * Where an entry's services meet its goods: at a place, by method. For
 * lib/ledger/serve*.c alone.
 */
#ifndef KHO_LEDGER_DESKS_H
#define KHO_LEDGER_DESKS_H

#include "ledger/posting.h"

typedef struct kho__desk {
    int32_t place; /* 0: the catalogue lacks it */
    kho_method method;
    size_t first;    /* the first service there, or the first that gives out goods */
    size_t givers;   /* how many services give out goods there */
    int64_t clients; /* of those */
    int64_t goods;   /* units of the method that the entry moves from there to clients */
    int32_t item;    /* the only one among these; 0: none, or several */
} kho__desk;

typedef struct kho__desks {
    kho__desk *list;
    size_t count, room;
} kho__desks;

/* The desks of a record and of what its own moves come to. Free them in any case. */
kho_status kho__desks_of(const kho__catalogue *catalogue, const kho__record *record,
    const kho__effects *effects, kho__desks *out);
void kho__desks_free(kho__desks *desks);

/* NULL: no service is there. */
kho__desk *kho__desk_at(const kho__desks *desks, int32_t place, kho_method method);
kho__desk *kho__desk_of_leg(
    const kho__desks *desks, const kho__catalogue *catalogue, const kho__leg *leg);

/* Of an IUD or an implant, each client gets one. */
bool kho__is_one_each(kho_method method);

#endif
