/*
 * Reports of closed months: the table that the closing kept, or its rows among those of
 * places that didn't close the month.
 */
#ifndef KHO_REPORT_FROZEN_H
#define KHO_REPORT_FROZEN_H

#include "model/record.h"
#include "report/lines.h"
#include "store/closings.h"

/* What closings have to say to a question. */
typedef struct kho__frozen {
    bool whole;            /* the table is one closing's, as it stands */
    size_t closed, places; /* of the stores and collaborators that are meant */
    kho__asked rest;       /* the same question of the others */
} kho__frozen;

/* Begin a report's table with the rows of closings, where the question is about a whole
 * month, line by line, as it is known now. */
kho_status kho__frozen_fill(const kho__asked *asked, kho_table *table, kho__frozen *out);

/* How many places were closed, and how many openings differ from the closing before. */
kho_status kho__frozen_meta(
    const kho__asked *asked, const kho__frozen *frozen, kho_table *table);

/* Which of a query's places closed a month, in their order; and of how many that can. */
kho_status kho__closed_among(const kho__asked *asked, kho_month month, kho__closing **out,
    size_t *count, size_t *places);

/* Tables of closings, one after the other. */
typedef struct kho__frozen_reader {
    kho_ledger *ledger;
    kho__record heads; /* of the entry whose heads the last one shares */
    const char *like;  /* its uid */
    kho__arena arena, heads_arena;
} kho__frozen_reader;

/* The table of a closing, as "report" or "ytd"; `item` NULL: all of its rows. */
kho_status kho__frozen_read(kho__frozen_reader *reader, int64_t seq, const char *name,
    const char *item, kho_table **out);

/* The last entry that a closing knew. */
kho_status kho__frozen_known(kho_ledger *ledger, int64_t seq, int64_t *known);

void kho__frozen_reader_end(kho__frozen_reader *reader);

#endif
