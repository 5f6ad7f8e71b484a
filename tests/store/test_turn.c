/* Writers queue by two locks beside the ledger, and never longer than they want to. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kho.h>

#include "store/turn.h"

static char folder[] = "/tmp/kho-turn-XXXXXX", ledger[64], queue[80];
static kho__turn first, second;

static void make_folder(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    snprintf(ledger, sizeof(ledger), "%s/x.kho", folder);
    snprintf(queue, sizeof(queue), "%s-queue", ledger);
    cr_assert(eq(int, kho__turn_open(&first, ledger), KHO_OK));
    cr_assert(eq(int, kho__turn_open(&second, ledger), KHO_OK));
}

static void remove_folder(void)
{
    kho__turn_close(&first);
    kho__turn_close(&second);
    unlink(queue);
    rmdir(folder);
}

TestSuite(turn, .init = make_folder, .fini = remove_folder);

Test(turn, belongs_to_one_at_a_time_and_passes_on)
{
    kho__turn_take(&first, 1000000);
    cr_expect(first.held);
    cr_expect(ge(i64, kho__turn_take(&second, 3000), 3000));
    cr_expect(not(second.held));
    kho__turn_give(&first);
    kho__turn_take(&second, 1000000);
    cr_expect(second.held);
}

Test(turn, that_is_closed_is_given_back)
{
    kho__turn_take(&first, 1000000);
    kho__turn_close(&first);
    kho__turn_take(&second, 1000000);
    cr_expect(second.held);
}

Test(turn, leaves_the_waiting_room_to_the_next_one)
{
    kho__turn third;

    cr_assert(eq(int, kho__turn_open(&third, ledger), KHO_OK));
    kho__turn_take(&first, 1000000);
    kho__turn_take(&second, 2000); /* gives up in the waiting room */
    kho__turn_give(&first);
    kho__turn_take(&third, 1000000);
    cr_expect(third.held);
    kho__turn_close(&third);
}

Test(turn, has_a_file_for_its_owner_alone_and_follows_no_link)
{
    struct stat seen;

    kho__turn_take(&first, 1000000);
    cr_assert(eq(int, stat(queue, &seen), 0));
    cr_expect(eq(int, (int)(seen.st_mode & 0777), 0600));
    kho__turn_close(&first);
    unlink(queue);
    cr_assert(eq(int, symlink("/dev/null", queue), 0));
    kho__turn_take(&second, 1000000);
    cr_expect(not(second.held));
}

Test(turn, is_not_waited_for_where_there_is_no_queue)
{
    kho__turn none;

    cr_assert(eq(int, kho__turn_open(&none, NULL), KHO_OK));
    cr_expect(eq(i64, kho__turn_take(&none, 1000000), 0));
    kho__turn_give(&none);
    kho__turn_close(&none);
}

/* Take the pen, fork a child that goes on when this process is gone, and tell of it. */
static void be_writer_with_child(int tell)
{
    pid_t child;

    kho__turn_take(&first, 1000000);
    if ((child = fork()) > 0)
        _exit(write(tell, &child, sizeof(child)) != sizeof(child) || pause());
    alarm(60);
    _exit(pause());
}

/* What a child of fork() inherits are the same open files, with their locks. */
Test(turn, of_a_killed_process_is_not_kept_by_its_child)
{
    pid_t writer, child = -1;
    int ends[2];

    cr_assert(eq(int, pipe(ends), 0));
    if ((writer = fork()) == 0)
        be_writer_with_child(ends[1]);
    cr_assert(eq(int, (int)read(ends[0], &child, sizeof(child)), (int)sizeof(child)));
    kho__turn_take(&second, 3000);
    cr_expect(not(second.held));
    cr_assert(eq(int, kill(writer, SIGKILL), 0));
    cr_assert(eq(int, waitpid(writer, NULL, 0), writer));
    cr_expect(eq(int, kill(child, 0), 0), "it lives");
    kho__turn_take(&second, 1000000);
    cr_expect(second.held);
    kill(child, SIGKILL);
}

