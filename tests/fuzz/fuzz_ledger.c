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

/* What it says of its stock, of a month that is closed and of one that isn't, and of what
 * needs attention; false where it doesn't answer. */
static bool ask(kho_ledger *ledger, said *out)
{
    static const struct {
        kho_question question;
        int month;
        const char *place;
    } asked[] = {
        {kho_ledger_stock,  10, NULL },
        {kho_ledger_report, 9,  "tyt"},
        {kho_ledger_report, 10, NULL },
        {kho_ledger_alerts, 10, NULL },
    };
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked) && status == KHO_OK; i++) {
        query.from = kho_date_of(2026, asked[i].month, 1);
        query.to = kho_date_of(2026, asked[i].month, 30);
        query.place = asked[i].place;
        if ((status = asked[i].question(ledger, &query, &table)) == KHO_OK) {
            status = kho_table_write(table, KHO_CSV, KHO_EN, hash, out);
            kho_table_free(table);
        }
    }
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
