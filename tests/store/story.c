#include "store/story.h"

#include <kho/privacy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/document.h"
#include "base/error.h"
#include "exchange/entry_json.h"
#include "store/older.h"

static size_t current; /* the step that is being taken */
static uint64_t luck;

static int64_t clock_of_step(void *context)
{
    (void)context;
    return ((int64_t)kho_date_of(2026, 11, 20) * 86400 + 5 * 3600) * 1000 +
           (int64_t)current * 1000;
}

static void luck_of_step(void *context, void *bytes, size_t size)
{
    (void)context;
    for (size_t i = 0; i < size; i++) {
        luck = luck * UINT64_C(6364136223846793005) + 1442695040888963407u;
        ((unsigned char *)bytes)[i] = (unsigned char)(luck >> 56);
    }
}

static kho_options options_as(kho_mode mode)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    options.clock = clock_of_step;
    options.random = luck_of_step;
    return options;
}

kho_status story_open(story *at, kho_mode mode)
{
    const kho_options options = options_as(mode);
    kho_status status;

    status = kho_ledger_open(at->path, &options, &at->ledger);
    if (status == KHO_OK && at->opened)
        at->opened(at->ledger);
    return status;
}

void story_close(story *at)
{
    kho_ledger_close(at->ledger);
    at->ledger = NULL;
}

kho_status story_use_key(story *at)
{
    struct stat seen;

    return stat(at->key, &seen) == 0 ? kho_ledger_client_key(at->ledger, at->key)
                                     : KHO_OK;
}

kho_status story_take(story *at, size_t step)
{
    kho_status status;

    current = step;
    if (!story_steps[step].once)
        luck = step;
    status = story_steps[step].take(at, story_steps[step].text);
    if (status == KHO_OK && at->acknowledged)
        at->acknowledged();
    return status;
}

long story_check(kho_ledger *ledger)
{
    kho_table *table = NULL;
    long rows = -1;

    if (kho_ledger_check(ledger, &table) == KHO_OK)
        rows = (long)kho_table_rows(table);
    kho_table_free(table);
    return rows;
}

/* --- kinds of steps ----------------------------------------------------------------- */

static kho_status fill(void *catalogue, kho_ledger *ledger)
{
    return kho_ledger_load_catalogue(
        ledger, catalogue, kho_date_of(2025, 1, 1), false, NULL);
}

/* With its catalogue, or not at all. */
static kho_status make(story *at, const char *text)
{
    const kho_options options = options_as(KHO_CREATE);
    struct stat seen;
    kho_status status;

    /* Made before, as far as whoever was interrupted can see. */
    if (stat(at->path, &seen) == 0)
        return at->ledger ? KHO_OK : story_open(at, KHO_READ_WRITE);
    status = kho_ledger_make(at->path, &options, fill, (void *)text);
    return status < 0 ? status : story_open(at, KHO_READ_WRITE);
}

static kho_status open_again(story *at, const char *text)
{
    kho_status status;

    (void)text;
    story_close(at);
    status = story_open(at, KHO_READ_WRITE);
    return status == KHO_OK ? story_use_key(at) : status;
}

/* As an older program would have left it; whoever opens it then brings it up to date. */
static kho_status find_it_older(story *at, const char *text)
{
    story_close(at);
    return older_make(at->path) ? open_again(at, text)
                                : kho__fail(KHO_ESTORAGE, "SQLite fails", "SQLite hỏng");
}

static kho_status load_catalogue(story *at, const char *text)
{
    return fill((void *)text, at->ledger);
}

static kho_status define(story *at, const char *text)
{
    const kho_item item = {
        .code = text,
        .name = {"Viên", "Pills"},
        .unit = {"vỉ",  "cycle"},
        .pack = 10,
        .method = "pill"
    };
    const kho_place place = {
        .code = "tram-2", .kind = KHO_STORE, .name = {"Trạm 2", NULL},
                .parent = "cds"
    };
    const kho_catalogue catalogue = {NULL, 0, &item, 1, &place, 1, NULL, 0};
    kho_answer answer;

    return kho_ledger_define(at->ledger, &catalogue, kho_date_of(2026, 1, 1), &answer);
}

static kho_status load_rules(story *at, const char *text)
{
    return kho_ledger_load_rules(at->ledger, text, kho_date_of(2026, 2, 1), false, NULL);
}

/* One entry in JSON, in which ' stands for ". */
static kho_status post_line(story *at, const char *line, size_t size)
{
    char json[2048];
    kho__document document;
    kho_entry entry;
    kho_answer answer;
    kho_status status;

    if (size >= sizeof(json))
        abort();
    for (size_t i = 0; i < size; i++)
        json[i] = line[i] == '\'' ? '"' : line[i];
    status = kho__document_json(&document, "story", 1, json, size);
    if (status < 0)
        return status;
    if ((status = kho__entry_read(&document, &entry)) == KHO_OK)
        status = kho_ledger_post(at->ledger, &entry, &answer);
    kho__document_free(&document);
    return status;
}

