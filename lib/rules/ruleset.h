/*
 * Rules as a document says them: what holds everywhere, what matches change for some
 * lines, when reports are due. Pure: codes are compared with the catalogue when rules are
 * put to use (rules/ruling.h).
 */
#ifndef KHO_RULES_RULESET_H
#define KHO_RULES_RULESET_H

#include <kho/model.h>
#include <kho/rules.h>

#include "base/document.h"

/* Everything that a rule can set, one bit each: which of them a map gave, and where. */
typedef enum kho__setting {
    KHO__SET_MONTH_DAYS,
    KHO__SET_COUNT,
    KHO__SET_WINDOW,
    KHO__SET_CURRENT,
    KHO__SET_NORMALISE,
    KHO__SET_ALL_OUT,
    KHO__SET_LOOK_BACK,
    KHO__SET_POLICY,
    KHO__SET_REVIEW_MONTHS,
    KHO__SET_LEAD_MONTHS,
    KHO__SET_SAFETY_MONTHS,
    KHO__SET_MIN_MONTHS,
    KHO__SET_MAX_MONTHS,
    KHO__SET_EMERGENCY_MONTHS,
    KHO__SET_PACKS,
    KHO__SET_NEAR_EXPIRY_MONTHS,
    KHO__SET_LATE_REPORT,
    KHO__SETTINGS
} kho__setting;

/* The key of each setting, as YAML spells it. */
extern const char *const kho__setting_keys[KHO__SETTINGS];

/* Some settings with the lines that gave them. */
typedef struct kho__settings {
    kho_rule rule;            /* only what was given means something */
    int lines[KHO__SETTINGS]; /* 0: not given here */
} kho__settings;

/* A condition: all that are given must hold, and of each list one. */
typedef struct kho__codes {
    const char *const *codes;
    size_t count; /* 0: any */
} kho__codes;

typedef struct kho__when {
    kho__codes kinds, levels, places, trees, items, methods, channels;
} kho__when;

typedef struct kho__match {
    kho__when when;
    kho__settings set;
    int line;         /* of the match */
    const char *text; /* the condition for people: "level=station method=condom" */
} kho__match;

typedef enum kho__report_kind {
    KHO__REPORT_MONTH,
    KHO__REPORT_QUARTER,
    KHO__REPORT_YEAR,
    KHO__REPORT_KINDS
} kho__report_kind;

/* A report is due so many days after its period, working days or all. */
typedef struct kho__deadline {
    kho__report_kind report;
    kho__codes recipients; /* words, at least one */
    int within;            /* days after the period's end */
    bool working; /* Mondays to Fridays, but for holidays, and exchanged Saturdays */
    kho_date from,
        until;      /* periods that end on these days; KHO_NO_DATE: always, for ever */
    kho__when when; /* which places report; none given: every store */
    int line;
} kho__deadline;

#define KHO__METHOD_COUNTS 8

typedef struct kho__ruleset {
    const char *name;   /* as reports call it */
    const char *file;   /* base name of the file; NULL: built in */
    kho__settings base; /* every setting means something here; line 0: the default */
    kho__match *matches;
    size_t match_count;
    kho__deadline *deadlines;
    size_t deadline_count;
    kho_date *holidays, *workdays; /* ascending */
    size_t holiday_count, workday_count;
    int method_counts[KHO__METHOD_COUNTS]; /* of the indicator range of methods: 3, 5 */
    size_t method_count_count;
    int small_cells; /* fewer clients than this are hidden; 0: none are */
    kho__document document; /* owns all of it */
} kho__ruleset;

/*
 * Read rules in YAML: shape, types, ranges, and contradictions that no catalogue is
 * needed for. `name` is what errors call it, and becomes `file`. KHO_EINVALID,
 * KHO_EMEMORY.
 */
kho_status kho__ruleset_read(
    const char *name, const char *text, size_t size, kho__ruleset **out);
void kho__ruleset_free(kho__ruleset *set); /* NULL and the built-in one are no-ops */

/* What holds where no rules were loaded. */
const kho__ruleset *kho__ruleset_builtin(void);

/* Put settings over a rule: later ones win. What follows (min of safety, max of min and
 * review) is worked out last, by kho__rule_settle(). */
void kho__settings_apply(const kho__settings *set, kho_rule *rule);
kho_status kho__rule_settle(kho_rule *rule); /* KHO_EOVERFLOW */

#endif
