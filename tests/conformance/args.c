/* Arguments of a call, as cases give them. */
#include "conformance/conformance.h"

const char *case_text(const json_t *args, const char *key)
{
    return json_string_value(json_object_get(args, key));
}

int64_t case_int(const json_t *args, const char *key, int64_t fallback)
{
    const json_t *value = json_object_get(args, key);

    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool case_bool(const json_t *args, const char *key)
{
    return json_is_true(json_object_get(args, key));
}

kho_status case_date(const json_t *args, const char *key, kho_date *out)
{
    const char *text = case_text(args, key);

    *out = KHO_NO_DATE;
    return text ? kho_date_parse(text, out) : KHO_OK;
}

kho_status case_month(const json_t *args, const char *key, kho_month *out)
{
    const char *text = case_text(args, key);

    *out = KHO_NO_MONTH;
    return text ? kho_month_parse(text, out) : KHO_OK;
}
