/* Key files of clients, and what holds while two use a ledger and its key changes. */
#include "ledger/linking.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/seal.h"

enum { march = 20514 }; /* 2026-03-02 */

/* A key file of these bytes and this mode is refused. */
static void refuse_key(kho_ledger *ledger, const char *bytes, mode_t mode)
{
    const char *path = linking_path("bad");
    FILE *file;

    unlink(path);
    file = fopen(path, "wb");
    if (!file)
        abort();
    fputs(bytes, file);
    fclose(file);
    chmod(path, mode);
    linking_expect(
        linking_heard(kho_ledger_client_key(ledger, path)) == KHO_EINVALID, bytes);
}

/* clang-format off */
#define HEAD "kho client key 1\n"
#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
/* clang-format on */

static void see_key_files(void)
{
    const mode_t masks[] = {0, 0777, 022, 0277};
    kho_ledger *ledger = NULL;
    struct stat about;
    char many[sizeof(HEAD) + 65 * (sizeof(KEY) - 1)] = HEAD;

    linking_expect(
        linking_open("k.kho", KHO_CREATE, &ledger) == KHO_OK && linking_define(ledger),
        "a ledger");
    for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++) {
        const mode_t old = umask(masks[i]);

        unlink(linking_path("made"));
        linking_expect(
            linking_heard(kho_client_key_make(linking_path("made"))) == KHO_OK, "made");
        umask(old);
        linking_expect(
            stat(linking_path("made"), &about) == 0 && (about.st_mode & 07777) == 0600,
            "mode 600 whatever the mask");
    }
    linking_expect(
        linking_heard(kho_client_key_make(linking_path("made"))) == KHO_EEXISTS,
        "never over it");
    for (int i = 0; i < 65; i++)
        memcpy(many + strlen(HEAD) + (size_t)i * strlen(KEY), KEY, sizeof(KEY));
    refuse_key(ledger, HEAD KEY, 0640);
    refuse_key(ledger, HEAD KEY, 0604);
    refuse_key(ledger, "", 0600);
    refuse_key(ledger, HEAD, 0600);
    refuse_key(ledger, "kho client key 2\n" KEY, 0600);
    refuse_key(ledger, HEAD "x" KEY, 0600);
    refuse_key(ledger, HEAD KEY "\n", 0600);
    refuse_key(ledger,
        HEAD "0011223344556677889 aabbccddeeff00112233445566778899aabbccddeeff\n", 0600);
    refuse_key(ledger, many, 0600);
    linking_expect(strstr(kho_error_last()->message, "0011") == NULL, "no key is quoted");
    linking_expect(symlink(linking_path("made"), linking_path("link")) == 0 &&
                       linking_heard(kho_ledger_client_key(
                           ledger, linking_path("link"))) == KHO_EINVALID,
        "a link");
    linking_expect(mkfifo(linking_path("pipe"), 0600) == 0 &&
                       linking_heard(kho_ledger_client_key(
                           ledger, linking_path("pipe"))) == KHO_EINVALID,
        "a pipe");
    linking_expect(
        linking_heard(kho_ledger_client_key(ledger, linking_folder)) == KHO_EINVALID,
        "a folder");
    linking_expect(linking_heard(kho_ledger_client_key(ledger, linking_path("none"))) ==
                       KHO_ENOTFOUND,
        "no file");
    unlink(linking_path("pipe"));
    kho_ledger_close(ledger);
    linking_expect(linking_open("k.kho", KHO_READ_ONLY, &ledger) == KHO_OK &&
                       linking_heard(kho_ledger_client_key(
                           ledger, linking_path("made"))) == KHO_EREADONLY,
        "a first key of who only reads");
    kho_ledger_close(ledger);
}

