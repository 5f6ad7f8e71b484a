#include "exchange/monthly_plan.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

/* A month as it stands in the ledger, and as it will once the group's steps are posted.
 */
typedef struct month_view {
    kho_month month;
    kho__kept kept;
    bool has;                 /* a return stands */
    int64_t opening;          /* that it has now */
    int64_t before;           /* the closing before it, after the steps so far */
    bool returns, last, held; /* as in kho__before */
} month_view;

static int64_t net_of(const kho__return *is)
{
    return is->received - is->dispensed + is->adjusted;
}

const char *kho__plan_say(
    kho__plan *plan, kho_month month, const char *en, const char *vi, ...)
{
    char text[512], name[8];
    va_list arguments;
    int used = snprintf(text, sizeof(text), "%s %s %s: ", plan->series.place,
        plan->series.item, kho_month_format(month, name));

    va_start(arguments, vi);
    vsnprintf(text + used, sizeof(text) - (size_t)used, kho__say(en, vi), arguments);
    va_end(arguments);
    return kho__arena_text(plan->arena, text);
}

static kho_status view_month(const kho__plan *plan, kho_month month, month_view *out)
{
    const kho__bridge *bridge = &out->kept.bridge;
    kho__before before;
    int64_t bridged;
    kho_status status;

    out->month = month;
    if ((status = kho__monthly_kept(&plan->series, month, &out->kept)) < 0 ||
        (status = kho__monthly_before(&plan->series, month, &before)) < 0)
        return status;
    bridged = bridge->date != KHO_NO_DATE && bridge->date < kho_month_first(month)
                  ? bridge->amount
                  : 0;
    out->has = out->kept.count > 0 && out->kept.stands;
    out->opening = before.balance - bridged + bridge->amount;
    out->before = before.balance - bridged + plan->shift;
    out->returns =
        before.returns || (plan->previous != KHO_NO_MONTH && plan->previous < month);
    out->last = before.last || plan->previous == month - 1;
    out->held = before.held && !(bridge->begins && bridge->amount != 0);
    return KHO_OK;
}

static kho__step *add_step(kho__plan *plan)
{
    kho__step *step;

    if (!kho__grow(
            (void **)&plan->steps, &plan->step_room, plan->step_count, 1, sizeof(*step)))
        return NULL;
    step = &plan->steps[plan->step_count++];
    *step = (kho__step){.row = plan->at};
    return step;
}

/*
 * Into the place where the quantity is positive, out of it where it is negative. A return
 * knows no lots: what comes has no number, what goes is allocated.
 */
static void add_move(
    const kho__plan *plan, kho__step *step, const char *other, int64_t quantity)
{
    kho_move *move = &step->moves[step->move_count];

    if (quantity == 0)
        return;
    *move = (kho_move){.item = plan->series.item, .expiry = KHO_NO_DATE};
    move->from = quantity > 0 ? other : plan->series.place;
    move->to = quantity > 0 ? plan->series.place : other;
    move->quantity = quantity > 0 ? quantity : -quantity;
    step->move_count++;
    step->change += quantity;
}

/* A step of a bridge, with the next uid of its kind; `amount` 0 only takes the old one
 * back. */
static kho_status add_bridge_step(kho__plan *plan, month_view *view, bool begins,
    kho_date date, int64_t undone, int64_t amount)
{
    kho__bridge *bridge = &view->kept.bridge;
    int *count = begins ? &bridge->begin_count : &bridge->carry_count;
    kho__step *step = add_step(plan);

    if (!step)
        return kho__fail_memory();
    kho__monthly_uid(
        &plan->series, view->month, begins ? "/begin" : "/carry", ++*count, step->uid);
    if (undone != 0)
        snprintf(step->reverses, sizeof(step->reverses), "%s", bridge->uid);
    step->date = date;
    add_move(plan, step, begins ? "opening" : "count", amount);
    step->change -= undone;
    return KHO_OK;
}

/*
 * See to it that the month opens with `opening`. A first opening begins; any other
 * difference is carried on the month's first day, or, after months without a return, on
 * the last of them. *carried is what a new carry brings; 0 where none was made.
 */
