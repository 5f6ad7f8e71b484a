/* Lines of JSON are posted and answered, each, in order, after the commit. */
#include <jansson.h>
#include <stdlib.h>

#include "desk.h"

static char answers[65536];
static int64_t refused;

static const char catalogue[] = "kho: catalogue/1\n"
                                "channels: [free]\n"
                                "items:\n"
                                "  - {code: bcs, name: Bao cao su, unit: chiếc}\n"
                                "places:\n"
                                "  - {code: ncc, kind: supplier, name: Kho trung ương}\n"
                                "  - {code: tyt, kind: store, name: Trạm Y tế}\n";

static void open_station(void)
{
    kho_answer answer;

    open_desk();
    write_file("c.yaml", catalogue);
    cr_assert(
        eq(int, kho_ledger_load_catalogue(ledger, "c.yaml", KHO_NO_DATE, false, &answer),
            KHO_OK));
    answers[0] = '\0';
    refused = -1;
}

TestSuite(post_json, .init = open_station, .fini = close_desk);

/* A stream that gives a few bytes at a time, so that lines lie across pieces. */
typedef struct stream {
    const char *at;
    size_t left, piece;
} stream;

static ptrdiff_t read_stream(void *context, char *buffer, size_t size)
{
    stream *stream = context;
    size_t give = stream->left < stream->piece ? stream->left : stream->piece;

    give = give < size ? give : size;
    memcpy(buffer, stream->at, give);
    stream->at += give;
    stream->left -= give;
    return (ptrdiff_t)give;
}

static int write_answers(void *context, const char *bytes, size_t size)
{
    size_t used = strlen(answers);

    (void)context;
    cr_assert(lt(sz, used + size, sizeof(answers)));
    memcpy(answers + used, bytes, size);
    answers[used + size] = '\0';
    return 0;
}

static kho_status post_bytes(const char *bytes, size_t size, const kho_feed *feed)
{
    kho_feed plain = KHO_FEED_INIT;
    stream stream = {bytes, size, 7};

    answers[0] = '\0';
    return kho_ledger_post_json(ledger, feed ? feed : &plain, "in.jsonl", read_stream,
        &stream, write_answers, NULL, &refused);
}

static void post(const char *text, const kho_feed *feed)
{
    cr_assert(
        post_bytes(text, strlen(text), feed) == KHO_OK, "%s", kho_error_last()->message);
}

/* The answer to a line; the caller's to release. */
static json_t *answer_at(int index)
{
    const char *at = answers;
    json_t *answer;

    while (index-- > 0 && (at = strchr(at, '\n')))
        at++;
    cr_assert(at != NULL && *at != '\0', "not so many answers:\n%s", answers);
    answer = json_loads(at, JSON_DISABLE_EOF_CHECK, NULL);
    cr_assert(answer != NULL, "not JSON: %s", at);
    return answer;
}

static int count_answers(void)
{
    int count = 0;

    for (const char *at = answers; *at; at++)
        count += *at == '\n';
    return count;
}

/* A text inside of an answer, such as "error.status"; "" where it isn't there. */
static const char *text_in(int index, const char *name, const char *inside)
{
    static char text[1024];
    json_t *answer = answer_at(index);
    const json_t *value = json_object_get(answer, name);

    if (inside)
        value = json_object_get(value, inside);
    snprintf(
        text, sizeof(text), "%s", json_is_string(value) ? json_string_value(value) : "");
    json_decref(answer);
    return text;
}

static int64_t seq_in(int index)
{
    json_t *answer = answer_at(index);
    int64_t seq = json_integer_value(json_object_get(answer, "seq"));

    json_decref(answer);
    return seq;
}

static int64_t held(void)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int64_t sum = 0;

    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK));
    for (size_t i = 0; i < kho_table_rows(table); i++)
        sum += kho_table_int(table, i, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    return sum;
}

