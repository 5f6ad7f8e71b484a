#include "ledger/hostile.h"

#include "shared.h"

#include <jansson.h>
#include <string.h>
#include <utf8proc.h>

bool hostile_open(world *books)
{
    static const char *const channels[] = {"free", "social_marketing"};
    /* clang-format off */
    static const kho_item items[] = {
        {"bcs", {"Bao cao su", "Condom"}, {"chiếc", "piece"}, 1, NULL, false, false, NULL, 0, 0, 0},
    };
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}},
        {.code = "ctv", .kind = KHO_COLLABORATOR, .name = {"CTV", NULL}, .parent = "tyt"},
    };
    /* clang-format on */
    const kho_catalogue catalogue = {channels, 2, items, 1, places, 3, NULL, 0};
    const kho_move move = {
        "bcs", "A", kho_date_of(2029, 12, 31), NULL, "ncc", "tyt", 100000};
    kho_entry entry = KHO_ENTRY_INIT;

    if (!world_open(books, kho_date_of(2026, 5, 15)) || !world_define(books, &catalogue))
        return false;
    entry.uid = "first";
    entry.date = kho_date_of(2026, 1, 1);
    entry.moves = &move;
    entry.move_count = 1;
    return world_post(books, &entry) == KHO_OK;
}

bool hostile_is_line(const char *message)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)message;
    utf8proc_int32_t point;

    if (!*at)
        return false;
    while (*at) {
        utf8proc_ssize_t size = utf8proc_iterate(at, -1, &point);

        if (size <= 0 || point < 0x20 || (point >= 0x7f && point < 0xa0))
            return false;
        at += size;
    }
    return true;
}

static int each_string(
    const char *path, void (*call)(void *, const char *), void *context)
{
    json_t *list = json_load_file(path, JSON_ALLOW_NUL, NULL);
    json_t *text;
    size_t i;

    if (!json_is_array(list))
        return 0;
    json_array_foreach(list, i, text) call(context, json_string_value(text));
    json_decref(list);
    return (int)i;
}

int hostile_each(
    const char *name, void (*call)(void *context, const char *text), void *context)
{
    char path[512], line[2048];
    int count = 0;
    FILE *file;

    if (!shared_path(name, path, sizeof(path)))
        return -1;
    if (strstr(name, ".json"))
        return each_string(path, call, context);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\n")] = '\0';
        call(context, line);
        count++;
    }
    if (file)
        fclose(file);
    return count;
}
