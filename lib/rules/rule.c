#include <kho/model.h>
#include <kho/rules.h>

/* What holds where no rules were loaded. */
static const kho_rule builtin = {
    .name = "built-in",
    .month_calendar = false,
    .count = 1u << KHO_DISPENSE | 1u << KHO_ISSUE,
    .window = 3,
    .current = false,
    .normalise = true,
    .all_out = KHO_RAW,
    .look_back = 0,
    .policy = KHO_PERIODIC,
    .min_months = {1, 1},
    .max_months = {3, 1},
    .emergency_months = {1, 2},
    .packs = KHO_PACKS_UP,
    .near_expiry_months = 6,
};

const kho_rule *kho_rule_builtin(void)
{
    return &builtin;
}
