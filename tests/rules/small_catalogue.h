/* A small catalogue: province > district > station > ctv, and a town right under the
 * province; three items; two channels. */
#ifndef TESTS_RULES_SMALL_CATALOGUE_H
#define TESTS_RULES_SMALL_CATALOGUE_H

#include <stdio.h>

#include "model/catalogue.h"

static bool small_place(kho__catalogue *catalogue, const char *code, kho_place_kind kind,
    const char *level, const char *parent)
{
    const kho_place place = {
        .code = code, .kind = kind, .level = level, .name = {code, NULL}
    };
    char shelf[80], road[80];
    const kho_place companions[] = {
        {.code = shelf, .kind = KHO_HOLD,    .name = {code, NULL}},
        {.code = road,  .kind = KHO_TRANSIT, .name = {code, NULL}},
    };

    snprintf(shelf, sizeof(shelf), "hold/%s", code);
    snprintf(road, sizeof(road), "transit/%s", code);
    return kho__catalogue_place(catalogue, &place, "") == KHO_OK &&
           (!parent || kho__catalogue_link(catalogue, (int32_t)catalogue->place_count,
                           KHO_NO_DATE, kho__find_place(catalogue, parent)) == KHO_OK) &&
           (kind != KHO_STORE ||
               (kho__catalogue_place(catalogue, &companions[0], "") == KHO_OK &&
                   kho__catalogue_place(catalogue, &companions[1], "") == KHO_OK));
}

static bool small_item(kho__catalogue *catalogue, const char *code, const char *method)
{
    const kho_item item = {
        .code = code,
        .name = {code,   NULL},
        .unit = {"cái", NULL},
        .pack = 1,
        .method = method
    };

    return kho__catalogue_item(catalogue, &item, "") == KHO_OK;
}

static bool small_catalogue(kho__catalogue *catalogue)
{
    return kho__catalogue_built_in(catalogue) == KHO_OK &&
           kho__catalogue_channel(catalogue, "free") == KHO_OK &&
           kho__catalogue_channel(catalogue, "sold") == KHO_OK &&
           small_item(catalogue, "bcs", "condom") &&
           small_item(catalogue, "vien", "pill") && small_item(catalogue, "dctc", NULL) &&
           small_place(catalogue, "province", KHO_STORE, "province", NULL) &&
           small_place(catalogue, "district", KHO_STORE, "district", "province") &&
           small_place(catalogue, "station", KHO_STORE, "station", "district") &&
           small_place(catalogue, "ctv", KHO_COLLABORATOR, NULL, "station") &&
           small_place(catalogue, "town", KHO_STORE, "station", "province");
}

#endif
