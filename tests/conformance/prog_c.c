/*
 * The cases of this folder in C: calls through the public interface, entries
 * as structures. README.md tells the format.
 *
 *     prog_conformance_c [TEXT]    those whose name has TEXT in it, or all
 */
#include <glob.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/conformance.h"

#define FOLDER KHO_SOURCE_DIR "/tests/conformance"
#define DAY_MS INT64_C(86400000)

static json_t *worlds;
static int failures, count;

/* Texts with "$DIR" and "$FILES" in them, in the case's own folder and the cases'. */
static json_t *place_text(const stage *stage, const char *text)
{
    const struct {
        const char *word, *path;
    } places[] = {
        {"$DIR",   stage->folder  },
        {"$FILES", FOLDER "/files"}
    };
    char path[1024];

    for (size_t i = 0; i < 2; i++) {
        const size_t size = strlen(places[i].word);

        if (strncmp(text, places[i].word, size) == 0) {
            snprintf(path, sizeof(path), "%s%s", places[i].path, text + size);
            return json_string(path);
        }
    }
    return json_string(text);
}

/* A copy in which texts are placed. */
static json_t *placed(const stage *stage, const json_t *value)
{
    json_t *copy, *child;
    const char *key;
    size_t i;

    if (json_is_string(value) && strchr(json_string_value(value), '$'))
        return place_text(stage, json_string_value(value));
    if (json_is_array(value)) {
        copy = json_array();
        json_array_foreach((json_t *)value, i, child)
            json_array_append_new(copy, placed(stage, child));
        return copy;
    }
    if (!json_is_object(value))
        return json_deep_copy(value);
    copy = json_object();
    json_object_foreach((json_t *)value, key, child)
        json_object_set_new(copy, key, placed(stage, child));
    return copy;
}

/* A day means its noon in Vietnam; an instant of UTC is 2026-11-20T17:00:00Z. */
static void set_now(stage *stage, const char *text)
{
    int hour = 5, minute = 0, second = 0;
    char day[11] = "";
    kho_date date;

    memcpy(day, text, 10);
    if (kho_date_parse(day, &date) < 0)
        abort();
    if (text[10])
        sscanf(text + 10, "T%2d:%2d:%2dZ", &hour, &minute, &second);
    stage->now = date * DAY_MS + ((hour * 60 + minute) * 60 + second) * INT64_C(1000);
}

static void write_file(const stage *stage, const char *name, const json_t *lines)
{
    char path[512];
    json_t *line;
    FILE *file;
    size_t i;

    snprintf(path, sizeof(path), "%s/%s", stage->folder, name);
    if (!(file = fopen(path, "w")))
        abort();
    json_array_foreach((json_t *)lines, i, line)
        fprintf(file, "%s\n", json_string_value(line));
    fclose(file);
}

static case_play find_play(const char *name)
{
    const case_call *const lists[] = {
        case_calls_post, case_calls_hand, case_calls_ask, case_calls_file};

    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        for (const case_call *at = lists[i]; at->name; at++) {
            if (strcmp(at->name, name) == 0)
                return at->play;
        }
    }
    return NULL;
}

/* The handle that a step is for. */
static case_handle *handle_of(stage *stage, const json_t *step)
{
    const char *name = case_text(step, "at");

    for (case_handle *at = stage->handles; at < stage->handles + CASE_HANDLES; at++) {
        if (at->name && strcmp(at->name, name ? name : "ledger") == 0)
            return at;
    }
    return NULL;
}

static json_t *play_steps(stage *stage, const json_t *steps, char **told);

/* What needs no ledger that is open. */
static bool is_free(const char *name)
{
    return strcmp(name, "open") == 0 || strcmp(name, "close") == 0 ||
           strcmp(name, "make_client_key") == 0;
}

/* What came of a call: {"error": ..} where it failed. In C there is no using a ledger
 * that was closed; other languages say that it is invalid. */
static json_t *play_call(stage *stage, const json_t *step, const json_t *expected)
{
    const char *name = case_text(step, "call");
    const case_play play = find_play(name);
    json_t *args, *result = NULL;
    kho_status status;

    stage->at = handle_of(stage, step);
    if (!play || (!is_free(name) && !stage->at))
        return json_pack("{s{ss}}", "error", "status", "no such call or handle");
    if (!is_free(name) && !stage->at->ledger)
        return json_pack("{s{ss}}", "error", "status", "invalid");
    args = placed(stage, json_object_get(step, "args"));
    if (stage->at)
        kho_error_language(stage->at->language);
    stage->call = name;
    stage->as = case_text(step, "as") ? case_text(step, "as") : "ledger";
    stage->expected = expected;
    status = play(stage, args, &result);
    json_decref(args);
    return status < 0 ? case_error() : result ? result : json_object();
}

/* A batch is undone where it says so or where one of its steps fails unexpectedly. */
static json_t *play_batch(stage *stage, const json_t *step, char **told)
{
    case_handle *const at = handle_of(stage, step);
    json_t *failed;

    kho_error_language(at->language);
    if (kho_ledger_begin(at->ledger) < 0)
        return case_error();
    failed = play_steps(stage, json_object_get(step, "batch"), told);
    if (failed || *told || case_bool(step, "undone")) {
        kho_ledger_rollback(at->ledger);
        return failed ? failed : json_object();
    }
    return kho_ledger_commit(at->ledger) < 0 ? case_error() : json_object();
}

