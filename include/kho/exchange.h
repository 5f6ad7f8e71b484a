/**
 * @file
 * What comes in from files: catalogues in YAML, entries in JSON, monthly returns in CSV.
 */
#ifndef KHO_EXCHANGE_H
#define KHO_EXCHANGE_H

#include <kho/ledger.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Load a catalogue in YAML from a file; errors name file, line and column.
 *
 * See kho_ledger_define() for what it does; `dry_run` verifies only.
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_load_catalogue(kho_ledger *ledger,
    const char *path, kho_date from, bool dry_run, kho_answer *answer);

/** How kho_ledger_post_json() commits. Start from KHO_FEED_INIT. */
typedef struct kho_feed {
    unsigned version; /**< KHO_FEED_VERSION */
    bool atomic;      /**< all lines or none */
    bool dry_run;     /**< post, answer, roll back */
    int commit;       /**< lines in one durable commit */
} kho_feed;

/** The version of kho_feed that this header describes. */
#define KHO_FEED_VERSION 1
/* clang-format off */
/** A kho_feed of defaults. */
#define KHO_FEED_INIT {KHO_FEED_VERSION, false, false, 1000}
/* clang-format on */

/**
 * Post entries, one JSON object a line, and write an answer for each line in order.
 *
 * Answers are written after the commit that makes them true. A refused line doesn't spoil
 * its neighbours, unless `atomic`: then the good lines' status is "rolled_back" once any
 * was refused. A dry run tells in `balances` what each line would leave. Lines of more
 * than 1 MiB are refused; blank ones are passed over.
 *
 * The lines of a commit (of at most 8 MiB) are read before it begins and answered when it
 * has ended: however slow the callbacks are, nobody waits for them. `atomic` and a dry
 * run keep all lines in memory.
 *
 * @param name what errors call the input
 * @param read gives the next bytes: how many, 0 at the end, -1 on failure
 * @param refused how many lines were refused; may be NULL
 * @return KHO_OK, even where lines were refused; or why nothing more could be done
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_post_json(kho_ledger *ledger,
    const kho_feed *feed, const char *name,
    ptrdiff_t (*read)(void *context, char *buffer, size_t size), void *read_context,
    kho_sink write, void *write_context, int64_t *refused);

/** Write an answer as {"uid":..,"seq":..,"status":..,"warnings":[..],"taken":[..]}, one
 * line; with `changes`, what lots held before and after, as "changes":[..], too. */
KHO_API KHO_MUST_CHECK kho_status kho_answer_json(
    const kho_answer *answer, bool changes, kho_sink sink, void *context);

/** Write what an answer took as the command does, in CSV: a line of keys and one for each
 * lot; a text that a spreadsheet would take for a formula is written as in a table. */
KHO_API KHO_MUST_CHECK kho_status kho_answer_csv(
    const kho_answer *answer, kho_sink sink, void *context);

/** Write the thread's last error as {"error":{"status":..,"message":..,"moves":[..]}}. */
KHO_API KHO_MUST_CHECK kho_status kho_error_json(kho_sink sink, void *context);

/**
 * Import monthly returns: a CSV file read through a map in YAML.
 *
 * Rows are posted place by place, month by month, in commits of about 1,000 rows; an
 * opening is what its return says whatever comes in later. It makes its own batches: none
 * may be open.
 *
 * @param amend a row that changed reverses its entry and posts anew
 * @param messages hears of each refused row and each warning, a line each; may be NULL
 * @param[out] out one row, columns KHO_IMPORT_*
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_import_monthly(kho_ledger *ledger,
    const char *map_path, const char *csv_path, bool amend, kho_sink messages,
    void *context, kho_table **out);

#ifdef __cplusplus
}
#endif

#endif
