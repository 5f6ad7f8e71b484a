/* A host's values become entries, catalogues and questions. */
#include "desk.h"

static kho_document *document;

static void open_station(void)
{
    open_desk();
    cr_assert(eq(int, kho_document_new(&document), KHO_OK));
}

static void close_station(void)
{
    kho_document_free(document);
    close_desk();
}

TestSuite(document, .init = open_station, .fini = close_station);

/* Build a document as JSON would say it: a letter a call, texts between quotes. */
static kho_status build(const char *json)
{
    kho_status status = KHO_OK;

    kho_document_clear(document);
    for (; *json && status == KHO_OK; json++) {
        const char *end = json + 1;

        if (*json == '{')
            status = kho_document_map(document);
        else if (*json == '[')
            status = kho_document_list(document);
        else if (*json == '}' || *json == ']')
            status = kho_document_end(document);
        else if (*json == '\'') {
            while (*end != '\'')
                end++;
            status = kho_document_text(document, json + 1, (size_t)(end - json - 1));
            json = end;
        } else if (*json == 'n') {
            status = kho_document_null(document);
        } else if (*json == 't') {
            status = kho_document_scalar(document, "true");
        } else if (*json >= '0' && *json <= '9') {
            status = kho_document_integer(document, strtoll(json, (char **)&end, 10));
            json = end - 1;
        }
    }
    return status;
}

/* What a message begins with: an unknown key's goes on with all that are known. */
static void expect_message(const char *begins)
{
    char start[128];

    snprintf(
        start, sizeof(start), "%.*s", (int)strlen(begins), kho_error_last()->message);
    cr_expect(eq(str, start, (char *)begins));
}

static const char catalogue[] = "{'channels' ['free'] 'items' [{'code' 'bcs' 'name' "
                                "{'vi' 'Bao cao su'} 'unit' 'chiếc'}]"
                                " 'places' [{'code' 'ncc' 'kind' 'supplier' 'name' 'Kho'}"
                                " {'code' 'tyt' 'kind' 'store' 'name' 'Trạm'} {'code' "
                                "'ctv' 'kind' 'collaborator' 'name' 'CTV'"
                                " 'parent' 'tyt'}]}";

static void define(void)
{
    kho_answer answer;

    cr_assert(eq(int, build(catalogue), KHO_OK));
    cr_assert(
        eq(int, kho_ledger_define_document(ledger, document, KHO_NO_DATE, false, &answer),
            KHO_OK));
    cr_expect(eq(i64, answer.seq, 1));
}

static kho_status post_hand(const char *json)
{
    cr_assert(eq(int, build(json), KHO_OK));
    return kho_ledger_post_hand(ledger, document, NULL);
}

static int64_t stock_of(const char *place)
{
    kho_table *table;
    int64_t sum = 0;
    char json[64];

    snprintf(json, sizeof(json), "{'place' '%s'}", place);
    cr_assert(eq(int, build(json), KHO_OK));
    cr_assert(eq(int, kho_ledger_ask(ledger, "stock", document, &table), KHO_OK));
    for (size_t row = 0; row < kho_table_rows(table); row++)
        sum += kho_table_int(table, row, KHO_STOCK_QUANTITY);
    kho_table_free(table);
    return sum;
}

Test(document, an_entry_is_posted_as_its_json_would_be)
{
    kho_answer answer;

    define();
    cr_assert(eq(int,
        build("{'uid' 'PN-1' 'date' '2026-11-03' 'late' n 'moves' [{'item' 'bcs' 'lot' "
              "'A12'"
              " 'expiry' '2029-05' 'from' 'ncc' 'to' 'tyt' 'quantity' 1440}]}"),
        KHO_OK));
    cr_assert(eq(int, kho_ledger_post_document(ledger, document, &answer), KHO_OK));
    cr_expect(eq(i64, answer.seq, 2));
    cr_expect(eq(str, (char *)answer.uid, "PN-1"));
    cr_assert(eq(int, kho_ledger_post_document(ledger, document, &answer), KHO_OK));
    cr_expect(answer.existing);
    cr_expect(eq(i64, stock_of("tyt"), 1440));
}

