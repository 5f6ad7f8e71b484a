#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/record.h"

static kho__arena arena;
static kho__buffer body;

static void clean(void)
{
    kho__arena_free(&arena);
    kho__buffer_free(&body);
}

TestSuite(record, .fini = clean);

/* Every part that a record may have, moves with one lot, with several and with none. */
static void full_record(kho__record *out)
{
    static kho__part_taken named =
                               {
                                   "A12", 21700, 5
    },
                           split[] = {{"", KHO_NO_DATE, 3}, {"Đ\"7\\", 21335, 27}},
                           back = {"A12", 21700, -5};
    static kho__record_move moves[3], undone;
    static kho__record_observation observed[3];

    moves[0] = (kho__record_move){
        {"bcs", "A12", 21700, "free", "ncc", "tyt", 5},
        &named, 1
    };
    moves[1] = (kho__record_move){
        {"vien", NULL, KHO_NO_DATE, "free", "tyt", "ctv", 30},
        split, 2
    };
    moves[2] = (kho__record_move){
        {"vien", "", KHO_NO_DATE, "free", "tyt", "client", 1},
        NULL, 0
    };
    undone = (kho__record_move){
        {"bcs", "A12", 21700, "free", "ncc", "tyt", -5},
        &back, 1
    };
    observed[0] = (kho__record_observation){
        {KHO_FOUND,    "tyt",  "bcs", NULL, KHO_NO_DATE, "free", 0, KHO_NO_MONTH},
        {"A12", 21700, 4    }
    };
    observed[1] = (kho__record_observation){
        {KHO_DAYS_OUT, "tyt", "bcs", NULL, KHO_NO_DATE, "free", 3, 682},
        {0      }
    };
    observed[2] = (kho__record_observation){
        {KHO_RETURNED, "tyt", "bcs", NULL, KHO_NO_DATE, "free", -1, 682},
        {0      }
    };
    *out = (kho__record){.by = "Trạm Y tế",
        .note = "tháng 11",
        .late = true,
        .reverses = "PX-1",
        .moves = moves,
        .undone = &undone,
        .observed = observed,
        .move_count = 3,
        .undone_count = 1,
        .observed_count = 3,
        .parts[KHO__PART_CATALOGUE] = "{\"channels\":[\"free\"]}"};
}

static const char full_body[] =
    "{\"by\":\"Trạm Y tế\",\"note\":\"tháng 11\",\"late\":true,\"reverses\":\"PX-1\","
    "\"moves\":["
    "[\"bcs\",\"free\",\"ncc\",\"tyt\",5,\"A12\",\"2029-05-31\"],"
    "[\"vien\",\"free\",\"tyt\",\"ctv\",30,null,null,"
    "[[\"\",null,3],[\"Đ\\\"7\\\\\",\"2028-05-31\",27]]],"
    "[\"vien\",\"free\",\"tyt\",\"client\",1,\"\",null,[]]],"
    "\"undone\":[[\"bcs\",\"free\",\"ncc\",\"tyt\",-5,\"A12\",\"2029-05-31\"]],"
    "\"observed\":["
    "[\"found\",\"tyt\",\"bcs\",\"free\",0,null,null,[\"A12\",\"2029-05-31\",4]],"
    "[\"days_out\",\"tyt\",\"bcs\",\"free\",3,\"2026-11\"],"
    "[\"returned\",\"tyt\",\"bcs\",\"free\",-1,\"2026-11\"]],"
    "\"catalogue\":{\"channels\":[\"free\"]}}";

static const char *written(const kho__record *record)
{
    kho__buffer_clear(&body);
    kho__record_write(record, &body);
    cr_assert(eq(int, kho__buffer_status(&body), KHO_OK));
    return body.bytes;
}

static kho__record read_back(const char *text)
{
    kho__record record;

    cr_assert(eq(int, kho__record_read(&arena, text, strlen(text), &record), KHO_OK),
        "%s", text);
    return record;
}

Test(record, is_written_in_one_way)
{
    kho__record record;

    full_record(&record);
    cr_expect(eq(str, (char *)written(&record), (char *)full_body));
    record = (kho__record){0};
    cr_expect(eq(str, (char *)written(&record), "{}"));
}

