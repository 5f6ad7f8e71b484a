/* The 402 inputs of yaml-test-suite: none crashes or hangs, and what must fail is
 * refused. */
#define _XOPEN_SOURCE 700
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <ftw.h>
#include <string.h>
#include <time.h>

#include "base/document.h"
#include "shared.h"

static int inputs, must_fail, accepted, compared;

TestSuite(yaml_suite);

/* The same lists and maps with the same texts; JSON's words are not YAML's of old. */
static bool is_same(const kho__node *yaml, const kho__node *json)
{
    bool is_text = json->kind == KHO__STRING || json->kind == KHO__SCALAR;

    if (is_text && yaml->text)
        return json->kind == KHO__SCALAR || strcmp(yaml->text, json->text) == 0;
    if (yaml->kind != json->kind || yaml->count != json->count)
        return false;
    for (size_t i = 0; i < yaml->count; i++) {
        const kho__node *other = &json->children[i];

        if (yaml->kind == KHO__MAP)
            other = kho__node_child(json, yaml->children[i].key);
        if (!other || !is_same(&yaml->children[i], other))
            return false;
    }
    return true;
}

/* Compare with the suite's own reading, where it has one. */
static void compare(const char *folder, const kho__document *yaml)
{
    kho__arena arena = {0};
    kho__document json;
    char path[4200], *bytes;
    size_t size;

    snprintf(path, sizeof(path), "%s/in.json", folder);
    if (kho__file_read(&arena, path, 1 << 20, &bytes, &size) == KHO_OK &&
        kho__document_json(&json, path, 1, bytes, size) == KHO_OK) {
        cr_expect(
            is_same(&yaml->root, &json.root), "%s differs from its in.json", folder);
        kho__document_free(&json);
        compared++;
    }
    kho__arena_free(&arena);
}

static void check_case(const char *folder)
{
    struct timespec start, end;
    kho__document document;
    char input[4200], error[4200];
    kho_status status;
    bool fails;

    snprintf(input, sizeof(input), "%s/in.yaml", folder);
    snprintf(error, sizeof(error), "%s/error", folder);
    fails = access(error, F_OK) == 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    status = kho__document_file(&document, input);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    cr_expect(lt(long, end.tv_sec - start.tv_sec, 2), "%s", folder);
    inputs++;
    must_fail += fails;
    if (fails)
        cr_expect(eq(int, status, KHO_EINVALID), "%s must be refused", folder);
    if (status < 0)
        return;
    accepted++;
    compare(folder, &document);
    kho__document_free(&document);
}

static int visit(const char *path, const struct stat *facts, int type, struct FTW *where)
{
    char folder[4096];

    (void)facts;
    (void)type;
    if (strcmp(path + where->base, "in.yaml") == 0) {
        snprintf(folder, sizeof(folder), "%.*s", where->base - 1, path);
        check_case(folder);
    }
    return 0;
}

static int forget(const char *path, const struct stat *facts, int type, struct FTW *where)
{
    (void)facts;
    (void)type;
    (void)where;
    return remove(path);
}

Test(yaml_suite, what_must_fail_is_refused_and_the_rest_is_read_right_or_refused)
{
    char archive[4096], folder[] = "/tmp/kho-yaml-XXXXXX", command[8300];

    NEED_SHARED("standards/yaml/yaml-test-suite-data.tar.gz", archive, (void)0);
    cr_assert(mkdtemp(folder) != NULL);
    snprintf(command, sizeof(command), "tar -xzf '%s' -C %s", archive, folder);
    cr_assert(eq(int, system(command), 0));
    cr_assert(eq(int, nftw(folder, visit, 16, FTW_PHYS), 0));
    cr_assert(eq(int, nftw(folder, forget, 16, FTW_PHYS | FTW_DEPTH), 0));

    cr_expect(eq(int, inputs, 402));
    cr_expect(eq(int, must_fail, 94));
    cr_expect(eq(int, accepted, 70));
    cr_expect(eq(int, compared, 70));
    fprintf(stderr, "yaml-test-suite: %d accepted, %d of them compared\n", accepted,
        compared);
}
