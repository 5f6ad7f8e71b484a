#include "exchange/memory_stage.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

memory_stage stage;

static const char history[] =
    "{\"uid\":\"PN\",\"date\":\"2024-11-03\",\"moves\":[{\"item\":\"bcs\",\"lot\":\"A\","
    "\"expiry\":\"2029-05\",\"from\":\"ncc\",\"to\":\"tyt\",\"quantity\":100}]}\n"
    "{\"uid\":\"PX\",\"date\":\"2024-11-04\",\"moves\":[{\"item\":\"bcs\",\"from\":"
    "\"tyt\","
    "\"to\":\"client\",\"quantity\":30}],\"observed\":[{\"place\":\"tyt\",\"item\":"
    "\"bcs\","
    "\"found\":71}]}\n"
    "{\"uid\":\"S1\",\"date\":\"2024-11-05\",\"campaign\":\"C1\",\"moves\":[{\"item\":"
    "\"bcs\",\"from\":\"tyt\",\"to\":\"ctv\",\"quantity\":20},{\"item\":\"bcs\",\"from\":"
    "\"tyt\",\"to\":\"client\",\"quantity\":10}],\"service\":[{\"method\":4,\"kind\":"
    "\"new\",\"age\":\"<15\"},{\"place\":\"ctv\",\"method\":\"pill\",\"kind\":\"stop\"}]}"
    "\n";

/* With texts of 14 and of 30 bytes, which with their quotes just don't fit where jansson
 * begins to read. */
const char stage_lines[] =
    "{\"uid\":\"PN-2024-000001\",\"date\":\"2024-11-08\",\"note\":\"Nhập cho trạm Vĩnh "
    "Phương\",\"moves\":[{\"item\":\"bcs\",\"lot\":\"LO-2024-00000B\",\"expiry\":"
    "\"2029-05\",\"from\":\"ncc\",\"to\":\"tyt\",\"quantity\":7}]}\n"
    "{\"uid\":\"S2\",\"date\":\"2024-11-09\",\"reverses\":\"S1\",\"service\":{\"place\":"
    "\"tyt\",\"method\":0,\"kind\":\"counsel\",\"client\":\"Nguye\u0302\u0303n\"}}\n";

static const char linked[] =
    "{\"uid\":\"S3\",\"date\":\"2024-11-07\",\"service\":{\"place\":\"tyt\",\"method\":0,"
    "\"kind\":\"counsel\",\"client\":\"Nguye\u0302\u0303n\"}}\n";

