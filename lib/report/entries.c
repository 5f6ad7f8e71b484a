#include "report/entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef struct seqs {
    int64_t *of;
    size_t count, room;
} seqs;

static kho_status add_touches(
    seqs *all, kho_ledger *ledger, kho_month month, int32_t place)
{
    kho__arena arena = {0};
    int64_t *some;
    size_t more;
    kho_status status = kho__touches(ledger, &arena, month, place, &some, &more);

    if (status == KHO_OK &&
        !kho__grow((void **)&all->of, &all->room, all->count, more, sizeof(*all->of)))
        status = kho__fail_memory();
    if (status == KHO_OK && more)
        memcpy(all->of + all->count, some, more * sizeof(*all->of));
    if (status == KHO_OK)
        all->count += more;
    kho__arena_free(&arena);
    return status;
}

static kho_status find_seqs(
    seqs *all, const kho__asked *asked, kho_month first, kho_month last)
{
    kho_status status = KHO_OK;

    for (kho_month month = first; month <= last; month++) {
        for (size_t i = 0; i < asked->place_count && status == KHO_OK; i++) {
            const kho__place *place =
                kho__place_at(&asked->ledger->catalogue, asked->places[i]);

            if (place->first != KHO_NO_MONTH && place->first <= month)
                status = add_touches(all, asked->ledger, month, place->id);
        }
    }
    return status;
}

static int compare_seqs(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static kho_status tell(const kho__asked *asked, int64_t seq, kho_date from, kho_date to,
    kho__entry_told visit, void *context)
{
    kho__arena arena = {0};
    kho__effects effects = {0};
    kho__record record = {0};
    kho__entry_row row;
    kho_status status = kho__journal_by_seq(asked->ledger, &arena, seq, &row);

    if (status == KHO_OK && row.date >= from && row.date <= to &&
        (status = kho__record_read(&arena, row.body, row.body_size, &record)) == KHO_OK &&
        (status = kho__effects_of(asked->ledger, row.date, &record, &effects)) == KHO_OK)
        status = visit(context, &row, &record, &effects);
    kho__effects_free(&effects);
    kho__record_free(&record);
    kho__arena_free(&arena);
    return status;
}

kho_status kho__each_entry(const kho__asked *asked, kho_date from, kho_date to,
    kho__entry_told visit, void *context)
{
    seqs all = {0};
    kho_status status = find_seqs(&all, asked, kho_month_of(from), kho_month_of(to));

    if (all.count)
        qsort(all.of, all.count, sizeof(*all.of), compare_seqs);
    for (size_t i = 0; i < all.count && status == KHO_OK; i++) {
        if (i == 0 || all.of[i] != all.of[i - 1])
            status = tell(asked, all.of[i], from, to, visit, context);
    }
    free(all.of);
    return status;
}