/* Rotating was stopped between the key file and the links. */
static void see_interrupted(kho_ledger *one, kho_ledger **two)
{
    kho__seal seal;

    /* The file was written and then the power went. */
    linking_expect(linking_heard(kho__seal_read(&seal, linking_path("made"))) == KHO_OK &&
                       seal.count == 4 &&
                       linking_heard(kho__seal_add(&seal, 0)) == KHO_OK,
        "a key too many");
    kho__seal_forget(&seal);
    kho_ledger_close(*two);
    linking_expect(
        linking_open("k.kho", KHO_READ_WRITE, two) == KHO_OK &&
            linking_heard(kho_ledger_client_key(*two, linking_path("made"))) == KHO_OK &&
            linking_count(*two, "A1") == 2 && linking_count(one, "A1") == 2 &&
            linking_post(*two, 3, "", march, "A1", NULL) == KHO_OK,
        "nothing is lost");
    linking_expect(
        linking_heard(kho_ledger_client_rotate(*two)) == KHO_OK &&
            linking_count(one, "A1") == 3 &&
            linking_heard(kho__seal_read(&seal, linking_path("made"))) == KHO_OK &&
            seal.count == 5,
        "the key that was there is used");
    kho__seal_forget(&seal);
}

/* What others see of a rotation. */
static void see_rotations(void)
{
    kho_ledger *one = NULL, *two = NULL;
    kho_status status = KHO_OK;
    int rotations = 0;

    unlink(linking_path("made"));
    linking_expect(linking_heard(kho_client_key_make(linking_path("made"))) == KHO_OK &&
                       linking_open("k.kho", KHO_READ_WRITE, &one) == KHO_OK,
        "key and ledger");
    linking_expect(linking_heard(kho_ledger_begin(one)) == KHO_OK &&
                       linking_heard(kho_ledger_client_key(one, linking_path("made"))) ==
                           KHO_EINVALID,
        "a first key inside a batch");
    kho_ledger_rollback(one);
    linking_expect(
        linking_heard(kho_ledger_client_key(one, linking_path("made"))) == KHO_OK &&
            linking_open("k.kho", KHO_READ_WRITE, &two) == KHO_OK &&
            linking_heard(kho_ledger_client_key(two, linking_path("key"))) ==
                KHO_EINVALID &&
            linking_heard(kho_ledger_client_key(two, linking_path("made"))) == KHO_OK,
        "only the ledger's own key");
    linking_expect(linking_post(one, 1, "", march, "A1", NULL) == KHO_OK, "one posts");
    linking_expect(linking_heard(kho_ledger_client_rotate(one)) == KHO_OK &&
                       linking_count(two, "A1") == 1 &&
                       linking_post(two, 2, "", march, "A1", NULL) == KHO_OK &&
                       linking_count(one, "A1") == 2,
        "one rotates, the other posts and finds");
    linking_expect(linking_heard(kho_ledger_client_rotate(one)) == KHO_OK &&
                       linking_heard(kho_ledger_client_rotate(two)) == KHO_OK &&
                       linking_count(one, "A1") == 2 && linking_count(two, "A1") == 2,
        "both rotate, one after the other");
    see_interrupted(one, &two);
    linking_expect(linking_heard(kho_ledger_begin(one)) == KHO_OK &&
                       linking_heard(kho_ledger_client_rotate(one)) == KHO_EINVALID,
        "not inside a batch");
    kho_ledger_rollback(one);
    while (status == KHO_OK && rotations < 100)
        status = linking_heard(kho_ledger_client_rotate(rotations++ % 2 ? one : two));
    linking_expect(status == KHO_EINVALID && rotations == 60 &&
                       linking_count(one, "A1") == 3 && linking_count(two, "A1") == 3,
        "64 keys and no more");
    kho_ledger_close(one);
    kho_ledger_close(two);
}

