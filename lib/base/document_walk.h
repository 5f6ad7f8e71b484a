/*
 * Where libyaml 0.2.5 takes what YAML forbids. It tells where each event starts and ends;
 * walking the text from event to event finds lines of a list, a map or a quoted text that
 * stand no deeper than the block around them, comments with no space before them, and
 * keys that begin with a question mark, which it drops.
 */
#ifndef KHO_BASE_DOCUMENT_WALK_H
#define KHO_BASE_DOCUMENT_WALK_H

#include <kho/common.h>
#include <yaml.h>

typedef struct kho__walk {
    const char *name; /* of the document */
    const char *start, *at, *end;
    size_t index; /* characters before `at` */
    int line;     /* from 1 */
    bool comment; /* `at` is in one */
    int flow;     /* open [ and { */
} kho__walk;

/* Walk on to the end of an event; `indent` is the innermost block's column from 0, or -1.
 */
kho_status kho__walk_event(kho__walk *walk, const yaml_event_t *event, int indent);

#endif
