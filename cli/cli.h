/*
 * The command kho: what its files share. It sees the public headers only, so it is also
 * the first user of the library.
 */
#ifndef KHO_CLI_H
#define KHO_CLI_H

#include <stdio.h>

#include <kho.h>

#include "line.h"

/* What the process says to the shell. */
enum {
    CLI_DONE = 0,
    CLI_REFUSED = 1, /* the ledger or the input said no */
    CLI_USAGE = 2,   /* typed wrongly */
    CLI_TROUBLE = 3, /* files, disks, other processes */
    CLI_DAMAGED = 4  /* the ledger is not what it should be */
};

/* Options, by what they mean: two of them may share a name where no command takes both.
 */
typedef enum cli_option_id {
    CLI_LEDGER,
    CLI_LANGUAGE,
    CLI_FORMAT,
    CLI_OUTPUT,
    CLI_QUIET,
    CLI_HELP,
    CLI_VERSION,
    CLI_CATALOGUE,
    CLI_RULES,
    CLI_FROM_PLACE,
    CLI_FROM_DATE,
    CLI_FROM_CHANGE,
    CLI_FROM_RULES,
    CLI_TO_PLACE,
    CLI_TO_DATE,
    CLI_DATE,
    CLI_REASON,
    CLI_UID,
    CLI_BY,
    CLI_NOTE,
    CLI_LATE,
    CLI_PLACE,
    CLI_TREE,
    CLI_SUM,
    CLI_ITEM,
    CLI_ON,
    CLI_KNOWN,
    CLI_YTD,
    CLI_RESTATED,
    CLI_VALUE,
    CLI_ATOMIC,
    CLI_DRY_RUN,
    CLI_COMMIT,
    CLI_MAP,
    CLI_AMEND,
    CLI_METHOD,
    CLI_KIND,
    CLI_CLIENTS,
    CLI_MODE,
    CLI_AGE,
    CLI_NEW,
    CLI_CAMPAIGN,
    CLI_BY_GROUP,
    CLI_CYP,
    CLI_CLIENT_KEY,
    CLI_CLIENT_FILE,
    CLI_BEFORE,
    CLI_HEAD,
    CLI_OPTIONS
} cli_option_id;

#define CLI_BIT(id) (UINT64_C(1) << (id))

typedef enum cli_kind {
    CLI_FLAG,
    CLI_TEXT,
    CLI_DAY,
    CLI_NUMBER, /* 1 or more */
    CLI_WORD    /* one of the option's words */
} cli_kind;

typedef struct cli_option {
    char letter; /* 0: none */
    const char *name;
    cli_kind kind;
    const char *argument; /* how help calls the value; NULL for a flag */
    const char *const
        *words; /* of CLI_WORD, in the order of their enum; ends with NULL */
    kho_text help;
} cli_option;

/* One for each cli_option_id. */
extern const cli_option cli_options[CLI_OPTIONS];

/* Options that every command takes, before it or after it. */
extern const uint64_t cli_global_options;

/* What was typed for an option. */
typedef struct cli_value {
    bool set;
    const char *text; /* NULL where it was not typed */
    int64_t number;   /* of CLI_NUMBER: the number; of CLI_WORD: which word */
    kho_date date;    /* KHO_NO_DATE where it was not typed */
} cli_value;

typedef struct cli_call cli_call;

typedef struct cli_command {
    const char *name; /* one word, or two where the first is a group */
    const char *usage;
    kho_text help;        /* one line */
    const kho_text *more; /* NULL, or what else people should know */
    uint64_t options;
    int least, most; /* operands; most -1: any number */
    int (*run)(cli_call *cli);
} cli_command;

/* Every command, in the order of help; ends with a NULL name. */
extern const cli_command cli_commands[];

/* What a LINE is, for people. */
extern const kho_text cli_line_text;

/* Where output goes: standard output, or a file that appears under its name when it is
 * whole. */
typedef struct cli_output {
    FILE *file;
    char *target;    /* NULL: written straight */
    char *temporary; /* beside the target */
    int trouble;     /* errno of the first failed write */
    bool personal;   /* the file is for its owner, whatever the umask and the old one */
} cli_output;

/* Everything that was typed, and what is open. */
struct cli_call {
    kho_language language;
    kho_format format;
    bool format_given;
    bool json; /* errors too */
    const cli_command *command;
    const char *group; /* first word of a command of two, while the second is missing */
    cli_value values[CLI_OPTIONS];
    const char **operands;
    int operand_count;
    kho_ledger *ledger;
    cli_output output;
};

