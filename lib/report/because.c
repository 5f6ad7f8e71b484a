#include "report/because.h"

#include <string.h>

#include "base/rational.h"
#include "report/write.h"

enum { LEVEL_DIGITS = 4 }; /* of a rule's months */

typedef struct telling {
    kho__buffer *out;
    kho_language language;
    const kho__judged *of;
    const kho_item *item;
} telling;

static void say(const telling *at, const char *vi, const char *en)
{
    kho__buffer_text(at->out, at->language == KHO_VI ? vi : en);
}

static void say_number(const telling *at, kho_rational value, int digits)
{
    char text[KHO__CELL];

    kho__buffer_text(at->out, kho__people(value, digits, false, at->language, text));
}

static void say_units(const telling *at, int64_t units)
{
    say_number(at, (kho_rational){units, 1}, 0);
}

/* "30 chiếc"; in English the unit would need its plural. */
static void say_with_unit(const telling *at, int64_t units)
{
    say_units(at, units);
    say(at, " ", "");
    say(at, at->item->unit.vi, "");
}

static char *write_months(const telling *at, kho_rational months, int digits, char *text)
{
    return kho__people(months, digits, false, at->language, text);
}

static void say_months(const telling *at, kho_rational months, int digits)
{
    char text[KHO__CELL];

    kho__buffer_text(at->out, write_months(at, months, digits, text));
    say(at, " tháng", strcmp(text, "1") == 0 ? " month" : " months");
}

/* One digit, but more where "1 month" would stand beside a minimum of 1 that it is below.
 */
static int digits_for(const telling *at, kho_rational months)
{
    const kho_rule *const rule = at->of->rule;
    const kho_rational levels[] = {
        rule->emergency_months, rule->min_months, rule->max_months};
    char one[KHO__CELL], other[KHO__CELL];
    int digits = 1;

    for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
        while (digits < LEVEL_DIGITS && kho__rational_compare(months, levels[i]) != 0 &&
               strcmp(write_months(at, months, digits, one),
                   write_months(at, levels[i], LEVEL_DIGITS, other)) == 0)
            digits++;
    }
    return digits;
}

/* "0,5 tháng (45)": months of a rule, and what they come to. A product that doesn't fit
 * is left out here; the steps refuse it. */
static void say_level(const telling *at, kho_rational months)
{
    kho_rational units;

    say_months(at, months, LEVEL_DIGITS);
    if (kho__rational_multiply(months, at->of->position.amc, &units) < 0)
        return;
    say(at, " (", " (");
    say_number(at, units, 1);
    say(at, ")", ")");
}

static void say_unknown(const telling *at)
{
    if (at->of->position.amc_defined)
        say(at, ", nhưng các tháng được tính không tiêu thụ nên không rõ đủ bao lâu",
            ", but nothing was used in the months that count, so nobody knows how long "
            "it lasts");
    else
        say(at, ", nhưng chưa có tháng nào được tính nên không rõ đủ bao lâu",
            ", but no month counts yet, so nobody knows how long it lasts");
}

static void say_standing(const telling *at)
{
    const kho_rule *const rule = at->of->rule;

    switch (at->of->judgement.standing) {
    case KHO_STOCKED_OUT:
        if (at->of->judgement.by_hand)
            say(at, ", và không rõ mức tiêu thụ", ", and its consumption is not known");
        break;
    case KHO_UNKNOWN:
        say_unknown(at);
        break;
    case KHO_EMERGENCY:
        say(at, ", không quá mức khẩn cấp ", ", not above the emergency level of ");
        say_level(at, rule->emergency_months);
        break;
    case KHO_LOW:
        say(at, ", dưới mức tối thiểu ", ", below the minimum of ");
        say_level(at, rule->min_months);
        break;
    case KHO_OVER:
        say(at, ", vượt mức tối đa ", ", above the maximum of ");
        say_level(at, rule->max_months);
        break;
    case KHO_ADEQUATE:
        say(at, ", trong khoảng từ mức tối thiểu ", ", between the minimum of ");
        say_level(at, rule->min_months);
        say(at, " đến mức tối đa ", " and the maximum of ");
        say_level(at, rule->max_months);
        break;
    }
}

/* What the order was reckoned with besides the stock. */
static void say_besides(const telling *at)
{
    const kho_position *const position = &at->of->position;

    if (position->in_transit) {
        say(at, ", đã tính ", ", counting ");
        say_units(at, position->in_transit);
        say(at, " đang về", " in transit");
    }
    if (position->expiring) {
        say(at, ", không tính ", ", not counting ");
        say_units(at, position->expiring);
        say(at, " dùng không kịp hạn", " that will expire before use");
    }
}

static void say_packs(const telling *at)
{
    const int64_t pack = at->of->position.pack, units = at->of->judgement.to_order;

    if (pack == 1 || units % pack)
        return;
    say(at, " (", " (");
    say_units(at, units / pack);
    say(at, " gói)", units == pack ? " pack)" : " packs)");
}

static void say_order(const telling *at)
{
    const kho_judgement *const made = &at->of->judgement;

    if (made->by_hand) {
        say(at, ": đặt hàng ngay, tự định số lượng",
            ": order at once, and set the quantity by hand");
    } else if (!made->months_defined) {
        say(at, ": chưa đề nghị cấp", ": nothing is suggested");
    } else if (made->to_order) {
        say(at, ": đề nghị cấp ", ": order ");
        say_with_unit(at, made->to_order);
        say_packs(at);
        say(at, " để đạt mức tối đa ", " to reach the maximum of ");
        say_level(at, at->of->rule->max_months);
        say_besides(at);
    } else if (!made->due) {
        say(at, ": chưa đặt hàng, vì còn trên mức tối thiểu ",
            ": no order, being above the minimum of ");
        say_level(at, at->of->rule->min_months);
        say_besides(at);
    } else if (made->needed) {
        say(at, ": cần thêm ", ": ");
        say_with_unit(at, made->needed);
        say(at, " nhưng chưa đến nửa gói nên không đặt",
            made->needed == 1 ? " is needed, less than half a pack, so none is ordered"
                              : " are needed, less than half a pack, so none is ordered");
    } else {
        say(at, ": không cần cấp thêm", ": nothing to order");
        say_besides(at);
    }
}

void kho__because(kho__buffer *out, kho_language language, const kho__judged *judged,
    const kho_item *item)
{
    const telling at = {out, language, judged, item};
    const int64_t usable = judged->position.usable;

    if (usable > 0) {
        say(&at, "còn dùng được ", "");
        say_with_unit(&at, usable);
        say(&at, "", " usable");
    } else {
        say(&at, "đã hết hàng", "out of stock");
    }
    if (usable > 0 && judged->judgement.months_defined) {
        say(&at, ", đủ ", ", enough for ");
        say_months(
            &at, judged->judgement.months, digits_for(&at, judged->judgement.months));
    }
    say_standing(&at);
    say_order(&at);
}
