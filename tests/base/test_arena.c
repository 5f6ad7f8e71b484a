#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static kho__arena arena;

static void start(void)
{
    arena = (kho__arena){0};
}

static void stop(void)
{
    kho__arena_free(&arena);
}

TestSuite(arena, .init = start, .fini = stop);

static bool is_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i])
            return false;
    }
    return true;
}

Test(arena, gives_zeroed_aligned_memory_of_any_size_that_does_not_overlap)
{
    enum { count = 3000 };
    static unsigned char *pieces[count];
    static size_t sizes[count];

    for (size_t i = 0; i < count; i++) {
        sizes[i] = i % 97 == 0 ? 5000 + i : i % 61;
        pieces[i] = kho__arena_take(&arena, sizes[i]);
        cr_assert(ne(ptr, pieces[i], NULL));
        cr_assert(eq(sz, (size_t)(uintptr_t)pieces[i] % alignof(max_align_t), 0));
        cr_assert(is_zero(pieces[i], sizes[i]));
        memset(pieces[i], (int)(i % 255) + 1, sizes[i]);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t at = 0; at < sizes[i]; at++)
            cr_assert(eq(u8, pieces[i][at], (uint8_t)(i % 255 + 1)));
    }
}

Test(arena, copies_texts)
{
    char text[] = "Trạm Y tế";
    const char *copy = kho__arena_text(&arena, text);

    text[0] = 'x';
    cr_assert(eq(str, (char *)copy, "Trạm Y tế"));
    cr_assert(zero(ptr, kho__arena_text(&arena, NULL)));
    cr_assert(eq(str, kho__arena_text(&arena, ""), ""));
    cr_assert(eq(str, kho__arena_bytes(&arena, "abcdef", 3), "abc"));
    cr_assert(eq(str, kho__arena_bytes(&arena, NULL, 0), ""));
}

Test(arena, cleared_memory_is_given_again_and_zeroed)
{
    unsigned char *first = kho__arena_take(&arena, 100), *again;

    memset(first, 0xAA, 100);
    kho__arena_clear(&arena);
    again = kho__arena_take(&arena, 100);
    cr_assert(eq(ptr, again, first));
    cr_assert(is_zero(again, 100));
}

Test(arena, clearing_lets_a_huge_piece_go)
{
    for (int round = 0; round < 3; round++) {
        cr_assert(ne(ptr, kho__arena_take(&arena, 10), NULL));
        cr_assert(ne(ptr, kho__arena_take(&arena, 4000000), NULL));
        kho__arena_clear(&arena);
    }
    kho__arena_clear(&arena);
    kho__arena_free(&arena);
    cr_assert(zero(ptr, arena.blocks));
    kho__arena_clear(&arena);
    kho__arena_free(&arena);
    cr_assert(ne(ptr, kho__arena_take(&arena, 10), NULL), "and it begins anew");
}

Test(arena, a_size_that_no_machine_has_is_no_memory)
{
    cr_assert(zero(ptr, kho__arena_take(&arena, SIZE_MAX)));
    cr_assert(zero(ptr, kho__arena_take(&arena, SIZE_MAX - 8)));
    cr_assert(zero(ptr, kho__arena_bytes(&arena, "", SIZE_MAX)));
}

Test(arena, growing_an_array_keeps_what_is_in_it)
{
    int64_t *numbers = NULL;
    size_t room = 0;

    for (size_t used = 0; used < 10000; used++) {
        cr_assert(kho__grow((void **)&numbers, &room, used, 1, sizeof(*numbers)));
        cr_assert(lt(sz, used, room));
        numbers[used] = (int64_t)used;
    }
    for (size_t i = 0; i < 10000; i++)
        cr_assert(eq(i64, numbers[i], (int64_t)i));
    cr_assert(kho__grow((void **)&numbers, &room, 10000, 100000, sizeof(*numbers)));
    cr_assert(ge(sz, room, 110000));
    cr_assert(
        not(kho__grow((void **)&numbers, &room, 10, SIZE_MAX / 8, sizeof(*numbers))));
    cr_assert(not(kho__grow((void **)&numbers, &room, 10, SIZE_MAX, sizeof(*numbers))));
    cr_assert(eq(i64, numbers[9999], 9999), "a refusal loses nothing");
    free(numbers);
}

Test(arena, an_array_grows_behind_what_is_there)
{
    kho__arena arena = {0};
    int64_t *numbers = NULL;

    for (size_t i = 0; i < 1000; i++) {
        cr_assert(kho__arena_more(&arena, (void **)&numbers, i, sizeof(*numbers)));
        numbers[i] = (int64_t)i;
    }
    for (size_t i = 0; i < 1000; i++)
        cr_assert(eq(i64, numbers[i], (int64_t)i));
    kho__arena_free(&arena);
}
