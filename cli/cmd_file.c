/* Ledger files and catalogues. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where people look, a word; where programs read, JSON if they asked for it, else
 * nothing. */
static void say_done(
    const cli_call *cli, const char *path, const char *word, kho_text text)
{
    if (cli->format == KHO_JSON) {
        printf("{\"file\":");
        cli_put_json(stdout, path);
        printf(",\"status\":\"%s\"}\n", word);
    } else if (cli->format == KHO_TERMINAL && !cli->values[CLI_QUIET].set) {
        cli_put_plain(stdout, path);
        printf(": %s\n", cli_pick(cli, text));
    }
}

/* A ledger that was made a moment ago and whose catalogue was refused goes again. */
static void remove_ledger(cli_call *cli, const char *path)
{
    size_t size = strlen(path) + sizeof("-journal");
    char *journal = malloc(size);

    kho_ledger_close(cli->ledger);
    cli->ledger = NULL;
    unlink(path);
    if (journal) {
        snprintf(journal, size, "%s-journal", path);
        unlink(journal);
    }
    free(journal);
}

int cli_cmd_init(cli_call *cli)
{
    const char *catalogue = cli->values[CLI_CATALOGUE].text, *path;
    kho_status status = KHO_OK;
    kho_answer answer = {0};
    int code;

    if (catalogue && (code = cli_readable(cli, catalogue)) != CLI_DONE)
        return code;
    if ((code = cli_ledger_open(cli, KHO_CREATE)) != CLI_DONE)
        return code;
    path = cli->values[CLI_LEDGER].text;
    if (catalogue)
        status = kho_ledger_load_catalogue(
            cli->ledger, catalogue, KHO_NO_DATE, false, &answer);
    if (status != KHO_OK) {
        code = cli_failed(cli, status, catalogue);
        remove_ledger(cli, path);
        return code;
    }
    say_done(cli, path, "created", (kho_text){"đã tạo sổ mới", "a new ledger was made"});
    return CLI_DONE;
}

int cli_cmd_catalogue_load(cli_call *cli)
{
    const char *path = cli->operands[0];
    kho_answer answer = {0};
    kho_status status;
    int code;

    if ((code = cli_readable(cli, path)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_answer_open(cli)) != CLI_DONE)
        return code;
    status = kho_ledger_load_catalogue(cli->ledger, path, cli->values[CLI_FROM_DATE].date,
        cli->values[CLI_DRY_RUN].set, &answer);
    return cli_answer_close(cli, status, &answer, path);
}

int cli_cmd_backup(cli_call *cli)
{
    const char *path = cli->operands[0];
    kho_status status;
    int code = cli_ledger_open(cli, KHO_READ_ONLY);

    if (code != CLI_DONE)
        return code;
    status = kho_ledger_backup(cli->ledger, path);
    if (status != KHO_OK)
        return cli_failed(cli, status, path);
    say_done(cli, path, "written",
        (kho_text){"bản sao đã ghi và kiểm tra", "written and verified"});
    return CLI_DONE;
}
