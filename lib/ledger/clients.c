/* Which services were for the same client: linked by keyed digests, and forgotten. */
#include "ledger/clients.h"

#include <kho/privacy.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "ledger/posting.h"
#include "model/record_service.h"
#include "store/clients.h"

kho_status kho_client_key_make(const char *path)
{
    return kho__seal_make(path);
}

static kho_status no_key(void)
{
    return kho__fail(KHO_EINVALID,
        "services are linked to clients only with a key in use",
        "chỉ liên kết dịch vụ với khách hàng khi đang dùng khóa");
}

/* The file may be one key ahead: it is written before the links are. */
static bool has_key(
    const kho__seal *seal, int64_t layers, const uint8_t mark[KHO__DIGEST])
{
    uint8_t own[KHO__DIGEST];

    if (layers < 1 || (size_t)layers > seal->count)
        return false;
    kho__seal_mark(seal, (size_t)layers - 1, own);
    return sodium_memcmp(own, mark, sizeof(own)) == 0;
}

static kho_status check_key(
    const kho__seal *seal, int64_t layers, const uint8_t mark[KHO__DIGEST])
{
    return has_key(seal, layers, mark)
               ? KHO_OK
               : kho__fail(KHO_EINVALID, "%s: not the key of this ledger's clients",
                     "%s: không phải khóa khách hàng của sổ này", seal->path);
}

/* How many keys lie over the links now. Another process may have added one since the file
 * was read. Inside a transaction. */
static kho_status find_layers(kho_ledger *ledger, int64_t *layers)
{
    uint8_t mark[KHO__DIGEST];
    kho__seal fresh;
    kho_status status;

    if (!ledger->seal.path)
        return no_key();
    if ((status = kho__client_key_get(ledger, layers, mark)) < 0 ||
        has_key(&ledger->seal, *layers, mark))
        return status;
    if ((status = kho__seal_read(&fresh, ledger->seal.path)) < 0)
        return status;
    kho__seal_forget(&ledger->seal);
    ledger->seal = fresh;
    sodium_memzero(&fresh, sizeof(fresh));
    return check_key(&ledger->seal, *layers, mark);
}

/* Another process may have been the first meanwhile. */
static kho_status put_first(kho_ledger *ledger)
{
    uint8_t mark[KHO__DIGEST];
    int64_t layers;
    kho_status status;

    if (ledger->options.mode == KHO_READ_ONLY)
        return kho__fail(KHO_EREADONLY,
            "the ledger links nobody yet: its first key is set by who may write",
            "sổ chưa liên kết khách hàng nào: khóa đầu tiên phải do người có quyền ghi "
            "đặt");
    /* A batch that is rolled back would leave the handle with a key of no ledger. */
    if (ledger->batching)
        return kho__fail(KHO_EINVALID, "a ledger's first key can't be set inside a batch",
            "không thể đặt khóa đầu tiên của sổ trong một lô ghi");
    if ((status = kho__ledger_enter(ledger)) < 0)
        return status;
    if ((status = kho__client_key_get(ledger, &layers, mark)) == KHO_OK && layers)
        return kho__ledger_leave(ledger, check_key(&ledger->seal, layers, mark), false);
    if (status == KHO_OK) {
        kho__seal_mark(&ledger->seal, ledger->seal.count - 1, mark);
        status = kho__client_key_put(ledger, (int64_t)ledger->seal.count, mark);
    }
    return kho__ledger_leave(ledger, status, true);
}

kho_status kho_ledger_client_key(kho_ledger *ledger, const char *path)
{
    uint8_t mark[KHO__DIGEST];
    int64_t layers;
    kho__seal before = ledger->seal;
    kho_status status = kho__seal_read(&ledger->seal, path);

    if (status == KHO_OK && (status = kho__read_begin(ledger)) == KHO_OK) {
        status = kho__client_key_get(ledger, &layers, mark);
        kho__read_end(ledger);
    }
    if (status == KHO_OK)
        status = layers ? check_key(&ledger->seal, layers, mark) : put_first(ledger);
    if (status == KHO_OK) {
        kho__seal_forget(&before);
        return KHO_OK;
    }
    kho__seal_forget(&ledger->seal);
    ledger->seal = before;
    sodium_memzero(&before, sizeof(before));
    return status;
}

kho_status kho__client_seal(
    kho_ledger *ledger, const char *client, uint8_t hash[KHO__DIGEST])
{
    int64_t layers;
    const kho_status status = find_layers(ledger, &layers);

    return status < 0 ? status
                      : kho__seal_text(&ledger->seal, (size_t)layers, client, hash);
}

kho_status kho__clients_allowed(kho_ledger *ledger, const kho_entry *entry)
{
    uint8_t hash[KHO__DIGEST];
    kho_status status = KHO_OK;

    for (size_t i = 0; i < entry->service_count && status == KHO_OK; i++) {
        if (entry->services[i].client)
            status = kho__client_seal(ledger, entry->services[i].client, hash);
    }
    return status;
}

