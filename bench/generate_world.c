/* The made-up province: its items, its places, and what its people need. */
#include "generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The catalogue loader reads files up to 1 MiB: larger ones are cut here. */
#define CATALOGUE_MOST (900L * 1024)

static const char first_channel[] = "free";

/* clang-format off */
static const struct item {
    const char *code, *vi, *en, *unit_vi, *unit_en, *method, *cyp;
    int pack, shelf_life;
    bool clinical, rare;
} items[] = {
    {"bcs",     "Bao cao su nam", "Male condom", "chiếc", "piece", "condom", "condom", 144, 48, false, false},
    {"vien",    "Viên uống tránh thai kết hợp", "Combined pill", "vỉ", "cycle", "pill", "pill", 3, 60, false, false},
    {"tiem",    "Thuốc tiêm tránh thai DMPA", "Injectable DMPA", "lọ", "vial", "injectable", "injectable", 25, 60, true, false},
    {"dctc",    "Dụng cụ tử cung TCu380A", "Copper IUD TCu380A", "chiếc", "piece", "iud", "iud", 1, 84, true, false},
    {"vien-dt", "Viên uống tránh thai đơn thuần", "Progestin-only pill", "vỉ", "cycle", "pill", "pill", 3, 36, false, false},
    {"kc",      "Viên uống tránh thai khẩn cấp", "Emergency pill", "liều", "dose", "pill", "emergency_pill", 10, 48, false, false},
    {"que",     "Que cấy tránh thai", "Implant", "bộ", "set", "implant", "implant", 1, 60, true, true},
    {"dctc-ml", "Dụng cụ tử cung Multiload", "Multiload IUD", "chiếc", "piece", "iud", "iud", 1, 36, true, true},
    {"mang",    "Màng phim tránh thai", "Contraceptive film", "miếng", "film", "other", "spermicide", 12, 36, false, false},
    {"bcs-nu",  "Bao cao su nữ", "Female condom", "chiếc", "piece", "other", "female_condom", 10, 60, false, true},
    {"tiem-dd", "Thuốc tiêm tránh thai dưới da", "Subcutaneous injectable", "ống", "syringe", "injectable", "injectable", 10, 36, true, true},
    {"vong-nt", "Dụng cụ tử cung nội tiết", "Hormonal IUD", "bộ", "set", "iud", "hormonal_iud", 1, 60, true, true},
};

static const struct supply {
    const char *item, *channel;
    int monthly, step;
} supplies[] = {
    {"bcs",     NULL,               520, 12},
    {"bcs",     "social_marketing", 130, 12},
    {"bcs",     "socialised",       170, 10},
    {"vien",    NULL,                75,  1},
    {"vien",    "social_marketing",  28,  1},
    {"tiem",    NULL,                16,  1},
    {"dctc",    NULL,                 7,  1},
    {"vien-dt", NULL,                12,  1},
    {"kc",      "socialised",        14,  1},
    {"que",     NULL,                 3,  1},
    {"dctc-ml", NULL,                 3,  1},
    {"mang",    "socialised",        20,  3},
    {"bcs-nu",  "social_marketing",  15,  1},
    {"tiem-dd", NULL,                 8,  1},
    {"vong-nt", "socialised",         2,  1},
};

static const char *const firsts[] = {"An", "Bình", "Cẩm", "Đông", "Hòa", "Khánh", "Long", "Minh",
    "Nam", "Phú", "Quảng", "Sơn", "Tân", "Thanh", "Vĩnh", "Xuân", "Yên", "Hưng", "Thái", "Lộc"};
static const char *const seconds[] = {"Biên", "Cường", "Điền", "Giang", "Hải", "Khê", "Lâm", "Lợi",
    "Mỹ", "Ngọc", "Phong", "Quý", "Tiến", "Thịnh", "Trung", "Thạch", "Hà", "Đức", "Kiều"};
static const char *const thirds[] = {"", " Thượng", " Hạ", " Đoài", " Đông", " Tây", " Nội", " Ngoại"};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct item *find_item(const char *code)
{
    const struct item *item = items;

    while (strcmp(item->code, code) != 0)
        item++;
    return item;
}

static void make_lines(struct world *world)
{
    if (world->items < 1 || world->items > (int)COUNT(items))
        world->items = COUNT(items);
    for (size_t i = 0; i < COUNT(supplies); i++) {
        const struct supply *supply = &supplies[i];
        const struct item *item = find_item(supply->item);

        if (item - items >= world->items)
            continue;
        world->lines[world->line_count++] = (struct line){.item = item->code,
            .method = item->method,
            .channel = supply->channel,
            .clinical = item->clinical,
            .rare = item->rare,
            .shelf_life = item->shelf_life,
            .monthly = supply->monthly,
            .pack = item->pack,
            .step = supply->step};
    }
}

