/* Entries and catalogues that come in as a host's values. */
#include <string.h>

#include "base/error.h"
#include "exchange/document.h"
#include "exchange/entry_json.h"
#include "exchange/hand.h"
#include "store/ledger.h"

kho_status kho_ledger_post_document(
    kho_ledger *ledger, kho_document *document, kho_answer *answer)
{
    kho__document *tree;
    kho_entry entry;
    kho_status status = kho__document_whole(document, &tree);

    if (status < 0 || (status = kho__entry_read(tree, &entry)) < 0)
        return status;
    return kho_ledger_post(ledger, &entry, answer);
}

/* A line's text is cut into its parts, so it is a copy. What is counted may be nothing.
 */
static kho_status read_line(const kho_ledger *ledger, kho__document *tree,
    const kho__node *node, bool counted, kho_move *out)
{
    const kho__field quantity = {
        "quantity", KHO__FIELD_INTEGER, 0, 0, counted ? 0 : 1, KHO_QUANTITY_MAX, NULL};
    char *text = kho__arena_text(&tree->arena, node->key);
    kho_status status;

    if (!text)
        return kho__fail_memory();
    if ((status = kho__line_read(ledger, text, out)) < 0)
        return status;
    return kho__read_value(tree, node, node->key, &quantity, &out->quantity);
}

static kho_status read_lines(kho_ledger *ledger, kho__document *tree,
    const kho__node *lines, bool counted, kho_move **out, size_t *count)
{
    kho_status status;

    *count = lines ? lines->count : 0;
    if (lines && lines->kind != KHO__MAP)
        return kho__fail_node(tree, lines, "lines: expected a map of lines to quantities",
            "lines: cần bảng dòng hàng và số lượng");
    if (!(*out = kho__arena_take(&tree->arena, (*count + 1) * sizeof(**out))))
        return kho__fail_memory();
    if ((status = kho__read_begin(ledger)) < 0)
        return status;
    for (size_t i = 0; i < *count && status == KHO_OK; i++)
        status = read_line(ledger, tree, &lines->children[i], counted, &(*out)[i]);
    kho__read_end(ledger);
    return status;
}

static kho_status take_counts(
    kho__document *tree, const char *place, const kho_move *lines, kho_entry *entry)
{
    kho_observation *found =
        kho__arena_take(&tree->arena, (entry->move_count + 1) * sizeof(*found));

    if (!found)
        return kho__fail_memory();
    for (size_t i = 0; i < entry->move_count; i++)
        found[i] = (kho_observation){KHO_FOUND, place, lines[i].item, lines[i].lot,
            lines[i].expiry, lines[i].channel, lines[i].quantity, KHO_NO_MONTH};
    entry->observed = found;
    entry->observed_count = entry->move_count;
    entry->move_count = 0;
    return KHO_OK;
}

/*
 * The pair of places names the move, so to transfer what is an issue would pass in
 * silence under another column of the report. What has no name at all the ledger refuses,
 * and places that it doesn't know.
 */
static kho_status check_verb(kho_ledger *ledger, kho_verb verb, const kho_ends *ends)
{
    kho_verb named;

    if (kho_ledger_route(ledger, ends->from, ends->to, &named) < 0)
        return kho_error_last()->status == KHO_ENOTFOUND ? KHO_OK
                                                         : kho_error_last()->status;
    if (named == KHO_NO_VERB || named == verb)
        return KHO_OK;
    return kho__fail(KHO_EROUTE, "from %s to %s is called %s", "từ %s đến %s gọi là %s",
        ends->from, ends->to, kho_verb_word(named));
}

static kho_status take_moves(kho_ledger *ledger, const kho__hand_form *form,
    kho_verb verb, kho_ends *ends, kho_move *lines, size_t count)
{
    kho_status status;

    kho_verb_ends(verb, form->from, form->to, ends);
    if (!*ends->from || !*ends->to)
        return kho__fail(KHO_EINVALID, "%s: %s is missing", "%s: thiếu %s", form->verb,
            *ends->from ? "to" : "from");
    if ((status = check_verb(ledger, verb, ends)) < 0)
        return status;
    for (size_t i = 0; i < count; i++) {
        lines[i].from = ends->from;
        lines[i].to = ends->to;
    }
    return KHO_OK;
}

/* Who serves clients is where what they got comes from, also if they got nothing. */
static kho_status take_services(
    kho__document *tree, const kho__hand_form *form, kho_entry *entry)
{
    kho_service *services =
        kho__arena_take(&tree->arena, entry->service_count * sizeof(*services));

    if (!services)
        return kho__fail_memory();
    for (size_t i = 0; i < entry->service_count; i++) {
        services[i] = entry->services[i];
        if (!services[i].place)
            services[i].place = form->from;
    }
    entry->services = services;
    return KHO_OK;
}

/* Clients needn't get goods; where nothing else is told, a line must be. */
static kho_status take_hand(kho_ledger *ledger, kho__document *tree,
    const kho__hand_form *form, kho_ends *ends, kho_entry *entry)
{
    const bool counts = strcmp(form->verb, "count") == 0,
               serves = strcmp(form->verb, "serve") == 0;
    const kho_verb verb = serves ? KHO_DISPENSE : kho_verb_parse(form->verb);
    kho_move *lines = NULL;
    kho_status status;

    if (!counts && (verb == KHO_NO_VERB || verb == KHO_ADJUST))
        return kho__fail(KHO_EINVALID, "'%s' is not a movement's name",
            "'%s' không phải là tên một loại nhập xuất", form->verb);
    if (serves && entry->service_count == 0)
        return kho__fail(KHO_EINVALID, "serve: key 'service' is missing",
            "serve: thiếu khóa 'service'");
    if (serves && (status = take_services(tree, form, entry)) < 0)
        return status;
    if ((status = read_lines(
             ledger, tree, form->lines, counts, &lines, &entry->move_count)) < 0)
        return status;
    if (entry->move_count == 0 && !serves)
        return kho__fail(
            KHO_EINVALID, "%s: no lines", "%s: không có dòng nào", form->verb);
    entry->moves = lines;
    if (!counts)
        return entry->move_count == 0
                   ? KHO_OK
                   : take_moves(ledger, form, verb, ends, lines, entry->move_count);
    if (!form->from)
        return kho__fail(
            KHO_EINVALID, "%s: %s is missing", "%s: thiếu %s", form->verb, "from");
    return take_counts(tree, form->from, lines, entry);
}

kho_status kho_ledger_post_hand(
    kho_ledger *ledger, kho_document *document, kho_answer *answer)
{
    kho__document *tree;
    kho__hand_form form;
    kho_ends ends;
    kho_entry entry;
    kho_status status = kho__document_whole(document, &tree);

    if (status < 0 || (status = kho__hand_read(tree, &form, &entry)) < 0 ||
        (status = take_hand(ledger, tree, &form, &ends, &entry)) < 0)
        return status;
    return kho_ledger_post(ledger, &entry, answer);
}
