/*
 * Random entries with services and goods against slow books that keep every fact and add
 * up whatever is asked: places, trees, sums, periods, breakdowns, editions. Couple-years
 * are counted in 1560ths, of which every published factor is a whole number.
 */
#include "../bench/dice.h"
#include "exchange/clinic.h"
#include "rules/published.h"

TestSuite(services, .init = open_clinic, .fini = close_desk, .timeout = 300);

enum { ENTRIES = 160, QUESTIONS = 80, FACTS = 4096, PART = 1560, ITEMS = 9, ROWS = 2048 };

/* In 1560ths, by edition; -1: none. */
static const struct {
    const char *code;
    kho_method method;
    int64_t cyp[2];
} items[ITEMS + 1] = {
    {NULL,   KHO_NO_METHOD,    {-1, -1}    },
    {"bcs",  KHO_CONDOM,       {13, 13}    },
    {"vien", KHO_PILL,         {104, 104}  },
    {"don",  KHO_PILL,         {104, 130}  },
    {"vong", KHO_IUD,          {7176, 7176}},
    {"que",  KHO_IMPLANT,      {3900, 3900}},
    {"que5", KHO_IMPLANT,      {5928, 5928}},
    {"tiem", KHO_INJECTABLE,   {390, 390}  },
    {"mang", KHO_OTHER_METHOD, {-1, 1560}  },
    {"thu",  KHO_NO_METHOD,    {-1, -1}    },
};

/* In the order of their codes; `above` is an index. */
static const struct {
    const char *code;
    int above;
    bool clinical, collaborator;
} places[] = {
    {"cds",   -1, false, false},
    {"ctv-1", 5,  false, true },
    {"ctv-2", 5,  false, true },
    {"ctv-3", 4,  false, true },
    {"tram",  0,  false, false},
    {"tyt",   0,  true,  false},
};

enum { CDS, CTV1, CTV2, CTV3, TRAM, TYT, PLACES };
enum { VONG = 4, QUE = 5, QUE5 = 6, TIEM = 7 };

static const char *const ages[] = {NULL, "<15", "15-19", "15-24", "25-34", "50+"};

/* Clients (item 0) or units of an item; kind -1: without a service. */
typedef struct fact {
    int entry; /* which made it */
    kho_date date;
    int place, item, kind, mode, new_to, age;
    kho_method method;
    int64_t value;
} fact;

static fact facts[FACTS];
static int fact_count, entry_count;
static int64_t seqs[ENTRIES * 2]; /* by entry */
static kho_date dates[ENTRIES * 2];
static bool undone[ENTRIES * 2];
static struct dice dice;

static void keep(const fact *one)
{
    cr_assert(lt(int, fact_count, FACTS));
    facts[fact_count++] = *one;
}

/* What is being typed: services and goods at one place. */
typedef struct draft {
    kho_service services[8];
    kho_move moves[8];
    int age_of[8], item_of[8];
    int service_count, move_count, place;
} draft;

static bool gives(kho_service_kind kind)
{
    return kind == KHO_NEW || kind == KHO_RESUPPLY || kind == KHO_SWITCH;
}

static bool one_each(kho_method method)
{
    return method == KHO_IUD || method == KHO_IMPLANT;
}

static kho_method any_method(int place)
{
    static const kho_method light[] = {KHO_CONDOM, KHO_PILL, KHO_OTHER_METHOD};

    return places[place].clinical ? (kho_method)dice_between(&dice, 1, 8)
                                  : light[dice_between(&dice, 0, 2)];
}

static void draft_service(draft *to)
{
    kho_service *service = &to->services[to->service_count];
    const int age = (int)dice_between(&dice, 0, 5);

    *service = (kho_service)KHO_SERVICE_INIT;
    service->place = places[to->place].code;
    service->method = any_method(to->place);
    service->kind = (kho_service_kind)dice_between(&dice, 0, KHO_SERVICE_KINDS - 1);
    if (service->kind == KHO_REMOVAL && !one_each(service->method))
        service->kind = KHO_STOP;
    if (service->kind == KHO_RESUPPLY && service->method <= KHO_FEMALE_STERILISATION)
        service->kind = KHO_NEW;
    service->mode = (kho_service_mode)dice_between(&dice, 0, 3);
    if (service->kind == KHO_NEW)
        service->new_to = (kho_new_to)dice_between(&dice, 0, 3);
    service->clients = dice_between(&dice, 1, 9);
    service->age = ages[age];
    to->age_of[to->service_count++] = age;
}

