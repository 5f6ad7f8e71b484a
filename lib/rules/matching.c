#include "rules/matching.h"

#include <string.h>

#include "base/error.h"

const char *const kho__when_keys[KHO__WHEN_KEYS] = {
    "kind", "level", "place", "tree", "item", "method", "channel"};

/* Note what a match says of a key; false: out of memory. */
static bool note(kho__matching *matching, kho__when_key key, size_t match,
    const kho__codes *list, size_t *at)
{
    kho__map *first = &matching->first[key];

    if (!list->count)
        matching->open[key][match / 64] |= UINT64_C(1) << match % 64;
    for (size_t i = 0; i < list->count; i++, (*at)++) {
        matching->mentions[*at] =
            (kho__mention){match, kho__map_find(first, list->codes[i])};
        if (!kho__map_put(first, list->codes[i], (int64_t)*at))
            return false;
    }
    return true;
}

kho_status kho__matching_make(
    kho__arena *arena, const kho__match *matches, size_t count, kho__matching *matching)
{
    size_t mentions = 0, at = 0;

    *matching = (kho__matching){.count = count, .words = (count + 63) / 64};
    for (size_t i = 0; i < count; i++) {
        for (size_t key = 0; key < KHO__WHEN_KEYS; key++)
            mentions += matches[i].when.by[key].count;
    }
    matching->mentions = kho__arena_take(arena, (mentions + 1) * sizeof(kho__mention));
    if (!matching->mentions)
        return kho__fail_memory();
    for (kho__when_key key = 0; key < KHO__WHEN_KEYS; key++) {
        matching->open[key] =
            kho__arena_take(arena, (matching->words + 1) * sizeof(uint64_t));
        if (!matching->open[key])
            return kho__fail_memory();
        for (size_t i = 0; i < count; i++) {
            if (!note(matching, key, i, &matches[i].when.by[key], &at))
                return kho__fail_memory();
        }
    }
    return KHO_OK;
}

void kho__matching_free(kho__matching *matching)
{
    for (size_t key = 0; key < KHO__WHEN_KEYS; key++)
        kho__map_free(&matching->first[key]);
}

/* A key is gone through in three steps: who doesn't speak of it, who names one of the
 * words, and then who isn't among these falls out of the set. */
static void begin(const kho__matching *matching, kho__when_key key, uint64_t *found)
{
    memcpy(found, matching->open[key], matching->words * sizeof(*found));
}

static void find(
    const kho__matching *matching, kho__when_key key, const char *word, uint64_t *found)
{
    int64_t at = word ? kho__map_find(&matching->first[key], word) : -1;

    for (; at >= 0; at = matching->mentions[at].next)
        found[matching->mentions[at].match / 64] |= UINT64_C(1)
                                                    << matching->mentions[at].match % 64;
}

static void end(const kho__matching *matching, const uint64_t *found, uint64_t *set)
{
    for (size_t i = 0; i < matching->words; i++)
        set[i] &= found[i];
}

static bool is_spoken_of(const kho__matching *matching, kho__when_key key)
{
    return matching->first[key].used > 0;
}

/* A key whose value is one word. */
static void narrow(const kho__matching *matching, kho__when_key key, const char *word,
    uint64_t *set, uint64_t *scratch)
{
    if (!is_spoken_of(matching, key))
        return;
    begin(matching, key, scratch);
    find(matching, key, word, scratch);
    end(matching, scratch, set);
}

static void fill(const kho__matching *matching, uint64_t *set)
{
    memset(set, 0xFF, matching->words * sizeof(*set));
    if (matching->count % 64)
        set[matching->words - 1] = (UINT64_C(1) << matching->count % 64) - 1;
}

void kho__matching_place(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t place, kho_date day, uint64_t *set, uint64_t *scratch)
{
    const kho_place *as =
        place ? &kho__place_at(catalogue, kho__owner_of(catalogue, place))->as : NULL;

    fill(matching, set);
    narrow(matching, KHO__WHEN_KIND, as ? kho_place_kind_word(as->kind) : NULL, set,
        scratch);
    narrow(matching, KHO__WHEN_LEVEL, as ? as->level : NULL, set, scratch);
    narrow(matching, KHO__WHEN_PLACE, as ? as->code : NULL, set, scratch);
    if (!is_spoken_of(matching, KHO__WHEN_TREE))
        return;
    begin(matching, KHO__WHEN_TREE, scratch);
    /* As many steps as there are places: a loop in the links can't hold us. */
    for (size_t steps = 0; place && steps <= catalogue->place_count; steps++) {
        find(matching, KHO__WHEN_TREE, kho__place_at(catalogue, place)->as.code, scratch);
        place = kho__parent_on(catalogue, place, day);
    }
    end(matching, scratch, set);
}

void kho__matching_item(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t item, uint64_t *set, uint64_t *scratch)
{
    const kho_item *as = item ? &kho__item_at(catalogue, item)->as : NULL;

    fill(matching, set);
    narrow(matching, KHO__WHEN_ITEM, as ? as->code : NULL, set, scratch);
    narrow(matching, KHO__WHEN_METHOD, as ? as->method : NULL, set, scratch);
}

void kho__matching_channel(const kho__matching *matching, const kho__catalogue *catalogue,
    int32_t channel, uint64_t *set, uint64_t *scratch)
{
    fill(matching, set);
    narrow(matching, KHO__WHEN_CHANNEL,
        channel ? kho__channel_at(catalogue, channel) : NULL, set, scratch);
}

void kho__matching_beside(const kho__matching *matching, const kho__when *when,
    uint64_t *set, uint64_t *scratch)
{
    fill(matching, set);
    for (kho__when_key key = 0; key < KHO__WHEN_KEYS; key++) {
        const kho__codes *list = &when->by[key];

        /* A place has many above it: trees exclude each other only in a catalogue. */
        if (!list->count || key == KHO__WHEN_TREE)
            continue;
        begin(matching, key, scratch);
        for (size_t i = 0; i < list->count; i++)
            find(matching, key, list->codes[i], scratch);
        end(matching, scratch, set);
    }
}
