/*
 * Numbers, days, enums, versions and texts at the ends of their types and beyond what
 * they mean, in every field of every structure that is given, and where functions take
 * such a thing by itself. Each call is answered, or refused with one line; nothing
 * overflows (the sanitizers' word for it), and the books stay right.
 */
#include "clinic.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>

/* What may stand in a field. */
typedef enum kind { DAY, NUMBER, SMALL, TEXT } kind;

static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, INT32_MIN, -1, 0, 1, 2, 63,
    64, INT32_MAX, KHO_QUANTITY_MAX, KHO_QUANTITY_MAX + 1, INT64_MAX - 1, INT64_MAX};
static const int64_t smalls[] = {INT_MIN, INT_MIN + 1, -1, 0, 1, 2, 5, 9, 13, 14, 60, 61,
    128, 100000, INT_MAX - 1, INT_MAX};
/* The last are in and around 1900, 2199 and 9999. */
static const int64_t days[] = {INT32_MIN, INT32_MIN + 1, -1, 0, 20700, INT32_MAX - 1,
    INT32_MAX, -25568, -25567, 84005, 84006, 2932896, 2932897};
static char endless[70000];
static const char *const texts[] = {NULL, "", "tyt", "bcs", "\xff", "a\n", "hold/tyt",
    "loss/", "/", "50+", "-1-0", "99999999999999999999-1", endless};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* clang-format off */
static const struct {
    const int64_t *values;
    size_t count;
} extremes[] = {
    [DAY] = {days, COUNT(days)},
    [NUMBER] = {numbers, COUNT(numbers)},
    [SMALL] = {smalls, COUNT(smalls)},
    [TEXT] = {NULL, COUNT(texts)},
};
/* clang-format on */

typedef struct field {
    const char *name;
    size_t at;
    kind kind;
} field;

/* The name of a field of `structure` and where it is. */
#define FIELD(structure, name, kind)                                                     \
 {                                                                                       \
  #name, offsetof(structure, name), kind                                                 \
 }

static long refused, answered;

static void put(void *object, const field *field, size_t which)
{
    char *at = (char *)object + field->at;

    if (field->kind == TEXT) {
        memcpy(at, &texts[which], sizeof(texts[which]));
    } else if (field->kind == NUMBER) {
        memcpy(at, &numbers[which], sizeof(numbers[which]));
    } else {
        const int32_t value = (int32_t)extremes[field->kind].values[which];

        memcpy(at, &value, sizeof(value));
    }
}

/* Answered, or refused with one line that says why: neither for want of memory nor by a
 * damaged file. */
static bool settled(kho_status status, const char *what, const char *field, size_t which)
{
    const bool usual =
        status == KHO_OK || (status < 0 && status != KHO_ESTORAGE &&
                                status != KHO_EDAMAGED && status != KHO_EMEMORY);

    cr_expect(usual, "%s, %s, %zu: %d, %s", what, field, which, (int)status,
        kho_error_last()->message);
    if (status < 0) {
        const char *message = kho_error_last()->message;

        cr_expect(eq(int, kho_error_last()->status, status), "%s, %s", what, field);
        cr_expect(
            message[0] && !strchr(message, '\n'), "%s, %s, %zu", what, field, which);
    }
    refused += status < 0;
    answered += status == KHO_OK;
    return status == KHO_OK;
}

/* Each extreme in each field, the others being sound. */
static void each(void *object, size_t size, const field *fields, size_t count,
    kho_status (*call)(void *object), const char *what)
{
    char *sound = malloc(size);

    cr_assert(sound != NULL);
    memcpy(sound, object, size);
    for (size_t i = 0; i < count; i++) {
        for (size_t which = 0; which < extremes[fields[i].kind].count; which++) {
            memcpy(object, sound, size);
            put(object, &fields[i], which);
            settled(call(object), what, fields[i].name, which);
        }
    }
    memcpy(object, sound, size);
    free(sound);
    settled(call(object), what, "sound", 0);
}

