#include "report/page.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"

/* "word: about" */
static char *join(const char *word, const char *about)
{
    kho__buffer text = {0};

    kho__buffer_text(&text, word);
    kho__buffer_text(&text, ": ");
    kho__buffer_text(&text, about);
    if (kho__buffer_status(&text) == KHO_OK)
        return text.bytes;
    kho__buffer_free(&text);
    return NULL;
}

kho_status kho__tables_new(kho_text word, kho_text about, kho_text note, kho_tables **out)
{
    kho_tables *tables = calloc(1, sizeof(*tables));

    if (tables) {
        tables->note = note;
        tables->title_vi = join(word.vi, about.vi);
        tables->title_en = join(word.en, about.en ? about.en : about.vi);
    }
    if (!tables || !tables->title_vi || !tables->title_en) {
        kho_tables_free(tables);
        return kho__fail_memory();
    }
    *out = tables;
    return KHO_OK;
}

void kho__tables_add(kho_tables *tables, kho_table *table)
{
    assert(tables->count < KHO__TABLES_MOST);
    tables->list[tables->count++] = table;
}

void kho_tables_free(kho_tables *tables)
{
    if (!tables)
        return;
    for (size_t i = 0; i < tables->count; i++)
        kho_table_free(tables->list[i]);
    free(tables->title_vi);
    free(tables->title_en);
    free(tables);
}

const char *kho_tables_title(const kho_tables *tables, kho_language language)
{
    return language == KHO_VI ? tables->title_vi : tables->title_en;
}

size_t kho_tables_count(const kho_tables *tables)
{
    return tables->count;
}

const kho_table *kho_tables_at(const kho_tables *tables, size_t index)
{
    return index < tables->count ? tables->list[index] : NULL;
}

/* What stands between tables, before the first (index 0) and after the last. */
static void put_between(
    const kho_tables *tables, kho_format format, kho__writer *writer, size_t index)
{
    const bool vi = writer->language == KHO_VI, last = index == tables->count;
    kho__buffer *out = &writer->out;

    if (format == KHO_JSON) {
        kho__buffer_text(out, last ? "]}\n" : index ? "," : "{\"tables\":[\n");
        return;
    }
    if (index == 0)
        kho__buffer_print(out, "%s\n", kho_tables_title(tables, writer->language));
    kho__buffer_print(out, "\n%s\n",
        last ? (vi ? tables->note.vi : tables->note.en)
             : kho_table_title(writer->table, writer->language));
    if (!last)
        kho__buffer_byte(out, '\n');
}

static kho_status write_all(
    const kho_tables *tables, kho_format format, kho__writer *writers)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < tables->count && status == KHO_OK; i++) {
        put_between(tables, format, &writers[i], i);
        status = format == KHO_JSON ? kho__write_json(&writers[i])
                                    : kho__write_terminal(&writers[i]);
        if (i + 1 == tables->count)
            put_between(tables, format, &writers[i], i + 1);
        if (status == KHO_OK)
            status = kho__write_rest(&writers[i]);
    }
    return status;
}

kho_status kho_tables_write(const kho_tables *tables, kho_format format,
    kho_language language, kho_sink sink, void *context)
{
    kho__writer writers[KHO__TABLES_MOST];
    kho_status status;

    if (format != KHO_TERMINAL && format != KHO_HTML && format != KHO_JSON)
        return kho__fail(KHO_EINVALID,
            "several tables are written as table, html or json",
            "nhiều bảng chỉ ghi được dạng table, html hoặc json");
    for (size_t i = 0; i < tables->count; i++)
        kho__writer_begin(&writers[i], tables->list[i], language, sink, context);
    status = format == KHO_HTML ? kho__write_html_tables(tables, writers)
                                : write_all(tables, format, writers);
    for (size_t i = 0; i < tables->count; i++)
        kho__buffer_free(&writers[i].out);
    return status;
}
