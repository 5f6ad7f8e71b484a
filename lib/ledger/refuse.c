#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"
#include "ledger/posting.h"

#define MESSAGE_MOST 400

static const char *format(kho__arena *arena, const char *pattern, va_list arguments)
{
    char *text = kho__arena_take(arena, MESSAGE_MOST);

    if (text && vsnprintf(text, MESSAGE_MOST, pattern, arguments) < 0)
        text[0] = '\0';
    return text;
}

kho_status kho__posting_refuse(kho__posting *posting, size_t index,
    const kho__reason *reason, const char *en, const char *vi, ...)
{
    va_list arguments;
    const char *message;

    va_start(arguments, vi);
    message = format(posting->arena, kho__say(en, vi), arguments);
    va_end(arguments);
    if (!message || !kho__grow((void **)&posting->refusals, &posting->refusal_room,
                        posting->refusal_count, 1, sizeof(*posting->refusals)))
        return kho__fail_memory();
    posting->refusals[posting->refusal_count++] = (kho_refusal){
        .index = index,
        .status = reason->status,
        .place = reason->place,
        .item = reason->item,
        .lot = reason->lot,
        .date = posting->date,
        .need = reason->need,
        .have = reason->have,
        .lots = reason->lots,
        .lot_count = reason->lot_count,
        .message = message,
    };
    return KHO_OK;
}

kho_status kho__posting_warn(
    kho__posting *posting, const char *code, const char *en, const char *vi, ...)
{
    va_list arguments;
    const char *message;

    va_start(arguments, vi);
    message = format(posting->arena, kho__say(en, vi), arguments);
    va_end(arguments);
    if (!message || !kho__grow((void **)&posting->warnings, &posting->warning_room,
                        posting->warning_count, 1, sizeof(*posting->warnings)))
        return kho__fail_memory();
    posting->warnings[posting->warning_count++] = (kho_warning){code, message};
    return KHO_OK;
}
