/* Monthly returns become entries: series by series, month by month, a batch to a commit.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <kho/exchange.h>

#include "base/buffer.h"
#include "base/error.h"
#include "exchange/answer_json.h"
#include "exchange/monthly_create.h"
#include "exchange/monthly_plan.h"
#include "model/table.h"

enum { BATCH_ROWS = 1000 };

/* What the table counts, in the order of its columns but for `read`. */
typedef struct row_tally {
    int64_t posted, existing, amended, refused, carry_breaks, warnings;
} row_tally;

typedef struct returns_import {
    kho_ledger *ledger;
    kho__monthly_map map;
    kho__monthly_file file;
    const char *path; /* of the returns */
    bool amends;
    kho__messages messages;
    row_tally tally, committed;
    kho__buffer lines; /* messages of the batch: a batch may have to be done again */
    kho__plan plan;
    bool undo; /* a group was refused after a part of it was posted */
} returns_import;

/* "file:12: what" among the batch's messages. */
static void say_row(returns_import *import, const kho__monthly_row *row, const char *what)
{
    kho__buffer_print(&import->lines, "%s:%d: %s\n", import->path, row->line, what);
}

static void warn_row(
    returns_import *import, const kho__monthly_row *row, const char *what)
{
    import->tally.warnings++;
    kho__buffer_print(&import->lines, "%s:%d: %s: %s\n", import->path, row->line,
        kho__say("warning", "lưu ý"), what);
}

/* A refusal is remembered at its row, so that the group can be planned again without it.
 */
static kho_status note_refusal(returns_import *import, const kho__step *step)
{
    kho__plan *plan = &import->plan;
    const char *why = kho__plan_say(
        plan, kho_month_of(step->date), "%s", "%s", kho_error_last()->message);

    if (!why)
        return kho__fail_memory();
    if (step->row < plan->at && plan->rows[step->row].fate != KHO__EXISTING &&
        !plan->rows[step->row].why) {
        plan->rows[step->row].why = why;
        return KHO_OK;
    }
    /* A bridge behind the group: none of its rows can be. */
    for (size_t i = plan->start; i < plan->at; i++) {
        if (plan->rows[i].fate != KHO__EXISTING && !plan->rows[i].why)
            plan->rows[i].why = why;
    }
    return KHO_OK;
}

static kho_status post_step(returns_import *import, const kho__step *step)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;
    kho_status status;

    entry.uid = step->uid;
    entry.date = step->date;
    entry.reverses = *step->reverses ? step->reverses : NULL;
    entry.moves = step->moves;
    entry.move_count = step->move_count;
    entry.observed = &step->seen;
    entry.observed_count = step->sees;
    status = kho_ledger_post(import->ledger, &entry, &answer);
    for (size_t i = 0; status == KHO_OK && i < answer.warning_count; i++) {
        const kho__plan *plan = &import->plan;
        size_t row = step->row < plan->count ? step->row : plan->count - 1;

        warn_row(import, &plan->rows[row], answer.warnings[i].message);
    }
    return status;
}

/* Tell and count what became of the group's rows. */
static kho_status count_rows(returns_import *import)
{
    kho__plan *plan = &import->plan;
    int64_t *const counts[] = {&import->tally.refused, &import->tally.existing,
        &import->tally.posted, &import->tally.amended};

    for (size_t i = plan->start; i < plan->at; i++) {
        const kho__monthly_row *row = &plan->rows[i];
        const char *what;

        ++*counts[row->fate];
        if (row->fate == KHO__REFUSED)
            say_row(import, row, row->why);
        if (row->note)
            warn_row(import, row, row->note);
        if (row->carried == 0)
            continue;
        import->tally.carry_breaks++;
        what = kho__plan_say(plan, row->month,
            "opens with %" PRId64 " after a closing of %" PRId64 ": %+" PRId64 " carried",
            "tồn đầu %" PRId64 " khác tồn cuối trước đó %" PRId64 ": chuyển %+" PRId64,
            row->is.opening, row->is.opening - row->carried, row->carried);
        if (!what)
            return kho__fail_memory();
        warn_row(import, row, what);
    }
    return KHO_OK;
}

static kho_status tell_mended(returns_import *import)
{
    kho__plan *plan = &import->plan;
    const char *what;

    if (plan->mended == KHO_NO_MONTH)
        return KHO_OK;
    what = kho__plan_say(plan, plan->mended,
        "the carry was made anew after a month before it changed: %+" PRId64,
        "số chuyển được lập lại vì tháng trước thay đổi: %+" PRId64, plan->mended_to);
    if (!what)
        return kho__fail_memory();
    warn_row(import, &plan->rows[plan->at - 1], what);
    return KHO_OK;
}

static kho_status post_group(returns_import *import)
{
    kho__plan *plan = &import->plan;
    kho_status status = kho__plan_group(plan);

    for (size_t i = 0; status == KHO_OK && i < plan->step_count; i++) {
        status = post_step(import, &plan->steps[i]);
        if (!kho__is_refusal(status))
            continue;
        import->undo = i > 0;
        status = note_refusal(import, &plan->steps[i]);
        kho__plan_again(plan);
        return status;
    }
    if (status == KHO_OK && (status = count_rows(import)) == KHO_OK)
        status = tell_mended(import);
    return status;
}

