/* What is written down elsewhere: counts, reversals, entries in JSON, monthly returns. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int post_counts(cli_call *cli, const kho_move *lines)
{
    size_t count = (size_t)cli->operand_count;
    kho_observation *found = calloc(count, sizeof(*found));
    kho_entry entry = KHO_ENTRY_INIT;
    int code;

    if (!found)
        return CLI_TROUBLE;
    for (size_t i = 0; i < count; i++)
        found[i] = (kho_observation){KHO_FOUND, cli->values[CLI_PLACE].text,
            lines[i].item, lines[i].lot, lines[i].expiry, lines[i].channel,
            lines[i].quantity, KHO_NO_MONTH};
    cli_entry_options(cli, &entry);
    entry.observed = found;
    entry.observed_count = count;
    code = cli_post(cli, &entry);
    free(found);
    return code;
}

int cli_cmd_count(cli_call *cli)
{
    kho_move *lines = NULL;
    int code;

    if ((code = cli_need(cli, CLI_PLACE)) != CLI_DONE ||
        (code = cli_need(cli, CLI_DATE)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_entry_lines(cli, &lines)) != CLI_DONE)
        return code;
    code = post_counts(cli, lines);
    free(lines);
    return code;
}

int cli_cmd_reverse(cli_call *cli)
{
    kho_answer answer = {0};
    kho_status status;
    int code;

    if ((code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_answer_open(cli)) != CLI_DONE)
        return code;
    status = kho_ledger_reverse(cli->ledger, cli->operands[0], cli->values[CLI_DATE].date,
        cli->values[CLI_LATE].set, cli->values[CLI_NOTE].text, &answer);
    return cli_answer_close(cli, status, &answer, cli->command->name);
}

/* Where entries come from, how far it was read, and how reading ended. */
typedef struct input {
    cli_call *cli;
    int file;
    int trouble;
    int64_t done, total; /* bytes; total 0: not known */
} input;

static ptrdiff_t read_feed(void *context, char *buffer, size_t size)
{
    input *source = context;
    ssize_t got;

    do {
        got = read(source->file, buffer, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        source->trouble = errno;
        return got;
    }
    /* What was read last is being posted now. */
    cli_progress(source->cli, "post", source->done, source->total);
    source->done += got;
    return got;
}

static int post_feed(cli_call *cli, const char *name, input *source)
{
    kho_feed feed = KHO_FEED_INIT;
    int64_t refused = 0, commit = cli->values[CLI_COMMIT].number;
    kho_status status;

    feed.atomic = cli->values[CLI_ATOMIC].set;
    feed.dry_run = cli->values[CLI_DRY_RUN].set;
    if (cli->values[CLI_COMMIT].set)
        feed.commit = commit > INT32_MAX ? INT32_MAX : (int)commit;

    status = kho_ledger_post_json(cli->ledger, &feed, name, read_feed, source,
        cli_output_sink, &cli->output, &refused);
    if (source->trouble)
        return cli_trouble(cli, name, source->trouble);
    if (status != KHO_OK)
        return cli->output.trouble ? CLI_DONE : cli_failed(cli, status, name);
    if (refused == 0)
        return CLI_DONE;
    return cli_refuse(cli, KHO_EINVALID, name,
        feed.atomic ? "lines refused: %lld; nothing was posted" : "lines refused: %lld",
        feed.atomic ? "%lld dòng bị từ chối, không ghi dòng nào" : "%lld dòng bị từ chối",
        (long long)refused);
}

static int post_from(cli_call *cli, const char *name, input *source)
{
    int code = cli_output_open(cli), closed;

    if (code != CLI_DONE)
        return code;
    code = post_feed(cli, name, source);
    closed = cli_output_close(cli, true);
    return closed != CLI_DONE ? closed : code;
}

int cli_cmd_post(cli_call *cli)
{
    const char *path = cli->operand_count ? cli->operands[0] : "-";
    bool standard = strcmp(path, "-") == 0;
    input source = {cli, STDIN_FILENO, 0, 0, 0};
    struct stat status;
    int code;

    cli_no_core();
    if (!standard && (code = cli_readable(cli, path)) != CLI_DONE)
        return code;
    if ((code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_client_key(cli)) != CLI_DONE)
        return code;
    if (!standard && (source.file = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return cli_trouble(cli, path, errno);
    if (fstat(source.file, &status) == 0 && S_ISREG(status.st_mode))
        source.total = status.st_size;
    code = post_from(cli, path, &source);
    if (!standard)
        close(source.file);
    return code;
}

/* Messages come in pieces: a line is told when it is whole. */
typedef struct listener {
    const cli_call *cli;
    char line[2048];
    size_t size;
} listener;

static int message_sink(void *context, const char *bytes, size_t size)
{
    listener *to = context;

    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\n') {
            if (to->size < sizeof(to->line) - 1)
                to->line[to->size++] = bytes[i];
            continue;
        }
        to->line[to->size] = '\0';
        cli_note(to->cli, NULL, to->line);
        to->size = 0;
    }
    return 0;
}

int cli_cmd_import_monthly(cli_call *cli)
{
    const char *map = cli->values[CLI_MAP].text, *file = cli->operands[0];
    kho_table *table = NULL;
    kho_status status;
    listener heard = {cli, "", 0};
    int code;

    if ((code = cli_need(cli, CLI_MAP)) != CLI_DONE ||
        (code = cli_readable(cli, map)) != CLI_DONE ||
        (code = cli_readable(cli, file)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE)
        return code;
    status = kho_ledger_import_monthly(
        cli->ledger, map, file, cli->values[CLI_AMEND].set, message_sink, &heard, &table);
    if (status != KHO_OK)
        return cli_failed(cli, status, file);
    code = cli_print_table(cli, table);
    if (code == CLI_DONE && kho_table_int(table, 0, KHO_IMPORT_REFUSED) > 0)
        code = CLI_REFUSED;
    kho_table_free(table);
    return code;
}
