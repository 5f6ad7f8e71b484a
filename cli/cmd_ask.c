/* Questions: each is a query, a function of the library, and a table. */
#include "cli.h"

static int read_query(const cli_call *cli, kho_query *query)
{
    query->place = cli->values[CLI_PLACE].text;
    query->tree = cli->values[CLI_TREE].set;
    query->sum = cli->values[CLI_SUM].set;
    query->item = cli->values[CLI_ITEM].text;
    query->on = cli->values[CLI_ON].date;
    query->known = cli->values[CLI_KNOWN].number;
    if (cli->values[CLI_BY_GROUP].set)
        query->by = (kho_service_group)(cli->values[CLI_BY_GROUP].number + KHO_BY_MODE);
    query->cyp = cli->values[CLI_CYP].text;
    if ((query->tree || query->sum) && !query->place && cli->operand_count < 2)
        return cli_usage(
            cli, query->tree ? "--tree" : "--sum", "needs --place P", "cần có --place P");
    return CLI_DONE;
}

static int ask(
    cli_call *cli, kho_question question, const kho_query *query, const char *what)
{
    kho_table *table = NULL;
    kho_status status;
    int code = cli_ledger_open(cli, KHO_READ_ONLY);

    if (code != CLI_DONE)
        return code;
    status = question(cli->ledger, query, &table);
    if (status != KHO_OK)
        return cli_failed(cli, status, what);
    code = cli_print_table(cli, table);
    kho_table_free(table);
    return code;
}

static int ask_plainly(cli_call *cli, kho_question question)
{
    kho_query query = KHO_QUERY_INIT;
    int code = read_query(cli, &query);

    return code == CLI_DONE ? ask(cli, question, &query, cli->command->name) : code;
}

int cli_cmd_stock(cli_call *cli)
{
    return ask_plainly(cli, kho_ledger_stock);
}

int cli_cmd_alerts(cli_call *cli)
{
    return ask_plainly(cli, kho_ledger_alerts);
}

int cli_cmd_suggest(cli_call *cli)
{
    return ask_plainly(cli, kho_ledger_suggest);
}

int cli_cmd_explain(cli_call *cli)
{
    kho_query query = KHO_QUERY_INIT;
    int code = read_query(cli, &query);

    if (code != CLI_DONE)
        return code;
    query.place = cli->operands[0];
    query.item = cli->operands[1];
    return ask(cli, kho_ledger_explain, &query, cli->command->name);
}

int cli_cmd_card(cli_call *cli)
{
    kho_query query = KHO_QUERY_INIT;
    int code = read_query(cli, &query);

    if (code != CLI_DONE)
        return code;
    query.place = cli->operands[0];
    query.item = cli->operands[1];
    query.from = cli->values[CLI_FROM_DATE].date;
    query.to = cli->values[CLI_TO_DATE].date;
    if (query.from != KHO_NO_DATE && query.to != KHO_NO_DATE && query.from > query.to)
        return cli_usage(cli, "card", "--from is later than --to", "--from sau --to");
    return ask(cli, kho_ledger_card, &query, cli->command->name);
}

int cli_cmd_rules_show(cli_call *cli)
{
    kho_query query = KHO_QUERY_INIT;
    int code = read_query(cli, &query);

    if (code != CLI_DONE)
        return code;
    if (cli->operand_count == 1)
        return cli_usage(cli, cli->operands[0], "name a place and an item, or neither",
            "phải nêu cả nơi và mặt hàng, hoặc không nêu gì");
    if (cli->operand_count == 2) {
        query.place = cli->operands[0];
        query.item = cli->operands[1];
    }
    return ask(cli, kho_ledger_rules, &query, cli->command->name);
}

/* Other ways to see the stock report. */
static const struct {
    cli_option_id option;
    const char *name;
    kho_question question;
} stock_ways[] = {
    {CLI_YTD,      "--ytd",      kho_ledger_ytd     },
    {CLI_RESTATED, "--restated", kho_ledger_restated},
    {CLI_VALUE,    "--value",    kho_ledger_value   },
};

/* The stock report in the way that an option asks for. */
static int find_way(const cli_call *cli, kho_question *question)
{
    for (size_t i = 0; i < sizeof(stock_ways) / sizeof(*stock_ways); i++) {
        if (!cli->values[stock_ways[i].option].set)
            continue;
        if (*question != kho_ledger_report)
            return cli_usage(cli, stock_ways[i].name,
                "an option of the stock report, and one at a time",
                "là tùy chọn của báo cáo nhập - xuất - tồn, mỗi lần một tùy chọn");
        *question = stock_ways[i].question;
    }
    return CLI_DONE;
}

