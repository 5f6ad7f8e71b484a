/*
 * What was closed stays as it is, byte for byte: after a thousand entries, some of them
 * late, after other rules, new names and other labels, in any language, in any process.
 * What differs since is explained entry by entry.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "ledger/close.h"
#include "ledger/world.h"

enum { STORES = 4, PEOPLE = 3, ITEMS = 3, PLACES = STORES + PEOPLE };

static const char *const codes[PLACES] = {
    "cds", "tyt-1", "tyt-2", "tyt-3", "ctv-1", "ctv-2", "ctv-3"};
static const char *const parents[PLACES] = {
    NULL, "cds", "cds", "cds", "tyt-1", "tyt-1", "tyt-2"};
static const char *const item_codes[ITEMS] = {"bcs", "vien", "gel"};
static const char *const channels[] = {"free", "social_marketing"};

static world books;
static uint64_t state;

static int roll(int sides)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (int)((state >> 33) % (uint64_t)sides);
}

/* Names tell which time they were given. */
static void define(int time)
{
    static const char *const offers[] = {"bcs", "vien"};
    kho_item items[ITEMS] = {0};
    kho_place places[PLACES + 1] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Nguồn", NULL}}
    };
    char names[PLACES + ITEMS][2][48];
    kho_catalogue catalogue = {.channels = channels,
        .channel_count = 2,
        .items = items,
        .item_count = ITEMS,
        .places = places,
        .place_count = PLACES + 1};

    for (int i = 0; i < PLACES + ITEMS; i++) {
        snprintf(names[i][0], sizeof(names[i][0]), "Tên %d lần <%d>", i, time);
        snprintf(names[i][1], sizeof(names[i][1]), "Name %d time \"%d\"", i, time);
    }
    for (int i = 0; i < ITEMS; i++)
        items[i] = (kho_item){
            .code = item_codes[i],
            .name = {names[PLACES + i][0], i ? names[PLACES + i][1] : NULL},
            .unit = {"chiếc",            "piece"                        },
            .pack = 12
        };
    for (int i = 0; i < PLACES; i++)
        places[i + 1] = (kho_place){
            .code = codes[i],
            .kind = i < STORES ? KHO_STORE : KHO_COLLABORATOR,
            .name = {names[i][0], i % 2 ? names[i][1] : NULL},
            .parent = parents[i],
            .offers = offers,
            .offer_count = i == 1 ? 2 : 0
        };
    cr_assert(eq(int, kho_ledger_define(books.ledger, &catalogue, KHO_NO_DATE, NULL), 0),
        "%s", kho_error_last()->message);
}

static void set_today(kho_date today)
{
    books.now = world_noon(today);
}

static kho_status post(kho_entry *entry)
{
    return kho_ledger_post(books.ledger, entry, NULL);
}

/* Something that may be refused: nobody minds. */
static bool post_some(kho_date first, kho_date last, int late_percent)
{
    const char *store = codes[roll(STORES)], *person = codes[STORES + roll(PEOPLE)];
    char hold[16];
    kho_move move = {.item = item_codes[roll(ITEMS)],
        .expiry = KHO_NO_DATE,
        .channel = channels[roll(5) == 0],
        .from = store,
        .to = "client",
        .quantity = 1 + roll(40)};
    kho_observation seen = {roll(2) ? KHO_FOUND : KHO_DAYS_OUT, store, move.item, "A",
        KHO_NO_DATE, move.channel, roll(20), KHO_NO_MONTH};
    kho_entry entry = KHO_ENTRY_INIT;

    snprintf(hold, sizeof(hold), "hold/%s", store);
    switch (roll(9)) {
    case 0:
    case 1:
        move.from = "ncc";
        move.to = store;
        move.lot = roll(2) ? "A" : "B";
        move.quantity += 100;
        break;
    case 2:
        move.from = "opening";
        move.to = person;
        break;
    case 3:
        move.to = person;
        break;
    case 4:
        move.from = person;
        break;
    case 5:
        move.to = hold;
        break;
    case 6:
        move.to = codes[roll(STORES)];
        break;
    case 7:
        move.from = person;
        move.to = store;
        break;
    default:
        break;
    }
    entry.date = first + roll(last - first + 1);
    entry.late = roll(100) < late_percent;
    entry.moves = &move;
    entry.move_count = 1;
    entry.observed = &seen;
    entry.observed_count = roll(6) == 0;
    return post(&entry) == KHO_OK;
}

