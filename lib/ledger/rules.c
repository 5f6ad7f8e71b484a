/* Rules change by entries too: the text itself goes into the journal, so that each value
 * can be traced to its line for ever, and the hash covers what was approved. */
#include "ledger/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "ledger/posting.h"
#include "rules/ruling.h"
#include "store/rules.h"

/* The version that holds on a day: the latest to begin, and of these the last to come. */
static kho__rules *find_version(kho_ledger *ledger, kho_date day)
{
    kho__rules *found = NULL;

    for (size_t i = 0; i < ledger->rules_count; i++) {
        kho__rules *version = &ledger->rules[i];

        if (version->since <= day && (!found || version->since >= found->since))
            found = version;
    }
    return found;
}

/* The last day of a version that begins on a day. */
static kho_date last_day(const kho_ledger *ledger, kho_date since)
{
    kho_date last = INT32_MAX;

    for (size_t i = 0; i < ledger->rules_count; i++) {
        const kho_date next = ledger->rules[i].since;

        if (next > since && next - 1 < last)
            last = next - 1;
    }
    return last;
}

kho_status kho__rules_read(kho__rules *version)
{
    char why[sizeof(kho_error_last()->message)];
    kho_status status;

    if (version->set)
        return KHO_OK;
    status = kho__ruleset_read(
        version->file, version->text, strlen(version->text), &version->set);
    if (status == KHO_OK) {
        version->set->entry = version->seq;
        version->set->since = version->since;
    } else if (status == KHO_EINVALID) {
        memcpy(why, kho_error_last()->message, sizeof(why));
        status = kho__fail(KHO_EDAMAGED, "the rules of entry %lld can't be read: %s",
            "quy tắc của bút toán %lld không đọc được: %s", (long long)version->seq, why);
    }
    return status;
}

kho_status kho__rules_on(kho_ledger *ledger, kho_date day, const kho__ruleset **out)
{
    kho__rules *version = find_version(ledger, day);
    const kho_status status = version ? kho__rules_read(version) : KHO_OK;

    *out = version && status == KHO_OK ? version->set : kho__ruleset_builtin();
    return status;
}

kho_status kho__rules_verify(kho_ledger *ledger)
{
    const kho_date today = kho_ledger_today(ledger);
    kho_status status = KHO_OK;

    for (size_t i = 0; i < ledger->rules_count && status == KHO_OK; i++) {
        kho__rules *version = &ledger->rules[i];
        const kho_date last = last_day(ledger, version->since);

        if (last < today || find_version(ledger, version->since) != version)
            continue;
        if ((status = kho__rules_read(version)) == KHO_OK)
            status = kho__ruling_verify(
                version->set, &ledger->catalogue, version->since, last);
    }
    return status;
}

kho_status kho__rules_replay(kho_ledger *ledger, int64_t seq, const json_t *node)
{
    const char *file = json_string_value(json_object_get(node, "file")),
               *text = json_string_value(json_object_get(node, "text"));
    const json_t *from = json_object_get(node, "from");
    kho_date since = KHO_NO_DATE;

    if (!file || !text ||
        (!json_is_null(from) && (!json_is_string(from) ||
                                    kho_date_parse(json_string_value(from), &since) < 0)))
        return kho__fail(KHO_EDAMAGED, "the rules of entry %lld are malformed",
            "quy tắc của bút toán %lld bị hỏng", (long long)seq);
    return kho__rules_add(ledger, seq, since, file, text);
}

/* Rules on their way into the journal. */
typedef struct loading {
    kho_ledger *ledger;
    kho__arena arena; /* of the text */
    const char *text;
    kho__ruleset *set;
    kho_date from;
    kho__posting posting; /* hears of warnings */
} loading;

/* Errors name the file as it is; what is kept, and read for ever after, is in NFC. */
static kho_status read_file(loading *at, const char *path)
{
    kho_status status;
    char *bytes;
    size_t size;

    if ((status = kho__file_read(&at->arena, path, KHO__DOCUMENT_MAX, &bytes, &size)) <
            0 ||
        (status = kho__ruleset_read(path, bytes, size, &at->set)) < 0 ||
        (status = kho__text_nfc(&at->arena, bytes, size, &at->text)) < 0)
        return status;
    if (strcmp(at->text, bytes) == 0)
        return KHO_OK;
    kho__ruleset_free(at->set);
    at->set = NULL;
    return kho__ruleset_read(path, at->text, strlen(at->text), &at->set);
}