static void open_books(void)
{
    open_clinic();
    memset(endless, 'a', sizeof(endless) - 1);
    must_post("{'uid':'PX','date':'2026-10-05','moves':[{'item':'bcs','from':'tyt','to':"
              "'client','quantity':30}],'service':{'method':'condom','kind':'new'}}\n");
    refused = answered = 0;
}

/* Both were met, or nothing was shown; and the books are right. */
static void close_books(void)
{
    fprintf(stderr, "%ld calls answered, %ld refused\n", answered, refused);
    cr_expect(refused > 0 && answered > 0);
    if (ledger)
        cr_expect(eq(sz, count_faults(), 0));
    close_desk();
}

TestSuite(extremes, .init = open_books, .fini = close_books, .timeout = 300);

/* --- questions ---------------------------------------------------------------------- */

static const struct question {
    const char *name;
    clinic_question ask;
} questions[] = {
    {"stock",         kho_ledger_stock        },
    {"card",          kho_ledger_card         },
    {"report",        kho_ledger_report       },
    {"ytd",           kho_ledger_ytd          },
    {"value",         kho_ledger_value        },
    {"restated",      kho_ledger_restated     },
    {"expiry",        kho_ledger_expiry       },
    {"quality",       kho_ledger_quality      },
    {"indicators",    kho_ledger_indicators   },
    {"reporting",     kho_ledger_reporting    },
    {"services",      kho_ledger_services     },
    {"mix",           kho_ledger_mix          },
    {"collaborators", kho_ledger_collaborators},
    {"alerts",        kho_ledger_alerts       },
    {"suggest",       kho_ledger_suggest      },
    {"explain",       kho_ledger_explain      },
    {"rules",         kho_ledger_rules        },
};

static const field query_fields[] = {
    FIELD(kho_query, version, SMALL),
    FIELD(kho_query, place, TEXT),
    FIELD(kho_query, item, TEXT),
    FIELD(kho_query, on, DAY),
    FIELD(kho_query, known, NUMBER),
    FIELD(kho_query, from, DAY),
    FIELD(kho_query, to, DAY),
    FIELD(kho_query, by, SMALL),
    FIELD(kho_query, cyp, TEXT),
};

static const struct question *asked;

static kho_status ask_one(void *object)
{
    kho_table *table = (kho_table *)object; /* no table */
    const kho_status status = asked->ask(ledger, object, &table);

    cr_expect(status < 0 ? table == NULL : table != NULL, "%s", asked->name);
    kho_table_free(table);
    return status;
}

static kho_status supervise(void *object)
{
    kho_tables *tables = NULL;
    const kho_status status = kho_ledger_supervise(ledger, object, &tables);

    kho_tables_free(tables);
    return status;
}

static kho_status try_rules(void *object)
{
    kho_table *table = NULL;
    const kho_status status = kho_ledger_try_rules(ledger, "rules.yaml", object, &table);

    kho_table_free(table);
    return status;
}

static kho_query october(void)
{
    kho_query query =
        period_query("tyt", kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));

    query.item = "bcs";
    return query;
}

Test(extremes, questions)
{
    kho_query query = october();

    write_file("rules.yaml", "kho: rules/1\nname: x\n");
    for (size_t i = 0; i < COUNT(questions); i++) {
        asked = &questions[i];
        each(&query, sizeof(query), query_fields, COUNT(query_fields), ask_one,
            asked->name);
    }
    each(
        &query, sizeof(query), query_fields, COUNT(query_fields), supervise, "supervise");
    each(
        &query, sizeof(query), query_fields, COUNT(query_fields), try_rules, "try_rules");
}

