/* The catalogue's tables: loaded into memory, and added to. */
#ifndef KHO_STORE_CATALOGUE_H
#define KHO_STORE_CATALOGUE_H

#include "store/ledger.h"

/* Load all of it anew. */
kho_status kho__catalogue_load(kho_ledger *ledger);

/* Load the lots that other connections added. */
kho_status kho__catalogue_load_lots(kho_ledger *ledger);

/* Read again which place has its first sheet when. */
kho_status kho__catalogue_load_firsts(kho_ledger *ledger);

/* Add or change, in memory and in the tables. A store brings its hold and its road. */
kho_status kho__define_channel(kho_ledger *ledger, const char *code);
kho_status kho__define_item(kho_ledger *ledger, const kho_item *item);
kho_status kho__define_place(kho_ledger *ledger, const kho_place *place);
kho_status kho__define_link(
    kho_ledger *ledger, int32_t place, kho_date since, int32_t parent);
kho_status kho__define_price(kho_ledger *ledger, const kho__price *price);
kho_status kho__define_lot(kho_ledger *ledger, int32_t item, int32_t channel,
    const char *number, kho_date expiry);

#endif
