/* The commands: a row each. What has no row does not exist. */
#include "cli.h"

#include <string.h>

const kho_text cli_line_text = {
    "LINE là MẶT_HÀNG[@LÔ][/HẠN_DÙNG][/KÊNH]=SỐ_LƯỢNG, ví dụ bcs=144, bcs@A12=144,\n"
    "bcs@A12/2029-05-31/free=144. Hạn dùng 2029-05 là ngày cuối tháng đó. Xuất kho mà "
    "không nêu\n"
    "lô thì lấy lô hết hạn trước. Số lượng tính bằng đơn vị gốc (chiếc, vỉ, liều...).\n",
    "LINE is ITEM[@LOT][/EXPIRY][/CHANNEL]=QUANTITY, such as bcs=144, bcs@A12=144 or\n"
    "bcs@A12/2029-05-31/free=144. Expiry 2029-05 is the last day of that month. What "
    "leaves\n"
    "without a lot named is taken first expired, first out. Quantities are base "
    "units.\n"};

static const kho_text ship_text = {"--to X nghĩa là transit/X, con đường đến kho X; hàng "
                                   "đến nơi thì ghi bằng lệnh arrive.\n",
    "--to X means transit/X, the road to store X; what comes in is posted with "
    "arrive.\n"};

static const kho_text arrive_text = {
    "--to X lấy từ transit/X; --from transit/X thì đến X.\n",
    "--to X takes from transit/X; --from transit/X goes to X.\n"};

static const kho_text hold_text = {
    "--from X chuyển sang hold/X, ngăn tạm giữ của kho X.\n",
    "--from X goes to hold/X, the quarantine shelf of store X.\n"};

static const kho_text release_text = {"--to X lấy từ hold/X; --from hold/X thì về X.\n",
    "--to X takes from hold/X; --from hold/X goes to X.\n"};

static const kho_text count_text = {
    "LINE là MẶT_HÀNG[@LÔ][/HẠN_DÙNG][/KÊNH]=SỐ_ĐẾM_ĐƯỢC; 0 cũng là một kết quả. Kiểm kê "
    "tính vào\n"
    "cuối ngày; chênh lệch được ghi tăng hoặc giảm. Có nhiều lô thì phải nêu từng lô.\n",
    "LINE is ITEM[@LOT][/EXPIRY][/CHANNEL]=FOUND; 0 is a finding. A count stands at the "
    "end of\n"
    "its day; the difference is moved. Where several lots are in stock, name each.\n"};

static const kho_text serve_text = {
    "LINE là hàng đã cấp cho khách, lấy từ nơi làm dịch vụ. Đặt dụng cụ tử cung hoặc cấy "
    "que thì mỗi\n"
    "khách đúng một chiếc; tháo, tư vấn, tai biến, thôi sử dụng thì không cấp hàng. Dịch "
    "vụ "
    "lâm sàng\n"
    "chỉ làm ở nơi mà danh mục ghi clinical: true. Sổ không ghi gì về người: chỉ số "
    "khách "
    "và nhóm tuổi.\n",
    "LINE is what the clients got, taken from the place of the service. An IUD or an "
    "implant is one\n"
    "for each client; a removal, counselling, a complication or stopping takes nothing. "
    "A "
    "clinical\n"
    "service is given only where the catalogue says clinical: true. Nothing is kept of a "
    "person: only\n"
    "how many clients, and their age group.\n"};

static const kho_text post_text = {
    "Mỗi dòng là một bút toán dạng JSON; mỗi dòng có một câu trả lời JSON theo đúng thứ "
    "tự. Dòng bị\n"
    "từ chối không ảnh hưởng dòng khác. Gửi lại cùng tệp thì không ghi thêm gì.\n",
    "Each line is an entry in JSON; each gets an answer in JSON, in order, whatever -f "
    "says. A\n"
    "refused line doesn't spoil its neighbours. Posting the same file again posts "
    "nothing.\n"};

