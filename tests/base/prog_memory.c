/*
 * What becomes of base when memory runs out: the first allocation fails, then the second,
 * and so on until all succeed. Each failure must be told, and leave nothing behind.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/document.h"
#include "base/error.h"
#include "base/map.h"
#include "base/text.h"

/* Sanitizers have an allocator of their own, which wants no other beside it. */
#if defined(__SANITIZE_ADDRESS__)
 #define SANITIZED 1
#elif defined(__has_feature)
 #if __has_feature(address_sanitizer)
  #define SANITIZED 1
 #endif
#endif

static long countdown; /* allocations that still succeed; below 0: all do */
static long living;    /* allocated and not yet freed */
static bool failed;    /* one did fail */

#ifndef SANITIZED
 #define FOR_ALL                                                                         \
  __attribute__((visibility("default"))) /* for the libraries beneath, too */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *old);

static bool refuse(void)
{
    if (countdown < 0)
        return false;
    if (countdown-- > 0)
        return false;
    countdown = -1;
    failed = true;
    errno = ENOMEM;
    return true;
}

FOR_ALL void *malloc(size_t size)
{
    if (refuse())
        return NULL;
    living++;
    return __libc_malloc(size);
}

FOR_ALL void *calloc(size_t count, size_t size)
{
    if (refuse())
        return NULL;
    living++;
    return __libc_calloc(count, size);
}

FOR_ALL void *realloc(void *old, size_t size)
{
    if (refuse())
        return NULL;
    living += old == NULL;
    return __libc_realloc(old, size);
}

FOR_ALL void free(void *old)
{
    living -= old != NULL;
    __libc_free(old);
}
#endif

static bool try_text(void)
{
    kho__arena arena = {0};
    const char *out = NULL;
    bool done = true;

    for (int i = 0; done && i < 200; i++)
        done = kho__text_take(&arena, "note",
                   "Xa\xcc\x83 Vi\xcc\x83nh Ph\xc6\xb0\xc6\xa1ng", 64, &out) == KHO_OK &&
               strcmp(out, "Xã Vĩnh Phương") == 0;
    kho__arena_free(&arena);
    return done;
}

static bool try_buffer(void)
{
    kho__buffer buffer = {0};
    bool done;

    for (int i = 0; i < 1000; i++) {
        kho__buffer_json(&buffer, "a\"b");
        kho__buffer_print(&buffer, " %d ", i);
        kho__buffer_varint(&buffer, UINT64_MAX);
    }
    done = kho__buffer_status(&buffer) == KHO_OK;
    if (!done && buffer.size > 0)
        puts("a failed buffer holds something");
    kho__buffer_free(&buffer);
    return done;
}

static bool try_map(void)
{
    kho__map map = {0};
    bool done = true;

    for (int64_t i = 0; done && i < 1000; i++) {
        done = kho__map_put_key(&map, (uint64_t)i, i);
        for (int64_t k = 0; k < i; k += 97)
            done = done && kho__map_find_key(&map, (uint64_t)k) == k;
    }
    kho__map_free(&map);
    if (!done)
        kho__fail_memory();
    return done;
}

static bool try_yaml(void)
{
    static const char text[] =
        "kho: rules/1\nname: mẫu\nlist: [a, {b: 1}, [c, d]]\nmap:\n  x: 1\n";
    kho__document document;

    if (kho__document_yaml(&document, "rules.yaml", text, sizeof(text) - 1) < 0)
        return false;
    kho__document_free(&document);
    return true;
}

static bool try_json(void)
{
    static const char text[] =
        "{\"uid\": \"PX\", \"moves\": [{\"item\": \"bcs\", \"n\": 1}]}";
    kho__document document;

    if (kho__document_json(&document, "in.json", 1, text, sizeof(text) - 1) < 0)
        return false;
    kho__document_free(&document);
    return true;
}

/* jansson takes some failures of its lexer for faults of the text. */
static const struct {
    const char *name;
    bool (*run)(void);
    kho_status also;
} cases[] = {
    {"text",   try_text,   KHO_EMEMORY },
    {"buffer", try_buffer, KHO_EMEMORY },
    {"map",    try_map,    KHO_EMEMORY },
    {"yaml",   try_yaml,   KHO_EMEMORY },
    {"json",   try_json,   KHO_EINVALID},
};

/* How many allocations can fail, or -1: one of them did badly. */
static long run(size_t which)
{
    for (long n = 0;; n++) {
        const long before = living;
        bool done;

        countdown = n;
        failed = false;
        done = cases[which].run();
        countdown = -1;
        if (living != before) {
            printf("%s: allocation %ld fails and %ld stay\n", cases[which].name, n,
                living - before);
            return -1;
        }
        if (done && !failed)
            return n;
        if (done)
            continue; /* what failed could be done without */
        if (!failed || (kho_error_last()->status != KHO_EMEMORY &&
                           kho_error_last()->status != cases[which].also)) {
            printf("%s: allocation %ld fails, and it says \"%s\"\n", cases[which].name, n,
                kho_error_last()->message);
            return -1;
        }
    }
}

int main(void)
{
    int result = 0;
    char *volatile probe; /* or the compiler does without */

    /* Valgrind, too, puts its own in the place of ours. */
    countdown = 0;
    probe = malloc(1);
    countdown = -1;
    if (probe) {
        free(probe);
        puts("skipped: another allocator is in charge");
        return 77;
    }

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        long count;

        cases[i].run(); /* what is allocated once and for all */
        count = run(i);
        if (count >= 0)
            printf("%s: %ld allocations, each failed once\n", cases[i].name, count);
        if (count <= 0)
            result = 1;
    }
    return result;
}
