#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "base/digest.h"
#include "shared.h"

/* Where the file isn't there the test is skipped. */
static FILE *open_shared(const char *name)
{
    char path[1024];
    FILE *file;

    NEED_SHARED(name, path, (void)0);
    file = fopen(path, "r");
    cr_assert(ne(ptr, file, NULL), "%s", path);
    return file;
}

TestSuite(digest);

/* Made with another implementation, Python's hashlib.blake2b(digest_size=32). */
Test(digest, is_blake2b_of_256_bits)
{
    const struct {
        const char *text, *hex;
    } cases[] = {
        {"",    "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
        {"abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
    };
    uint8_t bytes[256], out[KHO__DIGEST];
    char hex[2 * KHO__DIGEST + 1];
    kho__part part;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        part = (kho__part){cases[i].text, strlen(cases[i].text)};
        kho__digest(&part, 1, out);
        cr_expect(eq(str, kho__hex(out, sizeof(out), hex), (char *)cases[i].hex));
    }
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    part = (kho__part){bytes, sizeof(bytes)};
    kho__digest(&part, 1, out);
    cr_expect(eq(str, kho__hex(out, sizeof(out), hex),
        "39a7eb9fedc19aabc83425c6755dd90e6f9d0c804964a1f4aaeea3b9fb599835"));
}

Test(digest, of_parts_is_that_of_the_whole_however_it_is_cut)
{
    static const char text[] = "PX-2026-0117, tháng 11, Trạm Y tế";
    const size_t size = sizeof(text) - 1;
    uint8_t whole[KHO__DIGEST], cut[KHO__DIGEST];

    kho__digest(&(kho__part){text, size}, 1, whole);
    for (size_t at = 0; at <= size; at++) {
        const kho__part parts[] = {
            {text,      at       },
            {NULL,      0        },
            {text + at, size - at}
        };

        kho__digest(parts, 3, cut);
        cr_expect(zero(int, memcmp(whole, cut, sizeof(whole))), "cut at %zu", at);
    }
    kho__digest(NULL, 0, cut);
    kho__digest(&(kho__part){"", 0}, 1, whole);
    cr_expect(zero(int, memcmp(whole, cut, sizeof(whole))), "no part is an empty one");
}

/* The known answers of BLAKE2's authors, of 512 bits, with the keys that pseudonyms need
 * too. */
Test(digest, the_library_beneath_gives_the_known_answers)
{
    FILE *file;
    json_t *cases, *one;
    json_error_t error;
    size_t i, checked = 0;

    if (!(file = open_shared("standards/crypto/blake2-kat.json")))
        return;
    cases = json_loadf(file, 0, &error);
    fclose(file);
    cr_assert(ne(ptr, cases, NULL));
    json_array_foreach(cases, i, one)
    {
        const char *in = json_string_value(json_object_get(one, "in"));
        const char *key = json_string_value(json_object_get(one, "key"));
        const char *expected = json_string_value(json_object_get(one, "out"));
        uint8_t in_bytes[512], key_bytes[64], out[64];
        size_t in_size, key_size;
        char hex[129];

        if (strcmp(json_string_value(json_object_get(one, "hash")), "blake2b") != 0)
            continue;
        cr_assert(zero(int, sodium_hex2bin(in_bytes, sizeof(in_bytes), in, strlen(in),
                                NULL, &in_size, NULL)));
        cr_assert(zero(int, sodium_hex2bin(key_bytes, sizeof(key_bytes), key, strlen(key),
                                NULL, &key_size, NULL)));
        crypto_generichash_blake2b(
            out, sizeof(out), in_bytes, in_size, key_size ? key_bytes : NULL, key_size);
        cr_assert(eq(str, kho__hex(out, sizeof(out), hex), (char *)expected));
        checked++;
    }
    json_decref(cases);
    cr_assert(eq(sz, checked, 512));
}

Test(digest, hexadecimal_is_lower_case_with_two_digits_a_byte)
{
    const uint8_t bytes[] = {0x00, 0x0f, 0xa0, 0xff};
    char hex[9];

    cr_assert(eq(str, kho__hex(bytes, 4, hex), "000fa0ff"));
    cr_assert(eq(str, kho__hex(bytes, 0, hex), ""));
}

Test(digest, random_bytes_differ_and_the_clock_counts_milliseconds)
{
    uint8_t a[32] = {0}, b[32] = {0};

    kho__random(NULL, a, sizeof(a));
    kho__random(NULL, b, sizeof(b));
    cr_assert(ne(int, memcmp(a, b, sizeof(a)), 0));
    cr_assert(lt(i64, INT64_C(1700000000000), kho__clock(NULL)));
    cr_assert(lt(i64, kho__clock(NULL), INT64_C(7258118400000)), "before 2200");
}
