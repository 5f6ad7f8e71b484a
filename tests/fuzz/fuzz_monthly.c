/* Any bytes as a map and, after a line "---", as returns: the books stay right. */
#define _GNU_SOURCE /* memmem */
#include "stage.h"

#include <string.h>

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char line[] = "\n---\n";
    const uint8_t *cut = memmem(bytes, size, line, strlen(line));
    const size_t map = cut ? (size_t)(cut - bytes) + 1 : size;
    const uint8_t *rest = cut ? cut + strlen(line) : bytes;
    kho_table *table;

    stage_file("map.yaml", bytes, map);
    stage_file("returns.csv", rest, cut ? size - (size_t)(rest - bytes) : size);
    if (kho_ledger_import_monthly(stage_ledger, "map.yaml", "returns.csv", size % 2,
            stage_drop, NULL, &table) == KHO_OK) {
        stage_must(kho_table_rows(table) == 1);
        kho_table_free(table);
    }
    stage_turn(300);
    return 0;
}
