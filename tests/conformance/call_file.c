/* Calls about the ledger's file, returns and clients. */
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.h"

static int64_t tell_now(void *context)
{
    return ((stage *)context)->now;
}

static case_handle *handle_for(stage *stage, const char *name)
{
    for (case_handle *at = stage->handles; at < stage->handles + CASE_HANDLES; at++) {
        if (!at->name || strcmp(at->name, name) == 0) {
            kho_ledger_close(at->ledger);
            *at = (case_handle){.name = name};
            return at;
        }
    }
    return NULL;
}

static kho_status open_ledger(stage *stage, const json_t *args, json_t **result)
{
    const char *lang = case_text(args, "lang");
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *ledger;
    kho_status status;

    (void)result;
    options.mode = case_bool(args, "create")      ? KHO_CREATE
                   : case_bool(args, "read_only") ? KHO_READ_ONLY
                                                  : KHO_READ_WRITE;
    if (json_object_get(args, "busy")) /* seconds, elsewhere */
        options.busy_ms = (int)(1000 * json_number_value(json_object_get(args, "busy")));
    options.utc_offset_minutes = (int)case_int(args, "utc_offset", 420);
    options.clock = tell_now;
    options.context = stage;
    kho_error_language(lang && strcmp(lang, "vi") == 0 ? KHO_VI : KHO_EN);
    if ((status = kho_ledger_open(case_text(args, "path"), &options, &ledger)) < 0)
        return status;
    stage->at = handle_for(stage, stage->as);
    stage->at->ledger = ledger;
    stage->at->language = lang && strcmp(lang, "vi") == 0 ? KHO_VI : KHO_EN;
    return KHO_OK;
}

static kho_status close_ledger(stage *stage, const json_t *args, json_t **result)
{
    (void)args;
    (void)result;
    kho_ledger_close(stage->at->ledger);
    stage->at->ledger = NULL;
    return KHO_OK;
}

static kho_status today(stage *stage, const json_t *args, json_t **result)
{
    char day[16];

    (void)args;
    *result = json_pack(
        "{ss}", "value", kho_date_format(kho_ledger_today(stage->at->ledger), day));
    return KHO_OK;
}

static kho_status backup(stage *stage, const json_t *args, json_t **result)
{
    (void)result;
    return kho_ledger_backup(stage->at->ledger, case_text(args, "path"));
}

/* `messages` are expected beside the table: one line each. */
static kho_status import_monthly(stage *stage, const json_t *args, json_t **result)
{
    case_gathered said = {NULL, 0};
    json_t *lines = json_array();
    kho_table *table = NULL;
    kho_status status =
        kho_ledger_import_monthly(stage->at->ledger, case_text(args, "map"),
            case_text(args, "csv"), case_bool(args, "amend"), case_gather, &said, &table);

    for (char *at = said.bytes, *end; at && (end = strchr(at, '\n')); at = end + 1)
        json_array_append_new(lines, json_stringn(at, (size_t)(end - at)));
    if (status == KHO_OK) {
        *result = case_table(table, stage->expected, stage->at->language);
        json_object_set(*result, "messages", lines);
    }
    json_decref(lines);
    free(said.bytes);
    kho_table_free(table);
    return status;
}

static kho_status make_client_key(stage *stage, const json_t *args, json_t **result)
{
    (void)stage;
    (void)result;
    return kho_client_key_make(case_text(args, "path"));
}

static kho_status use_client_key(stage *stage, const json_t *args, json_t **result)
{
    (void)result;
    return kho_ledger_client_key(stage->at->ledger, case_text(args, "path"));
}

static kho_status tell_count(kho_status status, int64_t count, json_t **result)
{
    if (status == KHO_OK)
        *result = json_pack("{sI}", "value", (json_int_t)count);
    return status;
}

static kho_status erase_client(stage *stage, const json_t *args, json_t **result)
{
    int64_t erased = 0;
    const kho_status status =
        kho_ledger_client_erase(stage->at->ledger, case_text(args, "client"), &erased);

    return tell_count(status, erased, result);
}

static kho_status purge_clients(stage *stage, const json_t *args, json_t **result)
{
    int64_t erased = 0;
    kho_date before;
    kho_status status = case_date(args, "before", &before);

    if (status == KHO_OK)
        status = kho_ledger_client_purge(stage->at->ledger, before, &erased);
    return tell_count(status, erased, result);
}

static kho_status rotate_client_key(stage *stage, const json_t *args, json_t **result)
{
    (void)args;
    (void)result;
    return kho_ledger_client_rotate(stage->at->ledger);
}

static kho_status export_client(stage *stage, const json_t *args, json_t **result)
{
    kho_table *table = NULL;
    const kho_status status =
        kho_ledger_client_export(stage->at->ledger, case_text(args, "client"), &table);

    if (status == KHO_OK)
        *result = case_table(table, stage->expected, stage->at->language);
    kho_table_free(table);
    return status;
}

const case_call case_calls_file[] = {
    {"open",              open_ledger      },
    {"close",             close_ledger     },
    {"today",             today            },
    {"backup",            backup           },
    {"import_monthly",    import_monthly   },
    {"make_client_key",   make_client_key  },
    {"use_client_key",    use_client_key   },
    {"erase_client",      erase_client     },
    {"purge_clients",     purge_clients    },
    {"rotate_client_key", rotate_client_key},
    {"export_client",     export_client    },
    {NULL,                NULL             }
};
