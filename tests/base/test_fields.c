/* A table of fields reads a map into a struct, or says what is wrong and where. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <kho/model.h>
#include <string.h>

#include "base/document.h"

typedef struct thing {
    const char *text, *code;
    int64_t number;
    bool flag;
    kho_date day, end;
    kho_month month;
    kho_rational ratio;
    int word;
    kho_text name;
    const kho__node *node;
} thing;

static const char *const words[] = {"store", "supplier", NULL};

static const kho__field fields[] = {
    {"text",   KHO__FIELD_TEXT,     offsetof(thing, text),   KHO__NULLABLE,  0,  8,    NULL },
    {"code",   KHO__FIELD_CODE,     offsetof(thing, code),   0,              0,  0,    NULL },
    {"number", KHO__FIELD_INTEGER,  offsetof(thing, number), KHO__REQUIRED,  -5, 1000,
     NULL                                                                                   },
    {"flag",   KHO__FIELD_BOOL,     offsetof(thing, flag),   0,              0,  0,    NULL },
    {"day",    KHO__FIELD_DATE,     offsetof(thing, day),    0,              0,  0,    NULL },
    {"end",    KHO__FIELD_DATE,     offsetof(thing, end),    KHO__MONTH_END, 0,  0,    NULL },
    {"month",  KHO__FIELD_MONTH,    offsetof(thing, month),  0,              0,  0,    NULL },
    {"ratio",  KHO__FIELD_RATIONAL, offsetof(thing, ratio),  0,              0,  60,   NULL },
    {"word",   KHO__FIELD_WORD,     offsetof(thing, word),   0,              0,  0,    words},
    {"name",   KHO__FIELD_NAME,     offsetof(thing, name),   0,              0,  16,   NULL },
    {"node",   KHO__FIELD_NODE,     offsetof(thing, node),   0,              0,  0,    NULL },
};

static kho__document document;
static thing got;

static kho_status read_yaml(const char *text)
{
    kho_status status = kho__document_yaml(&document, "x.yaml", text, strlen(text));

    cr_assert(eq(int, status, KHO_OK), "%s", kho_error_last()->message);
    return kho__read_map(&document, &document.root, "thing", fields,
        sizeof(fields) / sizeof(*fields), &got);
}

static kho_status read_json(const char *text)
{
    kho_status status = kho__document_json(&document, "x.json", 1, text, strlen(text));

    cr_assert(eq(int, status, KHO_OK), "%s", kho_error_last()->message);
    return kho__read_map(&document, &document.root, "thing", fields,
        sizeof(fields) / sizeof(*fields), &got);
}

static void forget(void)
{
    kho__document_free(&document);
}

TestSuite(fields, .fini = forget);

Test(fields, read_every_type)
{
    cr_assert(eq(int,
                  read_yaml("number: -5\ntext: 012\ncode: a.B_c-9\nflag: true\n"
                            "day: 2024-02-29\nend: 2029-02\nmonth: 2026-11\n"
                            "ratio: 1.5\nword: supplier\nnode: [1]\n"
                            "name: {vi: Bao cao su, en: Condom}\n"),
                  KHO_OK),
        "%s", kho_error_last()->message);
    cr_expect(eq(i64, got.number, -5));
    cr_expect(eq(str, (char *)got.text, "012"));
    cr_expect(eq(str, (char *)got.code, "a.B_c-9"));
    cr_expect(eq(int, got.flag, true));
    cr_expect(eq(int, got.day, kho_date_of(2024, 2, 29)));
    cr_expect(eq(int, got.end, kho_date_of(2029, 2, 28)));
    cr_expect(eq(int, got.month, kho_month_of(kho_date_of(2026, 11, 1))));
    cr_expect(eq(i64, got.ratio.numerator, 3));
    cr_expect(eq(i64, got.ratio.denominator, 2));
    cr_expect(eq(int, got.word, 1));
    cr_expect(eq(str, (char *)got.name.vi, "Bao cao su"));
    cr_expect(eq(str, (char *)got.name.en, "Condom"));
    cr_expect(eq(sz, got.node->count, 1));
}

Test(fields, leave_alone_what_is_absent_or_null_and_may_be)
{
    got.text = "before";
    got.flag = true;
    cr_assert(eq(int, read_json("{\"number\":1,\"text\":null}"), KHO_OK));
    cr_expect(eq(str, (char *)got.text, "before"));
    cr_expect(eq(int, got.flag, true));
}

Test(fields, take_a_plain_name_as_vietnamese)
{
    cr_assert(eq(int, read_yaml("{number: 1, name: Que cấy}"), KHO_OK));
    cr_expect(eq(str, (char *)got.name.vi, "Que cấy"));
    cr_expect(eq(int, got.name.en == NULL, 1));
}

Test(fields, refuse_with_place_key_and_what_was_expected)
{
    static const char number[] = "thing: number: expected a whole number from -5 to 1000";
    static const struct {
        const char *input, *error;
    } cases[] = {
        {"{}",                                "x.yaml:1:1: thing: key 'number' is missing"           },
        {"[1]",                               "x.yaml:1:1: thing: expected keys with values"         },
        {"number: 1\npak: 2",                 "x.yaml:2:1: thing: unknown key 'pak'; expected one of "
                              "text, code, number, flag, "
                              "day, end, month, ratio, word, name, node"},
        {"number: 1001",                      number                                                 },
        {"number: -6",                        number                                                 },
        {"number: 1.0",                       number                                                 },
        {"number: 1e2",                       number                                                 },
        {"number: 012",                       number                                                 },
        {"number: +1",                        number                                                 },
        {"number: 0x1F",                      number                                                 },
        {"number: 1_000",                     number                                                 },
        {"number: ' 1'",                      number                                                 },
        {"number: '1'",                       number                                                 },
        {"number: 99999999999999999999",      number                                                 },
        {"number: ~",                         number                                                 },
        {"number: [1]",                       number                                                 },
        {"number: yes",                       number                                                 },
        {"{number: 1, text: 123456789}",      "thing: text: longer than 8 bytes"                     },
        {"{number: 1, text: [a]}",            "thing: text: expected a text"                         },
        {"{number: 1, code: a/b}",
         "x.yaml:1:19: thing: code: expected a code: 1 to 64 of A-Z a-z 0-9 . _ -"                   },
        {"{number: 1, code: ''}",             "expected a code"                                      },
        {"{number: 1, code: đ}",             "expected a code"                                      },
        {"{number: 1, flag: yes}",            "thing: flag: expected true or false"                  },
        {"{number: 1, flag: 'true'}",         "thing: flag: expected true or false"                  },
        {"{number: 1, day: 2023-02-29}",
         "thing: day: expected a day such as 2026-11-03, from 1900 to 2199"                          },
        {"{number: 1, day: 2023-02}",         "thing: day: expected a day"                           },
        {"{number: 1, day: 1899-12-31}",      "thing: day: expected a day"                           },
        {"{number: 1, day: 2200-01-01}",      "thing: day: expected a day"                           },
        {"{number: 1, end: 2029-13}",
         "thing: end: expected a day such as 2029-05-31 or a month such as 2029-05"                  },
        {"{number: 1, end: 2200-01}",         "thing: end: expected a day"                           },
        {"{number: 1, month: 2026-00}",       "thing: month: expected a month such as 2026-11"       },
        {"{number: 1, ratio: 60.1}",
         "thing: ratio: expected a decimal number from 0 to 60"                                      },
        {"{number: 1, ratio: -0.1}",          "thing: ratio: expected a decimal number"              },
        {"{number: 1, ratio: 1e1}",           "thing: ratio: expected a decimal number"              },
        {"{number: 1, word: shop}",           "thing: word: expected one of store, supplier"         },
        {"{number: 1, name: {en: x}}",        "x.yaml:1:19: name: key 'vi' is missing"               },
        {"{number: 1, name: {vi: x, fr: y}}",
         "name: unknown key 'fr'; expected one of vi, en"                                            },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(int, read_yaml(cases[i].input), KHO_EINVALID), "%s", cases[i].input);
        cr_expect(strstr(kho_error_last()->message, cases[i].error) != NULL, "%s: %s",
            cases[i].input, kho_error_last()->message);
        kho__document_free(&document);
    }
}

Test(fields, tell_numbers_from_texts_in_json)
{
    static const struct {
        const char *input, *error;
    } cases[] = {
        {"{\"number\":\"1\"}",               "x.json:1: thing: number: expected a whole number"},
        {"{\"number\":1.0}",                 "thing: number: expected a whole number"          },
        {"{\"number\":1e2}",                 "thing: number: expected a whole number"          },
        {"{\"number\":true}",                "thing: number: expected a whole number"          },
        {"{\"number\":1,\"text\":12}",       "thing: text: expected a text"                    },
        {"{\"number\":1,\"text\":true}",     "thing: text: expected a text"                    },
        {"{\"number\":1,\"code\":12}",       "thing: code: expected a code"                    },
        {"{\"number\":1,\"flag\":\"true\"}", "thing: flag: expected true or false"             },
        {"{\"number\":1,\"flag\":1}",        "thing: flag: expected true or false"             },
        {"{\"number\":1,\"code\":null}",     "thing: code: expected a code"                    },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        cr_expect(eq(int, read_json(cases[i].input), KHO_EINVALID), "%s", cases[i].input);
        cr_expect(strstr(kho_error_last()->message, cases[i].error) != NULL, "%s: %s",
            cases[i].input, kho_error_last()->message);
        kho__document_free(&document);
    }
}

Test(fields, speak_vietnamese)
{
    kho_error_language(KHO_VI);
    cr_assert(eq(int, read_yaml("{number: 1, word: shop}"), KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->message,
        "x.yaml:1:19: thing: word: cần một trong các từ store, supplier"));
}

Test(fields, read_lists_of_codes_and_single_ones)
{
    const char *const *codes;
    size_t count;

    cr_assert(eq(int, read_yaml("{number: 1, node: [bcs, vien]}"), KHO_OK));
    cr_assert(
        eq(int, kho__read_codes(&document, got.node, "offers", &codes, &count), KHO_OK));
    cr_assert(eq(sz, count, 2));
    cr_assert(eq(str, (char *)codes[1], "vien"));
    forget();

    cr_assert(eq(int, read_yaml("{number: 1, node: bcs}"), KHO_OK));
    cr_assert(
        eq(int, kho__read_codes(&document, got.node, "offers", &codes, &count), KHO_OK));
    cr_assert(eq(sz, count, 1));
    forget();

    cr_assert(eq(int, read_yaml("{number: 1, node: []}"), KHO_OK));
    cr_assert(
        eq(int, kho__read_codes(&document, got.node, "offers", &codes, &count), KHO_OK));
    cr_assert(eq(sz, count, 0));
    forget();

    cr_assert(eq(int, read_yaml("{number: 1, node: [bcs, [x]]}"), KHO_OK));
    cr_assert(eq(int, kho__read_codes(&document, got.node, "offers", &codes, &count),
        KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->message,
        "x.yaml:1:25: offers: expected codes: 1 to 64 of A-Z a-z 0-9 . _ -"));
}
