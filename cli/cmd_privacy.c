/*
 * Clients: keys, erasing, purging, exporting. An identifier is read from a file or
 * standard input, never from the command line, where other users of the machine could see
 * it.
 */
#include "cli.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

enum { IDENTIFIER_MOST = 300 };

void cli_no_core(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
}

int cli_client_key(cli_call *cli)
{
    const char *path = cli->values[CLI_CLIENT_KEY].text;
    kho_status status;

    if (!path)
        return CLI_DONE;
    cli_no_core();
    status = kho_ledger_client_key(cli->ledger, path);
    return status == KHO_OK ? CLI_DONE : cli_failed(cli, status, path);
}

/* The first line, without its end. A zero would cut it to somebody else's identifier. */
static bool read_line(FILE *file, char *out, size_t size)
{
    size_t length = 0;
    int byte;

    while ((byte = getc(file)) != EOF && byte != '\n') {
        if (byte == '\0' || length + 1 >= size)
            return false;
        out[length++] = (char)byte;
    }
    if (length && out[length - 1] == '\r')
        length--;
    out[length] = '\0';
    return true;
}

int cli_client_read(const cli_call *cli, const char *path, char *out, size_t size)
{
    const bool standard = !path || strcmp(path, "-") == 0;
    FILE *file;
    bool whole;
    int trouble;

    cli_no_core();
    file = standard ? stdin : fopen(path, "r");
    if (!file)
        return cli_trouble(cli, path, errno);
    whole = read_line(file, out, size);
    trouble = ferror(file) ? errno : 0;
    if (!standard)
        fclose(file);
    if (trouble)
        return cli_trouble(cli, standard ? "-" : path, trouble);
    if (whole)
        return CLI_DONE;
    explicit_bzero(out, size);
    return cli_refuse(cli, KHO_EINVALID, "client",
        "the identifier is too long, or not text",
        "mã khách hàng quá dài, hoặc không phải văn bản");
}

static int begin(cli_call *cli, kho_mode mode, char *client)
{
    int code;

    if ((code = cli_need(cli, CLI_CLIENT_KEY)) != CLI_DONE ||
        (code = cli_ledger_open(cli, mode)) != CLI_DONE ||
        (code = cli_client_key(cli)) != CLI_DONE || !client)
        return code;
    return cli_client_read(
        cli, cli->operand_count ? cli->operands[0] : NULL, client, IDENTIFIER_MOST);
}

static int say_gone(cli_call *cli, kho_status status, int64_t gone)
{
    char count[32];
    int code;

    if (status != KHO_OK)
        return cli_failed(cli, status, cli->command->name);
    snprintf(count, sizeof(count), "%lld", (long long)gone);
    if (cli->format != KHO_JSON)
        return cli_print_word(cli, count, "erased",
            (kho_text){"liên kết khách hàng đã xóa", "links to clients erased"});
    if ((code = cli_output_open(cli)) != CLI_DONE)
        return code;
    fprintf(cli->output.file, "{\"erased\":%s}\n", count);
    return cli_output_close(cli, true);
}

int cli_cmd_privacy_key(cli_call *cli)
{
    const char *path = cli->operands[0];
    const kho_status status = kho_client_key_make(path);

    if (status != KHO_OK)
        return cli_failed(cli, status, path);
    return cli_print_word(cli, path, "made",
        (kho_text){"đã tạo khóa; hãy giữ riêng, ngoài sổ và ngoài bản sao lưu của sổ",
            "made; keep it apart from the ledger and its backups"});
}

int cli_cmd_privacy_erase(cli_call *cli)
{
    char client[IDENTIFIER_MOST];
    int64_t gone = 0;
    kho_status status;
    int code = begin(cli, KHO_READ_WRITE, client);

    if (code != CLI_DONE)
        return code;
    status = kho_ledger_client_erase(cli->ledger, client, &gone);
    explicit_bzero(client, sizeof(client));
    return say_gone(cli, status, gone);
}

int cli_cmd_privacy_export(cli_call *cli)
{
    char client[IDENTIFIER_MOST];
    kho_table *table = NULL;
    kho_status status;
    int code = begin(cli, KHO_READ_ONLY, client);

    if (code != CLI_DONE)
        return code;
    status = kho_ledger_client_export(cli->ledger, client, &table);
    explicit_bzero(client, sizeof(client));
    if (status != KHO_OK)
        return cli_failed(cli, status, cli->command->name);
    cli->output.personal = true;
    code = cli_print_table(cli, table);
    kho_table_free(table);
    return code;
}

int cli_cmd_privacy_purge(cli_call *cli)
{
    int64_t gone = 0;
    kho_status status;
    int code;

    if ((code = cli_need(cli, CLI_BEFORE)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE)
        return code;
    status = kho_ledger_client_purge(cli->ledger, cli->values[CLI_BEFORE].date, &gone);
    return say_gone(cli, status, gone);
}

int cli_cmd_privacy_rotate(cli_call *cli)
{
    kho_status status;
    int code = begin(cli, KHO_READ_WRITE, NULL);

    if (code != CLI_DONE)
        return code;
    status = kho_ledger_client_rotate(cli->ledger);
    if (status != KHO_OK)
        return cli_failed(cli, status, cli->command->name);
    return cli_print_word(cli, cli->values[CLI_CLIENT_KEY].text, "rotated",
        (kho_text){"đã thêm khóa mới và khóa lại mọi liên kết",
            "a new key was added, and every link is keyed with it"});
}
