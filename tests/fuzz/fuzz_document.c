/*
 * Any lines as calls that build a document, and what is asked or posted with it: refused
 * or done; a question changes nothing, and the books stay right. The first line says for
 * what; then '{' and '[' begin a map or a list, '}' ends it, '"' begins a text, '#' an
 * integer, '~' is a null, and anything else a scalar.
 */
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

static kho_status build(kho_document *document, const char *line)
{
    switch (*line) {
    case '{':
        return kho_document_map(document);
    case '[':
        return kho_document_list(document);
    case '}':
        return kho_document_end(document);
    case '"':
        return kho_document_text(document, line + 1, strlen(line + 1));
    case '#':
        return kho_document_integer(document, strtoll(line + 1, NULL, 10));
    case '~':
        return kho_document_null(document);
    default:
        return kho_document_scalar(document, line);
    }
}

/* A question's answer can be written, and nothing was written by it. */
static void ask(const char *question, kho_document *document)
{
    char before[KHO_HEAD_SIZE], after[KHO_HEAD_SIZE];
    kho_table *table;

    stage_must(kho_ledger_head(stage_ledger, before) == KHO_OK);
    if (kho_ledger_ask(stage_ledger, question, document, &table) == KHO_OK) {
        stage_must(kho_table_write(table, KHO_JSON, KHO_VI, stage_drop, NULL) == KHO_OK);
        kho_table_free(table);
    }
    stage_must(kho_ledger_head(stage_ledger, after) == KHO_OK);
    stage_must(strcmp(before, after) == 0);
}

static void use(const char *word, kho_document *document)
{
    kho_answer answer;

    if (strcmp(word, "post") == 0)
        (void)kho_ledger_post_document(stage_ledger, document, &answer);
    else if (strcmp(word, "hand") == 0)
        (void)kho_ledger_post_hand(stage_ledger, document, &answer);
    else if (strcmp(word, "define") == 0)
        (void)kho_ledger_define_document(
            stage_ledger, document, KHO_NO_DATE, false, &answer);
    else
        ask(word, document);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1), *rest = text, *word, *line;
    kho_document *document;

    stage_must(text != NULL && kho_document_new(&document) == KHO_OK);
    memcpy(text, bytes, size);
    text[size] = '\0';
    word = strsep(&rest, "\n");
    while ((line = strsep(&rest, "\n")))
        if (*line)
            (void)build(document, line);
    use(word, document);
    kho_document_free(document);
    free(text);
    stage_turn(300);
    return 0;
}
