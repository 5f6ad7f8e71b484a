/* Real monthly returns in a ledger. */
#ifndef TESTS_REPORT_CIV_H
#define TESTS_REPORT_CIV_H

#include <kho.h>

/* Import them into a new ledger, whose path is given. How many rows were read. Fails the
 * test where any was refused. */
kho_ledger *civ_import(const char *csv, char *path, size_t size, int64_t *read);

/* Close it, and delete it with all that lies beside it. */
void civ_forget(kho_ledger *ledger, const char *path);

#endif
