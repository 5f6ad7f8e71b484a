/* What makes up a page of write_html.c. */
#ifndef KHO_REPORT_HTML_H
#define KHO_REPORT_HTML_H

#include "report/write.h"

/* What is worked out once for a page. */
typedef struct kho__page {
    kho__writer *writer;
    kho__buffer *out;
    bool vi;
    const char *scope; /* what the selectors of its style begin with: "", or "#t1 " */
    bool grouped;      /* column 0 is the place, told by headings between the rows */
    size_t head;       /* column that names a row */
    bool bars;         /* with months of stock, between these: */
    kho_rational min_months, max_months;
} kho__page;

/* The page's style sheet, but for what depends on the columns. */
extern const char kho__html_style[];

void kho__html_put(kho__page *page, const char *html);
void kho__html_put_escaped(kho__page *page, const char *text);

/* The same for what stands by itself and may be anything that people typed. */
void kho__html_put_text(kho__page *page, const char *text);

/* A defined cell's content. */
void kho__html_put_value(kho__page *page, size_t row, size_t column);

/* A bar of months of stock against min and max. */
void kho__html_put_bar(kho__page *page, kho_rational months);

/* How many rows stand how: a list of the words of a column of standings or alerts. */
void kho__html_put_sums(kho__page *page, size_t column);

#endif
