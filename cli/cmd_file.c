/* Ledger files, catalogues and rules. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef kho_status (*load_function)(kho_ledger *ledger, const char *path, kho_date from,
    bool dry_run, kho_answer *answer);

/* A ledger that was made a moment ago and whose catalogue or rules were refused goes
 * again. */
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

/* Warnings of what was loaded. */
static void put_warnings(cli_call *cli, const char *path, const kho_answer *answer)
{
    for (size_t i = 0; i < answer->warning_count; i++)
        cli_note(cli, path, answer->warnings[i].message);
}

int cli_cmd_init(cli_call *cli)
{
    const struct {
        const char *path;
        load_function load;
    } files[] = {
        {cli->values[CLI_CATALOGUE].text, kho_ledger_load_catalogue},
        {cli->values[CLI_RULES].text,     kho_ledger_load_rules    },
    };
    const size_t count = sizeof(files) / sizeof(*files);
    const char *path;
    int code;

    for (size_t i = 0; i < count; i++) {
        if (files[i].path && (code = cli_readable(cli, files[i].path)) != CLI_DONE)
            return code;
    }
    if ((code = cli_ledger_open(cli, KHO_CREATE)) != CLI_DONE)
        return code;
    path = cli->values[CLI_LEDGER].text;
    for (size_t i = 0; i < count; i++) {
        kho_answer answer = {0};
        const kho_status status =
            files[i].path
                ? files[i].load(cli->ledger, files[i].path, KHO_NO_DATE, false, &answer)
                : KHO_OK;

        if (status != KHO_OK) {
            code = cli_failed(cli, status, files[i].path);
            remove_ledger(cli, path);
            return code;
        }
        put_warnings(cli, files[i].path, &answer);
    }
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
