/*
 * A thousand planted identifiers of clients: none stands in any byte of the ledger, its
 * rollback journal, a backup, an answer, an error or a report, while they are used and
 * after they were erased, nor does their digest under no key. What was erased, purged or
 * keyed once more is gone from the ledger's file too. Environment KHO may name the
 * command.
 */
#include "ledger/linking.h"
#include "ledger/needles.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/seal.h"

enum { CLIENTS = 1000, BY_CALL = 400, BY_JSON = 800, LATE = 900, HALF = 500 };

static char input[64]; /* identifiers are here, of course */
static char command[512];
static char ids[CLIENTS][160], composed[CLIENTS][160];
static needles plain;

/* A third of them are names in Vietnamese as some systems hand them over: decomposed. */
static void make_ids(void)
{
    for (int i = 0; i < CLIENTS; i++) {
        uint8_t digest[32];

        snprintf(ids[i], sizeof(ids[i]),
            i % 3 ? "Z7QX%04d-038095%06d"
                  : "Z7QX%04d Nguye\u0302\u0303n Thi\u0323 Ho\u0302\u0300ng %d",
            i, i * 977);
        snprintf(composed[i], sizeof(composed[i]),
            i % 3 ? "Z7QX%04d-038095%06d" : "Z7QX%04d Nguy\u1ec5n Th\u1ecb H\u1ed3ng %d",
            i, i * 977);
        needles_add(&plain, ids[i], 8, i);
        for (int form = 0; form < 2; form++) {
            const char *text = form ? composed[i] : ids[i];

            needles_add(&plain, text + 8, strlen(text) - 8, i);
            crypto_generichash_blake2b(
                digest, sizeof(digest), (const uint8_t *)text, strlen(text), NULL, 0);
            needles_add_digest(&plain, digest, i);
        }
    }
    needles_add(&plain, "Nguye\u0302\u0303n", strlen("Nguye\u0302\u0303n"), CLIENTS);
    needles_add(&plain, "Nguy\u1ec5n", strlen("Nguy\u1ec5n"), CLIENTS);
}

static void search(const char *stage)
{
    linking_expect(needles_in_folder(&plain, linking_folder) == 0, stage);
}

/* The search finds what is there. */
static void search_planted(void)
{
    const char *path = linking_path("planted");
    uint8_t digest[32];
    FILE *file = fopen(path, "wb");
    int first;

    if (!file)
        abort();
    crypto_generichash_blake2b(digest, sizeof(digest), (const uint8_t *)composed[3],
        strlen(composed[3]), NULL, 0);
    fprintf(file, "x%sx", ids[3]);
    fwrite(digest, 1, sizeof(digest), file);
    fclose(file);
    /* The identifier's start, its rest, its family name; and its digest. */
    linking_expect(
        needles_in_file(&plain, path, &first) == 4 && first == 3, "what is planted");
    unlink(path);
}

static kho_date date_of(int i)
{
    return i >= LATE ? kho_date_of(2026, 5, 2) : kho_date_of(2026, 3, 1 + i % 28);
}

static void post_by_call(kho_ledger *ledger)
{
    bool all = true;
    struct stat about;

    for (int i = 0; i < BY_CALL; i++) {
        if (i % 50 == 0)
            all &= linking_heard(kho_ledger_begin(ledger)) == KHO_OK;
        all &= linking_post(ledger, i, "", date_of(i), ids[i], NULL) == KHO_OK;
        if (i % 50 != 49)
            continue;
        if (i % 100 == 49) {
            /* While the batch is open its rollback journal is a file among the others. */
            linking_expect(
                stat(linking_path("x.kho-journal"), &about) == 0 && about.st_size > 0,
                "a rollback journal while a batch is open");
            search("while a batch is open");
        }
        if (i % 200 == 199) {
            kho_ledger_rollback(ledger);
            for (int j = i - 49; j <= i; j++)
                all &= linking_post(ledger, j, "", date_of(j), ids[j], NULL) == KHO_OK;
        } else {
            all &= linking_heard(kho_ledger_commit(ledger)) == KHO_OK;
        }
    }
    linking_expect(all, "posting by calls");
    search("after posting by calls");
}