Test(document, a_key_that_no_entry_has_and_a_wrong_type_are_named)
{
    define();
    cr_assert(eq(int, build("{'date' '2026-11-03' 'move' []}"), KHO_OK));
    cr_expect(eq(int, kho_ledger_post_document(ledger, document, NULL), KHO_EINVALID));
    expect_message("entry: unknown key 'move';");
    cr_assert(eq(int,
        build("{'date' '2026-11-03' 'moves' [{'item' 'bcs' 'from' 'ncc' 'to' 'tyt'"
              " 'quantity' '5'}]}"),
        KHO_OK));
    cr_expect(eq(int, kho_ledger_post_document(ledger, document, NULL), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "moves[0]: quantity: expected a whole number from 1 to 1000000000000"));
}

Test(document, a_number_is_no_text_in_a_document_that_held_a_catalogue_either)
{
    define();
    cr_assert(eq(int,
        build("{'uid' 7 'date' '2026-11-03' 'moves' [{'item' 'bcs' 'from' 'ncc' 'to' "
              "'tyt' 'quantity' 5}]}"),
        KHO_OK));
    cr_expect(eq(int, kho_ledger_post_document(ledger, document, NULL), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "entry: uid: expected a text"));
}

Test(document, what_is_done_by_hand_is_posted_by_its_name)
{
    define();
    cr_assert(eq(int,
        post_hand("{'verb' 'receive' 'date' '2026-11-03' 'from' 'ncc' 'to' 'tyt'"
                  " 'lines' {'bcs@A12/2029-05' 1440 'bcs@A11/2027-06' 144}}"),
        KHO_OK));
    cr_assert(eq(int,
        post_hand("{'verb' 'issue' 'date' '2026-11-05' 'from' 'tyt' 'to' 'ctv' 'lines' "
                  "{'bcs' 288}}"),
        KHO_OK));
    cr_assert(eq(int,
        post_hand(
            "{'verb' 'dispense' 'date' '2026-11-06' 'from' 'ctv' 'lines' {'bcs' 100}}"),
        KHO_OK));
    cr_assert(eq(int,
        post_hand(
            "{'verb' 'count' 'date' '2026-11-07' 'from' 'ctv' 'lines' {'bcs@A11' 0}}"),
        KHO_OK));
    cr_assert(eq(int,
        post_hand("{'verb' 'serve' 'date' '2026-11-08' 'from' 'ctv' 'lines' {'bcs' 8}"
                  " 'service' {'place' 'ctv' 'method' 'condom' 'kind' 'resupply'}}"),
        KHO_OK));
    cr_assert(eq(int,
        post_hand("{'verb' 'serve' 'date' '2026-11-08'"
                  " 'service' {'place' 'tyt' 'method' 'pill' 'kind' 'counsel'}}"),
        KHO_OK));
    cr_expect(eq(i64, stock_of("tyt"), 1440 + 144 - 288));
    cr_expect(eq(i64, stock_of("ctv"), 288 - 100 - 44 - 8));
}

Test(document, what_can_not_be_done_by_hand_is_told)
{
    const struct {
        const char *json;
        kho_status status;
        const char *message;
    } cases[] = {
        {"{'verb' 'issue' 'date' '2026-11-03' 'from' 'ncc' 'to' 'tyt' 'lines' {'bcs' 1}}",
         KHO_EROUTE,                                                                                      "from ncc to tyt is called receive"           },
        {"{'verb' 'sell' 'date' '2026-11-03' 'lines' {'bcs' 1}}",                          KHO_EINVALID,
         "'sell' is not a movement's name"                                                                                                              },
        {"{'verb' 'receive' 'date' '2026-11-03' 'from' 'ncc' 'lines' {'bcs' 1}}",
         KHO_EINVALID,                                                                                    "receive: to is missing"                      },
        {"{'verb' 'receive' 'date' '2026-11-03' 'from' 'ncc' 'to' 'tyt' 'lines' {}}",
         KHO_EINVALID,                                                                                    "receive: no lines"                           },
        {"{'verb' 'receive' 'date' '2026-11-03' 'from' 'ncc' 'to' 'tyt' 'lines' ['bcs']}",
         KHO_EINVALID,                                                                                    "lines: expected a map of lines to quantities"},
        {"{'verb' 'receive' 'date' '2026-11-03' 'from' 'ncc' 'to' 'tyt' 'lines' {'bcs' "
         "'1'}}",                                                                 KHO_EINVALID,
         "bcs: quantity: expected a whole number from 1 to 1000000000000"                                                                               },
        {"{'verb' 'count' 'date' '2026-11-03' 'lines' {'bcs' 0}}",                         KHO_EINVALID,
         "count: from is missing"                                                                                                                       },
        {"{'verb' 'serve' 'date' '2026-11-03' 'from' 'tyt'}",                              KHO_EINVALID,
         "serve: key 'service' is missing"                                                                                                              },
        {"{'verb' 'receive' 'date' '2026-11-03' 'moves' []}",                              KHO_EINVALID,
         "entry: unknown key 'moves';"                                                                                                                  },
        {"{'verb' 'receive' 'date' '2026-11-03' 'from' 'nowhere' 'to' 'tyt' 'lines' "
         "{'bcs' 1}}",                                                            KHO_ENOTFOUND, "no place 'nowhere'"                          },
    };

    define();
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(
            eq(int, post_hand(cases[i].json), cases[i].status), "%s", cases[i].json);
        expect_message(cases[i].message);
    }
    cr_expect(eq(i64, stock_of("tyt"), 0));
}

