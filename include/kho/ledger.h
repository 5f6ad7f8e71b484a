/**
 * @file
 * The ledger: one file of entries. Every change is an entry that is posted.
 *
 * A ledger is used by one thread at a time; several processes may share its file.
 * After fork() the parent goes on with it; a child opens its own, and doesn't touch its
 * parent's, not even to close it.
 */
#ifndef KHO_LEDGER_H
#define KHO_LEDGER_H

#include <kho/common.h>
#include <kho/model.h>
#include <kho/table.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An open ledger file. */
typedef struct kho_ledger kho_ledger;

/** How to open. */
typedef enum kho_mode {
    KHO_READ_WRITE = 0, /**< an existing ledger */
    KHO_CREATE = 1,     /**< a new one; refused where the file exists */
    KHO_READ_ONLY = 2   /**< an existing ledger, never written */
} kho_mode;

/** Options of kho_ledger_open(). Start from KHO_OPTIONS_INIT. */
typedef struct kho_options {
    unsigned version;       /**< KHO_OPTIONS_VERSION */
    kho_mode mode;          /**< how */
    int busy_ms;            /**< how long to wait for other processes, milliseconds */
    int utc_offset_minutes; /**< of a new ledger's day; Vietnam is 420 */
    /** UTC in milliseconds since 1970; below 0: none, then nothing is posted. NULL: the
     * system's. */
    int64_t (*clock)(void *context);
    /** Fills bytes; NULL: the system's. */
    void (*random)(void *context, void *bytes, size_t size);
    void *context; /**< given to both */
    /** Long work tells how far it is; NULL: nobody listens. */
    void (*progress)(void *context, const char *what, int64_t done, int64_t total);
    void *progress_context; /**< given to progress */
} kho_options;

/** The version of kho_options that this header describes. */
#define KHO_OPTIONS_VERSION 1
/* clang-format off */
/** A kho_options of defaults. */
#define KHO_OPTIONS_INIT {KHO_OPTIONS_VERSION, KHO_READ_WRITE, 10000, 420, NULL, NULL, NULL, NULL, NULL}
/* clang-format on */

/**
 * Open or make a ledger file.
 *
 * A file that is made is for its owner alone, whatever the umask. No link is followed,
 * nor is a pipe or a file with several names opened. A reader never writes to the file,
 * nor beside it.
 *
 * A ledger of an older format is brought up to date when it is opened for writing, which
 * older programs then refuse; a reader gets a copy in memory that is.
 *
 * @param path of the file
 * @param options may be NULL for an existing ledger
 * @param[out] out the ledger, or NULL
 * @return KHO_OK, or
 *   - KHO_ENOTFOUND: no such ledger; KHO_EEXISTS: one that is to be made
 *   - KHO_EFOREIGN, KHO_EDAMAGED: not a ledger, or a newer one; not whole
 *   - KHO_EREADONLY: somebody's write was interrupted, and a reader can't undo it
 *   - KHO_ESTORAGE: it may not be read, say, or is no plain file
 *   - KHO_EBUSY, KHO_EINVALID
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_open(
    const char *path, const kho_options *options, kho_ledger **out);

/**
 * Make a ledger file with what it is to begin with: it is there with all of it, or not.
 *
 * @param path of the file, which mustn't exist; nor may a journal that was left for one
 *   of that name (an empty one may)
 * @param options may be NULL; the mode doesn't matter
 * @param fill loads a catalogue, rules, posts what was in stock; the ledger is its own
 *   until it returns. What it returns is passed on where it failed, and then there is
 *   nothing
 * @param context given to fill
 * @return KHO_OK, or KHO_EEXISTS, KHO_ESTORAGE, KHO_EINVALID, or fill's
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_make(const char *path,
    const kho_options *options, kho_status (*fill)(void *context, kho_ledger *ledger),
    void *context);

/** Close a ledger; an open batch is rolled back; NULL is a no-op. */
KHO_API void kho_ledger_close(kho_ledger *ledger);