Test(extremes, periods_of_questions)
{
    for (size_t i = 0; i < COUNT(questions); i++) {
        asked = &questions[i];
        for (size_t pair = 0; pair < COUNT(days) * COUNT(days); pair++) {
            kho_query query = october();

            query.from = (kho_date)days[pair / COUNT(days)];
            query.to = query.on = (kho_date)days[pair % COUNT(days)];
            settled(ask_one(&query), asked->name, "from, to", pair);
        }
    }
}

/* --- what is posted ------------------------------------------------------------------
 */

typedef struct voucher {
    kho_entry entry;
    kho_move move;
    kho_observation seen;
    kho_service service;
} voucher;

static const field voucher_fields[] = {
    FIELD(voucher, entry.version, SMALL),
    FIELD(voucher, entry.uid, TEXT),
    FIELD(voucher, entry.date, DAY),
    FIELD(voucher, entry.by, TEXT),
    FIELD(voucher, entry.note, TEXT),
    FIELD(voucher, entry.reverses, TEXT),
    FIELD(voucher, entry.campaign, TEXT),
    FIELD(voucher, move.item, TEXT),
    FIELD(voucher, move.lot, TEXT),
    FIELD(voucher, move.expiry, DAY),
    FIELD(voucher, move.channel, TEXT),
    FIELD(voucher, move.from, TEXT),
    FIELD(voucher, move.to, TEXT),
    FIELD(voucher, move.quantity, NUMBER),
    FIELD(voucher, seen.kind, SMALL),
    FIELD(voucher, seen.place, TEXT),
    FIELD(voucher, seen.item, TEXT),
    FIELD(voucher, seen.lot, TEXT),
    FIELD(voucher, seen.expiry, DAY),
    FIELD(voucher, seen.channel, TEXT),
    FIELD(voucher, seen.value, NUMBER),
    FIELD(voucher, seen.month, SMALL),
    FIELD(voucher, service.place, TEXT),
    FIELD(voucher, service.method, SMALL),
    FIELD(voucher, service.kind, SMALL),
    FIELD(voucher, service.mode, SMALL),
    FIELD(voucher, service.new_to, SMALL),
    FIELD(voucher, service.clients, NUMBER),
    FIELD(voucher, service.age, TEXT),
    FIELD(voucher, service.client, TEXT),
};

static kho_status post_one(void *object)
{
    voucher *made = object;
    kho_answer answer;

    made->entry.moves = &made->move;
    made->entry.observed = &made->seen;
    made->entry.services = &made->service;
    return kho_ledger_post(ledger, &made->entry, &answer);
}

Test(extremes, vouchers)
{
    voucher made = {.entry = KHO_ENTRY_INIT, .service = KHO_SERVICE_INIT};

    made.move = (kho_move){"bcs", "A", kho_date_of(2029, 12, 31), NULL, "ncc", "tyt", 7};
    made.seen = (kho_observation)KHO_OBSERVATION_INIT;
    made.entry.date = kho_date_of(2026, 11, 2);
    made.entry.move_count = made.entry.observed_count = made.entry.service_count = 1;
    made.seen.place = made.service.place = "tyt";
    made.seen.item = "thu";
    made.seen.lot = "A";
    made.seen.expiry = kho_date_of(2029, 12, 31);
    made.seen.value = 900;
    made.service.method = KHO_CONDOM;
    each(&made, sizeof(made), voucher_fields, COUNT(voucher_fields), post_one, "found");
    made.seen = (kho_observation)KHO_OBSERVATION_INIT;
    made.seen.kind = KHO_DAYS_OUT;
    made.seen.place = "tram";
    made.seen.item = "bcs";
    each(
        &made, sizeof(made), voucher_fields, COUNT(voucher_fields), post_one, "days out");
}

typedef struct stock_book {
    kho_catalogue catalogue;
    kho_item item;
    kho_place place;
    kho_official_code code;
    kho_price price;
    kho_date from;
} stock_book;

