#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <string.h>

#include "base/buffer.h"

static kho__buffer buffer;

static void start(void)
{
    buffer = (kho__buffer){0};
}

static void stop(void)
{
    kho__buffer_free(&buffer);
}

TestSuite(buffer, .init = start, .fini = stop);

Test(buffer, grows_and_always_ends_with_a_nul)
{
    cr_assert(zero(ptr, buffer.bytes));
    for (size_t i = 0; i < 100000; i++) {
        kho__buffer_byte(&buffer, (char)('a' + i % 26));
        cr_assert(eq(sz, buffer.size, i + 1));
        cr_assert(eq(chr, buffer.bytes[i + 1], '\0'));
    }
    for (size_t i = 0; i < 100000; i++)
        cr_assert(eq(chr, buffer.bytes[i], (char)('a' + i % 26)));
    cr_assert(eq(int, kho__buffer_status(&buffer), KHO_OK));
}

Test(buffer, nothing_added_is_an_empty_text)
{
    kho__buffer_add(&buffer, NULL, 0);
    cr_assert(eq(str, buffer.bytes, ""));
    cr_assert(zero(sz, buffer.size));
}

Test(buffer, clearing_keeps_the_room)
{
    size_t room;

    kho__buffer_text(&buffer, "một hai ba");
    room = buffer.room;
    kho__buffer_clear(&buffer);
    cr_assert(eq(str, buffer.bytes, ""));
    cr_assert(eq(sz, buffer.room, room));
    kho__buffer_text(&buffer, "bốn");
    cr_assert(eq(str, buffer.bytes, "bốn"));
}

Test(buffer, writes_every_int)
{
    const struct {
        int64_t value;
        const char *text;
    } cases[] = {
        {0,         "0"                   },
        {-1,        "-1"                  },
        {9,         "9"                   },
        {10,        "10"                  },
        {-1000000,  "-1000000"            },
        {INT64_MAX, "9223372036854775807" },
        {INT64_MIN, "-9223372036854775808"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho__buffer_clear(&buffer);
        kho__buffer_int(&buffer, cases[i].value);
        cr_expect(eq(str, buffer.bytes, (char *)cases[i].text));
    }
}

Test(buffer, prints_longer_texts_than_it_has_room_for)
{
    char text[1000];

    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    kho__buffer_text(&buffer, "a");
    kho__buffer_print(&buffer, "%s %d", text, 7);
    cr_assert(eq(sz, buffer.size, 1 + 999 + 2));
    cr_assert(eq(str, buffer.bytes + 1 + 999, " 7"));
}

Test(buffer, escapes_only_what_json_must)
{
    const struct {
        const char *text, *json;
    } cases[] = {
        {NULL,                      "null"                       },
        {"",                        "\"\""                       },
        {"Bao cao su/Đình sản", "\"Bao cao su/Đình sản\""},
        {"a\"b\\c",                 "\"a\\\"b\\\\c\""            },
        {"\b\t\n\f\r",              "\"\\b\\t\\n\\f\\r\""        },
        {"\x01\x1f\x7f",            "\"\\u0001\\u001f\x7f\""     },
        {"\"",                      "\"\\\"\""                   },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho__buffer_clear(&buffer);
        kho__buffer_json(&buffer, cases[i].text);
        cr_expect(eq(str, buffer.bytes, (char *)cases[i].json));
    }
}

Test(buffer, varints_come_back_and_are_as_short_as_they_can_be)
{
    for (int bits = 0; bits <= 64; bits++) {
        for (int step = -1; step <= 1; step++) {
            const uint64_t value = (bits < 64 ? UINT64_C(1) << bits : 0) + (uint64_t)step;
            const uint8_t *at, *end;
            uint64_t back = 0;
            size_t size = 1;

            for (uint64_t rest = value >> 7; rest > 0; rest >>= 7)
                size++;
            kho__buffer_clear(&buffer);
            kho__buffer_varint(&buffer, value);
            cr_assert(eq(sz, buffer.size, size));
            at = (const uint8_t *)buffer.bytes;
            end = at + buffer.size;
            cr_assert(kho__varint(&at, end, &back));
            cr_assert(eq(u64, back, value));
            cr_assert(eq(ptr, (void *)at, (void *)end));

            at = (const uint8_t *)buffer.bytes;
            cr_assert(not(kho__varint(&at, end - 1, &back)), "a cut one");
            cr_assert(eq(ptr, (void *)at, buffer.bytes), "nothing is read then");
        }
    }
}

Test(buffer, zigzags_come_back_and_are_short_near_zero)
{
    const struct {
        int64_t value;
        size_t size;
    } cases[] = {
        {0,         1 },
        {-1,        1 },
        {1,         1 },
        {63,        1 },
        {-64,       1 },
        {64,        2 },
        {-65,       2 },
        {INT64_MAX, 10},
        {INT64_MIN, 10},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const uint8_t *at;
        int64_t back = 0;

        kho__buffer_clear(&buffer);
        kho__buffer_zigzag(&buffer, cases[i].value);
        cr_expect(eq(sz, buffer.size, cases[i].size));
        at = (const uint8_t *)buffer.bytes;
        cr_assert(kho__zigzag(&at, at + buffer.size, &back));
        cr_expect(eq(i64, back, cases[i].value));
    }
}

Test(buffer, a_varint_has_one_spelling)
{
    const struct {
        const char *why;
        uint8_t bytes[12];
        size_t size;
    } cases[] = {
        {"nothing",              {0},                                                     0 },
        {"an empty last byte",   {0x80, 0x00},                                            2 },
        {"and another",          {0xFF, 0x80, 0x00},                                      3 },
        {"65 bits",              {255, 255, 255, 255, 255, 255, 255, 255, 255, 0x02},     10},
        {"eleven bytes",         {255, 255, 255, 255, 255, 255, 255, 255, 255, 129, 1},   11},
        {"it goes on to an end", {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255},
         11                                                                                 },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const uint8_t *at = cases[i].bytes;
        uint64_t value = 77;

        cr_expect(not(kho__varint(&at, at + cases[i].size, &value)), "%s", cases[i].why);
        cr_expect(eq(u64, value, 77), "%s", cases[i].why);
        cr_expect(eq(ptr, (void *)at, (void *)cases[i].bytes), "%s", cases[i].why);
    }
}

Test(buffer, more_than_its_maximum_fails_and_it_stays_failed_and_empty)
{
    kho__buffer_text(&buffer, "a");
    kho__buffer_add(&buffer, "x", KHO__BUFFER_MAX - 1); /* is refused before it reads */
    cr_assert(buffer.failed);
    cr_assert(zero(ptr, buffer.bytes));
    kho__buffer_text(&buffer, "b");
    kho__buffer_int(&buffer, 1);
    kho__buffer_print(&buffer, "%d", 2);
    kho__buffer_json(&buffer, "c");
    cr_assert(zero(sz, buffer.size));
    cr_assert(eq(int, kho__buffer_status(&buffer), KHO_EMEMORY));
    cr_assert(eq(int, kho_error_last()->status, KHO_EMEMORY));

    kho__buffer_clear(&buffer);
    kho__buffer_text(&buffer, "d");
    cr_assert(eq(int, kho__buffer_status(&buffer), KHO_OK), "cleared, it begins anew");
    cr_assert(eq(str, buffer.bytes, "d"));
}