static const struct {
    const char *name, *text;
} inputs[] = {
    {"catalogue.yaml",
     "kho: catalogue/1\nchannels: [free, paid]\n"
        "items:\n  - {code: bcs, name: Bao cao su, unit: chiếc, method: condom, "
        "cyp: condom}\n"
        "places:\n  - {code: ncc, kind: supplier, name: Kho trung ương}\n"
        "  - {code: tyt, kind: store, name: {vi: Trạm Y tế, en: Station}, offers: "
        "[bcs]}\n"
        "  - {code: ctv, kind: collaborator, name: CTV, parent: tyt}\n"
        "prices:\n  - {item: bcs, channel: free, from: 2024-01-01, price: 100, per: "
        "pack}\n"
        "  - {item: bcs, channel: free, from: 2025-01-01, price: null}\n"                },
    {"more.yaml",
     "kho: catalogue/1\nchannels: [free]\n"
        "items:\n  - {code: dmpa, name: Thuốc tiêm, unit: lọ, method: injectable}\n"
        "places:\n  - {code: tyt2, kind: store, name: Trạm Vĩnh Phương, level: "
        "station}\n"                                                                     },
    {"strict.yaml",
     "kho: rules/1\nname: strict\norder: {min_months: 9, max_months: 10}\n"
        "match: [{when: {item: bcs}, set: {window: 2}}]\n"
        "deadlines: [{report: month, recipients: a, within: 5, days: working}]\n"        },
    {"rules.yaml",
     "kho: rules/1\nname: x\norder: {safety_months: 1}\n"
        "match:\n  - {when: {kind: store, item: [bcs]}, set: {window: 4}}\n"
        "  - {when: {level: ward, tree: tyt, channel: free}, set: {max_months: 9}}\n"
        "deadlines:\n  - {report: month, recipients: a, within: 5, when: {place: tyt}}\n"
        "holidays: [2027-01-01, 2026-01-01]\nworkdays: [2027-01-02]\n"
        "indicators: {methods: [3, 5, 7]}\n"                                             },
    {"short.yaml",     "kho: rules/1\nname: mine\nconsumption: {window: 1}\n"
                   "match: [{when: {item: X}, set: {max_months: 4}}]\n"},
    {"small.yaml",     "kho: rules/1\nname: small\nprivacy: {small_cells: 3}\n"          },
    {"map.yaml",
     "kho: monthly/1\nperiod: {year: y, month: m}\nplace: {code: p, parent: d}\n"
        "item: {code: i}\ncolumns: {opening: o, received: r, dispensed: g, closing: c}\n"
        "unknown: create\n"                                                              },
    {"returns.csv",    "y,m,p,d,i,o,r,g,c\n2019,1,C1,Đắk Lắk,X,10,5,3,12\n2019,2,C1,Đắk "
                    "Lắk,X,13,0,3,10\n"
                    "2019,1,C2,Đắk Lắk,X,0,0,0,0\n"              },
    {"changed.csv",    "y,m,p,d,i,o,r,g,c\n2019,1,C1,Đắk Lắk,X,10,5,4,11\n"         },
    {"more.csv",       "y,m,p,d,i,o,r,g,c\n2019,1,C3,Đắk Tờ Kan,X,10,5,3,12\n"      },
};

/* What is put back before each call: the ledger and the key of clients. */
static struct {
    const char *name;
    char *bytes;
    size_t size;
} kept[] = {
    {.name = "x.kho"},
    {.name = "key"},
};

static char folder[64];

void stage_must(kho_status status)
{
    if (status == KHO_OK)
        return;
    printf("what is prepared failed: %s\n", kho_error_last()->message);
    exit(EXIT_FAILURE);
}

/* 2024-12-20, a morning. */
static int64_t tell_time(void *context)
{
    (void)context;
    return INT64_C(1734670000000);
}

/* What is random in the making of the ledger, before a call, and in a call. */
enum { MADE, PREPARED, CALLED };
static uint64_t luck;

static void choose_luck(int when)
{
    luck = (uint64_t)when << 32;
}

static void draw(void *context, void *bytes, size_t size)
{
    unsigned char *at = bytes;

    (void)context;
    for (size_t i = 0; i < size; i++) {
        uint64_t mixed = luck++ * UINT64_C(0x9E3779B97F4A7C15);

        mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
        at[i] = (unsigned char)(mixed >> 56);
    }
}

static void ready(void)
{
    choose_luck(CALLED);
}

int stage_sink(void *context, const char *bytes, size_t size)
{
    (void)context;
    stage.written = trial_hash(stage.written, bytes, size);
    return 0;
}

ptrdiff_t stage_read(void *context, char *buffer, size_t size)
{
    const char **at = context;
    size_t left = strlen(*at);

    if (left > size)
        left = size;
    memcpy(buffer, *at, left);
    *at += left;
    return (ptrdiff_t)left;
}

void stage_open(kho_mode mode)
{
    kho_ledger_close(stage.ledger);
    stage.options.mode = mode;
    stage_must(kho_ledger_open("x.kho", &stage.options, &stage.ledger));
}

