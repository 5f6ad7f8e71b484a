/**
 * @file
 * The nouns: items, lots, places, entries and moves, as callers give them.
 *
 * A move's meaning is where it came from and where it went: no movement type is stored.
 * The pair of place kinds names it (kho_route()), forbids the impossible, and is the
 * column that it has in reports.
 */
#ifndef KHO_MODEL_H
#define KHO_MODEL_H

#include <kho/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What a place is.
 *
 * Stores, holds, transits and collaborators are physical; the others are the far side of
 * the books.
 */
typedef enum kho_place_kind {
    KHO_SUPPLIER = 0,
    KHO_OPENING = 1,
    KHO_STORE = 2,
    KHO_HOLD = 3,    /**< the quarantine shelf of a store: hold/X */
    KHO_TRANSIT = 4, /**< the road to a store: transit/X */
    KHO_COLLABORATOR = 5,
    KHO_CLIENT = 6,
    KHO_LOSS = 7, /**< one for each reason: loss/expired, damaged, stolen, other */
    KHO_COUNT = 8,
    KHO_PLACE_KINDS = 9
} kho_place_kind;

/** What a move is called. */
typedef enum kho_verb {
    KHO_BEGIN = 0,
    KHO_RECEIVE = 1,
    KHO_SEND_BACK = 2,
    KHO_SHIP = 3,
    KHO_ARRIVE = 4,
    KHO_TRANSFER = 5,
    KHO_ISSUE = 6,
    KHO_GIVE_BACK = 7,
    KHO_DISPENSE = 8,
    KHO_HOLD_BACK = 9, /**< "hold" */
    KHO_RELEASE = 10,
    KHO_LOSE = 11,
    KHO_ADJUST = 12,
    KHO_VERBS = 13,
    KHO_NO_VERB = -1 /**< no such route */
} kho_verb;

/** Name the move from one kind of place to another, or KHO_NO_VERB. */
KHO_API kho_verb kho_route(kho_place_kind source, kho_place_kind target);

/** Give a verb's word: "receive", "send_back", "hold", ... */
KHO_API const char *kho_verb_word(kho_verb verb);

/** Give a place kind's word: "supplier", "store", ... */
KHO_API const char *kho_place_kind_word(kho_place_kind kind);

/** A text in the languages of the house. */
typedef struct kho_text {
    const char *vi; /**< in Vietnamese; required */
    const char *en; /**< in English; NULL: vi stands for it */
} kho_text;

/** A commodity. */
typedef struct kho_item {
    const char *code;       /**< [A-Za-z0-9._-]{1,64}, ours and permanent */
    kho_text name;          /**< what people call it */
    kho_text unit;          /**< the base unit that is counted, such as chiếc, piece */
    int64_t pack;           /**< base units in a pack, at least 1 */
    const char *method;     /**< family-planning method, or NULL: a word of kho_method, or
                               its code; any other word counts as `other` of services */
    bool clinical;          /**< a clinical item never reaches a collaborator */
    bool lots;              /**< true: every lot must have a number and an expiry day */
    const char *cyp;        /**< key of the couple-years factor, or NULL */
    int shelf_life_months;  /**< 0: not known */
    int least_receipt_days; /**< less life left at receipt warns, days; 0: any */
    int least_issue_days;   /**< least life left at issue, days; 0: any */
} kho_item;

/** An official code of a place, with the days on which it holds. */
typedef struct kho_official_code {
    const char *system; /**< such as "gso" */
    const char *code;   /**< leading zeros matter */
    kho_date from;      /**< KHO_NO_DATE: always */
    kho_date until;     /**< last day; KHO_NO_DATE: for ever */
} kho_official_code;

/** Where stock can be. hold/CODE and transit/CODE appear with the store CODE. */
typedef struct kho_place {
    const char *code;               /**< [A-Za-z0-9._-]{1,64}, ours and permanent */
    kho_place_kind kind;            /**< supplier, store or collaborator */
    const char *level;              /**< free word such as province or station, or NULL */
    kho_text name;                  /**< what people call it */
    const char *parent;             /**< code of the place above it, or NULL */
    const char *const *offers;      /**< items that it must have, by code */
    size_t offer_count;             /**< how many */
    const kho_official_code *codes; /**< official codes */
    size_t code_count;              /**< how many */
    bool clinical;                  /**< a store where clinical services may be given */
} kho_place;

/** What a base unit of an item costs in a channel, from a day on: until the next one. */
typedef struct kho_price {
    const char *item;    /**< code */
    const char *channel; /**< code; NULL: the ledger's first */
    kho_date from;       /**< the first day on which it holds */
    bool none;           /**< true: from that day on there is no price */
    kho_rational price;  /**< đồng for a base unit, exact, 0 to KHO_QUANTITY_MAX */
} kho_price;