#define RECEIVE(uid, quantity)                                                           \
 "{\"uid\":\"" uid                                                                       \
 "\",\"date\":\"2026-11-03\",\"moves\":[{\"item\":\"bcs\",\"lot\":\"A\","                \
 "\"expiry\":\"2029-05\",\"from\":\"ncc\",\"to\":\"tyt\",\"quantity\":" #quantity        \
 "}]}\n"
#define GIVE(uid, quantity)                                                              \
 "{\"uid\":\"" uid "\",\"date\":\"2026-11-04\",\"moves\":[{\"item\":\"bcs\","            \
 "\"from\":\"tyt\",\"to\":\"client\",\"quantity\":" #quantity "}]}\n"

Test(post_json, answers_say_seq_status_and_the_lots_that_were_taken)
{
    post(RECEIVE("PN", 100) GIVE("PX", 30), NULL);
    cr_expect(eq(i64, refused, 0));
    cr_expect(eq(int, count_answers(), 2));
    cr_expect(eq(str, (char *)text_in(0, "uid", NULL), "PN"));
    cr_expect(eq(str, (char *)text_in(0, "status", NULL), "posted"));
    cr_expect(eq(i64, seq_in(1), seq_in(0) + 1));
    cr_expect(strstr(answers, "\"status\":\"posted\",\"warnings\":[],\"taken\":[{"
                              "\"move\":0,\"item\":\"bcs\","
                              "\"lot\":\"A\",\"expiry\":\"2029-05-31\",\"channel\":"
                              "\"free\",\"from\":\"tyt\","
                              "\"to\":\"client\",\"quantity\":30}]}\n") != NULL,
        "%s", answers);
    cr_expect(eq(i64, held(), 70));
}

Test(post_json, the_same_lines_again_are_existing)
{
    int64_t seq;

    post(RECEIVE("PN", 100) GIVE("PX", 30), NULL);
    seq = seq_in(1);
    post(RECEIVE("PN", 100) GIVE("PX", 30), NULL);
    cr_expect(eq(str, (char *)text_in(0, "status", NULL), "existing"));
    cr_expect(eq(str, (char *)text_in(1, "status", NULL), "existing"));
    cr_expect(eq(i64, seq_in(1), seq));
    cr_expect(eq(i64, held(), 70));
}

Test(post_json, a_refused_line_does_not_spoil_its_neighbours)
{
    post(RECEIVE("PN", 100) GIVE("BIG", 101) GIVE("PX", 30) "nonsense\n" GIVE("PY", 1.5)
             GIVE("PX", 31) "{\"uid\":\"PZ\"}\n" GIVE("LAST", 70),
        NULL);
    cr_expect(eq(i64, refused, 5));
    cr_expect(eq(int, count_answers(), 8));
    cr_expect(eq(str, (char *)text_in(1, "uid", NULL), "BIG"));
    cr_expect(eq(str, (char *)text_in(1, "error", "status"), "short"));
    cr_expect(strstr(answers, "\"need\":101,\"have\":100") != NULL, "%s", answers);
    cr_expect(
        strstr(answers, "{\"uid\":null,\"line\":4,\"error\":{\"status\":\"invalid\","
                        "\"message\":\"in.jsonl:4: not valid JSON: ") != NULL,
        "%s", answers);
    cr_expect(eq(str, (char *)text_in(4, "error", "message"),
        "in.jsonl:5: moves[0]: quantity: expected a whole number from 1 to "
        "1000000000000"));
    cr_expect(eq(str, (char *)text_in(5, "error", "status"), "conflict"));
    cr_expect(eq(str, (char *)text_in(6, "uid", NULL), "PZ"));
    cr_expect(eq(str, (char *)text_in(7, "status", NULL), "posted"));
    cr_expect(eq(i64, held(), 0));
}