static void open_books(void)
{
    state = 20261031;
    cr_assert(world_open(&books, kho_date_of(2026, 3, 5)), "%s", books.why);
    define(0);
    for (int i = 0; i < 300; i++)
        post_some(kho_date_of(2026, 1, 1), kho_date_of(2026, 3, 5), 0);
}

static void close_books(void)
{
    cr_expect(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(closing, .init = open_books, .fini = close_books, .timeout = 120);

static const kho_month february = 673; /* 2026-02 */

static void close_month(const char *place, bool tree, kho_month month)
{
    cr_assert(
        eq(int, kho_ledger_close_month(books.ledger, place, tree, month, "Lan", NULL),
            KHO_OK),
        "%s", kho_error_last()->message);
}

typedef kho_status (*question)(kho_ledger *, const kho_query *, kho_table **);

static kho_query ask_month(kho_month month, const char *place, bool tree)
{
    kho_query query = KHO_QUERY_INIT;

    query.from = kho_month_first(month);
    query.to = kho_month_last(month);
    query.place = place;
    query.tree = tree;
    return query;
}

static kho_table *ask(question question, const kho_query *query)
{
    kho_table *table;

    cr_assert(eq(int, question(books.ledger, query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    return table;
}

static int keep(void *context, const char *bytes, size_t size)
{
    kho__buffer_add(context, bytes, size);
    return 0;
}

/* All that a closed month says, in an order that changes with `turn`. */
enum { WAYS = 5, KEPT = PLACES * 2 * WAYS };

static void write_way(const kho_table *table, int way, kho__buffer *out)
{
    static const kho_format formats[WAYS] = {
        KHO_CSV, KHO_JSON, KHO_HTML, KHO_HTML, KHO_TERMINAL};
    const kho_language language = way == 2 ? KHO_VI : KHO_EN;

    cr_assert(eq(int, kho_table_write(table, formats[way], language, keep, out), KHO_OK));
}

static void write_all(kho_month month, kho__buffer out[KEPT], int turn)
{
    for (int k = 0; k < KEPT; k++) {
        const int i = (k * 11 + turn) % KEPT; /* 11 and KEPT have no divisor in common */
        const int place = i / (2 * WAYS), way = i % WAYS;
        const kho_query query = ask_month(month, codes[place], false);
        kho_table *table = ask(i / WAYS % 2 ? kho_ledger_ytd : kho_ledger_report, &query);

        kho_error_language(turn % 2 ? KHO_VI : KHO_EN);
        kho__buffer_clear(&out[i]);
        write_way(table, way, &out[i]);
        kho_table_free(table);
    }
}

static void expect_same(kho_month month, kho__buffer kept[KEPT], int turn)
{
    static kho__buffer now[KEPT];

    write_all(month, now, turn);
    for (int i = 0; i < KEPT; i++)
        cr_expect(eq(str, kept[i].bytes, now[i].bytes), "%s, way %d, turn %d",
            codes[i / (2 * WAYS)], i % WAYS, turn);
}

/* Of each figure that differs, the entries' parts add up to the difference; and all that
 * differ are told: figures as closed, and as they are known now. */
static size_t expect_explained(kho_month month)
{
    kho_query query = ask_month(month, NULL, false);
    kho_table *told = ask(kho_ledger_restated, &query),
              *closed = ask(kho_ledger_report, &query), *now;
    const size_t rows = kho_table_rows(told);
    size_t differ = 0, heads = 0;

    query.known = books.ledger->head.seq;
    now = ask(kho_ledger_report, &query);
    for (size_t row = 0; row < rows;) {
        const int64_t difference = kho_table_int(told, row, KHO_RESTATED_DIFFERENCE);
        int64_t sum = 0;

        cr_expect(not(kho_table_has(told, row, KHO_RESTATED_UID)));
        cr_expect(ne(i64, difference, 0));
        cr_expect(eq(i64,
            kho_table_int(told, row, KHO_RESTATED_NOW) -
                kho_table_int(told, row, KHO_RESTATED_CLOSED),
            difference));
        heads++;
        for (row++; row < rows && kho_table_has(told, row, KHO_RESTATED_UID); row++)
            sum += kho_table_int(told, row, KHO_RESTATED_DIFFERENCE);
        cr_expect(eq(i64, sum, difference), "before row %zu", row);
    }
    for (size_t i = 0; i < kho_table_rows(now); i++) {
        size_t k = 0;

        while (k < kho_table_rows(closed) &&
               (strcmp(kho_table_text(now, i, 0), kho_table_text(closed, k, 0)) != 0 ||
                   strcmp(kho_table_text(now, i, 1), kho_table_text(closed, k, 1)) != 0 ||
                   strcmp(kho_table_text(now, i, 2), kho_table_text(closed, k, 2)) != 0))
            k++;
        if (strncmp(kho_table_text(now, i, 0), "transit/", 8) == 0)
            continue;
        for (size_t c = KHO_REPORT_OPENING; c <= KHO_REPORT_HELD; c++)
            differ += kho_table_int(now, i, c) != kho_table_int(closed, k, c);
    }
    cr_expect(eq(sz, heads, differ));
    kho_table_free(told);
    kho_table_free(closed);
    kho_table_free(now);
    return heads;
}

static void load_rules(int turn)
{
    char text[256];

    snprintf(text, sizeof(text),
        "name: lần %d\norder: {min_months: 2, max_months: %d}\n"
        "consumption: {window: 2, all_out: skip}\n",
        turn, 4 + turn);
    cr_assert(world_rules(&books, kho_date_of(2026, 1, 1), text), "%s", books.why);
}

Test(closing, a_closed_month_says_the_same_bytes_whatever_comes_later)
{
    static kho__buffer kept[KEPT];
    kho_date today = kho_date_of(2026, 3, 5);
    size_t heads = 0;
    int posted = 0;

    close_month("cds", true, february);
    write_all(february, kept, 0);
    cr_assert(strstr(kept[1].bytes, "\"closing\":\"close/cds/2026-02\"") != NULL, "%s",
        kept[1].bytes);
    for (int turn = 1; turn <= 10; turn++) {
        for (int i = 0; i < 200; i++)
            posted += post_some(kho_date_of(2026, 1, 1), today, 60);
        set_today(today += 5);
        if (turn % 3 == 0)
            define(turn);
        if (turn % 4 == 0)
            load_rules(turn);
        if (turn == 7)
            close_month("cds", true, february + 1);
        if (turn % 2)
            cr_assert(world_reopen(&books), "%s", books.why);
        expect_same(february, kept, turn);
        heads += expect_explained(february);
    }
    cr_assert(ge(int, posted, 1000));
    cr_assert(ge(sz, heads, 100));
}

Test(closing, a_tree_mixes_closed_places_with_live_ones)
{
    kho_query query = ask_month(february, NULL, false);
    kho_table *before = ask(kho_ledger_report, &query), *after, *known;
    kho_entry late = KHO_ENTRY_INIT;
    kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "ncc", "tyt-1", 5};

    cr_expect(eq(ptr, (void *)kho_table_meta(before, "closed"), NULL));
    close_month("tyt-1", true, february);
    late.date = kho_date_of(2026, 2, 3);
    late.late = true;
    late.moves = &move;
    late.move_count = 1;
    cr_assert(eq(int, post(&late), KHO_OK));
    move.to = "tyt-2"; /* which isn't closed: its line follows */
    cr_assert(eq(int, post(&late), KHO_OK));
    after = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)kho_table_meta(after, "closed"), "3/7"));
    cr_assert(eq(sz, kho_table_rows(after), kho_table_rows(before)));
    for (size_t row = 0; row < kho_table_rows(after); row++) {
        const bool grew =
            strcmp(kho_table_text(after, row, KHO_REPORT_PLACE), "tyt-2") == 0 &&
            strcmp(kho_table_text(after, row, KHO_REPORT_ITEM), "bcs") == 0 &&
            strcmp(kho_table_text(after, row, KHO_REPORT_CHANNEL), "free") == 0;

        cr_expect(eq(i64,
            kho_table_int(after, row, KHO_REPORT_RECEIVED) -
                kho_table_int(before, row, KHO_REPORT_RECEIVED),
            grew ? 5 : 0));
    }
    query.known = books.ledger->head.seq; /* as it is known: always live */
    known = ask(kho_ledger_report, &query);
    cr_expect(eq(ptr, (void *)kho_table_meta(known, "closed"), NULL));
    kho_table_free(before);
    kho_table_free(after);
    kho_table_free(known);
}

Test(closing, only_the_whole_month_is_frozen)
{
    kho_query query = ask_month(february, "tyt-1", false);
    kho_table *table;

    close_month("tyt-1", false, february);
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)kho_table_meta(table, "closing"), "close/tyt-1/2026-02"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "closed"), "2026-03-05"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "on"), "2026-02-28"));
    kho_table_free(table);

    for (int way = 0; way < 5; way++) {
        query = ask_month(february, "tyt-1", false);
        query.sum = way == 0;
        query.from -= way == 1;
        query.to += way == 2;
        query.on = way == 3 ? query.to - 1 : KHO_NO_DATE;
        if (way == 4)
            query = ask_month(february - 1, "tyt-1", false); /* locked, not frozen */
        table = ask(kho_ledger_report, &query);
        cr_expect(eq(ptr, (void *)kho_table_meta(table, "closed"), NULL), "way %d", way);
        kho_table_free(table);
    }
}

