/* What every hostile input must get: one clear line, and a ledger that is as it was. */
#ifndef TESTS_LEDGER_HOSTILE_H
#define TESTS_LEDGER_HOSTILE_H

#include "ledger/world.h"

/* A station with some stock, and its ledger. */
bool hostile_open(world *books);

/* One line of valid UTF-8 without control characters, and not empty. */
bool hostile_is_line(const char *message);

/* Call back with each string of a JSON list of strings, or each line of a text; how many
 * there were. -1: no file. */
int hostile_each(
    const char *name, void (*call)(void *context, const char *text), void *context);

#endif
