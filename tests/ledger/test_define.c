/* The catalogue in time: who stands under whom from which day on, and what is too much.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/kept_json.h"
#include "ledger/posting.h"
#include "ledger/world.h"
#include "model/catalogue.h"
#include "smallest.h"

#define THE_DAY kho_date_of(2026, 11, 22)

static world books;

static kho_status stand(const char *code, const char *parent, kho_date from, bool *same)
{
    const kho_place place = {
        .code = code, .kind = KHO_STORE, .name = {"Kho", NULL},
                .parent = parent
    };
    const kho_catalogue asked = {.places = &place, .place_count = 1};
    kho_answer answer = {0};
    const kho_status status = kho_ledger_define(books.ledger, &asked, from, &answer);

    if (same)
        *same = answer.existing;
    return status;
}

static const char *above(const char *code, kho_date day)
{
    const kho__catalogue *catalogue = &books.ledger->catalogue;
    const int32_t parent =
        kho__parent_on(catalogue, kho__find_place(catalogue, code), day);

    return parent ? kho__place_at(catalogue, parent)->as.code : "";
}

/* Stock may be asked about, here and by who opens the ledger anew. */
static bool answers(void)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table = NULL;
    const bool fine =
        world_reopen(&books) && kho_ledger_stock(books.ledger, &query, &table) == KHO_OK;

    kho_table_free(table);
    return fine;
}

/* Three stores: C, A under C, B under A. */
static void begin(void)
{
    cr_assert(world_open(&books, THE_DAY), "%s", books.why);
    cr_assert(world_define(&books, smallest_catalogue()), "%s", books.why);
    cr_assert(eq(int, stand("C", NULL, KHO_NO_DATE, NULL), KHO_OK));
    cr_assert(eq(int, stand("A", "C", KHO_NO_DATE, NULL), KHO_OK));
    cr_assert(eq(int, stand("B", "A", KHO_NO_DATE, NULL), KHO_OK));
}

static void end(void)
{
    cr_expect(answers(), "%s", kho_error_last()->message);
    cr_expect(world_check(&books), "%s", books.why);
    world_close(&books);
}

TestSuite(define, .init = begin, .fini = end);

static void expect_circle(kho_status status)
{
    cr_expect(eq(int, status, KHO_EINVALID));
    cr_expect(
        ne(ptr, strstr(kho_error_last()->message, "the places stand in a circle"), NULL));
}

Test(define, a_circle_on_any_past_day_is_refused)
{
    cr_assert(eq(int, stand("B", "C", kho_date_of(2026, 7, 1), NULL), KHO_OK));
    expect_circle(stand("A", "B", kho_date_of(2026, 1, 1), NULL));
    expect_circle(stand("A", "B", kho_date_of(2026, 6, 30), NULL));
    cr_expect(eq(int, stand("A", "B", kho_date_of(2026, 7, 1), NULL), KHO_OK));
    cr_expect(eq(str, (char *)above("A", kho_date_of(2026, 6, 30)), "C"));
    cr_expect(eq(str, (char *)above("A", kho_date_of(2026, 7, 1)), "B"));
}

Test(define, a_circle_of_planned_changes_is_refused)
{
    cr_assert(eq(int, stand("B", "C", KHO_NO_DATE, NULL), KHO_OK));
    cr_assert(eq(int, stand("A", "B", kho_date_of(2027, 6, 1), NULL), KHO_OK));
    expect_circle(stand("B", "A", kho_date_of(2027, 1, 1), NULL));
}

/* What an older kho wrote, which looked at one day alone. */
static void write_unjudged(const char *json)
{
    kho_ledger *ledger = books.ledger;
    kho__posting posting = {.ledger = ledger, .arena = &ledger->arena};
    json_t *node = NULL;

    cr_assert(eq(int, kho__ledger_enter(ledger), KHO_OK));
    cr_assert(eq(int, kho__kept_json(json, strlen(json), &node), KHO_OK));
    cr_assert(eq(int, kho__posting_part(&posting, KHO__PART_CATALOGUE, json), KHO_OK));
    cr_assert(eq(int, kho__catalogue_replay(ledger, node), KHO_OK));
    ledger->broken = false;
    cr_assert(eq(int, kho__ledger_leave(ledger, KHO_OK, true), KHO_OK));
    json_decref(node);
}