/* A program that holds the key file is waited for no longer than another that writes. */
static void see_a_held_file(void)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *ledger = NULL;
    kho__seal seal;
    int file;

    options.busy_ms = 30;
    linking_expect(linking_heard(kho_client_key_make(linking_path("held"))) == KHO_OK &&
                       linking_open("h.kho", KHO_CREATE, &ledger) == KHO_OK &&
                       linking_define(ledger),
        "a ledger");
    kho_ledger_close(ledger);
    linking_expect(
        kho_ledger_open(linking_path("h.kho"), &options, &ledger) == KHO_OK &&
            linking_heard(kho_ledger_client_key(ledger, linking_path("held"))) == KHO_OK,
        "its key");
    file = open(linking_path("held"), O_RDONLY | O_CLOEXEC);
    linking_expect(flock(file, LOCK_EX) == 0 &&
                       linking_heard(kho_ledger_client_rotate(ledger)) == KHO_EBUSY &&
                       strstr(kho_error_last()->message, "held: another program"),
        "the key file is held");
    close(file);
    linking_expect(
        linking_heard(kho_ledger_client_rotate(ledger)) == KHO_OK &&
            linking_heard(kho__seal_read(&seal, linking_path("held"))) == KHO_OK &&
            seal.count == 2,
        "the key file is free again");
    kho__seal_forget(&seal);
    linking_expect(linking_heard(kho_ledger_client_key(ledger, linking_path("both"))) ==
                           KHO_EINVALID &&
                       linking_heard(kho_ledger_client_key(
                           ledger, linking_path("none"))) == KHO_ENOTFOUND &&
                       linking_post(ledger, 1, "", march, "A1", NULL) == KHO_OK &&
                       linking_count(ledger, "A1") == 1,
        "a key that isn't taken leaves the one that is in use");
    kho_ledger_close(ledger);
}

enum { CHILDREN = 4, TURNS = 5 };

/* In a process of its own: two use each of two ledgers. */
static void rotate_often(int child)
{
    const char *name = child % 2 ? "q.kho" : "p.kho";
    kho_ledger *ledger = NULL;
    bool well = linking_open(name, KHO_READ_WRITE, &ledger) == KHO_OK &&
                kho_ledger_client_key(ledger, linking_path("all")) == KHO_OK;

    for (int i = 0; i < TURNS && well; i++)
        well = kho_ledger_client_rotate(ledger) == KHO_OK &&
               linking_post(ledger, 10 * child + i + 2, "", march, "A1", NULL) == KHO_OK;
    kho_ledger_close(ledger);
    _exit(well ? 0 : 1);
}

/* Processes that rotate one key file at once: nobody's links are lost. */
static void see_processes(void)
{
    static const char *const names[] = {"p.kho", "q.kho"};
    kho_ledger *ledger = NULL;
    int ended = 0, code;

    linking_expect(
        linking_heard(kho_client_key_make(linking_path("all"))) == KHO_OK, "a key");
    for (int i = 0; i < 2; i++) {
        linking_expect(linking_open(names[i], KHO_CREATE, &ledger) == KHO_OK &&
                           linking_define(ledger) &&
                           linking_heard(kho_ledger_client_key(
                               ledger, linking_path("all"))) == KHO_OK &&
                           linking_post(ledger, 1, "", march, "A1", NULL) == KHO_OK,
            names[i]);
        kho_ledger_close(ledger);
    }
    for (int child = 0; child < CHILDREN; child++) {
        if (fork() == 0)
            rotate_often(child);
    }
    while (wait(&code) > 0)
        ended += WIFEXITED(code) && WEXITSTATUS(code) == 0;
    linking_expect(ended == CHILDREN, "all rotate and post");
    for (int i = 0; i < 2; i++) {
        linking_expect(linking_open(names[i], KHO_READ_WRITE, &ledger) == KHO_OK &&
                           linking_heard(kho_ledger_client_key(
                               ledger, linking_path("all"))) == KHO_OK &&
                           linking_count(ledger, "A1") == 1 + CHILDREN / 2 * TURNS,
            "all services are the client's");
        kho_ledger_close(ledger);
    }
}

