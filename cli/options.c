/* Options are rows; one reader serves them all. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

static const char *const languages[] = {"en", "vi", NULL};
static const char *const formats[] = {"table", "csv", "json", "html", "xlsx", NULL};
static const char *const kinds[] = {
    "new", "resupply", "switch", "removal", "counsel", "complication", "stop", NULL};
static const char *const modes[] = {"fixed", "campaign", "mobile", "home", NULL};
static const char *const groups[] = {"mode", "age", "new", NULL};
static const char *const meanings[] = {"ever", "here", "method", NULL};
static const char *const reasons[] = {"expired", "damaged", "stolen", "other", NULL};

/* clang-format off */
const cli_option cli_options[CLI_OPTIONS] = {
    [CLI_LEDGER] = {'d', "ledger", CLI_TEXT, "FILE", NULL,
        {"tệp sổ; nếu không có: biến KHO_DB", "the ledger file; else the variable KHO_DB"}},
    [CLI_LANGUAGE] = {'l', "lang", CLI_WORD, "vi|en", languages,
        {"ngôn ngữ; nếu không có: biến KHO_LANG, rồi ngôn ngữ của máy",
         "language; else KHO_LANG, else that of the locale"}},
    [CLI_FORMAT] = {'f', "format", CLI_WORD, "table|csv|json|html|xlsx", formats,
        {"dạng kết quả; nếu không có: theo đuôi của OUT, nếu không: bảng trên\n"
         "màn hình, csv ở nơi khác",
         "form of the output; else by the ending of OUT; else table on a\n"
         "terminal and csv elsewhere"}},
    [CLI_OUTPUT] = {'o', "output", CLI_TEXT, "OUT", NULL,
        {"ghi kết quả vào tệp này", "write the output to this file"}},
    [CLI_QUIET] = {'q', "quiet", CLI_FLAG, NULL, NULL,
        {"không hiện tiến độ và lời nhắc", "no progress, no notes"}},
    [CLI_HELP] = {'h', "help", CLI_FLAG, NULL, NULL,
        {"hiện trợ giúp của lệnh", "show the command's help"}},
    [CLI_VERSION] = {'V', "version", CLI_FLAG, NULL, NULL,
        {"hiện phiên bản", "show the version"}},
    [CLI_CATALOGUE] = {0, "catalogue", CLI_TEXT, "FILE", NULL,
        {"nạp danh mục YAML này", "load this catalogue in YAML"}},
    [CLI_RULES] = {0, "rules", CLI_TEXT, "FILE", NULL,
        {"nạp quy tắc YAML này", "load these rules in YAML"}},
    [CLI_FROM_PLACE] = {0, "from", CLI_TEXT, "P", NULL,
        {"nơi xuất", "the place it leaves"}},
    [CLI_FROM_DATE] = {0, "from", CLI_DAY, "D", NULL,
        {"ngày đầu", "the first day"}},
    [CLI_FROM_CHANGE] = {0, "from", CLI_DAY, "D", NULL,
        {"ngày mà nơi trực thuộc mới bắt đầu có hiệu lực; nếu không có: hôm nay",
         "the day from which a changed parent holds; else today"}},
    [CLI_FROM_RULES] = {0, "from", CLI_DAY, "D", NULL,
        {"ngày đầu tiên có hiệu lực; nếu không có: ngày 1 tháng sau, hoặc từ trước đến\n"
         "nay nếu sổ chưa có bút toán nào",
         "the first day on which they hold; else the first of next month, or always\n"
         "in a ledger without entries"}},
    [CLI_TO_PLACE] = {0, "to", CLI_TEXT, "P", NULL,
        {"nơi nhập", "the place it goes to"}},
    [CLI_TO_DATE] = {0, "to", CLI_DAY, "D", NULL,
        {"ngày cuối", "the last day"}},
    [CLI_DATE] = {0, "date", CLI_DAY, "D", NULL,
        {"ngày xảy ra, như 2026-11-03", "the day it happened, such as 2026-11-03"}},
    [CLI_REASON] = {0, "reason", CLI_WORD, "expired|damaged|stolen|other", reasons,
        {"lý do hao hụt; nếu không có: other", "why it was lost; else other"}},
    [CLI_UID] = {0, "uid", CLI_TEXT, "U", NULL,
        {"số chứng từ; nếu không có, kho tự đặt", "the voucher's number; else one is made"}},
    [CLI_BY] = {0, "by", CLI_TEXT, "WHO", NULL,
        {"người lập", "who did it"}},
    [CLI_NOTE] = {0, "note", CLI_TEXT, "T", NULL,
        {"ghi chú", "a note"}},
    [CLI_LATE] = {0, "late", CLI_FLAG, NULL, NULL,
        {"ghi muộn vào tháng đã khóa sổ", "post into a closed month all the same"}},
    [CLI_PLACE] = {0, "place", CLI_TEXT, "P", NULL,
        {"chỉ nơi này; nếu không có: cả sổ", "this place only; else the whole ledger"}},
    [CLI_TREE] = {0, "tree", CLI_FLAG, NULL, NULL,
        {"và mọi nơi trực thuộc, từng dòng", "and all places under it, line by line"}},
    [CLI_SUM] = {0, "sum", CLI_FLAG, NULL, NULL,
        {"gộp các nơi trực thuộc thành một nơi", "the places under it as one place"}},
    [CLI_ITEM] = {0, "item", CLI_TEXT, "I", NULL,
        {"chỉ mặt hàng này", "this item only"}},
    [CLI_ON] = {0, "on", CLI_DAY, "D", NULL,
        {"tính đến hết ngày này; nếu không có: hôm nay", "as of this day's end; else today"}},
    [CLI_KNOWN] = {0, "known", CLI_NUMBER, "SEQ", NULL,
        {"chỉ tính các bút toán đến số này", "with the entries up to this one"}},
    [CLI_YTD] = {0, "ytd", CLI_FLAG, NULL, NULL,
        {"thêm lũy kế từ ngày 01/01 của năm có ngày cuối kỳ",
         "and the year so far, from 1 January of the year in which it ends"}},
    [CLI_RESTATED] = {0, "restated", CLI_FLAG, NULL, NULL,
        {"của tháng đã khóa sổ: số liệu nào đã khác đi, do bút toán nào",
         "of a closed month: which figures differ since, and by which entries"}},
    [CLI_VALUE] = {0, "value", CLI_FLAG, NULL, NULL,
        {"tính bằng tiền (đồng), theo đơn giá của ngày cuối kỳ",
         "in money (đồng), at the prices of the period's last day"}},
    [CLI_ATOMIC] = {0, "atomic", CLI_FLAG, NULL, NULL,
        {"ghi tất cả hoặc không ghi gì", "all lines or none"}},
    [CLI_DRY_RUN] = {0, "dry-run", CLI_FLAG, NULL, NULL,
        {"chỉ thử, không ghi", "try only, change nothing"}},
    [CLI_COMMIT] = {0, "commit", CLI_NUMBER, "N", NULL,
        {"ghi chắc xuống đĩa sau mỗi N dòng; nếu không có: 1000",
         "one durable commit for every N lines; else 1000"}},
    [CLI_MAP] = {0, "map", CLI_TEXT, "MAP", NULL,
        {"bản mô tả các cột, dạng YAML", "what the columns mean, in YAML"}},
    [CLI_AMEND] = {0, "amend", CLI_FLAG, NULL, NULL,
        {"dòng đã đổi thì đảo bút toán cũ và ghi lại",
         "a row that changed reverses its entry and posts anew"}},
    [CLI_METHOD] = {0, "method", CLI_TEXT, "M", NULL,
        {"biện pháp: từ hoặc mã 0-8", "the method: its word, or its code 0-8"}},
    [CLI_KIND] = {0, "kind", CLI_WORD, "new|resupply|switch|removal|counsel|complication|stop", kinds,
        {"loại dịch vụ: mới, cấp tiếp, đổi, tháo, tư vấn, tai biến, thôi",
         "what was done"}},
    [CLI_CLIENTS] = {0, "clients", CLI_NUMBER, "N", NULL,
        {"số khách; nếu không có: 1", "how many clients; else 1"}},
    [CLI_MODE] = {0, "mode", CLI_WORD, "fixed|campaign|mobile|home", modes,
        {"hình thức; nếu không có: fixed", "where it was given; else fixed"}},
    [CLI_AGE] = {0, "age", CLI_TEXT, "G", NULL,
        {"nhóm tuổi, như 25-34, 50+ hoặc <15", "the age group, such as 25-34, 50+ or <15"}},
    [CLI_NEW] = {0, "new", CLI_WORD, "ever|here|method", meanings,
        {"mới theo nghĩa nào: lần đầu trong đời, mới tại nơi này, mới dùng biện\n"
         "pháp này; nếu không có: method",
         "what new means: first ever, new here, new to the method; else method"}},
    [CLI_CAMPAIGN] = {0, "campaign", CLI_TEXT, "C", NULL,
        {"mã chiến dịch", "the code of the campaign"}},
    [CLI_BY_GROUP] = {0, "by", CLI_WORD, "mode|age|new", groups,
        {"chia dịch vụ theo hình thức, nhóm tuổi hoặc nghĩa của mới",
         "break services down by mode, age group or meaning of new"}},
    [CLI_CYP] = {0, "cyp", CLI_TEXT, "EDITION", NULL,
        {"bộ hệ số CYP: 2011 hoặc 2021-22; nếu không có: bộ mới nhất",
         "edition of the CYP factors: 2011 or 2021-22; else the latest"}},
    [CLI_CLIENT_KEY] = {0, "client-key", CLI_TEXT, "KEY", NULL,
        {"tệp khóa khách hàng; không có thì không liên kết ai",
         "the key file of clients; without it nobody is linked"}},
    [CLI_CLIENT_FILE] = {0, "client", CLI_TEXT, "FILE|-", NULL,
        {"tệp có dòng đầu là mã của khách; - là đầu vào chuẩn",
         "a file whose first line is the client's identifier; - is standard input"}},
    [CLI_HEAD] = {0, "head", CLI_TEXT, "SEQ:HASH", NULL,
        {"mốc đã giữ ở nơi khác (kho head): sổ phải còn đi qua đó",
         "a head that was kept elsewhere (kho head): the ledger must still go\nthrough it"}},
    [CLI_BEFORE] = {0, "before", CLI_DAY, "D", NULL,
        {"các chứng từ trước ngày này", "vouchers dated before this day"}},
};
/* clang-format on */

