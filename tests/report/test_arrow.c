/* Tables as streams of the Arrow C data interface, read as any consumer reads them. */
#include <kho/arrow.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/table_json.h"
#include "report/tables.h"

#define SAME(a, b) cr_expect(eq(str, (char *)(a), (char *)(b)))
#define NOTHING(pointer) cr_expect(zero(ptr, (void *)(pointer)))

/* What a consumer has asked for: the schema, and the only batch. */
typedef struct batch {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
} batch;

static batch take(const kho_table *table)
{
    batch all;

    cr_assert(eq(int, kho_table_arrow(table, &all.stream), KHO_OK));
    cr_assert(eq(int, all.stream.get_schema(&all.stream, &all.schema), 0));
    cr_assert(eq(int, all.stream.get_next(&all.stream, &all.array), 0));
    cr_assert(all.schema.release && all.array.release);
    return all;
}

static void release_schema(struct ArrowSchema *schema)
{
    schema->release(schema);
    cr_expect(schema->release == NULL, "a released schema says so");
}

static void release_array(struct ArrowArray *array)
{
    array->release(array);
    cr_expect(array->release == NULL, "a released array says so");
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release(stream);
    cr_expect(stream->release == NULL, "a released stream says so");
}

static void release(batch *all)
{
    release_array(&all->array);
    release_schema(&all->schema);
    release_stream(&all->stream);
}

static bool defined(const struct ArrowArray *array, size_t row)
{
    const uint8_t *valid = array->buffers[0];

    return !valid || (valid[row / 8] >> row % 8 & 1);
}

/* A text of a dictionary, to be freed. */
static char *word(const struct ArrowArray *words, int32_t index)
{
    const int32_t *ends = words->buffers[1];
    const char *bytes = words->buffers[2];

    cr_assert(0 <= index && index < words->length, "word %d of %ld", (int)index,
        (long)words->length);
    return strndup(bytes + ends[index], (size_t)(ends[index + 1] - ends[index]));
}

static void expect_text(
    const kho_table *table, size_t row, size_t column, const struct ArrowArray *cells)
{
    char *text = word(cells->dictionary, ((const int32_t *)cells->buffers[1])[row]);

    SAME(text, kho_table_text(table, row, column));
    free(text);
}

static void expect_pair(
    const kho_table *table, size_t row, size_t column, const struct ArrowArray *cells)
{
    const int64_t *pairs = cells->children[0]->buffers[1];
    const kho_rational value = kho_table_rational(table, row, column);

    cr_expect(eq(i64, pairs[2 * row], value.numerator));
    cr_expect(eq(i64, pairs[2 * row + 1], value.denominator));
}

/* A cell by the schema's word for its type. */
static void expect_cell(const kho_table *table, size_t row, size_t column,
    const char *format, const struct ArrowArray *cells)
{
    if (strcmp(format, "l") == 0)
        cr_expect(eq(i64, ((const int64_t *)cells->buffers[1])[row],
            kho_table_int(table, row, column)));
    else if (strcmp(format, "tdD") == 0)
        cr_expect(eq(int, ((const int32_t *)cells->buffers[1])[row],
            kho_table_date(table, row, column)));
    else if (strcmp(format, "+w:2") == 0)
        expect_pair(table, row, column, cells);
    else if (strcmp(format, "i") == 0)
        expect_text(table, row, column, cells);
    else
        cr_fail("no such type: %s", format);
}

static void expect_column(const kho_table *table, size_t column,
    const struct ArrowSchema *schema, const struct ArrowArray *cells)
{
    const size_t rows = kho_table_rows(table);
    int64_t undefined = 0;

    SAME(schema->name, kho_table_key(table, column));
    cr_expect(eq(i64, schema->flags, ARROW_FLAG_NULLABLE));
    cr_expect(eq(i64, schema->n_children, cells->n_children));
    cr_expect(eq(int, !schema->dictionary, !cells->dictionary));
    cr_expect(eq(i64, cells->offset, 0));
    cr_expect(eq(sz, (size_t)cells->length, rows));
    for (size_t row = 0; row < rows; row++) {
        undefined += !defined(cells, row);
        cr_expect(eq(int, defined(cells, row), kho_table_has(table, row, column)));
        if (defined(cells, row))
            expect_cell(table, row, column, schema->format, cells);
    }
    cr_expect(eq(i64, cells->null_count, undefined), "%s", schema->name);
}

