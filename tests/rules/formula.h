/* Reads a formula of kho__steps_tell() as a calculator would, knowing nothing of it. */
#ifndef TESTS_RULES_FORMULA_H
#define TESTS_RULES_FORMULA_H

#include <kho/common.h>

#include "base/rational.h"

/*
 * Whether a formula gives what stands beside it: a number, a day, yes or no, or another
 * word that holds because the comparison is true. What is no arithmetic gives anything.
 */
bool formula_gives(const char *formula, const char *value);

/* What a formula comes to. */
typedef struct formula_result {
    bool valid;      /* it was read to its end */
    bool is_true;    /* of comparisons: all of them hold */
    bool is_date;    /* it begins with a day, to which the rest is added */
    kho_date date;   /* that day, and the days added */
    kho__wide above; /* the number, reduced; of a comparison its last side */
    kho__wide below;
} formula_result;

formula_result formula_read(const char *text);

#endif
