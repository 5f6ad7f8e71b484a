#include "stage.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

kho_ledger *stage_ledger;

/* In memory, where there is such a folder: a commit needn't wait for a disk. */
static char folder[] = "/dev/shm/kho-fuzz-XXXXXX", otherwise[] = "/tmp/kho-fuzz-XXXXXX";
static int turns;

static const char catalogue[] =
    "kho: catalogue/1\n"
    "channels: [free, social_marketing]\n"
    "items:\n"
    "  - {code: bcs, name: Bao cao su, unit: chiếc, pack: 144, method: condom, cyp: "
    "condom}\n"
    "  - {code: vien, name: Viên uống, unit: vỉ, lots: true, method: pill, cyp: coc}\n"
    "  - {code: dctc, name: Dụng cụ tử cung, unit: chiếc, clinical: true, method: iud}\n"
    "places:\n"
    "  - {code: ncc, kind: supplier, name: Kho}\n"
    "  - {code: cds, kind: store, level: province, name: Chi cục}\n"
    "  - {code: tyt, kind: store, level: station, name: Trạm, parent: cds, clinical: "
    "true}\n"
    "  - {code: ctv, kind: collaborator, name: CTV, parent: tyt}\n";

static const char entries[] =
    "{\"uid\":\"a\",\"date\":\"2026-08-31\",\"moves\":[{\"item\":\"bcs\",\"lot\":\"A\","
    "\"expiry\":"
    "\"2027-05\",\"from\":\"opening\",\"to\":\"tyt\",\"quantity\":500},{\"item\":"
    "\"vien\","
    "\"lot\":\"V\",\"expiry\":\"2026-12\",\"from\":\"opening\",\"to\":\"tyt\","
    "\"quantity\":90}]}\n"
    "{\"uid\":\"b\",\"date\":\"2026-09-03\",\"moves\":[{\"item\":\"bcs\",\"lot\":\"B\","
    "\"expiry\":"
    "\"2029-05\",\"from\":\"ncc\",\"to\":\"tyt\",\"quantity\":1440},{\"item\":\"bcs\","
    "\"lot\":"
    "\"A\",\"from\":\"tyt\",\"to\":\"ctv\",\"quantity\":144}]}\n"
    "{\"uid\":\"c\",\"date\":\"2026-09-20\",\"moves\":[{\"item\":\"bcs\",\"from\":"
    "\"ctv\",\"to\":"
    "\"client\",\"quantity\":60}],\"service\":{\"method\":4,\"kind\":\"resupply\","
    "\"clients\":6,"
    "\"age\":\"25-34\"}}\n"
    "{\"uid\":\"d\",\"date\":\"2026-10-05\",\"observed\":[{\"place\":\"tyt\",\"item\":"
    "\"vien\","
    "\"lot\":\"V\",\"found\":88}]}\n"
    "{\"uid\":\"e\",\"date\":\"2026-10-09\",\"moves\":[{\"item\":\"vien\",\"from\":"
    "\"tyt\",\"to\":"
    "\"client\",\"quantity\":12}]}\n"
    "{\"uid\":\"f\",\"date\":\"2026-10-10\",\"reverses\":\"e\"}\n";

void stage_must(bool so)
{
    if (so)
        return;
    fprintf(stderr, "stage: %s\n", kho_error_last()->message);
    abort();
}

static int64_t noon(void *context)
{
    (void)context;
    return ((int64_t)kho_date_of(2026, 11, 21) * 24 + 5) * 3600 * 1000;
}

kho_status stage_open(const char *path, kho_mode mode, kho_ledger **out)
{
    kho_options options = KHO_OPTIONS_INIT;

    options.mode = mode;
    options.clock = noon;
    options.busy_ms = 0;
    return kho_ledger_open(path, &options, out);
}

void stage_file(const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(name, "wb");

    stage_must(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

uint8_t *stage_read(const char *name, size_t *size)
{
    FILE *file = fopen(name, "rb");
    uint8_t *bytes = malloc((size_t)1 << 22);

    stage_must(file && bytes);
    *size = fread(bytes, 1, (size_t)1 << 22, file);
    fclose(file);
    return bytes;
}

static ptrdiff_t read_entries(void *context, char *buffer, size_t size)
{
    const char **at = context;
    const size_t left = strlen(*at), given = size < left ? size : left;

    memcpy(buffer, *at, given);
    *at += given;
    return (ptrdiff_t)given;
}

int stage_drop(void *context, const char *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    (void)size;
    return 0;
}

static void remove_files(void)
{
    DIR *all = opendir(".");
    struct dirent *entry;

    while (all && (entry = readdir(all)))
        unlink(entry->d_name);
    if (all)
        closedir(all);
}

static void begin(void)
{
    const kho_feed feed = KHO_FEED_INIT;
    const char *at = entries;
    int64_t refused;

    remove_files();
    stage_file("c.yaml", catalogue, strlen(catalogue));
    stage_must(stage_open("x.kho", KHO_CREATE, &stage_ledger) == KHO_OK);
    stage_must(kho_ledger_load_catalogue(stage_ledger, "c.yaml", kho_date_of(2026, 1, 1),
                   false, NULL) == KHO_OK);
    stage_must(kho_ledger_post_json(stage_ledger, &feed, "", read_entries, &at,
                   stage_drop, NULL, &refused) == KHO_OK &&
               refused == 0);
    stage_must(kho_ledger_close_month(
                   stage_ledger, "tyt", true, 12 * 56 + 8, NULL, NULL) == KHO_OK);
}

static void leave(void)
{
    kho_ledger_close(stage_ledger);
    remove_files();
    if (chdir("/") == 0)
        rmdir(folder);
}

void stage_set(void)
{
    if (!mkdtemp(folder)) {
        memcpy(folder, otherwise, sizeof(otherwise));
        stage_must(mkdtemp(folder) != NULL);
    }
    stage_must(chdir(folder) == 0 && atexit(leave) == 0);
    begin();
}

void stage_turn(int inputs)
{
    kho_table *faults;

    if (++turns < inputs)
        return;
    turns = 0;
    stage_must(kho_ledger_check(stage_ledger, &faults) == KHO_OK);
    if (kho_table_rows(faults) > 0)
        fprintf(stderr, "stage: %s\n", kho_table_text(faults, 0, KHO_CHECK_KIND));
    stage_must(kho_table_rows(faults) == 0);
    kho_table_free(faults);
    kho_ledger_close(stage_ledger);
    begin();
}
