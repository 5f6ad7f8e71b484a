/* kho: the books of contraceptive supplies, from the command line. */
#include "cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Whoever closed standard output must not find it open again as the ledger's file: the
 * lowest free number is what open() gives. Writing to these places fails, as it should.
 */
static void occupy_standard_files(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
        if (fcntl(file, F_GETFD) < 0 &&
            open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY) != file)
            exit(CLI_TROUBLE);
    }
}

static bool begins_with(const char *text, const char *prefix)
{
    return text && strncmp(text, prefix, strlen(prefix)) == 0;
}

/* KHO_LANG, else what the machine is set to: Vietnamese where it says so. */
static kho_language default_language(void)
{
    const char *const names[] = {"KHO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return begins_with(value, "vi") ? KHO_VI : KHO_EN;
    }
    return KHO_EN;
}

/* By the ending of the output's name; -1 if that says nothing. */
static int format_of_name(const char *path)
{
    static const struct {
        const char *ending;
        kho_format format;
    } endings[] = {
        {".csv",  KHO_CSV     },
        {".json", KHO_JSON    },
        {".html", KHO_HTML    },
        {".htm",  KHO_HTML    },
        {".xlsx", KHO_XLSX    },
        {".txt",  KHO_TERMINAL},
    };
    const char *dot = path ? strrchr(path, '.') : NULL;

    for (size_t i = 0; dot && i < sizeof(endings) / sizeof(*endings); i++) {
        if (strcmp(dot, endings[i].ending) == 0)
            return (int)endings[i].format;
    }
    return -1;
}

static void settle(cli_call *cli)
{
    const char *path = cli->values[CLI_OUTPUT].text, *usual = getenv("KHO_DB");
    int named = format_of_name(path);
    cli_value *ledger = &cli->values[CLI_LEDGER];

    if (cli->values[CLI_LANGUAGE].set)
        cli->language = (kho_language)cli->values[CLI_LANGUAGE].number;
    kho_error_language(cli->language);

    if (!ledger->text && usual && *usual)
        ledger->text = usual;

    cli->format_given = cli->values[CLI_FORMAT].set;
    if (cli->format_given)
        cli->format = (kho_format)cli->values[CLI_FORMAT].number;
    else if (named >= 0)
        cli->format = (kho_format)named;
    else
        cli->format = !path && isatty(STDOUT_FILENO) ? KHO_TERMINAL : KHO_CSV;
    cli->json = cli->format_given && cli->format == KHO_JSON;
}

static int run(cli_call *cli)
{
    int code;

    settle(cli);
    if (cli->values[CLI_VERSION].set) {
        printf("kho %s\n", kho_version());
        return CLI_DONE;
    }
    if (cli->values[CLI_HELP].set && (cli->group || cli->command))
        return cli_help_command(cli, cli->group ? cli->group : cli->command->name, NULL);
    if (!cli->command)
        return cli_overview(cli, cli->values[CLI_HELP].set ? stdout : stderr);

    code = cli->command->run(cli);
    cli_progress_clear();
    kho_ledger_close(cli->ledger);
    return code;
}

int main(int argc, char **argv)
{
    cli_call cli = {.language = default_language()};
    int code;

    occupy_standard_files();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error that is told, not a death */

    cli.operands = calloc((size_t)argc + 1, sizeof(*cli.operands));
    if (!cli.operands)
        return CLI_TROUBLE;
    code = cli_parse(&cli, argv);
    if (code == CLI_DONE)
        code = run(&cli);

    /* Help and versions come this way; who has told of a failed write needn't tell it
     * again. */
    if (code != CLI_TROUBLE) {
        int flushed;

        cli.output.file = stdout;
        cli.values[CLI_OUTPUT].text = NULL;
        flushed = cli_output_close(&cli, true);
        code = flushed != CLI_DONE ? flushed : code;
    }
    free(cli.operands);
    return code;
}
