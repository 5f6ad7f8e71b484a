#include "exchange/entry_json.h"

#include <string.h>

#include "base/error.h"
#include "exchange/service_json.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

typedef struct entry_form {
    kho_entry entry;
    const kho__node *moves, *observed, *service;
    kho__hand_form hand;
} entry_form;

typedef struct observed_form {
    kho_observation observation;
    int64_t found, days_out, returned;
} observed_form;

/* clang-format off */
#define AT(type, member) offsetof(type, member)

/* What every entry may say; then what only one that is whole, or one by hand, may. */
#define ENTRY_FIELDS \
    {"uid", KHO__FIELD_TEXT, AT(entry_form, entry.uid), KHO__NULLABLE, 0, 128, NULL}, \
    {"date", KHO__FIELD_DATE, AT(entry_form, entry.date), KHO__NULLABLE, 0, 0, NULL}, \
    {"by", KHO__FIELD_TEXT, AT(entry_form, entry.by), KHO__NULLABLE, 0, 256, NULL}, \
    {"note", KHO__FIELD_TEXT, AT(entry_form, entry.note), KHO__NULLABLE, 0, 4096, NULL}, \
    {"late", KHO__FIELD_BOOL, AT(entry_form, entry.late), KHO__NULLABLE, 0, 0, NULL}, \
    {"service", KHO__FIELD_NODE, AT(entry_form, service), 0, 0, 0, NULL}, \
    {"campaign", KHO__FIELD_CODE, AT(entry_form, entry.campaign), KHO__NULLABLE, 0, 0, NULL}

static const kho__field entry_fields[] = {
    ENTRY_FIELDS,
    {"reverses", KHO__FIELD_TEXT, AT(entry_form, entry.reverses), KHO__NULLABLE, 0, 128, NULL},
    {"moves", KHO__FIELD_NODE, AT(entry_form, moves), 0, 0, 0, NULL},
    {"observed", KHO__FIELD_NODE, AT(entry_form, observed), 0, 0, 0, NULL},
};

static const kho__field hand_fields[] = {
    ENTRY_FIELDS,
    {"verb", KHO__FIELD_TEXT, AT(entry_form, hand.verb), KHO__REQUIRED, 0, 16, NULL},
    {"from", KHO__FIELD_TEXT, AT(entry_form, hand.from), KHO__NULLABLE, 0, 128, NULL},
    {"to", KHO__FIELD_TEXT, AT(entry_form, hand.to), KHO__NULLABLE, 0, 128, NULL},
    {"lines", KHO__FIELD_NODE, AT(entry_form, hand.lines), 0, 0, 0, NULL},
};

/* Places are texts here: built-in ones have a slash. */
static const kho__field move_fields[] = {
    {"item", KHO__FIELD_CODE, AT(kho_move, item), KHO__REQUIRED, 0, 0, NULL},
    {"lot", KHO__FIELD_TEXT, AT(kho_move, lot), KHO__NULLABLE, 0, 64, NULL},
    {"expiry", KHO__FIELD_DATE, AT(kho_move, expiry), KHO__NULLABLE | KHO__MONTH_END, 0, 0, NULL},
    {"channel", KHO__FIELD_CODE, AT(kho_move, channel), KHO__NULLABLE, 0, 0, NULL},
    {"from", KHO__FIELD_TEXT, AT(kho_move, from), KHO__REQUIRED, 0, 128, NULL},
    {"to", KHO__FIELD_TEXT, AT(kho_move, to), KHO__REQUIRED, 0, 128, NULL},
    {"quantity", KHO__FIELD_INTEGER, AT(kho_move, quantity), KHO__REQUIRED, 1, KHO_QUANTITY_MAX, NULL},
};

static const kho__field observed_fields[] = {
    {"place", KHO__FIELD_TEXT, AT(observed_form, observation.place), KHO__REQUIRED, 0, 128, NULL},
    {"item", KHO__FIELD_CODE, AT(observed_form, observation.item), KHO__REQUIRED, 0, 0, NULL},
    {"lot", KHO__FIELD_TEXT, AT(observed_form, observation.lot), KHO__NULLABLE, 0, 64, NULL},
    {"expiry", KHO__FIELD_DATE, AT(observed_form, observation.expiry), KHO__NULLABLE | KHO__MONTH_END, 0, 0, NULL},
    {"channel", KHO__FIELD_CODE, AT(observed_form, observation.channel), KHO__NULLABLE, 0, 0, NULL},
    {"found", KHO__FIELD_INTEGER, AT(observed_form, found), 0, 0, KHO_QUANTITY_MAX, NULL},
    {"days_out", KHO__FIELD_INTEGER, AT(observed_form, days_out), 0, 0, KHO_QUANTITY_MAX, NULL},
    {"returned", KHO__FIELD_INTEGER, AT(observed_form, returned), KHO__NULLABLE, 0, KHO_QUANTITY_MAX, NULL},
    {"month", KHO__FIELD_MONTH, AT(observed_form, observation.month), KHO__NULLABLE, 0, 0, NULL},
};
/* clang-format on */

