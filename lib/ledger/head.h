/* A ledger's head as a text that can be kept elsewhere: "SEQ:HASH". */
#ifndef KHO_LEDGER_HEAD_H
#define KHO_LEDGER_HEAD_H

#include "store/ledger.h"

/* Write a head down. */
void kho__head_text(
    int64_t seq, const uint8_t hash[KHO__DIGEST], char out[KHO_HEAD_SIZE]);

/* Read what somebody kept: KHO_EINVALID. */
kho_status kho__head_read(const char *text, kho__head *out);

/* The head as it was when that entry was the last; where there is no such entry, today's.
 * Inside a transaction. */
kho_status kho__head_at(kho_ledger *ledger, int64_t seq, kho__head *out);

#endif
