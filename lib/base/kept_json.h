/*
 * JSON that we wrote, read again.
 *
 * What the journal keeps is canonical: each value has one spelling (base/buffer.h writes
 * it), keys come in one order, and nothing stands between them. So it is read as it was
 * written, without making a tree: what isn't there in its place is damage.
 */
#ifndef KHO_BASE_KEPT_JSON_H
#define KHO_BASE_KEPT_JSON_H

#include <jansson.h>
#include <kho/common.h>

#include "base/arena.h"

/* Where the reading stands. After the first failure nothing is found any more: test the
 * status once, at the end. */
typedef struct kho__kept {
    char *at;          /* in a copy, which texts are cut out of */
    char *end;         /* a NUL there, which nothing matches */
    kho_status status; /* KHO_OK, KHO_EDAMAGED or KHO_EMEMORY */
} kho__kept;

/* Begin; texts that are read are the arena's. */
void kho__kept_begin(kho__kept *in, kho__arena *arena, const char *text, size_t size);

/* All of it must have been read. KHO_EDAMAGED without words: whoever calls has them. */
kho_status kho__kept_end(kho__kept *in);

/* What was read makes no sense. */
void kho__kept_fail(kho__kept *in);

/* Go past a byte if it is next; go past a word, which must be next. */
bool kho__kept_is(kho__kept *in, char byte);
void kho__kept_must(kho__kept *in, const char *word);

/* Go past `"key":`, with the comma before it but for the first one of an object, if that
 * is next. */
bool kho__kept_key(kho__kept *in, const char *key);

/* A text, a text or NULL for null, a whole number. A failure gives "", NULL, 0. */
const char *kho__kept_text(kho__kept *in);
const char *kho__kept_text_or_null(kho__kept *in);
int64_t kho__kept_int(kho__kept *in);

/* An object as a tree, the caller's to release; NULL: it failed. */
json_t *kho__kept_object(kho__kept *in);

/* All of a text as a tree: KHO_EMEMORY, or KHO_EDAMAGED, of which whoever calls can say
 * more. */
kho_status kho__kept_json(const char *text, size_t size, json_t **out);

#endif
