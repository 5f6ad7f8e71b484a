/*
 * Any bytes as rules of a ledger: refused, or all its lines are judged by them, and the
 * books stay right.
 */
#include "stage.h"

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    return 0;
}

/* It answers, and the answer can be written. */
static void ask(kho_question question, const kho_query *query)
{
    kho_table *table;

    stage_must(question(stage_ledger, query, &table) == KHO_OK);
    stage_must(kho_table_write(table, KHO_JSON, KHO_VI, stage_drop, NULL) == KHO_OK);
    kho_table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    stage_file("fuzz.yaml", bytes, size);
    if (kho_ledger_load_rules(stage_ledger, "fuzz.yaml", KHO_NO_DATE, false, NULL) < 0) {
        stage_must(kho_error_last()->message[0] != '\0');
        return 0;
    }
    ask(kho_ledger_alerts, &query);
    ask(kho_ledger_suggest, &query);
    ask(kho_ledger_rules, &query);
    query.place = "tyt";
    query.item = "bcs";
    ask(kho_ledger_explain, &query);
    query = (kho_query)KHO_QUERY_INIT;
    query.from = kho_date_of(2026, 9, 1);
    query.to = kho_date_of(2026, 10, 31);
    stage_must(kho_ledger_try_rules(stage_ledger, "fuzz.yaml", &query, &table) == KHO_OK);
    kho_table_free(table);
    stage_turn(300);
    return 0;
}