static kho_status post(story *at, const char *text)
{
    return post_line(at, text, strlen(text));
}

/* Lines in one commit, or in none where the text begins with a minus. */
static kho_status post_batch(story *at, const char *text)
{
    const bool dropped = *text == '-';
    kho_status status = kho_ledger_begin(at->ledger);

    text += dropped;
    while (*text && status == KHO_OK) {
        const size_t size = strcspn(text, "\n");

        status = post_line(at, text, size);
        text += size + (text[size] != '\0');
    }
    if (status == KHO_OK && !dropped)
        return kho_ledger_commit(at->ledger);
    kho_ledger_rollback(at->ledger);
    return status;
}

typedef struct feeding {
    story *story;
    const char *text;
} feeding;

static ptrdiff_t feed_read(void *context, char *buffer, size_t size)
{
    feeding *at = context;
    size_t give = strlen(at->text);

    give = give < size ? give : size;
    for (size_t i = 0; i < give; i++)
        buffer[i] = at->text[i] == '\'' ? '"' : at->text[i];
    at->text += give;
    return (ptrdiff_t)give;
}

/* Answers come after the commit that makes them true. */
static int feed_write(void *context, const char *bytes, size_t size)
{
    const feeding *at = context;

    (void)bytes, (void)size;
    if (at->story->acknowledged)
        at->story->acknowledged();
    return 0;
}

static kho_status feed_as(story *at, const char *text, bool atomic, bool dry_run)
{
    kho_feed feed = KHO_FEED_INIT;
    feeding from = {at, text};
    int64_t refused = 0;

    feed.atomic = atomic;
    feed.dry_run = dry_run;
    feed.commit = 3;
    return kho_ledger_post_json(
        at->ledger, &feed, "feed", feed_read, &from, feed_write, &from, &refused);
}

static kho_status feed_lines(story *at, const char *text)
{
    return feed_as(at, text, false, false);
}

static kho_status feed_atomic(story *at, const char *text)
{
    return feed_as(at, text, true, false);
}

static kho_status feed_dry(story *at, const char *text)
{
    return feed_as(at, text, false, true);
}

static kho_status undo(story *at, const char *text)
{
    kho_answer answer;

    return kho_ledger_reverse(at->ledger, text, KHO_NO_DATE, false, NULL, &answer);
}

static kho_status close_tree(story *at, const char *text)
{
    kho_month month;
    kho_status status = kho_month_parse(text, &month);

    return status < 0
               ? status
               : kho_ledger_close_month(at->ledger, "tyt", true, month, NULL, NULL);
}

/* A reopening is withdrawn by another closing: again, it is the first one's answer. */
static kho_status reopen(story *at, const char *text)
{
    kho_month month;
    kho_status status = kho_month_parse(text, &month);

    return status < 0 ? status
                      : kho_ledger_reopen_month(at->ledger, "tyt", month, "nhầm", NULL);
}

static kho_status import_returns(story *at, const char *text)
{
    kho_table *table = NULL;
    const kho_status status = kho_ledger_import_monthly(at->ledger, "map.yaml", text,
        strcmp(text, "amended.csv") == 0, NULL, NULL, &table);

    kho_table_free(table);
    return status;
}

static kho_status use_first_key(story *at, const char *text)
{
    const kho_status status = kho_client_key_make(at->key);

    (void)text;
    return status == KHO_OK || status == KHO_EEXISTS
               ? kho_ledger_client_key(at->ledger, at->key)
               : status;
}

static kho_status rotate_key(story *at, const char *text)
{
    (void)text;
    return kho_ledger_client_rotate(at->ledger);
}

static kho_status erase(story *at, const char *text)
{
    return kho_ledger_client_erase(at->ledger, text, NULL);
}

static kho_status purge(story *at, const char *text)
{
    kho_date before;
    const kho_status status = kho_date_parse(text, &before);

    return status < 0 ? status : kho_ledger_client_purge(at->ledger, before, NULL);
}

static kho_status back_up(story *at, const char *text)
{
    const kho_status status = kho_ledger_backup(at->ledger, at->copy);

    (void)text;
    return status == KHO_EEXISTS ? KHO_OK : status;
}

/* --- the files ---------------------------------------------------------------------- */

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        abort();
}