Test(closing, an_item_picks_its_rows_of_the_kept_table)
{
    kho_query query = ask_month(february, "tyt-1", false);
    kho_table *all, *some;
    size_t expected = 0;

    close_month("tyt-1", false, february);
    all = ask(kho_ledger_report, &query);
    query.item = "vien";
    some = ask(kho_ledger_report, &query);
    for (size_t row = 0; row < kho_table_rows(all); row++)
        expected += strcmp(kho_table_text(all, row, KHO_REPORT_ITEM), "vien") == 0;
    cr_assert(ge(sz, expected, 1));
    cr_expect(eq(sz, kho_table_rows(some), expected));
    for (size_t row = 0; row < kho_table_rows(some); row++)
        cr_expect(eq(str, (char *)kho_table_text(some, row, KHO_REPORT_ITEM), "vien"));
    kho_table_free(all);
    kho_table_free(some);
}

/* A table as an older program may have kept it: other labels, titles and digits. */
static const char older[] =
    "{\"tables\":[[\"report\",5,\"Báo cáo cũ\",\"Old report\"]],\"columns\":["
    "[\"place\",\"text\",0,\"Kho cũ\",\"Old "
    "place\"],[\"item\",\"text\",0,\"Hàng\",\"Goods\"],"
    "[\"closing\",\"integer\",0,\"Còn\",\"Left\"],[\"amc\",\"rational\",3,\"TB\","
    "\"Mean\"],"
    "[\"seen\",\"date\",0,\"Ngày\",\"Day\"]],"
    "\"words\":[[[\"tyt-1\",\"Trạm xưa\",\"Old station\"]],[[\"bcs\",\"Bao "
    "xưa\"],[\"vien\"]]],"
    "\"rows\":[[0,0,7,\"47/3\",\"2026-02-03\"],[0,1,null,5,null]],"
    "\"meta\":[[\"on\",\"2026-02-28\"],[\"rules\",\"cũ\"]]}";

