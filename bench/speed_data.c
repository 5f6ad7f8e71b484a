/*
 * A made-up ledger: stations type in turn, so that everything that follows is spread over
 * all of them, as it is when many report at once. Every eighth entry of a station brings
 * new stock of five items; the others dispense five.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "speed.h"

void data_make(struct data *data, int stations, int64_t moves, uint64_t seed)
{
    const size_t lines = (size_t)stations * ITEMS;

    *data = (struct data){.dice = {seed}, .stations = stations};
    data->per_month = moves / MOVES / MONTHS;
    if (data->per_month < 1)
        data->per_month = 1;
    data->entries = data->per_month * MONTHS;
    data->asked = kho_month_first(FIRST_MONTH + MONTHS - 13) + 14;
    data->stock = claim(lines * LOTS, sizeof(*data->stock));
    data->stock_of_day = claim(lines * LOTS, sizeof(*data->stock_of_day));
    data->lines = claim(lines, sizeof(*data->lines));
    data->used = claim(lines, sizeof(*data->used));
}

void data_free(struct data *data)
{
    free(data->stock);
    free(data->stock_of_day);
    free(data->lines);
    free(data->used);
}

int32_t *data_stock(const struct data *data, int32_t *stock, int station, int item)
{
    (void)data;
    return stock + ((size_t)station * ITEMS + (size_t)item) * LOTS;
}

/* Every lot outlives the ledger: later ones longer, so that the order of use is known. */
kho_date data_expiry(int lot)
{
    return kho_month_last(FIRST_MONTH + lot * 3 + 140);
}

static int64_t held(const struct data *data, int station, int item)
{
    const int32_t *lots = data_stock(data, data->stock, station, item);
    int64_t sum = 0;

    for (int i = 0; i < LOTS; i++)
        sum += lots[i];
    return sum;
}

/* Lines that nobody supplies any more at the end: they run out. */
static bool is_starved(int station, int item, int month)
{
    return month >= MONTHS - 6 && (station * 31 + item) % 97 == 0;
}

static void wish_for(struct data *data, struct entry *entry, int station, int item,
    int month, bool receiving)
{
    const int64_t have = held(data, station, item);
    const bool starved = is_starved(station, item, month);
    int64_t quantity = dice_between(&data->dice, 1, 20);

    if (starved && receiving)
        receiving = false;
    if (!starved && have == 0)
        receiving = true;
    if (receiving)
        quantity = dice_between(&data->dice, 60, 90);
    else if (quantity > have || starved)
        quantity = have;
    if (quantity == 0)
        return;
    entry->wishes[entry->wish_count++] = (struct wish){.item = item,
        .lot = receiving ? month / 3 : -1,
        .source = receiving ? SUPPLIER : OUTSIDE + station,
        .target = receiving ? OUTSIDE + station : CLIENT,
        .quantity = quantity};
}

bool data_next(struct data *data, struct entry *out)
{
    const int month = (int)(data->made / data->per_month);
    const int64_t in_month = data->made % data->per_month;
    const int station = (int)(data->made % data->stations);
    const int64_t nth = data->made / data->stations;
    const bool receiving = nth < 3 || nth % 8 == 7;
    const int group = (int)(receiving && nth >= 3 ? nth / 8 % 3 : nth % 3);

    if (month >= MONTHS)
        return false;
    snprintf(out->uid, sizeof(out->uid), "PX-%09lld", (long long)++data->made);
    out->date = kho_month_first(FIRST_MONTH + month) +
                (kho_date)(in_month * 28 / data->per_month);
    out->wish_count = 0;
    for (int i = 0; i < MOVES; i++)
        wish_for(data, out, station, group * MOVES + i, month, receiving);
    return true;
}

void data_go_on(struct data *data, int64_t more)
{
    data->per_month += more;
    data->entries = data->per_month * MONTHS;
    data->made = data->entries - more;
}

void data_apply(struct data *data, const struct entry *entry, const struct fact *facts)
{
    for (size_t i = 0; i < entry->fact_count; i++) {
        const struct fact *fact = &facts[i];
        const int item = fact->lot / LOTS;
        const bool in = fact->target >= OUTSIDE;
        const int station = (in ? fact->target : fact->source) - OUTSIDE;
        const size_t number = (size_t)station * ITEMS + (size_t)item;
        const int64_t signed_quantity = in ? fact->quantity : -fact->quantity;

        data_stock(data, data->stock, station, item)[fact->lot % LOTS] +=
            (int32_t)signed_quantity;
        if (entry->date <= data->asked)
            data_stock(data, data->stock_of_day, station, item)[fact->lot % LOTS] +=
                (int32_t)signed_quantity;
        if (in)
            data->lines[number].received += fact->quantity;
        else
            data->lines[number].dispensed += fact->quantity;
        data->lines[number].closing += signed_quantity;
    }
}
