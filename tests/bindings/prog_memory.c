/*
 * Memory runs out in what all bindings call, bindings/host.c: in each allocation of each
 * of its functions, once, and from then on. --list names them, for
 * tests/checks/memory.sh.
 */
#include "../../bindings/host.h"
#include "base/memory_calls.h"
#include "exchange/memory_stage.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static host *self;
static host_answer *answer;
static host_text text;   /* that is written */
static host_text unread; /* another one, which is no part of the outcome */

/* A language without callables. */
int64_t host_call_clock(host_callable clock)
{
    (void)clock;
    return INT64_C(1734670000000);
}

void host_call_progress(
    host_callable progress, const char *what, int64_t done, int64_t total)
{
    (void)progress;
    (void)what;
    (void)done;
    (void)total;
}

host_callable host_keep(host_callable callable)
{
    return callable;
}

void host_forget(host_callable callable)
{
    (void)callable;
}

static char clock_of_ours; /* any address is a callable */

static kho_status open_host(void)
{
    return host_open(
        "x.kho", KHO_READ_WRITE, 1000, 420, KHO_EN, &clock_of_ours, NULL, &self);
}

static void nothing(void)
{
}

static void an_error(void)
{
    (void)kho_error_tell(KHO_EINVALID, "one", "một");
}

static void closed(void)
{
    host_free(self);
    self = NULL;
}

static void an_entry(void)
{
    stage_document("{uid H2 date 2024-11-08 moves [{item bcs lot A expiry 2029-05 from "
                   "ncc to tyt quantity #7 } ] }");
}

static void by_hand(void)
{
    stage_document("{verb receive uid H1 date 2024-11-08 from ncc to tyt lines "
                   "{bcs@A/2029-05/free #9 } }");
}

static void a_catalogue(void)
{
    stage_document("{items [{code x name {vi X } unit cái } ] }");
}

static void a_query(void)
{
    stage_document("{place tyt item bcs period 2024-11 }");
}

static void of_station(void)
{
    stage_document("{place tyt on 2024-11-30 }");
}

static void of_february(void)
{
    stage_document("{period 2019-02 }");
}

static void in_batch(void)
{
    (void)!host_roll_back_batch(self);
    stage_must(host_begin_batch(self));
    an_entry();
    stage_must(host_post(self, stage.document, &answer));
}

static void a_closed_month(void)
{
    stage_must(host_close_month(
        self, kho_month_of(kho_date_of(2024, 11, 1)), "tyt", false, "Lan", NULL));
}

static void a_key(void)
{
    stage_must(host_client_key(self, "key"));
}

static void no_copy(void)
{
    unlink("copy.kho");
}

static void a_table(void)
{
    a_query();
    kho_table_free(stage.table);
    stage_must(host_ask(self, "ytd", stage.document, &stage.table));
}

/* What a host does with an answer: it is written when the next call comes. */
static kho_status post_and_read(void)
{
    kho_status status = host_post(self, stage.document, &answer);

    if (status < 0)
        return status;
    (void)host_today(self);
    return host_answer_text(answer, &unread);
}

static kho_status host_failed(void)
{
    return kho_error_tell(KHO_EMEMORY, "out of memory", "hết bộ nhớ");
}

static void *taken(void *slot)
{
    void *was;

    memcpy(&was, slot, sizeof(was));
    memset(slot, 0, sizeof(was));
    return was;
}

#define MONTH (kho_month_of(kho_date_of(2024, 11, 1)))
#define SENT stage_lines, strlen(stage_lines)

