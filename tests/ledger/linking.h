/* Ledgers in a folder of their own whose services are linked to clients. What fails is
 * told and counted. */
#ifndef TESTS_LEDGER_LINKING_H
#define TESTS_LEDGER_LINKING_H

#include "ledger/world.h"

#include <kho/exchange.h>
#include <kho/privacy.h>

enum { linking_today = 20588 }; /* 2026-05-15 */

extern int linking_failures;
extern char linking_folder[]; /* for mkdtemp() */

void linking_expect(bool what, const char *text);

/* A file of the folder; good for a few calls. */
const char *linking_path(const char *name);

/* Keep what a call said in a file of the folder, where it failed; its status again. */
kho_status linking_heard(kho_status status);

/* A sink that adds to a FILE. */
int linking_sink(void *context, const char *bytes, size_t size);

kho_status linking_open(const char *name, kho_mode mode, kho_ledger **out);

/* One item and one station. */
bool linking_define(kho_ledger *ledger);

/* Post the service "v-<i><again>" of one client. */
kho_status linking_post(kho_ledger *ledger, int i, const char *again, kho_date date,
    const char *client, kho_answer *answer);

/* Write a table into the folder in every format. */
void linking_write(kho_table *table, const char *name);

/* How many services are linked to an identifier; -1: none can be. */
int64_t linking_count(kho_ledger *ledger, const char *client);

#endif
