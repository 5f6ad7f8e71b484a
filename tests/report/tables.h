/* Small tables, and what is written of them. */
#ifndef KHO_TESTS_REPORT_TABLES_H
#define KHO_TESTS_REPORT_TABLES_H

#include <kho/table.h>

/* A station's November: condoms that are low and dear to quote, pills that nobody used
 * yet. */
kho_table *tables_report(void);

/* Alerts: a late report with hardly a cell, and a lot whose number is a formula and a
 * tag. */
kho_table *tables_alerts(void);

/* Lots with these numbers, and nothing else. */
kho_table *tables_lots(const char *const *numbers, size_t count);

/* All that is written of a table: text to be freed. Fails the test if writing fails. */
char *tables_write(const kho_table *table, kho_format format, kho_language language);

/* Expect these bytes, and write both out where they differ. */
void tables_expect(const kho_table *table, kho_format format, kho_language language,
    const char *expected);

#endif
