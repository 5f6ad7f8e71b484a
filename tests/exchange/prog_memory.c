/*
 * Memory runs out in each function of the public headers: in each of its allocations,
 * once, and from then on. It says so, changes nothing, keeps nothing, and does its work
 * when it is called again. Of the others it is shown that they allocate nothing.
 *
 * --list names the functions of both tables, for tests/checks/memory.sh.
 */
#include "base/memory_calls.h"
#include "base/memory_workbook.h"
#include "base/trial.h"
#include "exchange/memory_stage.h"
#include "exchange/monthly_create.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What is prepared. */

static void nothing(void)
{
}

static void cold(void)
{
    stage_open(KHO_READ_WRITE);
}

static void closed(void)
{
    kho_ledger_close(stage.ledger);
    stage.ledger = NULL;
    unlink("new.kho");
    stage.options.mode = KHO_READ_WRITE;
}

static void to_create(void)
{
    closed();
    stage.options.mode = KHO_CREATE;
}

static void to_read(void)
{
    closed();
    stage.options.mode = KHO_READ_ONLY;
}

static void of_line(void)
{
    kho_query query = KHO_QUERY_INIT;

    query.place = "tyt";
    query.item = "bcs";
    query.from = kho_date_of(2024, 11, 1);
    query.to = query.on = kho_date_of(2024, 11, 30);
    stage.query = query;
}

static void of_sum(void)
{
    of_line();
    stage.query.sum = true;
}

static void of_station(void)
{
    of_line();
    stage.query.item = NULL;
}

static void of_tree(void)
{
    of_station();
    stage.query.tree = true;
}

static void of_all(void)
{
    of_line();
    stage.query.place = stage.query.item = NULL;
}

static void of_december(void)
{
    of_station();
    stage.query.on = kho_date_of(2024, 12, 20);
}

static void of_february(void)
{
    of_all();
    stage.query.from = kho_date_of(2019, 2, 1);
    stage.query.to = stage.query.on = kho_date_of(2019, 2, 28);
}

static void cold_all(void)
{
    cold();
    of_all();
}

static void few_cells(void)
{
    of_all();
    stage_rule("small.yaml");
}

static void of_closed(void)
{
    of_station();
    stage_close_month();
}

static void all_closed(void)
{
    stage_close_month();
    of_all();
}

static void cold_entry(void)
{
    cold();
    stage_entry("N1");
}

static void an_entry(void)
{
    stage_entry("N1");
}

static void in_batch(void)
{
    kho_ledger_rollback(stage.ledger);
    stage_must(kho_ledger_begin(stage.ledger));
    stage_entry("N2");
    stage_must(kho_ledger_post(stage.ledger, &stage.entry, NULL));
    stage_entry("N1");
}

static void lines(void)
{
    stage.lines = stage_lines;
}

static void a_line(void)
{
    snprintf(stage.text, sizeof(stage.text), "bcs@A/2029-05/free");
}

static void a_list(void)
{
    kho_document_free(stage.document); /* its memory is kept for the next one */
    stage.document = NULL;
    stage_document("[");
}

static void a_full_list(void)
{
    a_list();
    for (int i = 0; i < 100; i++)
        stage_must(kho_document_integer(stage.document, i));
}

static void hand_values(void)
{
    stage_document("{verb receive uid H1 date 2024-11-08 from ncc to tyt lines "
                   "{bcs@A/2029-05/free #9 } }");
}

static void entry_values(void)
{
    stage_document("{uid H2 date 2024-11-08 moves [{item bcs lot A expiry 2029-05 from "
                   "ncc to tyt quantity #7 } ] }");
}

static void catalogue_values(void)
{
    stage_document("{items [{code x name {vi X } unit cái } ] }");
}

static void query_values(void)
{
    stage_document("{place tyt item bcs period 2024-11 }");
}

static void a_key_file(void)
{
    stage_must(kho_ledger_client_key(stage.ledger, "key"));
}

static void no_key_file(void)
{
    unlink("new.key");
}

