/* What people type after the = of a line. Pure: no ledger, no output. */
#ifndef KHO_CLI_LINE_H
#define KHO_CLI_LINE_H

#include <kho/common.h>

/*
 * Cut a line at its last = and read what follows; what doesn't fit is INT64_MAX or
 * INT64_MIN, which no ledger takes. NULL where it is sound, else what is wrong: "" means
 * that there is no =, or nothing after it.
 */
const char *cli_line_cut(char *text, int64_t *quantity);

/* Read a decimal integer, all of the text; saturates. */
bool cli_integer_parse(const char *text, int64_t *out);

#endif
