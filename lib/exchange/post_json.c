/*
 * Entries come in as lines of JSON and are answered line by line, once the answer is
 * true.
 *
 * The lines of a commit are read before it begins, and answered when it has ended:
 * whoever gives or takes them slowly keeps nobody from writing.
 */
#include <stdlib.h>

#include <kho/exchange.h>

#include "base/error.h"
#include "exchange/answer_json.h"
#include "exchange/entry_json.h"
#include "exchange/lines.h"

#define GROUP_BYTES 8388608 /* a commit isn't longer, unless it is all or nothing */

typedef struct line {
    size_t at, size; /* in the group's text */
    int number;
    bool too_long;
} line;

typedef struct json_feed {
    kho_ledger *ledger;
    kho_feed options;
    kho__lines lines;
    kho__buffer text; /* of the lines of one commit */
    line *group;
    size_t count, room;
    kho_sink write;
    void *write_context;
    kho__buffer answers; /* of the lines since the last commit */
    kho__buffer undone;  /* of an atomic feed: the same lines once one was refused */
    int64_t first_seq;   /* of what was posted here; 0: nothing yet */
    int64_t refused;
} json_feed;

/* {"uid":..,"line":..,"error":{..}} of the thread's last error. */
static void answer_refusal(json_feed *feed, const line *at, const char *uid)
{
    kho__buffer *outs[] = {&feed->answers, feed->options.atomic ? &feed->undone : NULL};

    feed->refused++;
    for (size_t i = 0; i < 2 && outs[i]; i++) {
        kho__buffer_text(outs[i], "{\"uid\":");
        kho__buffer_json(outs[i], uid);
        kho__buffer_print(outs[i], ",\"line\":%d,\"error\":", at->number);
        kho__error_write(outs[i]);
        kho__buffer_text(outs[i], "}\n");
    }
}

/* What a good line is answered where another one spoilt the feed. */
static void answer_undone(json_feed *feed, const char *uid, const kho_answer *answer)
{
    if (!feed->first_seq && !answer->existing)
        feed->first_seq = answer->seq;
    if (!feed->options.atomic)
        return;
    if (answer->existing && (!feed->first_seq || answer->seq < feed->first_seq)) {
        kho__answer_write(&feed->undone, answer);
    } else {
        kho__buffer_text(&feed->undone, "{\"uid\":");
        kho__buffer_json(&feed->undone, uid);
        kho__buffer_text(&feed->undone, ",\"status\":\"rolled_back\"}");
    }
    kho__buffer_byte(&feed->undone, '\n');
}

/* A dry run says what it would leave behind, too. */
static void answer_posted(json_feed *feed, const char *uid, const kho_answer *answer)
{
    kho__answer_begin(&feed->answers, answer);
    if (feed->options.dry_run && !answer->existing)
        kho__answer_balances(&feed->answers, answer);
    kho__buffer_text(&feed->answers, "}\n");
    answer_undone(feed, uid, answer);
}

static kho_status post_document(json_feed *feed, const line *at, kho__document *document)
{
    kho_entry entry;
    kho_answer answer;
    kho_status status = kho__entry_read(document, &entry);

    if (status == KHO_OK)
        status = kho_ledger_post(feed->ledger, &entry, &answer);
    if (status == KHO_OK)
        answer_posted(feed, entry.uid, &answer);
    else if (kho__is_refusal(status))
        answer_refusal(feed, at, kho__entry_uid(document));
    return kho__is_refusal(status) ? KHO_OK : status;
}

/* Post a line and note its answer; KHO_OK where it was refused. */
static kho_status post_line(json_feed *feed, const line *at)
{
    const char *name = feed->lines.name;
    kho__document document;
    kho_status status;

    if (at->too_long)
        status = kho__fail_at(KHO_EINVALID, name, at->number, 0,
            "the line is longer than 1 MiB", "dòng dài quá 1 MiB");
    else
        status = kho__document_json(
            &document, name, at->number, feed->text.bytes + at->at, at->size);
    if (status == KHO_OK) {
        status = post_document(feed, at, &document);
        kho__document_free(&document);
    } else if (kho__is_refusal(status)) {
        answer_refusal(feed, at, NULL);
        status = KHO_OK;
    }
    return status;
}