static kho_status read_moves(
    kho__document *document, const kho__node *list, kho_entry *out)
{
    kho_move *moves;
    kho_status status = KHO_OK;

    if (list->kind == KHO__NULL)
        return KHO_OK;
    if (list->kind != KHO__LIST)
        return kho__fail_node(
            document, list, "moves: expected a list", "moves: cần một danh sách");
    moves = kho__arena_take(&document->arena, (list->count + 1) * sizeof(*moves));
    if (!moves)
        return kho__fail_memory();
    for (size_t i = 0; status == KHO_OK && i < list->count; i++) {
        char what[KHO__ITEM_NAME];

        kho__item_name(what, "moves", i);
        moves[i].expiry = KHO_NO_DATE;
        status = kho__read_map(document, &list->children[i], what, move_fields,
            COUNT(move_fields), &moves[i]);
    }
    out->moves = moves;
    out->move_count = list->count;
    return status;
}

/* Which of the three it is, and that nothing of the others stands beside it. */
static kho_status settle_kind(const kho__document *document, const kho__node *node,
    const char *what, const observed_form *form, kho_observation *out)
{
    const bool found = kho__node_child(node, "found"),
               days_out = kho__node_child(node, "days_out"),
               returned = kho__node_child(node, "returned");

    if (found + days_out + returned != 1)
        return kho__fail_node(document, node,
            "%s: expected one of found, days_out and returned",
            "%s: cần một trong các khóa found, days_out và returned", what);
    if (found && out->month != KHO_NO_MONTH)
        return kho__fail_node(document, node, "%s: month goes with days_out and returned",
            "%s: month chỉ đi với days_out và returned", what);
    if (!found && (out->lot || out->expiry != KHO_NO_DATE))
        return kho__fail_node(document, node, "%s: lot and expiry go with found only",
            "%s: lot và expiry chỉ đi với found", what);
    out->kind = found ? KHO_FOUND : days_out ? KHO_DAYS_OUT : KHO_RETURNED;
    out->value = found ? form->found : days_out ? form->days_out : form->returned;
    return KHO_OK;
}

/* returned: null tells that a return was made and doesn't say how many days. */
static kho_status read_observation(const kho__document *document, const kho__node *node,
    const char *what, kho_observation *out)
{
    observed_form form = {
        .observation = {.expiry = KHO_NO_DATE, .month = KHO_NO_MONTH},
          .returned = -1
    };
    kho_status status = kho__read_map(
        document, node, what, observed_fields, COUNT(observed_fields), &form);

    if (status < 0)
        return status;
    *out = form.observation;
    return settle_kind(document, node, what, &form, out);
}

static kho_status read_observed(
    kho__document *document, const kho__node *list, kho_entry *out)
{
    kho_observation *observed;
    kho_status status = KHO_OK;

    if (list->kind == KHO__NULL)
        return KHO_OK;
    if (list->kind != KHO__LIST)
        return kho__fail_node(
            document, list, "observed: expected a list", "observed: cần một danh sách");
    observed = kho__arena_take(&document->arena, (list->count + 1) * sizeof(*observed));
    if (!observed)
        return kho__fail_memory();
    for (size_t i = 0; status == KHO_OK && i < list->count; i++) {
        char what[KHO__ITEM_NAME];

        kho__item_name(what, "observed", i);
        status = read_observation(document, &list->children[i], what, &observed[i]);
    }
    out->observed = observed;
    out->observed_count = list->count;
    return status;
}

static kho_status read_form(kho__document *document, const kho__field *fields,
    size_t count, entry_form *form, kho_entry *out)
{
    kho_status status =
        kho__read_map(document, &document->root, "entry", fields, count, form);

    if (status < 0 ||
        (form->moves && (status = read_moves(document, form->moves, &form->entry)) < 0) ||
        (form->observed &&
            (status = read_observed(document, form->observed, &form->entry)) < 0) ||
        (form->service &&
            (status = kho__services_json(document, form->service, &form->entry)) < 0))
        return status;
    if (form->entry.date == KHO_NO_DATE && !form->entry.reverses)
        return kho__fail_node(document, &document->root, "entry: key 'date' is missing",
            "entry: thiếu khóa 'date'");
    *out = form->entry;
    return KHO_OK;
}

kho_status kho__entry_read(kho__document *document, kho_entry *out)
{
    entry_form form = {.entry = KHO_ENTRY_INIT};

    return read_form(document, entry_fields, COUNT(entry_fields), &form, out);
}

kho_status kho__hand_read(kho__document *document, kho__hand_form *hand, kho_entry *out)
{
    entry_form form = {.entry = KHO_ENTRY_INIT};
    kho_status status = read_form(document, hand_fields, COUNT(hand_fields), &form, out);

    *hand = form.hand;
    return status;
}

const char *kho__entry_uid(const kho__document *document)
{
    const kho__node *uid = kho__node_child(&document->root, "uid");

    return uid && uid->kind == KHO__STRING ? uid->text : NULL;
}