typedef struct text {
    char *bytes;
    size_t size, at;
} text;

static ptrdiff_t read_text(void *context, char *buffer, size_t size)
{
    text *from = context;
    const size_t left = from->size - from->at, give = left < size ? left : size;

    memcpy(buffer, from->bytes + from->at, give);
    from->at += give;
    return (ptrdiff_t)give;
}

/* Answers are added to a file; how many lines were refused. */
static int64_t feed_text(kho_ledger *ledger, const kho_feed *feed, text *lines)
{
    FILE *file = fopen(linking_path("answers.jsonl"), "ab");
    int64_t refused = -1;

    if (!file)
        abort();
    lines->at = 0;
    if (linking_heard(kho_ledger_post_json(ledger, feed, "in.jsonl", read_text, lines,
            linking_sink, file, &refused)) < 0)
        refused = -1;
    fclose(file);
    return refused;
}

static text lines_of(int from, int to)
{
    text out = {0};
    FILE *file = open_memstream(&out.bytes, &out.size);

    for (int i = from; i < to; i++) {
        char date[16];

        fprintf(file,
            "{\"uid\":\"v-%04d\",\"date\":\"%s\",\"service\":{\"place\":\"tyt\","
            "\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\"}}\n",
            i, kho_date_format(date_of(i), date), ids[i]);
    }
    fclose(file);
    return out;
}

static void post_by_json(kho_ledger *ledger)
{
    text lines = lines_of(BY_CALL, BY_JSON);
    kho_feed feed = KHO_FEED_INIT;

    feed.commit = 150;
    feed.dry_run = true;
    linking_expect(feed_text(ledger, &feed, &lines) == 0, "a dry run");
    search("after a dry run");
    feed.dry_run = false;
    linking_expect(feed_text(ledger, &feed, &lines) == 0, "posting by JSON");
    search("after posting by JSON");
    linking_expect(feed_text(ledger, &feed, &lines) == 0, "posting again");
    free(lines.bytes);
}

/* Everything that may be wrong about an entry while it names a client: %s. */
static const char *const wrong[] = {
    /* clang-format off */
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\"",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"client\":\"%s\\q\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"client\":\"%s\"} \"x\"}",
    "{\"uid\":\"w\",\"service\":{\"client\":%s}}",
    "%s",
    "\"%s\"",
    "[\"%s\"]",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":\"%s\"}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"client\":\"%s\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"client\":[\"%s\"]}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"client\":{\"id\":\"%s\"}}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"klient\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"client\":\"%s\"}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"%s\",\"kind\":\"counsel\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"mode\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"new\",\"new\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"clients\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\\u0007\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\\u0000\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\xff\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s 1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-13-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2027-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"xyz\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"clients\":0,\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"age\":\"x\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"moves\":[{\"item\":\"que\",\"from\":\"tyt\",\"to\":\"client\",\"quantity\":1}],\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"new\",\"client\":\"%s\"}}",
    "{\"uid\":\"w\",\"date\":\"2026-03-01\",\"moves\":[{\"item\":\"xyz\",\"from\":\"tyt\",\"to\":\"client\",\"quantity\":1}],\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"new\",\"client\":\"%s\"}}",
    "{\"uid\":\"v-0400\",\"date\":\"2026-03-09\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"other %s\"}}",
    "{\"uid\":\"v-0401\",\"date\":\"2026-03-10\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"counsel\",\"client\":\"other %s\"}}",
    "{\"uid\":\"v-0402\",\"date\":\"2026-03-11\",\"service\":{\"place\":\"tyt\",\"method\":\"implant\",\"kind\":\"stop\",\"client\":\"other %s\"}}",
    /* clang-format on */
};

