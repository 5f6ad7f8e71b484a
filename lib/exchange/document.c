#include "exchange/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

/* An empty tree; its arena may have memory. A number is not a text in it. */
static void begin(kho_document *document)
{
    document->tree.name = "";
    document->tree.json = true;
    document->tree.root = (kho__node){0};
}

kho_status kho_document_new(kho_document **out)
{
    *out = calloc(1, sizeof(**out));
    if (!*out)
        return kho__fail_memory();
    begin(*out);
    (*out)->builder.document = &(*out)->tree;
    return KHO_OK;
}

void kho_document_free(kho_document *document)
{
    if (!document)
        return;
    kho__build_end(&document->builder);
    kho__document_free(&document->tree);
    free(document);
}

void kho_document_clear(kho_document *document)
{
    kho__build_clear(&document->builder);
    kho__arena_clear(&document->tree.arena);
    begin(document); /* a catalogue takes the whole tree */
}

/* One root, and a text where a map wants a key. */
static kho_status check_place(const kho__builder *builder, bool is_text)
{
    if (builder->done)
        return kho__fail(
            KHO_EINVALID, "the value is whole already", "giá trị đã trọn vẹn");
    if (!is_text && builder->depth > 0 && builder->frames[builder->depth - 1].wants_key)
        return kho__fail(KHO_EINVALID, "a key must be a text", "khóa phải là văn bản");
    return KHO_OK;
}

static kho_status open(kho_document *document, kho__node_kind kind)
{
    kho_status status = check_place(&document->builder, false);

    return status < 0 ? status : kho__build_open(&document->builder, kind, 0, 0);
}

kho_status kho_document_map(kho_document *document)
{
    return open(document, KHO__MAP);
}

kho_status kho_document_list(kho_document *document)
{
    return open(document, KHO__LIST);
}

kho_status kho_document_end(kho_document *document)
{
    const kho__builder *builder = &document->builder;
    const kho__frame *frame =
        builder->depth ? &builder->frames[builder->depth - 1] : NULL;

    if (!frame || (frame->node.kind == KHO__MAP && !frame->wants_key))
        return kho__fail(KHO_EINVALID, "nothing ends here", "ở đây không có gì kết thúc");
    return kho__build_close(&document->builder);
}

static kho_status add(
    kho_document *document, kho__node_kind kind, const char *bytes, size_t size)
{
    kho_status status = check_place(&document->builder, kind == KHO__STRING);

    return status < 0 ? status
                      : kho__build_scalar(&document->builder, kind, bytes, size, 0, 0);
}

kho_status kho_document_text(kho_document *document, const char *bytes, size_t size)
{
    return add(document, KHO__STRING, bytes, size);
}

kho_status kho_document_integer(kho_document *document, int64_t value)
{
    char text[KHO__DIGITS];

    return kho_document_scalar(document, kho__digits(text, value));
}

kho_status kho_document_scalar(kho_document *document, const char *text)
{
    return add(document, KHO__SCALAR, text, strlen(text));
}

kho_status kho_document_null(kho_document *document)
{
    return add(document, KHO__NULL, "null", 4);
}

kho_status kho__document_whole(kho_document *document, kho__document **out)
{
    *out = &document->tree;
    return document->builder.done ? KHO_OK
                                  : kho__fail(KHO_EINVALID, "the value isn't whole yet",
                                        "giá trị chưa trọn vẹn");
}