/* Every cell of a table, as a consumer and as C sees it. */
static void expect_table(const kho_table *table)
{
    batch all = take(table);

    SAME(all.schema.format, "+s");
    cr_expect(eq(i64, all.array.n_buffers, 1));
    NOTHING(all.array.buffers[0]);
    cr_expect(eq(i64, all.array.null_count, 0));
    cr_expect(eq(sz, (size_t)all.array.length, kho_table_rows(table)));
    cr_assert(eq(sz, (size_t)all.schema.n_children, kho_table_columns(table)));
    cr_assert(eq(sz, (size_t)all.array.n_children, kho_table_columns(table)));
    for (size_t i = 0; i < kho_table_columns(table); i++)
        expect_column(table, i, all.schema.children[i], all.array.children[i]);
    release(&all);
}

/* Seventeen lots, of which every third says nothing but its number, which comes twice. */
static kho_table *make_lots(void)
{
    kho_table *table = NULL;

    cr_assert(eq(int, kho__table_new(KHO__TABLE_EXPIRY, 1, &table), KHO_OK));
    for (int i = 0; i < 17; i++) {
        cr_assert(eq(int, kho__table_row(table), KHO_OK));
        cr_assert(eq(int,
            kho__table_set_text(table, KHO_EXPIRY_LOT, i % 2 ? "lô \"Ấ\"" : ""), KHO_OK));
        if (i % 3 == 0)
            continue;
        kho__table_set_date(table, KHO_EXPIRY_EXPIRY, i - 5);
        kho__table_set_int(table, KHO_EXPIRY_QUANTITY, i % 2 ? INT64_MAX : INT64_MIN);
        kho__table_set_rational(
            table, KHO_EXPIRY_MONTHS_LEFT, (kho_rational){-INT64_MAX, i});
        cr_assert(eq(int, kho__table_set_known(table, KHO_EXPIRY_ITEM, "bcs", NULL, NULL),
            KHO_OK));
    }
    return table;
}

TestSuite(arrow);

Test(arrow, every_cell_crosses_as_it_is)
{
    kho_table *tables[] = {tables_report(), tables_alerts(), make_lots(),
        tables_lots((const char *const[]){"A12", "A12", "B"}, 3)};

    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        expect_table(tables[i]);
        kho_table_free(tables[i]);
    }
}

Test(arrow, a_table_without_rows_has_all_its_columns)
{
    for (int kind = 0; kind < KHO__TABLE_KINDS; kind++) {
        kho_table *table = NULL;

        cr_assert(eq(int, kho__table_new((kho__table_kind)kind, 0, &table), KHO_OK));
        expect_table(table);
        kho_table_free(table);
    }
}

Test(arrow, undefined_cells_are_counted)
{
    kho_table *table = make_lots();
    batch all = take(table);
    struct ArrowArray **columns = all.array.children;

    cr_expect(eq(i64, columns[KHO_EXPIRY_PLACE]->null_count, 17));
    cr_expect(eq(i64, columns[KHO_EXPIRY_ITEM]->null_count, 6));
    cr_expect(eq(i64, columns[KHO_EXPIRY_LOT]->null_count, 0));
    NOTHING(columns[KHO_EXPIRY_LOT]->buffers[0]);
    cr_expect(eq(i64, columns[KHO_EXPIRY_QUANTITY]->null_count, 6));
    cr_expect(eq(i64, columns[KHO_EXPIRY_MONTHS_LEFT]->null_count, 6));
    cr_expect(eq(i64, columns[KHO_EXPIRY_MONTHS_LEFT]->children[0]->length, 34));
    cr_expect(eq(i64, columns[KHO_EXPIRY_MONTHS_LEFT]->children[0]->null_count, 0));
    cr_expect(eq(i64, columns[KHO_EXPIRY_PLACE]->dictionary->length, 0));
    cr_expect(eq(i64, columns[KHO_EXPIRY_ITEM]->dictionary->length, 1));
    cr_expect(eq(i64, columns[KHO_EXPIRY_LOT]->dictionary->length, 17));
    release(&all);
    kho_table_free(table);
}

