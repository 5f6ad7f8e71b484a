/*
 * Catalogues in YAML. tests/exchange/catalogue/NAME holds input.yaml and the error with
 * which it is refused; a new one needs no code.
 */
#include "desk.h"
#include "exchange/catalogue_file.h"

#define CASES KHO_SOURCE_DIR "/tests/exchange/catalogue"

TestSuite(catalogue_load, .init = open_desk, .fini = close_desk);

static kho_status load(const char *text, bool dry_run, kho_answer *answer)
{
    write_file("input.yaml", text);
    return kho_ledger_load_catalogue(ledger, "input.yaml", KHO_NO_DATE, dry_run, answer);
}

static size_t count(kho_list what)
{
    kho_table *table;
    size_t rows;

    cr_assert(eq(int, kho_ledger_list(ledger, what, &table), KHO_OK));
    rows = kho_table_rows(table);
    kho_table_free(table);
    return rows;
}

static const char sample[] =
    "kho: catalogue/1\n"
    "channels: [free, social_marketing, socialised]\n"
    "items:\n"
    "  - {code: bcs, name: {vi: Bao cao su nam, en: Male condom}, unit: {vi: chiếc, en: "
    "piece},\n"
    "     pack: 144, method: condom, clinical: false, cyp: condom, shelf_life_months: "
    "48}\n"
    "  - {code: dctc, name: Dụng cụ tử cung, unit: chiếc, clinical: true, lots: true,\n"
    "     least_receipt_days: 365, least_issue_days: 30}\n"
    "places:\n"
    "  - {code: ncc, kind: supplier, name: {vi: Kho trung ương, en: Central store}}\n"
    "  - {code: tyt, kind: store, level: station, name: {vi: Trạm Y tế}, parent: cds,\n"
    "     offers: [bcs, dctc], codes: [{system: gso, code: \"05518\", from: "
    "2025-07-01}]}\n"
    "  - {code: cds, kind: store, level: province, name: {vi: Chi cục Dân số}}\n"
    "  - {code: ctv-01, kind: collaborator, name: {vi: CTV tổ 1}, parent: tyt}\n";

Test(catalogue_load, reads_every_key_of_items_and_places)
{
    kho__catalogue_file file;
    const kho_catalogue *catalogue = &file.catalogue;

    write_file("input.yaml", sample);
    cr_assert(eq(int, kho__catalogue_file_read(&file, "input.yaml"), KHO_OK));
    cr_expect(eq(sz, catalogue->channel_count, 3));
    cr_expect(eq(str, (char *)catalogue->channels[1], "social_marketing"));
    cr_assert(eq(sz, catalogue->item_count, 2));
    cr_expect(eq(str, (char *)catalogue->items[0].name.en, "Male condom"));
    cr_expect(eq(str, (char *)catalogue->items[0].unit.vi, "chiếc"));
    cr_expect(eq(i64, catalogue->items[0].pack, 144));
    cr_expect(eq(str, (char *)catalogue->items[0].method, "condom"));
    cr_expect(eq(str, (char *)catalogue->items[0].cyp, "condom"));
    cr_expect(eq(int, catalogue->items[0].shelf_life_months, 48));
    cr_expect(eq(i64, catalogue->items[1].pack, 1));
    cr_expect(eq(int, catalogue->items[1].clinical, true));
    cr_expect(eq(int, catalogue->items[1].lots, true));
    cr_expect(eq(int, catalogue->items[1].least_receipt_days, 365));
    cr_expect(eq(int, catalogue->items[1].least_issue_days, 30));
    cr_assert(eq(sz, catalogue->place_count, 4));
    cr_expect(eq(int, catalogue->places[0].kind, KHO_SUPPLIER));
    cr_expect(eq(int, catalogue->places[1].kind, KHO_STORE));
    cr_expect(eq(str, (char *)catalogue->places[1].level, "station"));
    cr_expect(eq(str, (char *)catalogue->places[1].parent, "cds"));
    cr_expect(eq(sz, catalogue->places[1].offer_count, 2));
    cr_assert(eq(sz, catalogue->places[1].code_count, 1));
    cr_expect(eq(str, (char *)catalogue->places[1].codes[0].code, "05518"));
    cr_expect(eq(int, catalogue->places[1].codes[0].from, kho_date_of(2025, 7, 1)));
    cr_expect(eq(int, catalogue->places[1].codes[0].until, KHO_NO_DATE));
    cr_expect(eq(int, catalogue->places[3].kind, KHO_COLLABORATOR));
    kho__catalogue_file_free(&file);
}

Test(catalogue_load, defines_once_and_then_changes_nothing)
{
    kho_answer answer;

    cr_assert(
        eq(int, load(sample, false, &answer), KHO_OK), "%s", kho_error_last()->message);
    cr_expect(ge(i64, answer.seq, 1));
    cr_expect(eq(sz, count(KHO_LIST_ITEMS), 2));
    cr_expect(eq(sz, count(KHO_LIST_CHANNELS), 3));
    cr_assert(eq(int, load(sample, false, &answer), KHO_OK));
    cr_expect(eq(i64, answer.seq, 0));
}

Test(catalogue_load, a_dry_run_verifies_and_leaves_nothing)
{
    size_t before = count(KHO_LIST_PLACES);
    kho_answer answer;

    cr_assert(
        eq(int, load(sample, true, &answer), KHO_OK), "%s", kho_error_last()->message);
    cr_expect(eq(sz, count(KHO_LIST_ITEMS), 0));
    cr_expect(eq(sz, count(KHO_LIST_PLACES), before));
    cr_assert(eq(int, load("kho: catalogue/1\nitems: 1\n", true, &answer), KHO_EINVALID));
    cr_assert(eq(int, load(sample, false, &answer), KHO_OK));
    cr_expect(eq(sz, count(KHO_LIST_ITEMS), 2));
}

