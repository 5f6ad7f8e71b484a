#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/table.h"
#include "report/tables.h"

static const char report[] =
    "{\"table\":\"report\",\"meta\":{\"on\":\"2026-11-30\",\"known\":1284,"
    "\"rules\":\"Mẫu "
    "\\\"<thử>\\\"\",\"min_months\":\"3/2\",\"max_months\":\"3/1\"},\"rows\":[\n"
    "{\"place\":\"tyt-05518\",\"item\":\"bcs\",\"channel\":\"free\",\"unit\":\"piece\","
    "\"opening\":1200,\"received\":1440,\"returned\":-12,\"issued\":288,\"dispensed\":"
    "1000000,"
    "\"transferred_in\":0,\"transferred_out\":0,\"lost\":3,\"adjusted\":-7,\"closing\":"
    "1234567,"
    "\"held\":0,\"days_out\":2,\"amc\":\"2469/2\",\"months\":\"-47/"
    "3\",\"status\":\"low\","
    "\"to_order\":1440},\n"
    "{\"place\":\"tyt-05518\",\"item\":\"vien\",\"channel\":\"free\",\"unit\":\"vỉ\","
    "\"opening\":0,\"received\":0,\"returned\":0,\"issued\":0,\"dispensed\":0,"
    "\"transferred_in\":0,\"transferred_out\":0,\"lost\":0,\"adjusted\":0,\"closing\":0,"
    "\"held\":0,\"days_out\":0,\"amc\":null,\"months\":null,\"status\":\"unknown\","
    "\"to_order\":0}\n"
    "]}\n";

Test(write_json, exact_fractions_codes_and_null_in_either_language)
{
    kho_table *table = tables_report();

    tables_expect(table, KHO_JSON, KHO_VI, report);
    tables_expect(table, KHO_JSON, KHO_EN, report);
    kho_table_free(table);
}

Test(write_json, whole_fractions_and_dates_are_strings)
{
    kho_table *table = tables_alerts();

    tables_expect(table, KHO_JSON, KHO_EN,
        "{\"table\":\"alerts\",\"meta\":{},\"rows\":[\n"
        "{\"severity\":2,\"alert\":\"expired\",\"place\":\"tyt-05518\",\"item\":\"bcs\","
        "\"channel\":\"social_marketing\",\"lot\":\"=1+1<i>\",\"expiry\":\"2026-10-31\","
        "\"quantity\":96,\"months\":\"5/"
        "1\",\"to_order\":null,\"since\":\"2026-11-01\"},\n"
        "{\"severity\":3,\"alert\":\"late_report\",\"place\":\"ctv-01\",\"item\":null,"
        "\"channel\":null,\"lot\":null,\"expiry\":null,\"quantity\":null,\"months\":null,"
        "\"to_order\":null,\"since\":\"2026-11-06\"}\n"
        "]}\n");
    kho_table_free(table);
}

Test(write_json, no_rows_give_an_empty_array)
{
    kho_table *table = tables_lots(NULL, 0);

    tables_expect(
        table, KHO_JSON, KHO_VI, "{\"table\":\"lots\",\"meta\":{},\"rows\":[]}\n");
    kho_table_free(table);
}

Test(write_json, only_counts_of_entries_become_numbers_and_only_plain_ones)
{
    static const struct {
        const char *key, *value, *json;
    } cases[] = {
        {"known", "0",                "0"                   },
        {"seq",   "999999999999999",  "999999999999999"     },
        {"known", "9999999999999999", "\"9999999999999999\""},
        {"known", "007",              "\"007\""             },
        {"known", "-1",               "\"-1\""              },
        {"known", "",                 "\"\""                },
        {"known", "12a",              "\"12a\""             },
        {"rules", "12",               "\"12\""              },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_table *table = tables_lots(NULL, 0);
        char expected[128];

        cr_assert(
            eq(int, kho__table_meta_set(table, cases[i].key, cases[i].value), KHO_OK));
        snprintf(expected, sizeof(expected),
            "{\"table\":\"lots\",\"meta\":{\"%s\":%s},\"rows\":[]}\n", cases[i].key,
            cases[i].json);
        tables_expect(table, KHO_JSON, KHO_EN, expected);
        kho_table_free(table);
    }
}

Test(write_json, another_reader_reads_back_what_was_in_the_table)
{
    static const char *const lots[] = {"\"quoted\"", "back\\slash", "a\nb\t\x01",
        "Lô số 1", "</script>", "\x7f", "𝄞", "/"};
    kho_table *table = tables_lots(lots, sizeof(lots) / sizeof(*lots));
    char *const text = tables_write(table, KHO_JSON, KHO_EN);
    json_error_t error;
    json_t *const read = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    json_t *rows;

    cr_assert(not(zero(ptr, read)), "%s", error.text);
    rows = json_object_get(read, "rows");
    cr_assert(eq(sz, json_array_size(rows), sizeof(lots) / sizeof(*lots)));
    for (size_t i = 0; i < sizeof(lots) / sizeof(*lots); i++) {
        const json_t *const lot = json_object_get(json_array_get(rows, i), "lot");

        cr_expect(eq(str, (char *)json_string_value(lot), (char *)lots[i]));
    }
    json_decref(read);
    free(text);
    kho_table_free(table);
}
