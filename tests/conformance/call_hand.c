/* Verbs by hand, and catalogues: documents made of a case's values. */
#include <string.h>

#include "conformance/conformance.h"

static kho_status build(kho_document *document, const json_t *value);

static kho_status build_parts(kho_document *document, const json_t *value)
{
    kho_status status = KHO_OK;
    json_t *child;
    const char *key;
    size_t i;

    json_object_foreach((json_t *)value, key, child)
    {
        if (status == KHO_OK &&
            (status = kho_document_text(document, key, strlen(key))) == KHO_OK)
            status = build(document, child);
    }
    json_array_foreach((json_t *)value, i, child)
    {
        if (status == KHO_OK)
            status = build(document, child);
    }
    return status < 0 ? status : kho_document_end(document);
}

static kho_status build(kho_document *document, const json_t *value)
{
    char number[64];
    kho_status status;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        status = kho_document_map(document);
        return status < 0 ? status : build_parts(document, value);
    case JSON_ARRAY:
        status = kho_document_list(document);
        return status < 0 ? status : build_parts(document, value);
    case JSON_STRING:
        return kho_document_text(
            document, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return kho_document_integer(document, json_integer_value(value));
    case JSON_REAL:
        json_dumpb(value, number, sizeof(number), JSON_ENCODE_ANY);
        number[json_dumpb(value, NULL, 0, JSON_ENCODE_ANY)] = '\0';
        return kho_document_scalar(document, number);
    case JSON_TRUE:
    case JSON_FALSE:
        return kho_document_scalar(document, json_is_true(value) ? "true" : "false");
    case JSON_NULL:
        return kho_document_null(document);
    }
    return KHO_EINVALID;
}

/* A movement: its word, and which arguments are its ends. */
static const struct {
    const char *call, *verb, *from, *to;
} verbs[] = {
    {"begin",     "begin",     NULL,     "to"    },
    {"receive",   "receive",   "source", "target"},
    {"send_back", "send_back", "source", "target"},
    {"ship",      "ship",      "source", "target"},
    {"arrive",    "arrive",    NULL,     "place" },
    {"transfer",  "transfer",  "source", "target"},
    {"issue",     "issue",     "source", "target"},
    {"give_back", "give_back", "source", "target"},
    {"dispense",  "dispense",  "place",  NULL    },
    {"hold",      "hold",      "place",  NULL    },
    {"release",   "release",   NULL,     "place" },
    {"lose",      "lose",      "place",  "reason"},
    {"count",     "count",     "place",  NULL    },
    {"serve",     "serve",     "place",  NULL    },
};

static const char *const service_keys[] = {
    "method", "kind", "clients", "mode", "age", "new", "client"};

/* Under another name; what isn't there stays away. */
static void take(json_t *from, const char *key, json_t *to, const char *name)
{
    json_t *value = key ? json_object_get(from, key) : NULL;

    if (!value)
        return;
    json_object_set(to, name, value);
    json_object_del(from, key);
}

static kho_status post_hand(stage *stage, const json_t *args, json_t **result)
{
    json_t *rest = json_copy((json_t *)args), *hand = json_object(), *service;
    kho_document *document;
    kho_answer answer;
    kho_status status;
    size_t verb = 0;

    while (strcmp(verbs[verb].call, stage->call) != 0)
        verb++;
    json_object_set_new(hand, "verb", json_string(verbs[verb].verb));
    take(rest, verbs[verb].from, hand, "from");
    take(rest, verbs[verb].to, hand, "to");
    if (strcmp(stage->call, "serve") == 0) {
        service = json_object();
        for (size_t i = 0; i < sizeof(service_keys) / sizeof(*service_keys); i++)
            take(rest, service_keys[i], service, service_keys[i]);
        json_object_set_new(hand, "service", service);
    }
    json_object_update(hand, rest);
    if ((status = kho_document_new(&document)) == KHO_OK &&
        (status = build(document, hand)) == KHO_OK)
        status = kho_ledger_post_hand(stage->at->ledger, document, &answer);
    if (status == KHO_OK)
        *result = case_answer(&answer);
    kho_document_free(document);
    json_decref(hand);
    json_decref(rest);
    return status;
}

static kho_status define(stage *stage, const json_t *args, json_t **result)
{
    kho_document *document = NULL;
    kho_answer answer;
    kho_date from;
    kho_status status;

    if ((status = case_date(args, "from_date", &from)) == KHO_OK &&
        (status = kho_document_new(&document)) == KHO_OK &&
        (status = build(document, json_object_get(args, "catalogue"))) == KHO_OK)
        status =
            kho_ledger_define_document(stage->at->ledger, document, from, false, &answer);
    if (status == KHO_OK)
        *result = case_answer(&answer);
    kho_document_free(document);
    return status;
}

const case_call case_calls_hand[] = {
    {"begin",     post_hand},
    {"receive",   post_hand},
    {"send_back", post_hand},
    {"ship",      post_hand},
    {"arrive",    post_hand},
    {"transfer",  post_hand},
    {"issue",     post_hand},
    {"give_back", post_hand},
    {"dispense",  post_hand},
    {"hold",      post_hand},
    {"release",   post_hand},
    {"lose",      post_hand},
    {"count",     post_hand},
    {"serve",     post_hand},
    {"define",    define   },
    {NULL,        NULL     }
};
