#include "exchange/service_json.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/service.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

typedef struct service_form {
    kho_service service;
    const kho__node *method, *kind, *mode, *new_to;
} service_form;

/* clang-format off */
#define AT(member) offsetof(service_form, member)

static const kho__field service_fields[] = {
    {"place", KHO__FIELD_TEXT, AT(service.place), KHO__NULLABLE, 0, 128, NULL},
    {"method", KHO__FIELD_NODE, AT(method), KHO__REQUIRED, 0, 0, NULL},
    {"kind", KHO__FIELD_NODE, AT(kind), KHO__REQUIRED, 0, 0, NULL},
    {"mode", KHO__FIELD_NODE, AT(mode), KHO__NULLABLE, 0, 0, NULL},
    {"clients", KHO__FIELD_INTEGER, AT(service.clients), 0, 1, 1000000, NULL},
    {"age", KHO__FIELD_TEXT, AT(service.age), KHO__NULLABLE, 0, 16, NULL},
    {"client", KHO__FIELD_TEXT, AT(service.client), KHO__NULLABLE, 0, 256, NULL},
    {"new", KHO__FIELD_NODE, AT(new_to), KHO__NULLABLE, 0, 0, NULL},
};
/* clang-format on */

static kho_status refuse_word(const kho__document *document, const kho__node *node,
    const char *what, const kho__name *names)
{
    char words[256] = "";
    size_t used = 0;

    for (; names->word; names++) {
        if (*names->word)
            used += (size_t)snprintf(words + used, sizeof(words) - used, "%s%s",
                used ? ", " : "", names->word);
    }
    return kho__fail_node(document, node, "%s: %s: expected one of %s",
        "%s: %s: cần một trong %s", what, node->key, words);
}

/* A word of a table of names; a missing one leaves the index as it is. */
static kho_status read_word(const kho__document *document, const kho__node *node,
    const char *what, const kho__name *names, int *out)
{
    const kho__name *name = NULL;

    if (!node || node->kind == KHO__NULL)
        return KHO_OK;
    if (node->kind == KHO__STRING && *node->text)
        name = kho__name_find(names, node->text);
    if (!name)
        return refuse_word(document, node, what, names);
    *out = (int)(name - names);
    return KHO_OK;
}

/* A method's word, or its code as a number. */
static kho_status read_method(const kho__document *document, const kho__node *node,
    const char *what, kho_method *out)
{
    const bool text = node->kind == KHO__STRING || node->kind == KHO__SCALAR;

    *out = text ? kho_method_parse(node->text) : KHO_METHODS;
    return *out == KHO_METHODS ? refuse_word(document, node, what, kho__method_names)
                               : KHO_OK;
}

static kho_status read_service(const kho__document *document, const kho__node *node,
    const char *what, kho_service *out)
{
    service_form form = {.service = KHO_SERVICE_INIT};
    int kind = KHO_NEW, mode = KHO_FIXED, new_to = KHO_NOT_NEW;
    kho_status status =
        kho__read_map(document, node, what, service_fields, COUNT(service_fields), &form);

    if (status < 0 ||
        (status = read_method(document, form.method, what, &form.service.method)) < 0 ||
        (status = read_word(document, form.kind, what, kho__service_kind_names, &kind)) <
            0 ||
        (status = read_word(document, form.mode, what, kho__service_mode_names, &mode)) <
            0 ||
        (status = read_word(document, form.new_to, what, kho__new_to_names, &new_to)) < 0)
        return status;
    if (form.kind->kind == KHO__NULL)
        return refuse_word(document, form.kind, what, kho__service_kind_names);
    *out = form.service;
    out->kind = (kho_service_kind)kind;
    out->mode = (kho_service_mode)mode;
    out->new_to = (kho_new_to)new_to;
    return KHO_OK;
}

kho_status kho__services_json(
    kho__document *document, const kho__node *node, kho_entry *out)
{
    const bool list = node->kind == KHO__LIST;
    const size_t count = list ? node->count : 1;
    kho_service *services;
    kho_status status = KHO_OK;

    if (node->kind == KHO__NULL)
        return KHO_OK;
    services = kho__arena_take(&document->arena, (count + 1) * sizeof(*services));
    if (!services)
        return kho__fail_memory();
    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        char what[KHO__ITEM_NAME] = "service";

        if (list)
            kho__item_name(what, "service", i);
        status =
            read_service(document, list ? &node->children[i] : node, what, &services[i]);
    }
    out->services = services;
    out->service_count = count;
    return status;
}
