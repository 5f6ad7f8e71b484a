#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <pthread.h>
#include <string.h>

#include "base/error.h"

TestSuite(error);

Test(error, at_first_there_is_none)
{
    cr_assert(eq(int, kho_error_last()->status, KHO_OK));
    cr_assert(eq(str, (char *)kho_error_last()->message, ""));
    cr_assert(eq(int, kho__error_language(), KHO_EN));
}

Test(error, every_status_has_its_word_and_others_have_none)
{
    const struct {
        kho_status status;
        const char *word;
    } cases[] = {
        {KHO_OK,         "ok"       },
        {KHO_ESHORT,     "short"    },
        {KHO_ECONFLICT,  "conflict" },
        {KHO_ECLOSED,    "closed"   },
        {KHO_ENOTFOUND,  "not_found"},
        {KHO_EROUTE,     "route"    },
        {KHO_EAMBIGUOUS, "ambiguous"},
        {KHO_EEXPIRED,   "expired"  },
        {KHO_EINVALID,   "invalid"  },
        {KHO_EEXISTS,    "exists"   },
        {KHO_EREADONLY,  "read_only"},
        {KHO_EBUSY,      "busy"     },
        {KHO_ESTORAGE,   "storage"  },
        {KHO_EDAMAGED,   "damaged"  },
        {KHO_EFOREIGN,   "foreign"  },
        {KHO_EMEMORY,    "memory"   },
        {KHO_EOVERFLOW,  "overflow" },
        {-17,            "unknown"  },
        {1,              "unknown"  },
        {INT32_MIN,      "unknown"  },
        {INT32_MAX,      "unknown"  },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(
            eq(str, (char *)kho_status_word(cases[i].status), (char *)cases[i].word));
}

Test(error, the_version_is_the_projects)
{
    cr_assert(eq(str, (char *)kho_version(), KHO_VERSION));
}

Test(error, says_it_in_the_threads_language_with_the_same_arguments)
{
    cr_assert(eq(int,
        kho__fail(KHO_ENOTFOUND, "no item \"%s\" (%d)", "không có mặt hàng \"%s\" (%d)",
            "bcs", 7),
        KHO_ENOTFOUND));
    cr_assert(eq(str, (char *)kho_error_last()->message, "no item \"bcs\" (7)"));
    cr_assert(eq(int, kho_error_last()->status, KHO_ENOTFOUND));

    kho_error_language(KHO_VI);
    kho__fail(
        KHO_ENOTFOUND, "no item \"%s\" (%d)", "không có mặt hàng \"%s\" (%d)", "bcs", 7);
    cr_assert(
        eq(str, (char *)kho_error_last()->message, "không có mặt hàng \"bcs\" (7)"));
    cr_assert(eq(str, (char *)kho__say("yes", "có"), "có"));

    kho_error_language((kho_language)9);
    cr_assert(eq(int, kho__error_language(), KHO_EN), "an unknown language is English");
}

Test(error, names_the_place_in_an_input)
{
    const struct {
        const char *file;
        int line, column;
        const char *message;
    } cases[] = {
        {"rules.yaml", 12, 5, "rules.yaml:12:5: no"},
        {"rules.yaml", 12, 0, "rules.yaml:12: no"  },
        {"rules.yaml", 0,  0, "rules.yaml: no"     },
        {"rules.yaml", 0,  5, "rules.yaml: no"     },
        {"rules.yaml", 1,  1, "rules.yaml:1:1: no" },
        {"rules.yaml", 1,  0, "rules.yaml:1: no"   },
        {"",           12, 5, "12:5: no"           },
        {NULL,         0,  0, "no"                 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *file = cases[i].file ? cases[i].file : "";

        kho__fail_at(
            KHO_EINVALID, cases[i].file, cases[i].line, cases[i].column, "no", "không");
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].message));
        cr_expect(eq(str, (char *)kho_error_last()->file, (char *)file));
        cr_expect(eq(int, kho_error_last()->line, cases[i].line));
        cr_expect(eq(int, kho_error_last()->column, cases[i].column));
    }
}