Test(catalogue_load, a_parent_and_an_offer_may_be_of_the_ledger)
{
    kho_answer answer;

    cr_assert(eq(int, load(sample, false, &answer), KHO_OK));
    cr_assert(eq(int,
        load("kho: catalogue/1\nplaces:\n"
             "  - {code: tyt-2, kind: store, name: B, parent: cds, offers: [bcs]}\n",
            false, &answer),
        KHO_OK));
}

/* The price that a table lists in a row; -1/1: none. */
static kho_rational price_in(size_t row, const char *day)
{
    kho_rational price = {-1, 1};
    kho_table *table;
    char text[16];

    cr_assert(eq(int, kho_ledger_list(ledger, KHO_LIST_PRICES, &table), KHO_OK));
    kho_date_format(kho_table_date(table, row, KHO_PRICES_FROM), text);
    cr_expect(eq(str, text, (char *)day));
    if (kho_table_has(table, row, KHO_PRICES_PRICE))
        price = kho_table_rational(table, row, KHO_PRICES_PRICE);
    kho_table_free(table);
    return price;
}

#define EXPECT_PRICE(row, day, n, d)                                                     \
 do {                                                                                    \
  const kho_rational price_ = price_in(row, day);                                        \
  cr_expect(eq(i64, price_.numerator, n));                                               \
  cr_expect(eq(i64, price_.denominator, d));                                             \
 } while (0)

#define PRICES                                                                           \
 "kho: catalogue/1\n"                                                                    \
 "items: [{code: goi, name: Gói, unit: chiếc, pack: 7}]\n"                            \
 "prices:\n"                                                                             \
 "  - {item: bcs, channel: socialised, from: 2026-01-01, price: 36000, per: pack}\n"     \
 "  - {item: bcs, channel: socialised, from: 2026-07-01, price: 0.125, per: unit}\n"     \
 "  - {item: bcs, channel: socialised, from: 2026-10-01, price: null, per: pack}\n"      \
 "  - {item: goi, channel: social_marketing, from: 2026-01-01, price: "

Test(catalogue_load, prices_are_exact_by_unit_or_by_pack_of_the_file_or_the_ledger)
{
    kho_answer answer;

    cr_assert(eq(int, load(sample, false, &answer), KHO_OK));
    cr_assert(eq(int, load(PRICES "100, per: pack}\n", false, &answer), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(ge(i64, answer.seq, 1));
    cr_assert(eq(sz, count(KHO_LIST_PRICES), 4));
    /* 36,000 for a pack of 144 pieces; 100 for a pack of 7. */
    EXPECT_PRICE(0, "2026-01-01", 250, 1);
    EXPECT_PRICE(1, "2026-07-01", 1, 8);
    EXPECT_PRICE(2, "2026-10-01", -1, 1);
    EXPECT_PRICE(3, "2026-01-01", 100, 7);

    cr_assert(eq(int, load(PRICES "100, per: pack}\n", false, &answer), KHO_OK));
    cr_expect(eq(i64, answer.seq, 0), "the same again posts nothing");
    cr_assert(eq(int, load(PRICES "100, per: unit}\n", true, &answer), KHO_OK));
    EXPECT_PRICE(3, "2026-01-01", 100, 7);
    cr_assert(eq(int, load(PRICES "0}\n", false, &answer), KHO_OK));
    cr_expect(ge(i64, answer.seq, 1));
    cr_expect(eq(sz, count(KHO_LIST_PRICES), 4));
    EXPECT_PRICE(3, "2026-01-01", 0, 1);
}

Test(catalogue_load, what_the_ledger_refuses_is_told_with_its_place_in_the_file)
{
    kho_answer answer;

    cr_assert(eq(int, load(sample, false, &answer), KHO_OK));
    cr_assert(eq(int,
        load("kho: catalogue/1\nplaces:\n  - {code: cds, kind: supplier, name: B}\n",
            false, &answer),
        KHO_EINVALID));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "input.yaml:3:5: cds: its kind can't change"));
    cr_expect(eq(int, kho_error_last()->line, 3));
}

Test(catalogue_load, bad_files_are_refused_with_the_error_that_is_written_down)
{
    DIR *cases = opendir(CASES);
    struct dirent *entry;
    kho_answer answer;
    int refused = 0;

    cr_assert(cases != NULL);
    while ((entry = readdir(cases))) {
        kho__arena arena = {0};
        char path[1024], *input, *error;
        kho_status status;
        size_t size;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s/input.yaml", CASES, entry->d_name);
        cr_assert(eq(int, kho__file_read(&arena, path, 100000, &input, &size), KHO_OK));
        snprintf(path, sizeof(path), "%s/%s/error", CASES, entry->d_name);
        cr_assert(eq(int, kho__file_read(&arena, path, 100000, &error, &size), KHO_OK));
        error[strcspn(error, "\n")] = '\0';
        status = load(input, false, &answer);
        /* What it names is missing, or it is wrong in itself. */
        cr_expect(status == KHO_EINVALID || status == KHO_ENOTFOUND, "%s", entry->d_name);
        cr_expect(eq(str, (char *)kho_error_last()->message, error), "%s", entry->d_name);
        cr_expect(eq(sz, count(KHO_LIST_ITEMS), 0));
        kho__arena_free(&arena);
        refused++;
    }
    closedir(cases);
    cr_assert(ge(int, refused, 16));
}

Test(catalogue_load, a_file_that_is_not_there_is_told)
{
    kho_answer answer;

    cr_assert(eq(int,
        kho_ledger_load_catalogue(ledger, "none.yaml", KHO_NO_DATE, false, &answer),
        KHO_ENOTFOUND));
}
