/*
 * The disk fails, or is full, at each operation of each step of a station's year
 * (store/story.h): once, or from then on; first where it is written and synced, then
 * where it is read, too. A step that was done by half is none; a failure is told, and
 * leaves a handle that takes the same step once the disk is well again. Every other time
 * another handle has to: what is in the file must be enough.
 *
 *   KHO_CASE=step:way:operation   that one alone
 */
#include "store/disk_calls.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/year.h"

/* The ledger, its journal, its queue, the backup, the clients' key. */
enum { NAMES_USUAL = 5, TOLD = 10, CASES = 9000, QUICK_EACH = 7 };

static const struct way {
    const char *name;
    disk_failure how; /* nth is set for each case */
} ways[] = {
    {"EIO once",                  {0, EIO, false, false}   },
    {"EIO from then on",          {0, EIO, true, false}    },
    {"ENOSPC once",               {0, ENOSPC, false, false}},
    {"ENOSPC from then on",       {0, ENOSPC, true, false} },
    {"EIO once, reading, too",    {0, EIO, false, true}    },
    {"EIO from then on, reading", {0, EIO, true, true}     },
};

static story *const now = &lived.story;
static long cases, faults, told, failed, survived, statuses[32];

static void complain(size_t step, size_t way, long nth, const char *what)
{
    faults++;
    if (told++ < TOLD)
        printf("KHO_CASE=%zu:%zu:%ld, '%s', %s: %s (%s)\n", step, way, nth,
            story_steps[step].name, ways[way].name, what, kho_error_last()->message);
}

/* The disk and the handle as they were before the step. */
static void set_up(size_t step)
{
    story_close(now);
    disk_cut_at(lived.began[step]);
    disk_cut(DISK_NOTHING_LOST, 1);
    disk_live_again();
    if (step > 0 && (story_open(now, KHO_READ_WRITE) < 0 || story_use_key(now) < 0))
        abort();
}

/* Another handle, that knows nothing. */
static kho_status open_anew(void)
{
    size_t size;
    kho_status status = KHO_OK;

    story_close(now);
    if (disk_file(now->path, &size) &&
        (status = story_open(now, KHO_READ_WRITE)) == KHO_OK)
        status = story_use_key(now);
    return status;
}

/* What may be there after a step that failed: all before it, and whole commits of it. */
static bool is_whole(size_t step)
{
    const size_t before = step > 0 ? year_state_of(step - 1) : 0;
    size_t size;

    return story_steps[step].once || year_find(before, year_state_of(step)) > 0 ||
           (before == 0 && !disk_file(now->path, &size));
}

/* A handle that was lost with the disk is got again by opening. */
static kho_status take_again(size_t step)
{
    kho_status status = KHO_OK;

    if (!now->ledger)
        status = open_anew();
    return status == KHO_OK ? story_take(now, step) : status;
}

/* What may come of the failure; NULL: nothing is wrong. */
static const char *see_after(size_t step, long nth)
{
    const size_t last = year_state_of(step);

    if (nth % 2 && open_anew() < 0)
        return "it doesn't open";
    if (nth % 2 && !is_whole(step))
        return "something is there by half";
    if (take_again(step) < 0)
        return "the step is refused afterwards";
    if (!story_steps[step].once && year_find(last, last) != last)
        return "it is something else";
    if (nth % 7 == 0 && story_check(now->ledger) != 0)
        return "check finds faults";
    return year_copy_fault(0);
}

/* The power fails, too: what was acknowledged at last is on the disk all the same, though
 * a sync that failed won't be made good by a later one. */
static const char *see_after_power_cut(size_t step)
{
    const size_t last = year_state_of(step);
    size_t size;

    if (step == 0 && !disk_file(now->path, &size))
        return NULL; /* it was told that nothing was made */
    if (story_open(now, KHO_READ_WRITE) < 0)
        return "it doesn't open after a power cut";
    return story_steps[step].once || year_find(last, last) == last
               ? NULL
               : "what was acknowledged is gone after a power cut";
}

static void take_failing(size_t step, size_t way, long nth, long *operations)
{
    disk_failure how = ways[way].how;
    kho_status status;

    how.nth = nth;
    disk_fail(how);
    status = story_take(now, step);
    *operations = disk_failed();
    if (*operations < nth)
        return;
    cases++;
    failed += status < 0;
    survived += status == KHO_OK;
    statuses[-status]++;
    /* SQLite takes a file that can't be read for a spoilt one. */
    if (status < 0 && status != KHO_ESTORAGE && !(how.reads && status == KHO_EDAMAGED))
        complain(step, way, nth, "another status than 'storage'");
    if (!how.lasting && disk_names() > NAMES_USUAL)
        complain(step, way, nth, "a file is left behind");
}

/* False where the step has no such operation any more. */
static bool try_one(size_t step, size_t way, long nth)
{
    const char *fault = NULL;
    long operations;

    set_up(step);
    take_failing(step, way, nth, &operations);
    if (operations >= nth)
        fault = see_after(step, nth);
    story_close(now);
    disk_cut_again(DISK_ALL_LOST, 1);
    if (operations < nth)
        return false;
    if (!fault)
        fault = see_after_power_cut(step);
    if (fault)
        complain(step, way, nth, fault);
    return true;
}

static void replay(const char *text)
{
    char *end;
    const size_t step = strtoul(text, &end, 10), way = strtoul(end + 1, &end, 10);

    (void)try_one(step, way, strtol(end + 1, NULL, 10));
}

int main(void)
{
    char folder[] = "/tmp/kho-faults-XXXXXX", remove[64];
    const char *one = getenv("KHO_CASE");
    const long stride = getenv("KHO_QUICK") ? QUICK_EACH : 1;

    if (!mkdtemp(folder) || chdir(folder) != 0)
        return 1;
    story_prepare();
    year_live(NULL);
    if (one)
        replay(one);
    for (size_t step = 0; step < story_count && !one; step++) {
        for (size_t way = 0; way < sizeof(ways) / sizeof(*ways); way++) {
            long nth = 1 + (long)(step + way) % stride;

            while (try_one(step, way, nth))
                nth += stride;
        }
    }
    story_close(now);
    printf("%ld operations failed: %ld steps with them, %ld steps all the same; %ld "
           "faults\n",
        cases, failed, survived, faults);
    for (int i = 0; i < 32; i++) {
        if (statuses[i])
            printf(
                "  %s: %ld\n", i ? kho_status_word((kho_status)-i) : "ok", statuses[i]);
    }
    snprintf(remove, sizeof(remove), "rm -rf '%s'", folder);
    if (!one && (cases < CASES / stride || !failed || !survived)) {
        printf(
            "fewer cases than there are, or of one outcome only: this test is blind\n");
        faults++;
    }
    return system(remove) != 0 || faults > 0;
}