static void close_as(const char *place, const char *table)
{
    kho__to_close closing = {.month = february, .known = books.ledger->head.seq};

    cr_assert(eq(int, kho__ledger_enter(books.ledger), KHO_OK));
    closing.place = kho__find_place(&books.ledger->catalogue, place);
    closing.table = table;
    cr_assert(eq(int,
        kho__closing_uid(
            books.ledger, &books.ledger->arena, closing.place, february, &closing.uid),
        KHO_OK));
    cr_assert(eq(int,
        kho__ledger_leave(books.ledger, kho__closing_post(books.ledger, &closing), true),
        KHO_OK));
}

Test(closing, what_was_kept_is_told_as_it_was_kept)
{
    const kho_query query = ask_month(february, "tyt-1", false);
    kho__buffer out = {0};
    kho_table *table;

    close_as("tyt-1", older);
    table = ask(kho_ledger_report, &query);
    write_way(table, 0, &out);
    cr_expect(eq(str, out.bytes,
        "place,item,closing,amc,seen\ntyt-1,bcs,7,15.667,2026-02-03\ntyt-1,vien,,5.000,"
        "\n"));
    kho__buffer_clear(&out);
    write_way(table, 1, &out);
    cr_expect(eq(str, out.bytes,
        "{\"table\":\"report\",\"meta\":{\"on\":\"2026-02-28\",\"rules\":\"cũ\"},"
        "\"rows\":[\n"
        "{\"place\":\"tyt-1\",\"item\":\"bcs\",\"closing\":7,\"amc\":\"47/"
        "3\",\"seen\":\"2026-02-03\"},\n"
        "{\"place\":\"tyt-1\",\"item\":\"vien\",\"closing\":null,\"amc\":\"5/"
        "1\",\"seen\":null}\n]}\n"));
    cr_expect(eq(str, (char *)kho_table_label(table, 2, KHO_VI), "Còn"));
    cr_expect(eq(str, (char *)kho_table_label(table, 2, KHO_EN), "Left"));
    kho__buffer_clear(&out);
    write_way(table, 2, &out);
    cr_expect(strstr(out.bytes, "<h1>Báo cáo cũ</h1>") != NULL, "%s", out.bytes);
    cr_expect(strstr(out.bytes, "Trạm xưa") != NULL);
    cr_expect(strstr(out.bytes, "Bao xưa") != NULL);
    kho_table_free(table);
    kho__buffer_free(&out);
}

