/* Ledger files, catalogues and rules. */
#include "cli.h"

typedef kho_status (*load_function)(kho_ledger *ledger, const char *path, kho_date from,
    bool dry_run, kho_answer *answer);

/* Warnings of what was loaded. */
static void put_warnings(cli_call *cli, const char *path, const kho_answer *answer)
{
    for (size_t i = 0; i < answer->warning_count; i++)
        cli_note(cli, path, answer->warnings[i].message);
}

/* What a new ledger begins with, and what of it is being loaded. */
typedef struct beginning {
    cli_call *cli;
    struct {
        const char *path;
        load_function load;
    } files[2];
    const char *what;
} beginning;

static kho_status fill(void *context, kho_ledger *ledger)
{
    beginning *at = context;
    const char *whole = at->what;

    for (size_t i = 0; i < sizeof(at->files) / sizeof(*at->files); i++) {
        kho_answer answer = {0};
        kho_status status;

        if (!(at->what = at->files[i].path))
            continue;
        status = at->files[i].load(ledger, at->what, KHO_NO_DATE, false, &answer);
        if (status < 0)
            return status;
        put_warnings(at->cli, at->what, &answer);
    }
    at->what = whole;
    return KHO_OK;
}

int cli_cmd_init(cli_call *cli)
{
    beginning at = {
        cli,
        {{cli->values[CLI_CATALOGUE].text, kho_ledger_load_catalogue},
          {cli->values[CLI_RULES].text, kho_ledger_load_rules}},
        NULL
    };
    kho_options options;
    const char *path;
    kho_status status;
    int code;

    for (size_t i = 0; i < sizeof(at.files) / sizeof(*at.files); i++) {
        if (at.files[i].path && (code = cli_readable(cli, at.files[i].path)) != CLI_DONE)
            return code;
    }
    if ((code = cli_ledger_named(cli, &path, &options)) != CLI_DONE)
        return code;
    at.what = path;
    if ((status = kho_ledger_make(path, &options, fill, &at)) < 0)
        return cli_failed(cli, status, at.what);
    return cli_print_word(
        cli, path, "created", (kho_text){"đã tạo sổ mới", "a new ledger was made"});
}

/* No lots are taken here: what came of it is a number, or that nothing changed. */
static kho_status put_load(cli_call *cli, const kho_answer *answer)
{
    const bool dry_run = cli->values[CLI_DRY_RUN].set;
    const kho_text texts[] = {
        {"không có gì thay đổi",       "nothing changed"              },
        {"hợp lệ, nhưng chưa ghi gì", "sound, but nothing was posted"},
        {"đã ghi, bút toán",             "posted, entry"                }
    };
    const char *const words[] = {"unchanged", "sound", "posted"};
    const int what = answer->seq == 0 ? 0 : dry_run ? 1 : 2;
    FILE *file = cli->output.file;

    if (cli->format == KHO_JSON)
        return kho_answer_json(answer, false, cli_output_sink, &cli->output);
    if (cli->format == KHO_CSV) {
        fprintf(file, "status,seq\n%s,", words[what]);
    } else {
        cli_put_plain(file, cli->operands[0]);
        fprintf(file, ": %s%s", cli_pick(cli, texts[what]), what == 2 ? " " : "");
    }
    if (what == 2)
        fprintf(file, "%lld", (long long)answer->seq);
    fputc('\n', file);
    return KHO_OK;
}

static int load_file(cli_call *cli, load_function load, cli_option_id from)
{
    const char *path = cli->operands[0];
    kho_answer answer = {0};
    kho_status status;
    int code, closed;

    if ((code = cli_readable(cli, path)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_answer_open(cli)) != CLI_DONE)
        return code;
    status = load(
        cli->ledger, path, cli->values[from].date, cli->values[CLI_DRY_RUN].set, &answer);
    if (status == KHO_OK)
        status = put_load(cli, &answer);
    if (status == KHO_OK)
        put_warnings(cli, path, &answer);
    else if (!cli->output.trouble)
        code = cli_failed(cli, status, path);
    closed = cli_output_close(cli, status == KHO_OK);
    return closed != CLI_DONE ? closed : code;
}

int cli_cmd_catalogue_load(cli_call *cli)
{
    return load_file(cli, kho_ledger_load_catalogue, CLI_FROM_CHANGE);
}

int cli_cmd_rules_load(cli_call *cli)
{
    return load_file(cli, kho_ledger_load_rules, CLI_FROM_RULES);
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
    return cli_print_word(cli, path, "written",
        (kho_text){"đã sao lưu và kiểm tra bản sao", "written and verified"});
}
