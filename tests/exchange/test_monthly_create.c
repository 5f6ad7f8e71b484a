/* Places and items that monthly returns name and the catalogue lacks. */
#include "returns.h"

TestSuite(monthly_create, .init = open_desk, .fini = close_desk);

Test(monthly_create, parents_are_created_with_codes_made_of_their_names)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;

    IMPORT("2019,1,C1,M'BAHIAKRO (Đắk Lắk),X,10,0,2,0,8,0\n"
           "2019,1,C2,M'BAHIAKRO (Đắk Lắk),X,1,0,0,0,1,0\n",
        false, "2 0 0 0 0");
    query.place = "M-BAHIAKRO-Dak-Lak";
    query.tree = true;
    query.on = kho_date_of(2019, 1, 31);
    cr_assert(eq(int, kho_ledger_stock(ledger, &query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    cr_expect(eq(sz, kho_table_rows(table), 2));
    kho_table_free(table);
}

Test(monthly_create, unknown_places_and_items_are_refused_where_the_map_says_so)
{
    char text[1024];
    kho_table *table;

    snprintf(text, sizeof(text), "%.*srefuse\n", (int)(strstr(map, "create") - map), map);
    write_file("strict.yaml", text);
    snprintf(text, sizeof(text), "%s2019,1,C1,D1,X,10,0,2,0,8,0\n", header);
    write_file("returns.csv", text);
    said[0] = '\0';
    cr_assert(eq(int,
        kho_ledger_import_monthly(
            ledger, "strict.yaml", "returns.csv", false, hear, NULL, &table),
        KHO_OK));
    cr_expect(eq(i64, kho_table_int(table, 0, KHO_IMPORT_REFUSED), 1));
    cr_expect(eq(str, said, "returns.csv:2: no place 'C1'\n"));
    kho_table_free(table);
}

static int place_count(const char *place)
{
    kho_query query = KHO_QUERY_INIT;
    kho_table *table;
    int count;

    query.place = place;
    query.tree = true;
    query.on = kho_date_of(2019, 1, 31);
    if (kho_ledger_stock(ledger, &query, &table) < 0)
        return -1;
    count = (int)kho_table_rows(table);
    kho_table_free(table);
    return count;
}

Test(monthly_create, names_that_make_one_code_are_not_one_place)
{
    static const char lines[] = "2019,1,C1,Thạnh Hóa,X,10,0,2,0,8,0\n"
                                "2019,1,C2,Thanh Hòa,X,1,0,0,0,1,0\n"
                                "2019,1,C2,Thanh Hòa,Y,1,0,0,0,1,0\n"
                                "2019,1,C3,Thạnh Hóa,X,1,0,0,0,1,0\n";
    static const char why[] = ": C2: 'Thanh Hòa' would have the code of 'Thạnh Hóa', "
                              "Thanh-Hoa: write codes, or define the place\n";
    char expected[512];

    IMPORT(lines, false, "2 0 0 2 0");
    snprintf(expected, sizeof(expected), "returns.csv:3%sreturns.csv:4%s", why, why);
    cr_expect(eq(str, said, expected));
    cr_expect(eq(int, place_count("Thanh-Hoa"), 2));
    cr_expect(eq(int, place_count("C2"), -1));
    IMPORT(lines, false, "0 2 0 2 0");
    cr_expect(eq(str, said, expected));
    /* So it is in a file that has only the other one. */
    kho_error_language(KHO_VI);
    IMPORT("2019,1,C4,Thanh Hoa,X,1,0,0,0,1,0\n", false, "0 0 0 1 0");
    cr_expect(eq(str, said,
        "returns.csv:2: C4: 'Thanh Hoa' sẽ trùng mã với 'Thạnh Hóa', Thanh-Hoa: hãy ghi "
        "mã, hoặc khai báo nơi này\n"));
    kho_error_language(KHO_EN);
    /* The code may be written, and a place that is there needs no parent. */
    IMPORT("2019,1,C4,Thanh-Hoa,X,1,0,0,0,1,0\n"
           "2019,1,C2,Thanh-Hoa-2,X,1,0,0,0,1,0\n",
        false, "2 0 0 0 0");
    cr_expect(eq(int, place_count("Thanh-Hoa"), 3));
    IMPORT(lines, false, "1 3 0 0 0");
    check_sound();
}

Test(monthly_create, a_parent_of_the_same_name_in_other_bytes_is_the_same)
{
    /* Composed, and decomposed. */
    IMPORT("2019,1,C1,Th\u1ea1nh,X,10,0,2,0,8,0\n"
           "2019,1,C2,Tha\u0323nh,X,1,0,0,0,1,0\n",
        false, "2 0 0 0 0");
    cr_expect(eq(int, place_count("Thanh"), 2));
}

Test(monthly_create, a_place_whose_rows_name_two_parents_is_told_once)
{
    static const char lines[] = "2019,1,C1,,X,10,0,2,0,8,0\n"
                                "2019,2,C1,Đông,X,8,0,2,0,6,0\n"
                                "2019,3,C1,Tây,X,6,0,2,0,4,0\n"
                                "2019,1,C1,Tây,Y,1,0,0,0,1,0\n";

    IMPORT(lines, false, "4 0 0 0 0");
    cr_expect(eq(str, said, "returns.csv:4: warning: C1: is under 'Đông', not 'Tây'\n"));
    cr_expect(eq(i64, warnings, 1));
    cr_expect(eq(int, place_count("Dong"), 2));
    cr_expect(eq(int, place_count("Tay"), -1));
    IMPORT(lines, false, "0 4 0 0 0");
    cr_expect(eq(str, said, ""));
}