const uint64_t cli_global_options = CLI_BIT(CLI_LEDGER) | CLI_BIT(CLI_LANGUAGE) |
                                    CLI_BIT(CLI_FORMAT) | CLI_BIT(CLI_OUTPUT) |
                                    CLI_BIT(CLI_QUIET) | CLI_BIT(CLI_HELP);

/* Where reading has come to. */
typedef struct arguments {
    cli_call *cli;
    char **next; /* ends with NULL */
} arguments;

static uint64_t allowed(const cli_call *cli)
{
    return cli_global_options |
           (cli->command ? cli->command->options : CLI_BIT(CLI_VERSION));
}

/* By letter, or by name where the letter is 0; CLI_OPTIONS if there is none. */
static cli_option_id find_option(
    uint64_t among, char letter, const char *name, size_t size)
{
    for (int id = 0; id < CLI_OPTIONS; id++) {
        const cli_option *option = &cli_options[id];

        if ((among & CLI_BIT(id)) &&
            (letter ? option->letter == letter
                    : strlen(option->name) == size && !memcmp(option->name, name, size)))
            return (cli_option_id)id;
    }
    return CLI_OPTIONS;
}

static int read_word(cli_call *cli, const cli_option *option, cli_value *value)
{
    for (int64_t i = 0; option->words[i]; i++) {
        if (strcmp(option->words[i], value->text) == 0) {
            value->number = i;
            return CLI_DONE;
        }
    }
    return cli_usage(cli, value->text, "--%s is one of %s", "--%s là một trong %s",
        option->name, option->argument);
}

