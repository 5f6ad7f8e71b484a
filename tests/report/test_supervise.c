/* What to look at on a visit: what each table says, and how they stand on one page. */
#include <jansson.h>

#include "exchange/clinic.h"

TestSuite(supervise, .init = open_clinic, .fini = close_desk);

static kho_tables *visit_item(const char *place, const char *item, kho_date on)
{
    kho_query query = KHO_QUERY_INIT;
    kho_tables *tables = NULL;

    query.place = place;
    query.item = item;
    query.on = on;
    cr_assert(eq(int, kho_ledger_supervise(ledger, &query, &tables), KHO_OK), "%s",
        kho_error_last()->message);
    return tables;
}

static kho_tables *visit(const char *place, kho_date on)
{
    return visit_item(place, NULL, on);
}

/* A table's rows as CSV. */
static void expect_rows(
    const kho_tables *tables, size_t index, const char *name, const char *rows)
{
    const kho_table *table = kho_tables_at(tables, index);
    const char *body;

    cr_assert(table != NULL);
    cr_expect(eq(str, (char *)kho_table_name(table), (char *)name));
    said[0] = '\0';
    cr_assert(
        eq(int, kho_table_write(table, KHO_CSV, KHO_EN, clinic_write, NULL), KHO_OK));
    body = strchr(said, '\n') + 1;
    cr_expect(strcmp(body, rows) == 0, "%s: expected:\n%sfound:\n%s", name, rows, body);
}

static const char *page(
    const kho_tables *tables, kho_format format, kho_language language)
{
    said[0] = '\0';
    cr_assert(
        eq(int, kho_tables_write(tables, format, language, clinic_write, NULL), KHO_OK),
        "%s", kho_error_last()->message);
    return said;
}

/*
 * Condoms: 100 more of a lot that ended on 20 October, 60 of lot A on hold; A was counted
 * on 12 October (940, all of 940) and on 25 October with the other lot (900 of 940, 100
 * of 100).
 */
static void post_story(void)
{
    must_post(
        "{'date':'2026-10-02','moves':[{'item':'bcs','lot':'S','expiry':'2026-10-20',"
        "'from':'ncc','to':'tyt','quantity':100},"
        "{'item':'bcs','lot':'A','from':'tyt','to':'hold/tyt','quantity':60}]}\n"
        "{'date':'2026-10-12','observed':[{'place':'tyt','item':'bcs','lot':'A',"
        "'found':940}]}\n"
        "{'date':'2026-10-25','observed':[{'place':'tyt','item':'bcs','lot':'A',"
        "'found':900},{'place':'tyt','item':'bcs','lot':'S','found':100}]}\n"
        "{'date':'2026-11-03','moves':[{'item':'bcs','from':'tyt','to':'ctv-1',"
        "'quantity':50}]}\n"
        "{'date':'2026-11-05','moves':[{'item':'bcs','from':'ctv-1','to':'client',"
        "'quantity':24}],'service':{'method':4,'kind':'resupply','clients':2}}\n"
        "{'date':'2026-08-31','service':{'place':'tyt','method':4,'kind':'counsel'}}\n"
        "{'date':'2026-09-01','service':{'place':'tyt','method':5,'kind':'stop'}}\n");
}

Test(supervise, a_station_is_seen_with_its_stock_its_people_and_its_work)
{
    kho_tables *tables;

    post_story();
    tables = visit("tyt", kho_date_of(2026, 11, 21));
    cr_expect(eq(sz, kho_tables_count(tables), 4));
    cr_expect(eq(ptr, (void *)kho_tables_at(tables, 4), NULL));
    expect_rows(tables, 0, "shelf",
        "bcs,free,chiếc,1010,850,100,60,,unknown,2026-10-25,1000,-40,\n"
        "don,free,vỉ,1000,1000,0,0,,unknown,,,,\n"
        "mang,free,chiếc,1000,1000,0,0,,unknown,,,,\n"
        "que,free,bộ,1000,1000,0,0,,unknown,,,,\n"
        "que5,free,bộ,1000,1000,0,0,,unknown,,,,\n"
        "thu,free,chiếc,1000,1000,0,0,,unknown,,,,\n"
        "tiem,free,liều,1000,1000,0,0,,unknown,,,,\n"
        "vien,free,vỉ,1000,1000,0,0,,unknown,,,,\n"
        "vong,free,chiếc,1000,1000,0,0,,unknown,,,,\n");
    expect_rows(
        tables, 1, "alerts", "2,expired,tyt,bcs,free,S,2026-10-20,100,,,2026-10-21\n");
    expect_rows(tables, 2, "collaborators",
        "tyt,ctv-1,bcs,free,0,50,24,0,0,0,0,26,0,,2026-11-05\n");
    expect_rows(tables, 3, "services",
        "ctv-1,condom,resupply,,2,24,0.20,\n"
        "tyt,pill,stop,,1,0,0.00,\n");
    kho_tables_free(tables);
}

