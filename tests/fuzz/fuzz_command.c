/*
 * Any words as a command line, a line each; no word names a path outside of the folder.
 * The command ends by itself with a code that the manual knows.
 */
#include "stage.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 32 };

/* The command's own main(), renamed by the build. */
int cli_main(int count, char **words);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    setenv("KHO_DB", "x.kho", 1);
    stage_set();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1), *words[WORDS_MAX + 2] = {"kho"};
    int count = 1, code;

    stage_must(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    if (memchr(text, '/', size) || strlen(text) != size) {
        free(text);
        return -1;
    }
    for (char *word = text; word && count <= WORDS_MAX; count++) {
        words[count] = strsep(&word, "\n");
    }
    code = cli_main(count, words);
    stage_must(code >= 0 && code <= 4);
    free(text);
    stage_turn(300);
    return 0;
}
