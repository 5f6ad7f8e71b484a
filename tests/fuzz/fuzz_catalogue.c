/* Any bytes as a catalogue: refused, or loaded, and then the books are still right. */
#include "stage.h"

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    kho_answer answer;
    kho_status status;

    stage_file("fuzz.yaml", bytes, size);
    status =
        kho_ledger_load_catalogue(stage_ledger, "fuzz.yaml", KHO_NO_DATE, true, &answer);
    stage_must(status == KHO_OK || kho_error_last()->message[0] != '\0');
    if (status == KHO_OK) {
        /* What was verified is loaded, and is there from then on. */
        stage_must(kho_ledger_load_catalogue(
                       stage_ledger, "fuzz.yaml", KHO_NO_DATE, false, &answer) == KHO_OK);
        stage_must(kho_ledger_load_catalogue(stage_ledger, "fuzz.yaml", KHO_NO_DATE,
                       false, &answer) == KHO_OK &&
                   answer.existing);
    }
    stage_turn(500);
    return 0;
}
