/* Places and items that returns name and the catalogue lacks. */
#ifndef KHO_EXCHANGE_MONTHLY_CREATE_H
#define KHO_EXCHANGE_MONTHLY_CREATE_H

#include "exchange/monthly_rows.h"
#include "store/ledger.h"

/* Define all that rows name, in a commit of its own; nothing where nothing is unknown.
 * Rows whose place can't be defined say why. */
kho_status kho__monthly_create(
    kho_ledger *ledger, const kho__monthly_map *map, kho__monthly_file *file);

/*
 * A code made of a name: letters without their marks, everything else a dash. NULL where
 * nothing is left of it. KHO_EMEMORY.
 */
kho_status kho__monthly_code(kho__arena *arena, const char *name, const char **out);

#endif