static void draft_move(draft *to, int item, int64_t quantity)
{
    to->item_of[to->move_count] = item;
    to->moves[to->move_count++] = (kho_move){items[item].code, NULL, KHO_NO_DATE, NULL,
        places[to->place].code, "client", quantity};
}

/* Clients of a method who get goods. */
static int64_t takers(const draft *of, kho_method method, int *givers)
{
    int64_t clients = 0;

    *givers = 0;
    for (int i = 0; i < of->service_count; i++) {
        if (of->services[i].method == method && gives(of->services[i].kind)) {
            clients += of->services[i].clients;
            (*givers)++;
        }
    }
    return clients;
}

/* IUDs and implants: one for each, the implants in one item or in two. */
static void draft_one_each(draft *to, int item, int64_t clients)
{
    const int64_t part = item == QUE ? dice_between(&dice, 0, 2) * clients / 2 : clients;

    if (part)
        draft_move(to, item, part);
    if (clients > part)
        draft_move(to, QUE5, clients - part);
}

/* Goods that the services allow. */
static void draft_goods(draft *to)
{
    for (int item = 1; item <= ITEMS; item++) {
        const kho_method method = items[item].method;
        bool about = false;
        int givers;
        const int64_t clients = takers(to, method, &givers);

        for (int i = 0; i < to->service_count; i++)
            about |= to->services[i].method == method;
        if (givers && (item == QUE || item == VONG))
            draft_one_each(to, item, clients);
        else if (!one_each(method) && (givers || !about) &&
                 dice_happens(&dice, about ? 700 : 150) && item != TIEM)
            draft_move(to, item, dice_between(&dice, 1, 60));
    }
}

/* What the slow books make of a move: whose it was. */
static void keep_move(const draft *of, int move, int entry, kho_date date)
{
    const int item = of->item_of[move];
    const kho_method method = items[item].method;
    fact blank = {
        entry, date, of->place, item, -1, 0, 0, 0, method, of->moves[move].quantity};
    int givers, kinds = 0;

    for (int i = 0; i < of->move_count; i++)
        kinds += items[of->item_of[i]].method == method;
    takers(of, method, &givers);
    if (givers == 0 || (givers > 1 && !(one_each(method) && kinds == 1))) {
        keep(&blank);
        return;
    }
    for (int i = 0; i < of->service_count; i++) {
        const kho_service *at = &of->services[i];
        fact taken = {entry, date, of->place, item, (int)at->kind, (int)at->mode,
            at->kind == KHO_NEW && !at->new_to ? KHO_NEW_METHOD : (int)at->new_to,
            of->age_of[i], method, givers == 1 ? blank.value : at->clients};

        if (at->method == method && gives(at->kind))
            keep(&taken);
    }
}

static void keep_draft(const draft *of, int entry, kho_date date)
{
    for (int i = 0; i < of->service_count; i++) {
        const kho_service *at = &of->services[i];
        const fact clients = {entry, date, of->place, 0, (int)at->kind, (int)at->mode,
            at->kind == KHO_NEW && !at->new_to ? KHO_NEW_METHOD : (int)at->new_to,
            of->age_of[i], at->method, at->clients};

        keep(&clients);
    }
    for (int i = 0; i < of->move_count; i++)
        keep_move(of, i, entry, date);
}

static kho_status post_as(int entry, kho_entry *what)
{
    kho_answer answer;
    char uid[16];
    kho_status status;

    snprintf(uid, sizeof(uid), "u%d", entry);
    what->uid = uid;
    status = kho_ledger_post(ledger, what, &answer);
    seqs[entry] = answer.seq;
    dates[entry] = what->date;
    return status;
}

static void post_draft(const draft *of)
{
    kho_entry entry = KHO_ENTRY_INIT;

    if (!of->service_count && !of->move_count)
        return;
    entry.date = kho_date_of(2026, 10, 2) + (kho_date)dice_between(&dice, 0, 48);
    entry.services = of->services;
    entry.service_count = (size_t)of->service_count;
    entry.moves = of->moves;
    entry.move_count = (size_t)of->move_count;
    cr_assert(
        eq(int, post_as(entry_count, &entry), KHO_OK), "%s", kho_error_last()->message);
    keep_draft(of, entry_count++, entry.date);
}