static kho_status write_answers(json_feed *feed, kho__buffer *answers)
{
    kho_status status = kho__buffer_status(answers);

    if (status == KHO_OK && answers->size > 0 &&
        feed->write(feed->write_context, answers->bytes, answers->size) != 0)
        status = kho__fail(
            KHO_ESTORAGE, "the answers could not be written", "không ghi được kết quả");
    kho__buffer_clear(answers);
    return status;
}

/* Whether all lines are of one commit, or of none: the last one decides. */
static bool is_whole(const json_feed *feed)
{
    return feed->options.atomic || feed->options.dry_run;
}

static bool is_full(const json_feed *feed)
{
    return !is_whole(feed) && (feed->count >= (size_t)feed->options.commit ||
                                  feed->text.size >= GROUP_BYTES);
}

/* Read the lines of the next commit; none at the end. */
static kho_status read_group(json_feed *feed)
{
    const kho__lines *lines = &feed->lines;
    kho_status status;
    bool some;

    kho__buffer_clear(&feed->text);
    feed->count = 0;
    while (!is_full(feed)) {
        if ((status = kho__lines_next(&feed->lines, &some)) < 0 || !some)
            return status;
        if (kho__lines_blank(lines))
            continue;
        if (!kho__grow(
                (void **)&feed->group, &feed->room, feed->count, 1, sizeof(*feed->group)))
            return kho__fail_memory();
        feed->group[feed->count++] = (line){feed->text.size,
            lines->too_long ? 0 : lines->line.size, lines->number, lines->too_long};
        if (!lines->too_long)
            kho__buffer_add(&feed->text, lines->line.bytes, lines->line.size);
        if ((status = kho__buffer_status(&feed->text)) < 0)
            return status;
    }
    return KHO_OK;
}

/* An atomic feed goes on after a refused line, so that each is answered. */
static kho_status post_group(json_feed *feed)
{
    bool undo;
    kho_status status = kho_ledger_begin(feed->ledger);

    if (status < 0)
        return status;
    for (size_t i = 0; i < feed->count && status == KHO_OK; i++)
        status = post_line(feed, &feed->group[i]);
    undo = feed->options.atomic && feed->refused > 0;
    if (status == KHO_OK)
        status = kho__buffer_status(&feed->answers);
    if (status < 0 || undo || feed->options.dry_run)
        kho_ledger_rollback(feed->ledger);
    else
        status = kho_ledger_commit(feed->ledger);
    return status < 0 ? status
                      : write_answers(feed, undo ? &feed->undone : &feed->answers);
}

static kho_status feed_lines(json_feed *feed)
{
    kho_status status;

    do {
        if ((status = read_group(feed)) == KHO_OK)
            status = post_group(feed);
    } while (status == KHO_OK && is_full(feed));
    return status;
}

static kho_status check_feed(const kho_feed *feed)
{
    if (feed->version != KHO_FEED_VERSION)
        return kho__fail(KHO_EINVALID, "a feed of version %u is not known",
            "không rõ phiên bản nạp %u", feed->version);
    if (feed->commit < 1)
        return kho__fail(KHO_EINVALID, "a commit takes at least one line",
            "mỗi lần ghi phải có ít nhất một dòng");
    return KHO_OK;
}

kho_status kho_ledger_post_json(kho_ledger *ledger, const kho_feed *options,
    const char *name, ptrdiff_t (*read)(void *context, char *buffer, size_t size),
    void *read_context, kho_sink write, void *write_context, int64_t *refused)
{
    json_feed *feed;
    kho_status status;

    if (refused)
        *refused = 0;
    if ((status = check_feed(options)) < 0)
        return status;
    if (!(feed = calloc(1, sizeof(*feed))))
        return kho__fail_memory();
    feed->ledger = ledger;
    feed->options = *options;
    feed->lines.name = name;
    feed->lines.read = read;
    feed->lines.context = read_context;
    feed->write = write;
    feed->write_context = write_context;

    status = feed_lines(feed);
    if (refused)
        *refused = feed->refused;

    kho__lines_free(&feed->lines);
    kho__buffer_free(&feed->answers);
    kho__buffer_free(&feed->undone);
    kho__buffer_free(&feed->text);
    free(feed->group);
    free(feed);
    return status;
}
