/* How far long work has come: one line on standard error, rewritten a few times a second.
 */
#include "cli.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, PAUSE_MS = 100 };

static bool shown;
static int64_t last;

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *name_of(const cli_call *cli, const char *what)
{
    static const struct {
        const char *what;
        kho_text text;
    } names[] = {
        {"post",   {"ghi", "posting"}                 },
        {"import", {"nhập", "importing"}            },
        {"close",  {"khóa sổ", "closing"}          },
        {"check",  {"kiểm tra", "checking"}         },
        {"backup", {"sao lưu", "copying"}            },
        {"try",    {"thử quy tắc", "trying rules"}},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i].what, what) == 0)
            return cli_pick(cli, names[i].text);
    }
    return what;
}

void cli_progress(void *context, const char *what, int64_t done, int64_t total)
{
    const cli_call *cli = context;
    int64_t now = now_ms();

    if (cli->values[CLI_QUIET].set || !isatty(STDERR_FILENO))
        return;
    /* Quick work never shows: the first call only starts the watch. */
    if (last == 0 || now - last < PAUSE_MS) {
        last = last == 0 ? now : last;
        return;
    }
    last = now;
    shown = true;

    fprintf(stderr, "\r\033[K%s ", name_of(cli, what));
    if (total > 0 && done <= total) {
        int64_t full = done / (total / BAR + 1);

        fputc('[', stderr);
        for (int i = 0; i < BAR; i++)
            fputc(i < full ? '#' : '.', stderr);
        fprintf(stderr, "] %lld%%", (long long)(done / (total / 100 + 1)));
    } else {
        fprintf(stderr, "%lld", (long long)done);
    }
    fflush(stderr);
}

void cli_progress_clear(void)
{
    if (shown)
        fputs("\r\033[K", stderr);
    shown = false;
}
