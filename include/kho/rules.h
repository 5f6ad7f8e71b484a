/**
 * @file
 * Rules and judging: pure arithmetic, exact, without a ledger.
 */
#ifndef KHO_RULES_H
#define KHO_RULES_H

#include <kho/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a month in which stock was out on every day counts as. */
typedef enum kho_all_out {
    KHO_RAW = 0,  /**< its consumption as it is */
    KHO_SKIP = 1, /**< not at all */
    KHO_ZERO = 2  /**< nothing consumed */
} kho_all_out;

/** When an order is due. */
typedef enum kho_policy {
    KHO_PERIODIC = 0,   /**< forced ordering: every review, up to max */
    KHO_CONTINUOUS = 1, /**< whenever the position is at min or below, up to max */
    KHO_STANDARD = 2    /**< at a review, where the position is at min or below */
} kho_policy;

/** How an order is rounded to packs. */
typedef enum kho_packs {
    KHO_PACKS_UP = 0,
    KHO_PACKS_NEAREST = 1,
    KHO_PACKS_NONE = 2
} kho_packs;

/** How one line is judged. Months are exact fractions. */
typedef struct kho_rule {
    const char *name;    /**< what reports call it */
    bool month_calendar; /**< false: a month has 30 days; true: its own */
    unsigned count;      /**< consumption's verbs at a station: 1u << KHO_DISPENSE ... */
    int window;          /**< months of the mean, 1 to 60 */
    bool current;        /**< count a month that isn't over */
    bool normalise;      /**< lift a month by its stock-out days */
    kho_all_out all_out; /**< a month that was out throughout */
    int look_back;       /**< reach back past months that don't count; 0: don't */
    bool campaigns;      /**< count what campaigns used */
    kho_policy policy;   /**< when an order is due */
    kho_rational min_months;       /**< months of stock below which it is low */
    kho_rational max_months;       /**< above which it is over */
    kho_rational emergency_months; /**< down to which it is an emergency */
    kho_packs packs;               /**< rounding of an order */
    int near_expiry_months;        /**< how long before its expiry a lot is reported */
    kho_rational lead_months;      /**< from an order to its arrival */
    kho_rational review_months;    /**< from one order to the next */
    kho_rational safety_months;    /**< of min, where min follows from it */
    bool min_follows; /**< min = lead + safety, and review for KHO_STANDARD */
    bool max_follows; /**< max = min + review */
    bool late_report; /**< raise an alert where a report is late */
} kho_rule;

/** Give the built-in rule: window 3, months of 30 days, min 1, max 3, emergency 1/2. */
KHO_API const kho_rule *kho_rule_builtin(void);

/** One month of a line, as consumption sees it. */
typedef struct kho_consumed {
    int64_t quantity; /**< what left for use, net; may be negative */
    int days_out;     /**< days at whose end nothing usable was there */
    int month_days;   /**< calendar days of the month */
    bool counts;      /**< false: before the first receipt, or unknown */
} kho_consumed;

/**
 * Give one month's normalised consumption.
 *
 * @param rule how
 * @param month what was consumed
 * @param[out] counts false where the rule skips the month
 * @param[out] out the consumption, 0/1 where it is skipped
 * @return KHO_OK, or
 *   - KHO_EINVALID: days out below 0, or a month of the calendar without its days
 *   - KHO_EOVERFLOW: it doesn't fit
 */
KHO_API KHO_MUST_CHECK kho_status kho_normalise(
    const kho_rule *rule, const kho_consumed *month, bool *counts, kho_rational *out);

/**
 * Give the average monthly consumption: the mean of normalised months, never below 0.
 *
 * @param rule how
 * @param months oldest first; look_back is the caller's affair
 * @param count how many
 * @param[out] defined false where no month counts
 * @param[out] out the mean, 0/1 where undefined
 * @return KHO_OK, KHO_EINVALID like kho_normalise(), or KHO_EOVERFLOW
 */
KHO_API KHO_MUST_CHECK kho_status kho_amc(const kho_rule *rule,
    const kho_consumed *months, size_t count, bool *defined, kho_rational *out);

/** How a line stands. */
typedef enum kho_standing {
    KHO_STOCKED_OUT = 0,
    KHO_UNKNOWN = 1, /**< no consumption to judge by */
    KHO_EMERGENCY = 2,
    KHO_LOW = 3,
    KHO_OVER = 4,
    KHO_ADEQUATE = 5
} kho_standing;

/** Give a standing's word: "stocked_out", ... */
KHO_API const char *kho_standing_word(kho_standing standing);

/** What judging needs to know of a line. */
typedef struct kho_position {
    int64_t usable;     /**< base units that may be used on the day */
    int64_t in_transit; /**< on the road to it */
    int64_t expiring;   /**< of these, what will expire before it can be used */
    int64_t pack;       /**< base units in a pack */
    bool amc_defined;   /**< false: no month counts */
    kho_rational amc;   /**< average monthly consumption */
    kho_date on;        /**< the day judged on; the run-out day counts from it */
} kho_position;

/** What judging says of a line. */
typedef struct kho_judgement {
    kho_standing standing; /**< how it stands */
    bool months_defined;   /**< false with AMC 0 or undefined */
    kho_rational months;   /**< months of stock */
    bool by_hand;          /**< nothing usable and no consumption known: order by hand */
    int64_t needed;        /**< base units up to the target; 0 where none is due */
    int64_t to_order;      /**< the same, rounded to packs */
    int64_t position;      /**< usable and on the road, less what expires before use */
    kho_rational target;   /**< max in base units; 0/1 where no consumption is known */
    bool due;              /**< the policy orders now */
    kho_date run_out; /**< the last day whose use the usable covers, `on` itself where
                         there is none; KHO_NO_DATE: never, as far as is known, or
                         after 2199 */
} kho_judgement;

/**
 * Judge a line: the same numbers always give the same judgement.
 *
 * @param rule how
 * @param position the numbers
 * @param[out] out the judgement
 * @return KHO_OK, or
 *   - KHO_EINVALID: a pack below 1, or what should be a fraction isn't or is negative
 *   - KHO_EOVERFLOW: the months of stock, the position, the target or the order doesn't
 *     fit
 */
KHO_API KHO_MUST_CHECK kho_status kho_judge(
    const kho_rule *rule, const kho_position *position, kho_judgement *out);

#ifdef __cplusplus
}
#endif

#endif