static const field book_fields[] = {
    FIELD(stock_book, item.code, TEXT),
    FIELD(stock_book, item.name.vi, TEXT),
    FIELD(stock_book, item.name.en, TEXT),
    FIELD(stock_book, item.unit.vi, TEXT),
    FIELD(stock_book, item.pack, NUMBER),
    FIELD(stock_book, item.method, TEXT),
    FIELD(stock_book, item.cyp, TEXT),
    FIELD(stock_book, item.shelf_life_months, SMALL),
    FIELD(stock_book, item.least_receipt_days, SMALL),
    FIELD(stock_book, item.least_issue_days, SMALL),
    FIELD(stock_book, place.code, TEXT),
    FIELD(stock_book, place.kind, SMALL),
    FIELD(stock_book, place.level, TEXT),
    FIELD(stock_book, place.parent, TEXT),
    FIELD(stock_book, code.system, TEXT),
    FIELD(stock_book, code.code, TEXT),
    FIELD(stock_book, code.from, DAY),
    FIELD(stock_book, code.until, DAY),
    FIELD(stock_book, price.item, TEXT),
    FIELD(stock_book, price.channel, TEXT),
    FIELD(stock_book, price.from, DAY),
    FIELD(stock_book, price.price.numerator, NUMBER),
    FIELD(stock_book, price.price.denominator, NUMBER),
    FIELD(stock_book, from, DAY),
};

static kho_status define_one(void *object)
{
    stock_book *made = object;

    made->catalogue.items = &made->item;
    made->catalogue.places = &made->place;
    made->catalogue.prices = &made->price;
    made->place.codes = &made->code;
    return kho_ledger_define(ledger, &made->catalogue, made->from, NULL);
}

Test(extremes, catalogues)
{
    static const kho_item item = {
        .code = "m", .name = {"M",    NULL},
             .unit = {"cái", NULL},
             .pack = 1
    };
    static const kho_place place = {
        .code = "t", .kind = KHO_STORE, .name = {"T", NULL},
                .code_count = 1
    };
    const kho_price price = {
        "m", NULL, kho_date_of(2026, 1, 1), false, {1, 3}
    };
    stock_book made = {.item = item, .place = place, .price = price};

    made.catalogue.item_count = made.catalogue.place_count = 1;
    made.catalogue.price_count = 1;
    made.code = (kho_official_code){"gso", "00019", KHO_NO_DATE, KHO_NO_DATE};
    made.from = kho_date_of(2026, 1, 1);
    each(&made, sizeof(made), book_fields, COUNT(book_fields), define_one, "define");
}

Test(extremes, days_months_and_notes_by_themselves)
{
    int64_t number;
    kho_answer answer;

    write_file("rules.yaml", "kho: rules/1\nname: x\n");
    write_file("more.yaml", "kho: catalogue/1\nchannels: [paid]\n");
    for (size_t i = 0; i < COUNT(days); i++) {
        const kho_date day = (kho_date)days[i];

        settled(kho_ledger_close_month(ledger, "ctv-1", false, day, NULL, &number),
            "close", "day", i);
        settled(
            kho_ledger_reopen_month(ledger, "ctv-1", day, "x", NULL), "reopen", "day", i);
        settled(kho_ledger_reverse(ledger, "PX", day, true, NULL, &answer), "reverse",
            "date", i);
        settled(kho_ledger_client_purge(ledger, day, &number), "purge", "before", i);
        settled(kho_ledger_load_rules(ledger, "rules.yaml", day, true, NULL), "rules",
            "from", i);
        settled(kho_ledger_load_catalogue(ledger, "more.yaml", day, true, NULL),
            "catalogue", "from", i);
    }
    for (size_t i = 0; i < COUNT(smalls); i++) {
        const kho_month month = (kho_month)smalls[i];

        settled(kho_ledger_close_month(ledger, "tram", true, month, NULL, NULL), "close",
            "month", i);
        settled(kho_ledger_reopen_month(ledger, "tram", month, "x", NULL), "reopen",
            "month", i);
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        const kho_month month = kho_month_of(kho_date_of(2026, 9, 1));

        settled(kho_ledger_close_month(ledger, "ctv-2", false, month, texts[i], NULL),
            "close", "by", i);
        settled(kho_ledger_reopen_month(ledger, "ctv-2", month, texts[i], NULL), "reopen",
            "note", i);
    }
}

