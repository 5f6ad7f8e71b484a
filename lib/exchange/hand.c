#include <stdio.h>
#include <string.h>

#include <kho/hand.h>

#include "base/error.h"
#include "exchange/hand.h"
#include "model/names.h"
#include "store/ledger.h"

/*
 * What may be left out of a movement's ends. NULL: nothing, it must be said. "supplier":
 * that place. "hold/+": the twin of the other side; "+": what the other side is the twin
 * of. "transit/": must be said. Where a pattern has a slash, a code without one gets its
 * prefix.
 */
static const struct {
    const char *from, *to;
} patterns[KHO_VERBS] = {
    [KHO_BEGIN] = {"opening",   NULL        },
    [KHO_RECEIVE] = {"supplier",  NULL        },
    [KHO_SEND_BACK] = {NULL,        "supplier"  },
    [KHO_SHIP] = {NULL,        "transit/"  },
    [KHO_ARRIVE] = {"transit/+", "+"         },
    [KHO_DISPENSE] = {NULL,        "client"    },
    [KHO_HOLD_BACK] = {"+",         "hold/+"    },
    [KHO_RELEASE] = {"hold/+",    "+"         },
    [KHO_LOSE] = {NULL,        "loss/other"},
};

/* How long the prefix of a pattern or of a code is, its slash included; 0: it has none.
 */
static int prefix_size(const char *text)
{
    const char *slash = text ? strchr(text, '/') : NULL;

    return slash ? (int)(slash + 1 - text) : 0;
}

/* One end, of what was said of it and of the other one. */
static void complete(
    const char *pattern, const char *said, const char *across, char *out, size_t room)
{
    const int prefix = prefix_size(pattern);

    out[0] = '\0';
    if (said)
        snprintf(out, room, "%.*s%s", prefix_size(said) ? 0 : prefix,
            pattern ? pattern : "", said);
    else if (!pattern || pattern[prefix] == '\0')
        return;
    else if (pattern[prefix] != '+')
        snprintf(out, room, "%s", pattern);
    else if (across)
        snprintf(out, room, "%.*s%s", prefix, pattern, across + prefix_size(across));
}

void kho_verb_ends(kho_verb verb, const char *from, const char *to, kho_ends *out)
{
    const bool known = verb >= KHO_BEGIN && verb < KHO_VERBS;

    complete(known ? patterns[verb].from : NULL, from, to, out->from, sizeof(out->from));
    complete(known ? patterns[verb].to : NULL, to, from, out->to, sizeof(out->to));
}

kho_verb kho_verb_parse(const char *text)
{
    for (int verb = KHO_BEGIN; verb < KHO_VERBS; verb++) {
        if (strcmp(kho_verb_word((kho_verb)verb), text) == 0)
            return (kho_verb)verb;
    }
    return KHO_NO_VERB;
}

static kho_status find_kind(
    const kho_ledger *ledger, const char *code, kho_place_kind *out)
{
    const int32_t place = kho__find_place(&ledger->catalogue, code);

    if (!place)
        return kho__fail(KHO_ENOTFOUND, "no place '%s'", "không có nơi '%s'", code);
    *out = kho__place_at(&ledger->catalogue, place)->as.kind;
    return KHO_OK;
}

kho_status kho_ledger_route(
    kho_ledger *ledger, const char *from, const char *to, kho_verb *out)
{
    kho_place_kind source = KHO_STORE, target = KHO_STORE;
    kho_status status = kho__read_begin(ledger);

    *out = KHO_NO_VERB;
    if (status < 0)
        return status;
    if ((status = find_kind(ledger, from, &source)) == KHO_OK &&
        (status = find_kind(ledger, to, &target)) == KHO_OK)
        *out = kho_route(source, target);
    kho__read_end(ledger);
    return status;
}