Test(record, is_read_as_it_was_written)
{
    kho__record wrote, record = read_back(full_body);
    char field[64];

    full_record(&wrote);
    cr_expect(zero(ptr, (void *)kho__record_difference(&wrote, &record, field, 64)));
    cr_assert(eq(sz, record.moves[0].taken_count, 1), "left out, for it was named");
    cr_expect(eq(str, (char *)record.moves[0].taken[0].lot, "A12"));
    cr_expect(eq(int, record.moves[0].taken[0].expiry, kho_date_of(2029, 5, 31)));
    cr_expect(eq(i64, record.moves[0].taken[0].quantity, 5));
    cr_assert(eq(sz, record.moves[1].taken_count, 2));
    cr_expect(eq(str, (char *)record.moves[1].taken[1].lot, "Đ\"7\\"));
    cr_expect(eq(i64, record.moves[1].taken[1].quantity, 27));
    cr_expect(eq(sz, record.moves[2].taken_count, 0));
    cr_assert(eq(sz, record.undone_count, 1));
    cr_expect(eq(i64, record.undone[0].asked.quantity, -5));
    cr_expect(eq(str, (char *)record.observed[0].counted.lot, "A12"));
    cr_expect(eq(i64, record.observed[0].counted.quantity, 4));
    cr_expect(eq(int, json_typeof(record.nodes[KHO__PART_CATALOGUE]), JSON_OBJECT));
    record.parts[KHO__PART_CATALOGUE] = wrote.parts[KHO__PART_CATALOGUE];
    cr_expect(eq(str, (char *)written(&record), (char *)full_body), "and written again");
    kho__record_free(&record);
}

Test(record, each_part_may_be_the_only_one)
{
    kho__record full;

    full_record(&full);
    const kho__record parts[] = {
        {0                        },
        {.by = full.by            },
        {.note = full.note        },
        {.late = true             },
        {.reverses = full.reverses},
        {.moves = full.moves,       .move_count = 1},
        {.moves = full.moves + 1,                         .move_count = 1},
        {.moves = full.moves + 2,.move_count = 1},
        {.undone = full.undone,   .undone_count = 1},
        {.observed = full.observed,                         .observed_count = 1},
        {.observed = full.observed + 1,      .observed_count = 1},
        {.observed = full.observed + 2, .observed_count = 1},
        {.parts[KHO__PART_CATALOGUE] = full.parts[KHO__PART_CATALOGUE]                        }
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        char *text = strdup(written(&parts[i])), field[64];
        kho__record record = read_back(text);

        cr_expect(
            zero(ptr, (void *)kho__record_difference(&parts[i], &record, field, 64)),
            "%s", text);
        record.parts[KHO__PART_CATALOGUE] = parts[i].parts[KHO__PART_CATALOGUE];
        cr_expect(eq(str, (char *)written(&record), text));
        kho__record_free(&record);
        free(text);
    }
}

/* The number alone may name a lot; what is kept then is the whole lot that it was. */
Test(record, a_lot_named_by_its_number_keeps_its_expiry)
{
    kho__part_taken taken = {"A12", 21700, 5};
    kho__record_move move = {
        {"bcs", "A12", KHO_NO_DATE, "free", "tyt", "ctv", 5},
        &taken, 1
    };
    const kho__record wrote = {.moves = &move, .move_count = 1};
    kho__record record = read_back(written(&wrote));

    cr_expect(eq(int, record.moves[0].asked.expiry, KHO_NO_DATE));
    cr_expect(eq(int, record.moves[0].taken[0].expiry, 21700));
    kho__record_free(&record);
}

static void expect_difference(const kho__record *changed, const char *field)
{
    kho__record full;
    char buffer[64];
    const char *found;

    full_record(&full);
    found = kho__record_difference(&full, changed, buffer, sizeof(buffer));
    cr_expect(found && strcmp(found, field) == 0, "%s, not %s", field, found);
    found = kho__record_difference(changed, &full, buffer, sizeof(buffer));
    cr_expect(found && strcmp(found, field) == 0, "%s, not %s", field, found);
}

#define CHANGED(member, value, field)                                                    \
 do {                                                                                    \
  kho__record changed;                                                                   \
  kho__record_move moves[3];                                                             \
  kho__record_observation observed[3];                                                   \
                                                                                         \
  full_record(&changed);                                                                 \
  memcpy(moves, changed.moves, sizeof(moves));                                           \
  memcpy(observed, changed.observed, sizeof(observed));                                  \
  changed.moves = moves;                                                                 \
  changed.observed = observed;                                                           \
  changed.member = value;                                                                \
  expect_difference(&changed, field);                                                    \
 } while (0)