Test(define, a_circle_that_is_there_is_told_and_can_be_put_right)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    cr_assert(eq(int, stand("B", "C", kho_date_of(2026, 7, 1), NULL), KHO_OK));
    write_unjudged("{\"places\":[{\"code\":\"A\",\"kind\":\"store\",\"name\":{\"vi\":"
                   "\"Kho\"},\"parent\":\"B\"}],\"from\":\"2026-01-01\"}");
    cr_expect(answers(), "%s", kho_error_last()->message);
    cr_assert(eq(int, kho_ledger_check(books.ledger, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_KIND), "circle"));
    cr_expect(eq(str, (char *)kho_table_text(table, 0, KHO_CHECK_PLACE), "A"));
    kho_table_free(table);
    /* Whoever asks about a day on which they go round gets an answer, too. */
    cr_assert(world_rules(&books, kho_date_of(2026, 1, 1),
                  "name: ít\nprivacy: {small_cells: 5}\n"),
        "%s", books.why);
    query.from = kho_date_of(2026, 3, 1);
    query.on = query.to = kho_date_of(2026, 3, 31);
    query.place = "B";
    query.tree = query.sum = true;
    cr_assert(eq(int, kho_ledger_services(books.ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    kho_table_free(table);
    cr_expect(eq(int, stand("A", "C", kho_date_of(2026, 1, 1), NULL), KHO_OK));
}

Test(define, the_day_of_a_parent_can_be_put_right)
{
    bool same;

    cr_assert(eq(int, stand("B", "C", KHO_NO_DATE, NULL), KHO_OK));
    cr_expect(eq(str, (char *)above("B", kho_date_of(2026, 7, 1)), "A"));
    cr_assert(eq(int, stand("B", "C", kho_date_of(2026, 7, 1), &same), KHO_OK));
    cr_expect(not(same));
    cr_expect(eq(str, (char *)above("B", kho_date_of(2026, 6, 30)), "A"));
    cr_expect(eq(str, (char *)above("B", kho_date_of(2026, 7, 1)), "C"));
    cr_assert(eq(int, stand("B", "C", kho_date_of(2026, 7, 1), &same), KHO_OK));
    cr_expect(same);
}

Test(define, a_planned_parent_stays_until_its_day_is_loaded_otherwise)
{
    const kho_date then = kho_date_of(2027, 1, 1);
    bool same;

    cr_assert(eq(int, stand("B", "C", then, NULL), KHO_OK));
    cr_assert(eq(int, stand("B", "A", KHO_NO_DATE, &same), KHO_OK));
    cr_expect(not(same));
    cr_expect(eq(str, (char *)above("B", then), "C"));
    cr_assert(eq(int, stand("B", "A", then, &same), KHO_OK));
    cr_expect(not(same));
    cr_expect(eq(str, (char *)above("B", then), "A"));
    cr_assert(eq(int, stand("B", "A", then, &same), KHO_OK));
    cr_expect(same);
}

Test(define, who_stood_under_a_place_can_stand_under_none)
{
    bool same;

    cr_assert(eq(int, stand("B", NULL, kho_date_of(2027, 1, 1), NULL), KHO_OK));
    cr_assert(eq(int, stand("B", NULL, KHO_NO_DATE, &same), KHO_OK));
    cr_expect(not(same));
    cr_expect(eq(str, (char *)above("B", THE_DAY), ""));
}

Test(define, as_many_items_as_a_ledger_may_have_can_be_loaded_again)
{
    enum { MANY = 33000 };
    kho_item *items = calloc(MANY, sizeof(*items));
    char(*codes)[16] = calloc(MANY, sizeof(*codes));
    kho_catalogue asked = {.items = items, .item_count = MANY};
    kho_answer answer;

    for (int i = 0; i < MANY; i++) {
        snprintf(codes[i], sizeof(codes[i]), "i%d", i);
        items[i] = (kho_item){
            .code = codes[i], .name = {"Hàng", NULL},
                 .unit = {"cái",  NULL},
                 .pack = 1
        };
    }
    cr_assert(eq(int, kho_ledger_define(books.ledger, &asked, KHO_NO_DATE, &answer), 0));
    cr_assert(eq(int, kho_ledger_define(books.ledger, &asked, KHO_NO_DATE, &answer), 0),
        "%s", kho_error_last()->message);
    cr_expect(answer.existing);
    for (int i = 0; i < MANY; i++)
        codes[i][0] = 'k';
    cr_expect(eq(int, kho_ledger_define(books.ledger, &asked, KHO_NO_DATE, &answer),
        KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message, "k31999: too many items"));
    free(items);
    free(codes);
}