/* Before the second count, the first one was the last. */
Test(supervise, the_last_count_is_that_of_the_day_asked_about)
{
    kho_tables *tables;

    post_story();
    tables = visit("tyt", kho_date_of(2026, 10, 24));
    said[0] = '\0';
    cr_assert(eq(int,
        kho_table_write(kho_tables_at(tables, 0), KHO_CSV, KHO_EN, clinic_write, NULL),
        KHO_OK));
    cr_expect(
        strstr(said, "bcs,free,chiếc,1100,940,100,60,,unknown,2026-10-12,940,0,") != NULL,
        "%s", said);
    kho_tables_free(tables);
}

Test(supervise, a_collaborator_is_seen_with_what_went_through_her_hands)
{
    kho_tables *tables;

    post_story();
    tables = visit("ctv-1", kho_date_of(2026, 11, 21));
    cr_expect(eq(sz, kho_tables_count(tables), 3));
    expect_rows(tables, 0, "collaborators",
        "tyt,ctv-1,bcs,free,0,50,24,0,0,0,0,26,0,,2026-11-05\n");
    expect_rows(tables, 1, "stock", "ctv-1,bcs,A,2029-12-31,free,26,26\n");
    expect_rows(tables, 2, "services", "ctv-1,condom,resupply,,2,24,0.20,\n");
    kho_tables_free(tables);
}

Test(supervise, of_one_item_every_table_speaks_of_it_alone)
{
    const kho_date on = kho_date_of(2026, 11, 21);
    kho_tables *tables;

    post_story();
    tables = visit_item("tyt", "bcs", on);
    cr_expect(eq(sz, kho_tables_count(tables), 4));
    expect_rows(tables, 0, "shelf",
        "bcs,free,chiếc,1010,850,100,60,,unknown,2026-10-25,1000,-40,\n");
    expect_rows(
        tables, 1, "alerts", "2,expired,tyt,bcs,free,S,2026-10-20,100,,,2026-10-21\n");
    expect_rows(tables, 2, "collaborators",
        "tyt,ctv-1,bcs,free,0,50,24,0,0,0,0,26,0,,2026-11-05\n");
    expect_rows(tables, 3, "services", "ctv-1,condom,resupply,,2,24,0.20,\n");
    kho_tables_free(tables);
    tables = visit_item("tyt", "vien", on);
    expect_rows(tables, 0, "shelf", "vien,free,vỉ,1000,1000,0,0,,unknown,,,,\n");
    expect_rows(tables, 1, "alerts", "");
    expect_rows(tables, 2, "collaborators", "");
    expect_rows(tables, 3, "services", "tyt,pill,stop,,1,0,0.00,\n");
    kho_tables_free(tables);
    tables = visit_item("ctv-1", "vien", on);
    for (size_t i = 0; i < 3; i++)
        cr_expect(eq(sz, kho_table_rows(kho_tables_at(tables, i)), 0));
    kho_tables_free(tables);
}

/* All tables are of one moment, though they are asked one after the other. */
Test(supervise, every_table_knows_the_same_entries)
{
    kho_query query = KHO_QUERY_INIT;
    kho_tables *tables = NULL;

    post_story();
    query.place = "tyt";
    query.known = 12;
    cr_assert(eq(int, kho_ledger_supervise(ledger, &query, &tables), KHO_OK));
    for (size_t i = 0; i < kho_tables_count(tables); i++) {
        cr_expect(
            eq(str, (char *)kho_table_meta(kho_tables_at(tables, i), "known"), "12"));
        cr_expect(eq(
            str, (char *)kho_table_meta(kho_tables_at(tables, i), "on"), "2026-11-21"));
    }
    kho_tables_free(tables);
}