/* clang-format off */
#define CALLS(X) \
 X(open_host, closed, ()) \
 X(host_open, closed, ("x.kho", KHO_READ_ONLY, 0, 420, KHO_EN, NULL, NULL, &self)) \
 X(host_table_shown, a_table, (stage.table, 0, 0, KHO_VI, &text)) \
 X(host_error, an_error, (&text)) \
 X(host_text_sink, nothing, (&text, "abc", 3) ? host_failed() : KHO_OK) \
 X(host_post, an_entry, (self, stage.document, &answer)) \
 X(host_answer_text, in_batch, (answer, &text)) \
 X(host_post_hand, by_hand, (self, stage.document, &answer)) \
 X(host_reverse, nothing, (self, "PX", KHO_NO_DATE, false, NULL, &answer)) \
 X(host_begin_batch, nothing, (self)) \
 X(host_commit_batch, in_batch, (self)) \
 X(host_define, a_catalogue, (self, stage.document, KHO_NO_DATE, &answer)) \
 X(host_load_catalogue, nothing, (self, "more.yaml", KHO_NO_DATE, false, &answer)) \
 X(host_load_rules, nothing, (self, "rules.yaml", KHO_NO_DATE, false, &answer)) \
 X(host_close_month, nothing, (self, MONTH, "tyt", true, "Lan", &stage.number)) \
 X(host_reopen_month, a_closed_month, (self, MONTH, "tyt", "sai", &answer)) \
 X(host_backup, no_copy, (self, "copy.kho")) \
 X(host_head, nothing, (self, &text)) \
 X(host_check_head, nothing, (self, stage.head, &stage.out)) \
 X(host_ask, a_query, (self, "report", stage.document, &stage.out)) \
 X(host_try_rules, of_february, (self, "short.yaml", stage.document, &stage.out)) \
 X(host_supervise, of_station, (self, stage.document, &stage.outs)) \
 X(host_client_key, nothing, (self, "key")) \
 X(host_client_erase, a_key, (self, "Nguy\u1ec5n", &stage.number)) \
 X(host_client_purge, nothing, (self, kho_date_of(2025, 1, 1), &stage.number)) \
 X(host_client_export, a_key, (self, "Nguy\u1ec5n", &stage.out))

/* Answers are written after the commit that makes them true. */
#define STEPS(X) \
 X(post_and_read, an_entry, ()) \
 X(host_post_json, a_key, (self, SENT, true, false, 10, &unread)) \
 X(host_import_monthly, nothing, \
     (self, "map.yaml", "changed.csv", true, &unread, &stage.unread)) \
 X(host_client_rotate, a_key, (self))

/* These can't fail. */
#define SURE(X) \
 X(host_roll_back_batch, in_batch, (self)) \
 X(host_close, in_batch, (self)) \
 X(host_free, in_batch, (taken(&self)))

#define NONE(X) \
 X(host_text_free, nothing, (&text)) \
 X(host_answer_free, in_batch, (taken(&answer))) \
 X(host_today, nothing, (self))
/* clang-format on */

CALLS(TRIAL_CALL)
STEPS(TRIAL_CALL)
#pragma GCC diagnostic ignored "-Wunused-result"
SURE(TRIAL_DO)
NONE(TRIAL_DO)

static const trial calls[] = {CALLS(TRIAL_ROW) STEPS(TRIAL_STEPS) SURE(TRIAL_ROW)};
static const trial none[] = {NONE(TRIAL_ROW)};

static void begin(void)
{
    stage_calls.begin();
    stage_must(open_host());
}

/* Chance is the system's here: what is there counts, not what it is called. */
static uint64_t outcome(void)
{
    static const kho_query all = KHO_QUERY_INIT;
    kho_table *stock = NULL;
    uint64_t hash;

    if (stage.out)
        stage_must(kho_table_write(stage.out, KHO_CSV, KHO_VI, stage_sink, NULL));
    if (stage.outs)
        stage_must(kho_tables_write(stage.outs, KHO_JSON, KHO_VI, stage_sink, NULL));
    stage_must(kho_ledger_stock(stage.ledger, &all, &stock));
    stage_must(kho_table_write(stock, KHO_CSV, KHO_VI, stage_sink, NULL));
    kho_table_free(stock);
    hash = trial_hash(stage.written, text.bytes, text.size);
    host_text_free(&text);
    host_text_free(&unread);
    host_answer_free(answer);
    answer = NULL;
    stage_forget();
    return hash;
}

static bool is_sound(void)
{
    closed();
    return stage_calls.is_sound();
}

static void end(void)
{
    closed();
    stage_calls.end();
}

int main(int argc, char **argv)
{
    const size_t call_count = sizeof(calls) / sizeof(*calls);
    const size_t none_count = sizeof(none) / sizeof(*none);
    trial_stage hosted = stage_calls;
    bool good;

    if (argc > 1 && strcmp(argv[1], "--list") == 0) {
        trial_list(calls, call_count);
        trial_list(none, none_count);
        return 0;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!memory_fails()) {
        puts("skipped: another allocator is in charge");
        return 77;
    }
    hosted.begin = begin;
    hosted.outcome = outcome;
    hosted.is_sound = is_sound;
    hosted.end = end;
    good = stage_make();
    good = good && trial_all(&hosted, calls, call_count);
    good = trial_none(&hosted, none, none_count) && good;
    return stage_remove() && good ? 0 : 1;
}
