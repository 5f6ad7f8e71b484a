/* Help is read off the tables of commands and of options. */
#include "cli.h"

#include <string.h>

enum { HEAD = 22, INDENT = HEAD + 4 };

/* What an option says, each line of it in the same column. */
static void put_indented(FILE *file, const char *text)
{
    for (; *text; text++) {
        fputc(*text, file);
        if (*text == '\n')
            fprintf(file, "%*s", INDENT, "");
    }
    fputc('\n', file);
}

static void put_options(const cli_call *cli, FILE *file, uint64_t options)
{
    for (int id = 0; id < CLI_OPTIONS; id++) {
        const cli_option *option = &cli_options[id];
        char head[64] = "";
        int size;

        if (!(options & CLI_BIT(id)))
            continue;
        if (option->letter)
            snprintf(head, sizeof(head), "-%c, ", option->letter);
        snprintf(head + strlen(head), sizeof(head) - strlen(head), "--%s%s%s",
            option->name, option->argument ? " " : "",
            option->argument ? option->argument : "");
        size = (int)strlen(head);
        fprintf(file, "  %s%s%*s", head, size > HEAD ? "\n" : "",
            size > HEAD ? INDENT : INDENT - 2 - size, "");
        put_indented(file, cli_pick(cli, option->help));
    }
}

static void put_usage(
    const cli_call *cli, FILE *file, const char *usage, const char *more)
{
    fprintf(file, "%s: kho %s%s%s\n", cli->language == KHO_VI ? "Cách gõ" : "Usage",
        usage, *more ? " " : "", more);
}

int cli_overview(cli_call *cli, FILE *file)
{
    const kho_text title = {
        "kho: sổ kho phương tiện tránh thai", "kho: the books of contraceptive supplies"};
    const kho_text more = {
        "Xem từng lệnh: kho help COMMAND", "Each command: kho help COMMAND"};

    fprintf(file, "%s\n", cli_pick(cli, title));
    put_usage(cli, file, "[-d FILE] [-l vi|en] [-f FORMAT] [-o OUT] COMMAND ...", "");
    fputc('\n', file);
    for (const cli_command *command = cli_commands; command->name; command++)
        fprintf(file, "  %-15s %s\n", command->name, cli_pick(cli, command->help));
    fputc('\n', file);
    put_options(cli, file, cli_global_options | CLI_BIT(CLI_VERSION));
    fprintf(file, "\n%s\n", cli_pick(cli, more));
    return file == stdout ? CLI_DONE : CLI_USAGE;
}

static void put_command(const cli_call *cli, FILE *file, const cli_command *command)
{
    fprintf(file, "%s: %s\n", command->name, cli_pick(cli, command->help));
    put_usage(cli, file, command->name, command->usage);
    if (command->more)
        fprintf(file, "\n%s", cli_pick(cli, *command->more));
    if (command->most < 0)
        fprintf(file, "\n%s", cli_pick(cli, cli_line_text));
    if (command->options) {
        fputc('\n', file);
        put_options(cli, file, command->options);
    }
}

int cli_help_command(cli_call *cli, const char *first, const char *second)
{
    const cli_command *found = cli_command_find(first, second);
    size_t size = strlen(first);
    bool any = false;

    if (found) {
        put_command(cli, stdout, found);
        return CLI_DONE;
    }
    /* A group: all of its commands. */
    for (const cli_command *command = cli_commands; !second && command->name; command++) {
        if (strncmp(command->name, first, size) != 0 || command->name[size] != ' ')
            continue;
        if (any)
            putchar('\n');
        put_command(cli, stdout, command);
        any = true;
    }
    return any ? CLI_DONE
               : cli_usage(cli, second ? second : first, "no such command; see: kho help",
                     "không có lệnh này; xem: kho help");
}

int cli_cmd_help(cli_call *cli)
{
    if (cli->operand_count == 0)
        return cli_overview(cli, stdout);
    return cli_help_command(cli, cli->operands[0], cli->operands[1]);
}
