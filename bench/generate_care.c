/* What is typed now and then: returns, losses, counts and recalls. */
#include "generate.h"

/* A collaborator hands back a third of what is left. */
void work_give_back(struct world *world, const struct task *task)
{
    voucher_start(world, "PN", task->other, task->date, "CTV trả lại");
    for (int i = 0; i < world->line_count; i++) {
        const int64_t quantity =
            books_free_all(&world->books, task->place, i, task->date, TAKE_ANY) / 3;

        if (quantity > 0)
            voucher_carry(
                world, i, ALL_LOTS, TAKE_ANY, task->place, task->other, quantity);
    }
    voucher_finish(world);
}

void work_lose_expired(struct world *world, const struct task *task)
{
    voucher_start(world, "PX", task->place, task->date, "huỷ do hết hạn");
    for (int i = 0; i < world->line_count; i++) {
        const int64_t quantity =
            books_free_all(&world->books, task->place, i, task->date, TAKE_EXPIRED);

        if (quantity > 0)
            voucher_take(
                world, i, ALL_LOTS, TAKE_EXPIRED, task->place, "loss/expired", quantity);
    }
    voucher_finish(world);
}

void work_lose_damaged(struct world *world, const struct task *task)
{
    const int64_t most =
        books_free_all(&world->books, task->place, task->line, task->date, TAKE_ANY);
    const int64_t part = most / 20 + 1;
    const bool stolen = dice_happens(&world->dice, 50);

    if (most == 0)
        return;
    voucher_start(world, "PX", task->place, task->date,
        stolen ? "mất, có biên bản" : "ẩm mốc, rách");
    voucher_take(world, task->line, ALL_LOTS, TAKE_ANY, task->place,
        stolen ? "loss/stolen" : "loss/damaged", dice_between(&world->dice, 1, part));
    voucher_finish(world);
}

/* What is found of a lot: mostly what the books say. */
static int64_t find(
    struct world *world, const struct task *task, int line, const portion *book)
{
    const int64_t slip = dice_between(&world->dice, 1, book->quantity / 40 + 1);

    if (!dice_happens(&world->dice, 40))
        return book->quantity;
    if (dice_happens(&world->dice, 350))
        return book->quantity + slip;
    if (books_free_of(&world->books, task->place, line, book->lot, task->date) < slip)
        return book->quantity;
    return book->quantity - slip;
}

void work_count(struct world *world, const struct task *task)
{
    portion lots[PORTIONS_MAX];

    voucher_start(world, "KK", task->place, task->date, "kiểm kê quý");
    for (int i = 0; i < world->line_count; i++) {
        const size_t count = books_list(&world->books, task->place, i, task->date, lots);

        for (size_t j = 0; j < count; j++)
            voucher_found(world, i, lots[j].lot, find(world, task, i, &lots[j]));
    }
    voucher_finish(world);
}

/* Put what a store has of a lot on its quarantine shelf, and plan what comes of it. */
static void hold_back(struct world *world, const struct task *task, int store, int lot)
{
    const int64_t quantity =
        books_free_of(&world->books, store, task->line, lot, task->date);
    const kho_date later = task->date + 25 + (kho_date)dice_between(&world->dice, 0, 9);

    if (quantity == 0)
        return;
    voucher_start(world, "TG", store, task->date, "tạm giữ theo công văn thu hồi");
    voucher_carry(world, task->line, lot, TAKE_ANY, store, store + HOLD, quantity);
    voucher_finish(world);
    if (task->other)
        task_plan(world, work_release, later, store, task->line, lot);
    else
        task_plan(world, work_send_back,
            world_is_station(world, store) ? later : later + 20, store, task->line, lot);
}

static void call_in(
    struct world *world, const struct task *task, int collaborator, int station, int lot)
{
    const int64_t quantity =
        books_free_of(&world->books, collaborator, task->line, lot, task->date);

    if (quantity == 0)
        return;
    voucher_start(world, "PN", station, task->date, "CTV trả lại lô thu hồi");
    voucher_carry(world, task->line, lot, TAKE_ANY, collaborator, station, quantity);
    voucher_finish(world);
}

/* The lot of a line that the province has and would send next is called back everywhere.
 */
void work_recall(struct world *world, const struct task *task)
{
    const int province = task->place;
    portion lots[PORTIONS_MAX];
    int lot;

    if (books_list(&world->books, province, task->line, task->date, lots) == 0)
        return;
    lot = lots[0].lot;
    hold_back(world, task, province, lot);
    for (int place = province + STORE_PLACES; place < world->place_count; place++) {
        if (!world_is_station(world, place) || world->places[place].parent != province)
            continue;
        for (int i = 0; i < world->collaborators; i++)
            call_in(world, task, world_collaborator(world, place, i), place, lot);
        hold_back(world, task, place, lot);
    }
}

void work_release(struct world *world, const struct task *task)
{
    const int shelf = task->place + HOLD, lot = task->other;
    const int64_t quantity =
        books_free_of(&world->books, shelf, task->line, lot, task->date);

    if (quantity == 0)
        return;
    voucher_start(world, "TG", task->place, task->date, "lô đạt, cho dùng lại");
    voucher_carry(world, task->line, lot, TAKE_ANY, shelf, task->place, quantity);
    voucher_finish(world);
}

/* From a station's shelf to the province's, and from there to the supplier. */
void work_send_back(struct world *world, const struct task *task)
{
    const int shelf = task->place + HOLD, lot = task->other;
    const int64_t quantity =
        books_free_of(&world->books, shelf, task->line, lot, task->date);

    if (quantity == 0)
        return;
    voucher_start(world, "PX", task->place, task->date, "trả lô thu hồi");
    if (world_is_station(world, task->place))
        voucher_carry(world, task->line, lot, TAKE_ANY, shelf,
            world->places[task->place].parent + HOLD, quantity);
    else
        voucher_take(
            world, task->line, lot, TAKE_ANY, shelf, world->places[0].code, quantity);
    voucher_finish(world);
}