static const kho_text report_text = {
    "PERIOD là 2026-10, 2026-Q3, 2026 hoặc 2026-01-01..2026-03-15. KIND là:\n"
    "  stock      nhập - xuất - tồn (mặc định)\n"
    "  expiry     từng lô trong kho, lô hết hạn trước đứng trước\n"
    "  indicators chỉ số hậu cần: hết hàng theo biện pháp, đúng kế hoạch, hao hụt\n"
    "  reporting  nơi nào phải gửi báo cáo, hạn nào, đã gửi chưa\n"
    "  quality    chất lượng số liệu: báo cáo đúng hạn, kiểm kê khớp sổ, ghi chậm\n"
    "  services   dịch vụ theo biện pháp và loại, hàng đã cấp, CYP\n"
    "  mix        cơ cấu biện pháp, theo số khách và theo CYP\n"
    "  collaborators  cộng tác viên nhận, phát, trả, còn gì\n"
    "--ytd, --restated và --value là của riêng stock, mỗi lần một tùy chọn; --by là của "
    "services,\n"
    "--cyp là của services và mix.\n",
    "PERIOD is 2026-10, 2026-Q3, 2026 or 2026-01-01..2026-03-15. KIND is one of:\n"
    "  stock      opening, ins, outs, closing, status (what is meant without KIND)\n"
    "  expiry     lot by lot, first to expire first\n"
    "  indicators methods out of stock, stocked according to plan, wastage\n"
    "  reporting  who has to report by when, and who has\n"
    "  quality    how good the data are: reports on time, counts that agree\n"
    "  services   services by method and kind, what was given out, couple-years\n"
    "  mix        the shares of methods, by clients and by couple-years\n"
    "  collaborators  what collaborators received, gave out, returned and hold\n"
    "--ytd, --restated and --value are of stock only, one at a time; --by of services, "
    "--cyp of\n"
    "services and mix.\n"};

static const kho_text close_text = {"MONTH là tháng đã qua, như 2026-10. Từ đó bút toán "
                                    "đề ngày trong tháng ấy hoặc trước đó "
                                    "bị từ chối\n"
                                    "ở nơi này, trừ khi có --late. --tree: và mọi kho, "
                                    "cộng tác viên trực thuộc. Khóa lại "
                                    "thì không ghi thêm.\n",
    "MONTH is over, such as 2026-10. Entries of that month or before are refused at this "
    "place from\n"
    "then on, unless --late says so. --tree: and every store and collaborator under it. "
    "The same\n"
    "again posts nothing.\n"};

static const kho_text reopen_text = {
    "Chỉ mở lại được tháng khóa sổ cuối cùng của nơi này. --note ghi rõ vì sao; bút toán "
    "khóa sổ và báo\n"
    "cáo cũ vẫn còn trong nhật ký.\n",
    "Only the place's last closing can be withdrawn. --note tells why; the closing and "
    "its "
    "report stay\n"
    "in the journal.\n"};
static const kho_text suggest_text = {"Mặt hàng hết mà chưa rõ mức tiêu thụ thì có dòng "
                                      "nhưng không có số lượng: tự định số "
                                      "lượng.\n",
    "What is out of stock without a known consumption has a row without quantities: set "
    "them by hand.\n"};

static const kho_text explain_text = {
    "Mỗi bước là một phép tính chính xác, ai có máy tính cầm tay cũng kiểm lại được. "
    "--sum: nơi đó và\n"
    "mọi nơi trực thuộc, như một nơi.\n",
    "Each step is exact arithmetic that anybody can redo with a calculator. --sum: the "
    "place with\n"
    "all under it, as one.\n"};
static const kho_text try_text = {
    "FILE là quy tắc dạng YAML. Nhu cầu của từng dòng trong các tháng trọn vẹn từ --from "
    "đến --to được\n"
    "cấp phát lại theo quy tắc hiện nay và theo FILE; dòng đầu là thực tế. Không ghi gì "
    "vào sổ.\n",
    "FILE has rules in YAML. What was asked for of each line in the whole months --from "
    "to --to is\n"
    "served again by today's rules and by those of FILE, below what really happened. "
    "Nothing is\n"
    "posted.\n"};
