/*
 * A ledger's file with bytes changed, or any bytes as one: it is refused, or found
 * damaged by `check`, or it says what the undamaged one says.
 */
#include "stage.h"

#include <stdlib.h>
#include <string.h>

typedef struct said {
    uint64_t hash;
} said;

static uint8_t *image;
static size_t image_size;
static said truth;

static int hash(void *context, const char *bytes, size_t size)
{
    said *said = context;

    for (size_t i = 0; i < size; i++)
        said->hash = (said->hash ^ (uint8_t)bytes[i]) * UINT64_C(1099511628211);
    return 0;
}

/* Everything that it says of its stock; false where it doesn't answer. */
static bool ask(kho_ledger *ledger, said *out)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_status status;

    if (kho_ledger_stock(ledger, &query, &table) < 0)
        return false;
    status = kho_table_write(table, KHO_CSV, KHO_EN, hash, out);
    kho_table_free(table);
    query.from = kho_date_of(2026, 10, 1);
    query.to = kho_date_of(2026, 10, 31);
    if (status < 0 || kho_ledger_report(ledger, &query, &table) < 0)
        return false;
    status = kho_table_write(table, KHO_CSV, KHO_EN, hash, out);
    kho_table_free(table);
    return status == KHO_OK;
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    image = stage_read("x.kho", &image_size);
    stage_must(ask(stage_ledger, &truth));
    return 0;
}

/* Three bytes say where, one what; a first byte of 255: all is the input's own. */
static void stage_damage(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(image_size);

    stage_must(copy != NULL);
    if (size > 0 && bytes[0] == 255) {
        stage_file("y.kho", bytes + 1, size - 1);
    } else {
        memcpy(copy, image, image_size);
        for (size_t i = 0; i + 4 <= size; i += 4)
            copy[(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2]) % image_size] =
                bytes[i + 3];
        stage_file("y.kho", copy, image_size);
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    said heard = {0};
    kho_ledger *ledger;
    kho_table *faults;
    bool answered;

    stage_damage(bytes, size);
    if (stage_open("y.kho", KHO_READ_ONLY, &ledger) < 0)
        return 0;
    answered = ask(ledger, &heard);
    if (kho_ledger_check(ledger, &faults) == KHO_OK) {
        if (kho_table_rows(faults) == 0)
            stage_must(answered && heard.hash == truth.hash);
        kho_table_free(faults);
    }
    kho_ledger_close(ledger);
    return 0;
}
