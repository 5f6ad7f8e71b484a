/* The services of a record: one way to write them, and nothing else is read. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "model/record.h"

static kho__arena arena;
static kho__buffer body;

static void clean(void)
{
    kho__arena_free(&arena);
    kho__buffer_free(&body);
}

TestSuite(record_service, .fini = clean);

static kho_service services[] = {
    {"tyt",   KHO_IMPLANT,   KHO_NEW,     KHO_FIXED,       KHO_NEW_EVER, 1,       "25-34", NULL},
    {"ctv-1", KHO_PILL,      KHO_STOP,    KHO_AT_HOME,     KHO_NOT_NEW,  1000000, NULL,    NULL},
    {"tyt",   KHO_NO_METHOD, KHO_COUNSEL, KHO_IN_CAMPAIGN, KHO_NOT_NEW,  7,       "50+",   NULL},
};

static const char full[] =
    "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",1,\"25-34\"],"
    "[\"ctv-1\",5,\"stop\",\"home\",null,1000000,null],"
    "[\"tyt\",0,\"counsel\",\"campaign\",null,7,\"50+\"]],"
    "\"campaign\":\"CD-1\"}";

Test(record_service, is_written_in_one_way_and_read_back)
{
    const kho__record wrote = {
        .services = services, .service_count = 3, .campaign = "CD-1"};
    kho__record record;
    char field[64];

    kho__record_write(&wrote, &body);
    cr_expect(eq(str, body.bytes, (char *)full));
    cr_assert(eq(int, kho__record_read(&arena, full, strlen(full), &record), KHO_OK));
    cr_expect(zero(ptr, (void *)kho__record_difference(&wrote, &record, field, 64)));
    kho__buffer_clear(&body);
    kho__record_write(&record, &body);
    cr_expect(eq(str, body.bytes, (char *)full));
    kho__record_free(&record);
}

Test(record_service, the_first_field_that_differs_is_named)
{
    static const char *const fields[] = {"service[1].place", "service[1].method",
        "service[1].kind", "service[1].mode", "service[1].new", "service[1].clients",
        "service[1].age"};
    const kho__record a = {.services = services, .service_count = 3, .campaign = "CD-1"};

    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        kho_service others[3] = {services[0], services[1], services[2]};
        kho_service *at = &others[1];
        const kho__record b = {
            .services = others, .service_count = 3, .campaign = "CD-1"};
        char field[64];

        at->place = i == 0 ? "ctv-2" : at->place;
        at->method = i == 1 ? KHO_CONDOM : at->method;
        at->kind = i == 2 ? KHO_COUNSEL : at->kind;
        at->mode = i == 3 ? KHO_MOBILE : at->mode;
        at->new_to = i == 4 ? KHO_NEW_HERE : at->new_to;
        at->clients = i == 5 ? 3 : at->clients;
        at->age = i == 6 ? "15-24" : at->age;
        cr_expect(eq(
            str, (char *)kho__record_difference(&a, &b, field, 64), (char *)fields[i]));
    }
}

Test(record_service, what_nobody_wrote_is_damage)
{
    static const char *const bodies[] = {
        "{\"services\":[]}",
        "{\"services\":{}}",
        "{\"services\":1}",
        "{\"services\":[1]}",
        "{\"services\":[[]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",1]]}",
        "{\"services\":[[null,7,\"new\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",9,\"new\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",-1,\"new\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",\"pill\",\"new\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"refill\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,null,\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"bus\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",null,\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"once\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",null,1,null]]}",
        "{\"services\":[[\"tyt\",7,\"stop\",\"fixed\",\"ever\",1,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",0,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",1.5,null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",\"1\",null]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",1,\"old\"]]}",
        "{\"services\":[[\"tyt\",7,\"new\",\"fixed\",\"ever\",1,25]]}",
        "{\"campaign\":1}",
        "{\"campaign\":null}",
    };

    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
        kho__record record;

        cr_expect(eq(int, kho__record_read(&arena, bodies[i], strlen(bodies[i]), &record),
                      KHO_EDAMAGED),
            "%s", bodies[i]);
    }
}

/* A byte turned over: refused, or read as something that can be written. */
Test(record_service, a_damaged_byte_is_refused_or_read)
{
    for (size_t i = 0; i < strlen(full); i++) {
        char text[sizeof(full)];
        kho__record record;

        for (int bit = 0; bit < 8; bit++) {
            memcpy(text, full, sizeof(full));
            text[i] ^= (char)(1 << bit);
            if (kho__record_read(&arena, text, sizeof(full) - 1, &record) < 0)
                continue;
            kho__buffer_clear(&body);
            kho__record_write(&record, &body);
            cr_expect(eq(int, kho__buffer_status(&body), KHO_OK));
            kho__record_free(&record);
        }
    }
}
