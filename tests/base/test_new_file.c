/* Files that come into being whole, and what is left where they don't. */
#include "base/new_file.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/kho-new-file-XXXXXX";
static const char path[] = "station.kho";

static void enter(void)
{
    memcpy(strrchr(folder, '-') + 1, "XXXXXX", 6);
    cr_assert(mkdtemp(folder) != NULL);
    cr_assert(eq(int, chdir(folder), 0));
}

static void leave(void)
{
    unlink(path);
    unlink("other");
    if (chdir("/") == 0)
        rmdir(folder);
}

TestSuite(new_file, .init = enter, .fini = leave);

static int count_files(void)
{
    DIR *here = opendir(".");
    int count = -2;

    while (readdir(here))
        count++;
    closedir(here);
    return count;
}

static void fill(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    cr_assert(file != NULL);
    fputs(text, file);
    fclose(file);
}

static const char *text_of(const char *name)
{
    static char text[32];
    FILE *file = fopen(name, "r");

    if (!file)
        return "nothing";
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    return text;
}

Test(new_file, has_its_name_only_when_it_is_whole)
{
    char *made;

    cr_assert(eq(int, kho__new_file(path, false, &made), KHO_OK));
    cr_assert(eq(int, access(path, F_OK), -1));
    fill(made, "whole");
    cr_assert(eq(int, kho__new_file_keep(made, path, false, KHO_OK), KHO_OK));
    cr_assert(eq(str, (char *)text_of(path), "whole"));
    cr_assert(eq(int, count_files(), 1));
}

Test(new_file, is_gone_after_a_failure)
{
    char *made;

    cr_assert(eq(int, kho__new_file(path, false, &made), KHO_OK));
    cr_assert(eq(int, kho__new_file_keep(made, path, false, KHO_EMEMORY), KHO_EMEMORY));
    cr_assert(eq(int, count_files(), 0));
}

Test(new_file, takes_no_place_that_is_taken)
{
    char *made;

    fill(path, "first");
    cr_assert(eq(int, kho__new_file(path, false, &made), KHO_EEXISTS));
    unlink(path);
    cr_assert(eq(int, symlink("nowhere", path), 0));
    cr_assert(eq(int, kho__new_file(path, false, &made), KHO_EEXISTS));
    unlink(path);
    /* Somebody else came in between. */
    cr_assert(eq(int, kho__new_file(path, false, &made), KHO_OK));
    fill(path, "first");
    cr_assert(eq(int, kho__new_file_keep(made, path, false, KHO_OK), KHO_EEXISTS));
    cr_assert(eq(str, (char *)text_of(path), "first"));
    cr_assert(eq(int, count_files(), 1));
}

Test(new_file, is_made_by_several_at_once)
{
    char *made[3];

    for (size_t i = 0; i < 3; i++)
        cr_assert(eq(int, kho__new_file(path, false, &made[i]), KHO_OK), "%s",
            kho_error_last()->message);
    cr_expect(eq(int, count_files(), 3));
    fill(made[1], "whole");
    cr_expect(eq(int, kho__new_file_keep(made[1], path, false, KHO_OK), KHO_OK));
    for (size_t i = 0; i < 3; i += 2)
        cr_expect(eq(int, kho__new_file_keep(made[i], path, false, KHO_OK), KHO_EEXISTS));
    cr_expect(eq(int, count_files(), 1));
    cr_expect(eq(str, (char *)text_of(path), "whole"));
}

Test(new_file, takes_the_place_of_what_it_replaces)
{
    char *made;

    fill(path, "first");
    cr_assert(eq(int, kho__new_file(path, true, &made), KHO_OK));
    fill(made, "second");
    cr_assert(eq(str, (char *)text_of(path), "first"));
    cr_assert(eq(int, kho__new_file_keep(made, path, true, KHO_OK), KHO_OK));
    cr_assert(eq(str, (char *)text_of(path), "second"));
    cr_assert(eq(int, count_files(), 1));
}

Test(new_file, is_its_owner_s_alone_whatever_the_mask)
{
    static const mode_t masks[] = {0, 022, 0277, 0777};

    for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++) {
        const mode_t old = umask(masks[i]);
        struct stat seen;
        char *made;

        cr_assert(eq(int, kho__new_file(path, false, &made), KHO_OK));
        cr_assert(eq(int, kho__new_file_keep(made, path, false, KHO_OK), KHO_OK));
        umask(old);
        cr_assert(eq(int, stat(path, &seen), 0));
        cr_assert(eq(int, (int)(seen.st_mode & 07777), 0600));
        unlink(path);
    }
}

Test(new_file, needs_a_folder)
{
    char *made;

    cr_assert(eq(int, kho__new_file("missing/x.kho", false, &made), KHO_ESTORAGE));
    cr_assert(made == NULL);
}
