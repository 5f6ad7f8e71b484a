#include "ledger/world.h"
#include "store/ledger.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DAY_MS = 86400000, NOON_MS = 5 * 3600000 };

int64_t world_clock(void *context)
{
    return *(const int64_t *)context;
}

int64_t world_noon(kho_date date)
{
    return (int64_t)date * DAY_MS + NOON_MS;
}

bool world_differ(world *world, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(world->why, sizeof(world->why), format, arguments);
    va_end(arguments);
    return false;
}

/* Memory beats a disk: a random ledger is gone in a moment. */
static bool make_folder(world *world)
{
    const char *base = getenv("TMPDIR");

    if (!base)
        base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(world->folder, sizeof(world->folder), "%s/kho-test-XXXXXX", base);
    if (!mkdtemp(world->folder))
        return world_differ(world, "can't make a folder in %s", base);
    snprintf(world->path, sizeof(world->path), "%s/ledger.kho", world->folder);
    return true;
}

kho_status world_handle(world *world, kho_mode mode, kho_ledger **out)
{
    kho_options options = world->options;
    kho_status status;

    options.mode = mode;
    status = kho_ledger_open(world->path, &options, out);
    /* Letting sheets go in the middle must change nothing: small books do it all the
     * time. */
    if (status == KHO_OK)
        (*out)->sheets_most = 3;
    return status;
}

static bool open_ledger(world *world, kho_mode mode)
{
    return world_handle(world, mode, &world->ledger) == KHO_OK ||
           world_differ(world, "open: %s", kho_error_last()->message);
}

static bool begin(world *world, kho_date today)
{
    memset(world, 0, sizeof(*world));
    world->now = world_noon(today);
    world->options = (kho_options)KHO_OPTIONS_INIT;
    world->options.clock = world_clock;
    world->options.context = &world->now;
    world->books = malloc(sizeof(*world->books));
    if (!world->books)
        return world_differ(world, "out of memory");
    reference_init(world->books, today);
    return true;
}

bool world_open(world *world, kho_date today)
{
    return begin(world, today) && make_folder(world) && open_ledger(world, KHO_CREATE);
}

bool world_open_at(world *world, const char *path, kho_date today,
    void (*luck)(void *context, void *bytes, size_t size))
{
    if (!begin(world, today))
        return false;
    world->options.random = luck;
    snprintf(world->path, sizeof(world->path), "%s", path);
    world->options.busy_ms = 0;
    return open_ledger(world, KHO_CREATE);
}

bool world_reopen(world *world)
{
    kho_ledger_close(world->ledger);
    world->ledger = NULL;
    return open_ledger(world, KHO_READ_WRITE);
}

void world_close(world *world)
{
    DIR *folder = world->folder[0] ? opendir(world->folder) : NULL;
    const struct dirent *file;
    char path[640];

    kho_ledger_close(world->ledger);
    free(world->books);
    while (folder && (file = readdir(folder))) {
        snprintf(path, sizeof(path), "%s/%s", world->folder, file->d_name);
        if (file->d_name[0] != '.')
            unlink(path);
    }
    if (folder)
        closedir(folder);
    if (world->folder[0])
        rmdir(world->folder);
    world->ledger = NULL;
    world->books = NULL;
}

unsigned world_fault(kho_status status)
{
    return 1u << -status;
}

bool world_is_fault(const world *world, int status)
{
    return status < 0 && world->faults & world_fault((kho_status)status);
}

bool world_is_in(const world *world, int status)
{
    return status == KHO_OK || world_is_fault(world, status);
}

int world_add(world *world, const kho_catalogue *catalogue)
{
    reference *books = world->books;
    kho_answer answer = {0};
    const kho_status status =
        kho_ledger_define(world->ledger, catalogue, kho_date_of(1990, 1, 1), &answer);

    if (!world_is_in(world, status) || (status == KHO_OK && answer.seq <= books->seq))
        return world_differ(world, "define: %s, seq %lld",
                   status < 0 ? kho_error_last()->message : "", (long long)answer.seq) +
               1;
    for (size_t i = 0; i < catalogue->channel_count; i++)
        reference_channel(books, catalogue->channels[i]);
    for (size_t i = 0; i < catalogue->item_count; i++)
        reference_item_add(books, &catalogue->items[i]);
    for (size_t i = 0; i < catalogue->place_count; i++)
        reference_place_add(books, &catalogue->places[i]);
    for (size_t i = 0; i < catalogue->price_count; i++)
        reference_price_add(books, &catalogue->prices[i]);
    books->first_seq = ++books->seq;
    if (status == KHO_OK && answer.seq != books->seq)
        return world_differ(world, "define: seq %lld, expected %lld",
                   (long long)answer.seq, (long long)books->seq) +
               1;
    return status;
}

bool world_define(world *world, const kho_catalogue *catalogue)
{
    return world_add(world, catalogue) == KHO_OK;
}

kho_query world_query(const world *world, const reference_query *query)
{
    kho_query out = KHO_QUERY_INIT;

    out.place = query->place < 0 ? NULL : world->books->places[query->place].code;
    out.item = query->item < 0 ? NULL : world->books->items[query->item].code;
    out.tree = query->tree;
    out.sum = query->sum;
    out.on = query->on;
    out.from = query->from;
    out.to = query->to;
    out.known = query->known == INT64_MAX ? 0 : query->known;
    return out;
}

uint64_t world_digest(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint64_t hash = 14695981039346656037u;
    int byte;

    if (!file)
        return 0;
    while ((byte = getc(file)) != EOF)
        hash = (hash ^ (uint64_t)byte) * 1099511628211u;
    fclose(file);
    return hash;
}
