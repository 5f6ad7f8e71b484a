/* Entries in JSON: what each key becomes, and what is refused with its line and key. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "exchange/entry_json.h"

static kho__document document;
static kho_entry entry;

static void forget(void)
{
    kho__document_free(&document);
}

TestSuite(entry_json, .fini = forget);

static kho_status read_entry(const char *text)
{
    kho_status status = kho__document_json(&document, "in.jsonl", 3, text, strlen(text));

    return status < 0 ? status : kho__entry_read(&document, &entry);
}

Test(entry_json, reads_every_key)
{
    cr_assert(eq(int,
        read_entry(
            "{\"uid\":\"PX-1\",\"date\":\"2026-11-03\",\"by\":\"Trạm\",\"note\":\"n\","
            "\"late\":true,\"reverses\":\"PX-0\",\"moves\":[{\"item\":\"bcs\",\"lot\":"
            "\"A12\","
            "\"expiry\":\"2029-05\",\"channel\":\"free\",\"from\":\"ncc\",\"to\":\"hold/"
            "x\","
            "\"quantity\":1440}],\"observed\":[{\"place\":\"x\",\"item\":\"bcs\","
            "\"days_out\":3,\"month\":\"2026-10\"},{\"place\":\"x\",\"item\":\"bcs\","
            "\"lot\":\"A12\",\"expiry\":\"2029-05-31\",\"channel\":\"free\",\"found\":0}]"
            "}"),
        KHO_OK));
    cr_expect(eq(str, (char *)entry.uid, "PX-1"));
    cr_expect(eq(int, entry.date, kho_date_of(2026, 11, 3)));
    cr_expect(eq(str, (char *)entry.by, "Trạm"));
    cr_expect(eq(str, (char *)entry.note, "n"));
    cr_expect(eq(int, entry.late, true));
    cr_expect(eq(str, (char *)entry.reverses, "PX-0"));
    cr_assert(eq(sz, entry.move_count, 1));
    cr_expect(eq(str, (char *)entry.moves[0].lot, "A12"));
    cr_expect(eq(int, entry.moves[0].expiry, kho_date_of(2029, 5, 31)));
    cr_expect(eq(str, (char *)entry.moves[0].channel, "free"));
    cr_expect(eq(str, (char *)entry.moves[0].from, "ncc"));
    cr_expect(eq(str, (char *)entry.moves[0].to, "hold/x"));
    cr_expect(eq(i64, entry.moves[0].quantity, 1440));
    cr_assert(eq(sz, entry.observed_count, 2));
    cr_expect(eq(int, entry.observed[0].kind, KHO_DAYS_OUT));
    cr_expect(eq(i64, entry.observed[0].value, 3));
    cr_expect(eq(int, entry.observed[0].month, kho_month_of(kho_date_of(2026, 10, 1))));
    cr_expect(eq(int, entry.observed[1].kind, KHO_FOUND));
    cr_expect(eq(i64, entry.observed[1].value, 0));
    cr_expect(eq(int, entry.observed[1].expiry, kho_date_of(2029, 5, 31)));
}

Test(entry_json, what_is_absent_or_null_has_its_default)
{
    cr_assert(eq(int,
        read_entry(
            "{\"date\":\"2026-11-03\",\"uid\":null,\"note\":null,\"observed\":[],"
            "\"moves\":[{\"item\":\"bcs\",\"lot\":null,\"from\":\"a\",\"to\":\"b\","
            "\"quantity\":1}]}"),
        KHO_OK));
    cr_expect(eq(int, entry.uid == NULL && entry.note == NULL && entry.by == NULL, 1));
    cr_expect(eq(int, entry.late, false));
    cr_expect(eq(sz, entry.observed_count, 0));
    cr_expect(eq(int, entry.moves[0].lot == NULL && entry.moves[0].channel == NULL, 1));
    cr_expect(eq(int, entry.moves[0].expiry, KHO_NO_DATE));
}

Test(entry_json, returned_of_null_is_a_return_that_does_not_say)
{
    cr_assert(eq(int,
        read_entry(
            "{\"date\":\"2026-11-03\",\"observed\":[{\"place\":\"x\",\"item\":\"bcs\","
            "\"returned\":null}]}"),
        KHO_OK));
    cr_expect(eq(int, entry.observed[0].kind, KHO_RETURNED));
    cr_expect(eq(i64, entry.observed[0].value, -1));
    cr_expect(eq(int, entry.observed[0].month, KHO_NO_MONTH));
}

Test(entry_json, a_reversal_needs_no_date)
{
    cr_assert(eq(int, read_entry("{\"reverses\":\"PX-0\"}"), KHO_OK));
    cr_expect(eq(int, entry.date, KHO_NO_DATE));
}

/* What is read and how it is refused. */
typedef struct wrong {
    const char *input, *error;
} wrong;