/* Options that only say something of services. */
static int check_service_options(const cli_call *cli, kho_question question)
{
    if (cli->values[CLI_BY_GROUP].set && question != kho_ledger_services)
        return cli_usage(cli, "--by", "is an option of the report of services",
            "là tùy chọn của báo cáo services");
    if (cli->values[CLI_CYP].set && question != kho_ledger_services &&
        question != kho_ledger_mix)
        return cli_usage(cli, "--cyp", "is an option of the reports services and mix",
            "là tùy chọn của báo cáo services và mix");
    return CLI_DONE;
}

int cli_cmd_report(cli_call *cli)
{
    const char *period = cli->operands[0],
               *kind = cli->operand_count > 1 ? cli->operands[1] : "stock";
    kho_query query = KHO_QUERY_INIT;
    int code = read_query(cli, &query);
    kho_question question;

    if (code != CLI_DONE)
        return code;
    if (kho_period_parse(period, &query.from, &query.to) < 0 ||
        kho_report_parse(kind, &question) < 0)
        return cli_usage(cli, NULL, "%s", "%s", kho_error_last()->message);
    if ((code = find_way(cli, &question)) != CLI_DONE ||
        (code = check_service_options(cli, question)) != CLI_DONE)
        return code;
    return ask(cli, question, &query, period);
}

int cli_cmd_rules_try(cli_call *cli)
{
    const char *path = cli->operands[0];
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    kho_status status;
    int code;

    if ((code = read_query(cli, &query)) != CLI_DONE ||
        (code = cli_need(cli, CLI_FROM_DATE)) != CLI_DONE ||
        (code = cli_need(cli, CLI_TO_DATE)) != CLI_DONE ||
        (code = cli_readable(cli, path)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_ONLY)) != CLI_DONE)
        return code;
    query.from = cli->values[CLI_FROM_DATE].date;
    query.to = cli->values[CLI_TO_DATE].date;
    status = kho_ledger_try_rules(cli->ledger, path, &query, &table);
    if (status != KHO_OK)
        return cli_failed(cli, status, cli->command->name);
    code = cli_print_table(cli, table);
    kho_table_free(table);
    return code;
}

int cli_cmd_catalogue_list(cli_call *cli)
{
    kho_table *table = NULL;
    kho_list what;
    kho_status status;
    int code;

    if (kho_list_parse(cli->operands[0], &what) < 0)
        return cli_usage(cli, NULL, "%s", "%s", kho_error_last()->message);
    if ((code = cli_ledger_open(cli, KHO_READ_ONLY)) != CLI_DONE)
        return code;
    status = kho_ledger_list(cli->ledger, what, &table);
    if (status != KHO_OK)
        return cli_failed(cli, status, cli->operands[0]);
    code = cli_print_table(cli, table);
    kho_table_free(table);
    return code;
}

int cli_cmd_check(cli_call *cli)
{
    const kho_text sound = {"sổ đúng, không có lỗi", "the ledger is sound"};
    const char *head = cli->values[CLI_HEAD].text;
    kho_table *table = NULL;
    kho_status status;
    int code = cli_ledger_open(cli, KHO_READ_ONLY);

    if (code != CLI_DONE)
        return code;
    status = head ? kho_ledger_check_head(cli->ledger, head, &table)
                  : kho_ledger_check(cli->ledger, &table);
    if (status != KHO_OK)
        return cli_failed(cli, status, cli->values[CLI_LEDGER].text);

    if (cli->format == KHO_TERMINAL && kho_table_rows(table) == 0)
        code = cli_print_word(cli, cli->values[CLI_LEDGER].text, "sound", sound);
    else
        code = cli_print_table(cli, table);
    if (code == CLI_DONE && kho_table_rows(table) > 0)
        code = CLI_DAMAGED;
    kho_table_free(table);
    return code;
}

int cli_cmd_head(cli_call *cli)
{
    char head[KHO_HEAD_SIZE];
    kho_status status;
    int code;

    if ((code = cli_ledger_open(cli, KHO_READ_ONLY)) != CLI_DONE)
        return code;
    if ((status = kho_ledger_head(cli->ledger, head)) != KHO_OK)
        return cli_failed(cli, status, cli->values[CLI_LEDGER].text);
    if ((code = cli_output_open(cli)) != CLI_DONE)
        return code;
    fprintf(
        cli->output.file, cli->format == KHO_JSON ? "{\"head\":\"%s\"}\n" : "%s\n", head);
    return cli_output_close(cli, true);
}
