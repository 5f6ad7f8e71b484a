/*
 * What a rule would have ordered for one line, month after month, and what would have
 * come of it. Pure and exact. In a month things happen in this order:
 *
 *   1. What is due arrives. An order made at the end of a month is there when the next
 *      one begins, or as many months later as lead_months says, a part of one being one.
 *   2. What has expired is thrown away: what arrives may be used for shelf_life_months
 *      months, the one in which it arrives included.
 *   3. Clients ask, as many on one day as on another. What expires first is given first.
 *      What isn't there is lost: nobody comes back for it.
 *   4. At the end the line is judged by its own books, and ordered for: every
 *      review_months months, a part of one being one. Nothing is ordered in between.
 *
 * The books say what was given and on how many days nothing was left, which is all that
 * kho_amc() learns of what was asked for. A line that kho_judge() would have ordered by
 * hand, having no average to go by, is ordered for by what was asked for in that month.
 * It begins with what such an order would have brought.
 */
#ifndef KHO_RULES_SIMULATE_H
#define KHO_RULES_SIMULATE_H

#include <kho/rules.h>

#include "base/arena.h"

/* A line to be replayed. */
typedef struct kho__trial {
    const kho_rule *rule;
    const kho_consumed *history; /* what the books say of the months before */
    size_t history_count;
    const int64_t *demand; /* at least 0, by month */
    size_t month_count;    /* at least 1 */
    kho_month first;
    int64_t pack;
    int shelf_life_months; /* 0: it never expires */
} kho__trial;

/* What came of it; of several lines, added up. */
typedef struct kho__tried {
    int64_t months;
    int64_t stockouts; /* months in which not all that was asked for was there */
    int64_t demand, served;
    int64_t stock; /* twice the average: what was there after 2. and after 3. */
    int64_t orders;
    int64_t expired;
} kho__tried;

/* Replay a line and add what came of it. The arena is the room for its work, and is
 * cleared. KHO_EOVERFLOW, KHO_EMEMORY, KHO_EINVALID like kho_judge(). */
kho_status kho__simulate(const kho__trial *trial, kho__arena *room, kho__tried *out);

/* Add what came of other lines, or of the ledger itself. KHO_EOVERFLOW. */
kho_status kho__tried_add(kho__tried *sum, const kho__tried *more);

#endif
