#include "ledger/warn.h"

#include "base/error.h"
#include "store/sheets.h"

/* The first day from the date on at which the lot was counted in this sheet. */
static kho_date first_count(const kho__sheet *sheet, kho__key key, kho_date date)
{
    const kho_date first = kho_month_first(sheet->month);

    for (size_t i = kho__sheet_cell_at(sheet, key);
         i < sheet->cell_count && sheet->cells[i].key == key; i++) {
        const kho_date day = first + sheet->cells[i].day - 1;

        if (sheet->cells[i].flow == KHO__FLOW_FOUND && day >= date)
            return day;
    }
    return KHO_NO_DATE;
}

static kho_status warn_net(kho__posting *posting, const kho__net *net)
{
    const kho__catalogue *catalogue = &posting->ledger->catalogue;
    const kho__lot lot = kho__posting_lot(posting, KHO__KEY_LOT(net->key));
    kho_date counted = KHO_NO_DATE, from = posting->date;
    kho__sheet **sheets;
    char day[16];
    size_t count;
    kho_status status = kho__sheets_from(
        posting->ledger, net->place, kho_month_of(posting->date), &sheets, &count);

    /* An entry that counts the lot itself takes the place of the day's earlier count. */
    for (size_t i = 0; i < posting->effects.seen_count; i++) {
        const kho__seen *seen = &posting->effects.seen[i];

        if (seen->kind == KHO_FOUND && seen->place == net->place && seen->key == net->key)
            from = posting->date + 1;
    }
    for (size_t i = 0; i < count && status == KHO_OK && counted == KHO_NO_DATE; i++)
        counted = first_count(sheets[i], net->key, from);
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
