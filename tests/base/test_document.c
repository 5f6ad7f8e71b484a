/*
 * Documents are data: tests/base/document/valid/NAME holds input.yaml or input.json and
 * the tree that it gives, invalid/NAME the input and the error. A new case needs no code.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/document.h"
#include "shared.h"

#define CASES KHO_SOURCE_DIR "/tests/base/document/"

/* JSON's first line is its line in a larger file. */
enum { FIRST_LINE = 7 };

TestSuite(document);

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);

    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static kho_status read_as(
    kho__document *document, const char *name, const char *bytes, size_t size)
{
    return ends_with(name, ".json")
               ? kho__document_json(document, name, FIRST_LINE, bytes, size)
               : kho__document_yaml(document, name, bytes, size);
}

/* A whole file; NULL where there is none. */
static char *slurp(kho__arena *arena, const char *folder, const char *name, size_t *size)
{
    char path[4096];
    char *bytes;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return kho__file_read(arena, path, (size_t)1 << 30, &bytes, size) == KHO_OK ? bytes
                                                                                : NULL;
}

static char *slurp_input(
    kho__arena *arena, const char *folder, const char **name, size_t *size)
{
    char *bytes = slurp(arena, folder, *name = "input.yaml", size);

    return bytes ? bytes : slurp(arena, folder, *name = "input.json", size);
}

static void dump(const kho__node *node, int depth, kho__buffer *out)
{
    static const char *const kinds[] = {"null", "scalar", "string", "list", "map"};

    kho__buffer_print(out, "%*s", depth * 2, "");
    if (node->key)
        kho__buffer_print(
            out, "%s @%d:%d = ", node->key, node->key_line, node->key_column);
    kho__buffer_print(out, "%s", kinds[node->kind]);
    if (node->text)
        kho__buffer_print(out, " <%s>", node->text);
    kho__buffer_print(out, " @%d:%d\n", node->line, node->column);
    for (size_t i = 0; i < node->count; i++)
        dump(&node->children[i], depth + 1, out);
}

static void check_valid(const char *folder)
{
    kho__arena arena = {0};
    kho__buffer tree = {0};
    kho__document document;
    const char *name, *expected;
    size_t size, ignored;
    char *bytes = slurp_input(&arena, folder, &name, &size);

    cr_assert(bytes != NULL, "%s has no input", folder);
    cr_assert(eq(int, read_as(&document, name, bytes, size), KHO_OK), "%s: %s", folder,
        kho_error_last()->message);
    dump(&document.root, 0, &tree);
    expected = slurp(&arena, folder, "tree", &ignored);
    if (!expected)
        fprintf(stderr, "%s has no tree; it would be:\n%s", folder, tree.bytes);
    cr_expect(expected && strcmp(expected, tree.bytes) == 0, "%s is not the tree:\n%s",
        folder, tree.bytes);
    kho__document_free(&document);
    kho__buffer_free(&tree);
    kho__arena_free(&arena);
}

static void check_invalid(const char *folder)
{
    kho__arena arena = {0};
    kho__document document;
    const char *name;
    char *bytes, *expected;
    size_t size, ignored;

    bytes = slurp_input(&arena, folder, &name, &size);
    expected = slurp(&arena, folder, "error", &ignored);
    cr_assert(bytes != NULL && expected != NULL, "%s is not complete", folder);
    expected[strcspn(expected, "\n")] = '\0';
    cr_expect(eq(int, read_as(&document, name, bytes, size), KHO_EINVALID), "%s", folder);
    cr_expect(eq(str, (char *)kho_error_last()->message, expected), "%s", folder);
    kho__arena_free(&arena);
}

/* Call for each entry of a folder; how many there were. */
static int each(const char *folder, void (*check)(const char *path))
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;

    cr_assert(directory != NULL, "%s", folder);
    while ((entry = readdir(directory))) {
        char path[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        check(path);
        count++;
    }
    closedir(directory);
    return count;
}

Test(document, valid_ones_become_the_tree_that_is_written_down)
{
    cr_assert(ge(int, each(CASES "valid", check_valid), 11));
}

Test(document, invalid_ones_are_refused_with_the_error_that_is_written_down)
{
    cr_assert(ge(int, each(CASES "invalid", check_invalid), 41));
}