Test(closing, what_an_older_program_lacked_is_undefined_among_the_others)
{
    const kho_query query = ask_month(february, "cds", true);
    kho_table *table;
    size_t seen = 0;

    close_as("tyt-1", older);
    table = ask(kho_ledger_report, &query);
    cr_assert(eq(sz, kho_table_columns(table), KHO_REPORT_WIDTH));
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_REPORT_PLACE), "tyt-1") != 0)
            continue;
        cr_expect(not(kho_table_has(table, row, KHO_REPORT_OPENING)));
        cr_expect(eq(int, kho_table_has(table, row, KHO_REPORT_CLOSING), seen++ == 0));
    }
    cr_expect(eq(sz, seen, 2));
    kho_table_free(table);
}

Test(closing, a_kept_table_that_is_damaged_is_told)
{
    static const char *const bad[] = {"{}", "{\"like\":\"nobody\"}", "{\"like\":7}",
        "{\"tables\":[],\"columns\":[],\"words\":[],\"rows\":[],\"meta\":[]}"};
    static const char *const places[] = {"tyt-1", "tyt-2", "tyt-3", "cds"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        const kho_query query = ask_month(february, places[i], false);
        kho_table *table;

        close_as(places[i], bad[i]);
        cr_expect(eq(int, kho_ledger_report(books.ledger, &query, &table), KHO_EDAMAGED));
        cr_expect(eq(ptr, table, NULL));
    }
}

Test(closing, another_process_closes_and_this_one_sees_it)
{
    kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "ncc", "tyt-1", 5};
    kho_entry entry = KHO_ENTRY_INIT;
    int status = -1;
    pid_t child;

    entry.date = kho_date_of(2026, 2, 3);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, post(&entry), KHO_OK)); /* the shelf is in memory now */
    if ((child = fork()) == 0) {
        kho_options options = books.options;
        kho_ledger *other;

        options.mode = KHO_READ_WRITE;
        _exit(kho_ledger_open(books.path, &options, &other) < 0 ||
              kho_ledger_close_month(other, "cds", true, february, NULL, NULL) < 0);
    }
    cr_assert(eq(int, waitpid(child, &status, 0), child));
    cr_assert(eq(int, status, 0));
    cr_assert(eq(int, post(&entry), KHO_ECLOSED));
    cr_expect(eq(sz, kho_error_last()->refusal_count, 1));
    cr_expect(eq(str, (char *)kho_error_last()->refusals[0].place, "tyt-1"));
    cr_expect(eq(int, kho_error_last()->refusals[0].date, entry.date));
    cr_expect(eq(i64, kho_error_last()->refusals[0].need, -1));
}

