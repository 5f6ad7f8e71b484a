/* What to look at when a place is visited: several tables on one page. */
#include "cli.h"

#include <errno.h>

static int print_tables(cli_call *cli, const kho_tables *tables)
{
    kho_status status;
    int code = cli_output_open(cli), closed;

    if (code != CLI_DONE)
        return code;
    errno = 0;
    status = kho_tables_write(
        tables, cli->format, cli->language, cli_output_sink, &cli->output);
    if (status != KHO_OK && !cli->output.trouble)
        code = cli_failed(cli, status, cli->command->name);
    closed = cli_output_close(cli, code == CLI_DONE);
    return closed != CLI_DONE ? closed : code;
}

int cli_cmd_supervise(cli_call *cli)
{
    kho_query query = KHO_QUERY_INIT;
    kho_tables *tables = NULL;
    kho_status status;
    int code;

    /* In a pipe, too: CSV has room for one table only. */
    if (!cli->format_given && !cli->values[CLI_OUTPUT].set)
        cli->format = KHO_TERMINAL;
    if (cli->format == KHO_CSV || cli->format == KHO_XLSX)
        return cli_usage(cli, cli->command->name, "prints table, html or json",
            "chỉ in dạng table, html hoặc json");
    query.place = cli->operands[0];
    query.item = cli->values[CLI_ITEM].text;
    query.on = cli->values[CLI_ON].date;
    query.known = cli->values[CLI_KNOWN].number;
    query.cyp = cli->values[CLI_CYP].text;
    if ((code = cli_ledger_open(cli, KHO_READ_ONLY)) != CLI_DONE)
        return code;
    if ((status = kho_ledger_supervise(cli->ledger, &query, &tables)) != KHO_OK)
        return cli_failed(cli, status, cli->operands[0]);
    code = print_tables(cli, tables);
    kho_tables_free(tables);
    return code;
}
