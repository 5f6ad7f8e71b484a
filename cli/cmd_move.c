/* The verbs by hand: one entry, every line from one place to another. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/* What a command calls its verb. */
typedef struct verb_row {
    const char *name;
    kho_verb verb;
} verb_row;

static const verb_row verbs[] = {
    {"begin",     KHO_BEGIN    },
    {"receive",   KHO_RECEIVE  },
    {"send-back", KHO_SEND_BACK},
    {"ship",      KHO_SHIP     },
    {"arrive",    KHO_ARRIVE   },
    {"transfer",  KHO_TRANSFER },
    {"issue",     KHO_ISSUE    },
    {"give-back", KHO_GIVE_BACK},
    {"return",    KHO_GIVE_BACK},
    {"dispense",  KHO_DISPENSE },
    {"hold",      KHO_HOLD_BACK},
    {"release",   KHO_RELEASE  },
    {"lose",      KHO_LOSE     },
};

static const verb_row *find_verb(const char *name)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    }
    return NULL;
}

static const char *command_name(kho_verb verb)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        if (verbs[i].verb == verb)
            return verbs[i].name;
    }
    return kho_verb_word(verb);
}

/*
 * The pair of places names the move, so `kho transfer` of what is an issue would pass in
 * silence under another column of the report. What has no name at all the ledger refuses.
 */
static int check_verb(cli_call *cli, const verb_row *row, const kho_ends *ends)
{
    kho_verb verb;
    kho_status status = kho_ledger_route(cli->ledger, ends->from, ends->to, &verb);

    if (status < 0 && status != KHO_ENOTFOUND)
        return cli_failed(cli, status, row->name);
    if (verb == KHO_NO_VERB || verb == row->verb)
        return CLI_DONE;
    return cli_refuse(cli, KHO_EROUTE, row->name, "from %s to %s is called %s",
        "từ %s đến %s gọi là %s", ends->from, ends->to, command_name(verb));
}

static int complete_ends(const cli_call *cli, const verb_row *row, kho_ends *ends)
{
    const char *from = cli->values[CLI_FROM_PLACE].text;
    const char *to = cli->values[CLI_TO_PLACE].text;
    const char *reason = cli->values[CLI_REASON].text;
    char loss[sizeof(ends->to)];

    if (reason && to)
        return cli_usage(cli, row->name, "--to and --reason say the same thing; give one",
            "--to và --reason nói cùng một việc; chỉ gõ một");
    if (reason) {
        snprintf(loss, sizeof(loss), "loss/%s", reason);
        to = loss;
    }
    kho_verb_ends(row->verb, from, to, ends);
    if (!*ends->from) /* what comes from the twin of where it goes needs to know where */
        return cli_need(cli, row->verb == KHO_ARRIVE || row->verb == KHO_RELEASE
                                 ? CLI_TO_PLACE
                                 : CLI_FROM_PLACE);
    return *ends->to ? CLI_DONE : cli_need(cli, CLI_TO_PLACE);
}

int cli_cmd_move(cli_call *cli)
{
    const verb_row *row = find_verb(cli->command->name);
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move *moves = NULL;
    kho_ends ends;
    int code;

    if ((code = cli_need(cli, CLI_DATE)) != CLI_DONE ||
        (code = complete_ends(cli, row, &ends)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = check_verb(cli, row, &ends)) != CLI_DONE ||
        (code = cli_entry_lines(cli, &moves)) != CLI_DONE)
        return code;
    cli_entry_options(cli, &entry);
    for (int i = 0; i < cli->operand_count; i++) {
        moves[i].from = ends.from;
        moves[i].to = ends.to;
    }
    entry.moves = moves;
    entry.move_count = (size_t)cli->operand_count;
    code = cli_post(cli, &entry);
    free(moves);
    return code;
}
