/**
 * @file
 * What every other header needs: dates, months, exact fractions, statuses and errors.
 */
#ifndef KHO_COMMON_H
#define KHO_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @cond */
#ifdef SWIG
 #define KHO_API
 #define KHO_MUST_CHECK
#else
 #define KHO_API __attribute__((visibility("default")))
 #define KHO_MUST_CHECK __attribute__((warn_unused_result))
#endif
/** @endcond */

#ifdef __cplusplus
extern "C" {
#endif

/** A calendar day, in days since 1970-01-01. A day has no time zone. */
typedef int32_t kho_date;

/** A calendar month, in months since 1970-01. */
typedef int32_t kho_month;

/** No date: unknown, not given, or never. */
#define KHO_NO_DATE INT32_MIN

/** No month. */
#define KHO_NO_MONTH INT32_MIN

/** The largest quantity of one move, in base units. */
#define KHO_QUANTITY_MAX INT64_C(1000000000000)

/** An exact fraction in lowest terms; the denominator is positive. */
typedef struct kho_rational {
    int64_t numerator;   /**< may be negative */
    int64_t denominator; /**< at least 1 */
} kho_rational;

/** A language of the texts that people see. */
typedef enum kho_language {
    KHO_EN = 0, /**< English */
    KHO_VI = 1  /**< Vietnamese */
} kho_language;

/** What came of a call: KHO_OK, or why not; each an answer that a caller can act on. */
typedef enum kho_status {
    KHO_OK = 0,          /**< done */
    KHO_ESHORT = -1,     /**< not enough stock on that day or a later one */
    KHO_ECONFLICT = -2,  /**< the uid was posted before, with another content */
    KHO_ECLOSED = -3,    /**< the date lies in a closed month */
    KHO_ENOTFOUND = -4,  /**< no such place, item, lot, channel, entry or file */
    KHO_EROUTE = -5,     /**< stock does not move between such places */
    KHO_EAMBIGUOUS = -6, /**< several lots fit and none was named */
    KHO_EEXPIRED = -7,   /**< the lot had expired on that day */
    KHO_EINVALID = -8,   /**< the input is malformed or out of range */
    KHO_EEXISTS = -9,    /**< a file or an entry that must not exist does */
    KHO_EREADONLY = -10, /**< the ledger was opened for reading only */
    KHO_EBUSY = -11,     /**< another process held the ledger for too long */
    KHO_ESTORAGE = -12,  /**< the file system or the database failed */
    KHO_EDAMAGED = -13,  /**< the ledger's file is not what it should be */
    KHO_EFOREIGN = -14,  /**< the file is not a ledger of kho, or is of a newer version */
    KHO_EMEMORY = -15,   /**< out of memory */
    KHO_EOVERFLOW = -16  /**< a sum does not fit 64 bits */
} kho_status;

/** A lot that an allocation passed over. */
typedef struct kho_refused_lot {
    const char *lot;     /**< its number; may be empty */
    kho_date expiry;     /**< KHO_NO_DATE where it has none */
    const char *channel; /**< the channel's code */
    int64_t quantity; /**< base units there on the day that weren't taken; -1: unsaid */
    const char *why;  /**< "expired", "held", "other_channel", "short_life", "unexpired",
                         "ambiguous", or "short": a later day needs them */
} kho_refused_lot;

/** One refused move (or observation, counted after the moves) of an entry. */
typedef struct kho_refusal {
    size_t index;                /**< which move, from 0 */
    kho_status status;           /**< why, as a word */
    const char *place;           /**< code; NULL where none is meant */
    const char *item;            /**< code; NULL where none is meant */
    const char *lot;             /**< number; NULL where none was named */
    kho_date date;               /**< the day on which it fails */
    int64_t need;                /**< base units asked for; -1: not about quantities */
    int64_t have;                /**< base units that may be taken; -1 likewise */
    const kho_refused_lot *lots; /**< what was passed over, in order of allocation */
    size_t lot_count;            /**< how many */
    const char *message;         /**< one line for people, in the thread's language */
} kho_refusal;

/** Why the last failed call of this thread failed. */
typedef struct kho_error {
    kho_status status;           /**< the status that the call returned */
    char message[1024];          /**< one line for people, in the thread's language */
    char file[256];              /**< name of the input, or "" */
    int line;                    /**< line in that input from 1, or 0 */
    int column;                  /**< column in characters from 1, or 0 */
    const kho_refusal *refusals; /**< refused moves; the ledger's, until its next call */
    size_t refusal_count;        /**< how many */
} kho_error;

/**
 * Tell why the last failed call of this thread failed.
 *
 * @return the thread's error, borrowed until its next failing call; never NULL
 */
KHO_API const kho_error *kho_error_last(void);

/**
 * Fail with a message of one's own, for what stands on the library, such as a binding.
 *
 * @param status what failed
 * @param en one line in English
 * @param vi the same in Vietnamese
 * @return the status, for kho_error_last() to explain
 */
KHO_API kho_status kho_error_tell(kho_status status, const char *en, const char *vi);

/** Choose the language of this thread's messages; English at first. */
KHO_API void kho_error_language(kho_language language);

/** Say in the thread's language why the system refused something, by its errno. */
KHO_API const char *kho_errno_text(int error);

/** Give the word of a status, such as "short"; programs may compare it. */
KHO_API const char *kho_status_word(kho_status status);

/** Give the library's version, such as "0.1.0". */
KHO_API const char *kho_version(void);

/**
 * Read an ISO day such as "2026-11-03".
 *
 * @return KHO_OK, or KHO_EINVALID: not a calendar day from 1900-01-01 to 2199-12-31
 */
KHO_API KHO_MUST_CHECK kho_status kho_date_parse(const char *text, kho_date *out);

/**
 * Write a day as ISO text; KHO_NO_DATE, and days beyond the year 9999, give "".
 *
 * @param date the day
 * @param buffer of at least 11 bytes
 * @return the buffer
 */
KHO_API char *kho_date_format(kho_date date, char *buffer);

/** Make a day of year (1-9999), month (1-12), day; KHO_NO_DATE: there is no such day. */
KHO_API kho_date kho_date_of(int year, int month, int day);

/** Give the month that a day lies in. */
KHO_API kho_month kho_month_of(kho_date date);

/** Give the first day of a month. */
KHO_API kho_date kho_month_first(kho_month month);

/** Give the last day of a month. */
KHO_API kho_date kho_month_last(kho_month month);

/** Read a month such as "2026-11"; KHO_EINVALID like kho_date_parse(). */
KHO_API KHO_MUST_CHECK kho_status kho_month_parse(const char *text, kho_month *out);

/**
 * Write a month as "2026-11"; KHO_NO_MONTH gives "".
 *
 * @param month the month
 * @param buffer of at least 8 bytes
 * @return the buffer
 */
KHO_API char *kho_month_format(kho_month month, char *buffer);

#ifdef __cplusplus
}
#endif

#endif
