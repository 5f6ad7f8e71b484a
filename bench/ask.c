/*
 * kho-ask: how long questions take that are asked of a ledger as it stands, whole and of
 * one place; the ledger may be kho-generate's. Each is asked in turn, and the median is
 * told: a machine's own speed drifts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <kho.h>

static const char usage[] =
    "usage: kho-ask LEDGER YYYY-MM [--rounds N] [--place P] [--on YYYY-MM-DD]\n"
    "  times the month's reports, and tells rows and a hash of what they said\n";

enum { ROUNDS_MOST = 999 };

struct question {
    const char *name;
    kho_status (*ask)(kho_ledger *ledger, const kho_query *query, kho_table **out);
    kho_service_group by;
    int months; /* 1, or a quarter's or a year's that end with it */
    int64_t times[ROUNDS_MOST];
    size_t rows;
    uint32_t hash;
};

static struct question questions[] = {
    {"services",              kho_ledger_services,      KHO_BY_NOTHING, 1,  {0}, 0, 0},
    {"services by age",       kho_ledger_services,      KHO_BY_AGE,     1,  {0}, 0, 0},
    {"services of a quarter", kho_ledger_services,      KHO_BY_NOTHING, 3,  {0}, 0, 0},
    {"services of a year",    kho_ledger_services,      KHO_BY_NOTHING, 12, {0}, 0, 0},
    {"mix",                   kho_ledger_mix,           KHO_BY_NOTHING, 1,  {0}, 0, 0},
    {"collaborators",         kho_ledger_collaborators, KHO_BY_NOTHING, 1,  {0}, 0, 0},
    {"stock report",          kho_ledger_report,        KHO_BY_NOTHING, 1,  {0}, 0, 0},
};

enum { QUESTIONS = sizeof(questions) / sizeof(*questions) };

static void complain(const char *what)
{
    fprintf(stderr, "kho-ask: %s: %s\n", what, kho_error_last()->message);
    exit(1);
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* FNV-1a of the answer as JSON: a fast wrong answer shows. */
static int hash_bytes(void *context, const char *bytes, size_t size)
{
    uint32_t *hash = context;

    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ (uint8_t)bytes[i]) * UINT32_C(16777619);
    return 0;
}

static void ask_once(
    kho_ledger *ledger, struct question *question, const kho_query *month, int round)
{
    kho_query query = *month;
    kho_table *table = NULL;
    int64_t start;

    query.by = question->by;
    query.from =
        kho_month_first(kho_month_of(month->to) - (kho_month)question->months + 1);
    start = now_ns();
    if (question->ask(ledger, &query, &table) < 0)
        complain(question->name);
    question->times[round] = now_ns() - start;
    if (round == 0) {
        question->rows = kho_table_rows(table);
        question->hash = UINT32_C(2166136261);
        if (kho_table_write(table, KHO_JSON, KHO_EN, hash_bytes, &question->hash) < 0)
            complain(question->name);
    }
    kho_table_free(table);
}

static int compare_times(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void tell(struct question *question, int rounds)
{
    const int64_t *times = question->times;

    qsort(question->times, (size_t)rounds, sizeof(*times), compare_times);
    printf("| %s | %lld.%lld ms | %lld.%lld ms | %zu rows, %08x |\n", question->name,
        (long long)(times[rounds / 2] / 1000000),
        (long long)(times[rounds / 2] / 100000 % 10), (long long)(times[0] / 1000000),
        (long long)(times[0] / 100000 % 10), question->rows, (unsigned)question->hash);
}

static int read_options(int argc, char **argv, kho_query *query, int *rounds)
{
    for (int i = 3; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--place") == 0)
            query->place = argv[i + 1];
        else if (strcmp(argv[i], "--rounds") == 0)
            *rounds = (int)strtol(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--on") != 0 ||
                 kho_date_parse(argv[i + 1], &query->on) < 0)
            return 1;
    }
    query->tree = query->place;
    return argc % 2 == 0 || *rounds < 1 || *rounds > ROUNDS_MOST;
}

int main(int argc, char **argv)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_query query = KHO_QUERY_INIT;
    kho_ledger *ledger;
    kho_month month;
    int rounds = 21;

    if (argc < 3 || kho_month_parse(argv[2], &month) < 0 ||
        read_options(argc, argv, &query, &rounds)) {
        fputs(usage, stderr);
        return 2;
    }
    query.to = kho_month_last(month);
    if (query.on == KHO_NO_DATE)
        query.on = query.to;
    options.mode = KHO_READ_ONLY;
    if (kho_ledger_open(argv[1], &options, &ledger) < 0)
        complain(argv[1]);
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < QUESTIONS; i++)
            ask_once(ledger, &questions[i], &query, round);
    }
    printf("| question | median of %d | least | verified |\n| --- | --- | --- | --- |\n",
        rounds);
    for (size_t i = 0; i < QUESTIONS; i++)
        tell(&questions[i], rounds);
    kho_ledger_close(ledger);
    return 0;
}
