/*
 * Scenarios: text that a pharmacist can read (tests/scenarios, README there), played on a
 * ledger and on the reference beside it.
 */
#ifndef TESTS_LEDGER_SCENARIO_H
#define TESTS_LEDGER_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

/* Play a file. False: `why` tells the line and what was wrong. */
bool scenario_play(const char *path, char *why, size_t size);

#endif