/** Give the day that it is by the ledger's clock and zone. */
KHO_API kho_date kho_ledger_today(kho_ledger *ledger);

/** Post an entry: all of its parts, or none. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_post(
    kho_ledger *ledger, const kho_entry *entry, kho_answer *answer);

/**
 * Post the mirror image of an entry: all that it moved goes back.
 *
 * @param ledger where it was posted
 * @param uid of the entry; the mirror image's is "reverse/" and that
 * @param date KHO_NO_DATE: the original's
 * @param late post into a closed month all the same
 * @param note may be NULL, but not where a closing is withdrawn
 * @param answer what was posted; the same again is `existing`
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_reverse(kho_ledger *ledger, const char *uid,
    kho_date date, bool late, const char *note, kho_answer *answer);

/** Open a batch: what is posted until the commit becomes durable all at once. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_begin(kho_ledger *ledger);

/** Make a batch durable. After a failure the batch is rolled back. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_commit(kho_ledger *ledger);

/** Drop a batch. */
KHO_API void kho_ledger_rollback(kho_ledger *ledger);

/**
 * Add or change items, places, channels and prices: an entry like any other.
 *
 * What is already so changes nothing and posts nothing. The kind of a place, and the
 * unit, clinical and method of an item that was used, can't change. A price whose item,
 * channel and first day are there already takes that one's place. Who stands under
 * another parent on the day `from` stands under the given one from then on, until the day
 * of the next change that is planned already; places in a circle are refused, on whatever
 * day.
 *
 * @param from day from which a parent holds; KHO_NO_DATE: today
 * @param answer seq is 0 and `existing` true where nothing changed
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_define(kho_ledger *ledger,
    const kho_catalogue *catalogue, kho_date from, kho_answer *answer);

/**
 * Load rules in YAML from a file: an entry like any other.
 *
 * The text is kept in the journal as it is (in NFC), so every value can be traced to its
 * line. What already holds changes nothing and posts nothing.
 *
 * @param ledger whose rules they become
 * @param path of the file; errors name its line and column
 * @param from day from which they hold; KHO_NO_DATE: the first of next month, or always
 *   in a ledger where nothing was ever moved, seen or ruled
 * @param dry_run verify only
 * @param answer seq is 0 and `existing` true where nothing changed; may be NULL
 * @return KHO_OK, or KHO_EINVALID, KHO_ENOTFOUND: the file, or a place or an item that it
 *   names
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_load_rules(kho_ledger *ledger,
    const char *path, kho_date from, bool dry_run, kho_answer *answer);

/**
 * Close a month of a place, with its shelf: freeze its report.
 *
 * Entries dated in that month or before are refused from then on (KHO_ECLOSED), unless
 * they are `late`. The same again posts nothing.
 *
 * @param ledger where
 * @param place code of a store or a collaborator
 * @param tree and every store and collaborator under it, in one commit
 * @param month must be over
 * @param by who, or NULL
 * @param[out] closed how many places were closed just now; may be NULL
 * @return KHO_OK, or KHO_EINVALID: a later month is closed already, or the month isn't
 *   over; KHO_ENOTFOUND: no such place
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_close_month(kho_ledger *ledger,
    const char *place, bool tree, kho_month month, const char *by, int64_t *closed);

/**
 * Withdraw the last closing of a place, on record: the reversal of the closing's entry.
 *
 * @param ledger where
 * @param place code
 * @param month the last one that was closed
 * @param note why; required
 * @param answer what was posted; may be NULL
 * @return KHO_OK, or KHO_EINVALID: not the last closing, or no note
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_reopen_month(kho_ledger *ledger,
    const char *place, kho_month month, const char *note, kho_answer *answer);

/** What a service report is broken down by. */
typedef enum kho_service_group {
    KHO_BY_NOTHING = 0,
    KHO_BY_MODE = 1,   /**< fixed, campaign, mobile, home */
    KHO_BY_AGE = 2,    /**< age groups as they were posted */
    KHO_BY_NEW_TO = 3, /**< the meanings of new */
    KHO_SERVICE_GROUPS = 4
} kho_service_group;