static void post_reversal(int of)
{
    const kho_date last = kho_date_of(2026, 11, 20);
    const int before = fact_count;
    kho_entry entry = KHO_ENTRY_INIT;
    char uid[16];

    snprintf(uid, sizeof(uid), "u%d", of);
    entry.date = dates[of] + (kho_date)dice_between(&dice, 0, last - dates[of]);
    entry.reverses = uid;
    cr_assert(
        eq(int, post_as(entry_count, &entry), KHO_OK), "%s", kho_error_last()->message);
    undone[of] = undone[entry_count] = true;
    for (int i = 0; i < before; i++) {
        fact back = facts[i];

        if (back.entry != of)
            continue;
        back.entry = entry_count;
        back.date = entry.date;
        back.value = -back.value;
        keep(&back);
    }
    entry_count++;
}

/* Enough of everything everywhere: what is short is another test's. */
static void fill_shelves(void)
{
    for (int item = 1; item <= ITEMS; item++) {
        for (int place = 0; place < PLACES; place++) {
            char line[256];

            if (places[place].collaborator && item >= VONG && item <= TIEM)
                continue;
            snprintf(line, sizeof(line),
                "{'date':'2026-09-01','moves':[{'item':'%s','lot':'A','expiry':'2029-12',"
                "'from':'opening','to':'%s','quantity':1000000}]}",
                items[item].code, places[place].code);
            must_post(line);
        }
    }
}

static void post_story(uint64_t seed)
{
    dice.state = seed;
    fact_count = entry_count = 0;
    memset(undone, 0, sizeof(undone));
    for (int i = 0; i < ENTRIES; i++) {
        draft next = {.place = (int)dice_between(&dice, 0, PLACES - 1)};
        const int of = entry_count ? (int)dice_between(&dice, 0, entry_count - 1) : 0;

        if (entry_count && !undone[of] && dice_happens(&dice, 150)) {
            post_reversal(of);
            continue;
        }
        for (int64_t more = dice_between(&dice, 0, 5); more > 0; more--)
            draft_service(&next);
        draft_goods(&next);
        post_draft(&next);
    }
}

/* A question, and what the slow books answer. */
typedef struct question {
    kho_query query;
    int root, item, known; /* -1, 0, the number of entries */
    int edition;
} question;

typedef struct row {
    int place, kind, group;
    kho_method method;
    int64_t sums[ITEMS + 1];
} row;

static row rows[ROWS];
static int row_count;

static bool is_under(int place, int root)
{
    while (place >= 0 && place != root)
        place = places[place].above;
    return place == root;
}

static bool is_meant(const question *of, const fact *at)
{
    const kho_query *query = &of->query;
    const kho_date to =
        query->on != KHO_NO_DATE && query->on < query->to ? query->on : query->to;

    return at->entry < of->known && at->date >= query->from && at->date <= to &&
           (of->root < 0 || at->place == of->root ||
               ((query->tree || query->sum) && is_under(at->place, of->root))) &&
           (!of->item ||
               (at->item ? at->item == of->item : at->method == items[of->item].method));
}

static int group_of(const question *of, const fact *at)
{
    if (at->kind < 0)
        return 0;
    switch (of->query.by) {
    case KHO_BY_MODE:
        return at->mode + 1;
    case KHO_BY_AGE:
        return at->age;
    case KHO_BY_NEW_TO:
        return at->new_to;
    default:
        return 0;
    }
}

static int compare_rows(const void *a, const void *b)
{
    const row *const x = a, *const y = b;

    return x->place != y->place     ? x->place - y->place
           : x->method != y->method ? (int)x->method - (int)y->method
           : x->kind != y->kind     ? x->kind - y->kind
                                    : x->group - y->group;
}

static bool is_any(const row *of)
{
    bool any = false;

    for (int i = 0; i <= ITEMS; i++)
        any |= of->sums[i] != 0;
    return any;
}

static void answer(const question *of)
{
    int kept = 0;

    row_count = 0;
    for (int i = 0; i < fact_count; i++) {
        const fact *at = &facts[i];
        row key = {of->query.sum ? of->root : at->place, at->kind, group_of(of, at),
            at->method, {0}};
        int j = 0;

        if (!is_meant(of, at))
            continue;
        while (j < row_count && compare_rows(&rows[j], &key) != 0)
            j++;
        if (j == row_count) {
            cr_assert(lt(int, row_count, ROWS));
            rows[row_count++] = key;
        }
        rows[j].sums[at->item] += at->value;
    }
    for (int i = 0; i < row_count; i++) {
        if (is_any(&rows[i]))
            rows[kept++] = rows[i];
    }
    row_count = kept;
    qsort(rows, (size_t)row_count, sizeof(*rows), compare_rows);
}