Test(post_json, atomic_posts_all_or_nothing_and_answers_each_line)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.atomic = true;
    post(RECEIVE("PN", 100), NULL);
    post(GIVE("PX", 30) RECEIVE("PN", 100) GIVE("BIG", 101) GIVE("PY", 30) GIVE("PX", 30),
        &feed);
    cr_expect(eq(i64, refused, 1));
    cr_expect(eq(int, count_answers(), 5));
    cr_expect(eq(str, (char *)text_in(0, "status", NULL), "rolled_back"));
    cr_expect(eq(str, (char *)text_in(1, "status", NULL), "existing"));
    cr_expect(eq(str, (char *)text_in(2, "error", "status"), "short"));
    cr_expect(eq(str, (char *)text_in(3, "status", NULL), "rolled_back"));
    cr_expect(eq(str, (char *)text_in(4, "status", NULL), "rolled_back"));
    cr_expect(eq(i64, held(), 100));
    post(GIVE("PX", 30) GIVE("PY", 70), &feed);
    cr_expect(eq(i64, refused, 0));
    cr_expect(eq(str, (char *)text_in(1, "status", NULL), "posted"));
    cr_expect(eq(i64, held(), 0));
}

Test(post_json, a_dry_run_answers_as_if_and_leaves_nothing)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.dry_run = true;
    feed.commit = 1;
    post(RECEIVE("PN", 100) GIVE("PX", 30) GIVE("BIG", 71), &feed);
    cr_expect(eq(int, count_answers(), 3));
    cr_expect(eq(str, (char *)text_in(1, "status", NULL), "posted"));
    cr_expect(eq(str, (char *)text_in(2, "error", "status"), "short"));
    cr_expect(eq(i64, held(), 0));
    post(RECEIVE("PN", 100), NULL);
    cr_expect(eq(str, (char *)text_in(0, "status", NULL), "posted"));
}

Test(post_json, a_dry_run_tells_the_balances_that_would_be_left)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.dry_run = true;
    post(RECEIVE("PN", 100) GIVE("PX", 30), NULL);
    post("{\"uid\":\"OLD\",\"date\":\"2026-11-03\",\"moves\":[{\"item\":\"bcs\",\"from\":"
         "\"tyt\","
         "\"to\":\"client\",\"quantity\":20},{\"item\":\"bcs\",\"from\":\"tyt\",\"to\":"
         "\"loss/damaged\",\"quantity\":1}]}\n" GIVE("PX", 30),
        &feed);
    cr_expect(strstr(answers,
                  ",\"balances\":[{\"place\":\"tyt\",\"item\":\"bcs\",\"lot\":\"A\","
                  "\"expiry\":\"2029-05-31\",\"channel\":\"free\",\"before\":100,"
                  "\"balance\":79,\"lowest\":49}]}\n") != NULL,
        "%s", answers);
    cr_expect(strstr(text_in(1, "status", NULL), "existing") != NULL);
    cr_expect(strstr(strchr(answers, '\n'), "balances") == NULL);
    cr_expect(eq(i64, held(), 70));
}

Test(post_json, empty_lines_and_a_missing_last_line_feed_are_nothing_special)
{
    post("\n  \r\n\xef\xbb\xbf", NULL);
    cr_expect(
        eq(int, count_answers(), 1)); /* a mark that isn't at the start is an error */
    post("\xef\xbb\xbf" RECEIVE("PN", 100) "\r\n", NULL);
    cr_expect(eq(i64, refused, 0));
    post("{\"uid\":\"PX\",\"date\":\"2026-11-04\",\"moves\":[{\"item\":\"bcs\",\"from\":"
         "\"tyt\","
         "\"to\":\"client\",\"quantity\":1}]}",
        NULL);
    cr_expect(eq(i64, refused, 0));
    cr_expect(eq(int, count_answers(), 1));
    post("", NULL);
    cr_expect(eq(int, count_answers(), 0));
    cr_expect(eq(i64, held(), 99));
}

