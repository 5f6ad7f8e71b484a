/* A workbook that is being filled. Only where the build has libxlsxwriter. */
#ifndef KHO_REPORT_WRITE_XLSX_H
#define KHO_REPORT_WRITE_XLSX_H

#include "report/write.h"

#include <xlsxwriter.h>

typedef struct kho__book {
    kho__writer *writer;
    bool vi;
    lxw_workbook *workbook;
    lxw_worksheet *sheet, *about;
    char sheet_name[4 * LXW_SHEETNAME_MAX];
    lxw_format *heading, *formats[KHO__COLUMNS];
    int widths[KHO__COLUMNS];
    size_t bytes;    /* more than the sheet takes in XML */
    lxw_error error; /* the first that the library told */
} kho__book;

/* Put the table on the first sheet, what it was made with on the second. */
void kho__book_fill(kho__book *at);

#endif
