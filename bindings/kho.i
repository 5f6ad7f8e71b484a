/*
 * The interface of kho to a language, said once. What it needs of the language is in
 * LANGUAGE.i: how to raise, how to hand out objects and texts, how to read a value.
 */
%{
#include "host.h"
%}

%include <stdint.i>

/* Statuses that failed are raised; KHO_OK is nothing. */
HOST_RAISES(kho_status)

/* Handles cross as objects, made by the call. */
HOST_GIVES(host)
HOST_GIVES(kho_table)
HOST_GIVES(kho_tables)

/* What the library writes crosses as a text; numbers that come out, as integers. */
HOST_WRITES(host_text *)
HOST_ANSWERS(host_answer)
HOST_COUNTS(int64_t *closed)
HOST_COUNTS(int64_t *erased)

/* Values of the language: walked into a document, read as a callable, a day, a month. */
HOST_READS(kho_document *)
HOST_CALLS(host_callable)
HOST_DATES(kho_date)
HOST_MONTHS(kho_month)
HOST_BYTES(const char *bytes, size_t size)
HOST_FLAG(bool)

%rename(open) host_open;
kho_status host_open(const char *path, int mode, int busy_ms, int utc_offset_minutes,
    int language, host_callable clock, host_callable progress, host **out);
%rename(make_client_key) kho_client_key_make;
kho_status kho_client_key_make(const char *path);
%rename(version) kho_version;
const char *kho_version(void);

/* What was answered is read by few. */
%rename(Answer) host_answer;
%nodefaultctor;
typedef struct {} host_answer;
%extend host_answer {
    ~host_answer() { host_answer_free($self); }
}
%rename(answer_text) host_answer_text;
kho_status host_answer_text(host_answer *told, host_text *out);

%rename(Ledger) host;
%nodefaultctor;
typedef struct {} host;
%extend host {
    ~host() { host_free($self); }
    kho_status close();
    kho_date today();
    kho_status post(kho_document *entry, host_answer **answer);
    kho_status post_hand(kho_document *entry, host_answer **answer);
    kho_status post_json(const char *bytes, size_t size, bool atomic, bool dry_run,
        int commit, host_text *answers);
    kho_status reverse(const char *uid, kho_date date, bool late, const char *note,
        host_answer **answer);
    kho_status begin_batch();
    kho_status commit_batch();
    kho_status roll_back_batch();
    kho_status define(kho_document *catalogue, kho_date from, host_answer **answer);
    kho_status load_catalogue(
        const char *path, kho_date from, bool dry_run, host_answer **answer);
    kho_status load_rules(
        const char *path, kho_date from, bool dry_run, host_answer **answer);
    kho_status close_month(kho_month month, const char *place, bool tree, const char *by,
        int64_t *closed);
    kho_status reopen_month(
        kho_month month, const char *place, const char *note, host_answer **answer);
    kho_status import_monthly(const char *map, const char *csv, bool amend,
        host_text *messages, kho_table **out);
    kho_status backup(const char *path);
    kho_status head(host_text *head);
    kho_status check_head(const char *head, kho_table **out);
    kho_status ask(const char *question, kho_document *query, kho_table **out);
    kho_status try_rules(const char *path, kho_document *query, kho_table **out);
    kho_status supervise(kho_document *query, kho_tables **out);
    kho_status client_key(const char *path);
    kho_status client_erase(const char *client, int64_t *erased);
    kho_status client_purge(kho_date before, int64_t *erased);
    kho_status client_rotate();
    kho_status client_export(const char *client, kho_table **out);
}

%rename(Table) kho_table;
typedef struct {} kho_table;
%extend kho_table {
    ~kho_table() { kho_table_free($self); }
    const char *name();
    const char *title(int language);
    size_t rows();
    size_t columns();
    int type(size_t column);
    const char *key(size_t column);
    const char *label(size_t column, int language);
    size_t words(size_t column);
    const char *word(size_t column, size_t index);
    const char *word_name(size_t column, size_t index, int language);
    size_t metas();
    const char *meta_key(size_t index);
    const char *meta(const char *key);
    /* A cell as people read it. */
    kho_status shown_cell(size_t row, size_t column, int language, host_text *out) {
        return host_table_shown($self, row, column, (kho_language)language, out);
    }
    kho_status written(int format, int language, host_text *file) {
        return kho_table_write(
            $self, (kho_format)format, (kho_language)language, host_text_sink, file);
    }
}

%rename(Tables) kho_tables;
typedef struct {} kho_tables;
%extend kho_tables {
    ~kho_tables() { kho_tables_free($self); }
    const char *title(int language);
    size_t count();
    %newobject share;
    kho_table *share(size_t index) {
        return kho_table_share(kho_tables_at($self, index));
    }
    kho_status written(int format, int language, host_text *file) {
        return kho_tables_write(
            $self, (kho_format)format, (kho_language)language, host_text_sink, file);
    }
}
