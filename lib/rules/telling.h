/*
 * Telling steps one after the other: kho__tell...() writes to the formula of the next
 * one, kho__told...() ends it. What fails shows in the status, at the end.
 */
#ifndef KHO_RULES_TELLING_H
#define KHO_RULES_TELLING_H

#include "base/rational.h"
#include "rules/steps.h"

typedef struct kho__telling {
    kho__steps *steps;
    kho__buffer *out; /* the formula */
    const kho__judged *of;
    kho_status status;
} kho__telling;

void kho__tell_text(kho__telling *at, const char *text);
void kho__tell_number(
    kho__telling *at, kho_rational value); /* a negative one in brackets */
void kho__tell_int(kho__telling *at, int64_t value);
void kho__tell_divisor(kho__telling *at, kho_rational value); /* a fraction in brackets */
void kho__tell_date(kho__telling *at, kho_date date);

void kho__told(kho__telling *at, kho__step_kind kind);
void kho__told_number(kho__telling *at, kho__step_kind kind, kho_rational value);
void kho__told_int(kho__telling *at, kho__step_kind kind, int64_t value);
void kho__told_word(kho__telling *at, kho__step_kind kind, const kho__name *word);
void kho__told_without(kho__telling *at, kho__step_kind kind, kho__instead instead);

/* Of the step that was told last: NULL after a failure. */
kho__step *kho__told_last(const kho__telling *at);
void kho__told_value(kho__telling *at, const char *text);
void kho__told_instead(const kho__telling *at, kho__instead instead);

#endif
