#include "rules/telling.h"

#include "base/error.h"

void kho__put_exact(kho__buffer *out, kho_rational value)
{
    kho__buffer_int(out, value.numerator);
    if (value.denominator != 1) {
        kho__buffer_byte(out, '/');
        kho__buffer_int(out, value.denominator);
    }
}

void kho__tell_text(kho__telling *at, const char *text)
{
    kho__buffer_text(at->out, text);
}

void kho__tell_number(kho__telling *at, kho_rational value)
{
    kho__tell_text(at, value.numerator < 0 ? "(" : "");
    kho__put_exact(at->out, value);
    kho__tell_text(at, value.numerator < 0 ? ")" : "");
}

void kho__tell_int(kho__telling *at, int64_t value)
{
    kho__tell_number(at, (kho_rational){value, 1});
}

void kho__tell_date(kho__telling *at, kho_date date)
{
    char text[16];

    kho__tell_text(at, kho_date_format(date, text));
}

void kho__tell_divisor(kho__telling *at, kho_rational value)
{
    kho__tell_text(at, value.denominator != 1 ? "(" : "");
    kho__put_exact(at->out, value);
    kho__tell_text(at, value.denominator != 1 ? ")" : "");
}

void kho__told(kho__telling *at, kho__step_kind kind)
{
    kho__steps *const steps = at->steps;
    const kho__buffer *const out = at->out;
    kho__step *step;

    if (at->status == KHO_OK)
        at->status = kho__buffer_status(out);
    if (at->status == KHO_OK &&
        !kho__grow((void **)&steps->all, &steps->room, steps->count, 1, sizeof(*step)))
        at->status = kho__fail_memory();
    if (at->status < 0)
        return;
    step = &steps->all[steps->count++];
    *step = (kho__step){.kind = kind};
    if (out->size && !(step->formula = kho__arena_text(&steps->arena, out->bytes)))
        at->status = kho__fail_memory();
    kho__buffer_clear(at->out);
}

kho__step *kho__told_last(const kho__telling *at)
{
    return at->status < 0 ? NULL : &at->steps->all[at->steps->count - 1];
}

void kho__told_value(kho__telling *at, const char *text)
{
    kho__step *const step = kho__told_last(at);

    if (step && !(step->value = kho__arena_text(&at->steps->arena, text)))
        at->status = kho__fail_memory();
}

void kho__told_number(kho__telling *at, kho__step_kind kind, kho_rational value)
{
    kho__buffer text = {0};

    kho__told(at, kind);
    kho__put_exact(&text, value);
    if (at->status == KHO_OK && (at->status = kho__buffer_status(&text)) == KHO_OK)
        kho__told_value(at, text.bytes);
    kho__buffer_free(&text);
}

void kho__told_int(kho__telling *at, kho__step_kind kind, int64_t value)
{
    kho__told_number(at, kind, (kho_rational){value, 1});
}

void kho__told_word(kho__telling *at, kho__step_kind kind, const kho__name *word)
{
    kho__step *step;

    kho__told(at, kind);
    if ((step = kho__told_last(at)))
        step->word = word;
}

void kho__told_instead(const kho__telling *at, kho__instead instead)
{
    kho__step *const step = kho__told_last(at);

    if (step)
        step->instead = &kho__instead_names[instead];
}

void kho__told_without(kho__telling *at, kho__step_kind kind, kho__instead instead)
{
    kho__told(at, kind);
    kho__told_instead(at, instead);
}