/* Two ledgers, one key file, which each has read before the other adds to it. */
static void see_a_shared_file(void)
{
    kho_ledger *one = NULL, *two = NULL, *again = NULL;
    kho__seal seal;

    linking_expect(
        linking_heard(kho_client_key_make(linking_path("both"))) == KHO_OK &&
            linking_open("a.kho", KHO_CREATE, &one) == KHO_OK && linking_define(one) &&
            linking_open("b.kho", KHO_CREATE, &two) == KHO_OK && linking_define(two) &&
            linking_heard(kho_ledger_client_key(one, linking_path("both"))) == KHO_OK &&
            linking_heard(kho_ledger_client_key(two, linking_path("both"))) == KHO_OK &&
            linking_post(one, 1, "", march, "A1", NULL) == KHO_OK &&
            linking_post(two, 1, "", march, "A1", NULL) == KHO_OK,
        "two ledgers of a key");
    linking_expect(linking_heard(kho_ledger_client_rotate(one)) == KHO_OK &&
                       linking_heard(kho_ledger_client_rotate(two)) == KHO_OK &&
                       linking_heard(kho_ledger_client_rotate(two)) == KHO_OK &&
                       linking_heard(kho_ledger_client_rotate(one)) == KHO_OK &&
                       linking_count(one, "A1") == 1 && linking_count(two, "A1") == 1,
        "both rotate");
    linking_expect(
        linking_open("a.kho", KHO_READ_WRITE, &again) == KHO_OK &&
            linking_heard(kho_ledger_client_key(again, linking_path("both"))) == KHO_OK &&
            linking_count(again, "A1") == 1,
        "the one's keys are there");
    kho_ledger_close(again);
    linking_expect(
        linking_open("b.kho", KHO_READ_WRITE, &again) == KHO_OK &&
            linking_heard(kho_ledger_client_key(again, linking_path("both"))) == KHO_OK &&
            linking_count(again, "A1") == 1,
        "the other's are");
    kho_ledger_close(again);
    linking_expect(linking_heard(kho__seal_read(&seal, linking_path("both"))) == KHO_OK &&
                       seal.count == 3,
        "the keys of both are the same");
    kho__seal_forget(&seal);
    unlink(linking_path("both"));
    linking_expect(
        linking_heard(kho_client_key_make(linking_path("both"))) == KHO_OK &&
            linking_heard(kho_ledger_client_rotate(one)) == KHO_EINVALID &&
            linking_count(one, "A1") == 1 &&
            linking_heard(kho__seal_read(&seal, linking_path("both"))) == KHO_OK &&
            seal.count == 1,
        "another file isn't written over");
    kho__seal_forget(&seal);
    kho_ledger_close(one);
    kho_ledger_close(two);
}

static void see_links(void)
{
    kho_ledger *one = NULL;
    kho_answer answer;
    kho_table *table = NULL;

    linking_expect(
        linking_open("k.kho", KHO_READ_WRITE, &one) == KHO_OK &&
            linking_heard(kho_ledger_client_key(one, linking_path("made"))) == KHO_OK,
        "open again");
    linking_expect(linking_heard(kho_ledger_begin(one)) == KHO_OK &&
                       linking_post(one, 20, "", march, "B2", NULL) == KHO_OK &&
                       linking_count(one, "B2") == 1,
        "a batch sees its own");
    kho_ledger_rollback(one);
    linking_expect(
        linking_count(one, "B2") == 0, "a batch that is rolled back links nobody");
    linking_expect(
        linking_heard(kho_ledger_begin(one)) == KHO_OK &&
            linking_heard(kho_ledger_client_erase(one, "A1", NULL)) == KHO_OK &&
            linking_count(one, "A1") == 0,
        "erasing in a batch");
    kho_ledger_rollback(one);
    linking_expect(linking_count(one, "A1") == 3, "nor does it erase");
    linking_expect(linking_heard(kho_ledger_reverse(
                       one, "v-0002", KHO_NO_DATE, false, NULL, &answer)) == KHO_OK &&
                       linking_count(one, "A1") == 2,
        "what is reversed is left out");
    linking_expect(
        linking_heard(kho_ledger_check(one, &table)) == KHO_OK && !kho_table_rows(table),
        "check finds nothing");
    kho_table_free(table);
    kho_ledger_close(one);
}

/* The key of another ledger. */
static void make_other(void)
{
    kho_ledger *ledger = NULL;

    linking_expect(
        linking_heard(kho_client_key_make(linking_path("key"))) == KHO_OK &&
            linking_open("x.kho", KHO_CREATE, &ledger) == KHO_OK &&
            linking_heard(kho_ledger_client_key(ledger, linking_path("key"))) == KHO_OK,
        "another ledger");
    kho_ledger_close(ledger);
}

int main(void)
{
    char remove[160];

    if (!mkdtemp(linking_folder))
        return 1;
    make_other();
    see_key_files();
    see_rotations();
    see_links();
    see_a_shared_file();
    see_a_held_file();
    see_processes();
    snprintf(remove, sizeof(remove), "rm -rf '%s'", linking_folder);
    if (system(remove) != 0)
        linking_failures++;
    return linking_failures != 0;
}