/* Play a step. Returns an error that nobody expected; tells what else is wrong. */
static json_t *play_step(stage *stage, const json_t *step, char **told)
{
    json_t *expected = json_object_get(step, "expect"), *result;

    if (case_text(step, "now")) {
        set_now(stage, case_text(step, "now"));
        return NULL;
    }
    if (case_text(step, "file")) {
        write_file(stage, case_text(step, "file"), json_object_get(step, "lines"));
        return NULL;
    }
    expected = expected ? placed(stage, expected) : NULL;
    result = json_object_get(step, "batch") ? play_batch(stage, step, told)
                                            : play_call(stage, step, expected);
    if (!expected && json_object_get(result, "error"))
        return result;
    if (expected && !*told)
        *told = case_differs(expected, result);
    json_decref(expected);
    json_decref(result);
    return NULL;
}

/* Until one fails unexpectedly: then its error; or until something differs. */
static json_t *play_steps(stage *stage, const json_t *steps, char **told)
{
    json_t *step, *failed = NULL;
    char *inner = NULL;
    size_t i;

    json_array_foreach((json_t *)steps, i, step)
    {
        if ((failed = play_step(stage, step, &inner)))
            break;
        if (inner) {
            const char *name = case_text(step, "call");
            const size_t size = strlen(inner) + 80;

            *told = malloc(size);
            snprintf(
                *told, size, "step %zu (%s): %s", i + 1, name ? name : "batch", inner);
            free(inner);
            break;
        }
    }
    return failed;
}

static void open_first(stage *stage, const json_t *this)
{
    const char *lang = case_text(this, "lang");
    json_t *step = json_pack("{ss s{ss sb ss}}", "call", "open", "args", "path",
        "$DIR/ledger.kho", "create", 1, "lang", lang ? lang : "en");
    json_t *result = play_call(stage, step, NULL);

    if (json_object_get(result, "error"))
        abort();
    json_decref(result);
    json_decref(step);
}

/* After every case nothing is wrong with any ledger that is open. */
static void check_handles(stage *stage, char **told)
{
    for (case_handle *at = stage->handles; at < stage->handles + CASE_HANDLES; at++) {
        kho_table *table = NULL;

        if (!at->ledger || *told)
            continue;
        if (kho_ledger_check(at->ledger, &table) < 0 || kho_table_rows(table) > 0)
            *told = strdup("check finds something");
        kho_table_free(table);
    }
}

static void leave(stage *stage)
{
    char path[512];
    glob_t found;

    for (size_t i = 0; i < CASE_HANDLES; i++)
        kho_ledger_close(stage->handles[i].ledger);
    snprintf(path, sizeof(path), "%s/*", stage->folder);
    if (glob(path, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            remove(found.gl_pathv[i]);
    }
    globfree(&found);
    rmdir(stage->folder);
}

static void play_case(const char *file, const json_t *this)
{
    const char *world = case_text(this, "world"), *today = case_text(this, "today");
    const json_t *set_up = world ? json_object_get(worlds, world) : NULL;
    /* In memory where there is such a folder: nobody looks at what a disk has. */
    const char *root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    stage stage = {.now = 0};
    json_t *failed = NULL;
    char *told = NULL;

    snprintf(stage.folder, sizeof(stage.folder), "%s/kho-case-XXXXXX", root);
    if (!mkdtemp(stage.folder))
        abort();
    if (!today)
        today = set_up ? case_text(set_up, "today") : "2026-11-20";
    set_now(&stage, today);
    open_first(&stage, this);
    if (set_up)
        failed = play_steps(&stage, json_object_get(set_up, "steps"), &told);
    if (!failed && !told)
        failed = play_steps(&stage, json_object_get(this, "steps"), &told);
    if (!failed && !told)
        check_handles(&stage, &told);
    if (failed)
        told = json_dumps(failed, 0);
    count++;
    failures += told != NULL;
    if (told)
        printf("%s: %s\n    %s\n", file, case_text(this, "name"), told);
    free(told);
    json_decref(failed);
    leave(&stage);
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *data = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

    if (!data) {
        fprintf(stderr, "%s:%d:%d: %s\n", path, error.line, error.column, error.text);
        exit(1);
    }
    return data;
}

int main(int argc, char **argv)
{
    const char *wanted = argc > 1 ? argv[1] : "";
    glob_t files;

    if (glob(FOLDER "/*.json", 0, NULL, &files) != 0)
        return 1;
    worlds = load(FOLDER "/files/worlds.json");
    for (size_t i = 0; i < files.gl_pathc; i++) {
        json_t *cases = load(files.gl_pathv[i]), *this;
        size_t at;

        json_array_foreach(cases, at, this)
        {
            if (strstr(case_text(this, "name"), wanted))
                play_case(basename(files.gl_pathv[i]), this);
        }
        json_decref(cases);
    }
    globfree(&files);
    json_decref(worlds);
    printf("%d cases, %d failed\n", count, failures);
    return failures > 0 || count == 0;
}