/** What to ask about. Start from KHO_QUERY_INIT. */
typedef struct kho_query {
    unsigned version;  /**< KHO_QUERY_VERSION */
    const char *place; /**< code; NULL: the whole ledger, place by place */
    bool tree;         /**< and all under it, line by line */
    bool sum;          /**< the tree as one place */
    const char *item;  /**< code; NULL: all */
    kho_date on;       /**< as of which day; KHO_NO_DATE: today */
    int64_t known;     /**< with what was posted up to this seq; 0: all */
    kho_date from;     /**< first day of a card or report; KHO_NO_DATE: of all (card) */
    kho_date to;       /**< last day of a card or report; KHO_NO_DATE: `on` (card) */
    kho_service_group by; /**< of kho_ledger_services() */
    const char *cyp; /**< edition of couple-years: "2011", "2021-22"; NULL: the latest */
} kho_query;

/** The version of kho_query that this header describes. */
#define KHO_QUERY_VERSION 1
/* clang-format off */
/** A kho_query of defaults. */
#define KHO_QUERY_INIT {KHO_QUERY_VERSION, NULL, false, false, NULL, KHO_NO_DATE, 0, KHO_NO_DATE, KHO_NO_DATE, KHO_BY_NOTHING, NULL}
/* clang-format on */