/* options.c */
int cli_parse(cli_call *cli, char **argv);
const cli_command *cli_command_find(const char *first, const char *second);
bool cli_command_is_group(const char *word);

/* say.c: one line each on standard error, or JSON. All give the exit code to return. */
const char *cli_pick(const cli_call *cli, kho_text text);
int cli_usage(const cli_call *cli, const char *what, const char *en, const char *vi, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
int cli_refuse(const cli_call *cli, kho_status status, const char *what, const char *en,
    const char *vi, ...) __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
int cli_trouble(const cli_call *cli, const char *what, int error);
int cli_failed(const cli_call *cli, kho_status status, const char *what);
void cli_note(const cli_call *cli, const char *what, const char *text);
int cli_exit_code(kho_status status);

/* text.c */
void cli_put_plain(FILE *file, const char *text);
void cli_put_json(FILE *file, const char *text);
int cli_text_width(const char *text);

/* output.c */
int cli_output_open(cli_call *cli);
int cli_output_sink(void *context, const char *bytes, size_t size);
int cli_output_close(cli_call *cli, bool keep);
int cli_print_table(cli_call *cli, const kho_table *table);

/* What went well about a file: a sentence for people, a word in JSON, nothing in CSV. */
int cli_print_word(cli_call *cli, const char *path, const char *word, kho_text text);

/* open.c */
int cli_ledger_named(cli_call *cli, const char **path, kho_options *options);
int cli_ledger_open(cli_call *cli, kho_mode mode);
int cli_readable(const cli_call *cli, const char *path);

/* answer.c: what came of a post */
int cli_answer_open(cli_call *cli);
int cli_answer_close(
    cli_call *cli, kho_status status, const kho_answer *answer, const char *what);
int cli_post(cli_call *cli, const kho_entry *entry);

/* progress.c */
void cli_progress(void *context, const char *what, int64_t done, int64_t total);
void cli_progress_clear(void);

/* help.c */
int cli_overview(cli_call *cli, FILE *file);
int cli_help_command(cli_call *cli, const char *first, const char *second);

/* entry.c: an entry from options and LINE operands */
void cli_entry_options(const cli_call *cli, kho_entry *entry);
int cli_entry_lines(cli_call *cli, kho_move **out);
int cli_need(const cli_call *cli, cli_option_id id);

/* cmd_privacy.c: no core file, which would hold what was read; the key that --client-key
 * names; an identifier from a file or standard input (NULL or "-") */
void cli_no_core(void);
int cli_client_key(cli_call *cli);
int cli_client_read(const cli_call *cli, const char *path, char *out, size_t size);

/* cmd_*.c */
int cli_cmd_init(cli_call *cli);
int cli_cmd_catalogue_load(cli_call *cli);
int cli_cmd_catalogue_list(cli_call *cli);
int cli_cmd_rules_load(cli_call *cli);
int cli_cmd_rules_show(cli_call *cli);
int cli_cmd_post(cli_call *cli);
int cli_cmd_import_monthly(cli_call *cli);
int cli_cmd_move(cli_call *cli);
int cli_cmd_count(cli_call *cli);
int cli_cmd_reverse(cli_call *cli);
int cli_cmd_serve(cli_call *cli);
int cli_cmd_privacy_key(cli_call *cli);
int cli_cmd_privacy_erase(cli_call *cli);
int cli_cmd_privacy_export(cli_call *cli);
int cli_cmd_privacy_purge(cli_call *cli);
int cli_cmd_privacy_rotate(cli_call *cli);
int cli_cmd_supervise(cli_call *cli);
int cli_cmd_stock(cli_call *cli);
int cli_cmd_card(cli_call *cli);
int cli_cmd_report(cli_call *cli);
int cli_cmd_alerts(cli_call *cli);
int cli_cmd_close(cli_call *cli);
int cli_cmd_reopen(cli_call *cli);
int cli_cmd_suggest(cli_call *cli);
int cli_cmd_explain(cli_call *cli);
int cli_cmd_rules_try(cli_call *cli);
int cli_cmd_check(cli_call *cli);
int cli_cmd_head(cli_call *cli);
int cli_cmd_backup(cli_call *cli);
int cli_cmd_help(cli_call *cli);

#endif