void stage_entry(const char *uid)
{
    static const kho_service service = {
        NULL, KHO_PILL, KHO_NEW, KHO_AT_HOME, KHO_NEW_HERE, 2, "25-34", NULL};
    static const kho_observation seen = {
        KHO_FOUND, "tyt", "bcs", "A", KHO_NO_DATE, NULL, 60, KHO_NO_MONTH};
    kho_entry entry = KHO_ENTRY_INIT;

    stage.move = (kho_move){"bcs", NULL, KHO_NO_DATE, NULL, "tyt", "client", 2};
    entry.uid = uid;
    entry.date = kho_date_of(2024, 11, 29);
    entry.note = "Cấp tại nhà, xã Vĩnh Phương";
    entry.moves = &stage.move;
    entry.move_count = 1;
    entry.observed = &seen;
    entry.observed_count = 1;
    entry.services = &service;
    entry.service_count = 1;
    stage.entry = entry;
}

void stage_rule(const char *path)
{
    stage_must(
        kho_ledger_load_rules(stage.ledger, path, kho_date_of(2018, 1, 1), false, NULL));
}

/* And something came in late. */
void stage_close_month(void)
{
    const kho_month month = kho_month_of(kho_date_of(2024, 11, 1));

    stage_must(kho_ledger_close_month(stage.ledger, "tyt", false, month, "Lan", NULL));
    stage_entry("late");
    stage.entry.late = true;
    stage_must(kho_ledger_post(stage.ledger, &stage.entry, NULL));
}

static kho_status add_word(kho_document *document, const char *word, size_t size)
{
    switch (*word) {
    case '{':
        return kho_document_map(document);
    case '[':
        return kho_document_list(document);
    case '}':
    case ']':
        return kho_document_end(document);
    case '~':
        return kho_document_null(document);
    case '#':
        return kho_document_integer(document, strtoll(word + 1, NULL, 10));
    default:
        return kho_document_text(document, word, size);
    }
}

void stage_document(const char *words)
{
    static const char marks[] = " {[]}";

    if (!stage.document)
        stage_must(kho_document_new(&stage.document));
    kho_document_clear(stage.document);
    while (*words) {
        const size_t word = strcspn(words, marks);
        const size_t size = word ? word : 1;

        if (*words != ' ')
            stage_must(add_word(stage.document, words, size));
        words += size;
    }
}

static void write_file(const char *name, const char *bytes, size_t size)
{
    const int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (file < 0 || write(file, bytes, size) != (ssize_t)size || close(file) != 0)
        stage_must(kho_error_tell(KHO_ESTORAGE, name, name));
}

static char *read_file(const char *name, size_t *size)
{
    const int file = open(name, O_RDONLY);
    struct stat is;
    char *bytes;

    if (file < 0 || fstat(file, &is) != 0 || !(bytes = malloc((size_t)is.st_size + 1)) ||
        read(file, bytes, (size_t)is.st_size) != is.st_size || close(file) != 0)
        abort();
    *size = (size_t)is.st_size;
    return bytes;
}

/* In any order: names and contents. The journal of a batch is none of it. */
static uint64_t hash_folder(void)
{
    DIR *list = opendir(".");
    uint64_t sum = 0;

    for (struct dirent *at; (at = readdir(list));) {
        size_t size;
        char *bytes;

        if (at->d_name[0] == '.' || strcmp(at->d_name, "x.kho-journal") == 0)
            continue;
        bytes = read_file(at->d_name, &size);
        sum += trial_hash(
            trial_hash(TRIAL_HASH, at->d_name, strlen(at->d_name)), bytes, size);
        free(bytes);
    }
    closedir(list);
    return sum;
}

static bool is_sound(void)
{
    kho_table *faults;
    bool sound;

    if (!stage.ledger)
        stage_open(KHO_READ_WRITE);
    kho_ledger_rollback(stage.ledger);
    if (kho_ledger_check(stage.ledger, &faults) < 0)
        return false;
    sound = kho_table_rows(faults) == 0;
    kho_table_free(faults);
    return sound;
}

void stage_forget(void)
{
    kho_table_free(stage.out);
    kho_table_free(stage.unread);
    kho_tables_free(stage.outs);
    kho_document_free(stage.made);
    if (stage.stream.release)
        stage.stream.release(&stage.stream);
    stage.out = stage.unread = NULL;
    stage.outs = NULL;
    stage.made = NULL;
    stage.answer = (kho_answer){0};
    stage.number = 0;
    stage.verb = KHO_NO_VERB;
    stage.written = 0;
    memset(stage.text, 0, sizeof(stage.text));
}

