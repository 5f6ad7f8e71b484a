/* A map of monthly returns: which column of a CSV file says what. */
#ifndef KHO_EXCHANGE_MONTHLY_MAP_H
#define KHO_EXCHANGE_MONTHLY_MAP_H

#include "base/document.h"

/* What a return tells. */
typedef enum kho__monthly_column {
    KHO__MONTHLY_YEAR,
    KHO__MONTHLY_MONTH,
    KHO__MONTHLY_PLACE,
    KHO__MONTHLY_PARENT,
    KHO__MONTHLY_ITEM,
    KHO__MONTHLY_OPENING,
    KHO__MONTHLY_RECEIVED,
    KHO__MONTHLY_DISPENSED,
    KHO__MONTHLY_ADJUSTED,
    KHO__MONTHLY_CLOSING,
    KHO__MONTHLY_DAYS_OUT,
    KHO__MONTHLY_COLUMNS
} kho__monthly_column;

typedef struct kho__monthly_map {
    kho__document document;
    const char *columns[KHO__MONTHLY_COLUMNS]; /* as the header writes them; NULL: none */
    const char *level;                         /* of created places, or NULL */
    bool creates; /* places and items that the catalogue lacks */
} kho__monthly_map;

/* KHO_EINVALID with line and column; on failure nothing is to be freed. */
kho_status kho__monthly_map_read(kho__monthly_map *map, const char *path);
void kho__monthly_map_free(kho__monthly_map *map);

#endif
