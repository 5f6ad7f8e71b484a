/* A family-planning service by hand, with what was given out. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static int read_method(const cli_call *cli, kho_method *out)
{
    const char *typed = cli->values[CLI_METHOD].text;

    *out = kho_method_parse(typed);
    if (*out != KHO_METHODS)
        return CLI_DONE;
    return cli_usage(cli, typed,
        "is not a method: iud, male_sterilisation, female_sterilisation, condom, pill, "
        "injectable, implant, other, none, or their codes 1-8 and 0",
        "không phải là biện pháp: iud, male_sterilisation, female_sterilisation, condom, "
        "pill, injectable, implant, other, none, hoặc mã 1-8 và 0");
}

static int post_service(cli_call *cli, const kho_service *service, kho_move *lines)
{
    kho_entry entry = KHO_ENTRY_INIT;

    entry.move_count = (size_t)cli->operand_count;
    for (size_t i = 0; i < entry.move_count; i++) {
        lines[i].from = service->place;
        lines[i].to = "client";
    }
    cli_entry_options(cli, &entry);
    entry.moves = lines;
    entry.services = service;
    entry.service_count = 1;
    return cli_post(cli, &entry);
}

int cli_cmd_serve(cli_call *cli)
{
    const cli_value *values = cli->values;
    kho_service service = KHO_SERVICE_INIT;
    kho_move *lines = NULL;
    char client[300];
    int code;

    if ((code = cli_need(cli, CLI_DATE)) != CLI_DONE ||
        (code = cli_need(cli, CLI_PLACE)) != CLI_DONE ||
        (code = cli_need(cli, CLI_METHOD)) != CLI_DONE ||
        (code = cli_need(cli, CLI_KIND)) != CLI_DONE ||
        (code = read_method(cli, &service.method)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = cli_client_key(cli)) != CLI_DONE ||
        (values[CLI_CLIENT_FILE].set &&
            (code = cli_client_read(cli, values[CLI_CLIENT_FILE].text, client,
                 sizeof(client))) != CLI_DONE) ||
        (code = cli_entry_lines(cli, &lines)) != CLI_DONE) {
        explicit_bzero(client, sizeof(client));
        return code;
    }
    if (values[CLI_CLIENT_FILE].set)
        service.client = client;
    service.place = values[CLI_PLACE].text;
    service.kind = (kho_service_kind)values[CLI_KIND].number;
    if (values[CLI_MODE].set)
        service.mode = (kho_service_mode)values[CLI_MODE].number;
    if (values[CLI_NEW].set)
        service.new_to = (kho_new_to)(values[CLI_NEW].number + KHO_NEW_EVER);
    if (values[CLI_CLIENTS].set)
        service.clients = values[CLI_CLIENTS].number;
    service.age = values[CLI_AGE].text;
    code = post_service(cli, &service, lines);
    explicit_bzero(client, sizeof(client));
    free(lines);
    return code;
}