static const kho_text rules_text = {
    "Quy tắc được giữ nguyên văn trong sổ; báo cáo của một kỳ dùng quy tắc có hiệu lực "
    "vào ngày\n"
    "cuối kỳ. Nạp lại đúng tệp đang có hiệu lực thì không ghi thêm gì.\n",
    "Rules are kept as they are written; a report is judged by those that hold on the "
    "last day of\n"
    "its period. Loading the file that holds already posts nothing.\n"};

static const kho_text privacy_text = {"Mã khách hàng đọc từ dòng đầu của FILE hoặc đầu "
                                      "vào chuẩn, không bao giờ từ dòng lệnh. "
                                      "Sổ chỉ\n"
                                      "giữ mã băm có khóa, ngoài nhật ký và xóa được.\n",
    "The client's identifier is the first line of FILE or of standard input, never typed "
    "as "
    "an\n"
    "argument. Only a keyed digest of it is kept, beside the journal, and it can be "
    "erased.\n"};

static const kho_text supervise_text = {
    "Một trang nhiều bảng: hàng trên kệ với lần kiểm kê gần nhất và cột trống để ghi số "
    "đếm "
    "hôm nay,\n"
    "cảnh báo, cộng tác viên, dịch vụ ba tháng. In ra giấy: -o trang.html.\n",
    "One page of several tables: what is on the shelf, with the last count and a blank "
    "column for\n"
    "today's, alerts, collaborators, services of three months. To print it: -o "
    "page.html.\n"};

static const kho_text check_text = {
    "Không có dòng nào: sổ đúng. Có lỗi thì mỗi lỗi một dòng và mã kết thúc là 4.\n",
    "No row: the ledger is sound. A row for each fault otherwise, and exit code 4.\n"};

static const kho_text head_text = {
    "In ra STT:MÃ BĂM. Giữ ở nơi khác, như trên giấy hay ở tỉnh: 'check --head' sau này "
    "cho biết\n"
    "sổ có còn đi qua đó không. Không có mốc thì bản sao cũ cũng đúng như sổ mới.\n",
    "Prints SEQ:HASH. Keep it elsewhere, such as on paper or at the province: 'check "
    "--head' will\n"
    "tell whether the ledger still goes through it. Without one an older copy is as "
    "sound as the\n"
    "ledger.\n"};

static const kho_text import_text = {
    "MAP cho biết cột nào là gì. Mỗi dòng của FILE (CSV) là một nơi, một mặt hàng, một "
    "tháng. Nhập lại\n"
    "cùng tệp thì không ghi thêm gì; dòng đã đổi là xung đột, trừ khi có --amend.\n",
    "MAP tells what the columns mean. Each row of FILE (CSV) is a place, an item and a "
    "month. The\n"
    "same file again posts nothing; a row that changed is a conflict unless --amend is "
    "given.\n"};

#define QUESTION                                                                         \
 (CLI_BIT(CLI_PLACE) | CLI_BIT(CLI_TREE) | CLI_BIT(CLI_SUM) | CLI_BIT(CLI_ITEM) |        \
     CLI_BIT(CLI_ON) | CLI_BIT(CLI_KNOWN))
#define QUESTION_USAGE "[--place P [--tree] [--sum]] [--item I] [--on D] [--known SEQ]"
#define TRY_USAGE "[--place P [--tree]] [--item I] [--on D] [--known SEQ]"
#define VOUCHER                                                                          \
 (CLI_BIT(CLI_DATE) | CLI_BIT(CLI_UID) | CLI_BIT(CLI_BY) | CLI_BIT(CLI_NOTE) |           \
     CLI_BIT(CLI_LATE) | CLI_BIT(CLI_CAMPAIGN))
#define VOUCHER_USAGE "[--uid U] [--by WHO] [--note T] [--late] [--campaign C]"
#define MOVE (VOUCHER | CLI_BIT(CLI_FROM_PLACE) | CLI_BIT(CLI_TO_PLACE))

