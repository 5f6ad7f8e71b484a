#include "ledger/rebuild.h"

#include "base/error.h"
#include "ledger/close.h"
#include "ledger/rules.h"
#include "store/sheets.h"

static kho_status find_undone(
    kho_ledger *scratch, const kho__record *record, int64_t before, int64_t *seq)
{
    kho__entry_row undone;
    kho_status status;

    *seq = 0;
    if (!record->reverses)
        return KHO_OK;
    if ((status = kho__journal_by_uid(
             scratch, &scratch->work, record->reverses, &undone)) < 0)
        return status;
    if (!undone.seq || undone.seq >= before)
        return kho__fail(KHO_EDAMAGED, "the journal reverses '%s', which it lacks",
            "bút toán đảo '%s' nhưng sổ không có", record->reverses);
    *seq = undone.seq;
    return KHO_OK;
}

kho_status kho__rebuild_entry(kho_ledger *scratch, const kho__entry_row *row)
{
    kho__effects effects = {0};
    kho__record record;
    int64_t undone;
    kho_status status;

    kho__arena_clear(&scratch->work);
    if ((status = kho__record_read(&scratch->work, row->body, row->body_size, &record)) <
        0)
        return status;
    if ((status = find_undone(scratch, &record, row->seq, &undone)) < 0 ||
        (status = kho__journal_copy(scratch, row)) < 0)
        goto done;
    if (record.nodes[KHO__PART_CATALOGUE] &&
        (status = kho__catalogue_replay(scratch, record.nodes[KHO__PART_CATALOGUE])) < 0)
        goto done;
    if (record.nodes[KHO__PART_RULES] && (status = kho__rules_replay(scratch, row->seq,
                                              record.nodes[KHO__PART_RULES])) < 0)
        goto done;
    if (record.nodes[KHO__PART_CLOSING] &&
        (status = kho__closing_replay(
             scratch, record.nodes[KHO__PART_CLOSING], row->seq)) < 0)
        goto done;
    if ((status = kho__effects_of(scratch, row->date, &record, &effects)) == KHO_OK) {
        effects.undone_seq = undone;
        if ((status = kho__effects_apply(scratch, row->seq, &effects)) == KHO_OK)
            status = kho__sheets_relieve(scratch);
    }
    kho__effects_free(&effects);
done:
    kho__record_free(&record);
    return status;
}

static kho_status replay(void *context, const kho__entry_row *row)
{
    return kho__rebuild_entry(context, row);
}

kho_status kho__rebuild(kho_ledger *ledger, int64_t upto, kho_ledger **out)
{
    kho_ledger *scratch;
    kho_status status;

    *out = NULL;
    if ((status = kho__ledger_scratch(ledger, &scratch)) < 0)
        return status;
    if ((status = kho__write_begin(scratch)) == KHO_OK &&
        (status = kho__journal_each(ledger, 1, upto, replay, scratch)) == KHO_OK)
        status = kho__write_commit(scratch);
    if (status < 0) {
        kho_ledger_close(scratch);
        return status;
    }
    *out = scratch;
    return KHO_OK;
}