static void check_wrong(const wrong *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cr_expect(
            eq(int, read_entry(cases[i].input), KHO_EINVALID), "%s", cases[i].input);
        cr_expect(strstr(kho_error_last()->message, cases[i].error) != NULL, "%s: %s",
            cases[i].input, kho_error_last()->message);
        cr_expect(eq(int, kho_error_last()->line, 3), "%s", cases[i].input);
        forget();
    }
}

/* clang-format off */
Test(entry_json, what_is_wrong_of_an_entry_is_refused_with_line_and_key)
{
    static const wrong cases[] = {
        {"{\"uid\":\"x\"}", "in.jsonl:3: entry: key 'date' is missing"},
        {"{\"date\":20261103}", "in.jsonl:3: entry: date: expected a day"},
        {"{\"date\":\"2026-11-31\"}", "in.jsonl:3: entry: date: expected a day"},
        {"{\"date\":\"1899-12-31\"}", "in.jsonl:3: entry: date: expected a day"},
        {"{\"date\":\"2026-11-03\",\"move\":[]}",
            "in.jsonl:3: entry: unknown key 'move'; expected one of uid, date, by, note, late, "
            "service, campaign, reverses, moves, observed"},
        {"{\"date\":\"2026-11-03\",\"service\":{}}", "service: key 'method' is missing"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":5}}", "service: key 'kind' is missing"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":9,\"kind\":\"new\"}}",
            "service: method: expected one of none, iud"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":\"5\",\"kind\":\"refill\"}}",
            "service: kind: expected one of new, resupply"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":5,\"kind\":null}}",
            "service: kind: expected one of new"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":5,\"kind\":\"new\",\"new\":\"\"}}",
            "service: new: expected one of ever, here, method"},
        {"{\"date\":\"2026-11-03\",\"service\":[{\"method\":5,\"kind\":\"new\",\"mode\":\"bus\"}]}",
            "service[0]: mode: expected one of fixed"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":5,\"kind\":\"new\",\"clients\":0}}",
            "service: clients: expected a whole number from 1 to 1000000"},
        {"{\"date\":\"2026-11-03\",\"service\":{\"method\":5,\"kind\":\"new\",\"name\":\"Lan\"}}",
            "service: unknown key 'name'"},
        {"{\"date\":\"2026-11-03\",\"service\":5}", "service: expected"},
        {"{\"date\":\"2026-11-03\",\"campaign\":\"a b\"}", "entry: campaign: expected a code"},
        {"{\"date\":\"2026-11-03\",\"moves\":{}}", "in.jsonl:3: moves: expected a list"},
        {"{\"date\":\"2026-11-03\",\"observed\":1}", "in.jsonl:3: observed: expected a list"},
        {"{\"date\":\"2026-11-03\",\"late\":1}", "entry: late: expected true or false"},
        {"{\"date\":\"2026-11-03\",\"uid\":7}", "entry: uid: expected a text"},
        {"{\"date\":\"2026-11-03\",\"uid\":\"a\",\"uid\":\"b\"}", "in.jsonl:3: key 'uid' stands twice"},
        {"[]", "in.jsonl:3: entry: expected keys with values"},
        {"{\"date\":\"2026-11-03\",\"moves\":[1]}", "moves[0]: expected keys with values"},
    };

    check_wrong(cases, sizeof(cases) / sizeof(*cases));
}

