/* Clocks that are set back. */
#include "ledger/world.h"
#include "smallest.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

TestSuite(clock, .timeout = 60);

Test(clock, that_is_set_back_leaves_what_is_there_existing)
{
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = smallest_receipt(5);
    kho_answer answer;
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    entry.uid = "v1";
    entry.date = kho_date_of(2026, 5, 15);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, world_post(&books, &entry), KHO_OK), "%s", books.why);
    books.now = world_noon(kho_date_of(2026, 5, 10));
    books.books->today = kho_date_of(2026, 5, 10);
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(answer.existing);
    move.quantity = 6;
    cr_expect(eq(int, world_post(&books, &entry), KHO_ECONFLICT), "%s", books.why);
    entry.uid = "v2";
    cr_expect(eq(int, world_post(&books, &entry), KHO_EINVALID), "%s", books.why);
    cr_expect(world_check(&books), "%s", books.why);
    world_close(&books);
}

Test(clock, that_tells_no_time_tells_a_day_that_can_be_written)
{
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    books.now = INT64_MAX;
    cr_expect(eq(int, kho_ledger_today(books.ledger), kho_date_of(2199, 12, 31)));
    books.now = INT64_MIN;
    cr_expect(eq(int, kho_ledger_today(books.ledger), kho_date_of(1900, 1, 1)));
    world_close(&books);
}

Test(clock, shows_which_day_an_entry_can_not_have)
{
    static const struct {
        kho_date day;
        const char *said;
    } wrong[] = {
        {-43830,      "the date 1849-12-31 is not between 1900-01-01 and tomorrow"},
        {20590,       "the date 2026-05-17 is not between 1900-01-01 and tomorrow"},
        {INT32_MAX,   "the date is not between 1900-01-01 and tomorrow"           },
        {KHO_NO_DATE, "the date is missing"                                       },
    };
    kho_entry entry = KHO_ENTRY_INIT;
    kho_move move = smallest_receipt(5);
    kho_answer answer;
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    entry.moves = &move;
    entry.move_count = 1;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        entry.date = wrong[i].day;
        cr_expect(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_EINVALID));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)wrong[i].said));
    }
    world_close(&books);
}

typedef struct failing_clock {
    int64_t now;
    int asked, most; /* after so many times it fails */
} failing_clock;

static int64_t ask(void *context)
{
    failing_clock *clock = context;

    return clock->asked++ < clock->most ? clock->now : -1;
}

static kho_status define(world *books, kho_ledger *ledger)
{
    static const kho_item item = {
        .code = "vien", .name = {"Viên", NULL},
             .unit = {"vỉ",  NULL},
             .pack = 1
    };
    static const kho_catalogue catalogue = {.items = &item, .item_count = 1};

    (void)books;
    return kho_ledger_define(ledger, &catalogue, kho_date_of(2026, 4, 1), NULL);
}

static kho_status post(world *books, kho_ledger *ledger)
{
    const kho_move move = smallest_receipt(5);
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    (void)books;
    entry.moves = &move;
    entry.move_count = 1;
    entry.uid = "v1";
    entry.date = kho_date_of(2026, 5, 15);
    return kho_ledger_post(ledger, &entry, &answer);
}

static kho_status reverse(world *books, kho_ledger *ledger)
{
    kho_answer answer;

    (void)books;
    return kho_ledger_reverse(ledger, "v1", KHO_NO_DATE, false, NULL, &answer);
}

static kho_status load(world *books, kho_ledger *ledger)
{
    char path[640];
    FILE *file;

    snprintf(path, sizeof(path), "%s/rules.yaml", books->folder);
    file = fopen(path, "w");
    cr_assert(file != NULL);
    fputs("kho: rules/1\nname: new\n", file);
    fclose(file);
    return kho_ledger_load_rules(ledger, path, KHO_NO_DATE, false, NULL);
}

static kho_status close_april(world *books, kho_ledger *ledger)
{
    (void)books;
    return kho_ledger_close_month(
        ledger, "tyt", false, kho_month_of(kho_date_of(2026, 4, 1)), NULL, NULL);
}

static kho_status reopen_april(world *books, kho_ledger *ledger)
{
    (void)books;
    return kho_ledger_reopen_month(
        ledger, "tyt", kho_month_of(kho_date_of(2026, 4, 1)), "why", NULL);
}

/* Whenever it fails, nothing is written; what is written is of times that it told. */
Test(clock, that_fails_in_the_middle_of_a_call_leaves_nothing)
{
    static kho_status (*const writes[])(world *, kho_ledger *) = {
        define, post, reverse, load, close_april, reopen_april};
    failing_clock clock = {world_noon(kho_date_of(2026, 5, 15)), 0, 0};
    kho_ledger *ledger;
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    books.options.clock = ask;
    books.options.context = &clock;
    cr_assert(eq(int, world_handle(&books, KHO_READ_WRITE, &ledger), KHO_OK));
    for (size_t i = 0; i < sizeof(writes) / sizeof(*writes); i++) {
        char before[KHO_HEAD_SIZE], after[KHO_HEAD_SIZE];
        kho_status status = KHO_EINVALID;

        cr_assert(eq(int, kho_ledger_head(ledger, before), KHO_OK));
        for (clock.most = 0; status != KHO_OK && clock.most < 5; clock.most++) {
            clock.asked = 0;
            status = writes[i](&books, ledger);
            if (status == KHO_OK)
                break;
            cr_expect(eq(int, status, KHO_EINVALID), "%zu", i);
            cr_expect(
                eq(str, (char *)kho_error_last()->message, "the clock tells no time"));
            cr_assert(eq(int, kho_ledger_head(ledger, after), KHO_OK));
            cr_expect(eq(str, before, after), "%zu", i);
        }
        cr_expect(eq(int, status, KHO_OK), "%zu: %s", i, kho_error_last()->message);
        cr_expect(clock.most > 0 && clock.asked <= clock.most, "%zu: %d", i, clock.asked);
    }
    kho_ledger_close(ledger);
    cr_expect(world_check(&books), "%s", books.why);
    world_close(&books);
}

static void no_luck(void *context, void *bytes, size_t size)
{
    (void)context;
    memset(bytes, 0xff, size);
}

/* 2026-05-15 12:00 at +07:00 is 1 778 821 200 000 ms, hexadecimal 19e2a017880: the first
 * 48 bits of a UUID of version 7 (RFC 9562). */
Test(clock, stands_first_in_the_number_of_a_voucher_that_has_none)
{
    kho_entry entry = KHO_ENTRY_INIT;
    const kho_move move = smallest_receipt(5);
    kho_answer answer;
    world books;

    cr_assert(world_open(&books, kho_date_of(2026, 5, 15)), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    books.options.random = no_luck;
    cr_assert(world_reopen(&books), "%s", books.why);
    entry.date = kho_date_of(2026, 5, 15);
    entry.moves = &move;
    entry.move_count = 1;
    cr_assert(eq(int, kho_ledger_post(books.ledger, &entry, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(eq(str, (char *)answer.uid, "019e2a01-7880-7fff-bfff-ffffffffffff"));
    world_close(&books);
}