Test(closing, opening_again_is_on_record_and_the_kept_table_is_gone_from_questions)
{
    const kho_query query = ask_month(february, "tyt-1", false);
    kho_answer answer;
    kho_table *table;

    close_month("tyt-1", false, february);
    cr_assert(
        eq(int, kho_ledger_reopen_month(books.ledger, "tyt-1", february, NULL, NULL),
            KHO_EINVALID));
    cr_assert(eq(int, kho_ledger_reopen_month(books.ledger, "tyt-1", february, "", NULL),
        KHO_EINVALID));
    cr_assert(eq(int,
        kho_ledger_reopen_month(books.ledger, "tyt-1", february, "thiếu phiếu", &answer),
        KHO_OK));
    cr_expect(eq(str, (char *)answer.uid, "reverse/close/tyt-1/2026-02"));
    set_today(kho_date_of(2026, 3, 9));
    cr_assert(eq(int,
        kho_ledger_reopen_month(books.ledger, "tyt-1", february, "thiếu phiếu", &answer),
        KHO_OK));
    cr_expect(answer.existing);
    cr_assert(
        eq(int, kho_ledger_reopen_month(books.ledger, "tyt-1", february, "khác", &answer),
            KHO_ECONFLICT));
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(ptr, (void *)kho_table_meta(table, "closed"), NULL));
    kho_table_free(table);
    cr_assert(eq(int, kho_ledger_restated(books.ledger, &query, &table), KHO_ENOTFOUND));
    close_month("tyt-1", false, february);
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)kho_table_meta(table, "closing"), "close/tyt-1/2026-02#2"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "closed"), "2026-03-09"));
    kho_table_free(table);
}

Test(closing, a_closing_is_reversed_by_the_same_rules)
{
    kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "ncc", "cds", 5};
    kho_entry entry = KHO_ENTRY_INIT;

    close_month("tyt-1", false, february - 1);
    close_month("tyt-1", false, february);
    cr_expect(eq(int,
        kho_ledger_reverse(
            books.ledger, "close/tyt-1/2026-02", KHO_NO_DATE, false, NULL, NULL),
        KHO_EINVALID));
    cr_expect(eq(int,
        kho_ledger_reverse(
            books.ledger, "close/tyt-1/2026-01", KHO_NO_DATE, true, "sai", NULL),
        KHO_EINVALID));
    entry.uid = "own";
    entry.date = kho_date_of(2026, 3, 5);
    entry.note = "sai";
    entry.reverses = "close/tyt-1/2026-02";
    entry.moves = &move;
    entry.move_count = 1;
    cr_expect(eq(int, post(&entry), KHO_EINVALID));
    entry.move_count = 0;
    cr_expect(eq(int, post(&entry), KHO_OK));
    cr_expect(eq(int,
        kho_ledger_reverse(
            books.ledger, "close/tyt-1/2026-02", KHO_NO_DATE, true, "sai", NULL),
        KHO_EEXISTS));
    cr_expect(
        eq(int, kho_ledger_reverse(books.ledger, "own", KHO_NO_DATE, true, "sai", NULL),
            KHO_EINVALID));
    entry.uid = "close/tyt-1/2026-01"; /* a uid that is taken */
    entry.reverses = NULL;
    entry.move_count = 1;
    cr_expect(eq(int, post(&entry), KHO_ECONFLICT));
}

Test(closing, what_can_not_be_closed_says_why)
{
    static const struct {
        const char *place;
        kho_month month;
        kho_status status;
    } bad[] = {
        {NULL,            february,     KHO_EINVALID },
        {"nowhere",       february,     KHO_ENOTFOUND},
        {"ncc",           february,     KHO_EINVALID },
        {"client",        february,     KHO_EINVALID },
        {"hold/tyt-1",    february,     KHO_EINVALID },
        {"transit/tyt-1", february,     KHO_EINVALID },
        {"tyt-1",         february + 1, KHO_EINVALID },
        {"tyt-1",         INT32_MAX,    KHO_EINVALID },
        {"tyt-1",         KHO_NO_MONTH, KHO_EINVALID },
        {"tyt-1",         -841,         KHO_EINVALID }, /* 1899-12 */
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        int64_t closed = -1;

        cr_expect(eq(int,
                      kho_ledger_close_month(
                          books.ledger, bad[i].place, i % 2, bad[i].month, NULL, &closed),
                      bad[i].status),
            "case %zu", i);
        cr_expect(eq(i64, closed, 0));
        cr_expect(ne(int,
                      kho_ledger_reopen_month(
                          books.ledger, bad[i].place, bad[i].month, "sai", NULL),
                      KHO_OK),
            "case %zu", i);
    }
    close_month("tyt-1", false, -840); /* long before there was anything */
    cr_expect(eq(int,
        kho_ledger_close_month(books.ledger, "tyt-1", false, february, "\x80", NULL),
        KHO_EINVALID));
}