/* Each of them with another client, then all again in a feed of all or nothing. */
static void post_wrong(kho_ledger *ledger)
{
    const size_t count = sizeof(wrong) / sizeof(*wrong);
    text lines = {0};
    FILE *file = open_memstream(&lines.bytes, &lines.size);
    kho_feed feed = KHO_FEED_INIT;

    for (size_t i = 0; i < count; i++) {
        for (const char *at = wrong[i]; *at; at++) {
            if (at[0] == '%' && at[1] == 's')
                fputs(ids[(at++, i * 7)], file);
            else
                fputc(*at, file);
        }
        fputc('\n', file);
    }
    fclose(file);
    linking_expect(feed_text(ledger, &feed, &lines) == (int64_t)count, "all are refused");
    search("after refusals");
    feed.atomic = true;
    linking_expect(
        feed_text(ledger, &feed, &lines) == (int64_t)count, "refused together");
    kho_error_language(KHO_VI);
    linking_expect(
        feed_text(ledger, &feed, &lines) == (int64_t)count, "refused in Vietnamese");
    kho_error_language(KHO_EN);
    free(lines.bytes);
    search("after refusals of all");
}

/* An identifier that is none is refused before anything is written: its batch goes on. */
static void post_wrong_by_call(kho_ledger *ledger)
{
    static const char *const bad[] = {"", "Z7QX0001\n", "Z7QX0001\xff", "Z7QX0001\x01"};
    char large[400];
    kho_answer answer;

    linking_expect(linking_heard(kho_ledger_begin(ledger)) == KHO_OK, "a batch");
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        linking_expect(
            linking_post(ledger, 9000, "", date_of(9000), bad[i], NULL) == KHO_EINVALID,
            "no text");
    memset(large, 'x', sizeof(large) - 1);
    memcpy(large, ids[1], 8);
    large[sizeof(large) - 1] = '\0';
    linking_expect(
        linking_post(ledger, 9000, "", date_of(9000), large, NULL) == KHO_EINVALID,
        "too long");
    linking_expect(linking_post(ledger, 1, "", date_of(1), ids[1], &answer) == KHO_OK &&
                       answer.existing,
        "the same is there already");
    linking_expect(linking_post(ledger, 1, "", date_of(1), ids[2], NULL) == KHO_ECONFLICT,
        "another client");
    linking_expect(
        linking_post(ledger, 3, "", date_of(3), composed[3], &answer) == KHO_OK &&
            answer.existing,
        "the same text composed");
    linking_expect(
        linking_heard(kho_ledger_commit(ledger)) == KHO_OK, "the batch goes on");
    search("after refusals of calls");
}

/* Run the command with a file as its standard input; its exit code. */
static int run(const char *in, const char *const argv[])
{
    const pid_t child = fork();
    int status;

    if (child == 0) {
        if (!freopen(in, "rb", stdin) ||
            !freopen(linking_path("stdout.txt"), "ab", stdout) ||
            !freopen(linking_path("stderr.txt"), "ab", stderr))
            _exit(126);
        execv(command, (char *const *)argv);
        _exit(127);
    }
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status)
                                                                    : -1;
}

static const char *write_input(const char *name, const char *bytes, size_t size)
{
    static char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", input, name);
    file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    return path;
}

static void post_by_command(void)
{
    char ledger[320], key[320], uid[16];
    const char *const post[] = {
        command, "-d", ledger, "post", "-", "--client-key", key, NULL};
    const char *const keyless[] = {command, "-d", ledger, "post", "-", NULL};
    const char *const serve[] = {command, "-d", ledger, "serve", "--date", "2026-05-02",
        "--place", "tyt", "--method", "implant", "--kind", "counsel", "--uid", uid,
        "--client-key", key, "--client", "-", NULL};
    text lines = lines_of(BY_JSON, CLIENTS - 20);
    const char *path = write_input("lines", lines.bytes, lines.size);

    snprintf(ledger, sizeof(ledger), "%s", linking_path("x.kho"));
    snprintf(key, sizeof(key), "%s", linking_path("key"));
    linking_expect(run(path, keyless) == 1, "the command without a key");
    search("after the command without a key");
    linking_expect(run(path, post) == 0, "posting by the command");
    for (int i = CLIENTS - 20; i < CLIENTS; i++) {
        snprintf(uid, sizeof(uid), "v-%04d", i);
        path = write_input("client", ids[i], strlen(ids[i]));
        linking_expect(run(path, serve) == 0, "serving by the command");
    }
    /* Of another client, and what a zero would cut to somebody else's identifier. */
    linking_expect(
        run(write_input("client", ids[7], strlen(ids[7])), serve) == 1, "a conflict");
    path = write_input("client", "Z7QX0001\0Z7QX0002", 17);
    linking_expect(run(path, serve) == 1, "a zero in an identifier");
    free(lines.bytes);
    search("after posting by the command");
}