/* clang-format off */
const cli_command cli_commands[] = {
    {"init", "[--catalogue FILE] [--rules FILE]",
        {"tạo sổ mới; không ghi đè sổ đã có", "make a new ledger file; refuse one that exists"},
        NULL, CLI_BIT(CLI_CATALOGUE) | CLI_BIT(CLI_RULES), 0, 0, cli_cmd_init},
    {"catalogue load", "FILE [--from D] [--dry-run]",
        {"thêm hoặc sửa mặt hàng, nơi giữ, đơn giá từ tệp YAML", "add or change items, places and prices from YAML"},
        NULL, CLI_BIT(CLI_FROM_CHANGE) | CLI_BIT(CLI_DRY_RUN), 1, 1, cli_cmd_catalogue_load},
    {"catalogue list", "items|places|lots|channels|prices",
        {"liệt kê danh mục", "list what the ledger knows"},
        NULL, 0, 1, 1, cli_cmd_catalogue_list},
    {"post", "[FILE|-] [--atomic] [--dry-run] [--commit N] [--client-key KEY]",
        {"ghi bút toán từ tệp JSON, mỗi dòng một bút toán", "post entries, one JSON object a line"},
        &post_text, CLI_BIT(CLI_ATOMIC) | CLI_BIT(CLI_DRY_RUN) | CLI_BIT(CLI_COMMIT) |
            CLI_BIT(CLI_CLIENT_KEY), 0, 1, cli_cmd_post},
    {"begin", "--date D --to P [--from P] " VOUCHER_USAGE " LINE...",
        {"tồn đầu khi mở sổ", "what was there when the books began"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"receive", "--date D --to P [--from P] " VOUCHER_USAGE " LINE...",
        {"nhập từ nguồn cấp vào kho", "from a supplier into a store"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"send-back", "--date D --from P [--to P] " VOUCHER_USAGE " LINE...",
        {"trả lại nguồn cấp", "from a store back to a supplier"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"ship", "--date D --from P --to P " VOUCHER_USAGE " LINE...",
        {"gửi hàng lên đường đến một kho", "put on the road to a store"},
        &ship_text, MOVE, 1, -1, cli_cmd_move},
    {"arrive", "--date D --to P [--from P] " VOUCHER_USAGE " LINE...",
        {"hàng đi đường đến kho", "from the road into the store"},
        &arrive_text, MOVE, 1, -1, cli_cmd_move},
    {"transfer", "--date D --from P --to P " VOUCHER_USAGE " LINE...",
        {"điều chuyển giữa hai kho hoặc hai cộng tác viên", "between two stores or two collaborators"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"issue", "--date D --from P --to P " VOUCHER_USAGE " LINE...",
        {"cấp cho cộng tác viên", "from a store to a collaborator"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"give-back", "--date D --from P --to P " VOUCHER_USAGE " LINE...",
        {"cộng tác viên trả lại kho", "from a collaborator back to a store"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"return", "--date D --from P --to P " VOUCHER_USAGE " LINE...",
        {"tên khác của give-back", "another name of give-back"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"dispense", "--date D --from P [--to P] " VOUCHER_USAGE " LINE...",
        {"cấp phát cho khách hàng", "given to clients"},
        NULL, MOVE, 1, -1, cli_cmd_move},
    {"hold", "--date D --from P [--to P] " VOUCHER_USAGE " LINE...",
        {"tạm giữ, không cho dùng", "put in quarantine"},
        &hold_text, MOVE, 1, -1, cli_cmd_move},
    {"release", "--date D --to P [--from P] " VOUCHER_USAGE " LINE...",
        {"thôi tạm giữ", "out of quarantine"},
        &release_text, MOVE, 1, -1, cli_cmd_move},
    {"lose", "--date D --from P [--reason R] [--to P] " VOUCHER_USAGE " LINE...",
        {"hao hụt: hết hạn, hỏng, mất, khác", "expired, damaged, stolen or otherwise lost"},
        NULL, MOVE | CLI_BIT(CLI_REASON), 1, -1, cli_cmd_move},
    {"count", "--place P --date D " VOUCHER_USAGE " LINE...",
        {"kiểm kê thực tế", "a physical count"},
        &count_text, VOUCHER | CLI_BIT(CLI_PLACE), 1, -1, cli_cmd_count},
    {"serve", "--place P --date D --method M --kind K [--clients N] [--mode M] [--age G] [--new W] [--client-key KEY --client FILE|-] "
        VOUCHER_USAGE " [LINE...]",
        {"một dịch vụ KHHGĐ, cùng hàng đã cấp", "a family-planning service, with what was given out"},
        &serve_text, VOUCHER | CLI_BIT(CLI_PLACE) | CLI_BIT(CLI_METHOD) | CLI_BIT(CLI_KIND) |
            CLI_BIT(CLI_CLIENTS) | CLI_BIT(CLI_MODE) | CLI_BIT(CLI_AGE) | CLI_BIT(CLI_NEW) |
            CLI_BIT(CLI_CLIENT_KEY) | CLI_BIT(CLI_CLIENT_FILE),
        0, -1, cli_cmd_serve},
    {"reverse", "UID [--date D] [--late] [--note T]",
        {"ghi đảo một bút toán sai", "undo an entry by posting its mirror image"},
        NULL, CLI_BIT(CLI_DATE) | CLI_BIT(CLI_LATE) | CLI_BIT(CLI_NOTE), 1, 1, cli_cmd_reverse},
    {"close", "MONTH --place P [--tree] [--by WHO]",
        {"khóa sổ một tháng: giữ nguyên báo cáo", "close a month: its report stays as it is"},
        &close_text, CLI_BIT(CLI_PLACE) | CLI_BIT(CLI_TREE) | CLI_BIT(CLI_BY), 1, 1, cli_cmd_close},
    {"reopen", "MONTH --place P --note T",
        {"mở lại tháng khóa sổ cuối cùng, có ghi lại", "withdraw the last closing, on record"},
        &reopen_text, CLI_BIT(CLI_PLACE) | CLI_BIT(CLI_NOTE), 1, 1, cli_cmd_reopen},
    {"stock", QUESTION_USAGE,
        {"tồn kho theo từng lô", "what is there, lot by lot"},
        NULL, QUESTION, 0, 0, cli_cmd_stock},
    {"card", "PLACE ITEM [--from D] [--to D] [--tree] [--sum] [--on D] [--known SEQ]",
        {"thẻ kho của một mặt hàng", "the stock card of one item"},
        NULL, (QUESTION & ~CLI_BIT(CLI_PLACE) & ~CLI_BIT(CLI_ITEM)) |
            CLI_BIT(CLI_FROM_DATE) | CLI_BIT(CLI_TO_DATE), 2, 2, cli_cmd_card},
    {"report", "PERIOD [KIND] [--ytd|--restated|--value] [--by GROUP] [--cyp EDITION] " QUESTION_USAGE,
        {"báo cáo nhập - xuất - tồn của một kỳ", "the stock report of a period"},
        &report_text, QUESTION | CLI_BIT(CLI_YTD) | CLI_BIT(CLI_RESTATED) | CLI_BIT(CLI_VALUE) |
            CLI_BIT(CLI_BY_GROUP) | CLI_BIT(CLI_CYP), 1, 2, cli_cmd_report},
    {"alerts", QUESTION_USAGE,
        {"những việc cần chú ý, việc gấp trước", "what needs attention, most urgent first"},
        NULL, QUESTION, 0, 0, cli_cmd_alerts},
    {"order suggest", QUESTION_USAGE,
        {"đề nghị cấp hàng theo quy tắc", "what to order by the rules"},
        &suggest_text, QUESTION, 0, 0, cli_cmd_suggest},
    {"explain", "PLACE ITEM [[--tree] --sum] [--on D] [--known SEQ]",
        {"vì sao đánh giá và đề nghị như vậy, từng bước", "how a judgement came about, step by step"},
        &explain_text, QUESTION & ~CLI_BIT(CLI_PLACE) & ~CLI_BIT(CLI_ITEM), 2, 2, cli_cmd_explain},
    {"rules load", "FILE [--from D] [--dry-run]",
        {"nạp quy tắc từ tệp YAML", "load rules from YAML"},
        &rules_text, CLI_BIT(CLI_FROM_RULES) | CLI_BIT(CLI_DRY_RUN), 1, 1, cli_cmd_rules_load},
    {"rules show", "[PLACE ITEM] [--on D] [--known SEQ]",
        {"quy tắc đang có hiệu lực, dòng nào của tệp nào quy định",
         "the rules that hold, and which line of which file says so"},
        NULL, CLI_BIT(CLI_ON) | CLI_BIT(CLI_KNOWN), 0, 2, cli_cmd_rules_show},
    {"rules try", "FILE --from D --to D " TRY_USAGE,
        {"thử quy tắc trên số liệu cũ của sổ", "what rules would have done in the past"},
        &try_text, (QUESTION & ~CLI_BIT(CLI_SUM)) | CLI_BIT(CLI_FROM_DATE) | CLI_BIT(CLI_TO_DATE),
        1, 1, cli_cmd_rules_try},
    {"supervise", "PLACE [--item I] [--on D] [--known SEQ] [--cyp EDITION]",
        {"số liệu để giám sát một trạm hoặc cộng tác viên", "what to look at when a station or collaborator is visited"},
        &supervise_text, CLI_BIT(CLI_ITEM) | CLI_BIT(CLI_ON) | CLI_BIT(CLI_KNOWN) | CLI_BIT(CLI_CYP), 1, 1, cli_cmd_supervise},
    {"import monthly", "--map MAP FILE [--amend]",
        {"nhập báo cáo tháng tổng hợp từ tệp CSV", "read aggregate monthly returns from CSV"},
        &import_text, CLI_BIT(CLI_MAP) | CLI_BIT(CLI_AMEND), 1, 1, cli_cmd_import_monthly},
    {"privacy key", "FILE",
        {"tạo tệp khóa để liên kết dịch vụ với khách hàng", "make a key file for linking services to clients"},
        &privacy_text, 0, 1, 1, cli_cmd_privacy_key},
    {"privacy export", "--client-key KEY [FILE|-]",
        {"những gì sổ có về một khách hàng", "what the ledger has of a client"},
        &privacy_text, CLI_BIT(CLI_CLIENT_KEY), 0, 1, cli_cmd_privacy_export},
    {"privacy erase", "--client-key KEY [FILE|-]",
        {"xóa liên kết của một khách hàng", "forget a client: the services stay, without anyone"},
        &privacy_text, CLI_BIT(CLI_CLIENT_KEY), 0, 1, cli_cmd_privacy_erase},
    {"privacy purge", "--before D",
        {"xóa mọi liên kết đã hết thời hạn lưu", "forget whom services before a day were for"},
        NULL, CLI_BIT(CLI_BEFORE), 0, 0, cli_cmd_privacy_purge},
    {"privacy rotate", "--client-key KEY",
        {"đổi khóa khách hàng", "add a new key, and key every link with it"},
        NULL, CLI_BIT(CLI_CLIENT_KEY), 0, 0, cli_cmd_privacy_rotate},
    {"check", "",
        {"kiểm tra sổ: chuỗi băm, số cộng dồn, các bất biến", "verify chain, caches and invariants"},
        &check_text, CLI_BIT(CLI_HEAD), 0, 0, cli_cmd_check},
    {"head", "",
        {"mốc sổ: STT và mã băm của bút toán cuối, để giữ ở nơi khác",
         "how far the ledger is: number and hash of its last entry"},
        &head_text, 0, 0, 0, cli_cmd_head},
    {"backup", "FILE",
        {"sao lưu nhất quán trong khi người khác vẫn ghi", "a verified copy while others write"},
        NULL, 0, 1, 1, cli_cmd_backup},
    {"help", "[COMMAND]",
        {"trợ giúp", "help on a command, or this list"},
        NULL, 0, 0, 2, cli_cmd_help},
    {NULL, NULL, {NULL, NULL}, NULL, 0, 0, 0, NULL},
};
/* clang-format on */

const cli_command *cli_command_find(const char *first, const char *second)
{
    size_t size = strlen(first);

    for (const cli_command *command = cli_commands; command->name; command++) {
        const char *rest = command->name + size;

        if (strncmp(command->name, first, size) != 0)
            continue;
        if (second ? *rest == ' ' && strcmp(rest + 1, second) == 0 : *rest == '\0')
            return command;
    }
    return NULL;
}

bool cli_command_is_group(const char *word)
{
    size_t size = strlen(word);

    for (const cli_command *command = cli_commands; command->name; command++) {
        if (strncmp(command->name, word, size) == 0 && command->name[size] == ' ')
            return true;
    }
    return false;
}
