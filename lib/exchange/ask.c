/* A question by its word, of a host's values. */
#include <string.h>

#include <kho/hand.h>

#include "base/error.h"
#include "base/text.h"
#include "exchange/document.h"

typedef struct named_question {
    const char *word;
    kho_question function;
} named_question;

static const named_question report_kinds[] = {
    {"stock",         kho_ledger_report       },
    {"collaborators", kho_ledger_collaborators},
    {"services",      kho_ledger_services     },
    {"mix",           kho_ledger_mix          },
    {"expiry",        kho_ledger_expiry       },
    {"indicators",    kho_ledger_indicators   },
    {"reporting",     kho_ledger_reporting    },
    {"quality",       kho_ledger_quality      },
};

/* But for reports of a kind. */
static const named_question questions[] = {
    {"stock",    kho_ledger_stock   },
    {"card",     kho_ledger_card    },
    {"ytd",      kho_ledger_ytd     },
    {"restated", kho_ledger_restated},
    {"value",    kho_ledger_value   },
    {"alerts",   kho_ledger_alerts  },
    {"suggest",  kho_ledger_suggest },
    {"explain",  kho_ledger_explain },
    {"rules",    kho_ledger_rules   },
};

static const char *const lists[] = {"items", "places", "lots", "channels", "prices"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define AT(member) offsetof(query_form, member)

typedef struct query_form {
    kho_query query;
    const char *period, *kind;
    int by;
} query_form;

/* clang-format off */
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
    {"kind", KHO__FIELD_TEXT, AT(kind), KHO__NULLABLE, 0, 32, NULL},
    {"by", KHO__FIELD_WORD, AT(by), KHO__NULLABLE, 0, 0, by_words},
    {"cyp", KHO__FIELD_TEXT, AT(query.cyp), KHO__NULLABLE, 0, 64, NULL},
};
/* clang-format on */

kho_status kho_report_parse(const char *text, kho_question *out)
{
    char words[256] = "";

    for (size_t i = 0; i < COUNT(report_kinds); i++) {
        if (strcmp(report_kinds[i].word, text) == 0) {
            *out = report_kinds[i].function;
            return KHO_OK;
        }
        kho__text_join(words, sizeof(words), report_kinds[i].word);
    }
    return kho__fail(KHO_EINVALID, "%s: no such report; there is: %s",
        "%s: không có báo cáo này; hiện có: %s", text, words);
}

kho_status kho_list_parse(const char *text, kho_list *out)
{
    char words[256] = "";

    for (size_t i = 0; i < COUNT(lists); i++) {
        if (strcmp(lists[i], text) == 0) {
            *out = (kho_list)i;
            return KHO_OK;
        }
        kho__text_join(words, sizeof(words), lists[i]);
    }
    return kho__fail(KHO_EINVALID, "%s: is not one of %s",
        "%s: không phải là một trong %s", text, words);
}

static kho_status read_form(kho_document *document, query_form *out)
{
    kho__document *tree;
    kho_status status;

    *out = (query_form){.query = KHO_QUERY_INIT, .kind = report_kinds[0].word};
    if (!document)
        return KHO_OK;
    if ((status = kho__document_whole(document, &tree)) < 0 ||
        (status = kho__read_map(
             tree, &tree->root, "query", query_fields, COUNT(query_fields), out)) < 0 ||
        (out->period && (status = kho_period_parse(
                             out->period, &out->query.from, &out->query.to)) < 0))
        return status;
    out->query.by = (kho_service_group)out->by;
    return KHO_OK;
}

kho_status kho_document_query(kho_document *document, kho_query *out)
{
    query_form form;
    const kho_status status = read_form(document, &form);

    *out = status < 0 ? (kho_query)KHO_QUERY_INIT : form.query;
    return status;
}

/* What is asked of the whole ledger, without a query. */
static kho_status ask_list(kho_ledger *ledger, const char *word, kho_table **out)
{
    kho_list what;

    if (strcmp(word, "check") == 0)
        return kho_ledger_check(ledger, out);
    if (kho_list_parse(word, &what) == KHO_OK)
        return kho_ledger_list(ledger, what, out);
    return kho__fail(
        KHO_EINVALID, "there is no question '%s'", "không có câu hỏi '%s'", word);
}

kho_status kho_ledger_ask(
    kho_ledger *ledger, const char *question, kho_document *document, kho_table **out)
{
    query_form form;
    kho_question function = NULL;
    kho_status status = read_form(document, &form);

    *out = NULL;
    if (status < 0)
        return status;
    if (strcmp(question, "report") == 0 &&
        (status = kho_report_parse(form.kind, &function)) < 0)
        return status;
    for (size_t i = 0; i < COUNT(questions); i++) {
        if (strcmp(questions[i].word, question) == 0)
            function = questions[i].function;
    }
    return function ? function(ledger, &form.query, out)
                    : ask_list(ledger, question, out);
}