Test(closing, the_next_month_says_where_it_begins_otherwise)
{
    const kho_query query = ask_month(february + 1, "tyt-1", false),
                    all = ask_month(february + 1, NULL, false);
    kho_move move = {"bcs", "A", KHO_NO_DATE, NULL, "ncc", "tyt-1", 5};
    kho_entry entry = KHO_ENTRY_INIT;
    kho_table *table;

    close_month("cds", true, february);
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(ptr, (void *)kho_table_meta(table, "gap"), NULL));
    kho_table_free(table);
    entry.date = kho_date_of(2026, 2, 3);
    entry.late = true;
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, post(&entry), KHO_OK));
    move.to = "tyt-2";
    cr_assert(eq(int, post(&entry), KHO_OK));
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)kho_table_meta(table, "gap"), "1"));
    kho_table_free(table);
    table = ask(kho_ledger_ytd, &all);
    cr_expect(eq(str, (char *)kho_table_meta(table, "gap"), "2"));
    kho_table_free(table);
    /* The closing of March keeps what was said then. */
    set_today(kho_date_of(2026, 4, 2));
    close_month("cds", true, february + 1);
    cr_assert(eq(int, post(&entry), KHO_OK));
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)kho_table_meta(table, "gap"), "1"));
    kho_table_free(table);
    table = ask(kho_ledger_report, &all);
    cr_expect(eq(str, (char *)kho_table_meta(table, "closed"), "7/7"));
    cr_expect(eq(ptr, (void *)kho_table_meta(table, "gap"), NULL));
    kho_table_free(table);
}

/* The name that people read in a row, whichever of its names it was then. */
static const char *name_in(const kho_table *table, const char *place, const char *item)
{
    for (size_t row = 0; row < kho_table_rows(table); row++) {
        if (strcmp(kho_table_text(table, row, KHO_REPORT_PLACE), place) == 0 &&
            strcmp(kho_table_text(table, row, KHO_REPORT_ITEM), item) == 0)
            return kho_table_word_name(table, KHO_REPORT_ITEM,
                (size_t)((const int32_t *)kho_table_buffer(table, KHO_REPORT_ITEM))[row],
                KHO_VI);
    }
    return "";
}

Test(closing, rows_closed_under_other_names_keep_them_side_by_side)
{
    const kho_query query = ask_month(february, "cds", true);
    kho_table *table;

    close_month("tyt-1", false, february);
    define(1);
    close_month("tyt-2", false, february);
    define(2);
    table = ask(kho_ledger_report, &query);
    cr_expect(eq(str, (char *)name_in(table, "tyt-1", "bcs"), "Tên 7 lần <0>"));
    cr_expect(eq(str, (char *)name_in(table, "tyt-2", "bcs"), "Tên 7 lần <1>"));
    cr_expect(eq(str, (char *)name_in(table, "cds", "bcs"), "Tên 7 lần <2>"));
    kho_table_free(table);
}

/* Somebody else's program has the ledger open, too, and knew of nothing in the store. */
Test(closing, what_others_posted_meanwhile_is_in_it)
{
    const kho_place place = {
        .code = "new", .kind = KHO_STORE, .name = {"Kho mới", NULL}
    };
    const kho_catalogue more = {.places = &place, .place_count = 1};
    kho_query query = ask_month(february - 1, "new", false);
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = {.item = "bcs",
        .from = "supplier",
        .to = "new",
        .quantity = 7,
        .lot = "",
        .expiry = KHO_NO_DATE};
    kho_ledger *other;
    kho_answer answer;
    kho_table *table;

    cr_assert(
        eq(int, kho_ledger_define(books.ledger, &more, KHO_NO_DATE, &answer), KHO_OK));
    cr_assert(eq(int, world_handle(&books, KHO_READ_WRITE, &other), KHO_OK));
    cr_assert(eq(int, kho_ledger_report(other, &query, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
    entry.date = kho_date_of(2026, 1, 9);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(
        eq(int, kho_ledger_close_month(other, "new", false, february - 1, NULL, NULL),
            KHO_OK),
        "%s", kho_error_last()->message);
    cr_assert(eq(int, kho_ledger_report(other, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(int, (int)kho_table_int(table, 0, KHO_REPORT_CLOSING), 7));
    kho_table_free(table);
    kho_ledger_close(other);
}
