#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "model/record_service.h"
#include "model/service.h"

Test(service, methods_have_the_codes_of_the_population_statistics)
{
    static const char *const words[KHO_METHODS] = {"none", "iud", "male_sterilisation",
        "female_sterilisation", "condom", "pill", "injectable", "implant", "other"};

    for (int i = 0; i < KHO_METHODS; i++) {
        const char code[] = {(char)('0' + i), '\0'};

        cr_expect(eq(str, (char *)kho_method_word((kho_method)i), (char *)words[i]));
        cr_expect(eq(int, (int)kho_method_parse(words[i]), i));
        cr_expect(eq(int, (int)kho_method_parse(code), i));
    }
    cr_expect(eq(ptr, (void *)kho_method_word(KHO_METHODS), NULL));
    cr_expect(eq(ptr, (void *)kho_method_word((kho_method)-1), NULL));
}

Test(service, what_is_no_method_is_none_of_them)
{
    static const char *const texts[] = {"", "9", "-1", "10", "01", "4 ", " 4", "Condom",
        "condoms", "BCS", "bao cao su", "Bao cao su"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        cr_expect(
            eq(int, (int)kho_method_parse(texts[i]), KHO_METHODS), "'%s'", texts[i]);
    cr_expect(eq(int, (int)kho_method_parse(NULL), KHO_METHODS));
}

Test(service, kinds_modes_and_meanings_have_words)
{
    static const char *const kinds[] = {
        "new", "resupply", "switch", "removal", "counsel", "complication", "stop"};
    static const char *const modes[] = {"fixed", "campaign", "mobile", "home"};

    for (int i = 0; i < KHO_SERVICE_KINDS; i++)
        cr_expect(eq(
            str, (char *)kho_service_kind_word((kho_service_kind)i), (char *)kinds[i]));
    for (int i = 0; i < KHO_SERVICE_MODES; i++)
        cr_expect(eq(
            str, (char *)kho_service_mode_word((kho_service_mode)i), (char *)modes[i]));
    cr_expect(eq(ptr, (void *)kho_service_kind_word(KHO_SERVICE_KINDS), NULL));
    cr_expect(eq(ptr, (void *)kho_service_mode_word((kho_service_mode)-1), NULL));
    cr_expect(eq(ptr, (void *)kho_new_to_word(KHO_NOT_NEW), NULL));
    cr_expect(eq(str, (char *)kho_new_to_word(KHO_NEW_EVER), "ever"));
    cr_expect(eq(str, (char *)kho_new_to_word(KHO_NEW_HERE), "here"));
    cr_expect(eq(str, (char *)kho_new_to_word(KHO_NEW_METHOD), "method"));
    cr_expect(eq(ptr, (void *)kho_new_to_word(KHO_NEW_MEANINGS), NULL));
}

Test(service, every_word_has_both_names)
{
    const kho__name *const tables[] = {
        kho__method_names, kho__service_kind_names, kho__service_mode_names};

    for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
        for (const kho__name *name = tables[i]; name->word; name++)
            cr_expect(name->vi[0] && name->en[0], "%s", name->word);
    }
}

Test(service, goods_are_given_to_those_who_begin_go_on_or_change)
{
    for (kho_service_kind kind = 0; kind < KHO_SERVICE_KINDS; kind++)
        cr_expect(eq(int, kho__kind_gives(kind),
            kind == KHO_NEW || kind == KHO_RESUPPLY || kind == KHO_SWITCH));
}

Test(service, clinical_methods_are_those_of_trained_staff)
{
    static const bool clinical[KHO_METHODS] = {
        false, true, true, true, false, false, true, true, false};

    for (int i = 0; i < KHO_METHODS; i++)
        cr_expect(eq(int, kho__method_is_clinical((kho_method)i), clinical[i]));
}

Test(service, an_item_has_the_method_that_its_word_says)
{
    kho_item item = {.code = "x"};

    cr_expect(eq(int, (int)kho__item_method(&item), KHO_NO_METHOD));
    item.method = "pill";
    cr_expect(eq(int, (int)kho__item_method(&item), KHO_PILL));
    item.method = "5";
    cr_expect(eq(int, (int)kho__item_method(&item), KHO_PILL));
    item.method = "herbs";
    cr_expect(eq(int, (int)kho__item_method(&item), KHO_OTHER_METHOD));
}

/* Journals of before have "0-14" for what is typed as "<15". */
Test(service, an_age_group_is_the_same_however_it_is_written)
{
    const kho_service none = {.kind = KHO_NEW}, typed = {.kind = KHO_NEW, .age = "<15"},
                      kept = {.kind = KHO_NEW, .age = "0-14"},
                      other = {.kind = KHO_NEW, .age = "<16"};

    cr_expect(eq(ptr, (void *)kho__service_difference(&typed, &kept), NULL));
    cr_expect(eq(ptr, (void *)kho__service_difference(&none, &none), NULL));
    cr_expect(eq(str, (char *)kho__service_difference(&typed, &other), "age"));
    cr_expect(eq(str, (char *)kho__service_difference(&kept, &none), "age"));
    cr_expect(eq(str, (char *)kho__service_difference(&none, &kept), "age"));
}

