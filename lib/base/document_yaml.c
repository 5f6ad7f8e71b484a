#include <string.h>

#include <yaml.h>

#include "base/document_build.h"
#include "base/document_walk.h"
#include "base/error.h"

/* One YAML text that is being read. */
typedef struct yaml_text {
    kho__builder builder;
    kho__walk walk;
    yaml_parser_t parser;
    int indents[KHO__DEPTH_MAX + 1]; /* by depth: column of the innermost block, or -1 */
} yaml_text;

/* Columns and lines of libyaml count from 0. */
static int line_of(const yaml_mark_t *mark)
{
    return (int)mark->line + 1;
}

static int column_of(const yaml_mark_t *mark)
{
    return (int)mark->column + 1;
}

static kho_status refuse(
    const kho__builder *builder, const yaml_mark_t *mark, const char *en, const char *vi)
{
    return kho__fail_at(KHO_EINVALID, builder->document->name, line_of(mark),
        column_of(mark), "%s", "%s", kho__say(en, vi));
}

/* libyaml's own complaint. A malformed byte has an offset and no mark. */
static kho_status fail_parser(
    const kho__builder *builder, const yaml_parser_t *parser, const char *bytes)
{
    yaml_mark_t mark = parser->problem_mark;
    const char *problem = parser->problem ? parser->problem : "malformed";

    if (parser->error == YAML_MEMORY_ERROR)
        return kho__fail_memory();
    if (parser->error == YAML_READER_ERROR) {
        mark = (yaml_mark_t){0};
        for (size_t i = 0; i < parser->problem_offset; i++)
            mark.line += bytes[i] == '\n';
        return kho__fail_at(KHO_EINVALID, builder->document->name, line_of(&mark), 0,
            "not text in UTF-8: %s", "không phải văn bản UTF-8: %s", problem);
    }
    return kho__fail_at(KHO_EINVALID, builder->document->name, line_of(&mark),
        column_of(&mark), "not valid YAML: %s", "sai cú pháp YAML: %s", problem);
}

static bool is_null(const yaml_event_t *event)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};

    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strcmp((const char *)event->data.scalar.value, words[i]) == 0)
            return true;
    }
    return false;
}

static kho_status add_scalar(kho__builder *builder, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    kho__node_kind kind = KHO__STRING;

    switch (event->data.scalar.style) {
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        return refuse(builder, mark, "texts of several lines (| >) are not allowed",
            "không được dùng văn bản nhiều dòng (| >)");
    case YAML_PLAIN_SCALAR_STYLE:
        if (strcmp((const char *)event->data.scalar.value, "-") == 0)
            return refuse(builder, mark, "not valid YAML: a dash without a value",
                "sai cú pháp YAML: dấu gạch ngang không có giá trị");
        kind = is_null(event) ? KHO__NULL : KHO__SCALAR;
        break;
    default:
        break;
    }
    return kho__build_scalar(builder, kind, (const char *)event->data.scalar.value,
        event->data.scalar.length, line_of(mark), column_of(mark));
}

/* Anchors and tags come with the event of what they stand at. */
static kho_status check_plain(const kho__builder *builder, const yaml_mark_t *mark,
    const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return refuse(
            builder, mark, "anchors (&) are not allowed", "không được dùng neo (&)");
    if (tag)
        return refuse(
            builder, mark, "tags (!) are not allowed", "không được dùng thẻ kiểu (!)");
    return KHO_OK;
}

static kho_status open_collection(kho__builder *builder, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    kho_status status =
        is_map ? check_plain(builder, mark, event->data.mapping_start.anchor,
                     event->data.mapping_start.tag)
               : check_plain(builder, mark, event->data.sequence_start.anchor,
                     event->data.sequence_start.tag);

    if (status < 0)
        return status;
    return kho__build_open(
        builder, is_map ? KHO__MAP : KHO__LIST, line_of(mark), column_of(mark));
}