/** Items, places, channels and prices to add or to change. Start from {0}. */
typedef struct kho_catalogue {
    const char *const *channels; /**< codes; the ledger's first is its default */
    size_t channel_count;        /**< how many */
    const kho_item *items;       /**< commodities */
    size_t item_count;           /**< how many */
    const kho_place *places;     /**< where stock can be */
    size_t place_count;          /**< how many */
    const kho_price *prices;     /**< of these items, or of the ledger's */
    size_t price_count;          /**< how many */
} kho_catalogue;

/** A line of an entry: so many base units of an item, from one place to another. Start
 * from KHO_MOVE_INIT. */
typedef struct kho_move {
    const char *item;    /**< code */
    const char *lot;     /**< number; NULL: allocate, or the one without; "": without */
    kho_date expiry;     /**< last usable day; KHO_NO_DATE: none, or the number says it */
    const char *channel; /**< NULL: the ledger's first */
    const char *from;    /**< code of the source */
    const char *to;      /**< code of the target */
    int64_t quantity;    /**< base units, 1 to KHO_QUANTITY_MAX */
} kho_move;

/* clang-format off */
/** A move that says nothing yet: an expiry of 0 would be a day of 1970. */
#define KHO_MOVE_INIT {NULL, NULL, KHO_NO_DATE, NULL, NULL, NULL, 0}
/* clang-format on */

/** What an observation tells. */
typedef enum kho_observed_kind {
    KHO_FOUND = 0, /**< a physical count at day-end found `value` base units */
    /** Out of the item on `value` days of `month`. */
    KHO_DAYS_OUT = 1,
    /** A monthly return of the item came for `month`; it says `value` days out, -1: none.
     */
    KHO_RETURNED = 2
} kho_observed_kind;

/** Something that was seen rather than moved. */
typedef struct kho_observation {
    kho_observed_kind kind; /**< what was seen */
    const char *place;      /**< code */
    const char *item;       /**< code */
    const char *lot;        /**< of KHO_FOUND: number, as in kho_move */
    kho_date expiry;        /**< of KHO_FOUND: as in kho_move */
    const char *channel;    /**< NULL: the ledger's first */
    int64_t value;          /**< base units, or days */
    kho_month month;        /**< of KHO_DAYS_OUT; KHO_NO_MONTH: the entry's */
} kho_observation;

/* clang-format off */
/** An observation that says nothing yet. */
#define KHO_OBSERVATION_INIT {KHO_FOUND, NULL, NULL, NULL, KHO_NO_DATE, NULL, 0, KHO_NO_MONTH}
/* clang-format on */

/** A family-planning method, by its code in the population statistics. */
typedef enum kho_method {
    KHO_NO_METHOD = 0,
    KHO_IUD = 1,
    KHO_MALE_STERILISATION = 2,
    KHO_FEMALE_STERILISATION = 3,
    KHO_CONDOM = 4,
    KHO_PILL = 5,
    KHO_INJECTABLE = 6,
    KHO_IMPLANT = 7,
    KHO_OTHER_METHOD = 8,
    KHO_METHODS = 9
} kho_method;

/** What was done in a service. */
typedef enum kho_service_kind {
    KHO_NEW = 0,
    KHO_RESUPPLY = 1,
    KHO_SWITCH = 2,
    KHO_REMOVAL = 3,
    KHO_COUNSEL = 4,
    KHO_COMPLICATION = 5,
    KHO_STOP = 6,
    KHO_SERVICE_KINDS = 7
} kho_service_kind;

/** Where a service was given. */
typedef enum kho_service_mode {
    KHO_FIXED = 0, /**< at the place */
    KHO_IN_CAMPAIGN = 1,
    KHO_MOBILE = 2,
    KHO_AT_HOME = 3,
    KHO_SERVICE_MODES = 4
} kho_service_mode;

/** What "new" means of the clients of a service. */
typedef enum kho_new_to {
    KHO_NOT_NEW = 0,
    KHO_NEW_EVER = 1,   /**< never used a method before */
    KHO_NEW_HERE = 2,   /**< new to this provider */
    KHO_NEW_METHOD = 3, /**< new to this method */
    KHO_NEW_MEANINGS = 4
} kho_new_to;

/** Give the word of a method: "none", "iud", ... "other"; NULL where there is none. */
KHO_API const char *kho_method_word(kho_method method);

/** Read a method: its word, or its code "0" to "8"; KHO_METHODS where it is neither. */
KHO_API kho_method kho_method_parse(const char *text);

/** Give the word of a kind: "new", "resupply", "switch", "removal", ... */
KHO_API const char *kho_service_kind_word(kho_service_kind kind);

/** Give the word of a mode: "fixed", "campaign", "mobile", "home". */
KHO_API const char *kho_service_mode_word(kho_service_mode mode);

