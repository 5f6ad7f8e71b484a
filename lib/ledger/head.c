#include "ledger/head.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/journal.h"

void kho__head_text(int64_t seq, const uint8_t hash[KHO__DIGEST], char out[KHO_HEAD_SIZE])
{
    char hex[2 * KHO__DIGEST + 1];

    snprintf(
        out, KHO_HEAD_SIZE, "%lld:%s", (long long)seq, kho__hex(hash, KHO__DIGEST, hex));
}

kho_status kho__head_read(const char *text, kho__head *out)
{
    char again[KHO_HEAD_SIZE];
    char *rest = NULL;
    size_t bytes = 0;

    *out = (kho__head){0};
    errno = 0;
    if (text)
        out->seq = strtoll(text, &rest, 10);
    if (rest && *rest == ':' && errno == 0 && out->seq >= 0)
        (void)sodium_hex2bin(out->hash, KHO__DIGEST, rest + 1, (size_t)2 * KHO__DIGEST,
            NULL, &bytes, NULL);
    /* The one way to write it, so that nothing stands behind it or before. */
    kho__head_text(out->seq, out->hash, again);
    if (bytes == KHO__DIGEST && strcmp(again, text) == 0)
        return KHO_OK;
    return kho__fail(KHO_EINVALID,
        "not a head, which is SEQ:HASH as the ledger told it: '%.100s'",
        "không phải mốc sổ dạng STT:MÃ BĂM như sổ đã cho: '%.100s'", text ? text : "");
}

kho_status kho__head_at(kho_ledger *ledger, int64_t seq, kho__head *out)
{
    kho__entry_row row;
    kho_status status;

    *out = (kho__head){0};
    if (seq == 0) {
        kho__genesis(ledger, out->hash);
        return KHO_OK;
    }
    if ((status = kho__journal_by_seq(ledger, &ledger->work, seq, &row)) < 0)
        return status;
    if (!row.seq)
        return kho__journal_head(ledger, out);
    out->seq = row.seq;
    memcpy(out->hash, row.hash, KHO__DIGEST);
    return KHO_OK;
}

kho_status kho_ledger_head(kho_ledger *ledger, char head[KHO_HEAD_SIZE])
{
    kho__head last;
    kho_status status;

    head[0] = '\0';
    if ((status = kho__read_begin(ledger)) < 0)
        return status;
    if ((status = kho__journal_head(ledger, &last)) == KHO_OK)
        kho__head_text(last.seq, last.hash, head);
    kho__read_end(ledger);
    return status;
}
