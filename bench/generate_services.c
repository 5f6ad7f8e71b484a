/* What was done for clients: beside what they got, and to some who got nothing. */
#include "generate.h"

#include <errno.h>
#include <string.h>

/* What one client of a method takes at a time. */
static int64_t portion_of(kho_method method)
{
    return method == KHO_CONDOM ? 12 : method == KHO_PILL ? 2 : 1;
}

static const char *any_age(struct dice *dice)
{
    static const char *const ages[] = {NULL, "15-24", "25-34", "25-34", "35-49"};

    return ages[dice_between(dice, 0, 4)];
}

/* An IUD or an implant is one for each, and nobody comes for another. */
static void serve_takers(struct world *world, kho_method method, kho_service_mode mode)
{
    const bool one_each = method == KHO_IUD || method == KHO_IMPLANT;
    const int64_t each = portion_of(method), luck = dice_between(&world->dice, 1, 100);
    struct service service = {.method = method,
        .mode = mode,
        .clients = (world->given[method] + each - 1) / each,
        .age = any_age(&world->dice)};

    service.kind = luck <= (one_each ? 85 : 12)    ? KHO_NEW
                   : luck <= (one_each ? 100 : 17) ? KHO_SWITCH
                                                   : KHO_RESUPPLY;
    service.ever = service.kind == KHO_NEW && dice_happens(&world->dice, 300);
    voucher_serve(world, &service);
}

static void serve_other(struct world *world, kho_method method, kho_service_kind kind,
    kho_service_mode mode, int64_t permille)
{
    if (dice_happens(&world->dice, permille))
        voucher_serve(world, &(struct service){.method = method,
                                 .kind = kind,
                                 .mode = mode,
                                 .clients = dice_between(&world->dice, 1, 3),
                                 .age = any_age(&world->dice)});
}

/* Early summer is the campaign's; collaborators go from house to house. */
void services_make(struct world *world, int place, kho_month month)
{
    const bool station = world_is_station(world, place),
               campaign = month % 12 == 5 || month % 12 == 6;
    const kho_service_mode mode = !station   ? KHO_AT_HOME
                                  : campaign ? KHO_IN_CAMPAIGN
                                             : KHO_FIXED;

    if (!world->services)
        return;
    for (kho_method method = KHO_IUD; method < KHO_METHODS; method++) {
        if (world->given[method])
            serve_takers(world, method, mode);
    }
    serve_other(world, KHO_NO_METHOD, KHO_COUNSEL, mode, 120);
    serve_other(world, KHO_PILL, KHO_STOP, mode, 60);
    if (!station)
        return;
    serve_other(world, KHO_IUD, KHO_REMOVAL, mode, 100);
    serve_other(world, KHO_IMPLANT, KHO_COMPLICATION, mode, 10);
    serve_other(world, KHO_FEMALE_STERILISATION, KHO_NEW, mode, 10);
}

void services_keep(struct world *world, int place, const struct service *service)
{
    world->done[place].clients[service->method][service->kind] += service->clients;
}

void services_keep_units(
    struct world *world, int place, kho_method method, int kind, int64_t quantity)
{
    world->done[place].units[method][kind] += quantity;
}

static void write_row(
    const char *place, int method, int kind, int64_t clients, int64_t units, FILE *file)
{
    fprintf(file, "%s,%s,%s,", place, kho_method_word((kho_method)method),
        kind == NO_KIND ? "" : kho_service_kind_word((kho_service_kind)kind));
    if (kind != NO_KIND)
        fprintf(file, "%lld", (long long)clients);
    fprintf(file, ",%lld\n", (long long)units);
}

/* What the report of services must say of the whole time, in some of its columns. */
void services_write(const struct world *world, const char *folder)
{
    char path[1024];
    FILE *file;

    snprintf(path, sizeof(path), "%s/services.csv", folder);
    file = fopen(path, "wb");
    if (!file)
        complain(path, strerror(errno));
    fprintf(file, "place,method,kind,clients,quantity\n");
    for (int place = 0; place < world->place_count; place++) {
        const done *at = &world->done[place];

        for (int i = 0; i < METHODS * (KINDS + 1); i++) {
            const int method = i / (KINDS + 1), kind = i % (KINDS + 1);
            const int64_t clients = kind == NO_KIND ? 0 : at->clients[method][kind];

            if (clients || at->units[method][kind])
                write_row(world->places[place].code, method, kind, clients,
                    at->units[method][kind], file);
        }
    }
    if (fclose(file) != 0)
        complain(path, strerror(errno));
}
