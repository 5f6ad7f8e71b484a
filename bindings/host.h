/*
 * A ledger as a host's language holds it: what every binding needs beside the library's
 * functions, and none of it is of one language.
 *
 * A handle refuses use after close, use by two threads at once, use by its own callbacks
 * and use after a fork; it says errors in its own language; and it keeps the host's
 * callables.
 */
#ifndef KHO_BINDINGS_HOST_H
#define KHO_BINDINGS_HOST_H

#include <kho.h>

/* A callable of the host's language; NULL: none. */
typedef void *host_callable;

/* What a binding provides of its language: to keep, to call and to forget a callable.
 * What a callable raises is kept by the language, and raised when the library's call is
 * over. */
host_callable host_keep(host_callable callable);
int64_t host_call_clock(host_callable clock);
void host_call_progress(
    host_callable progress, const char *what, int64_t done, int64_t total);
void host_forget(host_callable callable);

/* Text that the library writes; freed by the binding once it is a text of its language.
 */
typedef struct host_text {
    char *bytes;
    size_t size, room;
    bool lost; /* there was no memory for some of it */
} host_text;

int host_text_sink(void *text, const char *bytes, size_t size);
void host_text_free(host_text *text);

/* A cell as people read it. */
kho_status host_table_shown(const kho_table *table, size_t row, size_t column,
    kho_language language, host_text *out);

/* The thread's last error as kho_error_json() gives it. */
kho_status host_error(host_text *out);

typedef struct host host;

/*
 * What came of a post, written as JSON when somebody asks for it, or when the ledger's
 * next call takes its memory: most answers are never read. Freed by the binding, before
 * or after the handle.
 */
typedef struct host_answer host_answer;

kho_status host_answer_text(host_answer *told, host_text *out);
void host_answer_free(host_answer *told);

/* Open a ledger; the callables become the handle's, whatever comes of it. */
kho_status host_open(const char *path, kho_mode mode, int busy_ms, int utc_offset_minutes,
    kho_language language, host_callable clock, host_callable progress, host **out);

/* Close the ledger; every later call says so. Again is a no-op. */
kho_status host_close(host *self);
void host_free(host *self);

kho_date host_today(host *self);
kho_status host_post(host *self, kho_document *entry, host_answer **answer);
kho_status host_post_hand(host *self, kho_document *entry, host_answer **answer);
/* Lines of JSON, answered a line each; see kho_ledger_post_json(). */
kho_status host_post_json(host *self, const char *bytes, size_t size, bool atomic,
    bool dry_run, int commit, host_text *answers);
kho_status host_reverse(host *self, const char *uid, kho_date date, bool late,
    const char *note, host_answer **answer);

kho_status host_begin_batch(host *self);
kho_status host_commit_batch(host *self);
kho_status host_roll_back_batch(host *self);

kho_status host_define(
    host *self, kho_document *catalogue, kho_date from, host_answer **answer);
kho_status host_load_catalogue(
    host *self, const char *path, kho_date from, bool dry_run, host_answer **answer);
kho_status host_load_rules(
    host *self, const char *path, kho_date from, bool dry_run, host_answer **answer);
kho_status host_close_month(host *self, kho_month month, const char *place, bool tree,
    const char *by, int64_t *closed);
kho_status host_reopen_month(host *self, kho_month month, const char *place,
    const char *note, host_answer **answer);
/* `messages`: a line each of what was refused or warned of. */
kho_status host_import_monthly(host *self, const char *map, const char *csv, bool amend,
    host_text *messages, kho_table **out);
kho_status host_backup(host *self, const char *path);
kho_status host_head(host *self, host_text *head);
kho_status host_check_head(host *self, const char *head, kho_table **out);

kho_status host_ask(
    host *self, const char *question, kho_document *query, kho_table **out);
kho_status host_try_rules(
    host *self, const char *path, kho_document *query, kho_table **out);
kho_status host_supervise(host *self, kho_document *query, kho_tables **out);

kho_status host_client_key(host *self, const char *path);
kho_status host_client_erase(host *self, const char *client, int64_t *erased);
kho_status host_client_purge(host *self, kho_date before, int64_t *erased);
kho_status host_client_rotate(host *self);
kho_status host_client_export(host *self, const char *client, kho_table **out);

#endif