kho_status kho__clients_link(kho_ledger *ledger, int64_t seq, const kho_entry *entry)
{
    kho_status status = KHO_OK;

    for (size_t i = 0; i < entry->service_count && status == KHO_OK; i++) {
        kho__client_row row = {.seq = seq, .service = i};

        if (entry->services[i].client &&
            (status = kho__client_seal(ledger, entry->services[i].client, row.hash)) ==
                KHO_OK)
            status = kho__client_add(ledger, &row);
    }
    return status;
}

kho_status kho__clients_compare(kho_ledger *ledger, int64_t seq, const kho_entry *entry)
{
    uint8_t hash[KHO__DIGEST], kept[KHO__DIGEST];
    kho_status status = KHO_OK;
    char field[48];
    bool found;

    for (size_t i = 0; i < entry->service_count && status == KHO_OK; i++) {
        if (!entry->services[i].client)
            continue;
        if ((status = kho__client_seal(ledger, entry->services[i].client, hash)) < 0 ||
            (status = kho__client_of(ledger, seq, i, kept, &found)) < 0)
            return status;
        if (found && sodium_memcmp(hash, kept, sizeof(hash)) != 0)
            status = kho__fail(KHO_ECONFLICT, "'%s' was posted before with another %s",
                "'%s' đã được ghi với nội dung khác: %s", entry->uid ? entry->uid : "",
                kho__service_field(
                    field, sizeof(field), entry->service_count, i, "client"));
    }
    return status;
}

/* Links that went halfway must not be committed. */
static kho_status rewrite(
    kho_ledger *ledger, kho__client_keep keep, void *context, int64_t *gone)
{
    const bool broken = ledger->broken;
    kho_status status;

    ledger->broken = true;
    if ((status = kho__client_rewrite(ledger, keep, context, gone)) == KHO_OK)
        ledger->broken = broken;
    return status;
}

static bool is_other(void *context, kho__client_row *row)
{
    return sodium_memcmp(context, row->hash, KHO__DIGEST) != 0;
}

static bool is_not_before(void *context, kho__client_row *row)
{
    return row->date >= *(const kho_date *)context;
}

kho_status kho_ledger_client_erase(
    kho_ledger *ledger, const char *client, int64_t *erased)
{
    uint8_t hash[KHO__DIGEST];
    int64_t gone = 0;
    kho_status status = kho__ledger_enter(ledger);

    if (status < 0)
        return status;
    if ((status = kho__client_seal(ledger, client, hash)) == KHO_OK)
        status = rewrite(ledger, is_other, hash, &gone);
    if (erased)
        *erased = gone;
    return kho__ledger_leave(ledger, status, true);
}

kho_status kho_ledger_client_purge(kho_ledger *ledger, kho_date before, int64_t *erased)
{
    int64_t gone = 0;
    kho_status status = kho__ledger_enter(ledger);

    if (status < 0)
        return status;
    status = rewrite(ledger, is_not_before, &before, &gone);
    if (erased)
        *erased = gone;
    return kho__ledger_leave(ledger, status, true);
}

/* The layer that is put over every link. */
typedef struct rotation {
    const kho__seal *seal;
    size_t key;
} rotation;

static bool seal_again(void *context, kho__client_row *row)
{
    const rotation *at = context;

    kho__seal_again(at->seal, at->key, row->hash, row->hash);
    return true;
}

static kho_status rotate(kho_ledger *ledger)
{
    uint8_t mark[KHO__DIGEST];
    int64_t layers, gone;
    rotation at = {&ledger->seal, 0};
    kho_status status;

    if ((status = find_layers(ledger, &layers)) < 0)
        return status;
    /* A key that was added by a rotation that didn't come to its end is used now. */
    if ((size_t)layers == ledger->seal.count &&
        (status = kho__seal_add(&ledger->seal, ledger->options.busy_ms)) < 0)
        return status;
    at.key = (size_t)layers;
    kho__seal_mark(&ledger->seal, at.key, mark);
    if ((status = rewrite(ledger, seal_again, &at, &gone)) < 0)
        return status;
    ledger->broken = true;
    if ((status = kho__client_key_put(ledger, layers + 1, mark)) == KHO_OK)
        ledger->broken = false;
    return status;
}

kho_status kho_ledger_client_rotate(kho_ledger *ledger)
{
    kho_status status;

    if (!ledger->seal.path)
        return no_key();
    if (ledger->batching)
        return kho__fail(KHO_EINVALID, "a key can't be changed inside a batch",
            "không thể đổi khóa trong một lô ghi");
    if ((status = kho__ledger_enter(ledger)) < 0)
        return status;
    return kho__ledger_leave(ledger, rotate(ledger), true);
}