/* --- how ledgers are opened, and fed --------------------------------------------------
 */

static int64_t told_time;

static int64_t tell_time(void *context)
{
    (void)context;
    return told_time;
}

static const field option_fields[] = {
    FIELD(kho_options, version, SMALL),
    FIELD(kho_options, mode, SMALL),
    FIELD(kho_options, busy_ms, SMALL),
    FIELD(kho_options, utc_offset_minutes, SMALL),
};

/* Two ledgers: one that is there and, where it may be, a new one. */
static kho_status open_one(void *object)
{
    const kho_options *options = object;
    kho_ledger *one = NULL;
    kho_status status = kho_ledger_open("x.kho", options, &one);

    if (status == KHO_OK)
        (void)kho_ledger_today(one);
    kho_ledger_close(one);
    if (status == KHO_EEXISTS) {
        unlink("new.kho");
        status = kho_ledger_open("new.kho", options, &one);
        kho_ledger_close(one);
    }
    return status;
}

Test(extremes, options)
{
    kho_options options = KHO_OPTIONS_INIT;

    each(
        &options, sizeof(options), option_fields, COUNT(option_fields), open_one, "open");
    options.mode = KHO_CREATE;
    each(
        &options, sizeof(options), option_fields, COUNT(option_fields), open_one, "make");
    kho_ledger_close(ledger);
    cr_expect(eq(int, kho_ledger_open("x.kho", NULL, &ledger), KHO_OK));
}

Test(extremes, clocks)
{
    const kho_move move = {"bcs", "A", kho_date_of(2029, 12, 31), NULL, "ncc", "tyt", 1};
    kho_options options = KHO_OPTIONS_INIT;
    kho_entry entry = KHO_ENTRY_INIT;
    const kho_query query = KHO_QUERY_INIT;

    options.clock = tell_time;
    entry.date = kho_date_of(2026, 11, 2);
    entry.moves = &move;
    entry.move_count = 1;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        kho_ledger *other = NULL;
        kho_table *table = NULL;
        kho_status status;

        told_time = numbers[i];
        status = kho_ledger_open("x.kho", &options, &other);
        if (settled(status, "clock", "open", i)) {
            (void)kho_ledger_today(other);
            settled(kho_ledger_post(other, &entry, NULL), "clock", "post", i);
            settled(kho_ledger_alerts(other, &query, &table), "clock", "alerts", i);
            kho_table_free(table);
        }
        kho_ledger_close(other);
    }
}

static const field feed_fields[] = {
    FIELD(kho_feed, version, SMALL),
    FIELD(kho_feed, commit, SMALL),
};

static kho_status feed_one(void *object)
{
    clinic_text text = {"{'date':'2026-11-02','moves':[{'item':'bcs','from':'tyt','to':"
                        "'client','quantity':1}]}\n"};

    said[0] = '\0';
    return kho_ledger_post_json(
        ledger, object, "in", clinic_read, &text, clinic_write, NULL, NULL);
}

Test(extremes, feeds)
{
    kho_feed feed = KHO_FEED_INIT;

    each(&feed, sizeof(feed), feed_fields, COUNT(feed_fields), feed_one, "feed");
}

/* --- rules, by themselves -------------------------------------------------------------
 */

typedef struct judged {
    kho_rule rule;
    kho_position position;
    kho_consumed months[3];
} judged;

