/* What only the machine can be to blame for, in test programs: it holds, or they end. */
#ifndef TESTS_MUST_H
#define TESTS_MUST_H

#include <errno.h>
#include <kho.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void must(bool so, const char *what)
{
    if (so)
        return;
    fprintf(stderr, "%s (%s; %s)\n", what, kho_error_last()->message, strerror(errno));
    exit(EXIT_FAILURE);
}

/* Open a ledger that waits for others as long as it takes. */
static inline kho_ledger *must_open(const char *path, kho_mode mode)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *ledger;

    options.mode = mode;
    options.busy_ms = 120000;
    must(kho_ledger_open(path, &options, &ledger) == KHO_OK, path);
    return ledger;
}

#endif
