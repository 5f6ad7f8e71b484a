/* Somebody else's program: it knows of kho what was installed. */
#include <kho.h>
#include <stdio.h>

int main(void)
{
    kho_ledger *ledger = NULL;

    /* Pulls in the database and what it needs, so that a missing library is noticed. */
    if (kho_ledger_open("/nonexistent/station.kho", NULL, &ledger) == KHO_OK || ledger)
        return 1;
    puts(kho_version());
    return 0;
}