static kho_status bridge_to(
    kho__plan *plan, month_view *view, int64_t opening, int64_t *carried)
{
    const kho__bridge old = view->kept.bridge;
    int64_t amount = opening - view->before;
    bool begins = amount > 0 && view->before == 0 && !view->returns && !view->held;
    bool is_gap = view->returns && !view->last;
    kho_date date = kho_month_first(view->month) - (begins || is_gap);
    kho_status status = KHO_OK;

    *carried = 0;
    if (amount == old.amount &&
        (amount == 0 || (date == old.date && begins == old.begins)))
        return KHO_OK;
    *carried = begins ? 0 : amount;
    plan->shift += amount - old.amount;
    if (old.amount != 0 && (amount == 0 || date != old.date)) {
        status = add_bridge_step(plan, view, false, old.date, old.amount, 0);
        if (status == KHO_OK && amount != 0)
            status = add_bridge_step(plan, view, begins, date, 0, amount);
        return status;
    }
    return add_bridge_step(plan, view, begins, date, old.amount, amount);
}

/* The return's own entry: one that changed is reversed and posted anew by a single entry.
 */
static kho_status add_return(
    kho__plan *plan, const month_view *view, const kho__return *is)
{
    kho__step *step = add_step(plan);

    if (!step)
        return kho__fail_memory();
    kho__monthly_uid(&plan->series, view->month, "", view->kept.count + 1, step->uid);
    if (view->has)
        snprintf(step->reverses, sizeof(step->reverses), "%s", view->kept.uid);
    step->date = kho_month_last(view->month);
    add_move(plan, step, "supplier", is->received);
    add_move(plan, step, "count", is->adjusted);
    add_move(plan, step, "client", -is->dispensed);
    step->seen = (kho_observation){.kind = KHO_RETURNED,
        .place = plan->series.place,
        .item = plan->series.item,
        .expiry = KHO_NO_DATE,
        .value = is->days_out,
        .month = view->month};
    step->sees = true;
    if (view->has)
        step->change -= net_of(&view->kept.is);
    plan->shift += step->change;
    return KHO_OK;
}

static bool is_same(const kho__return *a, const kho__return *b)
{
    return a->received == b->received && a->dispensed == b->dispensed &&
           a->adjusted == b->adjusted && a->days_out == b->days_out;
}

/* The first thing in which a row differs from what was posted; NULL: nothing. */
static const char *find_difference(
    const month_view *view, const kho__return *is, int64_t *was, int64_t *now)
{
    const kho__return *kept = &view->kept.is;
    /* Nobody knows what a return opened with whose bridge was withdrawn with it. */
    const bool is_open = view->has || !view->kept.bridge.withdrawn;
    const struct {
        const char *name;
        int64_t was, now;
    } pairs[] = {
        {"opening",   is_open ? view->opening : is->opening, is->opening  },
        {"received",  kept->received,                        is->received },
        {"dispensed", kept->dispensed,                       is->dispensed},
        {"adjusted",  kept->adjusted,                        is->adjusted },
        {"days_out",  kept->days_out,                        is->days_out },
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        if (pairs[i].was != pairs[i].now) {
            *was = pairs[i].was;
            *now = pairs[i].now;
            return pairs[i].name;
        }
    }
    return NULL;
}

static const char *say_difference(kho__plan *plan, const kho__monthly_row *row,
    const month_view *view, const char *name, int64_t was, int64_t now)
{
    return kho__plan_say(plan, row->month,
        view->has ? "changed since it was posted: %s was %" PRId64 ", is %" PRId64
                  : "withdrawn, and not the same as then: %s was %" PRId64 ", is %" PRId64
                    "; --amend posts it",
        view->has ? "đã khác với lần ghi trước: %s trước là %" PRId64 ", nay là %" PRId64
                  : "đã được đảo, và nay khác với lần ghi đó: %s trước là %" PRId64
                    ", nay là %" PRId64 "; ghi lại bằng --amend",
        name, was, now);
}

/* What is to become of a row: it is refused where it changed and may not, also where what
 * was posted was withdrawn: that comes back only by amending. */
static kho_status judge_row(
    kho__plan *plan, kho__monthly_row *row, const month_view *view)
{
    int64_t was, now;
    const char *name =
        view->kept.count > 0 ? find_difference(view, &row->is, &was, &now) : NULL;

    row->carried = 0;
    row->fate = KHO__REFUSED;
    if (row->why)
        return KHO_OK;
    if (view->kept.count == 0)
        row->fate = KHO__POSTED;
    else if (name == NULL && (view->has || !plan->amends))
        row->fate = KHO__EXISTING;
    else if (plan->amends)
        row->fate = KHO__AMENDED;
    else if (!(row->why = say_difference(plan, row, view, name, was, now)))
        return kho__fail_memory();
    return KHO_OK;
}

