/*
 * Services: their words, age groups, and the tallies that a sheet keeps of them.
 *
 * A tally is counted by day and moves no stock: clients of a service, what they got, and
 * what a campaign used. Tallies of a month aren't carried over.
 */
#ifndef KHO_MODEL_SERVICE_H
#define KHO_MODEL_SERVICE_H

#include "model/names.h"

extern const kho__name kho__method_names[];       /* by kho_method */
extern const kho__name kho__service_kind_names[]; /* by kho_service_kind */
extern const kho__name kho__service_mode_names[]; /* by kho_service_mode */
extern const kho__name kho__new_to_names[]; /* by kho_new_to; the first says nothing */

/* A group of ages in years, both ends in it. */
typedef struct kho__ages {
    uint8_t low, high; /* high KHO__AGE_MOST: and older */
} kho__ages;

#define KHO__AGE_MOST 127 /* both ends: no group was said */
#define KHO__AGES_TEXT 8

/* Read "25-34", "50+" or "<15", which is "0-14", too; false: not a group. */
bool kho__ages_parse(const char *text, kho__ages *out);

/* Write it as "25-34", "50+" or "<15"; "" where none was said. */
char *kho__ages_format(kho__ages ages, char buffer[KHO__AGES_TEXT]);

/* Methods that only trained staff may provide at a place fit for it. */
bool kho__method_is_clinical(kho_method method);

/* Kinds of services in which goods are given out. */
bool kho__kind_gives(kho_service_kind kind);

/* A method's word, where its code stands for it; any other word is itself; NULL: NULL. */
const char *kho__method_name(const char *text);

/* The method of an item's word in the catalogue; KHO_OTHER_METHOD where it is another
 * word, KHO_NO_METHOD where it has none. */
kho_method kho__item_method(const kho_item *item);

/* A service without its place and its clients. */
typedef struct kho__served {
    kho_method method;
    kho_service_kind kind;
    kho_service_mode mode;
    kho_new_to new_to;
    kho__ages ages;
} kho__served;

/*
 * What a tally counts, as one number: the clients of a service (item 0), the units of an
 * item that they got, or the units of a line that a campaign used up by a verb.
 */
typedef uint64_t kho__tally_key;

typedef struct kho__tallied {
    kho__tally_key key;
    int64_t value; /* negative in reversals */
    uint8_t day;   /* of the month, from 1 */
} kho__tallied;

kho__tally_key kho__tally_service(const kho__served *served, int32_t item);
kho__tally_key kho__tally_campaign(int32_t item, int32_t channel, kho_verb verb);

/* What a key says; which of the two it is of first. */
bool kho__tally_is_service(kho__tally_key key);
kho__served kho__tally_served(kho__tally_key key);
int32_t kho__tally_item(kho__tally_key key); /* 0: clients */
int32_t kho__tally_channel(kho__tally_key key);
kho_verb kho__tally_verb(kho__tally_key key);

/* Whether a key, read from bytes, is one that this program would write. */
bool kho__tally_valid(kho__tally_key key);

#endif
