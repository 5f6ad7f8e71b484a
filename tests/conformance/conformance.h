/* The cases of this folder, played in C: what its files share.
 */
#ifndef TESTS_CONFORMANCE_H
#define TESTS_CONFORMANCE_H

#include <jansson.h>
#include <kho.h>

#define CASE_HANDLES 4

/* A ledger that a case opened; a closed one keeps its name. */
typedef struct case_handle {
    const char *name; /* NULL: none */
    kho_ledger *ledger;
    kho_language language;
} case_handle;

/* A case that is being played. */
typedef struct stage {
    char folder[256]; /* its own: "$DIR" in texts */
    int64_t now;      /* milliseconds of UTC, which every ledger's clock tells */
    case_handle handles[CASE_HANDLES];
    case_handle *at;        /* the one that the call is for */
    const char *call;       /* its name */
    const char *as;         /* the handle that it opens */
    const json_t *expected; /* of the call; NULL: nothing. What of a table is looked at */
} stage;

/*
 * Do a call. `result` is what came of it, in the form in which cases expect it:
 * {"answer": ..}, {"table": ..}, {"value": ..}; left alone where there is nothing to
 * tell.
 */
typedef kho_status (*case_play)(stage *stage, const json_t *args, json_t **result);

typedef struct case_call {
    const char *name;
    case_play play;
} case_call;

/* The calls, in lists ended by NULL. */
extern const case_call case_calls_post[], case_calls_hand[], case_calls_ask[],
    case_calls_file[];

/* Arguments; a fallback where one is missing or null. */
const char *case_text(const json_t *args, const char *key);
int64_t case_int(const json_t *args, const char *key, int64_t fallback);
bool case_bool(const json_t *args, const char *key);
kho_status case_date(const json_t *args, const char *key, kho_date *out);
kho_status case_month(const json_t *args, const char *key, kho_month *out);

/* Results in the form in which cases expect them. */
json_t *case_answer(const kho_answer *answer);
json_t *case_error(void);
json_t *case_table(const kho_table *table, const json_t *expected, kho_language language);

/* A sink that gathers what is written. */
typedef struct case_gathered {
    char *bytes;
    size_t size;
} case_gathered;
int case_gather(void *context, const char *bytes, size_t size);

/* Compare what is expected with what came: NULL, or where they differ, to be freed. */
char *case_differs(const json_t *expected, const json_t *got);

#endif