/* The name of the nth commune: no two are alike before 19 * 20 * 8 of them. */
static void name_commune(int nth, char *name, size_t size)
{
    const size_t pairs = COUNT(firsts) * COUNT(seconds);
    const size_t pair = (size_t)nth * 151 % pairs; /* 151 and 380 share no factor */

    snprintf(name, size, "%s %s%s", firsts[pair % COUNT(firsts)],
        seconds[pair / COUNT(firsts)], thirds[(size_t)nth / pairs % COUNT(thirds)]);
}

static int add_place(
    struct world *world, const char *kind, const char *level, int parent, int size)
{
    struct place *place = &world->places[world->place_count];

    place->kind = kind;
    place->level = level;
    place->parent = parent;
    place->size = size;
    return world->place_count++;
}

static int add_store(struct world *world, const char *level, int parent, int size)
{
    const int store = add_place(world, "store", level, parent, size);

    add_place(world, NULL, NULL, store, 0);
    add_place(world, NULL, NULL, store, 0);
    return store;
}

static void name_shelves(struct world *world, int store)
{
    struct place *places = world->places + store;

    snprintf(places[HOLD].code, CODE_SIZE, "hold/%.30s", places->code);
    snprintf(places[TRANSIT].code, CODE_SIZE, "transit/%.30s", places->code);
}

static void add_station(struct world *world, int province, int nth)
{
    const bool ward = dice_happens(&world->dice, 300);
    const int size = (int)dice_between(&world->dice, 50, 180);
    const int station =
        add_store(world, "station", world_province(world, province), size);
    struct place *place = &world->places[station];
    char commune[48];

    name_commune(nth, commune, sizeof(commune));
    snprintf(place->code, CODE_SIZE, "tyt-%04d", nth + 1);
    snprintf(place->name, NAME_SIZE, "Trạm Y tế %s %s", ward ? "phường" : "xã", commune);
    name_shelves(world, station);
    for (int i = 0; i < world->collaborators; i++) {
        /* Three clients in five of condoms and pills are a collaborator's. */
        struct place *other = &world->places[add_place(world, "collaborator", NULL,
            station, size * 3 / (5 * world->collaborators) + 1)];

        snprintf(other->code, CODE_SIZE, "ctv-%04d-%d", nth + 1, i + 1);
        snprintf(other->name, NAME_SIZE, "CTV %s %d %s %s", ward ? "tổ dân phố" : "thôn",
            i + 1, ward ? "phường" : "xã", commune);
    }
}

void world_make(struct world *world)
{
    const int per_station = STORE_PLACES + world->collaborators;
    const int per_province = STORE_PLACES + world->stations * per_station;

    make_lines(world);
    world->places = claim(
        NULL, (size_t)(1 + world->provinces * per_province), sizeof(*world->places));
    add_place(world, "supplier", NULL, -1, 0);
    snprintf(world->places[0].code, CODE_SIZE, "ncc");
    snprintf(world->places[0].name, NAME_SIZE, "Kho trung ương");
    for (int i = 0; i < world->provinces; i++) {
        struct place *place = &world->places[add_store(world, "province", -1, 0)];
        char name[48];

        name_commune(i * 7 + 3, name, sizeof(name));
        snprintf(place->code, CODE_SIZE, "cds-%02d", i + 1);
        snprintf(place->name, NAME_SIZE, "Chi cục Dân số tỉnh %s", name);
        name_shelves(world, world_province(world, i));
        for (int j = 0; j < world->stations; j++)
            add_station(world, i, i * world->stations + j);
    }
    books_make(&world->books, world->place_count, world->line_count);
    world->done = claim(NULL, (size_t)world->place_count, sizeof(*world->done));
}

void world_free(struct world *world)
{
    books_free(&world->books, world->place_count);
    tasks_free(&world->tasks);
    free(world->places);
    free(world->done);
}

int world_province(const struct world *world, int province)
{
    const int per_station = STORE_PLACES + world->collaborators;

    return 1 + province * (STORE_PLACES + world->stations * per_station);
}

int world_station(const struct world *world, int province, int station)
{
    const int per_station = STORE_PLACES + world->collaborators;

    return world_province(world, province) + STORE_PLACES + station * per_station;
}

int world_collaborator(const struct world *world, int station, int collaborator)
{
    (void)world;
    return station + STORE_PLACES + collaborator;
}

bool world_is_station(const struct world *world, int place)
{
    const char *level = world->places[place].level;

    return level && strcmp(level, "station") == 0;
}

