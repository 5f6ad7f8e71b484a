/* Calls that post. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.h"
#include "conformance/entry.h"

static kho_status tell(kho_status status, const kho_answer *answer, json_t **result)
{
    if (status == KHO_OK)
        *result = case_answer(answer);
    return status;
}

/* Text that is read bit by bit. */
typedef struct reading {
    const char *text;
    size_t at, size;
} reading;

static ptrdiff_t read_some(void *context, char *buffer, size_t size)
{
    reading *from = context;
    const size_t left = from->size - from->at, count = left < size ? left : size;

    memcpy(buffer, from->text + from->at, count);
    from->at += count;
    return (ptrdiff_t)count;
}

/* Lines are texts as they are, or values that are written. */
static char *join(const json_t *lines)
{
    case_gathered all = {NULL, 0};
    json_t *line;
    size_t i;

    json_array_foreach((json_t *)lines, i, line)
    {
        char *dumped = json_is_string(line) ? NULL : json_dumps(line, JSON_COMPACT);
        const char *text = dumped ? dumped : json_string_value(line);

        case_gather(&all, text, strlen(text));
        case_gather(&all, "\n", 1);
        free(dumped);
    }
    return all.bytes ? all.bytes : calloc(1, 1);
}

static kho_status feed(
    stage *stage, const kho_feed *how, const json_t *lines, json_t **answers)
{
    char *text = join(lines);
    reading from = {text, 0, strlen(text)};
    case_gathered all = {NULL, 0};
    kho_status status = kho_ledger_post_json(
        stage->at->ledger, how, "lines", read_some, &from, case_gather, &all, NULL);

    *answers = json_array();
    for (char *at = all.bytes, *end; at && (end = strchr(at, '\n')); at = end + 1)
        json_array_append_new(
            *answers, json_loadb(at, (size_t)(end - at), JSON_DECODE_ANY, NULL));
    free(all.bytes);
    free(text);
    return status;
}

static kho_status post_json(stage *stage, const json_t *args, json_t **result)
{
    const kho_feed how = {KHO_FEED_VERSION, case_bool(args, "atomic"),
        case_bool(args, "dry_run"), (int)case_int(args, "commit", 1000)};
    json_t *answers;
    kho_status status = feed(stage, &how, json_object_get(args, "lines"), &answers);

    if (status == KHO_OK)
        *result = json_pack("{sO}", "answers", answers);
    json_decref(answers);
    return status;
}

/* What a structure can't say is posted as JSON; its answer is the call's. */
static kho_status post_text(stage *stage, const json_t *entry, json_t **result)
{
    const kho_feed how = KHO_FEED_INIT;
    json_t *lines = json_pack("[O]", entry), *answers, *error;
    kho_status status = feed(stage, &how, lines, &answers);

    error = json_object_get(json_array_get(answers, 0), "error");
    if (status == KHO_OK && error)
        *result = json_pack("{sO}", "error", error);
    else if (status == KHO_OK)
        *result = json_pack("{sO}", "answer", json_array_get(answers, 0));
    json_decref(answers);
    json_decref(lines);
    return status;
}

static kho_status post(stage *stage, const json_t *args, json_t **result)
{
    const json_t *json = json_object_get(args, "entry");
    kho_answer answer;
    case_entry entry;
    kho_status status;

    status = case_entry_read(json, &entry)
                 ? tell(kho_ledger_post(stage->at->ledger, &entry.entry, &answer),
                       &answer, result)
                 : post_text(stage, json, result);
    case_entry_free(&entry);
    return status;
}

static kho_status reverse(stage *stage, const json_t *args, json_t **result)
{
    kho_answer answer;
    kho_date date;
    kho_status status = case_date(args, "date", &date);

    return status < 0
               ? status
               : tell(kho_ledger_reverse(stage->at->ledger, case_text(args, "uid"), date,
                          case_bool(args, "late"), case_text(args, "note"), &answer),
                     &answer, result);
}

static kho_status load_catalogue(stage *stage, const json_t *args, json_t **result)
{
    kho_answer answer = {0};
    kho_date from;
    kho_status status = case_date(args, "from_date", &from);

    return status < 0 ? status
                      : tell(kho_ledger_load_catalogue(stage->at->ledger,
                                 case_text(args, "path"), from,
                                 case_bool(args, "dry_run"), &answer),
                            &answer, result);
}

static kho_status load_rules(stage *stage, const json_t *args, json_t **result)
{
    kho_answer answer = {0};
    kho_date from;
    kho_status status = case_date(args, "from_date", &from);

    return status < 0
               ? status
               : tell(kho_ledger_load_rules(stage->at->ledger, case_text(args, "path"),
                          from, case_bool(args, "dry_run"), &answer),
                     &answer, result);
}

static kho_status close_month(stage *stage, const json_t *args, json_t **result)
{
    int64_t closed = 0;
    kho_month month;
    kho_status status = case_month(args, "month", &month);

    if (status < 0 ||
        (status = kho_ledger_close_month(stage->at->ledger, case_text(args, "place"),
             case_bool(args, "tree"), month, case_text(args, "by"), &closed)) < 0)
        return status;
    *result = json_pack("{sI}", "value", (json_int_t)closed);
    return KHO_OK;
}

static kho_status reopen_month(stage *stage, const json_t *args, json_t **result)
{
    kho_answer answer;
    kho_month month;
    kho_status status = case_month(args, "month", &month);

    return status < 0
               ? status
               : tell(kho_ledger_reopen_month(stage->at->ledger, case_text(args, "place"),
                          month, case_text(args, "note"), &answer),
                     &answer, result);
}

const case_call case_calls_post[] = {
    {"post",           post          },
    {"post_json",      post_json     },
    {"reverse",        reverse       },
    {"load_catalogue", load_catalogue},
    {"load_rules",     load_rules    },
    {"close_month",    close_month   },
    {"reopen_month",   reopen_month  },
    {NULL,             NULL          }
};
