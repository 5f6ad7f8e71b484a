#include "rules/ruleset.h"

/* What holds where no rules were loaded. */
static const kho__ruleset builtin = {
    .name = "built-in",
    .since = KHO_NO_DATE,
    .base.rule = {.name = "built-in",
                  .month_calendar = false,
                  .count = 1u << KHO_DISPENSE | 1u << KHO_ISSUE,
                  .window = 3,
                  .current = false,
                  .normalise = true,
                  .campaigns = true,
                  .all_out = KHO_RAW,
                  .look_back = 0,
                  .policy = KHO_PERIODIC,
                  .min_months = {1, 1},
                  .max_months = {3, 1},
                  .emergency_months = {1, 2},
                  .packs = KHO_PACKS_UP,
                  .near_expiry_months = 6,
                  .lead_months = {1, 1},
                  .review_months = {1, 1},
                  .safety_months = {0, 1},
                  .late_report = true},
    .method_counts = {3,        5       },
    .method_count_count = 2,
};

const kho__ruleset *kho__ruleset_builtin(void)
{
    return &builtin;
}

const kho_rule *kho_rule_builtin(void)
{
    return &builtin.base.rule;
}