static bool is_taken(const kho__monthly_row *row)
{
    return row->fate == KHO__POSTED || row->fate == KHO__AMENDED;
}

static kho_status plan_row(kho__plan *plan)
{
    kho__monthly_row *row = &plan->rows[plan->at];
    month_view view;
    kho_status status;

    if (plan->at > 0 && row[-1].month == row->month)
        plan->series.fresh = false; /* the file has the month twice */
    if ((status = view_month(plan, row->month, &view)) < 0 ||
        (status = judge_row(plan, row, &view)) < 0 || (!view.has && !is_taken(row)))
        return status;
    plan->previous = row->month;
    plan->mends = plan->mends || view.has;
    if (is_taken(row)) {
        if ((status = bridge_to(plan, &view, row->is.opening, &row->carried)) == KHO_OK &&
            !(view.has && is_same(&view.kept.is, &row->is)))
            status = add_return(plan, &view, &row->is);
    } else if (plan->shift != 0 || plan->at > plan->start) {
        /* A month that came before it may change the bridge's day, though not its sum. */
        status = bridge_to(plan, &view, view.opening, &row->carried);
    }
    return status;
}

/* The next month after one that has a return in the ledger, KHO_NO_MONTH where there is
 * none. */
static kho_status find_next(kho__plan *plan, kho_month month, kho_month *out)
{
    kho_status status = KHO_OK;

    if (plan->series.fresh)
        plan->next = plan->latest + 1;
    if (plan->next <= month)
        plan->next = KHO_NO_MONTH;
    if (plan->next == KHO_NO_MONTH) {
        for (plan->next = month + 1; plan->next <= plan->latest; plan->next++) {
            kho__kept kept;

            if ((status = kho__monthly_kept(&plan->series, plan->next, &kept)) < 0)
                return status;
            if (kept.count > 0 && kept.stands)
                break;
        }
    }
    *out = plan->next <= plan->latest ? plan->next : KHO_NO_MONTH;
    return KHO_OK;
}

/* A month that no row of the group is of keeps its opening, whatever changed before it.
 */
static kho_status plan_next(kho__plan *plan, kho_month month)
{
    const size_t steps = plan->step_count;
    month_view view;
    kho_status status = view_month(plan, month, &view);

    if (status == KHO_OK)
        status = bridge_to(plan, &view, view.opening, &plan->mended_to);
    if (plan->step_count > steps)
        plan->mended = month;
    return status;
}

/* What raises a balance goes first: then no day is short at any time. Stable. */
static void sort_steps(kho__plan *plan)
{
    for (size_t i = 1; i < plan->step_count; i++) {
        kho__step step = plan->steps[i];
        size_t at = i;

        for (; at > 0 && plan->steps[at - 1].change < step.change; at--)
            plan->steps[at] = plan->steps[at - 1];
        plan->steps[at] = step;
    }
}

void kho__plan_again(kho__plan *plan)
{
    plan->at = plan->start;
    plan->previous = plan->previous_before;
}

/* A row that changes nothing of what comes next. Where rows before it did something, only
 * a month that stands is next, not one that was withdrawn or refused. */
static bool is_last(const kho__plan *plan, const kho__monthly_row *row)
{
    return !is_taken(row) && plan->shift == 0 &&
           (plan->step_count == 0 || plan->previous == row->month);
}

kho_status kho__plan_group(kho__plan *plan)
{
    kho_month next = KHO_NO_MONTH;
    kho_status status;

    plan->start = plan->at;
    plan->previous_before = plan->previous;
    plan->step_count = 0;
    plan->shift = 0;
    plan->mends = false;
    plan->mended = KHO_NO_MONTH;
    do {
        const kho__monthly_row *row = &plan->rows[plan->at];

        if ((status = plan_row(plan)) < 0)
            return status;
        plan->at++;
        if (is_last(plan, row) || (status = find_next(plan, row->month, &next)) < 0 ||
            next == KHO_NO_MONTH)
            break;
        plan->mends = true;
        if (plan->at == plan->count || row[1].month == row->month ||
            row[1].month > next) {
            status = plan_next(plan, next);
            break;
        }
    } while (status == KHO_OK);
    if (plan->mends)
        sort_steps(plan);
    return status;
}
