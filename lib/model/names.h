/* Words of enums, with names for people: written once, read by every edge. */
#ifndef KHO_MODEL_NAMES_H
#define KHO_MODEL_NAMES_H

#include <kho/model.h>
#include <kho/rules.h>

typedef struct kho__name {
    const char *word; /* programs' */
    const char *vi;
    const char *en;
} kho__name;

extern const kho__name kho__verb_names[];      /* by kho_verb */
extern const kho__name kho__kind_names[];      /* by kho_place_kind */
extern const kho__name kho__standing_names[];  /* by kho_standing */
extern const kho__name kho__alert_names[];     /* by kho__alert */
extern const kho__name kho__why_names[];       /* by kho__why */
extern const kho__name kho__indicator_names[]; /* by kho__indicator */
extern const kho__name kho__channel_names[];   /* known channels, ends with a NULL word */
extern const kho__name kho__step_names[];      /* by kho__step_kind */
extern const kho__name kho__instead_names[];   /* by kho__instead */
extern const kho__name kho__policy_names[];    /* by kho_policy */
extern const kho__name kho__answer_names[];    /* no and yes, by bool */
extern const kho__name kho__fault_names[]; /* what check finds, ends with a NULL word */

extern const kho__name kho__report_names[];    /* by kho__report_kind */
extern const kho__name kho__late_names[];      /* of an alert, by kho__report_kind */
extern const kho__name kho__quality_names[];   /* by kho__quality */
extern const kho__name kho__state_names[];     /* by kho__report_state */
extern const kho__name kho__recipient_names[]; /* known ones, ends with a NULL word */

/* How the report of a period stands. */
typedef enum kho__report_state {
    KHO__ON_TIME,
    KHO__LATE,
    KHO__MISSING,
    KHO__NOT_DUE,
    KHO__REPORT_STATES
} kho__report_state;

/* What an alert is about. */
typedef enum kho__alert {
    KHO__STOCKED_OUT,
    KHO__NEGATIVE,
    KHO__EMERGENCY,
    KHO__EXPIRED,
    KHO__LOW,
    KHO__AT_RISK,
    KHO__NEAR_EXPIRY,
    KHO__DISCREPANCY,
    KHO__LATE_REPORT,
    KHO__OVER,
    KHO__ALERTS
} kho__alert;

/* What an indicator measures; # in its names stands for a number. */
typedef enum kho__indicator {
    KHO__INDICATOR_OUT,
    KHO__INDICATOR_OUT_ANY,
    KHO__INDICATOR_RANGE,
    KHO__INDICATOR_PLAN,
    KHO__INDICATOR_WASTAGE,
    KHO__INDICATOR_EXPIRED,
    KHO__INDICATORS
} kho__indicator;

/* What tells how good data are. */
typedef enum kho__quality {
    KHO__REPORTED,
    KHO__REPORTED_ON_TIME,
    KHO__COUNTS_AGREE,
    KHO__CARRY_BREAKS,
    KHO__DISCREPANCIES,
    KHO__LATE_ENTRIES,
    KHO__QUALITIES
} kho__quality;

/* Why a lot was passed over. */
typedef enum kho__why {
    KHO__WHY_EXPIRED,
    KHO__WHY_HELD,
    KHO__WHY_CHANNEL,
    KHO__WHY_SHORT_LIFE,
    KHO__WHY_SHORT,
    KHO__WHY_UNEXPIRED, /* lose to loss/expired takes only expired lots */
    KHO__WHYS
} kho__why;

/* The steps of a judgement, in the order in which they are told. */
typedef enum kho__step_kind {
    KHO__STEP_RULE,
    KHO__STEP_MONTH,
    KHO__STEP_AMC,
    KHO__STEP_USABLE,
    KHO__STEP_IN_TRANSIT,
    KHO__STEP_AT_RISK,
    KHO__STEP_EXPIRING,
    KHO__STEP_POSITION,
    KHO__STEP_MIN,
    KHO__STEP_MAX,
    KHO__STEP_EMERGENCY,
    KHO__STEP_MONTHS,
    KHO__STEP_STATUS,
    KHO__STEP_POLICY,
    KHO__STEP_DUE,
    KHO__STEP_ORDER,
    KHO__STEP_PACKS,
    KHO__STEP_RUN_OUT,
    KHO__STEP_BECAUSE,
    KHO__STEPS
} kho__step_kind;

/* What stands instead of the formula of a step, where there is none. */
typedef enum kho__instead {
    KHO__INSTEAD_BEFORE_RECEIPT,
    KHO__INSTEAD_NO_RETURN,
    KHO__INSTEAD_OUT_THROUGHOUT,
    KHO__INSTEAD_NO_MONTH, /* no month counts: the mean is undefined */
    KHO__INSTEAD_NO_USE,   /* it is 0 */
    KHO__INSTEAD_NOT_DUE,
    KHO__INSTEAD_BY_HAND,
    KHO__INSTEAD_AFTER_2199,
    KHO__INSTEADS
} kho__instead;

/* Find a word in a table that ends with a NULL word; NULL if there is none. */
const kho__name *kho__name_find(const kho__name *names, const char *word);

#endif