Test(document, a_document_that_is_not_whole_or_not_in_shape_is_refused)
{
    cr_expect(eq(int, kho_ledger_post_document(ledger, document, NULL), KHO_EINVALID));
    cr_expect(eq(int, kho_document_end(document), KHO_EINVALID));
    cr_expect(eq(int, build("{5"), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "a key must be a text"));
    cr_expect(eq(int, build("{'a' }"), KHO_EINVALID));
    cr_expect(eq(int, build("{'a' 1 'a' 2}"), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "key 'a' stands twice"));
    cr_expect(eq(int, build("{}{"), KHO_EINVALID));
    cr_expect(eq(int, build("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), KHO_EINVALID));
    cr_assert(eq(int, build("'\xff'"), KHO_EINVALID));
}

Test(document, a_key_that_stands_twice_is_refused_among_few_and_among_many)
{
    char few[] = "{'a'1'b'2'a'3}", many[512] = "{";

    cr_expect(eq(int, build(few), KHO_EINVALID));
    expect_message("key 'a' stands twice");
    for (int i = 0; i < 40; i++)
        snprintf(many + strlen(many), sizeof(many) - strlen(many), "'k%d'%d", i, i);
    snprintf(many + strlen(many), sizeof(many) - strlen(many), "'k17'1}");
    cr_expect(eq(int, build(many), KHO_EINVALID));
    expect_message("key 'k17' stands twice");
    memcpy(many + strlen(many) - sizeof("'k17'1}") + 1, "}", 2);
    cr_expect(eq(int, build(many), KHO_OK));
}

Test(document, a_question_is_asked_by_its_word)
{
    kho_table *table;

    define();
    cr_assert(eq(int, kho_ledger_ask(ledger, "places", NULL, &table), KHO_OK));
    cr_expect(eq(str, (char *)kho_table_name(table), "places"));
    kho_table_free(table);
    cr_assert(eq(int,
        build("{'period' '2026-Q4' 'kind' 'services' 'place' 'tyt' 'tree' t 'by' 'age'}"),
        KHO_OK));
    cr_assert(eq(int, kho_ledger_ask(ledger, "report", document, &table), KHO_OK));
    cr_expect(eq(str, (char *)kho_table_name(table), "services"));
    cr_expect(eq(str, (char *)kho_table_meta(table, "from"), "2026-10-01"));
    kho_table_free(table);
    cr_assert(eq(int, build("{'places' 'tyt'}"), KHO_OK));
    cr_expect(eq(int, kho_ledger_ask(ledger, "stock", document, &table), KHO_EINVALID));
    expect_message("query: unknown key 'places';");
    cr_expect(eq(int, kho_ledger_ask(ledger, "stok", NULL, &table), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "there is no question 'stok'"));
    cr_assert(eq(int, build("{'period' '2026-11'}"), KHO_OK));
    cr_assert(eq(int, kho_ledger_ask(ledger, "report", document, &table), KHO_OK));
    cr_expect(eq(str, (char *)kho_table_name(table), "report"));
    kho_table_free(table);
    cr_assert(eq(int, build("{'period' '2026-11' 'kind' 'alerts'}"), KHO_OK));
    cr_expect(eq(int, kho_ledger_ask(ledger, "report", document, &table), KHO_EINVALID));
    expect_message("alerts: no such report; there is: stock, collaborators,");
    cr_assert(eq(int, kho_ledger_ask(ledger, "check", NULL, &table), KHO_OK));
    cr_expect(eq(sz, kho_table_rows(table), 0));
    kho_table_free(table);
}
