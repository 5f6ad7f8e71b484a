/* What a case expects beside what came. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/conformance.h"

static char *differs(const char *path, const json_t *expected, const json_t *got)
{
    char *wanted = json_dumps(expected, JSON_ENCODE_ANY),
         *came = got ? json_dumps(got, JSON_ENCODE_ANY) : NULL;
    const size_t size = strlen(path) + strlen(wanted) + (came ? strlen(came) : 0) + 64;
    char *told = malloc(size);

    snprintf(
        told, size, "%s: expected %s, got %s", path, wanted, came ? came : "nothing");
    free(wanted);
    free(came);
    return told;
}

static char *compare(const char *path, const json_t *expected, const json_t *got);

/* Every key that is expected must be there; others don't matter. */
static char *compare_objects(const char *path, const json_t *expected, const json_t *got)
{
    json_t *value;
    const char *key;

    json_object_foreach((json_t *)expected, key, value)
    {
        char deeper[512], *told;

        snprintf(deeper, sizeof(deeper), "%s.%s", path, key);
        if ((told = compare(deeper, value, json_object_get(got, key))))
            return told;
    }
    return NULL;
}

static char *compare_lists(const char *path, const json_t *expected, const json_t *got)
{
    if (json_array_size(expected) != json_array_size(got))
        return differs(path, expected, got);
    for (size_t i = 0; i < json_array_size(expected); i++) {
        char deeper[512], *told;

        snprintf(deeper, sizeof(deeper), "%s[%zu]", path, i);
        if ((told = compare(deeper, json_array_get(expected, i), json_array_get(got, i))))
            return told;
    }
    return NULL;
}

/* "*" is any text but the empty one. */
static bool is_any(const json_t *expected)
{
    return json_is_string(expected) && strcmp(json_string_value(expected), "*") == 0;
}

static char *compare(const char *path, const json_t *expected, const json_t *got)
{
    if (is_any(expected) && json_is_string(got) && *json_string_value(got))
        return NULL;
    if (json_is_object(expected) && json_is_object(got))
        return compare_objects(path, expected, got);
    if (json_is_array(expected) && json_is_array(got))
        return compare_lists(path, expected, got);
    return json_equal(expected, got) ? NULL : differs(path, expected, got);
}

char *case_differs(const json_t *expected, const json_t *got)
{
    return compare("", expected, got);
}
