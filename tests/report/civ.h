/* Real monthly returns in a ledger. */
#ifndef TESTS_REPORT_CIV_H
#define TESTS_REPORT_CIV_H

#include <kho.h>

/* Import them into a new ledger; its path is given, and the caller's to delete. How many
 * rows were read. Fails the test where any was refused. */
kho_ledger *civ_import(const char *csv, char *path, size_t size, int64_t *read);

#endif
