/* Calls that ask: each is a query, a function and a table. */
#include <stdio.h>
#include <string.h>

#include "conformance/conformance.h"

typedef kho_status (*ask)(kho_ledger *, const kho_query *, kho_table **);

/* Questions by name; of `report` by kind, and by what was asked for with it. */
static const struct {
    const char *name;
    ask ask;
} questions[] = {
    {"stock",                kho_ledger_stock        },
    {"card",                 kho_ledger_card         },
    {"report",               kho_ledger_report       },
    {"report ytd",           kho_ledger_ytd          },
    {"report restated",      kho_ledger_restated     },
    {"report value",         kho_ledger_value        },
    {"report collaborators", kho_ledger_collaborators},
    {"report services",      kho_ledger_services     },
    {"report mix",           kho_ledger_mix          },
    {"report expiry",        kho_ledger_expiry       },
    {"report indicators",    kho_ledger_indicators   },
    {"report reporting",     kho_ledger_reporting    },
    {"report quality",       kho_ledger_quality      },
    {"alerts",               kho_ledger_alerts       },
    {"suggest",              kho_ledger_suggest      },
    {"explain",              kho_ledger_explain      },
    {"rules",                kho_ledger_rules        },
};

static kho_status tell(
    stage *stage, kho_status status, kho_table *const *table, json_t **result)
{
    if (status == KHO_OK)
        *result = case_table(*table, stage->expected, stage->at->language);
    kho_table_free(*table);
    return status;
}

static kho_status read_query(const json_t *args, kho_query *out)
{
    static const char *const groups[KHO_SERVICE_GROUPS] = {NULL, "mode", "age", "new"};
    const char *by = case_text(args, "by");
    kho_status status;

    *out = (kho_query)KHO_QUERY_INIT;
    out->place = case_text(args, "place");
    out->item = case_text(args, "item");
    out->tree = case_bool(args, "tree");
    out->sum = case_bool(args, "sum");
    out->known = case_int(args, "known", 0);
    out->cyp = case_text(args, "cyp");
    for (int i = 1; by && i < KHO_SERVICE_GROUPS; i++) {
        if (strcmp(by, groups[i]) == 0)
            out->by = (kho_service_group)i;
    }
    if ((status = case_date(args, "on", &out->on)) < 0 ||
        (status = case_date(args, "from_date", &out->from)) < 0)
        return status;
    return case_date(args, "to_date", &out->to);
}

static kho_status answer(
    stage *stage, const char *name, const kho_query *query, json_t **result)
{
    kho_table *table = NULL;

    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        if (strcmp(questions[i].name, name) == 0)
            return tell(stage, questions[i].ask(stage->at->ledger, query, &table), &table,
                result);
    }
    /* There is no function for it: other languages refuse the word. */
    *result = json_pack("{s{ss}}", "error", "status", "invalid");
    return KHO_OK;
}

/* What the call's own word asks. */
static kho_status ask_plain(stage *stage, const json_t *args, json_t **result)
{
    kho_query query;
    const kho_status status = read_query(args, &query);

    return status < 0 ? status : answer(stage, stage->call, &query, result);
}

static kho_status report(stage *stage, const json_t *args, json_t **result)
{
    static const char *const flags[] = {"ytd", "restated", "value"};
    const char *kind = case_text(args, "kind");
    char name[64] = "report";
    kho_query query;
    kho_status status = read_query(args, &query);

    if (status < 0 || (status = kho_period_parse(
                           case_text(args, "period"), &query.from, &query.to)) < 0)
        return status;
    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
        if (case_bool(args, flags[i]))
            kind = flags[i];
    }
    if (kind && strcmp(kind, "stock") != 0)
        snprintf(name, sizeof(name), "report %s", kind);
    return answer(stage, name, &query, result);
}

static kho_status try_rules(stage *stage, const json_t *args, json_t **result)
{
    kho_table *table = NULL;
    kho_query query;
    const kho_status status = read_query(args, &query);

    return status < 0 ? status
                      : tell(stage,
                            kho_ledger_try_rules(stage->at->ledger,
                                case_text(args, "path"), &query, &table),
                            &table, result);
}

static kho_status check(stage *stage, const json_t *args, json_t **result)
{
    kho_table *table = NULL;

    (void)args;
    return tell(stage, kho_ledger_check(stage->at->ledger, &table), &table, result);
}

static kho_status supervise(stage *stage, const json_t *args, json_t **result)
{
    const json_t *asked =
        json_object_get(json_object_get(stage->expected, "tables"), "tables");
    json_t *list = json_array();
    kho_tables *tables = NULL;
    kho_query query;
    kho_status status = read_query(args, &query);

    if (status == KHO_OK &&
        (status = kho_ledger_supervise(stage->at->ledger, &query, &tables)) == KHO_OK) {
        for (size_t i = 0; i < kho_tables_count(tables); i++)
            json_array_append_new(
                list, case_table(kho_tables_at(tables, i), json_array_get(asked, i),
                          stage->at->language));
        *result = json_pack("{s{ssso}}", "tables", "title",
            kho_tables_title(tables, stage->at->language), "tables", json_incref(list));
    }
    kho_tables_free(tables);
    json_decref(list);
    return status;
}

static kho_status list(stage *stage, const json_t *args, json_t **result)
{
    static const char *const words[] = {"items", "places", "lots", "channels", "prices"};
    kho_table *table = NULL;
    int what = 0;

    (void)args;
    while (strcmp(words[what], stage->call) != 0)
        what++;
    return tell(stage, kho_ledger_list(stage->at->ledger, (kho_list)what, &table), &table,
        result);
}

const case_call case_calls_ask[] = {
    {"stock",     ask_plain},
    {"card",      ask_plain},
    {"report",    report   },
    {"alerts",    ask_plain},
    {"suggest",   ask_plain},
    {"explain",   ask_plain},
    {"rules",     ask_plain},
    {"try_rules", try_rules},
    {"supervise", supervise},
    {"check",     check    },
    {"items",     list     },
    {"places",    list     },
    {"lots",      list     },
    {"channels",  list     },
    {"prices",    list     },
    {NULL,        NULL     }
};
