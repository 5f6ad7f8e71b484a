/*
 * A record: an entry as the journal keeps it. Its body is canonical JSON: keys in this
 * order, absent where they say nothing, NFC, integers, ISO days:
 *
 *   {"by":..,"note":..,"late":true,"reverses":UID,
 *    "moves":[[item,channel,from,to,quantity,lot,expiry,[[lot,expiry,quantity],..]],..],
 *    "undone":[[item,channel,from,to,quantity,lot,expiry],..],
 *    "observed":[["found",place,item,channel,value,lot,expiry,[lot,expiry,book]],
 *                ["days_out",place,item,channel,value,month],..],
 *    "services":[[place,method,kind,mode,new,clients,age],..],"campaign":CODE,
 *    "catalogue":{..},"rules":{..},"closing":{..}}
 *
 * A move's lot and expiry are as asked for (null: not named); its last part, left out
 * where it repeats them, is what was taken. Asked and taken lie apart, so that the same
 * request is known again however it was allocated.
 */
#ifndef KHO_MODEL_RECORD_H
#define KHO_MODEL_RECORD_H

#include <jansson.h>
#include <kho/model.h>

#include "base/arena.h"
#include "base/buffer.h"

/* A lot that was taken, or a count's lot and what the books said. */
typedef struct kho__part_taken {
    const char *lot;
    kho_date expiry;
    int64_t quantity;
} kho__part_taken;

typedef struct kho__record_move {
    kho_move asked; /* channel is never NULL here */
    kho__part_taken *taken;
    size_t taken_count;
} kho__record_move;

typedef struct kho__record_observation {
    kho_observation asked;   /* channel and month are set */
    kho__part_taken counted; /* of KHO_FOUND: the lot, and the books' quantity before */
} kho__record_observation;

/* Parts that the record passes on as they are: whoever posts them reads them back. */
typedef enum kho__record_part {
    KHO__PART_CATALOGUE, /* ledger/define.c */
    KHO__PART_RULES,     /* ledger/rules.c */
    KHO__PART_CLOSING,   /* ledger/close.c */
    KHO__PARTS
} kho__record_part;

typedef struct kho__record {
    const char *by, *note, *reverses;
    bool late;
    kho__record_move *moves;
    kho__record_move *undone; /* quantities are negative; one lot each */
    kho__record_observation *observed;
    kho_service *services; /* place, new_to and age are settled */
    const char *campaign;
    size_t move_count, undone_count, observed_count, service_count;
    const char *parts[KHO__PARTS]; /* canonical JSON when writing; NULL: none */
    json_t *nodes[KHO__PARTS];     /* the same when read: the record's */
} kho__record;

/* Write the body. */
void kho__record_write(const kho__record *record, kho__buffer *out);

/* The key of the first part that is passed on as it is; NULL: none. */
const char *kho__record_part_key(const kho__record *record);

/* Read a body, which is what kho__record_write() writes and nothing else; KHO_EDAMAGED.
 * Arrays and texts are the arena's, nodes live until kho__record_free(). */
kho_status kho__record_read(
    kho__arena *arena, const char *body, size_t size, kho__record *out);
void kho__record_free(kho__record *record);

/* The first field in which two requests differ, such as "moves[1].quantity"; NULL: none.
 */
const char *kho__record_difference(
    const kho__record *a, const kho__record *b, char *buffer, size_t size);

#endif
