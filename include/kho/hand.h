/**
 * @file
 * What people type: a line of a voucher, the name of a movement, a period, a report.
 *
 * A command and a form need the same readings; here they are, once.
 */
#ifndef KHO_HAND_H
#define KHO_HAND_H

#include <kho/ledger.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Take ITEM[\@LOT][/EXPIRY][/CHANNEL] apart, in place.
 *
 * A trailing channel that the ledger knows is cut off, then a trailing day or month (its
 * last day); the rest after the first `@` is the lot, which may be empty, and may hold
 * any of these characters itself.
 *
 * @param ledger whose channels they are
 * @param text cut into the parts, to which `out` points
 * @param[out] out its item, lot, expiry and channel
 * @return KHO_OK, or KHO_EINVALID: no item, or no day of the calendar; KHO_ENOTFOUND: no
 *   such channel
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_line(
    kho_ledger *ledger, char *text, kho_move *out);

/** Both ends of a movement; "" where nothing says it. */
typedef struct kho_ends {
    char from[160]; /**< code of the source */
    char to[160];   /**< code of the target */
} kho_ends;

/**
 * Complete the ends of a movement by its name.
 *
 * What is implied may be NULL: to dispense goes to `client`, to begin comes from
 * `opening`, to hold X goes to `hold/X`, what arrives at X comes from `transit/X`. A code
 * without a slash gets the prefix that the name implies: to ship to X means `transit/X`,
 * to lose to `expired` means `loss/expired`.
 *
 * @param verb what it is called
 * @param from code of the source, or NULL
 * @param to code of the target, or NULL
 * @param[out] out an end that nothing says is ""
 */
KHO_API void kho_verb_ends(
    kho_verb verb, const char *from, const char *to, kho_ends *out);

/** Read a verb's word; KHO_NO_VERB where it is none. */
KHO_API kho_verb kho_verb_parse(const char *text);

/**
 * Name the move from one place to another.
 *
 * @param ledger whose places they are
 * @param from code of the source
 * @param to code of the target
 * @param[out] out KHO_NO_VERB where stock doesn't move so
 * @return KHO_OK, or KHO_ENOTFOUND: no such place
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_route(
    kho_ledger *ledger, const char *from, const char *to, kho_verb *out);

/**
 * Read a period: 2026-10, 2026-Q3, 2026 or 2026-01-01..2026-03-15.
 *
 * @param text the period
 * @param[out] from its first day
 * @param[out] to its last day
 * @return KHO_OK, or KHO_EINVALID
 */
KHO_API KHO_MUST_CHECK kho_status kho_period_parse(
    const char *text, kho_date *from, kho_date *to);

/** A question: a function that a query is put to. */
typedef kho_status (*kho_question)(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/**
 * Read the kind of a report: stock, collaborators, services, mix, expiry, indicators,
 * reporting or quality.
 *
 * @param text the kind
 * @param[out] out what answers it: kho_ledger_report() for stock,
 *   kho_ledger_collaborators() for collaborators, and so on
 * @return KHO_OK, or KHO_EINVALID, whose message lists the kinds
 */
KHO_API KHO_MUST_CHECK kho_status kho_report_parse(const char *text, kho_question *out);

/**
 * Read which part of the catalogue to list: items, places, lots, channels or prices.
 *
 * @param text the word
 * @param[out] out for kho_ledger_list()
 * @return KHO_OK, or KHO_EINVALID, whose message lists the words
 */
KHO_API KHO_MUST_CHECK kho_status kho_list_parse(const char *text, kho_list *out);

#ifdef __cplusplus
}
#endif

#endif