/* In 1560ths; false: some of it has no factor. */
static bool cyp_of(const row *of, int edition, int64_t *sum)
{
    static const int64_t sterilisation[2] = {16068, 15600};
    bool defined = true;

    *sum = 0;
    if ((of->method == KHO_MALE_STERILISATION ||
            of->method == KHO_FEMALE_STERILISATION) &&
        of->kind >= 0 && gives((kho_service_kind)of->kind))
        *sum = of->sums[0] * sterilisation[edition];
    for (int i = 1; i <= ITEMS; i++) {
        if (items[i].cyp[edition] < 0)
            defined &= of->sums[i] == 0;
        else
            *sum += of->sums[i] * items[i].cyp[edition];
    }
    return defined;
}

static bool is_part(kho_rational found, int64_t parts)
{
    return (__int128)found.numerator * PART == (__int128)parts * found.denominator;
}

static void expect_row(const kho_table *table, size_t at, const row *of, int edition)
{
    static const char *const modes[] = {"", "fixed", "campaign", "mobile", "home"};
    static const char *const meanings[] = {"", "ever", "here", "method"};
    const char *group = kho_table_text(table, at, KHO_SERVICES_GROUP);
    int64_t quantity = 0, cyp;
    const bool defined = cyp_of(of, edition, &cyp);

    for (int i = 1; i <= ITEMS; i++)
        quantity += of->sums[i];
    cr_assert(eq(str, (char *)kho_table_text(table, at, KHO_SERVICES_PLACE),
        (char *)(of->place < 0 ? "" : places[of->place].code)));
    cr_assert(eq(str, (char *)kho_table_text(table, at, KHO_SERVICES_METHOD),
        (char *)kho_method_word(of->method)));
    cr_assert(eq(str, (char *)kho_table_text(table, at, KHO_SERVICES_KIND),
        (char *)(of->kind < 0 ? "" : kho_service_kind_word((kho_service_kind)of->kind))));
    cr_assert(strcmp(group, modes[of->group > 4 ? 0 : of->group]) == 0 ||
              strcmp(group, meanings[of->group > 3 ? 0 : of->group]) == 0 ||
              strcmp(group, ages[of->group] ? ages[of->group] : "") == 0);
    cr_assert(eq(int, kho_table_has(table, at, KHO_SERVICES_CLIENTS), of->kind >= 0));
    cr_assert(eq(i64, kho_table_int(table, at, KHO_SERVICES_CLIENTS), of->sums[0]));
    cr_assert(eq(i64, kho_table_int(table, at, KHO_SERVICES_QUANTITY), quantity));
    cr_assert(eq(int, kho_table_has(table, at, KHO_SERVICES_CYP), defined));
    if (defined)
        cr_assert(is_part(kho_table_rational(table, at, KHO_SERVICES_CYP), cyp));
}

/* Methods' clients and couple-years; none at all, and what has none, is no method. */
typedef struct mixed {
    int64_t clients[KHO_METHODS], cyp[KHO_METHODS], all_clients, all_cyp;
    bool any[KHO_METHODS], lacks[KHO_METHODS], all_lack;
    int count;
} mixed;

static mixed mix_rows(int edition)
{
    mixed out = {0};

    for (int i = 0; i < row_count; i++) {
        const row *at = &rows[i];
        int64_t cyp;

        if (at->method == KHO_NO_METHOD)
            continue;
        if (at->kind >= 0 && gives((kho_service_kind)at->kind)) {
            out.clients[at->method] += at->sums[0];
            out.all_clients += at->sums[0];
        }
        if (cyp_of(at, edition, &cyp)) {
            out.cyp[at->method] += cyp;
            out.all_cyp += cyp;
        } else {
            out.lacks[at->method] = out.all_lack = true;
        }
    }
    for (int i = 0; i < KHO_METHODS; i++) {
        out.any[i] = out.clients[i] || out.cyp[i] || out.lacks[i];
        out.count += out.any[i];
    }
    return out;
}

static bool same_share(kho_rational share, int64_t part, int64_t whole)
{
    return (__int128)share.numerator * whole == (__int128)part * share.denominator;
}

