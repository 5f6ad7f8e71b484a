#include "ledger/warn.h"

#include <limits.h>

#include "base/error.h"
#include "store/sheets.h"

/* What effects found of a lot at a place; NULL: they don't count it. */
static const kho__seen *count_of(const kho__effects *effects, const kho__net *net)
{
    for (size_t i = 0; i < effects->seen_count; i++) {
        const kho__seen *seen = &effects->seen[i];

        if (seen->kind == KHO_FOUND && seen->place == net->place && seen->key == net->key)
            return seen;
    }
    return NULL;
}

/* Whether a count falls away with this entry: it counts anew on that day, or undoes the
 * count. */
static bool falls_away(
    const kho__posting *posting, const kho__net *net, kho_date day, int64_t found)
{
    const kho__seen *undone = count_of(&posting->undone_effects, net);

    return (day == posting->date && count_of(&posting->effects, net)) ||
           (undone && day == posting->undone_row.date && undone->value == found);
}

/* The first day from the entry's on at which the lot was counted in this sheet. */
static kho_date first_count(
    const kho__posting *posting, const kho__net *net, const kho__sheet *sheet)
{
    const kho_date first = kho_month_first(sheet->month);

    for (size_t i = kho__sheet_cell_at(sheet, net->key);
         i < sheet->cell_count && sheet->cells[i].key == net->key; i++) {
        const kho_date day = first + sheet->cells[i].day - 1;

        if (sheet->cells[i].flow == KHO__FLOW_FOUND && day >= posting->date &&
            !falls_away(posting, net, day, sheet->cells[i].quantity))
            return day;
    }
    return KHO_NO_DATE;
}

static kho_status warn_net(kho__posting *posting, const kho__net *net)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__lot lot = kho__posting_lot(posting, KHO__KEY_LOT(net->key));
    kho_date counted = KHO_NO_DATE;
    kho__sheet **sheets;
    char day[16];
    size_t count;
    kho_status status = kho__sheets_from(
        posting->ledger, net->place, kho_month_of(posting->date), &sheets, &count);

    for (size_t i = 0; i < count && status == KHO_OK && counted == KHO_NO_DATE; i++)
        counted = first_count(posting, net, sheets[i]);
    if (status < 0 || counted == KHO_NO_DATE)
        return status;
    return kho__posting_warn(posting, "before_count",
        "%s, lot '%s' at %s was counted on %s: this entry makes that count differ",
        "%s, lô '%s' ở %s đã kiểm kê ngày %s: bút toán này làm sổ lệch với kiểm kê",
        kho__item_at(catalogue, lot.item)->as.code, lot.number,
        kho__place_at(catalogue, net->place)->as.code, kho_date_format(counted, day));
}

kho_status kho__posting_warn_counts(kho__posting *posting)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->net_count && status == KHO_OK; i++) {
        if (posting->nets[i].net)
            status = warn_net(posting, &posting->nets[i]);
    }
    return status;
}

/* What comes in with less life left than its item wants is there all the same. */
kho_status kho__posting_warn_lives(kho__posting *posting)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    kho_status status = KHO_OK;

    for (size_t i = 0; i < posting->effects.leg_count && status == KHO_OK; i++) {
        const kho__leg *leg = &posting->effects.legs[i];
        const kho__lot lot = kho__posting_lot(posting, KHO__KEY_LOT(leg->key));
        const kho_item *item = &kho__item_at(catalogue, lot.item)->as;
        const bool comes_in =
            leg->quantity > 0 && (leg->verb == KHO_RECEIVE || leg->verb == KHO_ARRIVE);
        const int left = lot.expiry == KHO_NO_DATE ? INT_MAX : lot.expiry - posting->date;

        if (comes_in && left < item->least_receipt_days)
            status = kho__posting_warn(posting, "short_life",
                "%s, lot '%s': %d days are left at receipt, fewer than %d",
                "%s, lô '%s': lúc nhận chỉ còn hạn %d ngày, ít hơn %d ngày", item->code,
                lot.number, left, item->least_receipt_days);
    }
    return status;
}
