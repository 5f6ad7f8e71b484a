/*
 * Rules as a document says them: what holds everywhere, what matches change for some
 * lines, when reports are due. Pure: codes are compared with the catalogue when rules are
 * put to use (rules/ruling.h).
 */
#ifndef KHO_RULES_RULESET_H
#define KHO_RULES_RULESET_H

#include "rules/matching.h"

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
        until;        /* periods that end on these days; KHO_NO_DATE: always, for ever */
    kho__when when;   /* which places report; none given: every store */
    const char *text; /* the condition for people; "" where none is given */
    int line;
} kho__deadline;

#define KHO__METHOD_COUNTS 8

typedef struct kho__ruleset {
    const char *name;   /* as reports call it */
    const char *file;   /* base name of the file; NULL: built in */
    int64_t entry;      /* seq of the entry that loaded it; 0: none */
    kho_date since;     /* first day on which it holds; KHO_NO_DATE: from ever */
    kho__settings base; /* every setting means something here; line 0: the default */
    kho__match *matches;
    size_t match_count;
    kho__deadline *deadlines;
    size_t deadline_count;
    kho_date *holidays, *workdays; /* ascending */
    size_t holiday_count, workday_count;
    int method_counts[KHO__METHOD_COUNTS]; /* of the indicator range of methods: 3, 5 */
    size_t method_count_count;
    int small_cells;        /* fewer clients than this are hidden; 0: none are */
    kho__matching matching; /* which matches speak of what */
    kho__document document; /* owns all of it */
} kho__ruleset;

/*
 * Read rules in YAML: shape, types, ranges, and contradictions that no catalogue is
 * needed for. `name` is what errors call it; its last part becomes `file`. KHO_EINVALID,
 * KHO_EMEMORY.
 */
kho_status kho__ruleset_read(
    const char *name, const char *text, size_t size, kho__ruleset **out);
void kho__ruleset_free(kho__ruleset *set); /* NULL and the built-in one are no-ops */

/* What holds where no rules were loaded. */
const kho__ruleset *kho__ruleset_builtin(void);

/*
 * Refuse codes of places, items and channels that a catalogue lacks (KHO_ENOTFOUND), and
 * tell of each level and method that nothing in it has.
 */
typedef kho_status (*kho__unmatched)(
    void *context, const kho__node *node, kho__when_key key, const char *word);
kho_status kho__ruleset_known(const kho__ruleset *set, const kho__catalogue *catalogue,
    kho__unmatched tell, void *context);

#endif