/* What people under a station need, whoever serves them. */
static int64_t need_of_station(const struct world *world, int station, int number)
{
    const struct line *line = &world->lines[number];
    const int size = world->places[station].size;

    if (line->rare && size < 110)
        return 0;
    return (line->monthly * size + 50) / 100;
}

int64_t world_need_below(const struct world *world, int place, int line)
{
    int64_t need = 0;

    if (world_is_station(world, place))
        return need_of_station(world, place, line);
    for (int station = place + STORE_PLACES; station < world->place_count; station++) {
        if (world_is_station(world, station) && world->places[station].parent == place)
            need += need_of_station(world, station, line);
    }
    return need;
}

kho_date world_new_year(int year)
{
    /* 2020 to 2035: January's days, then February's from 32. */
    static const int days[] = {
        25, 43, 32, 22, 41, 29, 48, 37, 26, 44, 34, 23, 42, 31, 50, 39};
    const int day = year >= 2020 && year <= 2035 ? days[year - 2020] : 36;

    return kho_date_of(year, 1, 1) + day - 1;
}

/* Percent of a middle month: before the new year people stock up and put off procedures;
 * the campaign of early summer is for procedures. */
static int season(bool clinical, kho_month month)
{
    const bool summer = month % 12 == 5 || month % 12 == 6;

    if (kho_month_of(world_new_year(1970 + month / 12)) == month)
        return clinical ? 60 : 130;
    return clinical && summer ? 170 : 100;
}

int64_t world_need(const struct world *world, int place, int number, kho_month month)
{
    const struct line *line = &world->lines[number];
    const bool station = world_is_station(world, place);
    int64_t need;

    if (station) {
        need = need_of_station(world, place, number);
        if (!line->clinical && world->collaborators > 0)
            need = need * 2 / 5;
    } else {
        if (line->clinical ||
            need_of_station(world, world->places[place].parent, number) == 0)
            return 0;
        need = (line->monthly * world->places[place].size + 50) / 100;
    }
    return need * season(line->clinical, month) / 100;
}

static void write_items(const struct world *world, FILE *file)
{
    fprintf(file, "items:\n");
    for (int i = 0; i < world->items; i++) {
        const struct item *item = &items[i];

        fprintf(file,
            "  - {code: %s, name: {vi: %s, en: %s}, unit: {vi: %s, en: %s}, pack: %d,\n"
            "     method: %s, clinical: %s, cyp: %s, shelf_life_months: %d}\n",
            item->code, item->vi, item->en, item->unit_vi, item->unit_en, item->pack,
            item->method, item->clinical ? "true" : "false", item->cyp, item->shelf_life);
    }
}

/* The items that a station must have: what every station is asked to provide. */
static void write_offers(const struct world *world, FILE *file)
{
    const char *separator = "";

    fprintf(file, ", offers: [");
    for (int i = 0; i < world->items; i++) {
        if (!items[i].rare) {
            fprintf(file, "%s%s", separator, items[i].code);
            separator = ", ";
        }
    }
    fprintf(file, "]");
}

static void write_place(const struct world *world, const struct place *place, FILE *file)
{
    fprintf(file, "  - {code: %s, kind: %s", place->code, place->kind);
    if (place->level)
        fprintf(file, ", level: %s", place->level);
    fprintf(file, ", name: {vi: %s}", place->name);
    if (place->parent >= 0)
        fprintf(file, ", parent: %s", world->places[place->parent].code);
    if (world_is_station(world, (int)(place - world->places)))
        write_offers(world, file);
    if (world->services && world_is_station(world, (int)(place - world->places)))
        fprintf(file, ", clinical: true");
    fprintf(file, "}\n");
}

static FILE *start_catalogue(const struct world *world, const char *folder, int number)
{
    char path[1024];
    FILE *file;

    if (number == 1)
        snprintf(path, sizeof(path), "%s/catalogue.yaml", folder);
    else
        snprintf(path, sizeof(path), "%s/catalogue-%d.yaml", folder, number);
    file = fopen(path, "wb");
    if (!file)
        complain(path, strerror(errno));
    fprintf(file, "kho: catalogue/1\nchannels: [%s, social_marketing, socialised]\n",
        first_channel);
    if (number == 1)
        write_items(world, file);
    fprintf(file, "places:\n");
    return file;
}

void world_write_catalogues(const struct world *world, const char *folder)
{
    int number = 1;
    FILE *file = start_catalogue(world, folder, number);

    for (int i = 0; i < world->place_count; i++) {
        if (!world->places[i].kind)
            continue;
        if (ftell(file) > CATALOGUE_MOST) {
            fclose(file);
            file = start_catalogue(world, folder, ++number);
        }
        write_place(world, &world->places[i], file);
    }
    if (fclose(file) != 0)
        complain(folder, strerror(errno));
}