static void no_copy(void)
{
    unlink("copy.kho");
}

static void a_table(void)
{
    of_line();
    kho_table_free(stage.table);
    stage_must(kho_ledger_ytd(stage.ledger, &stage.query, &stage.table));
}

static void a_shared_table(void)
{
    a_table();
    stage.shares++;
}

static void as_csv(void)
{
    a_table();
    stage.format = KHO_CSV;
}

static void as_json(void)
{
    a_table();
    stage.format = KHO_JSON;
}

static void as_html(void)
{
    a_table();
    stage.format = KHO_HTML;
}

static void as_text(void)
{
    a_table();
    stage.format = KHO_TERMINAL;
}

static void as_workbook(void)
{
    a_table();
    stage.format = KHO_XLSX;
}

static void tables(void)
{
    of_station();
    kho_tables_free(stage.tables);
    stage_must(kho_ledger_supervise(stage.ledger, &stage.query, &stage.tables));
}

static void tables_as_html(void)
{
    tables();
    stage.format = KHO_HTML;
}

static void tables_as_json(void)
{
    tables();
    stage.format = KHO_JSON;
}

static void tables_as_text(void)
{
    tables();
    stage.format = KHO_TERMINAL;
}

static void an_answer(void)
{
    in_batch(); /* which posts it anew each time */
    stage_must(kho_ledger_post(stage.ledger, &stage.entry, &stage.answer));
}

/* More than there is. */
static void a_refusal(void)
{
    stage_entry("N1");
    stage.move.quantity = 1000000;
    if (kho_ledger_post(stage.ledger, &stage.entry, NULL) != KHO_ESHORT)
        stage_must(KHO_EINVALID);
}

/* Several calls, as hosts make them. */

static kho_status batch(void)
{
    kho_status status = kho_ledger_begin(stage.ledger);

    if (status < 0)
        return status;
    if ((status = kho_ledger_post(stage.ledger, &stage.entry, NULL)) == KHO_OK)
        status = kho_ledger_reverse(
            stage.ledger, stage.entry.uid, KHO_NO_DATE, false, NULL, &stage.answer);
    if (status == KHO_OK)
        return kho_ledger_commit(stage.ledger);
    kho_ledger_rollback(stage.ledger);
    return status;
}

/* A stream's schema and its batch: whoever fails says so, and leaves nothing. */
static kho_status stream(void)
{
    struct ArrowArrayStream from;
    struct ArrowSchema schema = {0};
    struct ArrowArray array = {0};
    kho_status status = kho_table_arrow(stage.table, &from);

    if (status < 0)
        return from.release ? KHO_EINVALID : status;
    if (from.get_schema(&from, &schema) != 0)
        status = schema.release ? KHO_EINVALID : KHO_EMEMORY;
    else if (from.get_next(&from, &array) != 0)
        status = array.release ? KHO_EINVALID : KHO_EMEMORY;
    if ((status < 0) != (from.get_last_error(&from) != NULL))
        status = KHO_EINVALID;
    if (status < 0) /* the stream tells an errno; the thread's error is the library's */
        status = kho_error_last()->status == KHO_EMEMORY ? status : KHO_EINVALID;
    if (schema.release)
        schema.release(&schema);
    if (array.release)
        array.release(&array);
    from.release(&from);
    return status;
}

/* Of an import that defines places: too few of its allocations fail to meet these. */
static kho_status code_of_name(void)
{
    kho__arena arena = {0};
    const char *code;
    kho_status status = kho__monthly_code(&arena, "Đắk Tờ Kan", &code);

    if (status == KHO_OK && (!code || strcmp(code, "Dak-To-Kan") != 0))
        status = KHO_EINVALID;
    kho__arena_free(&arena);
    return status;
}

static kho_status lists(void)
{
    kho_status status = KHO_OK;

    for (int what = KHO_LIST_ITEMS; what <= KHO_LIST_PRICES && status == KHO_OK; what++) {
        kho_table_free(stage.out);
        stage.out = NULL;
        status = kho_ledger_list(stage.ledger, (kho_list)what, &stage.out);
    }
    return status;
}

