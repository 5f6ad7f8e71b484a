/* Closing months and withdrawing that. */
#include "cli.h"

/* The month of the first operand. */
static int read_month(const cli_call *cli, kho_month *out)
{
    if (kho_month_parse(cli->operands[0], out) == KHO_OK)
        return CLI_DONE;
    return cli_usage(cli, cli->operands[0], "is not a month such as 2026-10",
        "không phải là tháng như 2026-10");
}

/* What came of a month. No lots are taken here: what counts is how many places, or which
 * entry. */
typedef struct outcome {
    const char *word;
    const char *key; /* of the number */
    kho_text text;   /* before the number */
} outcome;

static void put_outcome(const cli_call *cli, const outcome *came, int64_t number)
{
    FILE *file = cli->output.file;
    const char *month = cli->operands[0];

    if (cli->format == KHO_JSON)
        fprintf(file, "{\"status\":\"%s\",\"month\":\"%s\",\"%s\":%lld}\n", came->word,
            month, came->key, (long long)number);
    else if (cli->format == KHO_CSV)
        fprintf(file, "status,month,%s\n%s,%s,%lld\n", came->key, came->word, month,
            (long long)number);
    else
        fprintf(
            file, "%s: %s %lld\n", month, cli_pick(cli, came->text), (long long)number);
}

int cli_cmd_close(cli_call *cli)
{
    static const outcome outcomes[] = {
        {"existing", "places",
         {"đã khóa sổ từ trước; khóa thêm:", "was closed before; newly closed:"}},
        {"closed",   "places", {"đã khóa sổ, số nơi:", "closed, places:"}           },
    };
    int64_t places = 0;
    kho_month month;
    kho_status status;
    int code, closed;

    if ((code = read_month(cli, &month)) != CLI_DONE ||
        (code = cli_need(cli, CLI_PLACE)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_answer_open(cli)) != CLI_DONE)
        return code;
    status = kho_ledger_close_month(cli->ledger, cli->values[CLI_PLACE].text,
        cli->values[CLI_TREE].set, month, cli->values[CLI_BY].text, &places);
    if (status == KHO_OK)
        put_outcome(cli, &outcomes[places > 0], places);
    else
        code = cli_failed(cli, status, cli->command->name);
    closed = cli_output_close(cli, status == KHO_OK);
    return closed != CLI_DONE ? closed : code;
}

int cli_cmd_reopen(cli_call *cli)
{
    static const outcome outcomes[] = {
        {"reopened", "seq", {"đã mở lại, bút toán", "open again, entry"}        },
        {"existing", "seq",
         {"đã mở lại từ trước, bút toán", "was opened again before, entry"}},
    };
    kho_answer answer = {0};
    kho_month month;
    kho_status status;
    int code, closed;

    if ((code = read_month(cli, &month)) != CLI_DONE ||
        (code = cli_need(cli, CLI_PLACE)) != CLI_DONE ||
        (code = cli_need(cli, CLI_NOTE)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_answer_open(cli)) != CLI_DONE)
        return code;
    status = kho_ledger_reopen_month(cli->ledger, cli->values[CLI_PLACE].text, month,
        cli->values[CLI_NOTE].text, &answer);
    if (status == KHO_OK)
        put_outcome(cli, &outcomes[answer.existing], answer.seq);
    else
        code = cli_failed(cli, status, cli->command->name);
    closed = cli_output_close(cli, status == KHO_OK);
    return closed != CLI_DONE ? closed : code;
}