static const field judged_fields[] = {
    FIELD(judged, rule.count, SMALL),
    FIELD(judged, rule.window, SMALL),
    FIELD(judged, rule.all_out, SMALL),
    FIELD(judged, rule.look_back, SMALL),
    FIELD(judged, rule.policy, SMALL),
    FIELD(judged, rule.min_months.numerator, NUMBER),
    FIELD(judged, rule.min_months.denominator, NUMBER),
    FIELD(judged, rule.max_months.numerator, NUMBER),
    FIELD(judged, rule.max_months.denominator, NUMBER),
    FIELD(judged, rule.emergency_months.numerator, NUMBER),
    FIELD(judged, rule.emergency_months.denominator, NUMBER),
    FIELD(judged, rule.packs, SMALL),
    FIELD(judged, position.usable, NUMBER),
    FIELD(judged, position.in_transit, NUMBER),
    FIELD(judged, position.expiring, NUMBER),
    FIELD(judged, position.pack, NUMBER),
    FIELD(judged, position.amc.numerator, NUMBER),
    FIELD(judged, position.amc.denominator, NUMBER),
    FIELD(judged, position.on, DAY),
    FIELD(judged, months[0].quantity, NUMBER),
    FIELD(judged, months[0].days_out, SMALL),
    FIELD(judged, months[0].month_days, SMALL),
    FIELD(judged, months[2].quantity, NUMBER),
};

static kho_status judge_one(void *object)
{
    judged *of = object;
    kho_judgement judgement;
    kho_rational amount;
    bool defined;
    const kho_status normalised =
        kho_normalise(&of->rule, &of->months[0], &defined, &amount);
    const kho_status meant = kho_amc(&of->rule, of->months, 3, &defined, &amount);
    const kho_status status = kho_judge(&of->rule, &of->position, &judgement);

    return status == KHO_OK ? meant == KHO_OK ? normalised : meant : status;
}

Test(extremes, rules)
{
    const kho_consumed month = {60, 3, 30, true};
    judged of = {.rule = *kho_rule_builtin()};

    of.position.usable = 60;
    of.position.pack = 10;
    of.position.amc_defined = true;
    of.position.amc.numerator = of.position.amc.denominator = 1;
    of.position.on = 20000;
    of.months[0] = of.months[1] = of.months[2] = month;

    each(&of, sizeof(of), judged_fields, COUNT(judged_fields), judge_one, "judge");
}

/* --- what is read from tables, and in documents ---------------------------------------
 */

/* Nothing is defined past the end: every row and column may be asked for. */
Test(extremes, tables_past_the_end)
{
    const kho_query query = october();
    kho_table *table;
    char shown[80];

    cr_assert(eq(int, kho_ledger_ytd(ledger, &query, &table), KHO_OK));
    const size_t ends[] = {
        0, 1, kho_table_rows(table), kho_table_columns(table), INT_MAX, SIZE_MAX};

    for (size_t i = 0; i < COUNT(ends) * COUNT(ends); i++) {
        const size_t row = ends[i / COUNT(ends)], column = ends[i % COUNT(ends)];
        const bool has = kho_table_has(table, row, column);

        cr_expect(has <= (row < kho_table_rows(table)));
        cr_expect(has <= (column < kho_table_columns(table)));
        cr_expect(kho_table_text(table, row, column) != NULL);
        cr_expect(kho_table_shown(table, row, column, KHO_VI, shown) != NULL);
        cr_expect(has || kho_table_int(table, row, column) == 0);
        cr_expect(has || kho_table_date(table, row, column) == KHO_NO_DATE);
        cr_expect(has || kho_table_rational(table, row, column).denominator == 1);
        (void)kho_table_word(table, column, row);
        (void)kho_table_word_name(table, column, row, (kho_language)-1);
        (void)kho_table_type(table, column);
        (void)kho_table_label(table, column, (kho_language)INT_MAX);
        (void)kho_table_meta_key(table, row);
        (void)kho_table_validity(table, column);
        cr_expect(kho_table_key(table, column) ? column < kho_table_columns(table)
                                               : column >= kho_table_columns(table));
    }
    for (size_t i = 0; i < COUNT(smalls); i++) {
        said[0] = '\0';
        settled(kho_table_write(table, (kho_format)smalls[i], KHO_VI, clinic_write, NULL),
            "write", "format", i);
    }
    kho_table_free(table);
}

