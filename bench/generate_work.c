/* What is typed in an ordinary month: supplies, shipments, issues, dispensing. */
#include "generate.h"

/* Months of need that a place is filled up to. */
enum { PROVINCE_MONTHS = 4, STATION_MONTHS = 2 };

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t whole(int64_t quantity, int64_t pack)
{
    return (quantity + pack - 1) / pack * pack;
}

/* A lot with an invented number, good for so many months. */
static int make_lot(struct world *world, int line, kho_date date, int64_t months)
{
    char number[CODE_SIZE];
    const int first = world->lines[line].item[0] - 'a' + 'A';
    const kho_month month = kho_month_of(date);

    snprintf(number, sizeof(number), "%c%02d%02d-%03lld", first,
        (1970 + month / 12) % 100, month % 12 + 1, (long long)++world->lots_made);
    return books_lot(&world->books, number, kho_month_last(month + (kho_month)months));
}

static int64_t need_at_opening(const struct world *world, int place, int line)
{
    if (!world->places[place].level)
        return world_need(world, place, line, world->first_month);
    return world_need_below(world, place, line) *
           (world_is_station(world, place) ? 2 : 3);
}

/* Opening balances: of each line an older lot and a younger one, everywhere the same. */
void work_begin(struct world *world, const struct task *task)
{
    const int end = world_station(world, 0, world->stations) - world_province(world, 0);
    int older[LINES_MAX], younger[LINES_MAX];

    for (int i = 0; i < world->line_count; i++) {
        older[i] = make_lot(world, i, task->date, dice_between(&world->dice, 5, 11));
        younger[i] = make_lot(world, i, task->date, dice_between(&world->dice, 14, 30));
    }
    for (int place = task->place; place < task->place + end; place++) {
        if (!world->places[place].kind)
            continue;
        voucher_start(world, "DK", place, task->date, "số dư đầu kỳ");
        for (int i = 0; i < world->line_count; i++) {
            const int64_t quantity =
                dice_about(&world->dice, need_at_opening(world, place, i));

            if (quantity > 1)
                voucher_bring(world, i, older[i], "opening", place, quantity / 2);
            if (quantity > 0)
                voucher_bring(
                    world, i, younger[i], "opening", place, quantity - quantity / 2);
        }
        voucher_finish(world);
    }
}

/* What of an order comes: now and then nothing or a third. In the middle of the time one
 * line isn't delivered for half a year, and at its end another: stations run out of them.
 */
static int64_t delivered(struct world *world, int line, int64_t order, kho_month month)
{
    const int number = month - world->first_month;
    const int middle = number - world->months / 2;
    const int64_t luck = dice_between(&world->dice, 1, 1000);

    if (line == 5 % world->line_count && middle >= 0 && middle < 8)
        return 0;
    if (line == 9 % world->line_count && number > 0 && number >= world->months - 5)
        return 0;
    if (luck <= 60)
        return 0;
    return luck <= 140 ? order / 3 : order;
}

/* A quarter's delivery to the province: new lots, of which some haven't long to live. */
void work_receive(struct world *world, const struct task *task)
{
    voucher_start(world, "PN", task->place, task->date, "nhập theo kế hoạch quý");
    for (int i = 0; i < world->line_count; i++) {
        const struct line *line = &world->lines[i];
        const int64_t have =
            books_free_all(&world->books, task->place, i, task->date, TAKE_USABLE);
        const int64_t order =
            PROVINCE_MONTHS * world_need_below(world, task->place, i) - have;
        int64_t quantity = delivered(world, i, order, kho_month_of(task->date));
        int64_t life = line->shelf_life - dice_between(&world->dice, 2, 10);

        if (quantity <= 0)
            continue;
        if (dice_happens(&world->dice, 40))
            life = dice_between(&world->dice, 5, 7);
        quantity = whole(quantity, line->pack);
        if (quantity > 3 * line->pack && dice_happens(&world->dice, 300)) {
            const int64_t part = whole(quantity / 3, line->pack);

            voucher_bring(world, i, make_lot(world, i, task->date, life + 1),
                world->places[0].code, task->place, part);
            quantity -= part;
        }
        voucher_bring(world, i, make_lot(world, i, task->date, life),
            world->places[0].code, task->place, quantity);
    }
    voucher_finish(world);
}

/* What a province sends a station of a line: up to two months' need, less in scarcity.
 */
static int64_t supply_of(const struct world *world, const struct task *task, int line)
{
    const struct books *books = &world->books;
    const int station = task->other;
    const int64_t need = world_need_below(world, station, line);
    const int64_t have =
        books_free_all(books, station, line, task->date, TAKE_USABLE) +
        books_free_all(books, station + TRANSIT, line, task->date, TAKE_USABLE);
    const int64_t left =
        books_free_all(books, task->place, line, task->date, TAKE_USABLE);
    const int64_t wanted = STATION_MONTHS * need - have;
    int64_t quantity;

    if (wanted * 2 <= need)
        return 0;
    quantity = whole(wanted, world->lines[line].pack);
    if (left < quantity * world->stations / 2)
        quantity = least(quantity, whole(need, world->lines[line].pack));
    return least(quantity, left);
}