Test(error, a_new_failure_forgets_where_the_last_one_was_and_what_it_refused)
{
    const kho_refusal refusals[2] = {{.index = 0}, {.index = 1}};

    kho__fail_at(KHO_EINVALID, "a.yaml", 3, 4, "no", "không");
    kho__error_refusals(refusals, 2);
    cr_assert(eq(sz, kho_error_last()->refusal_count, 2));

    kho__fail_memory();
    cr_assert(eq(int, kho_error_last()->status, KHO_EMEMORY));
    cr_assert(eq(str, (char *)kho_error_last()->message, "out of memory"));
    cr_assert(eq(str, (char *)kho_error_last()->file, ""));
    cr_assert(eq(int, kho_error_last()->line, 0));
    cr_assert(eq(int, kho_error_last()->column, 0));
    cr_assert(zero(ptr, (void *)kho_error_last()->refusals));
    cr_assert(eq(sz, kho_error_last()->refusal_count, 0));
}

Test(error, forgets_refusals_whose_memory_goes_but_no_others)
{
    const kho_refusal mine[1] = {{.index = 0}}, others[1] = {{.index = 0}};

    kho__fail(KHO_ESHORT, "short", "thiếu");
    kho__error_refusals(mine, 1);
    kho__error_forget(others);
    cr_assert(eq(ptr, (void *)kho_error_last()->refusals, (void *)mine));
    kho__error_forget(mine);
    cr_assert(zero(ptr, (void *)kho_error_last()->refusals));
    cr_assert(eq(sz, kho_error_last()->refusal_count, 0));
    cr_assert(eq(int, kho_error_last()->status, KHO_ESHORT), "the failure itself stays");
}

Test(error, is_cut_at_a_whole_character)
{
    char text[2048] = "";
    size_t size;

    /* Three bytes each, so that 1023 ends within one of them for two of three prefixes.
     */
    for (size_t shift = 0; shift < 3; shift++) {
        memset(text, 'x', shift);
        for (size = shift; size + 3 < sizeof(text); size += 3)
            memcpy(text + size, "ệ", 3);
        text[size] = '\0';
        kho__fail(KHO_EINVALID, "%s", "%s", text);
        size = strlen(kho_error_last()->message);
        cr_expect(eq(sz, (size - shift) % 3, 0), "shift %zu", shift);
        cr_expect(ge(sz, size, 1021), "shift %zu", shift);
        cr_expect(eq(str, (char *)kho_error_last()->message + size - 3, "ệ"));
    }
}

Test(error, quotes_any_input_as_one_line_of_text)
{
    const struct {
        const char *quoted, *message;
    } cases[] = {
        {"a\nb\tc",                        "a?b?c"                         },
        {"\x1b[31mred",                    "?[31mred"                      },
        {"\xc2\xa0",                       "\xc2\xa0"                      },
        {"\x7f",                           "?"                             },
        {"\xc2\x9b"
         "31m",                   "?31m"                          }, /* CSI as one character */
        {"\xff\xfe",                       "??"                            },
        {"\xed\xa0\x80",                   "???"                           }, /* a surrogate */
        {"\xc0\xaf",                       "??"                            }, /* an overlong slash */
        {"\xe1\xbb",                       "??"                            }, /* a cut character */
        {"Trạm Y tế \xf0\x9f\x92\x8a", "Trạm Y tế \xf0\x9f\x92\x8a"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho__fail(KHO_EINVALID, "%s", "%s", cases[i].quoted);
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].message),
            "%zu", i);
    }
}

Test(error, may_quote_the_last_message)
{
    kho__fail(KHO_EINVALID, "no such day", "không có ngày đó");
    kho__fail_at(
        kho_error_last()->status, "a.yaml", 2, 1, "%s", "%s", kho_error_last()->message);
    cr_assert(eq(str, (char *)kho_error_last()->message, "a.yaml:2:1: no such day"));
    kho__fail_at(KHO_EINVALID, kho_error_last()->file, 3, 1, "again: %s", "lại: %s",
        kho_error_last()->message);
    cr_assert(eq(str, (char *)kho_error_last()->message,
        "a.yaml:3:1: again: a.yaml:2:1: no such day"));
}

static void *fail_elsewhere(void *unused)
{
    (void)unused;
    kho_error_language(KHO_VI);
    kho__fail(KHO_EBUSY, "busy", "đang bận");
    return strcmp(kho_error_last()->message, "đang bận") == 0 ? NULL
                                                              : "not in Vietnamese";
}

Test(error, each_thread_has_its_own)
{
    pthread_t thread;
    void *fault;

    kho__fail(KHO_ESHORT, "short", "thiếu");
    cr_assert(zero(int, pthread_create(&thread, NULL, fail_elsewhere, NULL)));
    cr_assert(zero(int, pthread_join(thread, &fault)));
    cr_assert(zero(ptr, fault));
    cr_assert(eq(str, (char *)kho_error_last()->message, "short"));
    cr_assert(eq(int, kho__error_language(), KHO_EN));
}