Test(post_json, a_line_of_more_than_a_megabyte_is_refused_and_passed_over)
{
    size_t size = (size_t)40 * 1000 * 1000;
    char *bytes = malloc(size);

    cr_assert(bytes != NULL);
    memset(bytes, '[', size);
    memcpy(bytes, RECEIVE("PN", 5), strlen(RECEIVE("PN", 5)));
    bytes[size - strlen(GIVE("PX", 5)) - 1] = '\n';
    memcpy(bytes + size - strlen(GIVE("PX", 5)), GIVE("PX", 5), strlen(GIVE("PX", 5)));
    cr_expect(eq(int, post_bytes(bytes, size, NULL), KHO_OK));
    cr_expect(eq(i64, refused, 1));
    cr_expect(eq(int, count_answers(), 3));
    cr_expect(eq(str, (char *)text_in(1, "error", "message"),
        "in.jsonl:2: the line is longer than 1 MiB"));
    cr_expect(eq(str, (char *)text_in(2, "status", NULL), "posted"));
    free(bytes);
}

static int fail_to_write(void *context, const char *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    (void)size;
    return 1;
}

Test(post_json, answers_that_cannot_be_written_end_the_feed_after_their_commit)
{
    kho_feed feed = KHO_FEED_INIT;
    stream stream = {RECEIVE("PN", 5) GIVE("PX", 1) GIVE("PY", 1), 0, 1000};

    stream.left = strlen(stream.at);
    feed.commit = 2;
    cr_expect(eq(int,
        kho_ledger_post_json(
            ledger, &feed, "in.jsonl", read_stream, &stream, fail_to_write, NULL, NULL),
        KHO_ESTORAGE));
    cr_expect(eq(i64, held(), 4));
}

static ptrdiff_t fail_to_read(void *context, char *buffer, size_t size)
{
    int *calls = context;

    (void)size;
    if ((*calls)++ > 0)
        return -1;
    memcpy(buffer, RECEIVE("PN", 5), strlen(RECEIVE("PN", 5)));
    return (ptrdiff_t)strlen(RECEIVE("PN", 5));
}

Test(post_json, a_stream_that_fails_rolls_the_open_commit_back)
{
    kho_feed feed = KHO_FEED_INIT;
    int calls = 0;

    cr_expect(eq(int,
        kho_ledger_post_json(ledger, &feed, "in.jsonl", fail_to_read, &calls,
            write_answers, NULL, &refused),
        KHO_ESTORAGE));
    cr_expect(eq(str, answers, ""));
    cr_expect(eq(i64, held(), 0));
}

/* Somebody else's post, who doesn't wait. */
static void post_beside(void)
{
    static int number;
    kho_options options = KHO_OPTIONS_INIT;
    kho_move move = {"bcs", "B", KHO_NO_DATE, NULL, "ncc", "tyt", 1};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_ledger *other;
    kho_answer answer;
    char uid[16];

    options.busy_ms = 0;
    options.clock = desk_clock;
    snprintf(uid, sizeof(uid), "beside-%d", number++);
    entry.uid = uid;
    entry.date = kho_date_of(2026, 11, 1);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &other), KHO_OK));
    cr_expect(eq(int, kho_ledger_post(other, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    kho_ledger_close(other);
}

static ptrdiff_t read_slowly(void *context, char *buffer, size_t size)
{
    post_beside();
    return read_stream(context, buffer, size);
}

static int write_slowly(void *context, const char *bytes, size_t size)
{
    post_beside();
    return write_answers(context, bytes, size);
}

/* Whatever is at its other ends, a feed keeps nobody from writing. */
Test(post_json, a_feed_holds_the_ledger_only_while_it_posts)
{
    static const char lines[] =
        RECEIVE("PN", 5) GIVE("PX", 1) GIVE("PY", 9000) GIVE("PZ", 1);
    const kho_feed feeds[] = {
        {KHO_FEED_VERSION, false, false, 1   },
        {KHO_FEED_VERSION, false, false, 2   },
        {KHO_FEED_VERSION, true,  false, 1   },
        {KHO_FEED_VERSION, false, true,  1   },
        {KHO_FEED_VERSION, false, false, 1000}
    };

    for (size_t i = 0; i < sizeof(feeds) / sizeof(*feeds); i++) {
        stream stream = {lines, sizeof(lines) - 1, 60};

        answers[0] = '\0';
        cr_expect(eq(int,
            kho_ledger_post_json(ledger, &feeds[i], "in.jsonl", read_slowly, &stream,
                write_slowly, NULL, &refused),
            KHO_OK));
        cr_expect(eq(int, count_answers(), 4));
        cr_expect(eq(i64, refused, 1));
    }
}

Test(post_json, wrong_use_is_refused)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.commit = 0;
    cr_expect(eq(int, post_bytes("", 0, &feed), KHO_EINVALID));
    feed.commit = 1;
    feed.version = 9;
    cr_expect(eq(int, post_bytes("", 0, &feed), KHO_EINVALID));
    cr_assert(eq(int, kho_ledger_begin(ledger), KHO_OK));
    cr_expect(eq(int, post_bytes("", 0, NULL), KHO_EINVALID));
    cr_expect(eq(int, kho_ledger_commit(ledger), KHO_OK));
}

Test(post_json, every_line_may_be_a_commit_of_its_own)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.commit = 1;
    post(RECEIVE("PN", 100) GIVE("BIG", 101) GIVE("PX", 30), &feed);
    cr_expect(eq(int, count_answers(), 3));
    cr_expect(eq(i64, held(), 70));
}

