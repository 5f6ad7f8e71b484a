/*
 * Checking: the chain is computed again, the journal is replayed into a scratch ledger,
 * and every cache is compared with what the replay made.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "ledger/head.h"
#include "ledger/posting.h"
#include "ledger/rebuild.h"
#include "ledger/rules.h"
#include "model/names.h"
#include "model/table.h"
#include "store/clients.h"
#include "store/sheets.h"

#define FAULTS_MOST 10000

typedef struct checking {
    kho_ledger *ledger;
    kho_ledger *scratch;
    kho_table *table;
    kho__head head;  /* of the part that verified so far */
    bool broken;     /* the chain is: only its first fault is named */
    bool unreplayed; /* an entry couldn't be replayed: caches can't be judged */
    int64_t total;
} checking;

static kho_status add_fault(checking *at, const kho__fault *fault)
{
    const kho__name *name = kho__name_find(kho__fault_names, fault->kind);
    kho_status status;

    if (kho_table_rows(at->table) >= FAULTS_MOST)
        return KHO_OK;
    if ((status = kho__table_row(at->table)) < 0 ||
        (status = kho__table_set_known(at->table, KHO_CHECK_KIND, fault->kind,
             name ? name->vi : NULL, name ? name->en : NULL)) < 0 ||
        (status = kho__table_set_known(
             at->table, KHO_CHECK_PLACE, fault->place, NULL, NULL)) < 0 ||
        (status = kho__table_set_known(
             at->table, KHO_CHECK_ITEM, fault->item, NULL, NULL)) < 0 ||
        (status = kho__table_set_known(
             at->table, KHO_CHECK_LOT, fault->lot, NULL, NULL)) < 0 ||
        (status = kho__table_set_text(at->table, KHO_CHECK_EXPECTED, fault->expected)) <
            0 ||
        (status = kho__table_set_text(at->table, KHO_CHECK_FOUND, fault->found)) < 0)
        return status;
    if (fault->entry)
        kho__table_set_int(at->table, KHO_CHECK_ENTRY, fault->entry);
    return KHO_OK;
}

static kho_status visit_fault(void *context, const kho__fault *fault)
{
    return add_fault(context, fault);
}

/* The chain: numbers without gaps, and each hash over the one before. */
static kho_status verify_row(checking *at, const kho__entry_row *row)
{
    uint8_t hash[KHO__DIGEST];
    char expected[2 * KHO__DIGEST + 1], found[2 * KHO__DIGEST + 1];
    kho__fault fault = {.kind = "sequence", .entry = row->seq};

    if (at->broken)
        return KHO_OK;
    if (row->seq != at->head.seq + 1 || row->number != at->head.number + 1 ||
        row->origin != at->ledger->origin) {
        at->broken = true;
        snprintf(expected, sizeof(expected), "%lld", (long long)at->head.seq + 1);
        snprintf(found, sizeof(found), "%lld", (long long)row->seq);
        fault.expected = expected;
        fault.found = found;
        return add_fault(at, &fault);
    }
    kho__entry_hash(row, at->ledger->uuid, at->head.hash, hash);
    at->head.seq = row->seq;
    at->head.number = row->number;
    memcpy(at->head.hash, row->hash, KHO__DIGEST);
    if (memcmp(hash, row->hash, KHO__DIGEST) == 0)
        return KHO_OK;
    at->broken = true;
    fault.kind = "chain";
    fault.expected = kho__hex(hash, KHO__DIGEST, expected);
    fault.found = kho__hex(row->hash, KHO__DIGEST, found);
    return add_fault(at, &fault);
}

static kho_status visit_row(void *context, const kho__entry_row *row)
{
    checking *at = context;
    kho_status status = verify_row(at, row);

    if (row->seq % 1024 == 0)
        kho__ledger_progress(at->ledger, "check", row->seq, at->total);
    if (status < 0 || at->unreplayed)
        return status;
    if ((status = kho__rebuild_entry(at->scratch, row)) < 0) {
        const kho__fault fault = {
            .kind = "journal", .entry = row->seq, .found = kho_error_last()->message};

        if (status == KHO_EMEMORY)
            return status;
        at->unreplayed = true;
        return add_fault(at, &fault);
    }
    return KHO_OK;
}

/* No lot may be below zero at any day-end: the sheets of the replay say where one is. */
static kho_status find_negative(checking *at)
{
    const kho__touch *below;
    size_t count;
    kho_status status = kho__sheets_below(at->scratch, &below, &count);

    for (size_t i = 0; i < count && status == KHO_OK; i++) {
        kho__sheet *sheet;

        if ((status = kho__sheet_of(
                 at->scratch, below[i].place, below[i].month, &sheet)) == KHO_OK &&
            (status = kho__sheet_negatives(
                 sheet, &at->scratch->catalogue, visit_fault, at)) == KHO_OK)
            status = kho__sheets_relieve(at->scratch);
    }
    return status;
}

