#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "base/text.h"
#include "model/names.h"

/* Every table of names, with the words that it must have, in the order of its enum. */
static const struct {
    const char *what;
    const kho__name *names;
    const char *words;
} tables[] = {
    {"verbs",      kho__verb_names,
     "begin receive send_back ship arrive transfer issue give_back dispense hold "
        "release lose "
        "adjust "                                                                                },
    {"kinds",      kho__kind_names,
     "supplier opening store hold transit collaborator client loss count "                       },
    {"standings",  kho__standing_names,
     "stocked_out unknown emergency low over adequate "                                          },
    {"alerts",     kho__alert_names,
     "stocked_out negative emergency expired low at_risk near_expiry discrepancy "
        "late_report "
        "over "                                                                                  },
    {"whys",       kho__why_names,       "expired held other_channel short_life short unexpired "},
    {"steps",      kho__step_names,
     "rule month amc usable in_transit at_risk expiring position min max emergency "
        "months "
        "status policy due order packs run_out because "                                         },
    {"insteads",   kho__instead_names,
     "before_receipt no_return out_throughout no_month no_use not_due by_hand "
        "after_2199 "                                                                            },
    {"policies",   kho__policy_names,    "periodic continuous standard "                         },
    {"answers",    kho__answer_names,    "no yes "                                               },
    {"reports",    kho__report_names,    "month quarter year "                                   },
    {"states",     kho__state_names,     "on_time late missing not_due "                         },
    {"recipients", kho__recipient_names,
     "health_department commune_committee population_department "                                },
    {"qualities",  kho__quality_names,
     "reporting_rate on_time count_accuracy carry_breaks discrepancies late_entries "            },
    {"channels",   kho__channel_names,   "free social_marketing socialised "                     },
    {"faults",     kho__fault_names,
     "chain head sequence sheet touch closing catalogue circle lot rules balance "
        "negative "
        "sum "
        "journal "
        "client "
        "foreign "
        "schema "                                                                                },
};

enum { TABLES = sizeof(tables) / sizeof(*tables) };

Test(names, every_table_has_its_words_in_order_and_an_end)
{
    for (size_t i = 0; i < TABLES; i++) {
        char words[512] = "";
        size_t size = 0;

        for (const kho__name *name = tables[i].names; name->word; name++) {
            const size_t more = strlen(name->word);

            memcpy(words + size, name->word, more);
            size += more;
            words[size++] = ' ';
            words[size] = '\0';
        }
        cr_expect(eq(str, words, (char *)tables[i].words), "%s", tables[i].what);
    }
}

Test(names, every_word_has_a_name_in_both_languages_as_one_line_of_clean_text)
{
    kho__arena arena = {0};

    for (size_t i = 0; i < TABLES; i++) {
        for (const kho__name *name = tables[i].names; name->word; name++) {
            const char *texts[] = {name->vi, name->en};

            cr_expect(kho__text_is_code(name->word), "%s", name->word);
            for (size_t j = 0; j < 2; j++) {
                const char *taken = NULL;

                cr_assert(texts[j] && texts[j][0], "%s %s", tables[i].what, name->word);
                cr_expect(eq(
                    int, kho__text_take(&arena, "name", texts[j], 60, &taken), KHO_OK));
                cr_expect(eq(str, (char *)taken, (char *)texts[j]), "already in NFC");
            }
        }
    }
    kho__arena_free(&arena);
}

Test(names, a_name_is_used_once_in_its_table_and_language)
{
    for (size_t i = 0; i < TABLES; i++) {
        for (const kho__name *a = tables[i].names; a->word; a++) {
            for (const kho__name *b = a + 1; b->word; b++) {
                cr_expect(ne(str, (char *)a->word, (char *)b->word));
                cr_expect(
                    ne(str, (char *)a->vi, (char *)b->vi), "%s %s", a->word, b->word);
                cr_expect(
                    ne(str, (char *)a->en, (char *)b->en), "%s %s", a->word, b->word);
            }
        }
    }
}

Test(names, a_word_is_found_and_another_is_not)
{
    const kho__name *const found = kho__name_find(kho__channel_names, "social_marketing");

    cr_assert(not(zero(ptr, (void *)found)));
    cr_expect(eq(str, (char *)found->vi, "Tiếp thị xã hội"));
    cr_expect(eq(str, (char *)found->en, "Social marketing"));
    cr_expect(zero(ptr, (void *)kho__name_find(kho__channel_names, "social")));
    cr_expect(zero(ptr, (void *)kho__name_find(kho__channel_names, "")));
    cr_expect(zero(ptr, (void *)kho__name_find(kho__channel_names, "FREE")));
}
