#include "base/error.h"
#include "store/file.h"
#include "store/ledger.h"

/* A copy that was never read is no backup: all of it is checked. */
static kho_status verify(const kho_ledger *ledger, const char *made, const char *path)
{
    kho_options options = ledger->options;
    kho_ledger *copy;
    kho_table *faults;
    kho_status status;

    options.mode = KHO_READ_ONLY;
    if ((status = kho_ledger_open(made, &options, &copy)) < 0)
        return status;
    if ((status = kho_ledger_check(copy, &faults)) == KHO_OK && kho_table_rows(faults))
        status = kho__fail(KHO_EDAMAGED, "%s: the copy has %zu faults: check the ledger",
            "%s: bản sao có %zu lỗi: hãy kiểm tra sổ", path, kho_table_rows(faults));
    kho_table_free(faults);
    kho_ledger_close(copy);
    return status;
}

kho_status kho_ledger_backup(kho_ledger *ledger, const char *path)
{
    char *made;
    kho_status status;

    if (!path || !*path)
        return kho__fail(
            KHO_EINVALID, "the backup needs a path", "cần đường dẫn bản sao lưu");
    if (ledger->writing)
        return kho__fail(KHO_EINVALID, "commit the batch before a backup",
            "hãy ghi xong lô trước khi sao lưu");
    if ((status = kho__file_new(path, &made)) < 0)
        return status;
    /* Like any question: of what is in the file now, after waiting as long as any. */
    if ((status = kho__read_begin(ledger)) == KHO_OK) {
        status = kho__db_copy(&ledger->db, made);
        kho__read_end(ledger);
    }
    if (status == KHO_OK)
        status = verify(ledger, made, path);
    return kho__file_new_keep(made, path, status);
}
