#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "model/names.h"

enum {
    no = KHO_NO_VERB,
    beg = KHO_BEGIN,
    rec = KHO_RECEIVE,
    bak = KHO_SEND_BACK,
    shp = KHO_SHIP,
    arr = KHO_ARRIVE,
    trf = KHO_TRANSFER,
    iss = KHO_ISSUE,
    giv = KHO_GIVE_BACK,
    dis = KHO_DISPENSE,
    hld = KHO_HOLD_BACK,
    rel = KHO_RELEASE,
    los = KHO_LOSE,
    adj = KHO_ADJUST
};

/* The design's table of routes as a matrix: a row is a source, a column a target. */
/* clang-format off */
static const int expected[KHO_PLACE_KINDS][KHO_PLACE_KINDS] = {
    /*                   supplier opening store hold transit collab client loss count */
    [KHO_SUPPLIER]     = {no,     no,     rec,  no,  shp,    no,    no,    no,  no },
    [KHO_OPENING]      = {no,     no,     beg,  beg, no,     beg,   no,    no,  no },
    [KHO_STORE]        = {bak,    no,     trf,  hld, shp,    iss,   dis,   los, adj},
    [KHO_HOLD]         = {bak,    no,     rel,  trf, shp,    no,    no,    los, adj},
    [KHO_TRANSIT]      = {no,     no,     arr,  no,  trf,    no,    no,    los, adj},
    [KHO_COLLABORATOR] = {no,     no,     giv,  no,  no,     trf,   dis,   los, adj},
    [KHO_CLIENT]       = {no,     no,     no,   no,  no,     no,    no,    no,  no },
    [KHO_LOSS]         = {no,     no,     no,   no,  no,     no,    no,    no,  no },
    [KHO_COUNT]        = {no,     no,     adj,  adj, adj,    adj,   no,    no,  no },
};
/* clang-format on */

Test(route, every_pair_of_kinds_has_the_verb_of_the_design_or_none)
{
    int routes = 0;

    for (int source = 0; source < KHO_PLACE_KINDS; source++) {
        for (int target = 0; target < KHO_PLACE_KINDS; target++) {
            const kho_verb verb =
                kho_route((kho_place_kind)source, (kho_place_kind)target);

            cr_expect(eq(int, verb, expected[source][target]), "%s to %s",
                kho_place_kind_word((kho_place_kind)source),
                kho_place_kind_word((kho_place_kind)target));
            routes += verb != KHO_NO_VERB;
        }
    }
    cr_expect(eq(int, routes, 32));
}

Test(route, what_is_no_kind_of_place_has_no_route)
{
    cr_expect(eq(int, kho_route(KHO_PLACE_KINDS, KHO_STORE), KHO_NO_VERB));
    cr_expect(eq(int, kho_route(KHO_STORE, (kho_place_kind)-1), KHO_NO_VERB));
}

Test(route, words_of_verbs_are_those_that_people_type)
{
    static const char *const words[KHO_VERBS] = {"begin", "receive", "send_back", "ship",
        "arrive", "transfer", "issue", "give_back", "dispense", "hold", "release", "lose",
        "adjust"};

    for (int i = 0; i < KHO_VERBS; i++)
        cr_expect(eq(str, (char *)kho_verb_word((kho_verb)i), (char *)words[i]));
    cr_expect(eq(ptr, (void *)kho_verb_word(KHO_NO_VERB), NULL));
    cr_expect(eq(ptr, (void *)kho_verb_word(KHO_VERBS), NULL));
}

Test(route, words_of_kinds_are_those_of_the_catalogue)
{
    static const char *const words[KHO_PLACE_KINDS] = {"supplier", "opening", "store",
        "hold", "transit", "collaborator", "client", "loss", "count"};

    for (int i = 0; i < KHO_PLACE_KINDS; i++)
        cr_expect(
            eq(str, (char *)kho_place_kind_word((kho_place_kind)i), (char *)words[i]));
    cr_expect(eq(ptr, (void *)kho_place_kind_word(KHO_PLACE_KINDS), NULL));
}
