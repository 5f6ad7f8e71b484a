/* A judgement in one sentence. */
#ifndef KHO_REPORT_BECAUSE_H
#define KHO_REPORT_BECAUSE_H

#include "rules/steps.h"

/* Say how a line of an item stands and what to order, with the numbers that decide. */
void kho__because(kho__buffer *out, kho_language language, const kho__judged *judged,
    const kho_item *item);

#endif
