#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "model/table_json.h"

static const kho__table_kind kinds[] = {KHO__TABLE_CARD, KHO__TABLE_STOCK};

/* A table of each type but fractions, with undefined cells and words used again. */
static kho_table *make(void)
{
    kho_table *table;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_STOCK, 0, &table), KHO_OK));
    for (int i = 0; i < 4; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        cr_assert(eq(int,
            kho__table_set_known(
                table, KHO_STOCK_PLACE, i < 2 ? "b" : "a", i < 2 ? "Bê" : NULL, "B"),
            KHO_OK));
        cr_assert(eq(int,
            kho__table_set_known(table, KHO_STOCK_ITEM, i % 2 ? "vien" : "bcs",
                i % 2 ? NULL : "Bao \"x\"", NULL),
            KHO_OK));
        if (i)
            kho__table_set_int(table, KHO_STOCK_QUANTITY, i == 3 ? INT64_MIN : 12 * i);
        kho__table_set_date(
            table, KHO_STOCK_EXPIRY, i == 2 ? kho_date_of(2029, 5, 31) : KHO_NO_DATE);
    }
    cr_assert(eq(int, kho__table_meta_set(table, "on", "2026-10-31"), KHO_OK));
    return table;
}

static json_t *parse(const kho__buffer *fragment)
{
    kho__buffer whole = {0};
    json_t *node;

    kho__buffer_byte(&whole, '{');
    kho__buffer_add(&whole, fragment->bytes, fragment->size);
    kho__buffer_byte(&whole, '}');
    node = json_loads(whole.bytes, 0, NULL);
    cr_assert(node != NULL, "%s", whole.bytes);
    kho__buffer_free(&whole);
    return node;
}

static json_t *heads_of(void)
{
    kho__buffer out = {0};
    json_t *node;

    kho__buffer_byte(&out, '{');
    kho__table_write_heads(kinds + 1, 1, &out);
    kho__buffer_byte(&out, '}');
    node = json_loads(out.bytes, 0, NULL);
    kho__buffer_free(&out);
    cr_assert(node != NULL);
    return node;
}

Test(table_json, rows_are_canonical_and_use_only_their_own_words)
{
    static const char *const more[][2] = {
        {"closed", "2026-11-03"}
    };
    kho_table *table = make();
    kho__buffer out = {0};

    cr_assert(eq(int, kho__table_write_rows(table, 1, 3, more, 1, &out), KHO_OK));
    cr_expect(eq(str, out.bytes,
        "\"words\":[[[\"b\",\"Bê\",\"B\"],[\"a\",null,\"B\"]],"
        "[[\"vien\"],[\"bcs\",\"Bao \\\"x\\\"\"]],[],[]],"
        "\"rows\":[[0,0,null,null,null,12,null],[1,1,null,\"2029-05-31\",null,24,null]],"
        "\"meta\":[[\"on\",\"2026-10-31\"],[\"closed\",\"2026-11-03\"]]"));
    kho__buffer_free(&out);
    kho_table_free(table);
}

Test(table_json, what_is_read_back_says_the_same)
{
    kho_table *table = make(), *again;
    kho__buffer out = {0};
    json_t *heads = heads_of(), *rows;

    cr_assert(eq(int, kho__table_write_rows(table, 0, 4, NULL, 0, &out), KHO_OK));
    rows = parse(&out);
    cr_assert(eq(int, kho__table_read(heads, rows, "stock", NULL, &again), KHO_OK), "%s",
        kho_error_last()->message);
    json_decref(rows);
    json_decref(heads);
    cr_expect(eq(str, (char *)kho_table_name(again), "stock"));
    cr_expect(eq(str, (char *)kho_table_title(again, KHO_VI), "Tồn kho theo lô"));
    cr_assert(eq(sz, kho_table_columns(again), KHO_STOCK_WIDTH));
    cr_assert(eq(sz, kho_table_rows(again), 4));
    for (size_t i = 0; i < KHO_STOCK_WIDTH; i++) {
        cr_expect(
            eq(str, (char *)kho_table_key(again, i), (char *)kho_table_key(table, i)));
        cr_expect(eq(str, (char *)kho_table_label(again, i, KHO_EN),
            (char *)kho_table_label(table, i, KHO_EN)));
        cr_expect(eq(int, kho_table_type(again, i), kho_table_type(table, i)));
        for (size_t row = 0; row < 4; row++) {
            cr_expect(
                eq(int, kho_table_has(again, row, i), kho_table_has(table, row, i)));
            cr_expect(
                eq(i64, kho_table_int(again, row, i), kho_table_int(table, row, i)));
            cr_expect(eq(str, (char *)kho_table_text(again, row, i),
                (char *)kho_table_text(table, row, i)));
        }
    }
    cr_expect(eq(str, (char *)kho_table_word_name(again, 0, 0, KHO_VI), "Bê"));
    cr_expect(eq(str, (char *)kho_table_word_name(again, 0, 1, KHO_VI), "B"));
    cr_expect(eq(str, (char *)kho_table_meta(again, "on"), "2026-10-31"));
    kho__buffer_free(&out);
    kho_table_free(table);
    kho_table_free(again);
}

