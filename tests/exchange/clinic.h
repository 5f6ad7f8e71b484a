/*
 * A desk with a province on it: two stations, one of which may give clinical services,
 * and collaborators. Entries are posted as lines of JSON, in which ' stands for ", and
 * questions are answered as CSV.
 */
#ifndef TESTS_EXCHANGE_CLINIC_H
#define TESTS_EXCHANGE_CLINIC_H

#include "desk.h"

static char said[1 << 16];

static const char clinic_catalogue[] =
    "kho: catalogue/1\n"
    "channels: [free, social_marketing]\n"
    "items:\n"
    "  - {code: bcs, name: Bao cao su, unit: chiếc, method: condom, cyp: condom}\n"
    "  - {code: vien, name: Viên kết hợp, unit: vỉ, method: pill, cyp: pill}\n"
    "  - {code: don, name: Viên đơn thuần, unit: vỉ, method: pill, cyp: progestin_pill}\n"
    "  - {code: vong, name: Vòng, unit: chiếc, method: iud, clinical: true, cyp: iud}\n"
    "  - {code: que, name: Que cấy, unit: bộ, method: implant, clinical: true, cyp: "
    "implant}\n"
    "  - {code: que5, name: Que cấy 5 năm, unit: bộ, method: implant, clinical: true, "
    "cyp: "
    "implant_5}\n"
    "  - {code: tiem, name: Thuốc tiêm, unit: liều, method: injectable, clinical: true, "
    "cyp: injectable}\n"
    "  - {code: mang, name: Màng ngăn, unit: chiếc, method: other, cyp: diaphragm}\n"
    "  - {code: thu, name: Que thử thai, unit: chiếc}\n"
    "places:\n"
    "  - {code: ncc, kind: supplier, name: Kho trung ương}\n"
    "  - {code: cds, kind: store, name: Chi cục}\n"
    "  - {code: tyt, kind: store, name: Trạm A, parent: cds, clinical: true}\n"
    "  - {code: tram, kind: store, name: Trạm B, parent: cds}\n"
    "  - {code: ctv-1, kind: collaborator, name: CTV 1, parent: tyt}\n"
    "  - {code: ctv-2, kind: collaborator, name: CTV 2, parent: tyt}\n"
    "  - {code: ctv-3, kind: collaborator, name: CTV 3, parent: tram}\n";

typedef struct clinic_text {
    const char *at;
} clinic_text;

static ptrdiff_t clinic_read(void *context, char *buffer, size_t size)
{
    clinic_text *text = context;
    size_t give = strlen(text->at);

    give = give < size ? give : size;
    for (size_t i = 0; i < give; i++)
        buffer[i] = text->at[i] == '\'' ? '"' : text->at[i];
    text->at += give;
    return (ptrdiff_t)give;
}

static int clinic_write(void *context, const char *bytes, size_t size)
{
    const size_t used = strlen(said);

    (void)context;
    cr_assert(lt(sz, used + size, sizeof(said)));
    memcpy(said + used, bytes, size);
    said[used + size] = '\0';
    return 0;
}

/* Post lines of JSON in a feed; what they were answered. */
static inline const char *post_feed(const char *lines, const kho_feed *feed)
{
    clinic_text text = {lines};

    said[0] = '\0';
    cr_assert(eq(int,
                  kho_ledger_post_json(
                      ledger, feed, "in", clinic_read, &text, clinic_write, NULL, NULL),
                  KHO_OK),
        "%s", kho_error_last()->message);
    return said;
}

static inline const char *post(const char *lines)
{
    const kho_feed feed = KHO_FEED_INIT;

    return post_feed(lines, &feed);
}

/* The same, and every line is posted. */
static inline void must_post(const char *lines)
{
    cr_assert(strstr(post(lines), "\"error\"") == NULL, "%s", said);
}

static inline void reload_catalogue(const char *yaml)
{
    write_file("c.yaml", yaml);
    cr_assert(eq(int,
                  kho_ledger_load_catalogue(
                      ledger, "c.yaml", kho_date_of(2020, 1, 1), false, NULL),
                  KHO_OK),
        "%s", kho_error_last()->message);
}

/* The clinical station and the other have some of everything since 1 October. */
static inline void open_clinic(void)
{
    open_desk();
    reload_catalogue(clinic_catalogue);
    for (int i = 0; i < 9; i++) {
        static const char *const items[] = {
            "bcs", "vien", "don", "vong", "que", "que5", "tiem", "mang", "thu"};
        char line[512];

        snprintf(line, sizeof(line),
            "{'uid':'PN-%d','date':'2026-10-01','moves':["
            "{'item':'%s','lot':'A','expiry':'2029-12','from':'ncc','to':'tyt',"
            "'quantity':1000},"
            "{'item':'%s','lot':'A','expiry':'2029-12','from':'ncc','to':'tram',"
            "'quantity':1000}]}\n",
            i, items[i], items[i]);
        must_post(line);
    }
}

typedef kho_status (*clinic_question)(
    kho_ledger *ledger, const kho_query *query, kho_table **out);

/* The answer to a question, as CSV without its header. */
static inline const char *ask(clinic_question question, const kho_query *query)
{
    kho_table *table = NULL;
    const char *rows;

    said[0] = '\0';
    if (question(ledger, query, &table) < 0)
        return kho_error_last()->message;
    cr_assert(
        eq(int, kho_table_write(table, KHO_CSV, KHO_EN, clinic_write, NULL), KHO_OK));
    kho_table_free(table);
    rows = strchr(said, '\n');
    return rows ? rows + 1 : said;
}

static inline kho_query period_query(const char *place, kho_date from, kho_date to)
{
    kho_query query = KHO_QUERY_INIT;

    query.place = place;
    query.from = from;
    query.to = to;
    query.on = to;
    return query;
}

/* Services of a month of 2026 at a place (NULL: everywhere). */
static inline const char *services_of(const char *place, int month)
{
    const kho_month of = kho_month_of(kho_date_of(2026, month, 1));
    const kho_query query = period_query(place, kho_month_first(of), kho_month_last(of));

    return ask(kho_ledger_services, &query);
}

static inline size_t count_faults(void)
{
    kho_table *table = NULL;
    size_t rows;

    cr_assert(eq(int, kho_ledger_check(ledger, &table), KHO_OK), "%s",
        kho_error_last()->message);
    rows = kho_table_rows(table);
    kho_table_free(table);
    return rows;
}

#endif
