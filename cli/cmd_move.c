/* The verbs by hand: one entry, every line from one place to another. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

/*
 * What may be left out. NULL: nothing, it must be typed. "supplier": that place.
 * "hold/+": the twin of the other side; "+": what the other side is the twin of.
 * "transit/": must be typed. Where a pattern has a slash, a name typed without one gets
 * its prefix.
 */
typedef struct verb_row {
    const char *name;
    kho_verb verb;
    const char *from, *to;
} verb_row;

static const verb_row verbs[] = {
    {"begin",     KHO_BEGIN,     "opening",   NULL        },
    {"receive",   KHO_RECEIVE,   "supplier",  NULL        },
    {"send-back", KHO_SEND_BACK, NULL,        "supplier"  },
    {"ship",      KHO_SHIP,      NULL,        "transit/"  },
    {"arrive",    KHO_ARRIVE,    "transit/+", "+"         },
    {"transfer",  KHO_TRANSFER,  NULL,        NULL        },
    {"issue",     KHO_ISSUE,     NULL,        NULL        },
    {"give-back", KHO_GIVE_BACK, NULL,        NULL        },
    {"return",    KHO_GIVE_BACK, NULL,        NULL        },
    {"dispense",  KHO_DISPENSE,  NULL,        "client"    },
    {"hold",      KHO_HOLD_BACK, "+",         "hold/+"    },
    {"release",   KHO_RELEASE,   "hold/+",    "+"         },
    {"lose",      KHO_LOSE,      NULL,        "loss/other"},
};

enum { CODE_MAX = 160 };

static const verb_row *find_verb(const char *name)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    }
    return NULL;
}

/* How long the prefix of a pattern or of a code is, its slash included; 0: it has none.
 */
static int prefix_size(const char *text)
{
    const char *slash = text ? strchr(text, '/') : NULL;

    return slash ? (int)(slash + 1 - text) : 0;
}

/* A side from what was typed for it and for the other one; false where nothing says it.
 */
static bool complete(
    const char *pattern, const char *typed, const char *across, char *out)
{
    int prefix = prefix_size(pattern);

    if (typed) {
        snprintf(out, CODE_MAX, "%.*s%s", prefix_size(typed) ? 0 : prefix,
            pattern ? pattern : "", typed);
        return true;
    }
    if (!pattern || pattern[prefix] == '\0')
        return false;
    if (pattern[prefix] != '+') {
        snprintf(out, CODE_MAX, "%s", pattern);
        return true;
    }
    if (across)
        snprintf(out, CODE_MAX, "%.*s%s", prefix, pattern, across + prefix_size(across));
    return across != NULL;
}

/* Built-in places are told by their names; the others by the catalogue. */
static int find_kind(const kho_table *places, const char *code)
{
    int size = prefix_size(code);

    for (int kind = 0; kind < KHO_PLACE_KINDS; kind++) {
        const char *word = kho_place_kind_word((kho_place_kind)kind);

        if (size ? (int)strlen(word) == size - 1 && !strncmp(word, code, (size_t)size - 1)
                 : kind != KHO_STORE && kind != KHO_COLLABORATOR && !strcmp(word, code))
            return kind;
    }
    for (size_t row = 0; row < kho_table_rows(places); row++) {
        if (strcmp(kho_table_text(places, row, KHO_PLACES_PLACE), code) != 0)
            continue;
        for (int kind = 0; kind < KHO_PLACE_KINDS; kind++) {
            if (!strcmp(kho_place_kind_word((kho_place_kind)kind),
                    kho_table_text(places, row, KHO_PLACES_KIND)))
                return kind;
        }
    }
    return -1;
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
static int check_verb(
    cli_call *cli, const verb_row *row, const char *from, const char *to)
{
    kho_table *places = NULL;
    kho_status status = kho_ledger_list(cli->ledger, KHO_LIST_PLACES, &places);
    int source, target;
    kho_verb verb;

    if (status != KHO_OK)
        return cli_failed(cli, status, row->name);
    source = find_kind(places, from);
    target = find_kind(places, to);
    kho_table_free(places);

    verb = source < 0 || target < 0
               ? KHO_NO_VERB
               : kho_route((kho_place_kind)source, (kho_place_kind)target);
    if (verb == KHO_NO_VERB || verb == row->verb)
        return CLI_DONE;
    return cli_refuse(cli, KHO_EROUTE, row->name, "from %s to %s is called %s",
        "từ %s đến %s gọi là %s", from, to, command_name(verb));
}

static int post_lines(
    cli_call *cli, const cli_line *lines, const char *from, const char *to)
{
    size_t count = (size_t)cli->operand_count;
    kho_move *moves = calloc(count, sizeof(*moves));
    kho_entry entry = KHO_ENTRY_INIT;
    int code;

    if (!moves)
        return CLI_TROUBLE;
    for (size_t i = 0; i < count; i++)
        moves[i] = (kho_move){lines[i].item, lines[i].lot, lines[i].expiry,
            lines[i].channel, from, to, lines[i].quantity};
    cli_entry_options(cli, &entry);
    entry.moves = moves;
    entry.move_count = count;
    code = cli_post(cli, &entry);
    free(moves);
    return code;
}

static int complete_ends(const cli_call *cli, const verb_row *row, char *from, char *to)
{
    const char *typed_from = cli->values[CLI_FROM_PLACE].text;
    const char *typed_to = cli->values[CLI_TO_PLACE].text;
    const char *reason = cli->values[CLI_REASON].text;
    char loss[CODE_MAX];

    if (reason && typed_to)
        return cli_usage(cli, row->name, "--to and --reason say the same thing; give one",
            "--to và --reason nói cùng một việc; chỉ gõ một");
    if (reason) {
        snprintf(loss, sizeof(loss), "loss/%s", reason);
        typed_to = loss;
    }
    if (!complete(row->from, typed_from, typed_to, from))
        return cli_need(
            cli, row->from && *row->to == '+' ? CLI_TO_PLACE : CLI_FROM_PLACE);
    if (!complete(row->to, typed_to, typed_from, to))
        return cli_need(cli, CLI_TO_PLACE);
    return CLI_DONE;
}

int cli_cmd_move(cli_call *cli)
{
    const verb_row *row = find_verb(cli->command->name);
    char from[CODE_MAX], to[CODE_MAX];
    cli_line *lines = NULL;
    int code;

    if ((code = cli_need(cli, CLI_DATE)) != CLI_DONE ||
        (code = complete_ends(cli, row, from, to)) != CLI_DONE ||
        (code = cli_ledger_open(cli, KHO_READ_WRITE)) != CLI_DONE ||
        (code = check_verb(cli, row, from, to)) != CLI_DONE ||
        (code = cli_entry_lines(cli, &lines)) != CLI_DONE)
        return code;
    code = post_lines(cli, lines, from, to);
    free(lines);
    return code;
}
