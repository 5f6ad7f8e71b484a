#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A question writes nothing, but for what a crash left half done: only a writer can undo
 * that. */
static kho_status open_ledger(cli_call *cli, const char *path, kho_options *options)
{
    const kho_status status = kho_ledger_open(path, options, &cli->ledger);

    if (status != KHO_EREADONLY || options->mode != KHO_READ_ONLY ||
        access(path, W_OK) != 0)
        return status;
    options->mode = KHO_READ_WRITE;
    return kho_ledger_open(path, options, &cli->ledger);
}

int cli_ledger_named(cli_call *cli, const char **path, kho_options *options)
{
    *path = cli->values[CLI_LEDGER].text;
    *options = (kho_options)KHO_OPTIONS_INIT;
    options->progress = cli_progress;
    options->progress_context = cli;
    return *path ? CLI_DONE
                 : cli_usage(cli, cli->command->name,
                       "which ledger? name it with -d FILE or KHO_DB",
                       "sổ nào? hãy chọn bằng -d FILE hoặc biến KHO_DB");
}

int cli_ledger_open(cli_call *cli, kho_mode mode)
{
    kho_options options;
    const char *path;
    kho_status status;
    int code = cli_ledger_named(cli, &path, &options);

    if (code != CLI_DONE)
        return code;
    options.mode = mode;
    status = open_ledger(cli, path, &options);
    if (status == KHO_OK)
        return CLI_DONE;

    code = cli_failed(cli, status, path);
    /* What can't be found here is a file, not a line of one. */
    return status == KHO_ENOTFOUND ? CLI_TROUBLE : code;
}

int cli_readable(const cli_call *cli, const char *path)
{
    struct stat found;

    if (stat(path, &found) != 0 || access(path, R_OK) != 0)
        return cli_trouble(cli, path, errno);
    return S_ISDIR(found.st_mode) ? cli_trouble(cli, path, EISDIR) : CLI_DONE;
}
