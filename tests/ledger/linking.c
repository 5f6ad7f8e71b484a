#include "ledger/linking.h"

#include <stdlib.h>

int linking_failures;
char linking_folder[] = "/tmp/kho-privacy-XXXXXX";

void linking_expect(bool what, const char *text)
{
    if (what)
        return;
    linking_failures++;
    fprintf(stderr, "failed: %s (%s)\n", text, kho_error_last()->message);
}

const char *linking_path(const char *name)
{
    static char paths[4][320];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof(paths[0]), "%s/%s", linking_folder, name);
    return path;
}

int linking_sink(void *context, const char *bytes, size_t size)
{
    return fwrite(bytes, 1, size, context) == size ? 0 : -1;
}

/* What a call said is kept, in both languages where it failed. */
kho_status linking_heard(kho_status status)
{
    FILE *file = fopen(linking_path("errors.txt"), "ab");

    if (!file)
        abort();
    if (status < 0) {
        fprintf(file, "%s\n", kho_error_last()->message);
        (void)!kho_error_json(linking_sink, file);
    }
    fclose(file);
    return status;
}

kho_status linking_open(const char *name, kho_mode mode, kho_ledger **out)
{
    static int64_t now;
    kho_options options = KHO_OPTIONS_INIT;

    now = world_noon(linking_today);
    options.mode = mode;
    options.clock = world_clock;
    options.context = &now;
    return kho_ledger_open(linking_path(name), &options, out);
}

bool linking_define(kho_ledger *ledger)
{
    static const char *const channels[] = {"free"};
    /* clang-format off */
    static const kho_item items[] = {
        {"que", {"Que cấy", NULL}, {"que", "piece"}, 1, "implant", true, false, NULL, 0, 0, 0},
    };
    static const kho_place places[] = {
        {.code = "ncc", .kind = KHO_SUPPLIER, .name = {"Kho trung ương", NULL}},
        {.code = "tyt", .kind = KHO_STORE, .name = {"Trạm", NULL}, .clinical = true},
    };
    /* clang-format on */
    const kho_catalogue catalogue = {channels, 1, items, 1, places, 2, NULL, 0};
    kho_answer answer;

    return linking_heard(kho_ledger_define(
               ledger, &catalogue, kho_date_of(2000, 1, 1), &answer)) == KHO_OK;
}

/* One service of one client; `again` another of the same. */
kho_status linking_post(kho_ledger *ledger, int i, const char *again, kho_date date,
    const char *client, kho_answer *answer)
{
    kho_service service = KHO_SERVICE_INIT;
    kho_entry entry = KHO_ENTRY_INIT;
    char uid[64];

    snprintf(uid, sizeof(uid), "v-%04d%s", i, again);
    service.place = "tyt";
    service.method = KHO_IMPLANT;
    service.kind = KHO_COUNSEL;
    service.client = client;
    entry.uid = uid;
    entry.date = date;
    entry.services = &service;
    entry.service_count = 1;
    return linking_heard(kho_ledger_post(ledger, &entry, answer));
}

void linking_write(kho_table *table, const char *name)
{
    for (int format = KHO_TERMINAL; format <= KHO_XLSX; format++) {
        char path[64];
        FILE *file;

        snprintf(path, sizeof(path), "%s.%d", name, format);
        file = fopen(linking_path(path), "wb");
        if (!file)
            abort();
        linking_heard(
            kho_table_write(table, (kho_format)format, KHO_VI, linking_sink, file));
        fclose(file);
    }
}

/* How many services are linked to an identifier; -1: none can be. */
int64_t linking_count(kho_ledger *ledger, const char *client)
{
    kho_table *table = NULL;
    int64_t rows = -1;

    if (linking_heard(kho_ledger_client_export(ledger, client, &table)) == KHO_OK) {
        rows = (int64_t)kho_table_rows(table);
        linking_write(table, "export");
    }
    kho_table_free(table);
    return rows;
}
