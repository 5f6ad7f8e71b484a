/* Holders of one table on several threads: it lives as long as one of them holds it. */
#include <pthread.h>
#include <stdio.h>

#include "model/table_inside.h"

enum { THREADS = 4, TURNS = 200000 };

static void *hold(void *table)
{
    for (int i = 0; i < TURNS; i++) {
        kho_table *const first = kho_table_share(table);
        kho_table *const second = kho_table_share(first);

        kho_table_free(first);
        if (kho_table_int(second, 0, KHO_STOCK_QUANTITY) != 144)
            return table;
        kho_table_free(second);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    kho_table *table = NULL;
    int wrong = 0;

    if (kho__table_new(KHO__TABLE_STOCK, 1, &table) < 0 || kho__table_row(table) < 0)
        return 1;
    kho__table_set_int(table, KHO_STOCK_QUANTITY, 144);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, hold, table) != 0)
            return 1;
    }
    for (int i = 0; i < THREADS; i++) {
        void *seen = table;

        wrong += pthread_join(threads[i], &seen) != 0 || seen;
    }
    printf("%zu shares are left\n", table->shares);
    wrong += table->shares != 0;
    kho_table_free(table);
    return wrong ? 1 : 0;
}