static void expect_share(const kho_table *table, size_t at, size_t column, bool defined,
    int64_t part, int64_t whole)
{
    const kho_rational share = kho_table_rational(table, at, column);

    cr_assert(eq(int, kho_table_has(table, at, column), defined &&whole));
    if (defined && whole)
        cr_assert(same_share(share, part, whole));
}

static void expect_mix(const question *of)
{
    const mixed all = mix_rows(of->edition);
    kho_table *table = NULL;
    size_t at = 0;

    cr_assert(eq(int, kho_ledger_mix(ledger, &of->query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(int, (int)kho_table_rows(table), all.count));
    for (kho_method method = 1; method < KHO_METHODS; method++) {
        if (!all.any[method])
            continue;
        cr_assert(eq(str, (char *)kho_table_text(table, at, KHO_MIX_METHOD),
            (char *)kho_method_word(method)));
        cr_assert(
            eq(i64, kho_table_int(table, at, KHO_MIX_CLIENTS), all.clients[method]));
        cr_assert(eq(int, kho_table_has(table, at, KHO_MIX_CYP), !all.lacks[method]));
        if (!all.lacks[method])
            cr_assert(
                is_part(kho_table_rational(table, at, KHO_MIX_CYP), all.cyp[method]));
        expect_share(
            table, at, KHO_MIX_CLIENTS_SHARE, true, all.clients[method], all.all_clients);
        expect_share(
            table, at, KHO_MIX_CYP_SHARE, !all.all_lack, all.cyp[method], all.all_cyp);
        at++;
    }
    kho_table_free(table);
}

static question any_question(void)
{
    const kho_date least = kho_date_of(2026, 9, 20), most = kho_date_of(2026, 11, 21);
    question out = {.query = KHO_QUERY_INIT, .root = -1, .known = entry_count};
    kho_query *query = &out.query;
    const int month = (int)dice_between(&dice, 9, 11);

    if (dice_happens(&dice, 750)) {
        out.root = (int)dice_between(&dice, 0, PLACES - 1);
        query->place = places[out.root].code;
        query->tree = dice_happens(&dice, 500);
    }
    query->sum = dice_happens(&dice, 400);
    if (dice_happens(&dice, 500)) {
        query->from = kho_date_of(2026, month, 1);
        query->to = kho_month_last(kho_month_of(query->from));
    } else if (dice_happens(&dice, 300)) {
        query->from = kho_date_of(2026, 7, 1);
        query->to = kho_date_of(2026, 12, 31);
    } else {
        query->from = (kho_date)dice_between(&dice, least, most);
        query->to = (kho_date)dice_between(&dice, query->from, most);
    }
    if (dice_happens(&dice, 300))
        query->on =
            (kho_date)dice_between(&dice, query->from > most ? most : query->from, most);
    query->by = (kho_service_group)dice_between(&dice, 0, 3);
    out.edition = (int)dice_between(&dice, 0, 1);
    query->cyp = out.edition ? dice_happens(&dice, 500) ? NULL : "2021-22" : "2011";
    if (dice_happens(&dice, 300)) {
        out.item = (int)dice_between(&dice, 1, ITEMS);
        query->item = items[out.item].code;
    }
    if (dice_happens(&dice, 100)) {
        const int last = (int)dice_between(&dice, 0, entry_count - 1);

        out.known = last + 1;
        query->known = seqs[last];
    }
    return out;
}

static void expect_answer(const question *of)
{
    kho_table *table = NULL;

    answer(of);
    cr_assert(eq(int, kho_ledger_services(ledger, &of->query, &table), KHO_OK), "%s",
        kho_error_last()->message);
    cr_assert(eq(int, (int)kho_table_rows(table), row_count));
    for (int i = 0; i < row_count; i++)
        expect_row(table, (size_t)i, &rows[i], of->edition);
    cr_assert(eq(str, (char *)kho_table_meta(table, "cyp"),
        (char *)(of->edition ? "2021-22" : "2011")));
    kho_table_free(table);
    expect_mix(of);
}

static void expect_story(uint64_t seed)
{
    post_story(seed);
    for (int i = 0; i < QUESTIONS; i++) {
        const question asked = any_question();

        expect_answer(&asked);
    }
    cr_assert(eq(sz, count_faults(), 0));
}

Test(services, are_added_up_as_slow_books_add_them)
{
    const uint64_t count = getenv("KHO_QUICK") ? 4 : getenv("KHO_LONG") ? 200 : 20;

    for (uint64_t seed = 1; seed <= count; seed++) {
        if (seed > 1) {
            close_desk();
            open_clinic();
        }
        fill_shelves();
        expect_story(seed);
    }
}

/* 1,001 units of an item, or clients of a sterilisation; in an edition. */
static void expect_published(size_t i, const char *edition, const char *factor)
{
    kho_query query =
        period_query("tyt", kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));
    kho_table *table = NULL;
    kho_rational cyp;
    int64_t numerator, denominator;

    query.cyp = edition;
    query.sum = true;
    cr_assert(eq(int, kho_ledger_services(ledger, &query, &table), KHO_OK));
    cr_assert(eq(sz, kho_table_rows(table), 1), "%s", published[i].key);
    read_published(factor, &numerator, &denominator);
    cyp = kho_table_rational(table, 0, KHO_SERVICES_CYP);
    cr_expect(eq(int, kho_table_has(table, 0, KHO_SERVICES_CYP), *factor != '\0'));
    cr_expect(factor[0] == '\0' ||
                  cyp.numerator * denominator == 1001 * numerator * cyp.denominator,
        "%s in %s: %lld/%lld", published[i].key, edition, (long long)cyp.numerator,
        (long long)cyp.denominator);
    kho_table_free(table);
}

/* One factor after the other: each item comes, is given out, and is taken back. */
Test(services, have_the_couple_years_of_every_published_factor)
{
    for (size_t i = 0; i < PUBLISHED; i++) {
        const bool operation = strstr(published[i].key, "sterilisation") != NULL;
        char text[512];

        snprintf(text, sizeof(text),
            "kho: catalogue/1\nitems:\n  - {code: c%zu, name: C, unit: c, method: other, "
            "cyp: %s}\n",
            i, published[i].key);
        reload_catalogue(text);
        if (operation)
            snprintf(text, sizeof(text),
                "{'uid':'d%zu','date':'2026-10-05','service':{'place':'tyt','method':'%s'"
                ","
                "'kind':'new','clients':1001}}",
                i, published[i].key);
        else
            snprintf(text, sizeof(text),
                "{'uid':'r%zu','date':'2026-10-04','moves':[{'item':'c%zu','from':'"
                "opening',"
                "'to':'tyt','quantity':1001}]}\n"
                "{'uid':'d%zu','date':'2026-10-05','moves':[{'item':'c%zu','from':'tyt','"
                "to':"
                "'client','quantity':1001}],'service':{'method':'other','kind':'new'}}",
                i, i, i, i);
        must_post(text);
        expect_published(i, "2011", published[i].of_2011);
        expect_published(i, "2021-22", published[i].of_2022);
        snprintf(text, sizeof(text), "{'reverses':'d%zu','date':'2026-10-05'}", i);
        must_post(text);
    }
}

Test(services, of_an_unknown_edition_or_group_are_refused)
{
    kho_query query =
        period_query(NULL, kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));

    query.cyp = "2019";
    cr_expect(eq(str, (char *)ask(kho_ledger_services, &query),
        "no edition '2019' of couple-years factors; there is: 2011, 2021-22"));
    cr_expect(eq(str, (char *)ask(kho_ledger_mix, &query),
        "no edition '2019' of couple-years factors; there is: 2011, 2021-22"));
    query.cyp = NULL;
    query.by = KHO_SERVICE_GROUPS;
    cr_expect(eq(str, (char *)ask(kho_ledger_services, &query),
        "services can't be broken down by that"));
}

/* A method whose couple-years an edition lacks leaves the mix without shares of them. */
Test(services, a_mix_that_lacks_a_factor_has_no_shares_of_couple_years)
{
    kho_query query =
        period_query(NULL, kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));

    must_post("{'date':'2026-10-05','moves':[{'item':'mang','from':'tyt','to':'client',"
              "'quantity':1}],'service':{'method':'other','kind':'new'}}\n"
              "{'date':'2026-10-05','moves':[{'item':'bcs','from':'tyt','to':'client',"
              "'quantity':360}],'service':{'method':'condom','kind':'new','clients':3}}\n"
              "{'date':'2026-10-05','moves':[{'item':'thu','from':'tyt','to':'client',"
              "'quantity':9}]}");
    cr_expect(eq(str, (char *)ask(kho_ledger_mix, &query),
        "condom,3,0.750,3.00,0.750\nother,1,0.250,1.00,0.250\n"));
    query.cyp = "2011";
    cr_expect(eq(str, (char *)ask(kho_ledger_mix, &query),
        "condom,3,0.750,3.00,\nother,1,0.250,,\n"));
}