/* Rules that can't be read judge nothing: questions about their days fail. */
static kho_status find_unreadable(checking *at)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < at->scratch->rules_count && status == KHO_OK; i++) {
        kho__rules *version = &at->scratch->rules[i];

        if ((status = kho__rules_read(version)) == KHO_EDAMAGED) {
            const kho__fault fault = {.kind = "rules",
                .entry = version->seq,
                .found = kho_error_last()->message};

            status = add_fault(at, &fault);
        }
    }
    return status;
}

/* The journal itself may have it, from a kho that looked at one day alone. */
static kho_status find_circle(checking *at)
{
    const kho__catalogue *catalogue = &at->scratch->catalogue;
    const int32_t id = kho__catalogue_circle(catalogue);
    const kho__fault fault = {
        .kind = "circle", .place = id ? kho__place_at(catalogue, id)->as.code : NULL};

    return id ? add_fault(at, &fault) : KHO_OK;
}

static kho_status replay_all(checking *at)
{
    kho__head head;
    kho_status status = kho__journal_head(at->ledger, &head);

    at->total = head.seq;
    kho__genesis(at->ledger, at->head.hash);
    if (status == KHO_OK && (status = kho__write_begin(at->scratch)) == KHO_OK)
        status = kho__journal_each(at->ledger, INT64_MIN, INT64_MAX, visit_row, at);
    if (status == KHO_OK && !at->unreplayed && (status = find_negative(at)) == KHO_OK)
        status = kho__compare(at->ledger, at->scratch, visit_fault, at);
    if (status == KHO_OK && (status = find_circle(at)) == KHO_OK)
        status = find_unreadable(at);
    kho__write_rollback(at->scratch);
    return status;
}

/* A head that was kept elsewhere: the ledger must still go through it. */
static kho_status verify_kept(checking *at, const kho__head *kept)
{
    char expected[KHO_HEAD_SIZE], found[KHO_HEAD_SIZE];
    kho__fault fault = {.kind = "head", .expected = expected, .found = found};
    kho__head now;
    kho_status status;

    if ((status = kho__head_at(at->ledger, kept->seq, &now)) < 0)
        return status;
    if (now.seq == kept->seq && memcmp(now.hash, kept->hash, KHO__DIGEST) == 0)
        return KHO_OK;
    fault.entry = now.seq < kept->seq ? now.seq + 1 : kept->seq;
    kho__head_text(kept->seq, kept->hash, expected);
    kho__head_text(now.seq, now.hash, found);
    return add_fault(at, &fault);
}

static kho_status check_within(checking *at, const kho__head *kept)
{
    kho_status status;

    if ((status = kho__compare_schema(at->ledger, visit_fault, at)) < 0 ||
        (kept && (status = verify_kept(at, kept)) < 0) ||
        (status = kho__clients_verify(at->ledger, visit_fault, at)) < 0 ||
        (status = kho__ledger_scratch(at->ledger, &at->scratch)) < 0)
        return status;
    at->scratch->replayed = at->ledger; /* its entries needn't be copied */
    status = replay_all(at);
    kho_ledger_close(at->scratch);
    return status;
}

static kho_status check(kho_ledger *ledger, const kho__head *kept, kho_table **out)
{
    checking at = {.ledger = ledger};
    kho_status status;

    *out = NULL;
    if ((status = kho__table_new(KHO__TABLE_CHECK, 0, &at.table)) < 0)
        return status;
    status = kho__check_begin(ledger, visit_fault, &at);
    if (status == KHO_OK) {
        status = check_within(&at, kept);
        kho__read_end(ledger);
    }
    /* What could not even be read is a fault too. */
    if (status == KHO_EDAMAGED) {
        const kho__fault fault = {.kind = "journal",
            .entry = at.head.seq + 1,
            .found = kho_error_last()->message};

        status = add_fault(&at, &fault);
    }
    if (status < 0) {
        kho_table_free(at.table);
        return status;
    }
    *out = at.table;
    return KHO_OK;
}

kho_status kho_ledger_check(kho_ledger *ledger, kho_table **out)
{
    return check(ledger, NULL, out);
}

kho_status kho_ledger_check_head(kho_ledger *ledger, const char *head, kho_table **out)
{
    kho__head kept;
    const kho_status status = kho__head_read(head, &kept);

    *out = NULL;
    return status < 0 ? status : check(ledger, &kept, out);
}
