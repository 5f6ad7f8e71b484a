/* Any bytes as lines of entries: each line is answered, and the books stay right. */
#include "stage.h"

#include <string.h>

typedef struct input {
    const uint8_t *at;
    size_t left;
} input;

static ptrdiff_t read_input(void *context, char *buffer, size_t size)
{
    input *input = context;
    const size_t given = size < input->left ? size : input->left;

    memcpy(buffer, input->at, given);
    input->at += given;
    input->left -= given;
    return (ptrdiff_t)given;
}

static int count_lines(void *context, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *(size_t *)context += bytes[i] == '\n';
    return 0;
}

/* Lines with anything but blanks in them, after a byte order mark. */
static size_t lines_of(const uint8_t *bytes, size_t size)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t first = size >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    size_t lines = 0;
    bool some = false;

    for (size_t i = first; i < size; i++) {
        if (bytes[i] == '\n') {
            lines += some;
            some = false;
        } else if (!strchr(" \t\r", bytes[i]) || bytes[i] == '\0') {
            some = true;
        }
    }
    return lines + some;
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    stage_set();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    kho_feed feed = KHO_FEED_INIT;
    input input = {bytes, size};
    size_t answers = 0;
    int64_t refused;

    feed.atomic = size % 2;
    stage_must(kho_ledger_post_json(stage_ledger, &feed, "", read_input, &input,
                   count_lines, &answers, &refused) == KHO_OK);
    stage_must(answers == lines_of(bytes, size) && refused <= (int64_t)answers);
    stage_turn(500);
    return 0;
}
