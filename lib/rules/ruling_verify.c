/* Looking for lines that would get contradictory rules, in a whole catalogue. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "rules/ruling_inside.h"

/* Where a class of this group was seen first. */
static int32_t first_of(const kho__classes *group, size_t class)
{
    int32_t id = 0;

    while (group->of[id] != (int32_t) class + 1)
        id++;
    return id;
}

/* Every combination of a place with the classes of items and channels. */
static kho_status verify_place(kho__ruling *ruling, int32_t place)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < ruling->groups[KHO__ITEMS].count && status == KHO_OK; i++) {
        for (size_t j = 0; j < ruling->groups[KHO__CHANNELS].count && status == KHO_OK;
             j++) {
            const kho_rule *rule;

            status =
                kho__ruling_of(ruling, place, first_of(&ruling->groups[KHO__ITEMS], i),
                    first_of(&ruling->groups[KHO__CHANNELS], j), &rule);
        }
    }
    return status;
}

/* Every class of places on a day, those alone that no earlier day had. */
static kho_status verify_day(kho__ruling *ruling, kho_date day)
{
    const kho__catalogue *catalogue = ruling->catalogue;
    kho__classes *places = &ruling->groups[KHO__PLACES];
    kho_status status = KHO_OK;

    ruling->day = day;
    memset(places->of, 0, places->of_count * sizeof(*places->of));
    for (int32_t id = 0; id < (int32_t)places->of_count && status == KHO_OK; id++) {
        const size_t before = places->count;

        if (id && !kho__is_physical(kho__place_at(catalogue, id)->as.kind))
            continue;
        if (kho__class_of(ruling, KHO__PLACES, id) < 0)
            return kho__fail_memory();
        if (places->count > before)
            status = verify_place(ruling, id);
    }
    return status;
}

static int compare_days(const void *a, const void *b)
{
    const kho_date one = *(const kho_date *)a, other = *(const kho_date *)b;

    return (one > other) - (one < other);
}

/* The days of a range from which on someone stands elsewhere. */
static size_t find_days(
    const kho__catalogue *catalogue, kho_date from, kho_date until, kho_date *days)
{
    size_t count = 0, kept = 0;

    for (size_t i = 0; i < catalogue->place_count; i++) {
        const kho__place *place = &catalogue->places[i];

        for (size_t j = 0; j < place->link_count; j++) {
            const kho_date since = place->links[j].since;

            if (since > from && since <= until) {
                if (days)
                    days[count] = since;
                count++;
            }
        }
    }
    if (!days)
        return count;
    qsort(days, count, sizeof(*days), compare_days);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || days[i] != days[i - 1])
            days[kept++] = days[i];
    }
    return kept;
}

static kho_status verify_days(kho__ruling *ruling, kho_date from, kho_date until)
{
    const kho__catalogue *catalogue = ruling->catalogue;
    kho_date *days = NULL;
    size_t count = 0;
    kho_status status = verify_day(ruling, from);

    if (status < 0 || !ruling->set->matching.first[KHO__WHEN_TREE].used)
        return status;
    days = malloc((find_days(catalogue, from, until, NULL) + 1) * sizeof(*days));
    if (!days)
        return kho__fail_memory();
    count = find_days(catalogue, from, until, days);
    for (size_t i = 0; i < count && status == KHO_OK; i++)
        status = verify_day(ruling, days[i]);
    free(days);
    return status;
}

kho_status kho__ruling_verify(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho_date from, kho_date until)
{
    kho__ruling *ruling;
    kho_status status;
    bool fits = true;

    if (!set->match_count)
        return KHO_OK;
    if ((status = kho__ruling_new(set, catalogue, from, &ruling)) < 0)
        return status;
    for (int32_t id = 1; id <= (int32_t)catalogue->item_count && fits; id++)
        fits = kho__class_of(ruling, KHO__ITEMS, id) >= 0;
    for (int32_t id = 1; id <= (int32_t)catalogue->channel_count && fits; id++)
        fits = kho__class_of(ruling, KHO__CHANNELS, id) >= 0;
    status = fits ? verify_days(ruling, from, until) : kho__fail_memory();
    kho__ruling_free(ruling);
    return status;
}
