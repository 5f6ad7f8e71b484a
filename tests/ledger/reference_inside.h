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

/* Services: whether they are malformed; as part of a request, how long it is; post them
 * after all else; take those back that the entry undoes. */
bool reference_is_malserved(const reference *books, const kho_entry *entry);
void reference_write_services(
    const reference *books, const kho_entry *entry, char *out, size_t room);
void reference_post_services(posting *post);
void reference_undo_services(posting *post, size_t index);

/* Link the services of an entry to who got them; and whether one is already, to somebody
 * else. */
void reference_link_clients(reference *books, int64_t seq, const kho_entry *entry);
bool reference_is_linked_otherwise(
    const reference *books, int64_t seq, const kho_entry *entry);

/* Post a move, or an observation; `index` counts observations after the moves. */
void reference_post_move(posting *post, size_t index);
void reference_post_seen(posting *post, size_t index);

#endif
