/* What can be worked out from published sums: a linear programme over equations and
 * bounds. */
#ifndef TESTS_REPORT_ATTACKER_H
#define TESTS_REPORT_ATTACKER_H

#include <stdbool.h>

enum { UNKNOWNS = 64, EQUATIONS = 160 };

/* Each unknown is at least `least`, and at most `most` (0: any). */
typedef struct attacker {
    int unknowns, equations;
    double least, most;
    double factor[EQUATIONS][UNKNOWNS], value[EQUATIONS];
} attacker;

/* Begin a new equation, all of whose factors are 0; its index. */
int attacker_equation(attacker *attacker, double value);

/* The least and the most that each unknown may be; false: nothing fulfils the equations.
 */
bool attacker_ranges(attacker *attacker, double low[UNKNOWNS], double high[UNKNOWNS]);

#endif
