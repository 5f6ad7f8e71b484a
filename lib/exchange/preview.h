/* What an entry of a dry run would leave behind. */
#ifndef KHO_EXCHANGE_PREVIEW_H
#define KHO_EXCHANGE_PREVIEW_H

#include "base/buffer.h"
#include "store/ledger.h"

/*
 * [{"place":..,"item":..,"lot":..,"expiry":..,"channel":..,"date":..,"balance":..,
 *   "lowest":..,"last":..},..]: for each lot at each place that the entry touches, the
 * balance at the end of its day, the lowest of that day and all later ones, and the last
 * of all.
 */
kho_status kho__preview_write(
    kho_ledger *ledger, const kho_answer *answer, kho__buffer *out);

#endif