#define MOVE(rest) "{\"date\":\"2026-11-03\",\"moves\":[{\"item\":\"bcs\",\"from\":\"a\",\"to\":\"b\"" rest "}]}"
#define SEEN(rest) "{\"date\":\"2026-11-03\",\"observed\":[{\"place\":\"x\",\"item\":\"bcs\"" rest "}]}"

Test(entry_json, what_is_wrong_of_a_move_is_refused_with_line_and_key)
{
    static const char quantity[] =
        "in.jsonl:3: moves[0]: quantity: expected a whole number from 1 to 1000000000000";
    const wrong cases[] = {
        {MOVE(""), "in.jsonl:3: moves[0]: key 'quantity' is missing"},
        {MOVE(",\"quantity\":0"), quantity},
        {MOVE(",\"quantity\":-0"), quantity},
        {MOVE(",\"quantity\":-1"), quantity},
        {MOVE(",\"quantity\":1000000000001"), quantity},
        {MOVE(",\"quantity\":1.0"), quantity},
        {MOVE(",\"quantity\":1e2"), quantity},
        {MOVE(",\"quantity\":1.0000000000000001"), quantity},
        {MOVE(",\"quantity\":\"1\""), quantity},
        {MOVE(",\"quantity\":null"), quantity},
        {MOVE(",\"quantity\":true"), quantity},
        {MOVE(",\"quantity\":1e400"), "in.jsonl:3: moves[0]: quantity: expected a whole number"},
        {MOVE(",\"quantity\":9223372036854775808"), "in.jsonl:3: quantity: the number is too big"},
        {MOVE(",\"quantity\":1,\"expiry\":\"2200-01\""), "moves[0]: expiry: expected a day"},
        {MOVE(",\"quantity\":1,\"expiry\":\"05/2029\""), "moves[0]: expiry: expected a day"},
        {MOVE(",\"quantity\":1,\"lot\":12"), "moves[0]: lot: expected a text"},
        {MOVE(",\"quantity\":1,\"colour\":1"), "moves[0]: unknown key 'colour'"},
    };

    check_wrong(cases, sizeof(cases) / sizeof(*cases));
}

Test(entry_json, what_is_wrong_of_an_observation_is_refused_with_line_and_key)
{
    static const char one[] = "observed[0]: expected one of found, days_out and returned";
    const wrong cases[] = {
        {SEEN(""), one},
        {SEEN(",\"found\":1,\"days_out\":1"), one},
        {SEEN(",\"days_out\":1,\"returned\":1"), one},
        {SEEN(",\"found\":-1"), "observed[0]: found: expected a whole number"},
        {SEEN(",\"found\":null"), "observed[0]: found: expected a whole number"},
        {SEEN(",\"days_out\":null"), "observed[0]: days_out: expected a whole number"},
        {SEEN(",\"found\":1,\"month\":\"2026-11\""), "observed[0]: month goes with days_out and returned"},
        {SEEN(",\"days_out\":1,\"lot\":\"A\""), "observed[0]: lot and expiry go with found only"},
        {SEEN(",\"returned\":1,\"expiry\":\"2029-05\""), "observed[0]: lot and expiry go with found only"},
        {SEEN(",\"days_out\":1,\"month\":\"2026\""), "observed[0]: month: expected a month"},
        {SEEN(",\"days_out\":1.5"), "observed[0]: days_out: expected a whole number"},
    };

    check_wrong(cases, sizeof(cases) / sizeof(*cases));
}
/* clang-format on */

Test(entry_json, knows_the_uid_of_what_it_refuses)
{
    cr_assert(eq(int, read_entry("{\"uid\":\"PX-9\",\"date\":1}"), KHO_EINVALID));
    cr_assert(eq(str, (char *)kho__entry_uid(&document), "PX-9"));
    forget();
    cr_assert(eq(int, read_entry("{\"uid\":9,\"date\":1}"), KHO_EINVALID));
    cr_assert(eq(int, kho__entry_uid(&document) == NULL, 1));
}
