/* What the comparisons of questions share. */
#ifndef TESTS_LEDGER_WORLD_INSIDE_H
#define TESTS_LEDGER_WORLD_INSIDE_H

#include "ledger/world.h"

enum { WORLD_ROWS = 1024 };

/* A place's code; "" for none. */
const char *world_place(const reference *books, int place);

/* What a question was, in at least 256 bytes. */
const char *world_describe(const world *world, const reference_query *query, char *text);

/* With KHO_TRACE set, an answer that differs is printed. Gives `same` back. */
bool world_show(bool same, const kho_table *table);

/* A report's rows with those of closed months as they were known; and how many of them
 * begin otherwise than the closing of the month before ended. */
size_t world_closed_rows(const world *world, const reference_query *query,
    const reference_query *period, reference_report_row *rows, size_t count);
size_t world_gap(const world *world, const reference_query *query);

/* Whether a row is about a lot; item -1: of an item that is known already. */
bool world_is_lot(const reference *books, int index, const kho_table *table, size_t row,
    int item, int lot, int expiry, int channel);

#endif