static int read_value(cli_call *cli, cli_option_id id, const char *text)
{
    const cli_option *option = &cli_options[id];
    cli_value *value = &cli->values[id];

    value->set = true;
    value->text = text;

    switch (option->kind) {
    case CLI_WORD:
        return read_word(cli, option, value);
    case CLI_DAY:
        if (kho_date_parse(text, &value->date) == KHO_OK)
            return CLI_DONE;
        return cli_usage(cli, text, "--%s is a day such as 2026-11-03",
            "--%s là một ngày như 2026-11-03", option->name);
    case CLI_NUMBER:
        if (cli_integer_parse(text, &value->number) && value->number >= 1)
            return CLI_DONE;
        return cli_usage(cli, text, "--%s is a whole number, at least 1",
            "--%s là một số nguyên, ít nhất là 1", option->name);
    default:
        return CLI_DONE;
    }
}

/* The value: what is attached, or the next argument. */
static int take_value(
    arguments *reader, const char *typed, cli_option_id id, const char *attached)
{
    const cli_option *option = &cli_options[id];
    cli_call *cli = reader->cli;

    if (cli->values[id].set)
        return cli_usage(
            cli, typed, "--%s is given twice", "--%s bị gõ hai lần", option->name);
    if (option->kind == CLI_FLAG && attached)
        return cli_usage(
            cli, typed, "--%s takes no value", "--%s không nhận giá trị", option->name);
    if (option->kind != CLI_FLAG && !attached) {
        if (!*reader->next)
            return cli_usage(cli, typed, "%s is missing", "thiếu %s", option->argument);
        attached = *reader->next++;
    }
    return read_value(cli, id, attached);
}