static uint64_t hash_outcome(void)
{
    uint64_t hash;

    if (stage.answer.uid)
        stage_must(kho_answer_json(&stage.answer, true, stage_sink, NULL));
    if (stage.out)
        stage_must(kho_table_write(stage.out, KHO_JSON, KHO_VI, stage_sink, NULL));
    if (stage.outs)
        stage_must(kho_tables_write(stage.outs, KHO_JSON, KHO_VI, stage_sink, NULL));
    if (stage.ledger) {
        char head[KHO_HEAD_SIZE];

        stage_must(kho_ledger_head(stage.ledger, head));
        stage.written = trial_hash(stage.written, head, strlen(head));
    }
    hash = trial_hash(stage.written, stage.text, sizeof(stage.text));
    hash = trial_hash(hash, &stage.number, sizeof(stage.number));
    hash = trial_hash(hash, &stage.verb, sizeof(stage.verb));
    stage_forget();
    return hash;
}

static void begin(void)
{
    kho_table *warm;

    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        write_file(kept[i].name, kept[i].bytes, kept[i].size);
    stage_forget();
    choose_luck(PREPARED);
    stage_open(KHO_READ_WRITE);
    stage.query = (kho_query)KHO_QUERY_INIT;
    stage_must(kho_ledger_stock(stage.ledger, &stage.query, &warm));
    kho_table_free(warm);
}

static void end(void)
{
    kho_ledger_close(stage.ledger);
    for (; stage.shares > 0; stage.shares--)
        kho_table_free(stage.table);
    kho_table_free(stage.table);
    kho_tables_free(stage.tables);
    kho_document_free(stage.document);
    stage.ledger = NULL;
    stage.table = NULL;
    stage.tables = NULL;
    stage.document = NULL;
}

const trial_stage stage_calls = {begin, ready, hash_folder, hash_outcome, is_sound, end};

static void post(const char *lines)
{
    const kho_feed feed = KHO_FEED_INIT;
    int64_t refused;

    stage_must(kho_ledger_post_json(
        stage.ledger, &feed, "lines", stage_read, &lines, stage_sink, NULL, &refused));
    if (refused)
        stage_must(kho_error_tell(KHO_EINVALID, "lines are refused", ""));
}

static void fill(void)
{
    stage_must(kho_ledger_load_catalogue(
        stage.ledger, "catalogue.yaml", KHO_NO_DATE, false, NULL));
    stage_rule("strict.yaml");
    stage_must(kho_client_key_make("key"));
    stage_must(kho_ledger_client_key(stage.ledger, "key"));
    post(history);
    post(linked);
    stage_must(kho_ledger_import_monthly(
        stage.ledger, "map.yaml", "returns.csv", false, NULL, NULL, &stage.out));
    stage_must(kho_ledger_head(stage.ledger, stage.head));
    stage_forget();
}

bool stage_make(void)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

    snprintf(folder, sizeof(folder), "%s/kho-memory-XXXXXX", base);
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return false;
    for (size_t i = 0; i < sizeof(inputs) / sizeof(*inputs); i++)
        write_file(inputs[i].name, inputs[i].text, strlen(inputs[i].text));
    stage.options = (kho_options)KHO_OPTIONS_INIT;
    stage.options.clock = tell_time;
    stage.options.random = draw;
    choose_luck(MADE);
    stage_open(KHO_CREATE);
    fill();
    end();
    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        kept[i].bytes = read_file(kept[i].name, &kept[i].size);
    return true;
}

bool stage_remove(void)
{
    DIR *list = opendir(".");

    for (struct dirent *at; list && (at = readdir(list));) {
        if (at->d_name[0] != '.')
            unlink(at->d_name);
    }
    if (list)
        closedir(list);
    for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
        free(kept[i].bytes);
    return chdir("/") == 0 && rmdir(folder) == 0;
}