/* A small table in which one thing is replaced. */
static kho_status read_with(
    const char *what, const char *by, const char *item, size_t *count)
{
    static const char text[] =
        "{\"tables\":[[\"narrow\",2,\"Hẹp\",\"Narrow\"],[\"wide\",4,\"Rộng\",\"Wide\"]],"
        "\"columns\":[[\"item\",\"text\",0,\"Hàng\",\"Item\"],"
        "[\"many\",\"integer\",0,\"Số\",\"Many\"],[\"mean\",\"rational\",1,\"TB\","
        "\"Mean\"],"
        "[\"day\",\"date\",0,\"Ngày\",\"Day\"]],"
        "\"words\":[[[\"bcs\",\"Bao\",\"Bag\"],[\"vien\"]]],"
        "\"rows\":[[0,1,\"-7/2\",\"2026-01-31\"],[1,2,3,null]],"
        "\"meta\":[[\"on\",\"2026-01-31\"]]}";
    const char *at = *what ? strstr(text, what) : text;
    kho__buffer changed = {0};
    kho_table *table;
    kho_status status;
    json_t *node;

    cr_assert(at != NULL, "%s", what);
    kho__buffer_add(&changed, text, (size_t)(at - text));
    kho__buffer_text(&changed, by);
    kho__buffer_text(&changed, at + strlen(what));
    node = json_loads(changed.bytes, 0, NULL);
    cr_assert(node != NULL, "%s", changed.bytes);
    status = kho__table_read(node, node, item && !*item ? "narrow" : "wide",
        item && *item ? item : NULL, &table);
    *count = status == KHO_OK ? kho_table_rows(table) : 0;
    if (status == KHO_OK && !*what && !item) {
        cr_expect(eq(i64, kho_table_rational(table, 0, 2).numerator, -7));
        cr_expect(eq(i64, kho_table_rational(table, 0, 2).denominator, 2));
        cr_expect(eq(i64, kho_table_rational(table, 1, 2).numerator, 3));
        cr_expect(eq(i64, kho_table_rational(table, 1, 2).denominator, 1));
        cr_expect(not(kho_table_has(table, 1, 3)));
    }
    if (status == KHO_OK && item && !*item)
        cr_expect(eq(sz, kho_table_columns(table), 2));
    kho_table_free(table);
    json_decref(node);
    kho__buffer_free(&changed);
    return status;
}

Test(table_json, a_narrow_table_is_the_first_columns_and_an_item_picks_rows)
{
    size_t count;

    cr_expect(eq(int, read_with("", "", NULL, &count), KHO_OK));
    cr_expect(eq(sz, count, 2));
    cr_expect(eq(int, read_with("", "", "", &count), KHO_OK));
    cr_expect(eq(sz, count, 2));
    cr_expect(eq(int, read_with("", "", "vien", &count), KHO_OK));
    cr_expect(eq(sz, count, 1));
    cr_expect(eq(int, read_with("", "", "dctc", &count), KHO_OK));
    cr_expect(eq(sz, count, 0));
}

Test(table_json, whatever_is_wrong_is_damage)
{
    static const char *const changes[][2] = {
        {"\"wide\",4",               "\"other\",4"     },
        {"\"wide\",4",               "\"wide\",5"      },
        {"\"wide\",4",               "\"wide\",0"      },
        {"\"wide\",4",               "\"wide\",33"     },
        {"\"wide\",4",               "\"wide\",\"4\""  },
        {"\"narrow\",2",             "7,2"             },
        {"\"Rộng\"",               "7"               },
        {"\"Wide\"",                 "\"<b>\""         },
        {"\"Hàng\"",                "\"a\\\"b\""      },
        {"\"Hàng\"",                "\"a&b\""         },
        {"\"Hàng\"",                "\"a\\\\b\""      },
        {"\"Item\"]",                "null]"           },
        {"\"many\"",                 "\"a b\""         },
        {"\"many\"",                 "null"            },
        {"\"integer\",0",            "\"number\",0"    },
        {"\"integer\",0",            "\"integer\",-1"  },
        {"\"integer\",0",            "\"integer\",19"  },
        {"\"words\":[[",             "\"no\":[["       },
        {"\"words\":[[[\"bcs\"",     "\"words\":[[[7"  },
        {"\"Bao\"",                  "7"               },
        {"\"rows\":[",               "\"no\":["        },
        {"[0,1,",                    "[2,1,"           },
        {"[0,1,",                    "[-1,1,"          },
        {"[0,1,",                    "[\"bcs\",1,"     },
        {"[0,1,",                    "[0,1.5,"         },
        {"[0,1,",                    "[0,\"1\","       },
        {"\"-7/2\"",                 "\"7/0\""         },
        {"\"-7/2\"",                 "\"7/-2\""        },
        {"\"-7/2\"",                 "\"7\""           },
        {"\"-7/2\"",                 "\"/2\""          },
        {"\"-7/2\"",                 "\"7/2x\""        },
        {"\"-7/2\"",                 "[7,2]"           },
        {"\"2026-01-31\"],",         "\"2026-02-31\"],"},
        {"\"2026-01-31\"],",         "20485],"         },
        {",\"2026-01-31\"],[1,2,3,", "],[1,2,3,"       },
        {"[[\"on\",\"2026-01-31\"]", "[[\"on\",7]"     },
        {"[[\"on\",\"2026-01-31\"]", "[7"              },
    };
    size_t count;

    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
        cr_expect(
            eq(int, read_with(changes[i][0], changes[i][1], NULL, &count), KHO_EDAMAGED),
            "%s becomes %s", changes[i][0], changes[i][1]);
    /* Without a column of items, a filter can't be answered. */
    cr_expect(eq(int, read_with("[\"item\"", "[\"thing\"", "bcs", &count), KHO_EDAMAGED));
    cr_expect(eq(int, read_with("[\"item\"", "[\"thing\"", NULL, &count), KHO_OK));
}