Test(post_json, an_answer_is_json_too)
{
    kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "ncc", "tyt", 5};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;
    json_t *read, *change;

    entry.uid = "X";
    entry.date = kho_date_of(2026, 11, 3);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, &answer), KHO_OK));
    cr_assert(eq(int, kho_answer_json(&answer, true, write_answers, NULL), KHO_OK));
    read = json_loads(answers, 0, NULL);
    cr_assert(read != NULL, "%s", answers);
    cr_expect(eq(sz, json_array_size(json_object_get(read, "taken")), 1));
    change = json_array_get(json_object_get(read, "changes"), 0);
    cr_expect(
        eq(str, (char *)json_string_value(json_object_get(change, "place")), "tyt"));
    cr_expect(eq(i64, json_integer_value(json_object_get(change, "before")), 0));
    cr_expect(eq(i64, json_integer_value(json_object_get(change, "after")), 5));
    cr_expect(eq(int, answers[strlen(answers) - 1], '\n'));
    json_decref(read);
    cr_expect(eq(int, kho_answer_json(&answer, true, fail_to_write, NULL), KHO_ESTORAGE));
}

Test(post_json, errors_are_json_with_every_refused_move)
{
    kho_move moves[] = {
        {"bcs",  NULL, KHO_NO_DATE, NULL, "tyt", "client", 5},
        {"none", NULL, KHO_NO_DATE, NULL, "tyt", "client", 5}
    };
    kho_entry entry = KHO_ENTRY_INIT;

    entry.uid = "X";
    entry.date = kho_date_of(2026, 11, 3);
    entry.moves = moves;
    entry.move_count = 2;
    cr_assert(eq(int, kho_ledger_post(ledger, &entry, NULL), KHO_ESHORT));
    cr_assert(eq(int, kho_error_json(write_answers, NULL), KHO_OK));
    cr_expect(
        strncmp(answers, "{\"error\":{\"status\":\"short\",\"message\":\"", 38) == 0,
        "%s", answers);
    cr_expect(strstr(answers,
                  "\"moves\":[{\"index\":0,\"status\":\"short\",\"place\":\"tyt\","
                  "\"item\":\"bcs\",\"lot\":null,\"date\":\"2026-11-03\",\"need\":5,"
                  "\"have\":0,\"lots\":[],") != NULL,
        "%s", answers);
    cr_expect(
        strstr(answers, "{\"index\":1,\"status\":\"not_found\"") != NULL, "%s", answers);
    cr_expect(eq(int, kho_error_json(fail_to_write, NULL), KHO_ESTORAGE));
}
