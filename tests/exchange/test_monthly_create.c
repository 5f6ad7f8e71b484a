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