/* Rows of a place or an item that isn't there are refused, one by one. */
static kho_status refuse_series(returns_import *import, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        const kho__monthly_row *row = &import->file.rows[i];

        import->tally.refused++;
        say_row(import, row, row->why ? row->why : kho_error_last()->message);
    }
    return KHO_OK;
}

static kho_status post_series(returns_import *import, size_t first, size_t count)
{
    kho__plan *plan = &import->plan;
    const kho__monthly_row *row = &import->file.rows[first];
    const kho__series before = plan->series;
    kho_status status = kho__monthly_series(
        import->ledger, row->place, row->item, &before, &plan->series);

    if (kho__is_refusal(status)) {
        plan->series.place = NULL;
        return refuse_series(import, first, count);
    }
    plan->rows = &import->file.rows[first];
    plan->count = count;
    plan->at = 0;
    plan->previous = plan->next = KHO_NO_MONTH;
    while (status == KHO_OK && plan->at < count && !import->undo)
        status = post_group(import);
    return status;
}

/* How many rows from one on are of its place and item. */
static size_t series_length(const kho__monthly_file *file, size_t first)
{
    const kho__monthly_row *row = &file->rows[first];
    size_t count = 1;

    while (first + count < file->count && row[count].place == row->place &&
           row[count].item == row->item)
        count++;
    return count;
}

/* What was said of a batch is told once it is durable. */
static kho_status commit_batch(returns_import *import, size_t done)
{
    kho_status status;

    /* Rows that were there already are found without being posted again. */
    if (import->tally.existing > import->committed.existing)
        import->ledger->leans = true;
    status = kho_ledger_commit(import->ledger);
    if (status == KHO_OK)
        status = kho__buffer_status(&import->lines);
    if (status == KHO_OK && import->messages.sink && import->lines.size > 0 &&
        import->messages.sink(
            import->messages.context, import->lines.bytes, import->lines.size) != 0)
        status = kho__fail(
            KHO_ESTORAGE, "a message could not be written", "không ghi được thông báo");
    kho__buffer_clear(&import->lines);
    import->committed = import->tally;
    kho__ledger_progress(
        import->ledger, "import", (int64_t)done, (int64_t)import->file.count);
    return status;
}

/* As if the batch had never begun; the rows that were refused are known now. */
static void undo_batch(returns_import *import)
{
    kho_ledger_rollback(import->ledger);
    kho__buffer_clear(&import->lines);
    import->tally = import->committed;
    import->plan.series.place = NULL;
    import->undo = false;
}

/* One commit: whole series, of at least BATCH_ROWS rows. *done moves behind them. */
static kho_status post_batch(returns_import *import, size_t *done)
{
    size_t at = *done;
    kho_status status = kho_ledger_begin(import->ledger);

    if (status < 0)
        return status;
    while (status == KHO_OK && at < import->file.count && at - *done < BATCH_ROWS) {
        size_t count = series_length(&import->file, at);

        status = post_series(import, at, count);
        if (status == KHO_OK && import->undo) {
            undo_batch(import);
            return KHO_OK;
        }
        at += count;
    }
    if (status == KHO_OK)
        status = commit_batch(import, at);
    else
        kho_ledger_rollback(import->ledger);
    if (status == KHO_OK)
        *done = at;
    return status;
}

static kho_status post_rows(returns_import *import)
{
    kho_status status = KHO_OK;

    import->plan.arena = &import->file.arena;
    import->plan.amends = import->amends;
    import->plan.latest = kho_month_of(kho_ledger_today(import->ledger) + 1);
    if (import->map.creates)
        status = kho__monthly_create(import->ledger, &import->map, &import->file);
    for (size_t done = 0; status == KHO_OK && done < import->file.count;)
        status = post_batch(import, &done);
    return status;
}

static kho_status make_table(const returns_import *import, kho_table **out)
{
    const row_tally *tally = &import->tally;
    const int64_t cells[] = {import->file.read, tally->posted, tally->existing,
        tally->amended, tally->refused + import->file.refused, tally->carry_breaks,
        tally->warnings};
    kho_table *table;
    kho_status status = kho__table_new(KHO__TABLE_IMPORT, 1, &table);

    if (status < 0)
        return status;
    if ((status = kho__table_row(table)) < 0) {
        kho_table_free(table);
        return status;
    }
    for (size_t column = 0; column < KHO_IMPORT_WIDTH; column++)
        kho__table_set_int(table, column, cells[column]);
    *out = table;
    return KHO_OK;
}

kho_status kho_ledger_import_monthly(kho_ledger *ledger, const char *map_path,
    const char *csv_path, bool amend, kho_sink messages, void *context, kho_table **out)
{
    returns_import import = {
        .ledger = ledger,
        .path = csv_path,
        .amends = amend,
        .messages = {messages, context}
    };
    kho_status status;

    *out = NULL;
    if (ledger->batching)
        return kho__fail(KHO_EINVALID, "a batch is open: an import makes its own",
            "đang có một lô ghi mở: nhập báo cáo tự tạo lô riêng");
    if ((status = kho__monthly_map_read(&import.map, map_path)) < 0)
        return status;
    status =
        kho__monthly_file_read(&import.file, &import.map, csv_path, &import.messages);
    if (status == KHO_OK && (status = post_rows(&import)) == KHO_OK)
        status = make_table(&import, out);

    free(import.plan.steps);
    kho__buffer_free(&import.lines);
    kho__monthly_file_free(&import.file);
    kho__monthly_map_free(&import.map);
    return status;
}