static void post_rest(kho_ledger *ledger)
{
    fprintf(stderr, "skipped: the command wasn't found, which would post 200 of them\n");
    for (int i = BY_JSON; i < CLIENTS; i++)
        linking_expect(linking_post(ledger, i, "", date_of(i), ids[i], NULL) == KHO_OK,
            "posting the rest");
}

typedef kho_status (*question)(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

static void ask_everything(kho_ledger *ledger, const char *stage)
{
    static const question questions[] = {kho_ledger_stock, kho_ledger_card,
        kho_ledger_report, kho_ledger_ytd, kho_ledger_restated, kho_ledger_expiry,
        kho_ledger_indicators, kho_ledger_reporting, kho_ledger_services, kho_ledger_mix,
        kho_ledger_collaborators, kho_ledger_alerts, kho_ledger_suggest,
        kho_ledger_explain, kho_ledger_rules};
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    char name[32];

    query.place = "tyt";
    query.item = "que";
    query.from = kho_date_of(2026, 3, 1);
    query.to = kho_date_of(2026, 3, 31);
    query.on = query.to;
    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        table = NULL;
        snprintf(name, sizeof(name), "question-%zu", i);
        if (linking_heard(questions[i](ledger, &query, &table)) == KHO_OK)
            linking_write(table, name);
        kho_table_free(table);
    }
    for (int list = KHO_LIST_ITEMS; list <= KHO_LIST_PRICES; list++) {
        table = NULL;
        snprintf(name, sizeof(name), "list-%d", list);
        if (linking_heard(kho_ledger_list(ledger, (kho_list)list, &table)) == KHO_OK)
            linking_write(table, name);
        kho_table_free(table);
    }
    table = NULL;
    linking_expect(linking_heard(kho_ledger_check(ledger, &table)) == KHO_OK &&
                       !kho_table_rows(table),
        "check finds nothing");
    linking_write(table, "check");
    kho_table_free(table);
    unlink(linking_path("backup.kho"));
    linking_expect(
        linking_heard(kho_ledger_backup(ledger, linking_path("backup.kho"))) == KHO_OK,
        "a backup");
    search(stage);
}

/* Counts of services, which no erasing changes. */
static int64_t count_services(kho_ledger *ledger)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    int64_t sum = 0;

    query.from = kho_date_of(2026, 1, 1);
    query.to = query.on = linking_today;
    if (linking_heard(kho_ledger_services(ledger, &query, &table)) < 0)
        return -1;
    for (size_t i = 0; i < kho_table_rows(table); i++)
        sum += kho_table_int(table, i, KHO_SERVICES_CLIENTS);
    kho_table_free(table);
    return sum;
}

/* How many of the keyed digests of clients from..to stand in the ledger's file. */
static int count_keyed(int from, int to, size_t layers)
{
    kho__seal seal;
    int found = 0, first;

    linking_expect(linking_heard(kho__seal_read(&seal, linking_path("key"))) == KHO_OK,
        "the key file");
    for (int i = from; i < to; i++) {
        uint8_t digest[KHO__DIGEST];
        needles keyed = {0};

        (void)!kho__seal_text(&seal, layers, ids[i], digest);
        needles_add_digest(&keyed, digest, i);
        found += needles_in_file(&keyed, linking_path("x.kho"), &first) > 0 ||
                 needles_in_file(&keyed, linking_path("x.kho-journal"), &first) > 0;
        needles_free(&keyed);
    }
    kho__seal_forget(&seal);
    return found;
}

