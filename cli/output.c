/*
 * Where output goes. A file named with -o appears under its name only when it is whole:
 * it is written beside it first, so a reader never sees half a report and a failure never
 * spoils the old one.
 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *output_name(const cli_call *cli)
{
    const char *path = cli->values[CLI_OUTPUT].text;

    return path ? path : cli->language == KHO_VI ? "đầu ra" : "standard output";
}

/* What was begun, for who ends the command in the middle of it. */
static const char *volatile begun;

static void give_up(int signal_number)
{
    if (begun)
        unlink(begun);
    raise(signal_number); /* which ends it now */
}

static void watch(const char *path)
{
    static const int ends[] = {SIGHUP, SIGINT, SIGTERM};
    const struct sigaction how = {.sa_handler = give_up, .sa_flags = SA_RESETHAND};
    struct sigaction now;

    begun = path;
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends) && path; i++) {
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            (void)sigaction(ends[i], &how, NULL);
    }
}

/* Make TARGET.XXXXXX with the old file's permissions, or those of any new file. */
static int open_beside(cli_output *output, mode_t mode)
{
    size_t size = strlen(output->target) + sizeof(".XXXXXX");
    int file;

    if (!(output->temporary = malloc(size)))
        return ENOMEM;
    snprintf(output->temporary, size, "%s.XXXXXX", output->target);

    file = mkstemp(output->temporary);
    if (file < 0) {
        int error = errno;

        free(output->temporary);
        output->temporary = NULL;
        return error;
    }
    watch(output->temporary);
    if (fchmod(file, mode) != 0 || !(output->file = fdopen(file, "wb"))) {
        close(file);
        return EIO;
    }
    return 0;
}

static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static bool is_ledger(const cli_call *cli, const struct stat *target)
{
    struct stat ledger;

    return cli->values[CLI_LEDGER].text &&
           stat(cli->values[CLI_LEDGER].text, &ledger) == 0 &&
           ledger.st_dev == target->st_dev && ledger.st_ino == target->st_ino;
}

static int open_file(cli_call *cli, const char *path)
{
    cli_output *output = &cli->output;
    struct stat target;
    mode_t mode = 0600; /* what is personal is for its owner, whatever was there */
    int error;

    if (stat(path, &target) != 0) {
        output->target = strdup(path);
        mode = output->personal ? mode : new_file_mode();
    } else if (is_ledger(cli, &target)) {
        return cli_usage(
            cli, path, "is the ledger itself", "chính là tệp sổ, không ghi đè được");
    } else if (S_ISDIR(target.st_mode)) {
        return cli_trouble(cli, path, EISDIR);
    } else if (!S_ISREG(target.st_mode)) {
        /* A device or a pipe has no place to be renamed to. */
        output->file = fopen(path, "wb");
        return output->file ? CLI_DONE : cli_trouble(cli, path, errno);
    } else {
        /* What a link points at is replaced, not the link. */
        output->target = realpath(path, NULL);
        mode = output->personal ? mode : target.st_mode & 07777;
    }
    if (!output->target)
        return cli_trouble(cli, path, errno);
    error = open_beside(output, mode);
    return error ? cli_trouble(cli, path, error) : CLI_DONE;
}

/* Forget it, and what was begun beside it. */
static void drop(cli_output *output)
{
    if (output->temporary)
        unlink(output->temporary);
    watch(NULL);
    free(output->target);
    free(output->temporary);
    *output = (cli_output){0};
}

int cli_output_open(cli_call *cli)
{
    const char *path = cli->values[CLI_OUTPUT].text;
    int code;

    if (path) {
        if ((code = open_file(cli, path)) != CLI_DONE)
            drop(&cli->output);
        return code;
    }
    if (cli->format == KHO_XLSX && isatty(STDOUT_FILENO))
        return cli_usage(cli, "xlsx", "is not for a terminal; name a file with -o",
            "không hiện được trên màn hình; hãy chọn tệp bằng -o");
    cli->output.file = stdout;
    return CLI_DONE;
}

int cli_output_sink(void *context, const char *bytes, size_t size)
{
    cli_output *output = context;

    if (fwrite(bytes, 1, size, output->file) == size)
        return 0;
    output->trouble = errno ? errno : EIO;
    return 1;
}

/* Bytes reach the disk before the name does. */
static int finish(cli_output *output, bool keep)
{
    int error = output->trouble;

    if (!error && (ferror(output->file) || fflush(output->file) != 0))
        error = errno ? errno : EIO;
    if (output->temporary && !error && keep && fsync(fileno(output->file)) != 0)
        error = errno;
    if (output->file != stdout && fclose(output->file) != 0 && !error)
        error = errno;
    if (!output->temporary || error || !keep)
        return error;
    if (rename(output->temporary, output->target) != 0)
        return errno;
    watch(NULL);
    free(output->temporary);
    output->temporary = NULL;
    return 0;
}

int cli_output_close(cli_call *cli, bool keep)
{
    int error = finish(&cli->output, keep);

    drop(&cli->output);
    return error ? cli_trouble(cli, output_name(cli), error) : CLI_DONE;
}

int cli_print_table(cli_call *cli, const kho_table *table)
{
    kho_status status;
    int code = cli_output_open(cli), closed;

    if (code != CLI_DONE)
        return code;
    errno = 0;
    status =
        kho_table_write(table, cli->format, cli->language, cli_output_sink, &cli->output);
    if (status != KHO_OK && !cli->output.trouble)
        code = cli_failed(cli, status, kho_table_name(table));
    closed = cli_output_close(cli, code == CLI_DONE);
    return closed != CLI_DONE ? closed : code;
}

int cli_print_word(cli_call *cli, const char *path, const char *word, kho_text text)
{
    int code = CLI_DONE;
    FILE *file;

    if (cli->format != KHO_JSON &&
        (cli->format != KHO_TERMINAL || cli->values[CLI_QUIET].set))
        return CLI_DONE;
    if ((code = cli_output_open(cli)) == CLI_DONE) {
        file = cli->output.file;
        if (cli->format == KHO_JSON) {
            fputs("{\"file\":", file);
            cli_put_json(file, path);
            fprintf(file, ",\"status\":\"%s\"}\n", word);
        } else {
            cli_put_plain(file, path);
            fprintf(file, ": %s\n", cli_pick(cli, text));
        }
        code = cli_output_close(cli, true);
    }
    return code;
}