Test(record, the_first_field_that_differs_is_named)
{
    CHANGED(by, NULL, "by");
    CHANGED(by, "Trạm", "by");
    CHANGED(note, "", "note");
    CHANGED(reverses, NULL, "reverses");
    CHANGED(late, false, "late");
    CHANGED(moves[0].asked.item, "vien", "moves[0].item");
    CHANGED(moves[0].asked.lot, "A13", "moves[0].lot");
    CHANGED(moves[1].asked.lot, "", "moves[1].lot");
    CHANGED(moves[0].asked.expiry, KHO_NO_DATE, "moves[0].expiry");
    CHANGED(moves[1].asked.channel, "socialised", "moves[1].channel");
    CHANGED(moves[1].asked.from, "kho", "moves[1].from");
    CHANGED(moves[2].asked.to, "ctv", "moves[2].to");
    CHANGED(moves[2].asked.quantity, 2, "moves[2].quantity");
    CHANGED(move_count, 2, "moves");
    CHANGED(observed[0].asked.kind, KHO_DAYS_OUT, "observed[0].kind");
    CHANGED(observed[0].asked.place, "ctv", "observed[0].place");
    CHANGED(observed[0].asked.item, "vien", "observed[0].item");
    CHANGED(observed[0].asked.lot, "A12", "observed[0].lot");
    CHANGED(observed[0].asked.expiry, 21700, "observed[0].expiry");
    CHANGED(observed[0].asked.channel, "socialised", "observed[0].channel");
    CHANGED(observed[0].asked.value, 1, "observed[0].found");
    CHANGED(observed[1].asked.value, 1, "observed[1].days_out");
    CHANGED(observed[1].asked.month, 683, "observed[1].month");
    CHANGED(observed[2].asked.value, 1, "observed[2].returned");
    CHANGED(observed_count, 1, "observed");
}

Test(record, what_was_taken_is_no_part_of_the_request)
{
    kho__record full, other;
    kho__record_move moves[3];
    kho__part_taken elsewhere = {"B1", KHO_NO_DATE, 30};
    char field[64];

    full_record(&full);
    other = full;
    memcpy(moves, full.moves, sizeof(moves));
    other.moves = moves;
    moves[1].taken = &elsewhere;
    moves[1].taken_count = 1;
    other.undone_count = 0;
    other.parts[KHO__PART_CATALOGUE] = NULL;
    cr_expect(zero(ptr, (void *)kho__record_difference(&full, &other, field, 64)));
}

static void expect_damaged(const char *text, size_t size)
{
    char *room = malloc(size ? size : 1); /* no byte more: a step past the end is seen */
    kho__record record;

    memcpy(room, text, size);
    cr_expect(eq(int, kho__record_read(&arena, room, size, &record), KHO_EDAMAGED),
        "%.*s", (int)size, text);
    cr_expect(zero(ptr, record.nodes[KHO__PART_CATALOGUE]), "nothing is left to free");
    free(room);
}

Test(record, a_malformed_body_is_damage)
{
    static const char *const bodies[] = {"", "x", "[]", "5", "null", "\"\"", "{}{}",
        "{\"by\":5}", "{\"note\":null}", "{\"late\":1}", "{\"late\":false}",
        "{\"reverses\":[]}", "{\"catalogue\":[]}", "{\"moves\":{}}", "{\"moves\":[]}",
        "{\"moves\":[[]]}", "{\"moves\":[5]}", "{\"undone\":5}", "{\"observed\":{}}",
        "{\"observed\":[]}", "{\"observed\":[[]]}", "{\"observed\":[null]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,null,null]]}",
        "{\"moves\":[[null,\"b\",\"c\",\"d\",1,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",\"1\",\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1.5,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",\"2026-02-30\"]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,{}]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,5]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,[[]]]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,[[null,null,1]]]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,[[\"\",null,null]]]]}",
        "{\"observed\":[[\"lost\",\"a\",\"b\",\"c\",1,\"2026-11\"]]}",
        "{\"observed\":[[\"days_out\",\"a\",\"b\",\"c\",1,\"2026-13\"]]}",
        "{\"observed\":[[\"days_out\",\"a\",\"b\",\"c\",1,null]]}",
        "{\"observed\":[[\"found\",\"a\",\"b\",\"c\",1,null,null]]}",
        "{\"observed\":[[\"found\",\"a\",\"b\",\"c\",1,null,null,[]]]}"};

    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++)
        expect_damaged(bodies[i], strlen(bodies[i]));
    for (size_t size = 0; size + 1 < sizeof(full_body); size++)
        expect_damaged(full_body, size);
}

