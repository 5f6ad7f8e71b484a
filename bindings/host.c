#include "host.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct host {
    kho_ledger *ledger; /* NULL: closed */
    kho_language language;
    host_callable clock, progress;
    host_answer *last; /* to the last call, if it isn't written yet */
    pid_t process;     /* that opened it: SQLite's locks don't pass to a child */
    atomic_flag busy;
};

struct host_answer {
    kho_answer given; /* of the ledger's memory, while `of` is there */
    host *of;
    host_text json;
    bool lost; /* there was no memory to write it in */
};

/* Of `last` and `of`: answers are read and freed by any thread while the ledger is in
 * use by another one. */
static pthread_mutex_t answer_lock = PTHREAD_MUTEX_INITIALIZER;

static kho_status no_memory(void)
{
    return kho_error_tell(KHO_EMEMORY, "out of memory", "hết bộ nhớ");
}

int host_text_sink(void *context, const char *bytes, size_t size)
{
    host_text *text = context;

    if (size > text->room - text->size) {
        size_t room = text->room ? 2 * text->room : size; /* most come in one piece */
        char *grown;

        while (room < text->size + size)
            room *= 2;
        if (!(grown = realloc(text->bytes, room))) {
            text->lost = true;
            return -1;
        }
        text->bytes = grown;
        text->room = room;
    }
    if (size)
        memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    return 0;
}

/* What wrote a text knows only that it couldn't. */
static kho_status written(kho_status status, const host_text *text)
{
    return status < 0 && text->lost ? no_memory() : status;
}

void host_text_free(host_text *text)
{
    free(text->bytes);
    *text = (host_text){0};
}

kho_status host_table_shown(const kho_table *table, size_t row, size_t column,
    kho_language language, host_text *out)
{
    char buffer[80];
    const char *text = kho_table_shown(table, row, column, language, buffer);

    return host_text_sink(out, text, strlen(text)) == 0 ? KHO_OK : no_memory();
}

kho_status host_error(host_text *out)
{
    return written(kho_error_json(host_text_sink, out), out);
}

static int64_t call_clock(void *context)
{
    return host_call_clock(((host *)context)->clock);
}

static void call_progress(void *context, const char *what, int64_t done, int64_t total)
{
    host_call_progress(((host *)context)->progress, what, done, total);
}

kho_status host_open(const char *path, kho_mode mode, int busy_ms, int utc_offset_minutes,
    kho_language language, host_callable clock, host_callable progress, host **out)
{
    kho_options options = KHO_OPTIONS_INIT;
    host *made = calloc(1, sizeof(*made));
    kho_status status;

    *out = NULL;
    kho_error_language(language);
    if (!made)
        return no_memory();
    *made = (host){.language = language,
        .clock = host_keep(clock),
        .progress = host_keep(progress),
        .process = getpid(),
        .busy = ATOMIC_FLAG_INIT};
    options.mode = mode;
    options.busy_ms = busy_ms;
    options.utc_offset_minutes = utc_offset_minutes;
    options.clock = clock ? call_clock : NULL;
    options.context = made;
    options.progress = progress ? call_progress : NULL;
    options.progress_context = made;
    status = kho_ledger_open(path, &options, &made->ledger);
    if (status < 0)
        host_free(made);
    else
        *out = made;
    return status;
}

/* Write an answer and let go of the ledger's memory; within the lock. */
static void write_answer(host_answer *told)
{
    told->lost = kho_answer_json(&told->given, true, host_text_sink, &told->json) < 0;
    told->of->last = NULL;
    told->of = NULL;
}

/* The ledger's next call takes the memory of its last answer. */
static void write_last(host *self)
{
    pthread_mutex_lock(&answer_lock);
    if (self->last)
        write_answer(self->last);
    pthread_mutex_unlock(&answer_lock);
}

kho_status host_answer_text(host_answer *told, host_text *out)
{
    bool done;

    pthread_mutex_lock(&answer_lock);
    if (told->of)
        write_answer(told);
    pthread_mutex_unlock(&answer_lock);
    done = !told->lost && host_text_sink(out, told->json.bytes, told->json.size) == 0;
    return done ? KHO_OK : no_memory();
}

