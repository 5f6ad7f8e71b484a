#include "base/formula.h"

#include <string.h>

/* What spreadsheets may pass over: blanks, quotes, and what nobody sees. */
static const char *const passed[] = {" ", "\"", "'", "\u00A0", "\u3000", "\u200B",
    "\u200C", "\u200D", "\u200E", "\u200F", "\u2060", "\uFEFF"};

static const char *const beginnings[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D",
    "\uFF0B", "\uFF0D", "\uFF20", "\uFE66", "\uFE62", "\uFE63", "\uFE6B", "\u2212"};

/* Bytes of the first of these that the text begins with; 0: none. */
static size_t begins_with(
    const char *text, size_t size, const char *const *these, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(these[i]);

        if (length <= size && memcmp(text, these[i], length) == 0)
            return length;
    }
    return 0;
}

bool kho__formula_like(const char *text, size_t size)
{
    size_t at = 0, step;

    while ((step = begins_with(
                text + at, size - at, passed, sizeof(passed) / sizeof(*passed))) > 0)
        at += step;
    return begins_with(text + at, size - at, beginnings,
               sizeof(beginnings) / sizeof(*beginnings)) > 0;
}
