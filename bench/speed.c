/*
 * kho-speed: times the library against bare SQLite. Prints a table in Markdown.
 *
 * Rounds alternate between the two, and what counts is the median of the rounds' ratios:
 * a machine's own speed drifts. Every answer is compared with sums kept in arrays, so
 * that a fast wrong answer ends the program.
 */
#include "speed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "usage: kho-speed [--moves N] [--stations N] [--batch ENTRIES] [--seed N] [--dir "
    "DIR]\n"
    "  the ledger's files stand in DIR while it runs; N may end in M for millions\n";

/* Removed when the program ends, however it ends. */
static struct speed speed = {.moves_wanted = 1000000, .batch_size = 10000};

static void remove_files(void)
{
    const char *const paths[] = {speed.ours_path, speed.bare_path, speed.sums_path};
    static const char *const suffixes[] = {"", "-journal", "-queue"};
    char path[1200];

    if (speed.keep && rename(speed.ours_path, speed.keep) != 0)
        fprintf(stderr, "kho-speed: %s: %s\n", speed.keep, strerror(errno));
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        for (size_t j = 0; j < sizeof(suffixes) / sizeof(*suffixes); j++) {
            snprintf(path, sizeof(path), "%s%s", paths[i], suffixes[j]);
            unlink(path);
        }
    }
    rmdir(speed.folder);
}

void complain(const char *what, const char *why)
{
    fprintf(stderr, "kho-speed: %s: %s\n", what, why);
    exit(1);
}

void *claim(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    if (!memory)
        complain("memory", "there is no more");
    return memory;
}

int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void sample_add(struct sample *sample, int64_t ours, int64_t bare)
{
    if (sample->count == sample->room) {
        sample->room = sample->room ? 2 * sample->room : 64;
        sample->ours = realloc(sample->ours, sample->room * sizeof(*sample->ours));
        sample->bare = realloc(sample->bare, sample->room * sizeof(*sample->bare));
        if (!sample->ours || !sample->bare)
            complain("memory", "there is no more");
    }
    sample->ours[sample->count] = ours;
    sample->bare[sample->count++] = bare;
}

void sample_free(struct sample *sample)
{
    free(sample->ours);
    free(sample->bare);
}

static int compare_times(const void *a, const void *b)
{
    const int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

    return first < second ? -1 : first > second;
}

static int64_t median(const int64_t *values, size_t count)
{
    int64_t *sorted = claim(count, sizeof(*sorted));
    int64_t middle;

    memcpy(sorted, values, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare_times);
    middle = sorted[count / 2];
    free(sorted);
    return middle;
}

static void print_time(int64_t ns, const char *unit)
{
    if (ns < 1000)
        printf("%lld ns%s | ", (long long)ns, unit);
    else if (ns < 1000000)
        printf("%lld.%lld us%s | ", (long long)(ns / 1000), (long long)(ns / 100 % 10),
            unit);
    else
        printf("%lld.%lld ms%s | ", (long long)(ns / 1000000),
            (long long)(ns / 100000 % 10), unit);
}

void sample_print(struct sample *sample, const char *name, const char *target,
    int64_t per, const char *unit, const char *done)
{
    int64_t *percent = claim(sample->count, sizeof(*percent));
    int64_t ratio;

    for (size_t i = 0; i < sample->count; i++)
        percent[i] = sample->ours[i] * 100 / (sample->bare[i] ? sample->bare[i] : 1);
    ratio = median(percent, sample->count);
    printf("| %s | ", name);
    print_time(median(sample->ours, sample->count) / per, unit);
    print_time(median(sample->bare, sample->count) / per, unit);
    printf("%lld.%02lld | %s | %zu | %s |\n", (long long)(ratio / 100),
        (long long)(ratio % 100), target, sample->count, done);
    fflush(stdout);
    free(percent);
}

static int64_t read_number(const char *text)
{
    char *end;
    const long long number = strtoll(text, &end, 10);

    if (end == text || (*end != '\0' && strcmp(end, "M") != 0) || number < 1)
        complain(text, "not a number");
    return *end == 'M' ? number * 1000000 : number;
}

static long long megabytes(const char *path)
{
    struct stat seen;

    return stat(path, &seen) == 0 ? (long long)seen.st_size / 1000000 : 0;
}

static void make_room(void)
{
    struct batch *batch = &speed.batch;

    batch->room = speed.batch_size;
    batch->entries = claim(batch->room, sizeof(*batch->entries));
    batch->fact_room = batch->room * MOVES * 4 + PORTIONS;
    batch->facts = claim(batch->fact_room, sizeof(*batch->facts));
}

static void measure(void)
{
    ours_open(&speed, true);
    ours_define(&speed.ours, speed.data.stations);
    bare_open(&speed);
    make_room();
    printf("| case | kho | bare SQLite | ratio | target | rounds | verified |\n"
           "| --- | --- | --- | --- | --- | --- | --- |\n");
    case_batches(&speed);
    bare_keep_sums(&speed.bare, &speed.data);
    ours_close(&speed.ours);
    ours_open(&speed, false); /* nothing is remembered but by the system's page cache */
    cases_read(&speed);
    data_go_on(&speed.data, 1000);
    case_single(&speed);
    case_check(&speed);
    printf("\nsize: kho %lld MB, bare %lld MB; %lld entries, %lld moves\n",
        megabytes(speed.ours_path), megabytes(speed.bare_path), (long long)speed.entries,
        (long long)speed.moves);
}

static void open_folder(const char *dir)
{
    char *const folder = speed.folder;

    snprintf(folder, sizeof(speed.folder), "%s/kho-speed-XXXXXX", dir);
    if (!mkdtemp(folder))
        complain(folder, strerror(errno));
    snprintf(speed.ours_path, sizeof(speed.ours_path), "%s/ours.kho", folder);
    snprintf(speed.bare_path, sizeof(speed.bare_path), "%s/bare.db", folder);
    snprintf(speed.sums_path, sizeof(speed.sums_path), "%s/sums.db", folder);
    atexit(remove_files);
}

int main(int argc, char **argv)
{
    const char *dir = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    int64_t stations = 3500, batch = 10000, seed = 1;
    const struct {
        const char *name;
        int64_t *value;
    } options[] = {
        {"--moves",    &speed.moves_wanted},
        {"--stations", &stations          },
        {"--batch",    &batch             },
        {"--seed",     &seed              },
    };
    const struct {
        const char *name;
        const char **value;
    } names[] = {
        {"--dir",  &dir       },
        {"--keep", &speed.keep},
    };
    const size_t count = sizeof(options) / sizeof(*options), name_count = 2;

    for (int i = 1; i < argc; i += 2) {
        size_t option = 0, name = 0;

        while (option < count && strcmp(argv[i], options[option].name) != 0)
            option++;
        while (name < name_count && strcmp(argv[i], names[name].name) != 0)
            name++;
        if (i + 1 == argc || (option == count && name == name_count)) {
            fputs(usage, stderr);
            return 2;
        }
        if (option < count)
            *options[option].value = read_number(argv[i + 1]);
        else
            *names[name].value = argv[i + 1];
    }
    speed.batch_size = (size_t)batch;
    open_folder(dir);
    data_make(&speed.data, (int)stations, speed.moves_wanted, (uint64_t)seed);
    measure();
    ours_close(&speed.ours);
    bare_close(&speed.bare);
    data_free(&speed.data);
    return 0;
}
