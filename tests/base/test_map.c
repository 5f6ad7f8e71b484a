#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"

static kho__map map;

static void start(void)
{
    map = (kho__map){0};
}

static void stop(void)
{
    kho__map_free(&map);
}

TestSuite(map, .init = start, .fini = stop);

/* How far from the start of its run of used slots a key is found at worst, on average. */
static size_t mean_run(void)
{
    size_t sum = 0, length = 0;

    for (size_t i = 0; i < map.room; i++) {
        length = map.slots[i].used ? length + 1 : 0;
        sum += length;
    }
    return sum / map.used;
}

Test(map, finds_nothing_in_an_empty_one)
{
    cr_assert(eq(i64, kho__map_find(&map, "bcs"), -1));
    cr_assert(eq(i64, kho__map_find_key(&map, 0), -1));
    kho__map_clear(&map);
    kho__map_free(&map);
}

Test(map, texts_are_compared_by_their_bytes_not_their_addresses)
{
    char key[] = "bcs";

    cr_assert(kho__map_put(&map, "bcs", 3));
    cr_assert(kho__map_put(&map, "", 4));
    cr_assert(eq(i64, kho__map_find(&map, key), 3));
    cr_assert(eq(i64, kho__map_find(&map, ""), 4));
    cr_assert(eq(i64, kho__map_find(&map, "bc"), -1));
    cr_assert(eq(i64, kho__map_find(&map, "bcs "), -1));
}

Test(map, a_second_value_replaces_the_first)
{
    cr_assert(kho__map_put(&map, "bcs", 3));
    cr_assert(kho__map_put(&map, "bcs", 5));
    cr_assert(eq(i64, kho__map_find(&map, "bcs"), 5));
    cr_assert(eq(sz, map.used, 1));
}

Test(map, cleared_it_is_empty_and_keeps_its_room)
{
    size_t room;

    for (uint64_t key = 0; key < 1000; key++)
        cr_assert(kho__map_put_key(&map, key, (int64_t)key));
    room = map.room;
    kho__map_clear(&map);
    cr_assert(eq(i64, kho__map_find_key(&map, 5), -1));
    cr_assert(zero(sz, map.used));
    cr_assert(eq(sz, map.room, room));
}

Test(map, a_million_texts)
{
    enum { count = 1000000 };
    char(*keys)[16] = malloc((size_t)count * sizeof(*keys));

    for (int i = 0; i < count; i++) {
        snprintf(keys[i], sizeof(keys[i]), "tyt-%d", i);
        cr_assert(kho__map_put(&map, keys[i], i));
    }
    cr_assert(eq(sz, map.used, count));
    for (int i = 0; i < count; i++) {
        if (kho__map_find(&map, keys[i]) != i)
            cr_fatal("%s", keys[i]);
    }
    cr_assert(eq(i64, kho__map_find(&map, "tyt-1000000"), -1));
    cr_expect(lt(sz, mean_run(), 16), "keys are spread");
    free(keys);
}

Test(map, a_million_numbers_however_they_are_chosen)
{
    const struct {
        const char *why;
        unsigned shift;
    } cases[] = {
        {"one after the other", 0 },
        {"multiples of 2^20",   20},
        {"in the upper half",   40},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho__map_free(&map);
        for (uint64_t n = 0; n < 1000000; n++) {
            if (!kho__map_put_key(&map, n << cases[i].shift, (int64_t)n))
                cr_fatal("%s: out of memory", cases[i].why);
        }
        for (uint64_t n = 0; n < 1000000; n++) {
            if (kho__map_find_key(&map, n << cases[i].shift) != (int64_t)n)
                cr_fatal("%s: lost one", cases[i].why);
        }
        cr_expect(eq(i64, kho__map_find_key(&map, UINT64_MAX), -1));
        cr_expect(lt(sz, mean_run(), 16), "%s: keys are spread", cases[i].why);
    }
}
