/* Several tables under one title, as they are being made and written. */
#ifndef KHO_REPORT_PAGE_H
#define KHO_REPORT_PAGE_H

#include <kho/model.h>

#include "report/write.h"

/* Tables of the longest page. */
#define KHO__TABLES_MOST 8

struct kho_tables {
    char *title_vi, *title_en;
    kho_text note; /* what a reader must know of them; not copied */
    kho_table *list[KHO__TABLES_MOST];
    size_t count;
};

/* None yet; the title is a word, and what it is about, such as a place's name. */
kho_status kho__tables_new(
    kho_text word, kho_text about, kho_text note, kho_tables **out);

/* The next table; it is theirs from now on. */
void kho__tables_add(kho_tables *tables, kho_table *table);

/* A page with all of them, each with a writer of its own. */
kho_status kho__write_html_tables(const kho_tables *tables, kho__writer *writers);

#endif