/* What a new ledger begins with. */
static kho_status load_more(void *context, kho_ledger *ledger)
{
    (void)context;
    return kho_ledger_load_catalogue(ledger, "more.yaml", KHO_NO_DATE, false, NULL);
}

/* For who frees. */
static void *taken(void *slot)
{
    void *was;

    memcpy(&was, slot, sizeof(was));
    memset(slot, 0, sizeof(was));
    return was;
}

static const char *const channels[] = {"free", "paid", "campaign"};
static const kho_item items[] = {
    {.code = "dmpa",
     .name = {"Thuốc tiêm tránh thai", NULL},
     .unit = {"lọ", "vial"},
     .pack = 1}
};
static const kho_place places[] = {
    {.code = "tyt2", .kind = KHO_STORE, .name = {"Trạm Y tế Vĩnh Phương", NULL}}
};
static const kho_catalogue catalogue = {channels, 3, items, 1, places, 1, NULL, 0};
static const kho_feed feed = {KHO_FEED_VERSION, true, false, 10};
static const char client[] = "Nguy\u1ec5n";

static const kho_consumed consumed = {60, 3, 30, true};
static const kho_position position = {
    .usable = 60, .pack = 10, .amc_defined = true, .amc = {20, 1},
               .on = 20000
};
static kho_judgement judgement;
static kho_rational rational;
static kho_month month;
static kho_date day;
static kho_ends ends;
static kho_question question;
static kho_list list;
static bool defined;

/* clang-format off */
#define LEDGER stage.ledger
#define ASK (stage.ledger, &stage.query, &stage.out)
#define MONTH (kho_month_of(kho_date_of(2024, 11, 1)))
#define WRITE (stage.table, stage.format, KHO_VI, stage_sink, NULL)