static int unknown(arguments *reader, const char *text)
{
    const cli_call *cli = reader->cli;

    if (cli->command)
        return cli_usage(cli, text, "%s has no such option; see: kho help %s",
            "lệnh %s không có tùy chọn này; xem: kho help %s", cli->command->name,
            cli->command->name);
    return cli_usage(cli, text,
        "no such option here; those of a command come after its name",
        "không có tùy chọn này ở đây; tùy chọn của lệnh đứng sau tên lệnh");
}

static int read_long(arguments *reader, const char *text)
{
    const char *name = text + 2, *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    cli_option_id id = find_option(allowed(reader->cli), 0, name, size);

    if (id == CLI_OPTIONS)
        return unknown(reader, text);
    return take_value(reader, text, id, equals ? equals + 1 : NULL);
}

/* -q, -qf json, -fjson. */
static int read_letters(arguments *reader, const char *text)
{
    for (const char *at = text + 1; *at; at++) {
        cli_option_id id = find_option(allowed(reader->cli), *at, NULL, 0);
        int code;

        if (id == CLI_OPTIONS)
            return unknown(reader, text);
        if (cli_options[id].kind != CLI_FLAG)
            return take_value(reader, text, id, at[1] ? at + 1 : NULL);
        if ((code = take_value(reader, text, id, NULL)) != CLI_DONE)
            return code;
    }
    return CLI_DONE;
}

static int read_command(cli_call *cli, const char *word)
{
    const char *group = cli->group;

    cli->command = group ? cli_command_find(group, word) : cli_command_find(word, NULL);
    if (cli->command || (!group && cli_command_is_group(word))) {
        cli->group = cli->command ? NULL : word;
        return CLI_DONE;
    }
    if (group)
        return cli_usage(cli, word, "%s has no such command; see: kho help %s",
            "%s không có lệnh này; xem: kho help %s", group, group);
    return cli_usage(
        cli, word, "no such command; see: kho help", "không có lệnh này; xem: kho help");
}

/* The value of a global option, if this argument is that option; else NULL. */
static const char *peek(char **argument, cli_option_id id)
{
    const cli_option *option = &cli_options[id];
    const char *text = *argument;
    size_t size = strlen(option->name);

    if (text[0] != '-')
        return NULL;
    if (text[1] == option->letter)
        return text[2] ? text + 2 : argument[1];
    if (text[1] != '-' || strncmp(text + 2, option->name, size) != 0)
        return NULL;
    return text[2 + size] == '=' ? text + 3 + size : argument[1];
}

/* Errors in what comes first must already be told in the right language and form. */
static void look_ahead(cli_call *cli, char **argv)
{
    for (; *argv && strcmp(*argv, "--") != 0; argv++) {
        const char *language = peek(argv, CLI_LANGUAGE), *format = peek(argv, CLI_FORMAT);

        if (language && (!strcmp(language, "vi") || !strcmp(language, "en")))
            cli->language = language[0] == 'v' ? KHO_VI : KHO_EN;
        if (format && strcmp(format, "json") == 0)
            cli->json = true;
    }
}

static int check_operands(const cli_call *cli)
{
    const cli_command *command = cli->command;

    if (cli->values[CLI_HELP].set)
        return CLI_DONE;
    if (cli->group)
        return cli_usage(cli, cli->group, "its second word is missing; see: kho help %s",
            "còn thiếu từ thứ hai; xem: kho help %s", cli->group);
    if (!command)
        return CLI_DONE;
    if (cli->operand_count < command->least)
        return cli_usage(cli, command->name, "something is missing; usage: kho %s %s",
            "còn thiếu; cách gõ: kho %s %s", command->name, command->usage);
    if (command->most >= 0 && cli->operand_count > command->most)
        return cli_usage(cli, cli->operands[command->most],
            "is too much; usage: kho %s%s%s", "là thừa; cách gõ: kho %s%s%s",
            command->name, *command->usage ? " " : "", command->usage);
    return CLI_DONE;
}

int cli_parse(cli_call *cli, char **argv)
{
    arguments reader = {cli, argv + 1};
    bool over = false;
    int code = CLI_DONE;

    look_ahead(cli, argv + 1);
    for (int id = 0; id < CLI_OPTIONS; id++)
        cli->values[id] = (cli_value){false, NULL, 0, KHO_NO_DATE};

    while (code == CLI_DONE && *reader.next) {
        const char *text = *reader.next++;

        if (!over && strcmp(text, "--") == 0)
            over = true;
        else if (!over && text[0] == '-' && text[1] == '-')
            code = read_long(&reader, text);
        else if (!over && text[0] == '-' && text[1])
            code = read_letters(&reader, text);
        else if (!cli->command)
            code = read_command(cli, text);
        else
            cli->operands[cli->operand_count++] = text;
    }
    return code == CLI_DONE ? check_operands(cli) : code;
}
