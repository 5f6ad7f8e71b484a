/**
 * @file
 * The ledger by values of a host: maps, lists, texts and numbers as a language of its own
 * has them, in the shapes of the JSON that `kho post` reads.
 *
 * A binding walks a host's value once and builds a document of it; what the keys mean,
 * and which are refused, is said once for every language and for JSON.
 */
#ifndef KHO_DOCUMENT_H
#define KHO_DOCUMENT_H

#include <kho/ledger.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A tree of values that grows from its first to its last: at most 32 levels, 131,072
 * values and 1 MiB of text.
 */
typedef struct kho_document kho_document;

/** Begin an empty document. */
KHO_API KHO_MUST_CHECK kho_status kho_document_new(kho_document **out);

/** Free a document; NULL is a no-op. */
KHO_API void kho_document_free(kho_document *document);

/** Empty a document: the next is built in its memory. */
KHO_API void kho_document_clear(kho_document *document);

/** Begin a map: what follows is a text as a key, then its value, and so on. */
KHO_API KHO_MUST_CHECK kho_status kho_document_map(kho_document *document);

/** Begin a list: what follows are its values. */
KHO_API KHO_MUST_CHECK kho_status kho_document_list(kho_document *document);

/** End the map or list that was begun last; KHO_EINVALID: a key stands twice. */
KHO_API KHO_MUST_CHECK kho_status kho_document_end(kho_document *document);

/** Add a text, or a key: UTF-8, brought into NFC; KHO_EINVALID: it isn't UTF-8. */
KHO_API KHO_MUST_CHECK kho_status kho_document_text(
    kho_document *document, const char *bytes, size_t size);

/** Add an integer. */
KHO_API KHO_MUST_CHECK kho_status kho_document_integer(
    kho_document *document, int64_t value);

/** Add a number as it is written, also one that no integer holds ("0.5"), or "true". */
KHO_API KHO_MUST_CHECK kho_status kho_document_scalar(
    kho_document *document, const char *text);

/** Add a null. */
KHO_API KHO_MUST_CHECK kho_status kho_document_null(kho_document *document);

/**
 * Post an entry like kho_ledger_post().
 *
 * @param ledger where
 * @param document an entry in the shape of its JSON
 * @param answer what was posted; may be NULL
 * @return as kho_ledger_post(); KHO_EINVALID names the key that can't be read
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_post_document(
    kho_ledger *ledger, kho_document *document, kho_answer *answer);

/**
 * Post an entry by hand: lines that all go from one place to another.
 *
 * @param ledger where
 * @param document `verb` (a movement's word, `count`, or `serve`: what clients got), its
 *   ends `from` and `to` as kho_verb_ends() completes them (`count` has `from` alone),
 *   `lines`: {ITEM[\@LOT][/EXPIRY][/CHANNEL]: quantity}, and all of an entry's keys
 *   but `moves` and `observed`
 * @param answer what was posted; may be NULL
 * @return as kho_ledger_post(); KHO_EROUTE where the move has another name
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_post_hand(
    kho_ledger *ledger, kho_document *document, kho_answer *answer);

/**
 * Add or change items, places, channels and prices like kho_ledger_define().
 *
 * @param ledger where
 * @param document a catalogue in the shape of its YAML; `kho` may be left out
 * @param from day from which a changed parent holds; KHO_NO_DATE: today
 * @param dry_run verify only
 * @param answer what was posted; may be NULL
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_define_document(kho_ledger *ledger,
    kho_document *document, kho_date from, bool dry_run, kho_answer *answer);

/**
 * Ask a question by its word.
 *
 * @param ledger whom
 * @param question `stock`, `card`, `report`, `ytd`, `restated`, `value`, `alerts`,
 *   `suggest`, `explain`, `rules`, `check`, or a list: `items`, `places`, `lots`,
 *   `channels`, `prices`
 * @param document place, tree, sum, item, on, known, period or from and to, by, cyp: as
 *   in kho_query; kind, of `report`: as kho_report_parse() reads it, `stock` if it is
 *   left out; NULL: nothing
 * @param[out] out the answer
 * @return as the question's own function; KHO_EINVALID: no such question, or a key that
 *   can't be read
 */
KHO_API KHO_MUST_CHECK kho_status kho_ledger_ask(
    kho_ledger *ledger, const char *question, kho_document *document, kho_table **out);

/**
 * Read a query for the questions that give more than a table.
 *
 * @param document as of kho_ledger_ask(), which keeps its texts; NULL: nothing
 * @param[out] out points into the document
 * @return KHO_OK or KHO_EINVALID
 */
KHO_API KHO_MUST_CHECK kho_status kho_document_query(
    kho_document *document, kho_query *out);

#ifdef __cplusplus
}
#endif

#endif