Test(turn, is_no_child_s_to_use_or_give)
{
    pid_t child;
    int how;

    kho__turn_take(&first, 1000000);
    kho__turn_take(&second, 3000); /* there may be any number of them */
    if ((child = fork()) == 0) {
        kho__turn_give(&first);
        kho__turn_take(&first, 3000);
        how = first.held;
        kho__turn_close(&second);
        kho__turn_close(&first);
        _exit(how);
    }
    cr_assert(eq(int, waitpid(child, &how, 0), child));
    cr_expect(eq(int, how, 0), "it has what its parent holds");
    kho__turn_take(&second, 3000);
    cr_expect(not(second.held), "it gave away what its parent holds");
    kho__turn_close(&second);
    kho__turn_give(&first);
    kho__turn_take(&first, 1000000);
    cr_expect(first.held);
}

/* By then the path that was given may lead somewhere else. */
Test(turn, of_a_ledger_lies_beside_it_wherever_the_process_has_gone)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *opened;

    options.mode = KHO_CREATE;
    cr_assert(eq(int, chdir(folder), 0));
    cr_assert(eq(int, kho_ledger_open("x.kho", &options, &opened), KHO_OK));
    cr_assert(eq(int, mkdir("elsewhere", 0700), 0));
    cr_assert(eq(int, chdir("elsewhere"), 0));
    cr_assert(eq(int, kho_ledger_begin(opened), KHO_OK));
    kho__turn_take(&first, 3000);
    cr_expect(not(first.held), "who has a batch open has the pen");
    kho_ledger_close(opened);
    cr_expect(eq(int, unlink("x.kho-queue"), -1));
    cr_expect(eq(int, unlink(queue), 0));
    cr_assert(eq(int, chdir(".."), 0));
    cr_expect(eq(int, rmdir("elsewhere"), 0));
    unlink("x.kho-journal");
    unlink(ledger);
}

/* Programs that don't queue, such as sqlite3, hold it all the same. */
Test(turn, is_given_back_where_the_ledger_is_busy)
{
    kho_options options = KHO_OPTIONS_INIT;
    kho_ledger *opened;
    sqlite3 *holder;
    char beside[80];

    options.mode = KHO_CREATE;
    options.busy_ms = 0;
    cr_assert(eq(int, kho_ledger_open(ledger, &options, &opened), KHO_OK));
    cr_assert(eq(int, sqlite3_open(ledger, &holder), SQLITE_OK));
    cr_assert(
        eq(int, sqlite3_exec(holder, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK));
    cr_expect(eq(int, kho_ledger_begin(opened), KHO_EBUSY));
    cr_expect(eq(int, access(queue, F_OK), 0), "it had a turn");
    kho__turn_take(&first, 3000);
    cr_expect(first.held);
    kho__turn_give(&first);
    sqlite3_close(holder);
    cr_expect(eq(int, kho_ledger_begin(opened), KHO_OK));
    kho_ledger_close(opened);
    snprintf(beside, sizeof(beside), "%s-journal", ledger);
    unlink(beside);
    unlink(ledger);
}

Test(turn, of_a_ledger_that_does_not_open_closes_no_file_of_others)
{
    const char *const texts[] = {"", "SQLite format 3", "nothing of the kind"};
    const int null = open("/dev/null", O_RDWR);
    kho_ledger *opened;

    cr_assert(ge(int, dup2(null, 0), 0));
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        FILE *file = fopen(ledger, "w");

        cr_assert(file != NULL);
        fputs(texts[i], file);
        fclose(file);
        cr_assert(lt(int, kho_ledger_open(ledger, NULL, &opened), 0));
        cr_expect(ge(int, fcntl(0, F_GETFD), 0), "after '%s'", texts[i]);
    }
    unlink(ledger);
    close(null);
}
