/* Entries as structures, made of a case's JSON without the library's own reader. */
#ifndef TESTS_CONFORMANCE_ENTRY_H
#define TESTS_CONFORMANCE_ENTRY_H

#include <stdbool.h>

#include <jansson.h>
#include <kho.h>

/* An entry and its parts; texts are the JSON's. */
typedef struct case_entry {
    kho_entry entry;
    kho_move *moves;
    kho_observation *observed;
    kho_service *services;
} case_entry;

/* Read an entry; false where a structure can't say it (an unknown key, a wrong type, no
 * such day). */
bool case_entry_read(const json_t *json, case_entry *out);

void case_entry_free(case_entry *entry);

#endif