Test(document, errors_speak_vietnamese_too)
{
    static const char twice[] = "a: 1\nb: 2\na: 3\n";
    kho__document document;

    kho_error_language(KHO_VI);
    cr_assert(eq(int, kho__document_yaml(&document, "x.yaml", twice, sizeof(twice) - 1),
        KHO_EINVALID));
    cr_assert(
        eq(str, (char *)kho_error_last()->message, "x.yaml:3:1: khóa 'a' bị lặp lại"));
}

Test(document, an_error_knows_file_line_and_column)
{
    static const char twice[] = "a: 1\n  \na: 3\n";
    kho__document document;

    cr_assert(eq(int, kho__document_yaml(&document, "x.yaml", twice, sizeof(twice) - 1),
        KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->file, "x.yaml"));
    cr_assert(eq(int, kho_error_last()->line, 3));
    cr_assert(eq(int, kho_error_last()->column, 1));
}

/* A text of `size` bytes: `head`, then `body` again and again. */
static char *fill(size_t size, const char *head, const char *body)
{
    char *bytes = malloc(size + 1);
    size_t used = strlen(head), step = strlen(body);

    cr_assert(bytes != NULL);
    memcpy(bytes, head, used);
    for (size_t i = used; i < size; i++)
        bytes[i] = body[(i - used) % step];
    bytes[size] = '\0';
    return bytes;
}

