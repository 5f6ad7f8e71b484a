/* A workbook for people, by libxlsxwriter, which can only write files. */
#include "base/error.h"
#include "report/write.h"

#ifndef KHO_WITH_XLSX
kho_status kho__write_xlsx(kho__writer *writer)
{
    (void)writer;
    return kho__fail(KHO_EINVALID, "format xlsx: this build has no such format",
        "định dạng xlsx: bản dựng này không có định dạng đó");
}
#else

 #include <errno.h>
 #include <fcntl.h>
 #include <locale.h>
 #include <stdio.h>
 #include <stdlib.h>
 #include <string.h>
 #include <sys/stat.h>
 #include <unistd.h>

 #include "report/write_xlsx.h"

enum {
    LINES = LXW_ROW_MAX - 1, /* rows of a sheet below its heading */
    MANY = 5000,             /* a table of more rows isn't kept in memory */
    OTHER_PARTS = 64 << 10,  /* bytes of what isn't the sheet */
    CELL_ROOM = 192,         /* bytes of a cell in memory, without its text */
    OTHER_ROOM = 1 << 20     /* bytes of memory for what isn't the sheet */
};

static kho_status tell(lxw_error error, int trouble)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED || trouble == ENOMEM)
        return kho__fail_memory();
    return kho__fail(KHO_ESTORAGE, "format xlsx: its temporary file can't be written: %s",
        "định dạng xlsx: không ghi được tệp tạm: %s",
        trouble ? kho_errno_text(trouble) : lxw_strerror(error));
}

/*
 * The library doesn't look whether its own temporary files could be written, so a full
 * disk would give half a workbook. What stands in files already is looked at, and room
 * for the rest is made sure of in the file that the library empties when it begins.
 */
static kho_status reserve(const kho__book *at, int file)
{
    FILE *const rows = at->sheet->optimize_tmpfile;
    int trouble;

    errno = EIO;
    if (rows && (fflush(rows) != 0 || ferror(rows)))
        return tell(LXW_NO_ERROR, errno);
    trouble = posix_fallocate(file, 0, (off_t)at->bytes + OTHER_PARTS);
    return trouble ? tell(LXW_NO_ERROR, trouble) : KHO_OK;
}

/*
 * The library dies of most of its allocations where they fail. Is there room for all of
 * them at once, before it begins, there is room for each.
 */
static kho_status find_room(const kho__writer *writer)
{
    const size_t kept = writer->rows > MANY ? 0 : writer->rows;
    size_t size = OTHER_ROOM + kept * writer->columns * CELL_ROOM;
    void *volatile room; /* or the compiler does without it */

    for (size_t i = 0; i < writer->columns; i++) {
        for (size_t k = 0; kept && k < kho_table_words(writer->table, i); k++)
            size += strlen(kho_table_word_name(writer->table, i, k, writer->language));
    }
    room = malloc(size);
    free(room);
    return room ? KHO_OK : kho__fail_memory();
}

/* Make the workbook in a file that is there and empty. */
static kho_status make(kho__writer *writer, int file, const char *path, char *folder)
{
    lxw_workbook_options options = {
        .constant_memory = writer->rows > MANY, .tmpdir = folder};
    kho__book at = {.writer = writer, .vi = writer->language == KHO_VI};
    kho_status status;

    if ((status = find_room(writer)) < 0)
        return status;
    if (!(at.workbook = workbook_new_opt(path, &options)))
        return kho__fail_memory();
    kho__book_fill(&at);
    status = at.error == LXW_NO_ERROR ? reserve(&at, file) : tell(at.error, 0);
    if (status < 0) {
        lxw_workbook_free(at.workbook);
        return status;
    }
    at.error = workbook_close(at.workbook);
    return at.error == LXW_NO_ERROR ? KHO_OK : tell(at.error, 0);
}

/* The library writes numbers as the locale has them; a sheet has decimal points. */
static kho_status make_anywhere(
    kho__writer *writer, int file, const char *path, char *folder)
{
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const locale_t before = uselocale(plain); /* 0 changes nothing */
    kho_status status;

    if (plain == (locale_t)0)
        return kho__fail_memory();
    status = make(writer, file, path, folder);
    uselocale(before);
    freelocale(plain);
    return status;
}

static kho_status pass_on(kho__writer *writer, int file)
{
    kho_status status = KHO_OK;
    char piece[8192];
    ssize_t got;

    while (status == KHO_OK && (got = read(file, piece, sizeof(piece))) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tell(LXW_NO_ERROR, errno);
        kho__buffer_add(&writer->out, piece, (size_t)got);
        status = kho__write_chunk(writer);
    }
    return status;
}

/* Version 1.1.4 can only write files: one that nobody else may read, and that is gone
 * before its bytes are passed on. */
kho_status kho__write_xlsx(kho__writer *writer)
{
    const char *const named = getenv("TMPDIR");
    char folder[1024], path[sizeof(folder) + 16];
    kho_status status;
    int file;

    if (writer->rows > LINES)
        return kho__fail(KHO_EINVALID,
            "format xlsx: a sheet holds %d rows, the table has %zu",
            "định dạng xlsx: một trang chứa được %d dòng, bảng có %zu dòng", LINES,
            writer->rows);
    snprintf(folder, sizeof(folder), "%s", named && *named ? named : "/tmp");
    snprintf(path, sizeof(path), "%s/kho-XXXXXX", folder);
    if ((file = mkstemp(path)) < 0)
        return kho__fail(KHO_ESTORAGE, "%s: no temporary file can be made there: %s",
            "%s: không tạo được tệp tạm ở đó: %s", folder, kho_errno_text(errno));
    (void)fchmod(file, 0600); /* it is opened again by its name, whatever the umask */
    status = make_anywhere(writer, file, path, folder);
    unlink(path);
    if (status == KHO_OK)
        status = pass_on(writer, file);
    close(file);
    return status;
}
#endif