void host_answer_free(host_answer *told)
{
    if (!told)
        return;
    pthread_mutex_lock(&answer_lock);
    if (told->of)
        told->of->last = NULL;
    pthread_mutex_unlock(&answer_lock);
    host_text_free(&told->json);
    free(told);
}

/* Begin a call; each that begins is ended by leave(). */
static kho_status enter(host *self)
{
    kho_error_language(self->language);
    if (atomic_flag_test_and_set_explicit(&self->busy, memory_order_acquire))
        return kho_error_tell(KHO_EINVALID,
            "the ledger is in use by another thread, or by its own callback",
            "sổ đang được luồng khác hoặc chính hàm gọi lại của nó sử dụng");
    if (self->ledger && self->process == getpid()) {
        write_last(self);
        return KHO_OK;
    }
    atomic_flag_clear_explicit(&self->busy, memory_order_release);
    return self->ledger
               ? kho_error_tell(KHO_EINVALID,
                     "the ledger was opened before this process was forked; open it anew",
                     "sổ được mở trước khi tách tiến trình; hãy mở lại")
               : kho_error_tell(KHO_EINVALID, "the ledger is closed", "sổ đã đóng");
}

static kho_status leave(host *self, kho_status status)
{
    atomic_flag_clear_explicit(&self->busy, memory_order_release);
    return status;
}

/* Closed by a child, the parent's file would lose its journal: there it is left alone. */
kho_status host_close(host *self)
{
    host_callable clock, progress;

    if (self->ledger && self->process == getpid()) {
        kho_status status = enter(self);

        if (status < 0)
            return status;
        kho_ledger_close(self->ledger);
        self->ledger = NULL;
        leave(self, KHO_OK);
    }
    write_last(self);
    self->ledger = NULL;
    clock = self->clock;
    progress = self->progress;
    self->clock = self->progress = NULL; /* what goes with them may close it once more */
    host_forget(clock);
    host_forget(progress);
    return KHO_OK;
}

void host_free(host *self)
{
    if (self && host_close(self) == KHO_OK)
        free(self);
}

kho_date host_today(host *self)
{
    kho_date today;

    if (enter(self) < 0)
        return KHO_NO_DATE;
    today = kho_ledger_today(self->ledger);
    leave(self, KHO_OK);
    return today;
}

/* Keep what was answered until it is asked for. */
static kho_status answered(host *self, kho_status status, host_answer *made)
{
    if (status < 0)
        return leave(self, status);
    pthread_mutex_lock(&answer_lock);
    made->of = self;
    self->last = made;
    pthread_mutex_unlock(&answer_lock);
    return leave(self, status);
}

/* A call of the ledger from which an answer comes; freed by who asked, whatever came. */
#define ANSWERED(call)                                                                   \
 host_answer *made = *answer = calloc(1, sizeof(*made));                                 \
 kho_status status = made ? enter(self) : no_memory();                                   \
                                                                                         \
 return status < 0 ? status : answered(self, (call), made)

/* One from which anything else comes, or nothing. */
#define DONE(call)                                                                       \
 kho_status status = enter(self);                                                        \
                                                                                         \
 return status < 0 ? status : leave(self, (call))

kho_status host_post(host *self, kho_document *entry, host_answer **answer)
{
    ANSWERED(kho_ledger_post_document(self->ledger, entry, &made->given));
}

kho_status host_post_hand(host *self, kho_document *entry, host_answer **answer)
{
    ANSWERED(kho_ledger_post_hand(self->ledger, entry, &made->given));
}

kho_status host_reverse(host *self, const char *uid, kho_date date, bool late,
    const char *note, host_answer **answer)
{
    ANSWERED(kho_ledger_reverse(self->ledger, uid, date, late, note, &made->given));
}

kho_status host_define(
    host *self, kho_document *catalogue, kho_date from, host_answer **answer)
{
    ANSWERED(
        kho_ledger_define_document(self->ledger, catalogue, from, false, &made->given));
}

kho_status host_load_catalogue(
    host *self, const char *path, kho_date from, bool dry_run, host_answer **answer)
{
    ANSWERED(kho_ledger_load_catalogue(self->ledger, path, from, dry_run, &made->given));
}

kho_status host_load_rules(
    host *self, const char *path, kho_date from, bool dry_run, host_answer **answer)
{
    ANSWERED(kho_ledger_load_rules(self->ledger, path, from, dry_run, &made->given));
}

