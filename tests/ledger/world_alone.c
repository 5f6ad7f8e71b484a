/* What a world's ledger does alone: the reference knows neither rules nor returns, nor
 * the days on which entries are typed. */
#include "ledger/world.h"

static bool is_done(world *world, kho_status status)
{
    return status == KHO_OK || world_differ(world, "%s", kho_error_last()->message);
}

bool world_define_places(world *world, const kho_place *places, size_t count)
{
    static const kho_item items[] = {
        {.code = "bcs",  .name = {"Bao cao su", NULL},   .unit = {"chiếc", NULL}, .pack = 1},
        {.code = "vien", .name = {"Viên uống", NULL}, .unit = {"vỉ", NULL},    .pack = 1},
    };
    static const char *const channels[] = {"free"};
    const kho_catalogue catalogue = {.channels = channels,
        .channel_count = 1,
        .items = items,
        .item_count = 2,
        .places = places,
        .place_count = count};

    return world_define(world, &catalogue);
}

bool world_rules(world *world, kho_date from, const char *text)
{
    char path[400];
    FILE *file;

    snprintf(path, sizeof(path), "%s/rules.yaml", world->folder);
    file = fopen(path, "w");
    if (!file)
        return world_differ(world, "can't write %s", path);
    fprintf(file, "kho: rules/1\n%s", text);
    if (fclose(file) != 0)
        return world_differ(world, "can't write %s", path);
    return is_done(world, kho_ledger_load_rules(world->ledger, path, from, false, NULL));
}

bool world_type(world *world, kho_date typed, const kho_entry *entry)
{
    world->now = world_noon(typed);
    return is_done(world, kho_ledger_post(world->ledger, entry, NULL));
}

bool world_type_reversal(world *world, kho_date typed, const char *uid)
{
    world->now = world_noon(typed);
    return is_done(
        world, kho_ledger_reverse(world->ledger, uid, KHO_NO_DATE, false, NULL, NULL));
}

bool world_type_closing(world *world, kho_date typed, const char *place, kho_month month)
{
    int64_t closed = 0;

    world->now = world_noon(typed);
    return is_done(world, kho_ledger_close_month(
                              world->ledger, place, false, month, NULL, &closed)) &&
           (closed == 1 || world_differ(world, "%s: closed before", place));
}