/** Give the word of a meaning of new: "ever", "here", "method"; NULL of KHO_NOT_NEW. */
KHO_API const char *kho_new_to_word(kho_new_to meaning);

/**
 * A family-planning service: so many clients on the entry's day.
 *
 * What they got is moved to `client` by the same entry, and is counted with the service
 * whose method the items have: the only one at that place that gives out goods, since
 * among several nobody says who got what. Of IUDs and implants each client gets one.
 * Start from KHO_SERVICE_INIT.
 */
typedef struct kho_service {
    /** Code; NULL: where the moves to clients come from, else the entry's only store. */
    const char *place;
    kho_method method;     /**< which */
    kho_service_kind kind; /**< what was done */
    kho_service_mode mode; /**< where */
    kho_new_to new_to;     /**< of KHO_NEW; KHO_NOT_NEW there means KHO_NEW_METHOD */
    int64_t clients;       /**< people, 1 to 1000000 */
    const char *age;       /**< group in years such as "25-34" or "50+"; NULL: not said */
    /** The host's identifier, of which only a keyed digest is kept, and only with a key
     * in use (kho/privacy.h); NULL: nobody's business. An entry that is existing is never
     * linked again: its link may be erased. */
    const char *client;
} kho_service;

/* clang-format off */
/** A service of one client. */
#define KHO_SERVICE_INIT {NULL, KHO_NO_METHOD, KHO_NEW, KHO_FIXED, KHO_NOT_NEW, 1, NULL, NULL}
/* clang-format on */

/** Something that happened on a day: a voucher. Start from KHO_ENTRY_INIT. */
typedef struct kho_entry {
    unsigned version; /**< KHO_ENTRY_VERSION */
    const char *uid;  /**< the caller's key, to 128 bytes; NULL: a UUIDv7 is made */
    kho_date date;    /**< day it happened; KHO_NO_DATE with `reverses`: the original's */
    const char *by;   /**< who, or NULL */
    const char *note; /**< free text, or NULL */
    const char *reverses;            /**< uid of an entry to undo, or NULL */
    bool late;                       /**< post into a closed month all the same */
    const kho_move *moves;           /**< what moved */
    size_t move_count;               /**< how many */
    const kho_observation *observed; /**< what was seen */
    size_t observed_count;           /**< how many */
    const kho_service *services;     /**< what was done for clients */
    size_t service_count;            /**< how many */
    const char *campaign; /**< code of the campaign that it belongs to, or NULL */
} kho_entry;

/** The version of kho_entry that this header describes. */
#define KHO_ENTRY_VERSION 1
/* clang-format off */
/** A kho_entry of defaults. */
#define KHO_ENTRY_INIT {KHO_ENTRY_VERSION, NULL, KHO_NO_DATE, NULL, NULL, NULL, false, NULL, 0, NULL, 0, NULL, 0, NULL}
/* clang-format on */

/** A lot that a posted move took or brought. */
typedef struct kho_taken {
    size_t move;         /**< which of the entry, from 0; then counts and reversals */
    const char *item;    /**< code */
    const char *lot;     /**< "" where it has no number */
    const char *channel; /**< code */
    kho_date expiry;     /**< KHO_NO_DATE where it has none */
    const char *from;    /**< code of the source */
    const char *to;      /**< code of the target */
    int64_t quantity;    /**< base units; negative in a reversal */
} kho_taken;

/** What an entry does to a lot at a place. */
typedef struct kho_change {
    const char *place;   /**< code */
    const char *item;    /**< code */
    const char *lot;     /**< "" where it has no number */
    const char *channel; /**< code */
    kho_date expiry;     /**< KHO_NO_DATE where it has none */
    int64_t before;      /**< balance at the end of the entry's day, without it */
    int64_t after;       /**< the same with it */
    int64_t lowest;      /**< lowest balance of that day and all later ones, with it */
} kho_change;

/** Something to look at that was no reason to refuse. */
typedef struct kho_warning {
    const char *code;    /**< such as "before_count", "closed_month" */
    const char *message; /**< one line for people, in the thread's language */
} kho_warning;

/** The answer to a post. Its memory is the ledger's, until the ledger's next call. */
typedef struct kho_answer {
    int64_t seq;            /**< position in this ledger: 1, 2, 3, ... */
    const char *uid;        /**< the entry's, made if none was given */
    bool existing;          /**< true: the same was posted before; the rest is of then */
    const kho_taken *taken; /**< the lots, in order of the moves */
    size_t taken_count;     /**< how many */
    const kho_change *changes;   /**< balances, lot by lot; none where it existed */
    size_t change_count;         /**< how many */
    const kho_warning *warnings; /**< to look at */
    size_t warning_count;        /**< how many */
} kho_answer;

#ifdef __cplusplus
}
#endif

#endif