Test(service, age_groups_are_read_and_written_in_one_way)
{
    static const struct {
        const char *typed, *written; /* NULL: no group */
        int low, high;
    } cases[] = {
        {"25-34",      "25-34",   25,  34 },
        {"<15",        "<15",     0,   14 },
        {"0-14",       "<15",     0,   14 },
        {"50+",        "50+",     50,  127},
        {"0+",         "0+",      0,   127},
        {"19-19",      "19-19",   19,  19 },
        {"<1",         "<1",      0,   0  },
        {"100-126",    "100-126", 100, 126},
        {"126+",       "126+",    126, 127},
        {"",           NULL,      0,   0  },
        {"34-25",      NULL,      0,   0  },
        {"<0",         NULL,      0,   0  },
        {"<",          NULL,      0,   0  },
        {"25",         NULL,      0,   0  },
        {"25-",        NULL,      0,   0  },
        {"-34",        NULL,      0,   0  },
        {"25--34",     NULL,      0,   0  },
        {"025-34",     NULL,      0,   0  },
        {"25-034",     NULL,      0,   0  },
        {"00-1",       NULL,      0,   0  },
        {"25-127",     NULL,      0,   0  },
        {"127+",       NULL,      0,   0  },
        {"<126",       "<126",    0,   125},
        {"<127",       NULL,      0,   0  },
        {"<128",       NULL,      0,   0  },
        {"25-1234",    NULL,      0,   0  },
        {"25 - 34",    NULL,      0,   0  },
        {" 25-34",     NULL,      0,   0  },
        {"25-34 ",     NULL,      0,   0  },
        {"25-34+",     NULL,      0,   0  },
        {"50++",       NULL,      0,   0  },
        {"+50",        NULL,      0,   0  },
        {"adult",      NULL,      0,   0  },
        {"99999999-1", NULL,      0,   0  },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[KHO__AGES_TEXT];
        kho__ages ages;
        const bool read = kho__ages_parse(cases[i].typed, &ages);

        cr_expect(eq(int, read, cases[i].written != NULL), "'%s'", cases[i].typed);
        if (!read || !cases[i].written)
            continue;
        cr_expect(eq(int, ages.low, cases[i].low), "'%s'", cases[i].typed);
        cr_expect(eq(int, ages.high, cases[i].high), "'%s'", cases[i].typed);
        cr_expect(eq(str, kho__ages_format(ages, text), (char *)cases[i].written));
    }
}

Test(service, no_age_group_is_written_as_nothing)
{
    char text[KHO__AGES_TEXT];

    cr_expect(eq(str, kho__ages_format((kho__ages){127, 127}, text), ""));
}

/* Everything that a key says comes back, at both ends of every range. */
Test(service, keys_give_back_what_they_were_made_of)
{
    static const int32_t items[] = {0, 1, 65000, 65535};
    static const kho__ages ages[] = {
        {127, 127},
        {0,   0  },
        {126, 127},
        {0,   127},
        {25,  34 }
    };

    for (int method = 0; method < KHO_METHODS; method++) {
        for (int more = 0; more < KHO_SERVICE_KINDS * 4 * 4 * 5 * 4; more++) {
            const kho__served served = {(kho_method)method,
                (kho_service_kind)(more / 320), (kho_service_mode)(more / 80 % 4),
                (kho_new_to)(more / 20 % 4), ages[more / 4 % 5]};
            const int32_t item = items[more % 4];
            const kho__tally_key key = kho__tally_service(&served, item);
            const kho__served back = kho__tally_served(key);

            cr_assert(kho__tally_valid(key) && kho__tally_is_service(key));
            cr_assert(eq(int, kho__tally_item(key), item));
            cr_assert(back.method == served.method && back.kind == served.kind &&
                      back.mode == served.mode && back.new_to == served.new_to &&
                      back.ages.low == served.ages.low &&
                      back.ages.high == served.ages.high);
        }
    }
}

Test(service, keys_of_campaigns_are_none_of_services)
{
    static const int32_t items[] = {1, 65000, 65535}, channels[] = {1, 250, 255};

    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            for (kho_verb verb = 0; verb < KHO_VERBS; verb++) {
                const kho__tally_key key =
                    kho__tally_campaign(items[i], channels[j], verb);

                cr_assert(kho__tally_valid(key) && !kho__tally_is_service(key));
                cr_assert(eq(int, kho__tally_item(key), items[i]));
                cr_assert(eq(int, kho__tally_channel(key), channels[j]));
                cr_assert(eq(int, (int)kho__tally_verb(key), (int)verb));
            }
        }
    }
}

Test(service, keys_that_nobody_wrote_are_not_valid)
{
    const kho__served served = {
        KHO_PILL, KHO_STOP, KHO_AT_HOME, KHO_NOT_NEW, {25, 34}
    };
    const kho__tally_key service = kho__tally_service(&served, 7),
                         campaign = kho__tally_campaign(7, 1, KHO_ISSUE);

    cr_expect(kho__tally_valid(service | UINT64_C(1) << 41) == false, "a bit too many");
    cr_expect(kho__tally_valid(service | UINT64_C(1) << 63) == false, "a bit too many");
    cr_expect(kho__tally_valid(service | UINT64_C(15) << 37) == false, "no such method");
    cr_expect(kho__tally_valid(service | UINT64_C(7) << 34) == false, "no such kind");
    cr_expect(
        kho__tally_valid(service | UINT64_C(127) << 23) == false, "ages turned round");
    cr_expect(kho__tally_valid(campaign | UINT64_C(1) << 32) == false, "a bit too many");
    cr_expect(kho__tally_valid(campaign | UINT64_C(1) << 63) == false, "a bit too many");
    cr_expect(kho__tally_valid(campaign | UINT64_C(255) << 16) == false, "no such verb");
    cr_expect(kho__tally_valid(kho__tally_campaign(0, 1, KHO_ISSUE)) == false, "no item");
    cr_expect(
        kho__tally_valid(kho__tally_campaign(7, 0, KHO_ISSUE)) == false, "no channel");
}
