/*
 * A ledger to feed with anything: a station that has done what a station does, in a
 * folder of its own. What was posted stays for the next input; now and then the books are
 * checked and all begins again.
 */
#ifndef TESTS_FUZZ_STAGE_H
#define TESTS_FUZZ_STAGE_H

#include <kho.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Make the folder, enter it, and begin; aborts where that fails. */
void stage_set(void);

/* The open ledger "x.kho". */
extern kho_ledger *stage_ledger;

/* Write a file in the folder. */
void stage_file(const char *name, const void *bytes, size_t size);

/* Read a file of the folder; to be freed. */
uint8_t *stage_read(const char *name, size_t *size);

/* A sink for what is only to be written. */
int stage_drop(void *context, const char *bytes, size_t size);

/* Count an input: after so many the books are checked, which aborts where a fault is
 * found, and a new ledger is begun. */
void stage_turn(int inputs);

/* What nothing may break. */
void stage_must(bool so);

/* Like stage_ledger, of any path. */
kho_status stage_open(const char *path, kho_mode mode, kho_ledger **out);

#endif
