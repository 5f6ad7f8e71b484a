#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#ifndef KHO_VERSION /* the build says it */
 #define KHO_VERSION "unknown"
#endif

static _Thread_local kho_error last;
static _Thread_local kho_language language;

static const char *const words[] = {"ok", "short", "conflict", "closed", "not_found",
    "route", "ambiguous", "expired", "invalid", "exists", "read_only", "busy", "storage",
    "damaged", "foreign", "memory", "overflow"};

const kho_error *kho_error_last(void)
{
    return &last;
}

void kho_error_language(kho_language chosen)
{
    language = chosen == KHO_VI ? KHO_VI : KHO_EN;
}

const char *kho_status_word(kho_status status)
{
    if (status > KHO_OK || status < KHO_EOVERFLOW)
        return "unknown";
    return words[-(int)status];
}

/* In Vietnamese what happens every day, else the system's own words. */
const char *kho_errno_text(int error)
{
    static const struct {
        int error;
        const char *vi;
    } texts[] = {
        {ENOENT,       "không có tệp hoặc thư mục này"},
        {EACCES,       "không được phép"                  },
        {EPERM,        "không được phép"                  },
        {EISDIR,       "là một thư mục"                   },
        {ENOTDIR,      "không phải là thư mục"           },
        {EEXIST,       "đã có tệp này"                    },
        {ENAMETOOLONG, "tên quá dài"                         },
        {ELOOP,        "liên kết vòng"                      },
        {ENOSPC,       "ổ đĩa đã đầy"                  },
        {EROFS,        "ổ đĩa chỉ đọc"                 },
        {EPIPE,        "phía nhận đã đóng"               },
        {EBADF,        "đầu ra đã đóng"                  },
        {EIO,          "lỗi đọc ghi của ổ đĩa"       },
    };

    for (size_t i = 0; language == KHO_VI && i < sizeof(texts) / sizeof(*texts); i++) {
        if (texts[i].error == error)
            return texts[i].vi;
    }
    return strerror(error);
}

const char *kho_version(void)
{
    return KHO_VERSION;
}

kho_language kho__error_language(void)
{
    return language;
}

const char *kho__say(const char *en, const char *vi)
{
    return language == KHO_VI ? vi : en;
}

/*
 * Copy a text that may quote any input. A message is one line of well-formed UTF-8
 * without control characters, whatever it quotes: it goes to terminals, JSON and strings
 * of Python.
 */
static void copy_clean(char *target, size_t room, const char *source)
{
    const char *const end = source + strlen(source);
    size_t used = 0;

    while (source < end) {
        const size_t step = kho__text_step(source, (size_t)(end - source));
        const unsigned char first = (unsigned char)source[0];
        const bool control =
            (step == 1 && (first < 0x20 || first == 0x7F)) ||
            (step == 2 && first == 0xC2 && (unsigned char)source[1] < 0xA0);
        const size_t size = step == 0 || control ? 1 : step;

        if (used + size >= room)
            break;
        if (step == 0 || control)
            target[used] = '?';
        else
            memcpy(target + used, source, step);
        used += size;
        source += step == 0 ? 1 : step;
    }
    target[used] = '\0';
}

/* The arguments may point into the last error, so it is overwritten only at the end. */
static kho_status fail(kho_status status, const char *file, int line, int column,
    const char *pattern, va_list arguments)
{
    char text[2 * sizeof(last.message) +
              8]; /* copy_clean() makes one byte of two at most */
    char whole[sizeof(text) + sizeof(last.file) + 32];
    char name[sizeof(last.file)];
    char where[32] = "";

    copy_clean(name, sizeof(name), file);
    if (vsnprintf(text, sizeof(text), pattern, arguments) < 0)
        text[0] = '\0';
    if (line > 0 && column > 0)
        snprintf(where, sizeof(where), ":%d:%d", line, column);
    else if (line > 0)
        snprintf(where, sizeof(where), ":%d", line);
    if (name[0] == '\0' && line > 0) /* an input without a name: "12:5: " */
        snprintf(whole, sizeof(whole), "%s: %s", where + 1, text);
    else if (name[0] != '\0')
        snprintf(whole, sizeof(whole), "%s%s: %s", name, where, text);
    else
        snprintf(whole, sizeof(whole), "%s", text);

    last.status = status;
    copy_clean(last.message, sizeof(last.message), whole);
    memcpy(last.file, name, sizeof(name));
    last.line = line;
    last.column = column;
    last.refusals = NULL;
    last.refusal_count = 0;
    return status;
}

kho_status kho__fail(kho_status status, const char *en, const char *vi, ...)
{
    va_list arguments;

    va_start(arguments, vi);
    fail(status, "", 0, 0, kho__say(en, vi), arguments);
    va_end(arguments);
    return status;
}

kho_status kho__fail_at(kho_status status, const char *file, int line, int column,
    const char *en, const char *vi, ...)
{
    va_list arguments;

    va_start(arguments, vi);
    fail(status, file ? file : "", line, column, kho__say(en, vi), arguments);
    va_end(arguments);
    return status;
}

kho_status kho_error_tell(kho_status status, const char *en, const char *vi)
{
    return kho__fail(status, "%s", "%s", kho__say(en, vi));
}

kho_status kho__fail_memory(void)
{
    return kho__fail(KHO_EMEMORY, "out of memory", "hết bộ nhớ");
}

void kho__error_refusals(const kho_refusal *refusals, size_t count)
{
    last.refusals = count > 0 ? refusals : NULL;
    last.refusal_count = refusals ? count : 0;
}

void kho__error_forget(const kho_refusal *refusals)
{
    if (last.refusals != refusals)
        return;
    last.refusals = NULL;
    last.refusal_count = 0;
}
