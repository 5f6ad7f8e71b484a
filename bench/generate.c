/*
 * kho-generate: writes a made-up province as DIR/catalogue.yaml and DIR/entries.jsonl,
 * and in DIR/stock.csv what a ledger must hold once they were posted. The same options
 * give the same bytes on every machine.
 */
#include "generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char usage[] =
    "usage: kho-generate --out DIR [--seed N] [--provinces N] [--stations N]\n"
    "         [--collaborators N] [--items N] [--from YYYY-MM] [--months N]\n"
    "         [--late PERCENT] [--typos PERCENT] [--days N] [--lists N] [--services 1]\n"
    "  --stations of each province, --collaborators of each station, --late vouchers "
    "that\n"
    "  are typed up to 20 days after later ones, --typos lines that a ledger must "
    "refuse, --days of\n"
    "  dispensing of a station in a month, --lists of a collaborator in a month, "
    "--services\n"
    "  what was done for clients, too\n";

void complain(const char *what, const char *why)
{
    fprintf(stderr, "kho-generate: %s: %s\n", what, why);
    exit(1);
}

void *claim(void *old, size_t count, size_t size)
{
    void *memory = old ? realloc(old, count * size) : calloc(count, size);

    if (!memory)
        complain("memory", "there is no more");
    return memory;
}

static const struct option {
    const char *name;
    size_t offset;
    int least, most;
} options[] = {
    {"--provinces",     offsetof(struct world, provinces),     1, 99  },
    {"--stations",      offsetof(struct world, stations),      1, 9999},
    {"--collaborators", offsetof(struct world, collaborators), 0, 20  },
    {"--items",         offsetof(struct world, items),         1, 99  },
    {"--months",        offsetof(struct world, months),        1, 1200},
    {"--late",          offsetof(struct world, late),          0, 100 },
    {"--typos",         offsetof(struct world, typos),         0, 100 },
    {"--days",          offsetof(struct world, days),          1, 999 },
    {"--lists",         offsetof(struct world, lists),         1, 999 },
    {"--services",      offsetof(struct world, services),      0, 1   },
};

static void read_option(struct world *world, const char *name, const char *value)
{
    char *end;
    const long long number = strtoll(value, &end, 10);

    if (strcmp(name, "--from") == 0) {
        if (kho_month_parse(value, &world->first_month) < 0 ||
            world->first_month < kho_month_of(0))
            complain(name, "not a month since 1970");
        return;
    }
    if (end == value || *end != '\0')
        complain(name, "not a number");
    if (strcmp(name, "--seed") == 0) {
        world->dice.state = (uint64_t)number;
        return;
    }
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
        if (strcmp(name, options[i].name) == 0) {
            if (number < options[i].least || number > options[i].most)
                complain(name, "out of range");
            *(int *)((char *)world + options[i].offset) = (int)number;
            return;
        }
    }
    complain(name, "no such option");
}

static FILE *open_entries(const char *folder)
{
    char path[1024];
    FILE *file;

    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        complain(folder, strerror(errno));
    snprintf(path, sizeof(path), "%s/entries.jsonl", folder);
    file = fopen(path, "wb");
    if (!file)
        complain(path, strerror(errno));
    return file;
}

static void live(struct world *world)
{
    for (int i = 0; i < world->months; i++) {
        month_plan(world, world->first_month + i);
        tasks_run(world, kho_month_last(world->first_month + i));
    }
    tasks_run(world, INT32_MAX); /* what was typed after the end */
    voucher_flush(world);
}

int main(int argc, char **argv)
{
    struct world world = {.dice = {1},
        .provinces = 1,
        .stations = 30,
        .collaborators = 3,
        .months = 24,
        .items = 99,
        .late = 5,
        .days = 6,
        .lists = 1,
        .first_month = (2024 - 1970) * 12 + 10};
    const char *folder = NULL;

    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc) {
            fputs(usage, stderr);
            return 2;
        }
        if (strcmp(argv[i], "--out") == 0)
            folder = argv[i + 1];
        else
            read_option(&world, argv[i], argv[i + 1]);
    }
    if (!folder) {
        fputs(usage, stderr);
        return 2;
    }
    world.first = kho_month_first(world.first_month);
    world.last = kho_month_last(world.first_month + world.months - 1);
    world.entries = open_entries(folder);
    world_make(&world);
    live(&world);
    world_write_catalogues(&world, folder);
    books_write(&world, folder);
    services_write(&world, folder);
    if (fclose(world.entries) != 0)
        complain(folder, strerror(errno));
    printf("lines %lld\nposted %lld\nexisting %lld\nrefused %lld\nmoves %lld\n",
        (long long)(world.posted + world.existing + world.refused),
        (long long)world.posted, (long long)world.existing, (long long)world.refused,
        (long long)world.moves);
    world_free(&world);
    return 0;
}