/* Each may run out of memory. */
#define CALLS(X) \
 X(kho_table_arrow, a_table, (stage.table, &stage.stream)) \
 X(stream, a_table, ()) \
 X(kho_document_new, nothing, (&stage.made)) \
 X(kho_document_end, a_full_list, (stage.document)) \
 X(kho_document_text, a_list, (stage.document, "Xa\xcc\x83 Vi\xcc\x83nh", 11)) \
 X(kho_document_integer, a_list, (stage.document, 71)) \
 X(kho_document_scalar, a_list, (stage.document, "0.5")) \
 X(kho_document_null, a_list, (stage.document)) \
 X(kho_ledger_post_document, entry_values, (LEDGER, stage.document, &stage.answer)) \
 X(kho_ledger_post_hand, hand_values, (LEDGER, stage.document, &stage.answer)) \
 X(kho_ledger_define_document, catalogue_values, \
     (LEDGER, stage.document, KHO_NO_DATE, false, &stage.answer)) \
 X(kho_ledger_ask, query_values, (LEDGER, "report", stage.document, &stage.out)) \
 X(kho_ledger_load_catalogue, nothing, \
     (LEDGER, "more.yaml", KHO_NO_DATE, false, &stage.answer)) \
 X(kho_ledger_post_json, lines, \
     (LEDGER, &feed, "in.jsonl", stage_read, &stage.lines, stage_sink, NULL, \
         &stage.number)) \
 X(kho_answer_json, an_answer, (&stage.answer, true, stage_sink, NULL)) \
 X(kho_answer_csv, an_answer, (&stage.answer, stage_sink, NULL)) \
 X(kho_error_json, a_refusal, (stage_sink, NULL)) \
 X(kho_ledger_open, closed, ("x.kho", &stage.options, &LEDGER)) \
 X(kho_ledger_open, to_read, ("x.kho", &stage.options, &LEDGER)) \
 X(kho_ledger_open, to_create, ("new.kho", &stage.options, &LEDGER)) \
 X(kho_ledger_make, to_create, ("new.kho", &stage.options, load_more, NULL)) \
 X(kho_ledger_post, an_entry, (LEDGER, &stage.entry, &stage.answer)) \
 X(kho_ledger_post, cold_entry, (LEDGER, &stage.entry, &stage.answer)) \
 X(kho_ledger_reverse, cold, (LEDGER, "PX", KHO_NO_DATE, false, NULL, &stage.answer)) \
 X(batch, an_entry, ()) \
 X(code_of_name, nothing, ()) \
 X(kho_ledger_begin, cold, (LEDGER)) \
 X(kho_ledger_commit, in_batch, (LEDGER)) \
 X(kho_ledger_define, nothing, (LEDGER, &catalogue, KHO_NO_DATE, &stage.answer)) \
 X(kho_ledger_load_rules, nothing, \
     (LEDGER, "rules.yaml", KHO_NO_DATE, false, &stage.answer)) \
 X(kho_ledger_close_month, nothing, (LEDGER, "tyt", true, MONTH, "Lan", &stage.number)) \
 X(kho_ledger_reopen_month, of_closed, (LEDGER, "tyt", MONTH, "sai", &stage.answer)) \
 X(kho_ledger_stock, cold_all, ASK) \
 X(kho_ledger_stock, of_line, ASK) \
 X(kho_ledger_card, of_line, ASK) \
 X(kho_ledger_report, of_station, ASK) \
 X(kho_ledger_report, of_closed, ASK) \
 X(kho_ledger_report, all_closed, ASK) \
 X(kho_ledger_ytd, of_line, ASK) \
 X(kho_ledger_ytd, of_sum, ASK) \
 X(kho_ledger_ytd, of_closed, ASK) \
 X(kho_ledger_value, of_line, ASK) \
 X(kho_ledger_value, of_sum, ASK) \
 X(kho_ledger_restated, of_closed, ASK) \
 X(kho_ledger_restated, all_closed, ASK) \
 X(kho_ledger_expiry, of_line, ASK) \
 X(kho_ledger_expiry, of_sum, ASK) \
 X(kho_ledger_quality, of_december, ASK) \
 X(kho_ledger_indicators, of_line, ASK) \
 X(kho_ledger_indicators, of_sum, ASK) \
 X(kho_ledger_reporting, of_december, ASK) \
 X(kho_ledger_services, of_all, ASK) \
 X(kho_ledger_services, few_cells, ASK) \
 X(kho_ledger_mix, of_all, ASK) \
 X(kho_ledger_mix, few_cells, ASK) \
 X(kho_ledger_collaborators, of_all, ASK) \
 X(kho_ledger_collaborators, few_cells, ASK) \
 X(kho_ledger_supervise, of_station, (LEDGER, &stage.query, &stage.outs)) \
 X(kho_ledger_alerts, of_december, ASK) \
 X(kho_ledger_alerts, of_sum, ASK) \
 X(kho_ledger_suggest, of_line, ASK) \
 X(kho_ledger_suggest, of_tree, ASK) \
 X(kho_ledger_explain, of_line, ASK) \
 X(kho_ledger_rules, of_line, ASK) \
 X(kho_ledger_rules, nothing, ASK) \
 X(kho_ledger_try_rules, of_february, \
     (LEDGER, "short.yaml", &stage.query, &stage.out)) \
 X(kho_ledger_check, nothing, (LEDGER, &stage.out)) \
 X(kho_ledger_head, cold, (LEDGER, stage.text)) \
 X(kho_ledger_check_head, nothing, (LEDGER, stage.head, &stage.out)) \
 X(kho_ledger_list, nothing, (LEDGER, KHO_LIST_PRICES, &stage.out)) \
 X(lists, nothing, ()) \
 X(kho_ledger_backup, no_copy, (LEDGER, "copy.kho")) \
 X(kho_client_key_make, no_key_file, ("new.key")) \
 X(kho_ledger_client_key, nothing, (LEDGER, "key")) \
 X(kho_ledger_client_erase, a_key_file, (LEDGER, client, &stage.number)) \
 X(kho_ledger_client_purge, nothing, \
     (LEDGER, kho_date_of(2025, 1, 1), &stage.number)) \
 X(kho_ledger_client_export, a_key_file, (LEDGER, client, &stage.out)) \
 X(kho_table_write, as_text, WRITE) \
 X(kho_table_write, as_csv, WRITE) \
 X(kho_table_write, as_json, WRITE) \
 X(kho_table_write, as_html, WRITE) \
 X(kho_table_write, as_workbook, WRITE) \
 X(kho_tables_write, tables_as_text, \
     (stage.tables, stage.format, KHO_VI, stage_sink, NULL)) \
 X(kho_tables_write, tables_as_json, \
     (stage.tables, stage.format, KHO_VI, stage_sink, NULL)) \
 X(kho_tables_write, tables_as_html, \
     (stage.tables, stage.format, KHO_VI, stage_sink, NULL))

