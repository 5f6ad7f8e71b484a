/* What came of a post: the lots taken, for people as aligned lines. */
#include "cli.h"

#include <string.h>

enum { COLUMNS = 7, QUANTITY_COLUMN = COLUMNS - 1 };

/* A lot taken, as text. Quantity and day need room of their own; the rest is the
 * answer's. */
typedef struct taken_row {
    const char *cells[COLUMNS];
    char expiry[11], quantity[32];
} taken_row;

static const kho_text labels[COLUMNS] = {
    {"Mặt hàng",   "Item"    },
    {"Số lô",      "Lot"     },
    {"Hạn dùng",   "Expiry"  },
    {"Kênh",         "Channel" },
    {"Từ",          "From"    },
    {"Đến",        "To"      },
    {"Số lượng", "Quantity"},
};

/* Digits in threes, from the right. */
static void put_quantity(int64_t quantity, char separator, char *out, size_t size)
{
    char digits[24];
    size_t count, at = 0;
    const char *next = digits;

    snprintf(digits, sizeof(digits), "%lld", (long long)quantity);
    count = strlen(digits) - (*digits == '-');
    for (; *next && at + 2 < size; next++) {
        out[at++] = *next;
        if (*next != '-' && --count % 3 == 0 && count > 0)
            out[at++] = separator;
    }
    out[at] = '\0';
}

static void make_row(const kho_taken *taken, char separator, taken_row *out)
{
    kho_date_format(taken->expiry, out->expiry);
    put_quantity(taken->quantity, separator, out->quantity, sizeof(out->quantity));
    out->cells[0] = taken->item;
    out->cells[1] = taken->lot;
    out->cells[2] = out->expiry;
    out->cells[3] = taken->channel;
    out->cells[4] = taken->from;
    out->cells[5] = taken->to;
    out->cells[QUANTITY_COLUMN] = out->quantity;
}

static void put_cells(FILE *file, const char *const *cells, const int *widths)
{
    for (int i = 0; i < COLUMNS; i++) {
        int pad = widths[i] - cli_text_width(cells[i]);

        fprintf(file, "  %*s", i == QUANTITY_COLUMN ? pad : 0, "");
        cli_put_plain(file, cells[i]);
        fprintf(file, "%*s", i == QUANTITY_COLUMN ? 0 : pad, "");
    }
    fputc('\n', file);
}

static void put_people_rows(const cli_call *cli, const kho_answer *answer)
{
    const char *heads[COLUMNS];
    int widths[COLUMNS];
    const char separator = cli->language == KHO_VI ? '.' : ',';
    taken_row row;

    for (int i = 0; i < COLUMNS; i++) {
        heads[i] = cli_pick(cli, labels[i]);
        widths[i] = cli_text_width(heads[i]);
    }
    for (size_t at = 0; at < answer->taken_count; at++) {
        make_row(&answer->taken[at], separator, &row);
        for (int i = 0; i < COLUMNS; i++) {
            int width = cli_text_width(row.cells[i]);

            widths[i] = width > widths[i] ? width : widths[i];
        }
    }
    put_cells(cli->output.file, heads, widths);
    for (size_t at = 0; at < answer->taken_count; at++) {
        make_row(&answer->taken[at], separator, &row);
        put_cells(cli->output.file, row.cells, widths);
    }
}

static void put_people(const cli_call *cli, const kho_answer *answer)
{
    FILE *file = cli->output.file;
    const kho_text posted = {"đã ghi, bút toán", "posted, entry"};
    const kho_text existing = {"đã có từ trước, bút toán", "was posted before, entry"};
    const kho_text equal = {"không có chênh lệch", "no difference"};
    const kho_text nothing = {"không xuất nhập hàng", "nothing was moved"};
    const bool counts = cli->command->run == cli_cmd_count;

    cli_put_plain(file, answer->uid);
    fprintf(file, ": %s %lld\n", cli_pick(cli, answer->existing ? existing : posted),
        (long long)answer->seq);
    if (answer->taken_count > 0)
        put_people_rows(cli, answer);
    else
        fprintf(file, "  %s\n", cli_pick(cli, counts ? equal : nothing));
}

/* Before anything is posted: an answer that can't be written must not come of a done
 * deed. */
int cli_answer_open(cli_call *cli)
{
    if (cli->format == KHO_HTML || cli->format == KHO_XLSX)
        return cli_usage(cli, cli->command->name, "answers in table, csv or json",
            "chỉ trả lời dạng table, csv hoặc json");
    return cli_output_open(cli);
}

int cli_answer_close(
    cli_call *cli, kho_status status, const kho_answer *answer, const char *what)
{
    int code = CLI_DONE, closed;

    if (status == KHO_OK && cli->format == KHO_JSON)
        status = kho_answer_json(answer, false, cli_output_sink, &cli->output);
    else if (status == KHO_OK && cli->format == KHO_CSV)
        status = kho_answer_csv(answer, cli_output_sink, &cli->output);
    else if (status == KHO_OK)
        put_people(cli, answer);
    /* JSON has them within. */
    for (size_t i = 0;
         status == KHO_OK && cli->format != KHO_JSON && i < answer->warning_count; i++)
        cli_note(cli, what, answer->warnings[i].message);
    if (status != KHO_OK && !cli->output.trouble)
        code = cli_failed(cli, status, what);
    closed = cli_output_close(cli, status == KHO_OK);
    return closed != CLI_DONE ? closed : code;
}

int cli_post(cli_call *cli, const kho_entry *entry)
{
    kho_answer answer = {0};
    int code = cli_answer_open(cli);
    kho_status status;

    if (code != CLI_DONE)
        return code;
    status = kho_ledger_post(cli->ledger, entry, &answer);
    return cli_answer_close(cli, status, &answer, cli->command->name);
}
