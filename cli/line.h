/* What people type for a lot and a quantity, and for a period. Pure: no ledger, no
 * output. */
#ifndef KHO_CLI_LINE_H
#define KHO_CLI_LINE_H

#include <kho/common.h>

/* ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY, taken apart. */
typedef struct cli_line {
    const char *item;
    const char *lot;     /* NULL: none was named; "": the lot without number */
    kho_date expiry;     /* KHO_NO_DATE: none was named */
    const char *channel; /* NULL: none was named */
    int64_t
        quantity; /* what doesn't fit is INT64_MAX or INT64_MIN, which no ledger takes */
} cli_line;

typedef enum cli_flaw {
    CLI_SOUND = 0,
    CLI_NO_QUANTITY,  /* no = */
    CLI_BAD_QUANTITY, /* not an integer after it */
    CLI_NO_ITEM,      /* nothing before the @ or the = */
    CLI_BAD_EXPIRY,   /* shaped like a day or a month, but there is none such */
    CLI_BAD_CHANNEL   /* a / without a lot, followed by no day and no known channel */
} cli_flaw;

/*
 * Take a line apart in place. Cut at the last =, then a trailing known channel, then a
 * trailing day or month; the rest after the first @ is the lot, which may hold any of
 * these characters itself. What `out` points at is in the text.
 *
 * `flaw` points into the text at what is wrong where the answer isn't CLI_SOUND.
 */
cli_flaw cli_line_parse(char *text, const char *const *channels, size_t count,
    cli_line *out, const char **flaw);

/* Read 2026-10, 2026-Q3, 2026 or 2026-01-01..2026-03-15; false for anything else. */
bool cli_period_parse(const char *text, kho_date *from, kho_date *to);

/* Read a decimal integer, all of the text; saturates. */
bool cli_integer_parse(const char *text, int64_t *out);

#endif