/* Of these, too; how much they did before is theirs to say. */
#define STEPS(X) \
 X(kho_ledger_import_monthly, nothing, \
     (LEDGER, "map.yaml", "more.csv", false, NULL, NULL, &stage.unread)) \
 X(kho_ledger_import_monthly, cold, \
     (LEDGER, "map.yaml", "changed.csv", true, NULL, NULL, &stage.unread)) \
 X(kho_ledger_client_rotate, a_key_file, (LEDGER))

/* These can't fail: without memory they do their work all the same. */
#define SURE(X) \
 X(kho_ledger_close, in_batch, (taken(&LEDGER))) \
 X(kho_ledger_rollback, in_batch, (LEDGER))

/* None allocates anything. */
#define NONE(X) \
 X(kho_error_last, nothing, ()) \
 X(kho_error_tell, nothing, (KHO_EINVALID, "one", "một")) \
 X(kho_error_language, nothing, (KHO_EN)) \
 X(kho_errno_text, nothing, (ENOENT)) \
 X(kho_status_word, nothing, (KHO_EMEMORY)) \
 X(kho_version, nothing, ()) \
 X(kho_date_parse, nothing, ("2024-02-30", &day)) \
 X(kho_date_format, nothing, (20000, stage.text)) \
 X(kho_date_of, nothing, (2024, 11, 1)) \
 X(kho_month_of, nothing, (20000)) \
 X(kho_month_first, nothing, (600)) \
 X(kho_month_last, nothing, (600)) \
 X(kho_month_parse, nothing, ("2024-13", &month)) \
 X(kho_month_format, nothing, (600, stage.text)) \
 X(kho_document_free, a_list, (taken(&stage.document))) \
 X(kho_document_clear, a_list, (stage.document)) \
 X(kho_document_map, a_list, (stage.document)) \
 X(kho_document_list, a_list, (stage.document)) \
 X(kho_document_query, query_values, (stage.document, &stage.query)) \
 X(kho_verb_ends, nothing, (KHO_HOLD_BACK, "tyt", NULL, &ends)) \
 X(kho_verb_parse, nothing, ("hold")) \
 X(kho_ledger_line, a_line, (LEDGER, stage.text, &stage.move)) \
 X(kho_ledger_route, nothing, (LEDGER, "ncc", "tyt", &stage.verb)) \
 X(kho_period_parse, nothing, ("2024-Q5", &day, &day)) \
 X(kho_report_parse, nothing, ("weather", &question)) \
 X(kho_list_parse, nothing, ("people", &list)) \
 X(kho_ledger_today, nothing, (LEDGER)) \
 X(kho_route, nothing, (KHO_STORE, KHO_CLIENT)) \
 X(kho_verb_word, nothing, (KHO_SHIP)) \
 X(kho_place_kind_word, nothing, (KHO_STORE)) \
 X(kho_method_word, nothing, (KHO_PILL)) \
 X(kho_method_parse, nothing, ("pill")) \
 X(kho_service_kind_word, nothing, (KHO_STOP)) \
 X(kho_service_mode_word, nothing, (KHO_MOBILE)) \
 X(kho_new_to_word, nothing, (KHO_NEW_EVER)) \
 X(kho_rule_builtin, nothing, ()) \
 X(kho_normalise, nothing, (kho_rule_builtin(), &consumed, &defined, &rational)) \
 X(kho_amc, nothing, (kho_rule_builtin(), &consumed, 1, &defined, &rational)) \
 X(kho_standing_word, nothing, (KHO_OVER)) \
 X(kho_judge, nothing, (kho_rule_builtin(), &position, &judgement)) \
 X(kho_table_free, a_table, (taken(&stage.table))) \
 X(kho_table_share, a_shared_table, (stage.table)) \
 X(kho_table_name, a_table, (stage.table)) \
 X(kho_table_title, a_table, (stage.table, KHO_VI)) \
 X(kho_table_rows, a_table, (stage.table)) \
 X(kho_table_columns, a_table, (stage.table)) \
 X(kho_table_type, a_table, (stage.table, 0)) \
 X(kho_table_key, a_table, (stage.table, 0)) \
 X(kho_table_label, a_table, (stage.table, 0, KHO_VI)) \
 X(kho_table_find, a_table, (stage.table, "months")) \
 X(kho_table_has, a_table, (stage.table, 0, 0)) \
 X(kho_table_int, a_table, (stage.table, 0, KHO_YTD_CLOSING)) \
 X(kho_table_rational, a_table, (stage.table, 0, KHO_YTD_MONTHS)) \
 X(kho_table_date, a_table, (stage.table, 0, 0)) \
 X(kho_table_text, a_table, (stage.table, 0, 0)) \
 X(kho_table_shown, a_table, \
     (stage.table, 0, KHO_YTD_MONTHS, KHO_VI, stage.text)) \
 X(kho_table_buffer, a_table, (stage.table, 0)) \
 X(kho_table_words, a_table, (stage.table, 0)) \
 X(kho_table_word, a_table, (stage.table, 0, 0)) \
 X(kho_table_word_name, a_table, (stage.table, 0, 0, KHO_VI)) \
 X(kho_table_validity, a_table, (stage.table, 0)) \
 X(kho_table_meta, a_table, (stage.table, "on")) \
 X(kho_table_metas, a_table, (stage.table)) \
 X(kho_table_meta_key, a_table, (stage.table, 0)) \
 X(kho_tables_free, tables, (taken(&stage.tables))) \
 X(kho_tables_title, tables, (stage.tables, KHO_VI)) \
 X(kho_tables_count, tables, (stage.tables)) \
 X(kho_tables_at, tables, (stage.tables, 0))