/* 9999-99 or 9999-99-99: what people mean as a month or a day, right or wrong. */
static bool is_dated(const char *text)
{
    const char *const shapes[] = {"0000-00", "0000-00-00"};

    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        size_t at = 0;

        while (
            shapes[i][at] &&
            (shapes[i][at] == '-' ? text[at] == '-' : text[at] >= '0' && text[at] <= '9'))
            at++;
        if (!shapes[i][at] && !text[at])
            return true;
    }
    return false;
}

static bool read_expiry(const char *text, kho_date *out)
{
    kho_month month;

    if (kho_date_parse(text, out) == KHO_OK)
        return true;
    if (kho_month_parse(text, &month) != KHO_OK)
        return false;
    *out = kho_month_last(month);
    return true;
}

/* Cut /EXPIRY and /CHANNEL off the end. */
static kho_status cut_tail(const kho_ledger *ledger, char *text, kho_move *out)
{
    char *slash = strrchr(text, '/');

    if (slash && kho__find_channel(&ledger->catalogue, slash + 1)) {
        out->channel = slash + 1;
        *slash = '\0';
        slash = strrchr(text, '/');
    }
    if (!slash || !is_dated(slash + 1))
        return KHO_OK;
    if (!read_expiry(slash + 1, &out->expiry))
        return kho__fail(KHO_EINVALID, "%s is not a day of the calendar",
            "%s không phải là ngày có thật", slash + 1);
    *slash = '\0';
    return KHO_OK;
}

/* A day as people write it elsewhere: 31-05-2029, 20290531, the end of 31/05/2029. */
static bool is_like_day(const char *text)
{
    int digits = 0;

    for (; *text && strchr("0123456789-. ", *text); text++)
        digits += *text >= '0' && *text <= '9';
    return !*text && digits >= 4;
}

/* Whether what a lot's number has behind a slash was meant as its day, or as a channel
 * behind that; a lot that is there may have any number. */
static bool is_mistyped(const kho_ledger *ledger, const char *item, char *lot)
{
    const int32_t id = kho__find_item(&ledger->catalogue, item);
    char *const last = strrchr(lot, '/'), *before;
    bool dated;

    if (!last)
        return false;
    for (int32_t i = 1; i <= (int32_t)ledger->catalogue.channel_count; i++) {
        if (kho__find_lots(&ledger->catalogue, id, i, lot))
            return false;
    }
    if (is_like_day(last + 1))
        return true;
    *last = '\0';
    before = strrchr(lot, '/');
    dated = before && is_dated(before + 1);
    *last = '/';
    return dated;
}

static kho_status fail_tail(const char *tail)
{
    return kho__fail(KHO_ENOTFOUND,
        "%s is neither a channel of this ledger nor a day such as 2029-05-31",
        "%s không phải là kênh của sổ này, cũng không phải là ngày dạng 2029-05-31",
        tail);
}

kho_status kho__line_read(const kho_ledger *ledger, char *text, kho_move *out)
{
    char *at, *slash;
    kho_status status;

    out->item = out->lot = out->channel = NULL;
    out->expiry = KHO_NO_DATE;
    if ((status = cut_tail(ledger, text, out)) < 0)
        return status;
    if ((at = strchr(text, '@'))) {
        *at = '\0';
        out->lot = at + 1;
    }
    if (*text == '\0')
        return kho__fail(
            KHO_EINVALID, "the line names no item", "dòng không nêu mặt hàng");
    if ((slash = strchr(text, '/')))
        return fail_tail(slash + 1);
    if (at && is_mistyped(ledger, text, at + 1))
        return fail_tail(strrchr(at + 1, '/') + 1);
    out->item = text;
    return KHO_OK;
}

/* A channel must be known to tell it from the end of a lot's number. */
kho_status kho_ledger_line(kho_ledger *ledger, char *text, kho_move *out)
{
    kho_status status = kho__read_begin(ledger);

    if (status < 0)
        return status;
    status = kho__line_read(ledger, text, out);
    kho__read_end(ledger);
    return status;
}
