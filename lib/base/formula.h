/* Cells that a spreadsheet would calculate: texts that come from anybody. */
#ifndef KHO_BASE_FORMULA_H
#define KHO_BASE_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether some spreadsheet may take a cell of this text for a formula: it begins with
 * = + - @ in any width, or with a tab or a line's end, whatever blanks, quotes and
 * invisible characters stand before it.
 *
 * Such a cell is written with an apostrophe before it, and read without. That loses
 * nothing: an apostrophe is one of the quotes, so who has one already gets another.
 */
bool kho__formula_like(const char *text, size_t size);

#endif