/* clang-format on */

CALLS(TRIAL_CALL)
STEPS(TRIAL_CALL)
SURE(TRIAL_DO)

static const trial calls[] = {CALLS(TRIAL_ROW) STEPS(TRIAL_STEPS) SURE(TRIAL_ROW)};

/* What these give is of no account here. */
#pragma GCC diagnostic ignored "-Wunused-result"
#pragma GCC diagnostic ignored "-Wunused-value"
NONE(TRIAL_DO)

static const trial none[] = {NONE(TRIAL_ROW)};

int main(int argc, char **argv)
{
    const size_t call_count = sizeof(calls) / sizeof(*calls);
    const size_t none_count = sizeof(none) / sizeof(*none);
    bool good;

    setvbuf(stdout, NULL, _IOLBF, 0); /* what is said is seen where it ends */

    if (argc > 1 && strcmp(argv[1], "--list") == 0) {
        trial_list(calls, call_count);
        trial_list(none, none_count);
        return 0;
    }
    if (!memory_fails()) {
        puts("skipped: another allocator is in charge");
        return 77;
    }
    memory_spares = &memory_in_workbook;
    good = stage_make();
    good = good && trial_all(&stage_calls, calls, call_count);
    good = trial_none(&stage_calls, none, none_count) && good;
    return stage_remove() && good ? 0 : 1;
}
