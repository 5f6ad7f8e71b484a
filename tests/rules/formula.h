/* Reads a formula of kho__steps_tell() as a calculator would, knowing nothing of it. */
#ifndef TESTS_RULES_FORMULA_H
#define TESTS_RULES_FORMULA_H

#include <kho/common.h>

#include "base/rational.h"

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

/* Whether a number is what a text says exactly: "-5" or "47/3". */
bool formula_is(const formula_result *result, const char *text);

#endif
