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

/* One block: the lines, and after them the text that they point into. */
static cli_line *make_room(const cli_call *cli, char **text)
{
    size_t count = (size_t)cli->operand_count, size = 1;
    cli_line *lines;

    for (size_t i = 0; i < count; i++)
        size += strlen(cli->operands[i]) + 1;
    lines = malloc(count * sizeof(*lines) + size);
    if (lines)
        *text = (char *)(lines + count);
    return lines;
}

static int flawed(const cli_call *cli, const char *line, cli_flaw flaw, const char *at)
{
    switch (flaw) {
    case CLI_BAD_QUANTITY:
        return cli_usage(cli, line,
            *at ? "%s is not a whole number" : "no number after the =%s",
            *at ? "%s không phải là số nguyên" : "thiếu số sau dấu =%s", at);
    case CLI_NO_ITEM:
        return cli_usage(cli, line, "names no item", "không nêu mặt hàng");
    case CLI_BAD_EXPIRY:
        return cli_usage(cli, line, "%s is not a day of the calendar",
            "%s không phải là ngày có thật", at);
    case CLI_BAD_CHANNEL:
        return cli_refuse(cli, KHO_ENOTFOUND, line,
            "%s is neither a channel of this ledger nor a day",
            "%s không phải là kênh của sổ này, cũng không phải là ngày", at);
    default:
        return cli_usage(cli, line, "is not ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY",
            "không đúng dạng ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY");
    }
}

static int read_lines(const cli_call *cli, const char *const *channels, size_t count,
    cli_line *lines, char *text)
{
    for (int i = 0; i < cli->operand_count; i++) {
        size_t size = strlen(cli->operands[i]) + 1;
        const char *at;
        cli_flaw flaw;

        memcpy(text, cli->operands[i], size);
        flaw = cli_line_parse(text, channels, count, &lines[i], &at);
        if (flaw != CLI_SOUND)
            return flawed(cli, cli->operands[i], flaw, at);
        text += size;
    }
    return CLI_DONE;
}

/* A line's channel must be known to tell it from the end of a lot's number. */
int cli_entry_lines(cli_call *cli, cli_line **out)
{
    kho_table *table = NULL;
    const char **channels;
    cli_line *lines;
    char *text = NULL;
    kho_status status = kho_ledger_list(cli->ledger, KHO_LIST_CHANNELS, &table);
    size_t count = status == KHO_OK ? kho_table_rows(table) : 0;
    int code;

    if (status != KHO_OK)
        return cli_failed(cli, status, cli->command->name);
    channels = calloc(count + 1, sizeof(*channels));
    lines = make_room(cli, &text);
    for (size_t i = 0; channels && i < count; i++)
        channels[i] = kho_table_text(table, i, KHO_CHANNELS_CHANNEL);

    code = channels && lines ? read_lines(cli, channels, count, lines, text)
                             : cli_trouble(cli, cli->command->name, ENOMEM);
    free(channels);
    kho_table_free(table);
    if (code == CLI_DONE)
        *out = lines;
    else
        free(lines);
    return code;
}