Test(arrow, cells_are_not_copied)
{
    kho_table *table = make_lots();
    batch all = take(table);

    for (size_t i = 0; i < kho_table_columns(table); i++) {
        const struct ArrowArray *column = all.array.children[i];
        const struct ArrowArray *cells = column->n_children ? *column->children : column;

        cr_expect(eq(ptr, (void *)cells->buffers[1], (void *)kho_table_buffer(table, i)));
        cr_expect(
            eq(ptr, (void *)column->buffers[0], (void *)kho_table_validity(table, i)));
    }
    release(&all);
    kho_table_free(table);
}

static int32_t counted(const char **at)
{
    int32_t count;

    memcpy(&count, *at, sizeof(count));
    *at += sizeof(count);
    return count;
}

/* Metadata as "key=value" lines, to be freed. */
static char *lines(const char *metadata)
{
    int32_t pairs = counted(&metadata);
    char *text = calloc(1, 1024), *end = text;

    while (pairs-- > 0) {
        for (int i = 0; i < 2; i++) {
            const int32_t size = counted(&metadata);

            cr_assert(end - text + size < 1000);
            memcpy(end, metadata, (size_t)size);
            metadata += size;
            end += size;
            *end++ = i ? '\n' : '=';
        }
    }
    return text;
}

static void expect_lines(const struct ArrowSchema *schema, const char *expected)
{
    char *text = lines(schema->metadata);

    SAME(text, expected);
    free(text);
}

Test(arrow, the_schema_tells_types_labels_and_what_it_was_made_with)
{
    kho_table *table = tables_report();
    batch all = take(table);
    struct ArrowSchema **columns = all.schema.children;

    expect_lines(&all.schema, "kho.table=report\n"
                              "kho.meta.on=2026-11-30\n"
                              "kho.meta.known=1284\n"
                              "kho.meta.rules=Mẫu \"<thử>\"\n"
                              "kho.meta.min_months=3/2\n"
                              "kho.meta.max_months=3/1\n");
    SAME(columns[KHO_REPORT_AMC]->name, "amc");
    SAME(columns[KHO_REPORT_AMC]->format, "+w:2");
    SAME(columns[KHO_REPORT_AMC]->children[0]->format, "l");
    expect_lines(columns[KHO_REPORT_AMC],
        "kho.type=rational\nkho.label.vi=TB tháng\nkho.label.en=AMC\n");
    SAME(columns[KHO_REPORT_PLACE]->format, "i");
    SAME(columns[KHO_REPORT_PLACE]->dictionary->format, "u");
    expect_lines(columns[KHO_REPORT_PLACE],
        "kho.type=text\nkho.label.vi=Nơi giữ\nkho.label.en=Place\n");
    SAME(columns[KHO_REPORT_CLOSING]->format, "l");
    expect_lines(columns[KHO_REPORT_CLOSING],
        "kho.type=integer\nkho.label.vi=Tồn cuối kỳ\nkho.label.en=Closing\n");
    release(&all);
    kho_table_free(table);

    table = tables_alerts();
    all = take(table);
    expect_lines(&all.schema, "kho.table=alerts\n");
    SAME(all.schema.children[KHO_ALERTS_SINCE]->format, "tdD");
    expect_lines(all.schema.children[KHO_ALERTS_SINCE],
        "kho.type=date\nkho.label.vi=Từ ngày\nkho.label.en=Since\n");
    release(&all);
    kho_table_free(table);
}

