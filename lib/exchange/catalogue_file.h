/* A catalogue in YAML, read and checked as far as a file alone can be. */
#ifndef KHO_EXCHANGE_CATALOGUE_FILE_H
#define KHO_EXCHANGE_CATALOGUE_FILE_H

#include <kho/model.h>

#include "base/document.h"
#include "base/map.h"

typedef struct kho__catalogue_file {
    kho__document document;
    kho_catalogue catalogue; /* points into the document */
    const kho__node *items, *places,
        *prices;                /* lists, by the catalogue's indices; may be NULL */
    bool *by_pack;              /* which of the prices are of a pack, not yet of a unit */
    kho_price *priced;          /* the catalogue's prices, to be changed */
    kho__map item_at, place_at; /* code -> index */
    kho__map price_at;          /* item/channel/day -> index */
} kho__catalogue_file;

/* KHO_EINVALID with line and column; on failure nothing is to be freed. */
kho_status kho__catalogue_file_read(kho__catalogue_file *file, const char *path);

/* The same of a tree that a host built, which becomes the file's and may lack `kho`. */
kho_status kho__catalogue_tree_read(kho__catalogue_file *file, kho__document *tree);
void kho__catalogue_file_free(kho__catalogue_file *file);

#endif
