#include "base/document_walk.h"

#include <string.h>

#include "base/error.h"

/* A line that goes on with what began above it; brackets may close where their line
 * began. */
static kho_status check_indent(const kho__walk *walk, int indent)
{
    const char *at = walk->at;

    while (at < walk->end && *at == ' ')
        at++;
    if (at - walk->at > indent || at == walk->end || strchr("]}\r\n#", *at))
        return KHO_OK;
    return kho__fail_at(KHO_EINVALID, walk->name, walk->line, (int)(at - walk->at) + 1,
        "not valid YAML: the line must be indented further",
        "sai cú pháp YAML: dòng này phải thụt vào sâu hơn");
}

/* Between texts. */
static kho_status check_mark(kho__walk *walk)
{
    if (walk->comment || (*walk->at != '#' && *walk->at != '?'))
        return KHO_OK;
    if (*walk->at == '?')
        return kho__fail_at(KHO_EINVALID, walk->name, walk->line, 0,
            "a key must not begin with ?", "khóa không được bắt đầu bằng ?");
    walk->comment = true;
    if (walk->at == walk->start || strchr(" \t\r\n", walk->at[-1]))
        return KHO_OK;
    return kho__fail_at(KHO_EINVALID, walk->name, walk->line, 0,
        "not valid YAML: a comment needs a space before its #",
        "sai cú pháp YAML: trước dấu # của chú thích phải có dấu cách");
}

/*
 * Walk to a character. `between`: outside of texts, where # and ? mean something.
 * `bound`: lines that begin here are checked against the indent.
 */
static kho_status walk_to(
    kho__walk *walk, size_t index, bool between, bool bound, int indent)
{
    kho_status status;

    while (walk->index < index && walk->at < walk->end) {
        char byte = *walk->at;

        if (between && (status = check_mark(walk)) < 0)
            return status;
        walk->index++;
        walk->at++;
        while (walk->at < walk->end && (*walk->at & 0xC0) == 0x80)
            walk->at++;
        if (byte != '\n')
            continue;
        walk->line++;
        walk->comment = false;
        if (bound && (status = check_indent(walk, indent)) < 0)
            return status;
    }
    return KHO_OK;
}

static bool is_quoted(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT &&
           (event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
               event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE);
}

kho_status kho__walk_event(kho__walk *walk, const yaml_event_t *event, int indent)
{
    bool opens_flow = (event->type == YAML_SEQUENCE_START_EVENT &&
                          event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE) ||
                      (event->type == YAML_MAPPING_START_EVENT &&
                          event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    bool closes =
        event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
    kho_status status =
        walk_to(walk, event->start_mark.index, true, walk->flow > 0, indent);

    if (status < 0)
        return status;
    if (closes && walk->flow > 0)
        walk->flow--; /* inside of [ and { there are no blocks */
    if (opens_flow)
        walk->flow++;
    return walk_to(walk, event->end_mark.index, event->type != YAML_SCALAR_EVENT,
        walk->flow > 0 || is_quoted(event), indent);
}