static kho_status check_from(kho_date from)
{
    if (from == KHO_NO_DATE ||
        (from >= kho_date_of(1900, 1, 1) && from <= kho_date_of(2199, 12, 31)))
        return KHO_OK;
    return kho__fail(KHO_EINVALID, "rules must begin between 1900 and 2199",
        "quy tắc phải bắt đầu từ năm 1900 đến 2199");
}

/* From the first of next month on; in a ledger where nothing happened yet, from ever. */
static kho_status choose_from(loading *at)
{
    kho_status status;
    bool happened;

    if (at->from != KHO_NO_DATE)
        return KHO_OK;
    if ((status = kho__journal_happened(at->ledger, &happened)) == KHO_OK && happened)
        at->from = kho_month_last(kho_month_of(kho_ledger_today(at->ledger))) + 1;
    return status;
}

static kho_status warn_unmatched(
    void *context, const kho__node *node, kho__when_key key, const char *word)
{
    loading *at = context;

    if (key == KHO__WHEN_LEVEL)
        return kho__posting_warn(&at->posting, "no_match",
            "%s:%d:%d: no place is of level '%s'", "%s:%d:%d: không có nơi nào cấp '%s'",
            at->set->file, node->line, node->column, word);
    return kho__posting_warn(&at->posting, "no_match",
        "%s:%d:%d: no item is of method '%s'",
        "%s:%d:%d: không có mặt hàng nào thuộc biện pháp '%s'", at->set->file, node->line,
        node->column, word);
}

static void write_part(const loading *at, kho__buffer *out)
{
    char day[16];

    kho__buffer_byte(out, '{');
    kho__buffer_key(out, "file");
    kho__buffer_json(out, at->set->file);
    kho__buffer_key(out, "from");
    kho__buffer_json(
        out, at->from == KHO_NO_DATE ? NULL : kho_date_format(at->from, day));
    kho__buffer_key(out, "text");
    kho__buffer_json(out, at->text);
    kho__buffer_byte(out, '}');
}

/* Everything stands: write it. From here on a failure spoils the transaction. */
static kho_status write_rules(loading *at)
{
    kho_ledger *ledger = at->ledger;
    kho__buffer part = {0};
    kho_status status;

    write_part(at, &part);
    if ((status = kho__buffer_status(&part)) == KHO_OK &&
        (status = kho__posting_part(&at->posting, KHO__PART_RULES, part.bytes)) ==
            KHO_OK &&
        (status = kho__rules_add(
             ledger, ledger->head.seq, at->from, at->set->file, at->text)) == KHO_OK)
        ledger->broken = false;
    kho__buffer_free(&part);
    return status;
}

static kho_status load_within(loading *at, bool dry_run, kho_answer *answer)
{
    kho_ledger *ledger = at->ledger;
    const kho__rules *known;
    kho_status status;

    if ((status = choose_from(at)) < 0)
        return status;
    known = find_version(ledger, at->from);
    answer->existing = known && strcmp(known->file, at->set->file) == 0 &&
                       strcmp(known->text, at->text) == 0;
    if ((status = kho__ruleset_known(at->set, &ledger->catalogue, warn_unmatched, at)) <
            0 ||
        (status = kho__ruling_verify(
             at->set, &ledger->catalogue, at->from, last_day(ledger, at->from))) < 0 ||
        (status = kho__posting_uid(&at->posting)) < 0)
        return status;
    answer->warnings = at->posting.warnings;
    answer->warning_count = at->posting.warning_count;
    if (answer->existing)
        return KHO_OK;
    answer->seq = ledger->head.seq + 1;
    answer->uid = at->posting.uid;
    return dry_run ? KHO_OK : write_rules(at);
}

kho_status kho_ledger_load_rules(
    kho_ledger *ledger, const char *path, kho_date from, bool dry_run, kho_answer *answer)
{
    loading at = {
        .ledger = ledger,
        .from = from,
        .posting = {.ledger = ledger, .arena = &ledger->arena}
    };
    kho_answer unused;
    kho_status status;

    if (!answer)
        answer = &unused;
    *answer = (kho_answer){0};
    if ((status = check_from(from)) == KHO_OK &&
        (status = read_file(&at, path)) == KHO_OK &&
        (status = kho__ledger_enter(ledger)) == KHO_OK) {
        status = load_within(&at, dry_run, answer);
        /* What the caller may still read goes to the ledger, until its next call. */
        free(ledger->warnings);
        ledger->warnings = at.posting.warnings;
        status = kho__ledger_leave(ledger, status, !answer->existing && !dry_run);
    }
    kho__ruleset_free(at.set);
    kho__arena_free(&at.arena);
    if (status < 0)
        *answer = (kho_answer){0};
    return status;
}
