/* What came of an entry, as JSON. */
#ifndef KHO_EXCHANGE_ANSWER_JSON_H
#define KHO_EXCHANGE_ANSWER_JSON_H

#include <kho/model.h>
#include <kho/table.h>

#include "base/buffer.h"

/* {"uid":..,"seq":..,"status":"posted","warnings":[..],"taken":[..]} */
void kho__answer_write(kho__buffer *out, const kho_answer *answer);

/* The same without its end, for those who have more to say. */
void kho__answer_begin(kho__buffer *out, const kho_answer *answer);

/* Hand on what was written, and a line's end, and forget it. */
kho_status kho__answer_give(kho__buffer *out, kho_sink sink, void *context);

/* {"status":"short","message":..,"moves":[..]} of the thread's last error. */
void kho__error_write(kho__buffer *out);

/* Tell whether it is about what was asked, so that the next one may do better. */
bool kho__is_refusal(kho_status status);

/* A day in quotes, or null. */
void kho__date_write(kho__buffer *out, kho_date date);

/* The balances that an entry leaves: at its day's end, and the lowest from then on. */
void kho__answer_balances(kho__buffer *out, const kho_answer *answer);

#endif
