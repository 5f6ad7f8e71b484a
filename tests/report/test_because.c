#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "report/because.h"

TestSuite(because);

/* What is said of a position by a rule, judged as it is. */
static void expect(
    const kho_rule *rule, kho_position position, const char *vi, const char *en)
{
    const kho_item item = {
        .unit = {"chiếc", "piece"}
    };
    kho__judged judged = {.rule = rule, .position = position};
    kho__buffer said = {0};

    if (judged.position.pack == 0)
        judged.position.pack = 144;
    if (judged.position.amc.denominator == 0)
        judged.position.amc.denominator = 1;
    cr_assert(
        eq(int, kho_judge(rule, &judged.position, &judged.judgement), KHO_OK), "%s", en);
    kho__because(&said, KHO_VI, &judged, &item);
    cr_expect(eq(str, said.bytes, (char *)vi));
    kho__buffer_clear(&said);
    kho__because(&said, KHO_EN, &judged, &item);
    cr_expect(eq(str, said.bytes, (char *)en));
    kho__buffer_free(&said);
}

/* What stock says with 90 used in a month. */
static kho_position ninety(int64_t usable)
{
    return (kho_position){
        .usable = usable, .amc_defined = true, .amc = {90, 1}
    };
}

Test(because, each_standing_says_which_level_it_is_measured_by)
{
    const kho_rule *rule = kho_rule_builtin();

    expect(rule, ninety(30),
        "còn dùng được 30 chiếc, đủ 0,3 tháng, không quá mức khẩn cấp 0,5 tháng (45): "
        "đề nghị cấp 288 chiếc (2 gói) để đạt mức tối đa 3 tháng (270)",
        "30 usable, enough for 0.3 months, not above the emergency level of 0.5 months "
        "(45): order 288 (2 packs) to reach the maximum of 3 months (270)");
    expect(rule, ninety(60),
        "còn dùng được 60 chiếc, đủ 0,7 tháng, dưới mức tối thiểu 1 tháng (90): "
        "đề nghị cấp 288 chiếc (2 gói) để đạt mức tối đa 3 tháng (270)",
        "60 usable, enough for 0.7 months, below the minimum of 1 month (90): order 288 "
        "(2 packs) to reach the maximum of 3 months (270)");
    expect(rule, ninety(180),
        "còn dùng được 180 chiếc, đủ 2 tháng, trong khoảng từ mức tối thiểu 1 tháng (90) "
        "đến mức tối đa 3 tháng (270): đề nghị cấp 144 chiếc (1 gói) để đạt mức tối đa "
        "3 tháng (270)",
        "180 usable, enough for 2 months, between the minimum of 1 month (90) and the "
        "maximum of 3 months (270): order 144 (1 pack) to reach the maximum of 3 months "
        "(270)");
    expect(rule, ninety(4500),
        "còn dùng được 4.500 chiếc, đủ 50 tháng, vượt mức tối đa 3 tháng (270): không "
        "cần "
        "cấp thêm",
        "4,500 usable, enough for 50 months, above the maximum of 3 months (270): "
        "nothing "
        "to order");
    expect(rule, ninety(0),
        "đã hết hàng: đề nghị cấp 288 chiếc (2 gói) để đạt mức tối đa 3 tháng (270)",
        "out of stock: order 288 (2 packs) to reach the maximum of 3 months (270)");
}

Test(because, without_a_known_use_it_says_what_is_not_known)
{
    const kho_rule *rule = kho_rule_builtin();

    expect(rule, (kho_position){.usable = 12},
        "còn dùng được 12 chiếc, nhưng chưa có tháng nào được tính nên không rõ đủ bao "
        "lâu: chưa đề nghị cấp",
        "12 usable, but no month counts yet, so nobody knows how long it lasts: nothing "
        "is suggested");
    expect(rule, (kho_position){.usable = 12, .amc_defined = true},
        "còn dùng được 12 chiếc, nhưng các tháng được tính không tiêu thụ nên không rõ "
        "đủ "
        "bao lâu: chưa đề nghị cấp",
        "12 usable, but nothing was used in the months that count, so nobody knows how "
        "long it lasts: nothing is suggested");
    expect(rule, (kho_position){.usable = 0},
        "đã hết hàng, và không rõ mức tiêu thụ: đặt hàng ngay, tự định số lượng",
        "out of stock, and its consumption is not known: order at once, and set the "
        "quantity by hand");
}

