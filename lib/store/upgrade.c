#include "store/upgrade.h"

#include <stdlib.h>

#include "base/error.h"
#include "store/clients.h"

/*
 * From each format to the next: what is done, and the number that the file gets then. A
 * step stays as it is for ever, with statements of its own where tables changed later.
 */
static const struct step {
    kho_status (*take)(kho_ledger *ledger);
    kho__sql number;
} steps[KHO__SCHEMA] = {
    [1] = {kho__clients_to_2, KHO__SQL_TO_2},
};

/* In a transaction, which sees how far somebody else may have brought it since. */
static kho_status take_steps(kho_ledger *ledger)
{
    int64_t format = KHO__SCHEMA;
    kho_status status = kho__db_once(&ledger->db, KHO__SQL_FORMAT, &format);

    for (; status == KHO_OK && format < KHO__SCHEMA; format++) {
        if ((status = steps[format].take(ledger)) == KHO_OK)
            status = kho__db_once(&ledger->db, steps[format].number, NULL);
    }
    return status;
}

static kho_status refuse(void *context, const kho__fault *fault)
{
    (void)context;
    return kho__fail(KHO_EDAMAGED, "the ledger's schema is damaged: %s",
        "cấu trúc sổ bị hỏng: %s", *fault->found ? fault->found : fault->expected);
}

/* In one commit. A file in which not all is then as in a new ledger stays as it was; of a
 * copy whoever reads may have what there is. */
static kho_status bring(kho_ledger *ledger, bool all)
{
    kho_status status = kho__db_begin(&ledger->db, true);

    if (status < 0)
        return status;
    if ((status = take_steps(ledger)) == KHO_OK && all)
        status = kho__compare_schema(ledger, refuse, NULL);
    if (status == KHO_OK)
        status = kho__db_commit(&ledger->db);
    if (status < 0)
        kho__db_rollback(&ledger->db);
    return status;
}

static kho_status bring_copy(kho_ledger *ledger)
{
    kho_status status;

    ledger->fresh = false;
    if ((status = kho__db_verify_size(ledger->older)) < 0 ||
        (status = kho__db_copy_over(ledger->older, &ledger->db)) < 0)
        return status;
    return bring(ledger, false);
}

kho_status kho__upgrade_follow(kho_ledger *ledger)
{
    int64_t version;
    kho_status status;

    if (!ledger->older)
        return KHO_OK;
    if ((status = kho__db_begin(ledger->older, false)) < 0)
        return status;
    status = kho__db_version(ledger->older, &version);
    if (status == KHO_OK && version != ledger->older_version &&
        (status = bring_copy(ledger)) == KHO_OK)
        ledger->older_version = version;
    kho__db_rollback(ledger->older);
    return status;
}

kho_status kho__upgrade(kho_ledger *ledger, const char *path)
{
    const int busy_ms = ledger->options.busy_ms;
    kho_status status;

    if (ledger->options.mode != KHO_READ_ONLY)
        return bring(ledger, true);
    kho__db_close(&ledger->db);
    if (!(ledger->older = calloc(1, sizeof(*ledger->older))))
        return kho__fail_memory();
    ledger->older_version = -1;
    if ((status = kho__db_open(ledger->older, path, false, true, busy_ms)) < 0 ||
        (status = kho__db_open(&ledger->db, "", true, false, busy_ms)) < 0 ||
        (status = kho__db_commit(&ledger->db)) < 0)
        return status;
    return kho__upgrade_follow(ledger);
}

kho_status kho__upgrade_verify(kho_ledger *ledger)
{
    int64_t format = 0;
    const kho_status status = kho__db_once(&ledger->db, KHO__SQL_FORMAT, &format);

    if (status < 0 || format <= KHO__SCHEMA)
        return status;
    return kho__fail(KHO_EFOREIGN,
        "a newer kho changed the ledger's format to %d meanwhile (this one reads up to "
        "%d): use that one",
        "phiên bản kho mới hơn vừa đổi định dạng sổ thành %d (bản này đọc được đến %d): "
        "hãy dùng bản mới đó",
        (int)format, KHO__SCHEMA);
}

void kho__upgrade_end(kho_ledger *ledger)
{
    if (ledger->older)
        kho__db_close(ledger->older);
    free(ledger->older);
}
