#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <jansson.h>
#include <string.h>
#include <utf8proc.h>

#include "base/error.h"
#include "base/text.h"
#include "shared.h"

static kho__arena arena;

static void start(void)
{
    arena = (kho__arena){0};
}

static void stop(void)
{
    kho__arena_free(&arena);
}

/* Where the file isn't there the test is skipped. */
static FILE *open_shared(const char *name)
{
    char path[1024];
    FILE *file;

    NEED_SHARED(name, path, stop());
    file = fopen(path, "r");
    cr_assert(ne(ptr, file, NULL), "%s", path);
    return file;
}

TestSuite(text, .init = start, .fini = stop);

static const char *take(const char *text)
{
    const char *out = NULL;

    cr_expect(
        eq(int, kho__text_take(&arena, "note", text, 1000, &out), KHO_OK), "%s", text);
    return out ? out : "refused";
}

Test(text, is_brought_into_nfc)
{
    const struct {
        const char *why, *given, *nfc;
    } cases[] = {
        {"empty",                "",                                     ""                },
        {"ASCII stays",          "Bao cao su 52mm",                      "Bao cao su 52mm" },
        {"NFC stays",            "Trạm Y tế",                        "Trạm Y tế"   },
        {"NFD is composed",      "Tra\xcc\xa3m Y te\xcc\x82\xcc\x81",    "Trạm Y tế"   },
        {"marks in any order",   "te\xcc\x82\xcc\xa3 e\xcc\xa3\xcc\x82", "tệ ệ"        },
        {"a tone on a horn",     "Phu\xcc\x9bo\xcc\x9b\xcc\x80ng",       "Phường"       },
        {"a tone on half of it", "Ph\xc6\xb0\xc6\xa1\xcc\x80ng",         "Phường"       },
        {"a mark alone stays",   "\xcc\x81",                             "\xcc\x81"        },
        {"no compatibility",     "ﬁ ２",                              "ﬁ ２"         },
        {"a tone of its own",    "a\xcd\x81",                            "\xc3\xa1"        },
        {"beyond 16 bits",       "\xf0\x9f\x92\x8a",                     "\xf0\x9f\x92\x8a"},
        {"a noncharacter stays", "\xef\xbf\xbe",                         "\xef\xbf\xbe"    },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(eq(str, (char *)take(cases[i].given), (char *)cases[i].nfc), "%s",
            cases[i].why);
}

Test(text, is_refused_where_it_is_no_text)
{
    const struct {
        const char *why, *bytes;
        size_t size;
    } cases[] = {
        {"NUL",                 "a\0b",                 3},
        {"a NUL at the end",    "a\0",                  2},
        {"a tab",               "a\tb",                 3},
        {"a line feed",         "a\n",                  2},
        {"U+001F",              "\x1f",                 1},
        {"U+007F",              "\x7f",                 1},
        {"U+0080",              "\xc2\x80",             2},
        {"U+009F",              "\xc2\x9f",             2},
        {"a byte of Windows",   "Tr\xe2m",              4},
        {"a lone continuation", "\x80",                 1},
        {"cut after one",       "\xe1",                 1},
        {"cut after two",       "\xe1\xba",             2},
        {"cut before ASCII",
         "\xe1\xba"
            "a",                                        3},
        {"overlong, 2",         "\xc0\xaf",             2},
        {"overlong, 2 still",   "\xc1\xbf",             2},
        {"overlong, 3",         "\xe0\x9f\xbf",         3},
        {"overlong, 4",         "\xf0\x8f\xbf\xbf",     4},
        {"a high surrogate",    "\xed\xa0\x80",         3},
        {"a low surrogate",     "\xed\xbf\xbf",         3},
        {"above U+10FFFF",      "\xf4\x90\x80\x80",     4},
        {"five bytes",          "\xf8\x88\x80\x80\x80", 5},
        {"FF",                  "\xff",                 1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *out = NULL;

        cr_expect(eq(int,
                      kho__text_take_bytes(
                          &arena, "note", cases[i].bytes, cases[i].size, 1000, &out),
                      KHO_EINVALID),
            "%s", cases[i].why);
        cr_expect(zero(ptr, (void *)out), "%s", cases[i].why);
        cr_expect(zero(int, strncmp(kho_error_last()->message, "note ", 5)), "%s",
            kho_error_last()->message);
    }
}

Test(text, borders_of_what_is_refused_are_taken)
{
    const char *const cases[] = {" ", "~", "\xc2\xa0", "\xdf\xbf", "\xe0\xa0\x80",
        "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(eq(str, (char *)take(cases[i]), (char *)cases[i]));
}

/* Letters that are taken to be composed without asking utf8proc. */
static int letter(int i)
{
    return i < 0x300 - 0xA0 ? 0xA0 + i : 0x1E00 + i - (0x300 - 0xA0);
}

Test(text, every_pair_of_latin_letters_is_what_unicode_says)
{
    enum { letters = 0x300 - 0xA0 + 0x100 };

    for (int a = 0; a < letters; a++) {
        for (int b = 0; b < letters; b++) {
            unsigned char pair[9] = "";
            utf8proc_uint8_t *nfc;
            const char *out = NULL;
            utf8proc_ssize_t size = utf8proc_encode_char(letter(a), pair);

            utf8proc_encode_char(letter(b), pair + size);
            nfc = utf8proc_NFC(pair);
            if (kho__text_take(&arena, "pair", (char *)pair, 8, &out) < 0 ||
                strcmp(out, (char *)nfc) != 0)
                cr_fatal("U+%04X U+%04X", (unsigned)letter(a), (unsigned)letter(b));
            free(nfc);
        }
        kho__arena_clear(&arena);
    }
}

Test(text, a_refusal_says_which_byte_is_wrong)
{
    const char *out;

    cr_assert(
        eq(int, kho__text_take(&arena, "note", "Tr\xe2m", 100, &out), KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->message, "note is not UTF-8 (byte 3)"));
    cr_assert(
        eq(int, kho__text_take(&arena, "note", "a\xc2\x9b", 100, &out), KHO_EINVALID));
    cr_assert(eq(
        str, (char *)kho_error_last()->message, "note has a control character (U+009B)"));
}

Test(text, its_length_counts_after_normalising)
{
    const char *out = NULL;

    cr_assert(eq(int, kho__text_take(&arena, "lot", "12345", 5, &out), KHO_OK));
    cr_assert(eq(int, kho__text_take(&arena, "lot", "123456", 5, &out), KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->message, "lot is longer than 5 bytes"));
    /* "tệ" is 6 bytes in NFD and 4 in NFC. */
    cr_assert(
        eq(int, kho__text_take(&arena, "lot", "te\xcc\xa3\xcc\x82", 4, &out), KHO_OK));
    cr_assert(eq(str, (char *)out, "tệ"));
    cr_assert(eq(
        int, kho__text_take(&arena, "lot", "te\xcc\xa3\xcc\x82", 3, &out), KHO_EINVALID));
    kho_error_language(KHO_VI);
    cr_assert(eq(int, kho__text_take(&arena, "số lô", "a\x01", 9, &out), KHO_EINVALID));
    cr_assert(
        eq(str, (char *)kho_error_last()->message, "số lô có ký tự điều khiển (U+0001)"));
}

/* Columns of a line between tabs, in place. */
static size_t cut(char *line, char *fields[], size_t most)
{
    size_t count = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *rest = line; rest && count < most;)
        fields[count++] = strsep(&rest, "\t");
    return count;
}

Test(text, every_vietnamese_letter_is_composed)
{
    char line[1024], *fields[3];
    size_t checked = 0;
    FILE *file = open_shared("standards/unicode/vietnamese_letters.tsv");

    while (fgets(line, sizeof(line), file)) {
        if (line[0] == '#')
            continue;
        cr_assert(ge(sz, cut(line, fields, 3), 2));
        cr_expect(eq(str, (char *)take(fields[1]), fields[0]));
        cr_expect(eq(str, (char *)take(fields[0]), fields[0]));
        cr_expect(eq(int, kho__text_width(fields[0]), 1));
        cr_expect(eq(int, kho__text_width(fields[1]), 1));
        checked++;
    }
    fclose(file);
    cr_assert(eq(sz, checked, 146), "every letter of the alphabet with its tones");
}

static const char *from_hex(const char *hex, char *text)
{
    size_t size = 0;

    for (unsigned byte; sscanf(hex, "%2x", &byte) == 1; hex += 2)
        text[size++] = (char)byte;
    text[size] = '\0';
    return text;
}

Test(text, vietnamese_words_are_composed)
{
    char line[4096], text[2048], *fields[3];
    size_t checked = 0;
    FILE *file = open_shared("standards/unicode/vietnamese_words.tsv");

    while (fgets(line, sizeof(line), file)) {
        if (line[0] == '#')
            continue;
        cr_assert(eq(sz, cut(line, fields, 3), 3));
        cr_expect(eq(str, (char *)take(from_hex(fields[1], text)), fields[0]));
        cr_expect(eq(str, (char *)take(from_hex(fields[2], text)), fields[0]));
        checked++;
    }
    fclose(file);
    cr_assert(eq(sz, checked, 16));
}

Test(text, naughty_strings_are_refused_or_kept_and_stable)
{
    json_error_t error;
    json_t *strings, *one;
    size_t i, kept = 0;
    FILE *file = open_shared("standards/blns/blns.json");

    strings = json_loadf(file, 0, &error);
    fclose(file);
    cr_assert(ne(ptr, strings, NULL));
    json_array_foreach(strings, i, one)
    {
        const char *text = json_string_value(one), *first = NULL, *again = NULL;
        kho_status status = kho__text_take(&arena, "text", text, 100000, &first);

        if (status < 0) {
            cr_expect(eq(int, status, KHO_EINVALID));
            continue;
        }
        cr_assert(eq(int, kho__text_take(&arena, "text", first, 100000, &again), KHO_OK));
        cr_expect(eq(str, (char *)again, (char *)first), "NFC of NFC is itself");
        cr_expect(ge(int, kho__text_width(first), 0));
        kept++;
    }
    json_decref(strings);
    cr_assert(ge(sz, kept, 401));
}

Test(text, codes_are_letters_digits_dots_and_dashes)
{
    const struct {
        const char *text;
        bool is;
    } cases[] = {
        {"a",                                                                 true },
        {"tyt-05518",                                                         true },
        {"AZaz09._-",                                                         true },
        {"..",                                                                true },
        {"",                                                                  false},
        {"loss/expired",                                                      false},
        {"a b",                                                               false},
        {"đ",                                                                false},
        {"a\n",                                                               false},
        {"a,b",                                                               false},
        {"=1",                                                                false},
        {"1234567890123456789012345678901234567890123456789012345678901234",  true },
        {"12345678901234567890123456789012345678901234567890123456789012345", false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(eq(int, kho__text_is_code(cases[i].text), cases[i].is), "\"%s\"",
            cases[i].text);
}

Test(text, width_is_that_of_a_terminal)
{
    const struct {
        const char *text;
        int width;
    } cases[] = {
        {"",              0},
        {"abc",           3},
        {"Trạm Y tế", 9},
        {"Tra\xcc\xa3m",  4}, /* a combining mark takes no column */
        {"日本",        4},
        {"\xff",          1}, /* what isn't text is one column a byte */
        {"a\xe1\xbb",     3},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        cr_expect(
            eq(int, kho__text_width(cases[i].text), cases[i].width), "%s", cases[i].text);
}

Test(text, compares_by_codepoint)
{
    cr_assert(lt(int, kho__text_compare("a", "b"), 0));
    cr_assert(lt(int, kho__text_compare("a", "aa"), 0));
    cr_assert(lt(int, kho__text_compare("z", "đ"), 0));
    cr_assert(lt(int, kho__text_compare("\xef\xbf\xbd", "\xf0\x90\x80\x80"), 0));
    cr_assert(zero(int, kho__text_compare("đ", "đ")));
}

Test(text, a_step_is_one_whole_character)
{
    cr_assert(eq(sz, kho__text_step("a", 1), 1));
    cr_assert(eq(sz, kho__text_step("", 1), 1), "a NUL is one too");
    cr_assert(eq(sz, kho__text_step("a", 0), 0));
    cr_assert(eq(sz, kho__text_step("\xe1\xbb\x87", 3), 3));
    cr_assert(eq(sz, kho__text_step("\xe1\xbb\x87", 2), 0));
    cr_assert(eq(sz,
        kho__text_step("\xf0\x9f\x92\x8a"
                       "abc",
            7),
        4));
}