Test(because, what_is_coming_and_what_will_expire_is_told_with_the_order)
{
    kho_position position = ninety(30);

    position.in_transit = 144;
    position.pack = 1;
    expect(kho_rule_builtin(), position,
        "còn dùng được 30 chiếc, đủ 0,3 tháng, không quá mức khẩn cấp 0,5 tháng (45): "
        "đề nghị cấp 96 chiếc để đạt mức tối đa 3 tháng (270), đã tính 144 đang về",
        "30 usable, enough for 0.3 months, not above the emergency level of 0.5 months "
        "(45): order 96 to reach the maximum of 3 months (270), counting 144 in transit");
    position.in_transit = 288;
    position.expiring = 20;
    expect(kho_rule_builtin(), position,
        "còn dùng được 30 chiếc, đủ 0,3 tháng, không quá mức khẩn cấp 0,5 tháng (45): "
        "không cần cấp thêm, đã tính 288 đang về, không tính 20 dùng không kịp hạn",
        "30 usable, enough for 0.3 months, not above the emergency level of 0.5 months "
        "(45): nothing to order, counting 288 in transit, not counting 20 that will "
        "expire before use");
}

Test(because, an_order_that_is_not_due_or_too_small_says_so)
{
    kho_rule rule = *kho_rule_builtin();
    kho_position position = ninety(120);

    rule.policy = KHO_CONTINUOUS;
    rule.min_months = (kho_rational){5, 4};
    expect(&rule, position,
        "còn dùng được 120 chiếc, đủ 1,3 tháng, trong khoảng từ mức tối thiểu 1,25 tháng "
        "(112,5) đến mức tối đa 3 tháng (270): chưa đặt hàng, vì còn trên mức tối thiểu "
        "1,25 tháng (112,5)",
        "120 usable, enough for 1.3 months, between the minimum of 1.25 months (112.5) "
        "and the maximum of 3 months (270): no order, being above the minimum of 1.25 "
        "months (112.5)");
    rule = *kho_rule_builtin();
    rule.packs = KHO_PACKS_NEAREST;
    expect(&rule, ninety(220),
        "còn dùng được 220 chiếc, đủ 2,4 tháng, trong khoảng từ mức tối thiểu 1 tháng "
        "(90) đến mức tối đa 3 tháng (270): cần thêm 50 chiếc nhưng chưa đến nửa gói nên "
        "không đặt",
        "220 usable, enough for 2.4 months, between the minimum of 1 month (90) and the "
        "maximum of 3 months (270): 50 are needed, less than half a pack, so none is "
        "ordered");
    rule.packs = KHO_PACKS_NONE;
    expect(&rule, ninety(220),
        "còn dùng được 220 chiếc, đủ 2,4 tháng, trong khoảng từ mức tối thiểu 1 tháng "
        "(90) đến mức tối đa 3 tháng (270): đề nghị cấp 50 chiếc để đạt mức tối đa 3 "
        "tháng (270)",
        "220 usable, enough for 2.4 months, between the minimum of 1 month (90) and the "
        "maximum of 3 months (270): order 50 to reach the maximum of 3 months (270)");
}

Test(because, months_never_read_like_the_level_that_they_differ_from)
{
    kho_position position = {
        .usable = 15, .pack = 1, .amc_defined = true, .amc = {47, 3}
    };

    expect(kho_rule_builtin(), position,
        "còn dùng được 15 chiếc, đủ 0,96 tháng, dưới mức tối thiểu 1 tháng (15,7): đề "
        "nghị cấp 32 chiếc để đạt mức tối đa 3 tháng (47)",
        "15 usable, enough for 0.96 months, below the minimum of 1 month (15.7): order "
        "32 to reach the maximum of 3 months (47)");
    expect(kho_rule_builtin(), ninety(271),
        "còn dùng được 271 chiếc, đủ 3,01 tháng, vượt mức tối đa 3 tháng (270): không "
        "cần "
        "cấp thêm",
        "271 usable, enough for 3.01 months, above the maximum of 3 months (270): "
        "nothing "
        "to order");
    expect(kho_rule_builtin(), ninety(90),
        "còn dùng được 90 chiếc, đủ 1 tháng, trong khoảng từ mức tối thiểu 1 tháng (90) "
        "đến mức tối đa 3 tháng (270): đề nghị cấp 288 chiếc (2 gói) để đạt mức tối đa 3 "
        "tháng (270)",
        "90 usable, enough for 1 month, between the minimum of 1 month (90) and the "
        "maximum of 3 months (270): order 288 (2 packs) to reach the maximum of 3 months "
        "(270)");
}