/* The month's shipment from the province to a station; every fifth goes by a carrier. */
void work_supply(struct world *world, const struct task *task)
{
    const int station = task->other;
    const bool carried = world->places[station].size % 5 == 0;
    kho_date arrival = task->date + (kho_date)dice_between(&world->dice, 1, 6);

    voucher_start(world, "PX", task->place, task->date, "cấp tháng");
    for (int i = 0; i < world->line_count; i++) {
        const int64_t quantity = supply_of(world, task, i);

        if (quantity > 0)
            voucher_carry(world, i, ALL_LOTS, TAKE_USABLE, task->place,
                carried ? station + TRANSIT : station, quantity);
    }
    voucher_finish(world);
    if (carried)
        task_plan_typed(world, work_arrive, arrival,
            arrival > task->typed ? arrival : task->typed, station, 0, 0);
}

void work_arrive(struct world *world, const struct task *task)
{
    const int road = task->place + TRANSIT;

    voucher_start(world, "PN", task->place, task->date, NULL);
    for (int i = 0; i < world->line_count; i++) {
        const int64_t quantity =
            books_free_all(&world->books, road, i, task->date, TAKE_ANY);

        if (quantity > 0)
            voucher_carry(world, i, ALL_LOTS, TAKE_ANY, road, task->place, quantity);
    }
    voucher_finish(world);
}

/* A collaborator is filled up to a month and a half. */
void work_issue(struct world *world, const struct task *task)
{
    const int station = task->place, other = task->other;
    const struct books *books = &world->books;

    voucher_start(world, "PX", station, task->date, "cấp CTV");
    for (int i = 0; i < world->line_count; i++) {
        const int64_t need = world_need(world, other, i, kho_month_of(task->date));
        const int64_t have = books_free_all(books, other, i, task->date, TAKE_USABLE);
        const int64_t wanted = need + need / 2 - have;
        const int64_t quantity =
            least(wanted > 0 ? whole(wanted, world->lines[i].step) : 0,
                books_free_all(books, station, i, task->date, TAKE_USABLE));

        if (quantity > 0)
            voucher_carry(world, i, ALL_LOTS, TAKE_USABLE, station, other, quantity);
    }
    voucher_finish(world);
}

/* To clients; now and then somebody writes down which lots. */
static void dispense(
    struct world *world, const struct task *task, int line, int64_t quantity)
{
    portion portions[PORTIONS_MAX];
    size_t count = 0;

    quantity = least(quantity,
        books_free_all(&world->books, task->place, line, task->date, TAKE_USABLE));
    if (quantity <= 0)
        return;
    if (dice_happens(&world->dice, 80))
        count = books_allocate(&world->books, task->place, line, task->date, TAKE_USABLE,
            quantity, portions);
    else
        portions[count++] = (portion){ALL_LOTS, quantity};
    for (size_t i = 0; i < count; i++)
        voucher_take(world, line, portions[i].lot, TAKE_USABLE, task->place, "client",
            portions[i].quantity);
    world->given[kho_method_parse(world->lines[line].method)] += quantity;
}

/* Some days' clients of a station: its share of the month. */
void work_dispense(struct world *world, const struct task *task)
{
    const kho_month month = kho_month_of(task->date);
    const bool campaign = month % 12 == 5 || month % 12 == 6;
    const int64_t shares = task->other;

    voucher_start(world, "PX", task->place, task->date, campaign ? "chiến dịch" : NULL);
    for (int i = 0; i < world->line_count; i++) {
        const int64_t need = world_need(world, task->place, i, month);
        const int64_t step = world->lines[i].step;
        int64_t mean = need / shares;

        if (dice_between(&world->dice, 1, shares) <= need % shares)
            mean++;
        dispense(
            world, task, i, (dice_about(&world->dice, mean) + step / 2) / step * step);
    }
    services_make(world, task->place, month);
    voucher_finish(world);
}

/* A list of a collaborator: of the month, or of some days. */
void work_collaborator_dispense(struct world *world, const struct task *task)
{
    const int64_t shares = task->other;
    const kho_month month = kho_month_of(task->date);

    voucher_start(world, "PX", task->place, task->date,
        shares > 1 ? NULL : "CTV cấp phát trong tháng");
    for (int i = 0; i < world->line_count; i++) {
        const int64_t need = world_need(world, task->place, i, month);
        int64_t mean = need / shares;

        if (shares > 1 && dice_between(&world->dice, 1, shares) <= need % shares)
            mean++;
        dispense(world, task, i, dice_about(&world->dice, mean));
    }
    services_make(world, task->place, month);
    voucher_finish(world);
}
