#include "report/small_cells.h"

#include "base/error.h"
#include "base/rational.h"

static bool is_small(const kho__served_row *row, int k)
{
    return row->kind >= 0 && row->clients && row->clients < k;
}

/* What goes with clients goes where they go: so many implants are so many clients. */
static kho__served_row emptied(const kho__served_row *row)
{
    kho__served_row out = *row;

    out.clients = out.quantity = out.hidden = 0;
    out.cyp_defined = true;
    out.cyp = (kho_rational){0, 1};
    return out;
}

kho__shown kho__shown_as_is(const kho__served_row *row)
{
    return (kho__shown){.told = *row, .open = emptied(row)};
}

kho__shown kho__shown_of(const kho__served_row *row, int k)
{
    kho__shown shown = kho__shown_as_is(row);

    if (is_small(row, k)) {
        shown.open = *row;
        shown.open_count = 1;
        shown.told = emptied(row);
        shown.told.hidden = 1;
    }
    return shown;
}

static kho_status add_rows(kho__served_row *sum, const kho__served_row *part)
{
    sum->cyp_defined &= part->cyp_defined;
    sum->hidden += part->hidden;
    if (__builtin_add_overflow(sum->clients, part->clients, &sum->clients) ||
        __builtin_add_overflow(sum->quantity, part->quantity, &sum->quantity))
        return kho__fail(KHO_EOVERFLOW, "a sum of services does not fit 64 bits",
            "tổng dịch vụ vượt quá 64 bit");
    return kho__rational_add(sum->cyp, part->cyp, &sum->cyp);
}

kho_status kho__shown_add(kho__shown *sum, const kho__shown *part)
{
    const kho_status status = add_rows(&sum->told, &part->told);

    sum->open_count += part->open_count;
    return status < 0 ? status : add_rows(&sum->open, &part->open);
}

/* Whether so many hidden cells could be anything but the least or the most that they may.
 */
static bool is_safe(int64_t count, int64_t sum, int64_t most)
{
    return count >= 2 && sum > count && sum / count < most;
}

kho_status kho__shown_tell(kho__shown *sum, int k)
{
    kho_status status;

    if (!is_safe(sum->open_count, sum->open.clients, k - 1))
        return KHO_OK;
    sum->told.hidden = 0;
    if ((status = add_rows(&sum->told, &sum->open)) == KHO_OK) {
        sum->open = emptied(&sum->open);
        sum->open_count = 0;
    }
    return status;
}

/* The smallest group that is still told; SIZE_MAX: none is. */
static size_t smallest(const kho__served_row *rows, size_t count)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        if (!rows[i].hidden && rows[i].clients &&
            (found == SIZE_MAX || rows[i].clients < rows[found].clients))
            found = i;
    }
    return found;
}

bool kho__hide_groups(kho__served_row *rows, size_t count, int k)
{
    int64_t hidden = 0, sum = 0, most = k - 1;

    for (size_t i = 0; i < count; i++) {
        rows[i].hidden = is_small(&rows[i], k);
        hidden += rows[i].hidden;
        sum += rows[i].hidden ? rows[i].clients : 0;
    }
    while (hidden && !is_safe(hidden, sum, most)) {
        const size_t next = smallest(rows, count);

        if (next == SIZE_MAX) {
            /* How many there are would tell of two threes that come to six. */
            for (size_t i = 0; i < count; i++)
                rows[i].hidden = 0;
            return false;
        }
        /* Who sees it can't tell it from a small one: it may be anything. */
        most = INT64_MAX;
        rows[next].hidden = 1;
        hidden++;
        sum += rows[next].clients;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].hidden) {
            rows[i] = emptied(&rows[i]);
            rows[i].hidden = 1;
        }
    }
    return true;
}