static void erase_half(kho_ledger *ledger)
{
    int64_t gone, all = 0;
    bool right = true;

    linking_expect(count_keyed(0, 40, 1) == 40, "keyed digests are there to be found");
    linking_expect(linking_heard(kho_ledger_begin(ledger)) == KHO_OK, "a batch");
    for (int i = 0; i < HALF; i++) {
        if (i == HALF - 5)
            linking_expect(
                linking_heard(kho_ledger_commit(ledger)) == KHO_OK, "erasing in a batch");
        right &= linking_heard(kho_ledger_client_erase(
                     ledger, i % 2 ? ids[i] : composed[i], &gone)) == KHO_OK;
        all += gone;
    }
    /* The second client has two services. */
    linking_expect(right && all == HALF + 1, "erasing half");
    search("after erasing");
    linking_expect(count_keyed(0, HALF, 1) == 0, "erased digests are overwritten");
    linking_expect(count_keyed(HALF, CLIENTS, 1) == CLIENTS - HALF, "the others stay");
    for (int i = 0; i < CLIENTS; i += 9)
        right &= linking_count(ledger, ids[i]) == (i >= HALF);
    linking_expect(right, "who was erased has nothing, all others what they had");
    linking_expect(
        linking_heard(kho_ledger_client_erase(ledger, ids[0], &gone)) == KHO_OK &&
            gone == 0,
        "erasing again");
    /* What was erased isn't linked by posting it once more. */
    linking_expect(linking_post(ledger, 1, "", date_of(1), ids[1], NULL) == KHO_OK &&
                       linking_count(ledger, ids[1]) == 0,
        "what was erased stays erased");
}

/* A rule of retention: links of March go, those of May stay. */
static void purge(kho_ledger *ledger)
{
    int64_t gone = 0;

    linking_expect(linking_heard(kho_ledger_client_purge(
                       ledger, kho_date_of(2026, 5, 1), &gone)) == KHO_OK &&
                       gone == LATE - HALF,
        "purging");
    linking_expect(count_keyed(0, LATE, 1) == 0, "purged digests are overwritten");
    linking_expect(count_keyed(LATE, CLIENTS, 1) == CLIENTS - LATE, "later ones stay");
    search("after purging");
}

static void rotate(kho_ledger *ledger)
{
    bool right = true;

    linking_expect(linking_heard(kho_ledger_client_rotate(ledger)) == KHO_OK, "rotating");
    linking_expect(
        count_keyed(0, CLIENTS, 1) == 0, "digests of the old key are overwritten");
    linking_expect(
        count_keyed(LATE, CLIENTS, 2) == CLIENTS - LATE, "those of the new are there");
    for (int i = HALF; i < CLIENTS; i++)
        right &= linking_count(ledger, ids[i]) == (i >= LATE);
    linking_expect(right, "each is found with the new key");
    search("after rotating");
}