Test(supervise, only_stores_and_collaborators_are_visited)
{
    static const struct {
        const char *place;
        kho_status status;
        const char *message;
    } cases[] = {
        {NULL,       KHO_EINVALID,  "say which place is visited"               },
        {"nobody",   KHO_ENOTFOUND, "no place 'nobody'"                        },
        {"ncc",      KHO_EINVALID,  "only stores and collaborators are visited"},
        {"hold/tyt", KHO_EINVALID,  "only stores and collaborators are visited"},
        {"client",   KHO_EINVALID,  "only stores and collaborators are visited"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        kho_query query = KHO_QUERY_INIT;
        kho_tables *tables = NULL;

        query.place = cases[i].place;
        cr_expect(
            eq(int, kho_ledger_supervise(ledger, &query, &tables), cases[i].status));
        cr_expect(eq(str, (char *)kho_error_last()->message, (char *)cases[i].message));
        cr_expect(eq(ptr, tables, NULL));
    }
    kho_tables_free(NULL);
}

Test(supervise, an_item_that_is_unknown_is_told)
{
    kho_query query = KHO_QUERY_INIT;
    kho_tables *tables = NULL;

    query.place = "tyt";
    query.item = "xyz";
    cr_expect(eq(int, kho_ledger_supervise(ledger, &query, &tables), KHO_ENOTFOUND));
    cr_expect(eq(str, (char *)kho_error_last()->message, "no item 'xyz'"));
}

Test(supervise, json_holds_the_tables_as_they_are)
{
    kho_tables *tables;
    json_t *root;

    post_story();
    tables = visit("tyt", kho_date_of(2026, 11, 21));
    root = json_loads(page(tables, KHO_JSON, KHO_VI), 0, NULL);
    cr_assert(root != NULL, "%s", said);
    cr_expect(eq(sz, json_array_size(json_object_get(root, "tables")), 4));
    cr_expect(eq(str,
        (char *)json_string_value(
            json_object_get(json_array_get(json_object_get(root, "tables"), 3), "table")),
        "services"));
    json_decref(root);
    kho_tables_free(tables);
}

Test(supervise, a_terminal_shows_one_after_the_other_and_says_whose_columns_they_are)
{
    kho_tables *tables;
    const char *at;

    post_story();
    tables = visit("tyt", kho_date_of(2026, 11, 21));
    at = page(tables, KHO_TERMINAL, KHO_VI);
    cr_expect(strncmp(at, "Số liệu để giám sát: Trạm A\n\n", 20) == 0, "%s", at);
    for (size_t i = 0; i < 4; i++) {
        static const char *const titles[] = {"\nHàng ở nơi giám sát\n", "\nCảnh báo\n",
            "\nBáo cáo cộng tác viên\n", "\nBáo cáo dịch vụ KHHGĐ\n"};

        at = strstr(at, titles[i]);
        cr_assert(at != NULL, "%s", titles[i]);
    }
    cr_expect(strstr(at, "\nCác cột trên trang này do phần mềm đặt ra.") != NULL);
    cr_expect(strstr(page(tables, KHO_TERMINAL, KHO_EN), "were not seen") != NULL);
    kho_tables_free(tables);
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;

    for (; (text = strstr(text, word)); text++)
        count++;
    return count;
}

/* One head and one end; each table's style is its own. */
Test(supervise, a_page_has_its_tables_in_sections)
{
    kho_tables *tables;

    post_story();
    tables = visit("tyt", kho_date_of(2026, 11, 21));
    page(tables, KHO_HTML, KHO_EN);
    cr_expect(strncmp(said, "<!DOCTYPE html>\n<html lang=\"en\">", 30) == 0);
    cr_expect(eq(sz, count_of(said, "<html"), 1));
    cr_expect(eq(sz, count_of(said, "</html>\n"), 1));
    cr_expect(eq(sz, count_of(said, "<style>"), 1));
    cr_expect(eq(sz, count_of(said, "<h1>For supervision: Trạm A</h1>"), 1));
    cr_expect(eq(sz, count_of(said, "<section id=\"t"), 4));
    cr_expect(eq(sz, count_of(said, "</section>"), 4));
    cr_expect(eq(sz, count_of(said, "<table>"), 4));
    cr_expect(eq(sz, count_of(said, "<script"), 0));
    cr_expect(eq(sz, count_of(said, "\ntd:nth-child"), 0), "a style of all tables");
    cr_expect(
        eq(sz, count_of(said, "\n#t1 td:nth-child(4)::before{content:\"Balance\"}"), 1));
    cr_expect(eq(sz, count_of(said, "size:A4 landscape"), 1));
    kho_tables_free(tables);
    tables = visit("ctv-1", kho_date_of(2026, 11, 21));
    page(tables, KHO_HTML, KHO_VI);
    cr_expect(
        eq(sz, count_of(said, "<section id=\"t3\">\n<h2>Báo cáo dịch vụ KHHGĐ</h2>"), 1));
    kho_tables_free(tables);
}

static int refuse(void *context, const char *bytes, size_t size)
{
    (void)context;
    (void)bytes;
    (void)size;
    return 1;
}

Test(supervise, what_has_room_for_one_table_is_refused)
{
    kho_tables *tables = visit("tyt", KHO_NO_DATE);

    said[0] = '\0';
    cr_expect(eq(int, kho_tables_write(tables, KHO_CSV, KHO_EN, clinic_write, NULL),
        KHO_EINVALID));
    cr_expect(eq(int, kho_tables_write(tables, KHO_XLSX, KHO_EN, clinic_write, NULL),
        KHO_EINVALID));
    cr_expect(eq(str, said, ""));
    cr_expect(eq(str, (char *)kho_error_last()->message,
        "several tables are written as table, html or json"));
    for (kho_format format = KHO_TERMINAL; format <= KHO_HTML; format++) {
        if (format != KHO_CSV)
            cr_expect(eq(int, kho_tables_write(tables, format, KHO_EN, refuse, NULL),
                KHO_ESTORAGE));
    }
    kho_tables_free(tables);
}