/* Seconds that reading takes, whatever comes of it. */
static double time_of(const char *name, const char *bytes, size_t size)
{
    struct timespec start, end;
    kho__document document;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    if (read_as(&document, name, bytes, size) == KHO_OK)
        kho__document_free(&document);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    return (double)(end.tv_sec - start.tv_sec) +
           (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

Test(document, a_megabyte_of_anything_takes_less_than_a_second)
{
    static const struct {
        const char *name, *head, *body;
    } cases[] = {
        {"x.yaml", "",            "["           },
        {"x.yaml", "",            "[\n"         },
        {"x.yaml", "",            "{a: "        },
        {"x.yaml", "",            "- "          },
        {"x.yaml", "",            "? "          },
        {"x.yaml", "",            "a: "         },
        {"x.yaml", "a: [",        "[],"         },
        {"x.yaml", "a: [",        "b,"          },
        {"x.yaml", "[",           "? a,"        },
        {"x.yaml", "",            "%TAG !a! b\n"},
        {"x.yaml", "a: 1\n...\n", "%TAG !a! b\n"},
        {"x.yaml", "",            "%YAML 1.1\n" },
        {"x.yaml", "",            "&a "         },
        {"x.yaml", "",            "---\n"       },
        {"x.yaml", "a: \"",       "\\n"         },
        {"x.yaml", "a: ",         "b\n  "       },
        {"x.yaml", "",            " "           },
        {"x.json", "",            "["           },
        {"x.json", "",            "{\"a\":"     },
        {"x.json", "[",           "{},"         },
        {"x.json", "[\"",         "e\xcc\x81"   },
    };
    const size_t size = KHO__DOCUMENT_MAX;
    const double limit = getenv("KHO_SLOW") ? 60.0 : 1.0; /* seconds; valgrind is slow */

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char *bytes = fill(size, cases[i].head, cases[i].body);

        cr_expect(lt(dbl, time_of(cases[i].name, bytes, size), limit), "%s%s",
            cases[i].head, cases[i].body);
        free(bytes);
    }
}

Test(document, more_than_a_megabyte_is_refused_unread)
{
    const size_t size = (size_t)200 * 1000 * 1000;
    char *bytes = fill(size, "", "[");
    kho__document document;

    cr_expect(
        eq(int, kho__document_json(&document, "x.json", 3, bytes, size), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "x.json:3: longer than 1 MiB"));
    cr_expect(
        eq(int, kho__document_yaml(&document, "x.yaml", bytes, size), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "x.yaml: longer than 1 MiB"));
    free(bytes);
}

Test(document, a_megabyte_that_is_well_formed_is_read)
{
    const size_t size = KHO__DOCUMENT_MAX;
    char *bytes = fill(size, "a: \"", "x");
    kho__document document;

    bytes[size - 1] = '"';
    cr_assert(eq(int, kho__document_yaml(&document, "x.yaml", bytes, size), KHO_OK));
    cr_assert(eq(sz, strlen(document.root.children[0].text), size - 5));
    kho__document_free(&document);
    free(bytes);
}

Test(document, too_many_values_are_refused)
{
    const size_t size = KHO__DOCUMENT_MAX;
    char *bytes = fill(size, "a: [", "1,");
    kho__document document;

    cr_assert(
        eq(int, kho__document_yaml(&document, "x.yaml", bytes, size), KHO_EINVALID));
    cr_assert(
        eq(str, (char *)kho_error_last()->message, "x.yaml:1:262143: too many values"));
    bytes[0] = bytes[1] = bytes[2] = ' ';
    cr_assert(
        eq(int, kho__document_json(&document, "x.json", 1, bytes, size), KHO_EINVALID));
    cr_assert(eq(str, (char *)kho_error_last()->message, "x.json:1: too many values"));
    free(bytes);
}

Test(document, a_file_that_is_not_there_or_is_a_folder_is_told)
{
    kho__arena arena = {0};
    kho__document document;
    char *bytes;
    size_t size;

    cr_assert(eq(int, kho__document_file(&document, "/nowhere/x.yaml"), KHO_ENOTFOUND));
    cr_assert(eq(str, (char *)kho_error_last()->message,
        "/nowhere/x.yaml: there is no such file"));
    cr_assert(eq(int, kho__document_file(&document, CASES), KHO_ESTORAGE));
    cr_assert(eq(
        int, kho__file_read(&arena, "/dev/zero", 100000, &bytes, &size), KHO_EINVALID));
    kho__arena_free(&arena);
}

/* Hostile files that must be refused: all but the words that only a field's reader can
 * judge. */
static int refused, accepted;

static void check_hostile(const char *path)
{
    static const char *const good[] = {"yaml_bidi.yaml", "yaml_norway.yaml",
        "yaml_num_overflow.yaml", "json_exp_qty.json", "json_real_qty.json",
        "json_neg_zero.json"};
    kho__arena arena = {0};
    kho__document document;
    bool is_good = false;
    char *bytes;
    size_t size;

    if (!ends_with(path, ".yaml") && !ends_with(path, ".json"))
        return;
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        is_good = is_good || ends_with(path, good[i]);
    cr_assert(eq(int, kho__file_read(&arena, path, 1 << 24, &bytes, &size), KHO_OK));
    cr_expect(lt(dbl, time_of(path, bytes, size), 1.0), "%s", path);
    if (read_as(&document, path, bytes, size) == KHO_OK) {
        cr_expect(is_good, "%s was accepted", path);
        kho__document_free(&document);
        accepted++;
    } else {
        cr_expect(not(is_good), "%s: %s", path, kho_error_last()->message);
        refused++;
    }
    kho__arena_free(&arena);
}

Test(document, hostile_files_are_refused_at_once)
{
    char path[4096];

    NEED_SHARED("standards/malicious", path, (void)0);
    each(path, check_hostile);
    cr_assert(eq(int, accepted, 6));
    cr_assert(eq(int, refused, 24));
}

/* JSONTestSuite: n_ must be refused, y_ accepted but for what our limits exclude. */
static int known_refusals;

static bool is_excluded(const char *why)
{
    static const char *const reasons[] = {
        "stands twice", "\\u0000", "control character", "'{' or '[' is expected"};

    for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
        if (strstr(why, reasons[i]))
            return true;
    }
    return false;
}

static void check_json_case(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    kho__arena arena = {0};
    kho__document document;
    kho_status status;
    char *bytes;
    size_t size;

    cr_assert(eq(int, kho__file_read(&arena, path, 1 << 24, &bytes, &size), KHO_OK));
    status = kho__document_json(&document, name, 1, bytes, size);
    if (name[0] == 'n')
        cr_expect(eq(int, status, KHO_EINVALID), "%s", name);
    if (name[0] == 'y' && status < 0) {
        cr_expect(is_excluded(kho_error_last()->message), "%s: %s", name,
            kho_error_last()->message);
        known_refusals++;
    }
    if (status == KHO_OK)
        kho__document_free(&document);
    kho__arena_free(&arena);
}

Test(document, agrees_with_the_json_test_suite)
{
    char path[4096];

    NEED_SHARED("standards/json/test_parsing", path, (void)0);
    cr_assert(eq(int, each(path, check_json_case), 318));
    cr_assert(
        eq(int, known_refusals, 17)); /* 7 scalars, 2 duplicates, 3 NUL, 5 control */
}