kho_status host_reopen_month(host *self, kho_month month, const char *place,
    const char *note, host_answer **answer)
{
    ANSWERED(kho_ledger_reopen_month(self->ledger, place, month, note, &made->given));
}

/* Bytes in memory, read as a stream. */
typedef struct host_bytes {
    const char *at;
    size_t left;
} host_bytes;

static ptrdiff_t read_bytes(void *context, char *buffer, size_t size)
{
    host_bytes *bytes = context;
    const size_t given = size < bytes->left ? size : bytes->left;

    memcpy(buffer, bytes->at, given);
    bytes->at += given;
    bytes->left -= given;
    return (ptrdiff_t)given;
}

kho_status host_post_json(host *self, const char *bytes, size_t size, bool atomic,
    bool dry_run, int commit, host_text *answers)
{
    const kho_feed feed = {KHO_FEED_VERSION, atomic, dry_run, commit};
    host_bytes all = {bytes, size};

    DONE(written(kho_ledger_post_json(self->ledger, &feed, "", read_bytes, &all,
                     host_text_sink, answers, NULL),
        answers));
}

kho_status host_begin_batch(host *self)
{
    DONE(kho_ledger_begin(self->ledger));
}

kho_status host_commit_batch(host *self)
{
    DONE(kho_ledger_commit(self->ledger));
}

kho_status host_roll_back_batch(host *self)
{
    DONE((kho_ledger_rollback(self->ledger), KHO_OK));
}

kho_status host_close_month(host *self, kho_month month, const char *place, bool tree,
    const char *by, int64_t *closed)
{
    DONE(kho_ledger_close_month(self->ledger, place, tree, month, by, closed));
}

kho_status host_import_monthly(host *self, const char *map, const char *csv, bool amend,
    host_text *messages, kho_table **out)
{
    DONE(written(kho_ledger_import_monthly(
                     self->ledger, map, csv, amend, host_text_sink, messages, out),
        messages));
}

kho_status host_backup(host *self, const char *path)
{
    DONE(kho_ledger_backup(self->ledger, path));
}

kho_status host_head(host *self, host_text *head)
{
    char text[KHO_HEAD_SIZE];
    kho_status status = enter(self);

    if (status < 0)
        return status;
    status = kho_ledger_head(self->ledger, text);
    if (status == KHO_OK && host_text_sink(head, text, strlen(text)) != 0)
        status = no_memory();
    return leave(self, status);
}

kho_status host_check_head(host *self, const char *head, kho_table **out)
{
    DONE(kho_ledger_check_head(self->ledger, head, out));
}

kho_status host_ask(
    host *self, const char *question, kho_document *query, kho_table **out)
{
    DONE(kho_ledger_ask(self->ledger, question, query, out));
}

/* One that is asked with a query of the host's values. */
#define ASKED(document, call)                                                            \
 kho_query query;                                                                        \
 kho_status status = enter(self);                                                        \
                                                                                         \
 if (status < 0)                                                                         \
  return status;                                                                         \
 status = kho_document_query(document, &query);                                          \
 return leave(self, status < 0 ? status : (call))

kho_status host_try_rules(
    host *self, const char *path, kho_document *asked, kho_table **out)
{
    ASKED(asked, kho_ledger_try_rules(self->ledger, path, &query, out));
}

kho_status host_supervise(host *self, kho_document *asked, kho_tables **out)
{
    ASKED(asked, kho_ledger_supervise(self->ledger, &query, out));
}

kho_status host_client_key(host *self, const char *path)
{
    DONE(kho_ledger_client_key(self->ledger, path));
}

kho_status host_client_erase(host *self, const char *client, int64_t *erased)
{
    DONE(kho_ledger_client_erase(self->ledger, client, erased));
}

kho_status host_client_purge(host *self, kho_date before, int64_t *erased)
{
    DONE(kho_ledger_client_purge(self->ledger, before, erased));
}

kho_status host_client_rotate(host *self)
{
    DONE(kho_ledger_client_rotate(self->ledger));
}

kho_status host_client_export(host *self, const char *client, kho_table **out)
{
    DONE(kho_ledger_client_export(self->ledger, client, out));
}