Test(extremes, documents_that_are_not_what_is_asked_for)
{
    kho_document *document;
    kho_query query;

    cr_assert(eq(int, kho_document_new(&document), KHO_OK));
    for (size_t i = 0; i < COUNT(numbers); i++) {
        kho_document_clear(document);
        settled(kho_document_integer(document, numbers[i]), "integer", "", i);
        settled(kho_ledger_post_document(ledger, document, NULL), "post", "integer", i);
        kho_document_clear(document);
        settled(kho_document_map(document), "map", "", i);
        settled(kho_document_text(document, "known", 5), "key", "", i);
        settled(kho_document_integer(document, numbers[i]), "value", "", i);
        settled(kho_document_end(document), "end", "", i);
        settled(kho_document_end(document), "end", "once more", i);
        settled(kho_document_query(document, &query), "query", "known", i);
        settled(kho_ledger_post_hand(ledger, document, NULL), "hand", "known", i);
        settled(kho_ledger_define_document(ledger, document, KHO_NO_DATE, false, NULL),
            "define", "known", i);
    }
    for (size_t depth = 1; depth < 100000; depth *= 3) {
        kho_document_clear(document);
        for (size_t i = 0; i < depth; i++)
            settled(kho_document_list(document), "list", "depth", depth);
        settled(kho_ledger_post_document(ledger, document, NULL), "post", "depth", depth);
    }
    for (size_t i = 0; i < COUNT(texts); i++) {
        kho_document_clear(document);
        settled(kho_document_text(document, texts[i], texts[i] ? strlen(texts[i]) : 0),
            "text", "", i);
        if (texts[i])
            settled(kho_document_scalar(document, texts[i]), "scalar", "", i);
        settled(kho_document_query(document, &query), "query", "text", i);
    }
    kho_document_free(document);
}

/* What has no ledger: calendars, words, routes. */
Test(extremes, words_and_days)
{
    char text[80];
    kho_date from, to;

    for (size_t i = 0; i < COUNT(smalls); i++) {
        const int number = (int)smalls[i];

        (void)kho_status_word((kho_status)number);
        (void)kho_errno_text(number);
        (void)kho_verb_word((kho_verb)number);
        (void)kho_place_kind_word((kho_place_kind)number);
        (void)kho_method_word((kho_method)number);
        (void)kho_service_kind_word((kho_service_kind)number);
        (void)kho_service_mode_word((kho_service_mode)number);
        (void)kho_new_to_word((kho_new_to)number);
        (void)kho_standing_word((kho_standing)number);
        (void)kho_month_format((kho_month)number, text);
        (void)kho_month_first((kho_month)number);
        (void)kho_month_last((kho_month)number);
        for (size_t k = 0; k < COUNT(smalls); k++) {
            const int other = (int)smalls[k];

            (void)kho_route((kho_place_kind)number, (kho_place_kind)other);
            (void)kho_date_of(number, other, 1);
            (void)kho_date_of(2026, number, other);
            (void)kho_date_of(other, 2, number);
        }
    }
    for (size_t i = 0; i < COUNT(days); i++) {
        (void)kho_date_format((kho_date)days[i], text);
        (void)kho_month_of((kho_date)days[i]);
        (void)kho_month_first((kho_month)days[i]);
        (void)kho_month_last((kho_month)days[i]);
    }
    for (size_t i = 1; i < COUNT(texts); i++) {
        settled(kho_period_parse(texts[i], &from, &to), "period", "", i);
        settled(kho_date_parse(texts[i], &from), "date", "", i);
        settled(kho_month_parse(texts[i], &from), "month", "", i);
    }
    settled(kho_date_parse("2026-11-22", &from), "date", "sound", 0);
}
