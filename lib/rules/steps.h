/*
 * How a judgement came about: every number that it was made of, with the arithmetic that
 * gives it. Nothing is judged here a second time; the formulas are ASCII, and exact.
 */
#ifndef KHO_RULES_STEPS_H
#define KHO_RULES_STEPS_H

#include "base/buffer.h"
#include "model/names.h"
#include "rules/expiry.h"

/* A judged line: what went into it, and what came out. */
typedef struct kho__judged {
    const kho_rule *rule;
    kho_month first;            /* of months */
    const kho_consumed *months; /* those that the mean was sought in, oldest first */
    const uint8_t *whys;        /* [month]: where it doesn't count, a kho__instead */
    size_t month_count;
    const kho__dated *lots; /* in order of use, with what is at risk */
    size_t lot_count;
    kho_position position;
    kho_judgement judgement;
} kho__judged;

typedef struct kho__step {
    kho__step_kind kind;
    kho_month month;          /* of KHO__STEP_MONTH */
    const kho__dated *lot;    /* of KHO__STEP_AT_RISK */
    const char *formula;      /* arithmetic, or NULL */
    const kho__name *instead; /* what stands in its place, or NULL */
    const char *value;        /* exact, or NULL: undefined or a word */
    const kho__name *word;    /* what is no number, or NULL */
} kho__step;

typedef struct kho__steps {
    kho__step *all;
    size_t count, room;
    kho__arena arena;    /* of their texts */
    kho__buffer formula; /* being written */
} kho__steps;

/* Tell the steps of a judgement, but for the rule and the conclusion. */
kho_status kho__steps_tell(kho__steps *steps, const kho__judged *judged);
void kho__steps_free(kho__steps *steps);

/* Write a fraction exactly: "-5", "47/3". */
void kho__put_exact(kho__buffer *out, kho_rational value);

#endif
