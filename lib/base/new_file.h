/*
 * Files that come into being whole: made beside their place under a name of chance, and
 * given their own once all of it is on the disk. Who is interrupted leaves the one with
 * the name of chance behind, never half a file under the other.
 */
#ifndef KHO_BASE_NEW_FILE_H
#define KHO_BASE_NEW_FILE_H

#include <kho/common.h>

/* Make an empty file beside `path`, for its owner alone. KHO_EEXISTS where there is
 * something under that name, unless it is to be replaced; KHO_ESTORAGE. */
kho_status kho__new_file(const char *path, bool replace, char **made);

/* Give what was made its name, durably, or remove it where `status` is a failure: that of
 * filling it, which is passed on. The file must be closed. Frees `made`. */
kho_status kho__new_file_keep(
    char *made, const char *path, bool replace, kho_status status);

#endif
