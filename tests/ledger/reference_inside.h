/* What the two halves of posting share. */
#ifndef TESTS_LEDGER_REFERENCE_INSIDE_H
#define TESTS_LEDGER_REFERENCE_INSIDE_H

#include "ledger/reference.h"

typedef struct posting {
    reference *books;
    const kho_entry *entry;
    kho_date date;
    int64_t undoes;
    size_t undone_own;
    reference_answer *answer;
} posting;

/* A move or a count, with its codes looked up. */
typedef struct resolved {
    int item, channel, source, target;
    kho_verb verb;
} resolved;

void reference_refuse(
    posting *post, size_t index, kho_status status, int64_t need, int64_t have);
void reference_add_line(
    posting *post, size_t move, int lot, const resolved *to, int64_t quantity);

/* Something touches a place in a month: refused where that is closed, or late. */
void reference_touch(posting *post, size_t index, int place, kho_month month);
void reference_touch_both(posting *post, size_t index, int source, int target);

/* Post a move, or an observation; `index` counts observations after the moves. */
void reference_post_move(posting *post, size_t index);
void reference_post_seen(posting *post, size_t index);

#endif