Test(arrow, a_stream_ends_after_one_batch)
{
    kho_table *table = tables_alerts();
    batch all = take(table);
    struct ArrowArray end = all.array;
    struct ArrowSchema again;

    for (int i = 0; i < 2; i++) {
        cr_expect(eq(int, all.stream.get_next(&all.stream, &end), 0));
        cr_expect(end.release == NULL);
        NOTHING(all.stream.get_last_error(&all.stream));
    }
    cr_expect(eq(int, all.stream.get_schema(&all.stream, &again), 0), "a schema, again");
    SAME(again.children[0]->name, "severity");
    release_schema(&again);
    release(&all);
    kho_table_free(table);
}

Test(arrow, whatever_was_taken_outlives_the_rest)
{
    kho_table *table = tables_report(), *same = tables_report();
    batch all = take(table);
    struct ArrowArray moved, words;
    struct ArrowSchema field;
    char *text;

    kho_table_free(table);
    release_stream(&all.stream);
    expect_column(same, KHO_REPORT_PLACE, all.schema.children[KHO_REPORT_PLACE],
        all.array.children[KHO_REPORT_PLACE]);

    moved = *all.array.children[KHO_REPORT_AMC];
    all.array.children[KHO_REPORT_AMC]->release = NULL;
    words = *all.array.children[KHO_REPORT_ITEM]->dictionary;
    all.array.children[KHO_REPORT_ITEM]->dictionary->release = NULL;
    field = *all.schema.children[KHO_REPORT_AMC];
    all.schema.children[KHO_REPORT_AMC]->release = NULL;
    release_array(&all.array);
    release_schema(&all.schema);

    expect_column(same, KHO_REPORT_AMC, &field, &moved);
    expect_lines(&field, "kho.type=rational\nkho.label.vi=TB tháng\nkho.label.en=AMC\n");
    text = word(&words, 0);
    SAME(text, "bcs");
    free(text);
    release_array(&moved);
    release_array(&words);
    release_schema(&field);
    kho_table_free(same);
}

/* The same table as a closing kept it: its keys and titles are its own memory. */
static kho_table *keep(const kho_table *table)
{
    static const kho__table_kind kinds[] = {KHO__TABLE_REPORT};
    kho__buffer text = {0};
    kho_table *kept = NULL;
    json_t *node;

    kho__buffer_byte(&text, '{');
    kho__table_write_heads(kinds, 1, &text);
    cr_assert(eq(int,
        kho__table_write_rows(table, 0, kho_table_rows(table), NULL, 0, &text), KHO_OK));
    kho__buffer_byte(&text, '}');
    node = json_loads(text.bytes, 0, NULL);
    cr_assert(node != NULL, "%s", text.bytes);
    cr_assert(eq(int, kho__table_read(node, node, "report", NULL, &kept), KHO_OK));
    json_decref(node);
    kho__buffer_free(&text);
    return kept;
}

Test(arrow, a_kept_table_crosses_and_its_schema_outlives_it)
{
    kho_table *table = tables_report(), *kept = keep(table);
    batch all;

    expect_table(kept);
    all = take(kept);
    kho_table_free(kept);
    release_array(&all.array);
    release_stream(&all.stream);
    SAME(all.schema.children[KHO_REPORT_AMC]->name, "amc");
    expect_lines(all.schema.children[KHO_REPORT_AMC],
        "kho.type=rational\nkho.label.vi=TB tháng\nkho.label.en=AMC\n");
    release_schema(&all.schema);
    kho_table_free(table);
}

Test(arrow, a_table_lives_until_its_last_holder_frees_it)
{
    kho_table *table = tables_report();
    kho_table *shared = kho_table_share(table);

    cr_expect(eq(ptr, shared, table));
    kho_table_free(table);
    cr_expect(eq(i64, kho_table_int(shared, 0, KHO_REPORT_OPENING), 1200));
    expect_table(shared);
    kho_table_free(shared);
    kho_table_free(NULL);
    NOTHING(kho_table_share(NULL));
}