/* It may mean the same: the journal says it in one way. */
Test(record, a_body_that_is_spelled_otherwise_is_damage)
{
    static const char *const bodies[] = {" {}", "{} ", "{ }", "{,}", "{,\"by\":\"a\"}",
        "{\"by\": \"a\"}", "{\"by\":\"a\",}", "{\"by\":\"a\"\"note\":\"b\"}",
        "{\"by\":\"a\",\"by\":\"a\"}", "{\"note\":\"b\",\"by\":\"a\"}",
        "{\"what\":\"a\"}", "{\"by\":\"\\u0061\"}", "{\"by\":\"\\/\"}",
        "{\"by\":\"\\u000a\"}", "{\"by\":\"\\u001F\"}", "{\"by\":\"\\u0000\"}",
        "{\"by\":\"\\u00e9\"}", "{\"by\":\"\\", "{\"by\":\"\\u00", "{\"by\":\"a\x01\"}",
        "{\"by\":\"\xff\"}", "{\"by\":\"\xc3\"}", "{\"by\":\"\xc0\x80\"}",
        "{\"by\":\"\xed\xa0\x80\"}", "{\"catalogue\":{}} ",
        "{\"rules\":{},\"catalogue\":{}}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",01,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",-0,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",-,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",+1,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1e3,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",9223372036854775808,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",-9223372036854775809,\"\",null]]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null],]}",
        "{\"moves\":[[\"a\",\"b\",\"c\",\"d\",1,\"\",null,5,6]]}",
        "{\"observed\":[[\"days_out\",\"a\",\"b\",\"c\",1,\"2026-11\",1]]}"};

    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++)
        expect_damaged(bodies[i], strlen(bodies[i]));
}

Test(record, every_text_and_number_comes_back)
{
    char text[256];
    kho__part_taken taken = {"", KHO_NO_DATE, INT64_MAX};
    kho__record_move moves[6];
    const kho__record wrote = {.by = text, .note = "", .moves = moves, .move_count = 6};
    kho__record record;

    for (int i = 1; i < 128; i++)
        text[i - 1] = (char)i;
    memcpy(text + 127, "Đ \xe2\x80\x8b\xf0\x9f\x92\x8a", 11);
    for (size_t i = 0; i < 6; i++)
        moves[i] = (kho__record_move){
            {"a", "", KHO_NO_DATE, "b", "c", "d", INT64_MAX},
            &taken, 1
        };
    moves[1].asked.quantity = INT64_MIN;
    moves[2].asked.quantity = 0;
    record = read_back(written(&wrote));
    cr_expect(eq(str, (char *)record.by, text));
    cr_expect(eq(str, (char *)record.note, ""));
    cr_assert(eq(sz, record.move_count, 6));
    cr_expect(eq(i64, record.moves[0].asked.quantity, INT64_MAX));
    cr_expect(eq(i64, record.moves[1].asked.quantity, INT64_MIN));
    cr_expect(eq(i64, record.moves[2].asked.quantity, 0));
    cr_expect(eq(i64, record.moves[5].taken[0].quantity, INT64_MAX));
    kho__record_free(&record);
}

/* Whatever is read can be written again; nothing is lost or leaks. */
Test(record, a_damaged_byte_is_refused_or_read)
{
    char text[sizeof(full_body)];
    int refused = 0, accepted = 0;

    memcpy(text, full_body, sizeof(text));
    for (size_t i = 0; i + 1 < sizeof(text); i++) {
        const char was = text[i];

        for (int damage = 1; damage < 256; damage++) {
            kho__record record;
            kho_status status;

            text[i] = (char)(was ^ damage);
            status = kho__record_read(&arena, text, sizeof(text) - 1, &record);
            cr_assert(status == KHO_OK || status == KHO_EDAMAGED);
            if (status == KHO_OK)
                (void)written(&record);
            *(status == KHO_OK ? &accepted : &refused) += 1;
            kho__record_free(&record);
            kho__arena_clear(&arena);
        }
        text[i] = was;
    }
    cr_expect(accepted > 1000 && refused > 10000, "%d %d", accepted, refused);
}
