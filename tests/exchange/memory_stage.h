/* What the calls of exchange.memory are tried on: a ledger with something of everything,
 * made once, and put back before each call. */
#ifndef KHO_TESTS_EXCHANGE_MEMORY_STAGE_H
#define KHO_TESTS_EXCHANGE_MEMORY_STAGE_H

#include "base/trial.h"

#include <kho/privacy.h>

/* What calls are given, and what they give. */
typedef struct memory_stage {
    kho_options options;
    kho_ledger *ledger; /* x.kho, which has answered a question */
    kho_query query;
    kho_entry entry;
    kho_move move;
    kho_document *document;
    kho_table *table; /* to be written */
    int shares;       /* that were taken in it */
    kho_tables *tables;
    kho_format format;
    const char *lines; /* of JSON, to be posted */
    char head[KHO_HEAD_SIZE];

    kho_table *out, *unread; /* the latter is no part of the outcome */
    kho_tables *outs;
    kho_answer answer;
    struct ArrowArrayStream stream;
    kho_document *made;
    int64_t number;
    kho_verb verb;
    char text[256];
    uint64_t written; /* by stage_sink() */
} memory_stage;

extern memory_stage stage;
extern const trial_stage stage_calls;

/* Make a folder with the ledger and the files that are read, and be in it; remove it. */
bool stage_make(void);
bool stage_remove(void);

/* What is prepared has memory: a failure ends the program. */
void stage_must(kho_status status);

/* Free what calls gave. */
void stage_forget(void);

/* Open the ledger anew: it has read nothing yet. */
void stage_open(kho_mode mode);

/* Stock goes to a collaborator and to clients, some is counted, with a service. */
void stage_entry(const char *uid);
void stage_rule(const char *path);
void stage_close_month(void);

/* Build a document of words: { and [ begin, } and ] end, #7 is a number, and whatever
 * else is there is a text; ~ is null. */
void stage_document(const char *words);

int stage_sink(void *context, const char *bytes, size_t size);
ptrdiff_t stage_read(void *context, char *buffer, size_t size); /* of a const char * */

/* Entries that aren't there yet. */
extern const char stage_lines[];

#endif
