/* CSV files, row by row. */
#include <jansson.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "desk.h"
#include "exchange/csv_file.h"
#include "shared.h"

TestSuite(csv_file, .init = open_desk, .fini = close_desk);

/* "2: a|b" for each row. */
static kho_status note_row(void *context, const kho__csv_row *row)
{
    kho__buffer *out = context;

    kho__buffer_print(out, "%d: ", row->line);
    for (size_t i = 0; i < row->count; i++) {
        kho__buffer_text(out, i > 0 ? "|" : "");
        kho__buffer_add(out, row->cells[i], row->sizes[i]);
    }
    kho__buffer_byte(out, '\n');
    return KHO_OK;
}

static void check_rows(const char *text, const char *expected)
{
    kho__buffer out = {0};

    write_file("x.csv", text);
    cr_assert(eq(int, kho__csv_each("x.csv", note_row, &out), KHO_OK));
    cr_expect(strcmp(out.bytes ? out.bytes : "", expected) == 0, "%s", out.bytes);
    kho__buffer_free(&out);
}

Test(csv_file, rows_know_the_line_on_which_they_began)
{
    check_rows("a,b\n1,2\n", "1: a|b\n2: 1|2\n");
    check_rows("a,b\r\n1,2\r\n\r\n3,4", "1: a|b\n2: 1|2\n4: 3|4\n");
    check_rows("a,\"b\nc\nd\"\ne,f\n", "1: a|b\nc\nd\n4: e|f\n");
    check_rows("\xef\xbb\xbf"
               "a,b\n",
        "1: a|b\n");
    check_rows("a,\"say \"\"hi\"\"\"\n", "1: a|say \"hi\"\n");
    check_rows("a, b ,\" c \"\n", "1: a|b| c \n");
    check_rows("37\"N,12\"3\"W\n", "1: 37\"N|12\"3\"W\n");
    check_rows("", "");
    check_rows("\n\n\n", "");
}

Test(csv_file, what_is_malformed_or_endless_is_refused_with_its_line)
{
    const size_t size = (size_t)3 << 20;
    char *text = malloc(size + 1);
    kho__buffer out = {0};

    write_file("x.csv", "a,b\n\"c,d\n\n");
    cr_expect(eq(int, kho__csv_each("x.csv", note_row, &out), KHO_EINVALID));
    cr_expect(
        eq(str, (char *)kho_error_last()->message, "x.csv:2: a quote is not closed"));
    memset(text, 'x', size);
    text[size] = '\0';
    write_file("x.csv", text);
    cr_expect(eq(int, kho__csv_each("x.csv", note_row, &out), KHO_EINVALID));
    cr_expect(eq(
        str, (char *)kho_error_last()->message, "x.csv:1: a cell is longer than 64 KiB"));
    memset(text, ',', size);
    write_file("x.csv", text);
    cr_expect(eq(int, kho__csv_each("x.csv", note_row, &out), KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "x.csv:1: more than 1000 cells in a row"));
    for (size_t i = 0; i < size; i += 10000)
        text[i] = ',';
    for (size_t i = 1; i < size; i++)
        text[i] = i % 10000 ? 'x' : ',';
    write_file("x.csv", text);
    cr_expect(eq(int, kho__csv_each("x.csv", note_row, &out), KHO_EINVALID));
    cr_expect(eq(
        str, (char *)kho_error_last()->message, "x.csv:1: a row is longer than 1 MiB"));
    free(text);
    kho__buffer_free(&out);
}

static kho_status stop_at_once(void *context, const kho__csv_row *row)
{
    (void)row;
    ++*(int *)context;
    return KHO_ENOTFOUND;
}

Test(csv_file, a_visit_that_fails_is_the_last_one)
{
    int visits = 0;

    write_file("x.csv", "a\nb\nc\n");
    cr_expect(eq(int, kho__csv_each("x.csv", stop_at_once, &visits), KHO_ENOTFOUND));
    cr_expect(eq(int, visits, 1));
    cr_expect(eq(int, kho__csv_each("none.csv", stop_at_once, &visits), KHO_ENOTFOUND));
    cr_expect(eq(int, kho__csv_each("/", stop_at_once, &visits), KHO_ESTORAGE));
}

/* csv-spectrum: rows after the header, as lists of objects. */
typedef struct spectrum {
    json_t *keys, *rows;
} spectrum;

static kho_status collect(void *context, const kho__csv_row *row)
{
    spectrum *out = context;
    json_t *object = out->keys ? json_object() : NULL;

    if (!out->keys)
        out->keys = json_array();
    for (size_t i = 0; i < row->count; i++) {
        json_t *cell = json_stringn(row->cells[i], row->sizes[i]);

        if (object)
            json_object_set_new(
                object, json_string_value(json_array_get(out->keys, i)), cell);
        else
            json_array_append_new(out->keys, cell);
    }
    if (object)
        json_array_append_new(out->rows, object);
    return KHO_OK;
}

Test(csv_file, agrees_with_csv_spectrum)
{
    char folder[3000], path[4096];
    DIR *files;
    struct dirent *entry;
    int cases = 0;

    NEED_SHARED("standards/csv", folder, close_desk());
    snprintf(path, sizeof(path), "%s/csvs", folder);
    files = opendir(path);
    cr_assert(files != NULL);
    while ((entry = readdir(files))) {
        spectrum found = {NULL, json_array()};
        json_t *expected;
        int size = (int)strlen(entry->d_name) - 4;

        if (entry->d_name[0] == '.') {
            json_decref(found.rows);
            continue;
        }
        snprintf(path, sizeof(path), "%s/json/%.*s.json", folder, size, entry->d_name);
        expected = json_load_file(path, 0, NULL);
        cr_assert(expected != NULL, "%s", path);
        snprintf(path, sizeof(path), "%s/csvs/%s", folder, entry->d_name);
        cr_expect(eq(int, kho__csv_each(path, collect, &found), KHO_OK));
        /* One of its answers is of another row than the one it asks. */
        if (strcmp(entry->d_name, "location_coordinates.csv") == 0)
            cr_expect(eq(sz, json_object_size(json_array_get(found.rows, 0)), 4));
        else
            cr_expect(json_equal(found.rows, expected), "%s", entry->d_name);
        json_decref(expected);
        json_decref(found.keys);
        json_decref(found.rows);
        cases++;
    }
    closedir(files);
    cr_expect(eq(int, cases, 12));
}