/** What is there, lot by lot: columns KHO_STOCK_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_stock(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** The stock card of one item at one place: columns KHO_CARD_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_card(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * The stock report of a period: columns KHO_REPORT_*.
 *
 * Of one whole month that a place closed, its lines are those that the closing kept: the
 * same bytes for ever, with headings and names as they were. They are live where `known`
 * is given, in a sum, and for any other period. Asked of several places, meta "closed"
 * tells how many of them closed the month ("3/7"); meta "gap" tells how many lines begin
 * otherwise than the closing of the month before says.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_report(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** The stock report of a period with the year so far (luỹ kế): columns KHO_YTD_*; of
 * closed months like kho_ledger_report(). */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_ytd(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * The stock report in money: columns KHO_VALUE_*, exact, in đồng.
 *
 * Everything is valued at the price that holds on the period's last day; without one the
 * cells are undefined. Always live, also of a closed month.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_value(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * What became of a closed month since it was closed: columns KHO_RESTATED_*.
 *
 * For each quantity that differs from the closing a row, then a row for each later entry
 * that had a part in it: their differences add up to the first row's, exactly.
 *
 * KHO_ENOTFOUND where no place that the query means closed the month. The period must be
 * one month; `sum` is refused.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_restated(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** What was in stock at the period's end, first to expire first: columns KHO_EXPIRY_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_expiry(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * How good a period's data are: columns KHO_QUALITY_*, a row for each of reporting_rate,
 * on_time, count_accuracy, carry_breaks, discrepancies and late_entries.
 *
 * A tree, a place or the whole ledger; `sum` changes nothing. A value over 0 is
 * undefined.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_quality(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** A period's logistics indicators: columns KHO_INDICATORS_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_indicators(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * Which reports were due when, and who sent them: columns KHO_REPORTING_*.
 *
 * A row for each place and recipient of each report whose period ends within the one
 * asked for, by the deadlines of the rules; `sum` changes nothing. A place reports a
 * month by closing it or a later one, or by a monthly return; the state is on_time, late,
 * missing or, up to the deadline's own day, not_due.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_reporting(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * Services of a period: columns KHO_SERVICES_*.
 *
 * What was dispensed without a service is in rows of its items' method without a kind. A
 * row's CYP is undefined where the edition has no factor for some of its items. `sum`
 * adds the places up.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_services(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** Shares of methods in a period, all places of the query together: columns KHO_MIX_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_mix(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * What each collaborator received, gave out and holds: columns KHO_COLLABORATORS_*.
 *
 * opening + received - dispensed - returned + transferred - lost + adjusted = balance.
 * A place means all collaborators under it; `sum` is refused.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_collaborators(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * What to look at when a place is visited; the query's place must be a store or a
 * collaborator.
 *
 * Of a store: what it has, with the last count (columns KHO_SHELF_*), alerts, its
 * collaborators' month, services of three months. Of a collaborator: what went through
 * her hands in three months, her lots, her services.
 *
 * Of one item, where the query names one: then of services those of its method. `tree`
 * and `sum` change nothing: what is under the place has tables of its own.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_supervise(
    kho_ledger *ledger, const kho_query *query, kho_tables **out);

/**
 * What needs attention: columns KHO_ALERTS_*, the first row the one to act on.
 *
 * `since` is the first of the day-ends in a row that ends with `on`, or, where these
 * cover the month, of the month-ends before it (at most 24), or the deadline of a report.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_alerts(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** What to order: columns KHO_SUGGEST_*; an undefined quantity is to be set by hand. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_suggest(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/** How the judgement of an item at a place came about: columns KHO_EXPLAIN_*. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_explain(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * The rules that hold on a day: columns KHO_RULES_*.
 *
 * With a place and an item, the value of each rule for that line, and which line of which
 * file gave it; with neither, all of them.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_rules(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * Replay what rules would have ordered on the ledger's own demand: columns KHO_TRY_*.
 *
 * docs/try.md says what is replayed, and how. Today's rules are those that hold on the
 * last day. Lines whose consumption isn't known in every month, or was nothing in most,
 * are left out; the table's meta counts them (`lines_unknown`, `lines_seldom`).
 *
 * @param ledger whose history it is
 * @param path of the rules in YAML
 * @param query places, item, and the months `from`..`to`: whole ones that are over, at
 *   most 120; `sum` is refused
 * @param[out] out what happened, then today's rules, then those of the file
 * @return KHO_OK, or
 *   - KHO_EINVALID: the months, or the file, which is named with line and column
 *   - KHO_ENOTFOUND: the file, or a place or an item that it or the query names
 *   - KHO_EOVERFLOW: sums don't fit
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_try_rules(
    kho_ledger *ledger, const char *path, const kho_query *query, kho_table **out);

/**
 * Verify chain, caches and invariants: columns KHO_CHECK_*, a row for each fault.
 *
 * KHO_OK with rows where there are faults.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_check(kho_ledger *ledger, kho_table **out);

/** Bytes of a ledger's head, as a text with its end. */
#define KHO_HEAD_SIZE 88

/**
 * Tell how far the ledger is: "SEQ:HASH" of its last entry.
 *
 * Whoever keeps a head elsewhere, on paper or at the province, can have it verified later
 * by kho_ledger_check_head(): without it, an older copy of a ledger is as sound as a new
 * one.
 *
 * @param ledger which
 * @param[out] head the text; "0:HASH" where nothing was posted yet
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_head(
    kho_ledger *ledger, char head[KHO_HEAD_SIZE]);

/**
 * Like kho_ledger_check(), and verify that the ledger still goes through a head that was
 * kept elsewhere.
 *
 * @param ledger which
 * @param head of kho_ledger_head(), then
 * @param[out] out a row of kind "head" where the entry isn't there, or is another one
 * @return as kho_ledger_check(); KHO_EINVALID: not a head
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_check_head(
    kho_ledger *ledger, const char *head, kho_table **out);

/** What kho_ledger_list() lists. */
typedef enum kho_list {
    KHO_LIST_ITEMS = 0,
    KHO_LIST_PLACES = 1,
    KHO_LIST_LOTS = 2,
    KHO_LIST_CHANNELS = 3,
    KHO_LIST_PRICES = 4
} kho_list;

/** List a part of the catalogue: columns KHO_ITEMS_*, KHO_PLACES_*, and so on. */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_list(
    kho_ledger *ledger, kho_list what, kho_table **out);

/**
 * Copy the ledger to a new file while others write, and verify the copy.
 *
 * KHO_EEXISTS where the file exists, or a journal that was left for one of that name.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_backup(kho_ledger *ledger, const char *path);

#ifdef __cplusplus
}
#endif

#endif