/* The command stopped while it holds an identifier: it would leave no core. */
static void see_no_core(const char *const argv[], const char *typed)
{
    int ends[2], left = 1;
    char path[64], line[256], said[256] = "";
    pid_t child;

    if (pipe(ends) < 0)
        abort();
    child = fork();
    if (child == 0) {
        const struct rlimit any = {RLIM_INFINITY, RLIM_INFINITY};

        (void)setrlimit(RLIMIT_CORE, &any);
        dup2(ends[0], STDIN_FILENO);
        close(ends[0]);
        close(ends[1]);
        (void)!freopen("/dev/null", "wb", stdout);
        (void)!freopen("/dev/null", "wb", stderr);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(ends[0]);
    linking_expect(
        write(ends[1], typed, strlen(typed)) == (ssize_t)strlen(typed), "typing");
    /* Until it read what was typed: then it waits for the end of the line. */
    for (int i = 0; i < 1000 && left > 0; i++) {
        if (ioctl(ends[1], FIONREAD, &left) < 0)
            break;
        usleep(10000);
    }
    snprintf(path, sizeof(path), "/proc/%d/limits", (int)child);
    {
        FILE *file = fopen(path, "r");

        while (file && fgets(line, sizeof(line), file)) {
            if (strncmp(line, "Max core file size", 18) == 0)
                snprintf(said, sizeof(said), "%s", line);
        }
        if (file)
            fclose(file);
    }
    linking_expect(left == 0, "the command read the identifier");
    linking_expect(
        strstr(said, " 0                    0 ") != NULL, "its core limit is 0");
    close(ends[1]);
    waitpid(child, NULL, 0);
}

static void see_no_cores(void)
{
    char ledger[320], key[320];
    const char *const one[] = {
        command, "-d", ledger, "privacy", "export", "--client-key", key, NULL};
    const char *const post[] = {command, "-d", ledger, "post", NULL};

    snprintf(ledger, sizeof(ledger), "%s", linking_path("x.kho"));
    snprintf(key, sizeof(key), "%s", linking_path("key"));
    see_no_core(one, ids[1]);
    see_no_core(post, ids[1]);
}

static void see_planted(void)
{
    kho_ledger *ledger = NULL, *other = NULL;
    struct stat about;
    bool found;

    snprintf(command, sizeof(command), "%s",
        getenv("KHO") ? getenv("KHO") : KHO_BUILD_DIR "/kho");
    found = access(command, X_OK) == 0;
    search_planted();
    linking_expect(
        linking_open("x.kho", KHO_CREATE, &ledger) == KHO_OK && linking_define(ledger),
        "a ledger");
    linking_expect(linking_post(ledger, 0, "", date_of(0), ids[0], NULL) == KHO_EINVALID,
        "without a key");
    linking_expect(linking_heard(kho_client_key_make(linking_path("key"))) == KHO_OK &&
                       stat(linking_path("key"), &about) == 0 &&
                       (about.st_mode & 07777) == 0600,
        "a key");
    linking_expect(
        linking_heard(kho_ledger_client_key(ledger, linking_path("key"))) == KHO_OK,
        "its use");
    post_by_call(ledger);
    post_by_json(ledger);
    post_wrong(ledger);
    post_wrong_by_call(ledger);
    linking_expect(linking_post(ledger, 1, "-b", date_of(1), ids[1], NULL) == KHO_OK,
        "a second service");
    if (found)
        post_by_command();
    else
        post_rest(ledger);
    ask_everything(ledger, "after every question");
    linking_expect(count_services(ledger) == CLIENTS + 1, "all are counted");
    linking_expect(linking_count(ledger, ids[1]) == 2, "both are exported");
    erase_half(ledger);
    purge(ledger);
    rotate(ledger);
    linking_expect(count_services(ledger) == CLIENTS + 1, "all are counted still");
    ask_everything(ledger, "after every question again");
    linking_expect(
        linking_open("x.kho", KHO_READ_ONLY, &other) == KHO_OK &&
            linking_heard(kho_ledger_client_key(other, linking_path("key"))) == KHO_OK &&
            linking_count(other, ids[LATE]) == 1,
        "who only reads exports");
    linking_expect(
        linking_heard(kho_ledger_client_erase(other, ids[LATE], NULL)) == KHO_EREADONLY,
        "and erases nothing");
    kho_ledger_close(other);
    if (found)
        see_no_cores();
    kho_ledger_close(ledger);
    search("at the end");
}

int main(void)
{
    char remove[160];

    if (!mkdtemp(linking_folder))
        return 1;
    snprintf(input, sizeof(input), "%s-in", linking_folder);
    if (mkdir(input, 0700) < 0)
        return 1;
    make_ids();
    see_planted();
    needles_free(&plain);
    if (linking_failures && getenv("KEEP"))
        return 1;
    snprintf(remove, sizeof(remove), "rm -rf '%s' '%s'", linking_folder, input);
    if (system(remove) != 0)
        linking_failures++;
    return linking_failures != 0;
}
