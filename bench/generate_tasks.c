/* What is to be typed on which day, and the plan of a month. */
#include "generate.h"

#include <stdlib.h>

void task_plan_typed(struct world *world, chore work, kho_date date, kho_date typed,
    int place, int line, int other)
{
    struct tasks *tasks = &world->tasks;

    if (date < world->first || date > world->last)
        return;
    if (tasks->count == tasks->room) {
        tasks->room = tasks->room ? 2 * tasks->room : 1024;
        tasks->list = claim(tasks->list, tasks->room, sizeof(*tasks->list));
    }
    tasks->list[tasks->count++] = (struct task){.typed = typed,
        .date = date,
        .serial = tasks->serial++,
        .work = work,
        .place = place,
        .other = other,
        .line = line};
}

void task_plan(
    struct world *world, chore work, kho_date date, int place, int line, int other)
{
    task_plan_typed(world, work, date, date, place, line, other);
}

void task_plan_loosely(
    struct world *world, chore work, kho_date date, int place, int line, int other)
{
    const kho_month month = kho_month_of(date);
    const kho_date caught_up = day_open(month, 26);
    kho_date typed = date;

    if (dice_happens(&world->dice, 10 * world->late))
        typed += (kho_date)dice_between(&world->dice, 2, 20);
    /* Before a count people type what they still have: nearly all of it. */
    if (month % 3 == 2 && typed > caught_up && !dice_happens(&world->dice, 100))
        typed = date > caught_up ? date : caught_up;
    task_plan_typed(world, work, date, typed, place, line, other);
}

static int compare_tasks(const void *a, const void *b)
{
    const struct task *first = a, *second = b;

    if (first->typed != second->typed)
        return first->typed < second->typed ? -1 : 1;
    return first->serial < second->serial ? -1 : 1;
}

void tasks_run(struct world *world, kho_date until)
{
    struct tasks *tasks = &world->tasks;
    size_t kept = 0;

    qsort(tasks->list, tasks->count, sizeof(*tasks->list), compare_tasks);
    while (tasks->done < tasks->count && tasks->list[tasks->done].typed <= until) {
        const struct task task = tasks->list[tasks->done++];
        const size_t count = tasks->count;

        world->books.horizon = task.typed - 70;
        task.work(world, &task);
        if (tasks->count != count) /* its consequences take their turn */
            qsort(tasks->list + tasks->done, tasks->count - tasks->done,
                sizeof(*tasks->list), compare_tasks);
    }
    while (tasks->done < tasks->count)
        tasks->list[kept++] = tasks->list[tasks->done++];
    tasks->count = kept;
    tasks->done = 0;
}

void tasks_free(struct tasks *tasks)
{
    free(tasks->list);
}

/* Nobody types on a Sunday or in the week of the new year. */
static bool is_closed(kho_date day)
{
    const kho_date new_year = world_new_year(1970 + kho_month_of(day) / 12);

    return (day + 4) % 7 == 0 || (day >= new_year - 1 && day <= new_year + 5);
}

kho_date day_open(kho_month month, int day)
{
    const kho_date last = kho_month_last(month);
    kho_date open = kho_month_first(month) + day - 1;

    if (open > last)
        open = last;
    while (open < last && is_closed(open))
        open++;
    return open;
}

/* They hand in the month's list at the meeting of the next month's first days, or write
 * down what they give out as they go. */
static void plan_lists(
    struct world *world, kho_month month, int station, int collaborator)
{
    struct dice *dice = &world->dice;
    const kho_date last = kho_month_last(month);

    if (world->lists == 1)
        task_plan_typed(world, work_collaborator_dispense,
            last - (kho_date)dice_between(dice, 0, 3),
            last + (kho_date)dice_between(dice, 1, 5), collaborator, station, 1);
    for (int i = 0; i < world->lists && world->lists > 1; i++)
        task_plan(world, work_collaborator_dispense,
            day_open(month, 1 + i * 30 / world->lists), collaborator, station,
            world->lists);
}

static void plan_collaborators(struct world *world, kho_month month, int station, int nth)
{
    struct dice *dice = &world->dice;

    for (int i = 0; i < world->collaborators; i++) {
        const int other = world_collaborator(world, station, i);

        task_plan_loosely(
            world, work_issue, day_open(month, 12 + nth % 6), station, 0, other);
        plan_lists(world, month, station, other);
        if (dice_happens(dice, 25))
            task_plan(world, work_give_back,
                day_open(month, (int)dice_between(dice, 18, 26)), other, 0, station);
        if (dice_happens(dice, 500))
            task_plan(world, work_lose_expired, day_open(month, 24), other, 0, 0);
    }
}

static void plan_station(struct world *world, kho_month month, int station, int nth)
{
    const int days = world->days;
    struct dice *dice = &world->dice;
    const int province = world->places[station].parent;

    task_plan_loosely(
        world, work_supply, day_open(month, 3 + nth % 9), province, 0, station);
    for (int i = 0; i < days; i++) {
        const int day = 1 + i * 30 / days + (int)dice_between(dice, 0, 3);

        task_plan_loosely(world, work_dispense, day_open(month, day), station, 0, days);
    }
    plan_collaborators(world, month, station, nth);
    if (dice_happens(dice, 800))
        task_plan_loosely(
            world, work_lose_expired, day_open(month, 20 + nth % 7), station, 0, 0);
    if (dice_happens(dice, 40))
        task_plan(world, work_lose_damaged,
            day_open(month, (int)dice_between(dice, 2, 27)), station,
            (int)dice_between(dice, 0, world->line_count - 1), 0);
    if (month % 3 == 2)
        task_plan(world, work_count, day_open(month, 27 + nth % 3), station, 0, 0);
}

/* Two recalls, at a third and at two thirds of the time; the second isn't released. */
static void plan_recalls(struct world *world, kho_month month, int province)
{
    const int number = month - world->first_month;

    if (number > 0 && (number == world->months / 3 || number == world->months * 2 / 3))
        task_plan(world, work_recall, day_open(month, 10), province,
            number == world->months / 3 ? 0 : 1 % world->line_count,
            number == world->months / 3);
}

void month_plan(struct world *world, kho_month month)
{
    for (int i = 0; i < world->provinces; i++) {
        const int province = world_province(world, i);

        if (month == world->first_month)
            task_plan(world, work_begin, world->first, province, 0, 0);
        if (month % 3 == 0 || month == world->first_month)
            task_plan(world, work_receive,
                day_open(month, (int)dice_between(&world->dice, 2, 8)), province, 0, 0);
        for (int j = 0; j < world->stations; j++)
            plan_station(
                world, month, world_station(world, i, j), i * world->stations + j);
        task_plan(world, work_lose_expired, day_open(month, 22), province, 0, 0);
        if (month % 3 == 2)
            task_plan(world, work_count, day_open(month, 28), province, 0, 0);
        plan_recalls(world, month, province);
    }
}
