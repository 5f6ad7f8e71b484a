#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "rules/ruleset_read.h"
#include "rules/ruling.h"

#define WORD_MOST 64

static const char *const kind_words[] = {"store", "collaborator", NULL};

/* clang-format off */
/* What may stand in each list. */
static const kho__field words[KHO__WHEN_KEYS] = {
    [KHO__WHEN_KIND] = {.key = "kind", .type = KHO__FIELD_WORD, .words = kind_words},
    [KHO__WHEN_LEVEL] = {.key = "level", .type = KHO__FIELD_TEXT, .most = WORD_MOST},
    [KHO__WHEN_PLACE] = {.key = "place", .type = KHO__FIELD_CODE},
    [KHO__WHEN_TREE] = {.key = "tree", .type = KHO__FIELD_CODE},
    [KHO__WHEN_ITEM] = {.key = "item", .type = KHO__FIELD_CODE},
    [KHO__WHEN_METHOD] = {.key = "method", .type = KHO__FIELD_TEXT, .most = WORD_MOST},
    [KHO__WHEN_CHANNEL] = {.key = "channel", .type = KHO__FIELD_CODE},
};
/* clang-format on */

/* Kinds are words of a list: their indices become texts as the other keys have them. */
static kho_status read_kinds(
    kho__document *document, const kho__node *node, const char ***out, size_t *count)
{
    kho_status status;
    int *kinds;

    if ((status = kho__read_list(document, node, "when", &words[KHO__WHEN_KIND],
             sizeof(*kinds), (void **)&kinds, count)) < 0)
        return status;
    if (!(*out = kho__arena_take(&document->arena, *count * sizeof(**out))))
        return kho__fail_memory();
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = kind_words[kinds[i]];
    return KHO_OK;
}

static kho_status read_codes(
    kho__document *document, const kho__node *node, kho__when_key key, kho__codes *out)
{
    const char **codes = NULL;
    size_t count = 0;
    const kho_status status = key == KHO__WHEN_KIND
                                  ? read_kinds(document, node, &codes, &count)
                                  : kho__read_list(document, node, "when", &words[key],
                                        sizeof(*codes), (void **)&codes, &count);

    *out = (kho__codes){codes, count, node};
    return status;
}

/* "level=station method=condom,pill" */
static kho_status describe(
    kho__document *document, const kho__when *when, const char **text)
{
    kho__buffer buffer = {0};
    kho_status status;

    for (kho__when_key key = 0; key < KHO__WHEN_KEYS; key++) {
        const kho__codes *list = &when->by[key];

        for (size_t i = 0; i < list->count; i++) {
            if (i > 0)
                kho__buffer_byte(&buffer, ',');
            else
                kho__buffer_print(
                    &buffer, "%s%s=", buffer.size ? " " : "", kho__when_keys[key]);
            kho__buffer_text(&buffer, list->codes[i]);
        }
    }
    if ((status = kho__buffer_status(&buffer)) == KHO_OK &&
        !(*text = kho__arena_bytes(&document->arena, buffer.bytes, buffer.size)))
        status = kho__fail_memory();
    kho__buffer_free(&buffer);
    return status;
}

kho_status kho__when_read(kho__document *document, const kho__node *node,
    kho__when_key last, kho__when *out, const char **text)
{
    const kho__node *lists[KHO__WHEN_KEYS] = {NULL};
    kho__field fields[KHO__WHEN_KEYS];
    kho_status status;

    for (kho__when_key key = 0; key <= last; key++)
        fields[key] = (kho__field){.key = kho__when_keys[key],
            .type = KHO__FIELD_NODE,
            .offset = key * sizeof(*lists)};
    if ((status = kho__read_map(document, node, "when", fields, last + 1u, lists)) < 0)
        return status;
    if (node->count == 0)
        return kho__fail_node(
            document, node, "when: a condition is missing", "when: thiếu điều kiện");
    for (kho__when_key key = 0; key <= last; key++) {
        if (lists[key] &&
            (status = read_codes(document, lists[key], key, &out->by[key])) < 0)
            return status;
    }
    return describe(document, out, text);
}

static bool names(const kho__codes *list, const char *word)
{
    for (size_t i = 0; word && i < list->count; i++) {
        if (strcmp(list->codes[i], word) == 0)
            return true;
    }
    return false;
}

bool kho__when_place(
    const kho__when *when, const kho__catalogue *catalogue, int32_t place, kho_date day)
{
    const kho_place *as = &kho__place_at(catalogue, kho__owner_of(catalogue, place))->as;
    const char *const values[] = {
        [KHO__WHEN_KIND] = kho_place_kind_word(as->kind),
        [KHO__WHEN_LEVEL] = as->level,
        [KHO__WHEN_PLACE] = as->code,
    };
    bool under = when->by[KHO__WHEN_TREE].count == 0;

    for (kho__when_key key = 0; key < KHO__WHEN_TREE; key++) {
        if (when->by[key].count && !names(&when->by[key], values[key]))
            return false;
    }
    /* As many steps as there are places: a loop in the links can't hold us. */
    for (size_t steps = 0; !under && place && steps <= catalogue->place_count; steps++) {
        under =
            names(&when->by[KHO__WHEN_TREE], kho__place_at(catalogue, place)->as.code);
        place = kho__parent_on(catalogue, place, day);
    }
    return under;
}