void story_prepare(void)
{
    write_file("catalogue.yaml",
        "kho: catalogue/1\nchannels: [free, social_marketing]\nitems:\n"
        "  - {code: bcs, name: {vi: Bao cao su, en: Condom}, unit: chiếc, pack: 144,"
        " method: condom, cyp: condom}\n"
        "  - {code: vong, name: Vòng, unit: chiếc, method: iud, clinical: true, cyp: "
        "iud}\n"
        "places:\n"
        "  - {code: ncc, kind: supplier, name: Kho trung ương}\n"
        "  - {code: cds, kind: store, name: Chi cục}\n"
        "  - {code: tyt, kind: store, name: Trạm, parent: cds, clinical: true,"
        " offers: [bcs]}\n"
        "  - {code: ctv, kind: collaborator, name: CTV, parent: tyt}\n");
    write_file("more.yaml",
        "kho: catalogue/1\nplaces:\n"
        "  - {code: ctv-2, kind: collaborator, name: CTV 2, parent: tyt}\n"
        "prices:\n"
        "  - {item: bcs, channel: free, from: 2026-01-01, price: 1500}\n");
    write_file("rules.yaml",
        "kho: rules/1\nname: quy tắc\nconsumption: {window: 2}\n"
        "match: [{when: {item: bcs}, set: {max_months: 4}}]\n"
        "deadlines: [{report: month, recipients: a, within: 5, days: working}]\n");
    write_file("map.yaml",
        "kho: monthly/1\nperiod: {year: y, month: m}\nplace: {code: p, parent: d}\n"
        "item: {code: i}\n"
        "columns: {opening: o, received: r, dispensed: g, closing: c, days_out: x}\n"
        "unknown: create\n");
    write_file("returns.csv",
        "y,m,p,d,i,o,r,g,c,x\n2026,1,C1,H1,X,10,5,3,12,0\n2026,2,C1,H1,X,13,0,3,10,4\n"
        "2026,1,C2,H1,X,0,0,0,0,31\n");
    write_file("amended.csv", "y,m,p,d,i,o,r,g,c,x\n2026,1,C1,H1,X,10,5,4,11,0\n");
}

/* --- the year ----------------------------------------------------------------------- */

#define MOVE(item, from, to, quantity)                                                   \
 "{'item':'" item "','from':'" from "','to':'" to "','quantity':" #quantity "}"
#define LOT(item, lot, expiry, from, to, quantity)                                       \
 "{'item':'" item "','lot':'" lot "','expiry':'" expiry "','from':'" from "','to':'" to  \
 "','quantity':" #quantity "}"
#define ENTRY(uid, date, parts) "{'uid':'" uid "','date':'2026-" date "'," parts "}"
#define MOVES(uid, date, moves) ENTRY(uid, date, "'moves':[" moves "]")

