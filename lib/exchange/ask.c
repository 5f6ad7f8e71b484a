/* A question by its word, of a host's values. */
#include <string.h>

#include <kho/hand.h>

#include "base/error.h"
#include "exchange/document.h"

typedef kho_status (*question_function)(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/* clang-format off */
static const struct {
    const char *word;
    question_function function;
} questions[] = {
    {"stock", kho_ledger_stock},           {"card", kho_ledger_card},
    {"report", kho_ledger_report},         {"ytd", kho_ledger_ytd},
    {"restated", kho_ledger_restated},     {"value", kho_ledger_value},
    {"expiry", kho_ledger_expiry},         {"quality", kho_ledger_quality},
    {"indicators", kho_ledger_indicators}, {"reporting", kho_ledger_reporting},
    {"services", kho_ledger_services},     {"mix", kho_ledger_mix},
    {"collaborators", kho_ledger_collaborators},
    {"alerts", kho_ledger_alerts},         {"suggest", kho_ledger_suggest},
    {"explain", kho_ledger_explain},       {"rules", kho_ledger_rules},
};

static const char *const lists[] = {"items", "places", "lots", "channels", "prices"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define AT(member) offsetof(query_form, member)

typedef struct query_form {
    kho_query query;
    const char *period;
    int by;
} query_form;

static const char *const by_words[] = {"nothing", "mode", "age", "new", NULL};

static const kho__field query_fields[] = {
    {"place", KHO__FIELD_TEXT, AT(query.place), KHO__NULLABLE, 0, 128, NULL},
    {"tree", KHO__FIELD_BOOL, AT(query.tree), KHO__NULLABLE, 0, 0, NULL},
    {"sum", KHO__FIELD_BOOL, AT(query.sum), KHO__NULLABLE, 0, 0, NULL},
    {"item", KHO__FIELD_TEXT, AT(query.item), KHO__NULLABLE, 0, 128, NULL},
    {"on", KHO__FIELD_DATE, AT(query.on), KHO__NULLABLE, 0, 0, NULL},
    {"known", KHO__FIELD_INTEGER, AT(query.known), KHO__NULLABLE, 0, INT64_MAX, NULL},
    {"from", KHO__FIELD_DATE, AT(query.from), KHO__NULLABLE, 0, 0, NULL},
    {"to", KHO__FIELD_DATE, AT(query.to), KHO__NULLABLE, 0, 0, NULL},
    {"period", KHO__FIELD_TEXT, AT(period), KHO__NULLABLE, 0, 32, NULL},
    {"by", KHO__FIELD_WORD, AT(by), KHO__NULLABLE, 0, 0, by_words},
    {"cyp", KHO__FIELD_TEXT, AT(query.cyp), KHO__NULLABLE, 0, 64, NULL},
};
/* clang-format on */

kho_status kho_document_query(kho_document *document, kho_query *out)
{
    query_form form = {.query = KHO_QUERY_INIT};
    kho__document *tree;
    kho_status status;

    *out = form.query;
    if (!document)
        return KHO_OK;
    if ((status = kho__document_whole(document, &tree)) < 0 ||
        (status = kho__read_map(
             tree, &tree->root, "query", query_fields, COUNT(query_fields), &form)) < 0 ||
        (form.period && (status = kho_period_parse(
                             form.period, &form.query.from, &form.query.to)) < 0))
        return status;
    form.query.by = (kho_service_group)form.by;
    *out = form.query;
    return KHO_OK;
}

/* What is asked of the whole ledger, without a query. */
static kho_status ask_list(kho_ledger *ledger, const char *word, kho_table **out)
{
    for (size_t i = 0; i < COUNT(lists); i++) {
        if (strcmp(lists[i], word) == 0)
            return kho_ledger_list(ledger, (kho_list)i, out);
    }
    if (strcmp(word, "check") == 0)
        return kho_ledger_check(ledger, out);
    return kho__fail(
        KHO_EINVALID, "there is no question '%s'", "không có câu hỏi '%s'", word);
}

kho_status kho_ledger_ask(
    kho_ledger *ledger, const char *question, kho_document *document, kho_table **out)
{
    kho_query query;
    kho_status status = kho_document_query(document, &query);

    *out = NULL;
    if (status < 0)
        return status;
    for (size_t i = 0; i < COUNT(questions); i++) {
        if (strcmp(questions[i].word, question) == 0)
            return questions[i].function(ledger, &query, out);
    }
    return ask_list(ledger, question, out);
}
