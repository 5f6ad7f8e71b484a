/* What goes wrong is told here: one line on standard error, or JSON where that was asked
 * for. */
#include "cli.h"

#include <stdarg.h>
#include <string.h>

enum { MESSAGE_MAX = 1024 };

const char *cli_pick(const cli_call *cli, kho_text text)
{
    return cli->language == KHO_VI || !text.en ? text.vi : text.en;
}

/* Messages about a file begin with its name: it isn't said twice. */
static bool is_named(const char *what, const char *message)
{
    size_t size = strlen(what);

    return strncmp(message, what, size) == 0 && message[size] == ':';
}

static void put_line(const char *what, const char *message)
{
    cli_progress_clear();
    fputs("kho: ", stderr);
    if (what && *what && !is_named(what, message)) {
        cli_put_plain(stderr, what);
        fputs(": ", stderr);
    }
    cli_put_plain(stderr, message);
    fputc('\n', stderr);
}

/* The same shape as kho_error_json() gives the library's errors. */
static void put_error(
    const cli_call *cli, const char *word, const char *what, const char *message)
{
    char whole[2 * MESSAGE_MAX];

    if (!cli->json) {
        put_line(what, message);
        return;
    }
    cli_progress_clear();
    snprintf(whole, sizeof(whole), "%s%s%s", what ? what : "", what ? ": " : "", message);
    fputs("{\"error\":{\"status\":", stderr);
    cli_put_json(stderr, word);
    fputs(",\"message\":", stderr);
    cli_put_json(stderr, whole);
    fputs(",\"moves\":[]}}\n", stderr);
}

int cli_usage(const cli_call *cli, const char *what, const char *en, const char *vi, ...)
{
    char message[MESSAGE_MAX];
    va_list arguments;

    va_start(arguments, vi);
    vsnprintf(message, sizeof(message), cli->language == KHO_VI ? vi : en, arguments);
    va_end(arguments);
    put_error(cli, "usage", what, message);
    return CLI_USAGE;
}

int cli_refuse(const cli_call *cli, kho_status status, const char *what, const char *en,
    const char *vi, ...)
{
    char message[MESSAGE_MAX];
    va_list arguments;

    va_start(arguments, vi);
    vsnprintf(message, sizeof(message), cli->language == KHO_VI ? vi : en, arguments);
    va_end(arguments);
    put_error(cli, kho_status_word(status), what, message);
    return cli_exit_code(status);
}

int cli_trouble(const cli_call *cli, const char *what, int error)
{
    put_error(cli, kho_status_word(KHO_ESTORAGE), what, kho_errno_text(error));
    return CLI_TROUBLE;
}

int cli_exit_code(kho_status status)
{
    switch (status) {
    case KHO_OK:
        return CLI_DONE;
    case KHO_EDAMAGED:
        return CLI_DAMAGED;
    case KHO_EREADONLY:
    case KHO_EBUSY:
    case KHO_ESTORAGE:
    case KHO_EFOREIGN:
    case KHO_EMEMORY:
        return CLI_TROUBLE;
    default:
        return CLI_REFUSED;
    }
}

static int error_sink(void *context, const char *bytes, size_t size)
{
    (void)context;
    return fwrite(bytes, 1, size, stderr) != size;
}

/* A refused line is called what was typed. */
static const char *refused_what(
    const cli_call *cli, const kho_refusal *refusal, const char *what)
{
    if (cli->command && cli->command->most < 0 &&
        refusal->index < (size_t)cli->operand_count)
        return cli->operands[refusal->index];
    return what;
}

/* The item and the lot stand in the line already: "bcs, lot A12: expired" is "expired".
 */
static const char *without_item(const kho_refusal *refusal)
{
    const char *message = refusal->message, *colon = strstr(message, ": ");
    size_t size = refusal->item ? strlen(refusal->item) : 0;

    if (size && colon && strncmp(message, refusal->item, size) == 0 &&
        (message[size] == ':' || message[size] == ','))
        return colon + 2;
    return message;
}

static const char *why_name(const cli_call *cli, const char *word)
{
    static const struct {
        const char *word;
        kho_text text;
    } names[] = {
        {"expired",       {"đã hết hạn", "expired"}                     },
        {"held",          {"đang tạm giữ", "held"}                       },
        {"other_channel", {"thuộc kênh khác", "of another channel"}       },
        {"short_life",    {"hạn còn lại quá ngắn", "too short a life"}},
        {"short",         {"không đủ", "not enough"}                      },
        {"unexpired",     {"chưa hết hạn", "not expired"}                },
        {"ambiguous",     {"", ""}                                            },
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i].word, word) == 0)
            return cli_pick(cli, names[i].text);
    }
    return word;
}

/* Why, and then lot by lot: "; 50 of A10 (2025-10-04) expired". */
static void put_refusal(const cli_call *cli, const kho_refusal *refusal, const char *what)
{
    char message[MESSAGE_MAX], expiry[11];
    size_t size;

    snprintf(message, sizeof(message), "%s", without_item(refusal));
    /* Of a lot that was named the message says it all. */
    for (size_t i = 0; i < refusal->lot_count && !refusal->lot; i++) {
        const kho_refused_lot *lot = &refusal->lots[i];
        bool dated = lot->expiry != KHO_NO_DATE;

        size = strlen(message);
        snprintf(message + size, sizeof(message) - size, "; %lld %s %s%s%s%s%s%s",
            (long long)lot->quantity, cli->language == KHO_VI ? "của lô" : "of lot",
            *lot->lot ? lot->lot : "-", dated ? " (" : "",
            kho_date_format(lot->expiry, expiry), dated ? ")" : "",
            *why_name(cli, lot->why) ? " " : "", why_name(cli, lot->why));
    }
    put_line(refused_what(cli, refusal, what), message);
}

int cli_failed(const cli_call *cli, kho_status status, const char *what)
{
    const kho_error *error = kho_error_last();

    if (cli->json) {
        cli_progress_clear();
        if (kho_error_json(error_sink, NULL) != KHO_OK)
            put_line(what, error->message);
    } else if (error->refusal_count > 0) {
        for (size_t i = 0; i < error->refusal_count; i++)
            put_refusal(cli, &error->refusals[i], what);
    } else {
        put_line(error->file[0] ? NULL : what, error->message);
    }
    return cli_exit_code(status);
}

void cli_note(const cli_call *cli, const char *what, const char *text)
{
    if (!cli->json) {
        put_line(what, text);
        return;
    }
    cli_progress_clear();
    fputs("{\"message\":", stderr);
    cli_put_json(stderr, text);
    fputs("}\n", stderr);
}
