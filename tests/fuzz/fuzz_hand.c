/* Any text as what people type: a line, a day, a month, a period, a movement's or a
 * report's name. */
#include "stage.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    return 0;
}

static void read_days(const char *text)
{
    kho_date from, to;
    kho_month month;
    char back[16];

    if (kho_date_parse(text, &from) == KHO_OK)
        stage_must(strcmp(kho_date_format(from, back), text) == 0);
    if (kho_month_parse(text, &month) == KHO_OK)
        stage_must(strcmp(kho_month_format(month, back), text) == 0);
    if (kho_period_parse(text, &from, &to) == KHO_OK)
        stage_must(from <= to && from >= kho_date_of(1900, 1, 1));
}

/* The parts of a line are parts of it, in order, and nothing is lost but separators. */
static void read_line(const char *text, size_t size)
{
    char *copy = strdup(text);
    kho_move move;

    stage_must(copy != NULL);
    if (kho_ledger_line(stage_ledger, copy, &move) == KHO_OK) {
        stage_must(move.item == copy && *move.item);
        stage_must(strncmp(text, move.item, strlen(move.item)) == 0);
        if (move.lot)
            stage_must(move.lot > copy && move.lot <= copy + size);
    }
    free(copy);
}

/* What a word stands for can be asked. */
static void read_words(const char *text)
{
    kho_query query = KHO_QUERY_INIT;
    kho_question question;
    kho_verb verb = kho_verb_parse(text);
    kho_list list;
    kho_ends ends;

    stage_must(verb == KHO_NO_VERB || strcmp(kho_verb_word(verb), text) == 0);
    kho_verb_ends(verb, text, NULL, &ends);
    (void)kho_method_parse(text);
    if (kho_report_parse(text, &question) == KHO_OK) {
        kho_table *table = NULL;

        query.from = kho_date_of(2026, 10, 1);
        query.to = kho_date_of(2026, 10, 31);
        stage_must(question(stage_ledger, &query, &table) == KHO_OK);
        kho_table_free(table);
    }
    if (kho_list_parse(text, &list) == KHO_OK) {
        kho_table *table;

        stage_must(kho_ledger_list(stage_ledger, list, &table) == KHO_OK);
        kho_table_free(table);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);

    stage_must(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    read_days(text);
    read_line(text, strlen(text));
    read_words(text);
    free(text);
    return 0;
}
