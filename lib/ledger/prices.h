/* Prices of a change of the catalogue: ["item","channel","since","n/d"], or null for
 * none. */
#ifndef KHO_LEDGER_PRICES_H
#define KHO_LEDGER_PRICES_H

#include <jansson.h>

#include "base/buffer.h"
#include "store/ledger.h"

/* Verify all but its codes, and reduce it; `seen` are those of the same change. The
 * codes' texts live as long as the caller's. KHO_EINVALID. */
kho_status kho__price_check(kho_ledger *ledger, kho__map *seen, kho_price *price);

/* Canonical JSON of a price, and of the one that it would take the place of: nothing
 * where there is none. */
void kho__price_write(kho__buffer *out, const kho_price *price);
void kho__price_write_known(
    kho__buffer *out, const kho__catalogue *catalogue, const kho_price *price);

kho_status kho__prices_replay(kho_ledger *ledger, const json_t *array);

#endif
