/* Plays tests/scenarios, one file after the other; a failure names the file and the line.
 */
#include "ledger/scenario.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_scenario(const struct dirent *file)
{
    size_t size = strlen(file->d_name);

    return size > 4 && strcmp(file->d_name + size - 4, ".txt") == 0;
}

TestSuite(scenarios, .timeout = 300);

Test(scenarios, every_file_comes_true)
{
    const char *folder = KHO_SOURCE_DIR "/tests/scenarios";
    struct dirent **files;
    int count = scandir(folder, &files, is_scenario, alphasort);

    cr_assert(count > 0, "there are no scenarios in %s", folder);
    for (int i = 0; i < count; i++) {
        char path[1024], why[2048];

        snprintf(path, sizeof(path), "%s/%s", folder, files[i]->d_name);
        cr_expect(scenario_play(path, why, sizeof(why)), "%s: %s", files[i]->d_name, why);
        free(files[i]);
    }
    free(files);
}