/* clang-format off */
const story_step story_steps[] = {
    {"create with a catalogue", make, "catalogue.yaml", 1, true},
    {"load a catalogue", load_catalogue, "more.yaml", 1, false},
    {"begin", post, MOVES("B-1", "01-05", LOT("bcs", "A", "2028-05", "opening", "tyt", 300)), 1, false},
    {"receive", post, MOVES("N-1", "01-06", LOT("bcs", "B", "2029-05", "ncc", "cds", 5000) "," LOT("bcs", "C", "2027-01", "ncc", "tyt", 400) "," LOT("vong", "V", "2030-01", "ncc", "tyt", 90)), 1, false},
    {"send back", post, MOVES("N-2", "01-07", MOVE("bcs", "cds", "ncc", 100)), 1, false},
    {"ship", post, MOVES("S-1", "01-08", MOVE("bcs", "cds", "transit/tyt", 600)), 1, false},
    {"arrive", post, MOVES("S-2", "01-09", MOVE("bcs", "transit/tyt", "tyt", 580)), 1, false},
    {"transfer", post, MOVES("T-1", "01-10", MOVE("bcs", "cds", "tyt", 200)), 1, false},
    {"issue", post, MOVES("X-1", "01-11", MOVE("bcs", "tyt", "ctv", 120) "," MOVE("bcs", "tyt", "ctv-2", 50)), 1, false},
    {"give back", post, MOVES("X-2", "01-12", MOVE("bcs", "ctv", "tyt", 20)), 1, false},
    {"dispense", post, MOVES("D-1", "01-13", MOVE("bcs", "ctv", "client", 30)), 1, false},
    {"hold", post, MOVES("H-1", "01-14", LOT("bcs", "B", "2029-05", "tyt", "hold/tyt", 60)), 1, false},
    {"release", post, MOVES("H-2", "01-15", MOVE("bcs", "hold/tyt", "tyt", 10)), 1, false},
    {"lose", post, MOVES("L-1", "01-16", MOVE("bcs", "transit/tyt", "loss/damaged", 5)), 1, false},
    {"count", post, ENTRY("K-1", "01-31", "'observed':[{'place':'ctv','item':'bcs','lot':'A','expiry':'2028-05','found':60}]"), 1, false},
    {"days out", post, ENTRY("O-1", "02-28", "'observed':[{'place':'ctv-2','item':'bcs','days_out':7,'month':'2026-02'}]"), 1, false},
    {"load rules", load_rules, "rules.yaml", 1, false},
    {"define", define, "vien", 1, false},
    {"use a first key", use_first_key, NULL, 1, true},
    {"serve", post, ENTRY("V-1", "02-10", "'moves':[" MOVE("vong", "tyt", "client", 1) "],'service':{'method':'iud','kind':'new','client':'079123456789'}"), 1, false},
    {"serve another", post, ENTRY("V-2", "02-11", "'service':[{'place':'tyt','method':'iud','kind':'counsel','client':'SYT 77'}]"), 1, false},
    {"rotate the key", rotate_key, NULL, 1, true},
    {"serve again", post, ENTRY("V-3", "02-12", "'service':[{'place':'tyt','method':'iud','kind':'counsel','client':'079123456789'}]"), 1, false},
    {"erase a client", erase, "SYT 77", 1, false},
    {"purge clients", purge, "2026-02-11", 1, false},
    {"open again", open_again, NULL, 0, false},
    {"bring an older ledger up to date", find_it_older, NULL, 2, false},
    {"reverse", undo, "D-1", 1, false},
    {"reverse a service", undo, "V-1", 1, false},
    {"close a month", close_tree, "2026-01", 1, false},
    {"a late entry", post, ENTRY("D-2", "01-20", "'late':true,'moves':[" MOVE("bcs", "tyt", "client", 15) "]"), 1, false},
    {"close another", close_tree, "2026-02", 1, false},
    {"reopen", reopen, "2026-02", 1, false},
    {"back up", back_up, NULL, 0, false},
    {"import monthly returns", import_returns, "returns.csv", 2, false},
    {"import amended returns", import_returns, "amended.csv", 1, false},
    {"a batch", post_batch,
        MOVES("Q-1", "03-01", MOVE("bcs", "tyt", "client", 3)) "\n"
        MOVES("Q-2", "03-02", MOVE("bcs", "tyt", "ctv-2", 4) "," MOVE("bcs", "ctv", "client", 5)) "\n"
        ENTRY("Q-3", "03-03", "'campaign':'C3','service':{'place':'tyt','method':'condom','kind':'resupply','clients':6,'age':'25-34'}"), 1, false},
    {"a batch that is dropped", post_batch, "-" MOVES("R-1", "03-01", MOVE("bcs", "tyt", "client", 3)), 0, false},
    {"a feed of lines, one refused", feed_lines,
        MOVES("F-1", "04-01", MOVE("bcs", "tyt", "client", 1)) "\n"
        MOVES("F-2", "04-02", MOVE("bcs", "tyt", "client", 2)) "\n"
        MOVES("F-3", "04-03", MOVE("bcs", "tyt", "client", 3000000)) "\n"
        MOVES("F-4", "04-04", MOVE("bcs", "tyt", "client", 4)) "\n"
        MOVES("F-5", "04-05", LOT("bcs", "D", "2029-09", "ncc", "cds", 700)) "\n"
        MOVES("F-6", "04-06", MOVE("bcs", "cds", "tyt", 10)) "\n"
        MOVES("F-7", "04-07", MOVE("bcs", "tyt", "ctv", 10)) "\n", 3, false},
    {"a feed as one", feed_atomic,
        MOVES("G-1", "05-01", MOVE("bcs", "tyt", "client", 1)) "\n"
        MOVES("G-2", "05-02", LOT("vien", "P", "2028-01", "ncc", "tram-2", 80)) "\n"
        MOVES("G-3", "05-03", MOVE("vien", "tram-2", "client", 2)) "\n"
        ENTRY("G-4", "05-31", "'observed':[{'place':'tram-2','item':'vien','found':79}]") "\n", 1, false},
    {"a feed that is dry", feed_dry, MOVES("R-2", "05-05", MOVE("bcs", "tyt", "client", 1)) "\n", 0, false},
    {"undo and do again in one", post, ENTRY("Z-1", "05-06", "'reverses':'G-1','moves':[" MOVE("bcs", "tyt", "client", 9) "]"), 1, false},
    {"without a uid", post, "{'date':'2026-06-01','note':'không có số','by':'Lan','moves':[" MOVE("bcs", "tyt", "client", 8) "]}", 1, true},
    {"the last of it", post, MOVES("Z-2", "11-19", MOVE("bcs", "tyt", "client", 1)), 1, false},
};
/* clang-format on */

const size_t story_count = sizeof(story_steps) / sizeof(*story_steps);
