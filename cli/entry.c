/* An entry from what was typed. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int cli_need(const cli_call *cli, cli_option_id id)
{
    const cli_option *option = &cli_options[id];

    if (cli->values[id].set)
        return CLI_DONE;
    return cli_usage(cli, cli->command->name, "--%s %s is missing", "thiếu --%s %s",
        option->name, option->argument);
}

void cli_entry_options(const cli_call *cli, kho_entry *entry)
{
    entry->uid = cli->values[CLI_UID].text;
    entry->date = cli->values[CLI_DATE].date;
    entry->by = cli->values[CLI_BY].text;
    entry->note = cli->values[CLI_NOTE].text;
    entry->late = cli->values[CLI_LATE].set;
    entry->campaign = cli->values[CLI_CAMPAIGN].text;
}

/* One block: the moves, and after them the text that they point into. */
static kho_move *make_room(const cli_call *cli, char **text)
{
    size_t count = (size_t)cli->operand_count, size = 1;
    kho_move *moves;

    for (size_t i = 0; i < count; i++)
        size += strlen(cli->operands[i]) + 1;
    moves = malloc(count * sizeof(*moves) + size);
    if (moves)
        *text = (char *)(moves + count);
    return moves;
}

static int read_line(const cli_call *cli, const char *line, char *text, kho_move *move)
{
    const char *flaw = cli_line_cut(text, &move->quantity);
    kho_status status;

    if (flaw && strchr(text, '=') == NULL)
        return cli_usage(cli, line, "is not ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY",
            "không đúng dạng ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY");
    if (flaw)
        return cli_usage(cli, line,
            *flaw ? "%s is not a whole number" : "no number after the =%s",
            *flaw ? "%s không phải là số nguyên" : "thiếu số sau dấu =%s", flaw);
    status = kho_ledger_line(cli->ledger, text, move);
    if (status == KHO_EINVALID)
        return cli_usage(cli, line, "%s", "%s", kho_error_last()->message);
    return status == KHO_OK ? CLI_DONE : cli_failed(cli, status, line);
}

int cli_entry_lines(cli_call *cli, kho_move **out)
{
    char *text = NULL;
    kho_move *moves = make_room(cli, &text);
    int code = CLI_DONE;

    if (!moves)
        return cli_trouble(cli, cli->command->name, ENOMEM);
    for (int i = 0; i < cli->operand_count && code == CLI_DONE; i++) {
        size_t size = strlen(cli->operands[i]) + 1;

        memcpy(text, cli->operands[i], size);
        code = read_line(cli, cli->operands[i], text, &moves[i]);
        text += size;
    }
    if (code == CLI_DONE)
        *out = moves;
    else
        free(moves);
    return code;
}
