/* Ledgers as programs of older formats left them. */
#ifndef KHO_TESTS_STORE_OLDER_H
#define KHO_TESTS_STORE_OLDER_H

#include <stdbool.h>

/* Bring a ledger of the newest format back to format 1, in one commit; done again where
 * that failed, it is the same. */
bool older_make(const char *path);

#endif
