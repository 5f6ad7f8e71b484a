#include "base/trial.h"
#include "base/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHECKED = 16, /* every so many failures `check` looks at it */
    MOST = 250,   /* failures of a call, before some are left out; see most() */
    QUICK_MOST = 30
};

/* What a call comes to when nothing fails. */
typedef struct measured {
    long allocations;
    uint64_t outcome;
} measured;

/* Eight bytes at a time: ledgers are hashed again and again. */
uint64_t trial_hash(uint64_t hash, const void *bytes, size_t size)
{
    const char *at = bytes;

    for (size_t step; size > 0; at += step, size -= step) {
        uint64_t word = 0;

        step = size < sizeof(word) ? size : sizeof(word);
        memcpy(&word, at, step);
        hash = (hash ^ word ^ step) * UINT64_C(1099511628211);
        hash ^= hash >> 29;
    }
    return hash;
}

void trial_nothing(void)
{
}

static uint64_t no_disk(void)
{
    return 0;
}

static uint64_t take_outcome(void)
{
    const uint64_t was = trial_outcome;

    trial_outcome = 0;
    return was;
}

static bool is_sound(void)
{
    return true;
}

uint64_t trial_outcome;

void trial_add(const void *bytes, size_t size)
{
    trial_outcome = trial_hash(trial_outcome, bytes, size);
}

const trial_stage trial_bare = {
    trial_nothing, trial_nothing, no_disk, take_outcome, is_sound, trial_nothing};

static const char *measure(const trial_stage *stage, const trial *trial, measured *out)
{
    const char *wrong = NULL;

    stage->begin();
    trial->prepare();
    stage->ready();
    memory_fail(LONG_MAX, false);
    if (trial->call() != KHO_OK)
        wrong = kho_error_last()->message;
    memory_failed();
    out->allocations = memory_asked();
    out->outcome = stage->outcome();
    if (!wrong && !stage->is_sound())
        wrong = "the check finds a fault, though nothing failed";
    stage->end();
    return wrong;
}

/* The error of the thread says so, in its language. */
static bool is_told(void)
{
    return kho_error_last()->status == KHO_EMEMORY &&
           strstr(kho_error_last()->message, "out of memory");
}

/* What came of a call whose nth allocation failed; NULL: all as it should be. */
static const char *judge(const trial_stage *stage, const trial *trial,
    const measured *well, kho_status status, uint64_t before)
{
    if (!memory_failed())
        return "other allocations than at first";
    if (status == KHO_OK && stage->outcome() != well->outcome)
        return "it failed and nobody was told";
    /* What was lost in a cache alone is no part of what it comes to. */
    if (status == KHO_OK)
        return stage->is_sound() ? NULL : "nobody was told, and the check finds a fault";
    if (status != KHO_EMEMORY || !is_told())
        return kho_error_last()->message;
    stage->outcome();
    if (!trial->in_steps && stage->disk() != before)
        return "the failure changed what lies on the disk";
    trial->prepare();
    stage->ready();
    if (trial->call() != KHO_OK)
        return kho_error_last()->message;
    return stage->outcome() == well->outcome ? NULL : "again it comes to something else";
}

static const char *fail_nth(const trial_stage *stage, const trial *trial,
    const measured *well, long nth, bool lasting)
{
    const long living = memory_living();
    const char *wrong;
    kho_status status;
    uint64_t before;

    stage->begin();
    trial->prepare();
    before = stage->disk();
    stage->ready();
    memory_fail(nth, lasting);
    status = trial->call();
    memory_failed();
    wrong = judge(stage, trial, well, status, before);
    if (!wrong && nth % CHECKED == 0 && !stage->is_sound())
        wrong = "the check finds a fault";
    stage->end();
    return wrong ? wrong : memory_living() != living ? "memory stays behind" : NULL;
}

static long most(bool lasting)
{
    return getenv("KHO_LONG")    ? LONG_MAX
           : getenv("KHO_QUICK") ? QUICK_MOST
           : lasting             ? MOST / 2
                                 : MOST;
}

/* A call with many allocations is tried at some of them, which are spread evenly. */
static bool fail_each(const trial_stage *stage, const trial *trial, const measured *well,
    bool lasting, long *failed)
{
    const long step = 1 + (well->allocations - 1) / most(lasting);

    for (long nth = lasting ? step : 1; nth <= well->allocations; nth += step) {
        const char *wrong = fail_nth(stage, trial, well, nth, lasting);

        if (wrong) {
            printf("%s, %s: allocation %ld of %ld fails%s: %s\n", trial->function,
                trial->setting, nth, well->allocations,
                lasting ? ", and all that follow" : "", wrong);
            return false;
        }
        ++*failed;
    }
    return true;
}

bool trial_all(const trial_stage *stage, const trial *trials, size_t count)
{
    const char *only = getenv("KHO_CASE");
    long failed[2] = {0}, allocations = 0;
    bool good = true;

    for (size_t i = 0; i < count; i++) {
        const trial *trial = &trials[i];
        const char *wrong;
        measured well;

        if (only && strcmp(only, trial->function) != 0)
            continue;
        wrong = measure(stage, trial, &well);
        if (!wrong)
            wrong = measure(stage, trial, &well); /* what is allocated once and for all */
        if (!wrong && well.allocations == 0)
            wrong = "it allocates nothing";
        if (wrong)
            printf("%s, %s: %s\n", trial->function, trial->setting, wrong);
        for (int lasting = 0; !wrong && lasting < 2; lasting++)
            good = fail_each(stage, trial, &well, lasting, &failed[lasting]) && good;
        good = good && !wrong;
        allocations += well.allocations;
    }
    printf("%zu calls with %ld allocations: %ld failed once, %ld with all that follow\n",
        count, allocations, failed[0], failed[1]);
    return good;
}

bool trial_none(const trial_stage *stage, const trial *trials, size_t count)
{
    bool good = true;

    for (size_t i = 0; i < count; i++) {
        const long living = memory_living();
        bool asked;

        stage->begin();
        trials[i].prepare();
        memory_fail(1, true);
        (void)trials[i].call();
        asked = memory_failed();
        stage->outcome();
        stage->end();
        if (!asked && memory_living() == living)
            continue;
        printf("%s: %s\n", trials[i].function,
            asked ? "it allocates" : "memory stays behind");
        good = false;
    }
    printf("%zu calls allocate nothing\n", count);
    return good;
}

void trial_list(const trial *trials, size_t count)
{
    for (size_t i = 0; i < count; i++)
        puts(trials[i].function);
}