static kho_status take_event(kho__builder *builder, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    kho_status status;

    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (builder->done)
            return refuse(
                builder, mark, "only one document to a file", "mỗi tệp chỉ một tài liệu");
        return KHO_OK;
    case YAML_ALIAS_EVENT:
        return refuse(
            builder, mark, "aliases (*) are not allowed", "không được dùng bí danh (*)");
    case YAML_SCALAR_EVENT:
        status =
            check_plain(builder, mark, event->data.scalar.anchor, event->data.scalar.tag);
        return status < 0 ? status : add_scalar(builder, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_collection(builder, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return kho__build_close(builder);
    default:
        return KHO_OK;
    }
}

/* The block that lines of the collection that was just opened must stand deeper than. */
static void note_indent(yaml_text *reading, const yaml_event_t *event)
{
    int depth = reading->builder.depth;
    bool is_block = (event->type == YAML_SEQUENCE_START_EVENT &&
                        event->data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE) ||
                    (event->type == YAML_MAPPING_START_EVENT &&
                        event->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE);

    if (is_block)
        reading->indents[depth] = (int)event->start_mark.column;
    else if (depth > 0 && (event->type == YAML_SEQUENCE_START_EVENT ||
                              event->type == YAML_MAPPING_START_EVENT))
        reading->indents[depth] = reading->indents[depth - 1];
}

/*
 * Event by event, so that nesting is seen as it comes: libyaml's scanner takes a time
 * that grows with the square of the depth, but it reads ahead no further than one simple
 * key.
 */
static kho_status take_events(yaml_text *reading)
{
    for (;;) {
        yaml_event_t event;
        bool last;
        kho_status status;

        if (!yaml_parser_parse(&reading->parser, &event))
            return fail_parser(&reading->builder, &reading->parser, reading->walk.start);
        last = event.type == YAML_STREAM_END_EVENT;
        status = kho__walk_event(
            &reading->walk, &event, reading->indents[reading->builder.depth]);
        if (status == KHO_OK)
            status = take_event(&reading->builder, &event);
        if (status == KHO_OK)
            note_indent(reading, &event);
        yaml_event_delete(&event);
        if (status < 0 || last)
            return status;
    }
}

/*
 * %TAG directives are of no use where tags are refused, and libyaml compares each one
 * with all before it ahead of the first event. They stand at the start of a line, and a
 * line may end in the last byte of a line break of Unicode too.
 */
static kho_status check_directives(const char *name, const char *bytes, size_t size)
{
    static const char word[] = "%TAG";
    int line = 1;

    for (size_t i = 0; i + sizeof(word) - 1 <= size; i++) {
        bool starts = i == 0 || strchr("\n\r\x85\xa8\xa9", bytes[i - 1]);

        if (starts && memcmp(bytes + i, word, sizeof(word) - 1) == 0)
            return kho__fail_at(KHO_EINVALID, name, line, 1,
                "%%TAG directives are not allowed", "không được dùng chỉ thị %%TAG");
        line += bytes[i] == '\n';
    }
    return KHO_OK;
}

static kho_status check_root(const kho__builder *builder)
{
    kho__node_kind kind = builder->document->root.kind;

    if (!builder->done)
        return kho__fail_at(KHO_EINVALID, builder->document->name, 1, 0,
            "the document is empty", "tài liệu trống");
    if (kind != KHO__MAP && kind != KHO__LIST)
        return kho__fail_at(KHO_EINVALID, builder->document->name,
            builder->document->root.line, builder->document->root.column,
            "expected keys with values", "cần các khóa và giá trị");
    return KHO_OK;
}

static kho_status read_bytes(yaml_text *reading, const char *bytes, size_t size)
{
    kho_status status;

    reading->walk = (kho__walk){.name = reading->builder.document->name,
        .start = bytes,
        .at = bytes,
        .end = bytes + size,
        .line = 1};
    reading->indents[0] = -1;
    if (!yaml_parser_initialize(&reading->parser))
        return kho__fail_memory();
    yaml_parser_set_encoding(&reading->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading->parser, (const unsigned char *)bytes, size);
    if ((status = take_events(reading)) == KHO_OK)
        status = check_root(&reading->builder);
    yaml_parser_delete(&reading->parser);
    return status;
}

kho_status kho__document_yaml(
    kho__document *document, const char *name, const char *bytes, size_t size)
{
    static const char mark[] = "\xef\xbb\xbf";
    yaml_text reading = {.builder = {.document = document}};
    kho_status status;

    *document = (kho__document){.name = name};
    if ((status = kho__build_size(name, 0, size)) < 0)
        return status;
    if (size >= sizeof(mark) - 1 && memcmp(bytes, mark, sizeof(mark) - 1) == 0) {
        bytes += sizeof(mark) - 1;
        size -= sizeof(mark) - 1;
    }
    if ((status = check_directives(name, bytes, size)) == KHO_OK)
        status = read_bytes(&reading, bytes, size);

    kho__build_end(&reading.builder);
    if (status < 0)
        kho__document_free(document);
    return status;
}
