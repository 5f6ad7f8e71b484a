/* Services in entries: what makes sense, what is kept, and what a reversal takes back. */
#include "exchange/clinic.h"
#include "ledger/world.h"
#include "store/ledger.h"
#include "store/sheets.h"

#include <sqlite3.h>

TestSuite(services, .init = open_clinic, .fini = close_desk);

/* An entry of 5 October 2026 with these parts; so many of an item to clients; a service.
 */
#define ENTRY(uid, parts) "{'uid':'" uid "','date':'2026-10-05'," parts "}\n"
#define GIVE(item, from, quantity)                                                       \
 "{'item':'" item "','from':'" from "','to':'client','quantity':" quantity "}"
#define MOVES(list) "'moves':[" list "]"
#define SERVE(place, method, kind, more)                                                 \
 "{'place':'" place "','method':'" method "','kind':'" kind "'" more "}"
#define SERVICE(place, method, kind, more) "'service':" SERVE(place, method, kind, more)
#define SERVICES(list) "'service':[" list "]"

static void expect_services(const char *place, int month, const char *rows)
{
    const char *found = services_of(place, month);

    cr_expect(
        strcmp(found, rows) == 0, "%d: expected:\n%sfound:\n%s", month, rows, found);
}

static void expect_sound(void)
{
    cr_expect(eq(sz, count_faults(), 0));
}

Test(services, are_counted_with_what_was_given_out)
{
    must_post(ENTRY("a", MOVES(GIVE("bcs", "tyt", "300")) "," SERVICE("tyt", "condom",
                             "resupply", ",'clients':10,'age':'25-34'")));
    expect_services("tyt", 10, "tyt,condom,resupply,,10,300,2.50,\n");
    expect_services("tyt", 9, "");
    expect_services("tyt", 11, "");
    expect_services("tram", 10, "");
    expect_sound();
}

Test(services, may_have_no_goods_and_goods_no_service)
{
    must_post(ENTRY("a", SERVICE("tyt", "0", "counsel", ",'clients':7")));
    must_post(ENTRY("b", MOVES(GIVE("vien", "tyt", "6"))));
    must_post(ENTRY("c", SERVICE("tyt", "2", "new", "")));
    must_post(ENTRY("d", SERVICE("ctv-1", "iud", "stop", "")));
    must_post(ENTRY("e", SERVICE("tram", "implant", "counsel", "")));
    expect_services(NULL, 10,
        "ctv-1,iud,stop,,1,0,0.00,\n"
        "tram,implant,counsel,,1,0,0.00,\n"
        "tyt,none,counsel,,7,0,0.00,\n"
        "tyt,male_sterilisation,new,,1,0,10.00,\n"
        "tyt,pill,,,,6,0.40,\n");
    expect_sound();
}

/* Goods go to the only service of their method that gives out goods at their place. */
Test(services, get_the_goods_of_their_method_and_place)
{
    must_post(
        ENTRY("a", MOVES(GIVE("bcs", "tyt", "24") "," GIVE("vien", "tyt", "3") "," GIVE(
                       "don", "tyt", "12") "," GIVE("bcs", "tram", "48") "," GIVE("thu",
                       "tyt", "2")) "," SERVICES(SERVE("tyt", "condom", "new",
                       ",'clients':2") "," SERVE("tyt", "condom", "stop",
                       "") "," SERVE("tyt", "pill", "switch", "") "," SERVE("tram",
                       "condom", "resupply", ",'clients':4"))));
    expect_services(NULL, 10,
        "tram,condom,resupply,,4,48,0.40,\n"
        "tyt,none,,,,2,,\n"
        "tyt,condom,new,,2,24,0.20,\n"
        "tyt,condom,stop,,1,0,0.00,\n"
        "tyt,pill,switch,,1,15,1.20,\n");
    expect_sound();
}

/* Nobody says who of several got how many condoms; of implants each got one. */
Test(services, of_one_method_share_only_what_is_one_for_each)
{
    must_post(
        ENTRY("a", MOVES(GIVE("bcs", "tyt", "120")) "," SERVICES(SERVE("tyt", "condom",
                       "new", "") "," SERVE("tyt", "condom", "resupply", ""))));
    must_post(ENTRY(
        "b", MOVES(GIVE("que", "tyt", "3")) "," SERVICES(SERVE("tyt", "implant", "new",
                 ",'clients':2") "," SERVE("tyt", "implant", "switch", ""))));
    expect_services("tyt", 10,
        "tyt,condom,,,,120,1.00,\n"
        "tyt,condom,new,,1,0,0.00,\n"
        "tyt,condom,resupply,,1,0,0.00,\n"
        "tyt,implant,new,,2,2,5.00,\n"
        "tyt,implant,switch,,1,1,2.50,\n");
    /* Which of them got which kind of implant is not said either. */
    must_post(ENTRY("c",
        MOVES(GIVE("que", "tyt", "1") "," GIVE("que5", "tyt", "1")) "," SERVICES(SERVE(
            "tyt", "implant", "new", "") "," SERVE("tyt", "implant", "switch", ""))));
    expect_services("tyt", 10,
        "tyt,condom,,,,120,1.00,\n"
        "tyt,condom,new,,1,0,0.00,\n"
        "tyt,condom,resupply,,1,0,0.00,\n"
        "tyt,implant,,,,2,6.30,\n"
        "tyt,implant,new,,3,2,5.00,\n"
        "tyt,implant,switch,,2,1,2.50,\n");
    expect_sound();
}

/* Where a service was: where its goods come from, else the entry's only store. */
Test(services, without_a_place_are_where_the_entry_is)
{
    must_post(ENTRY("a", MOVES(GIVE("bcs", "tyt", "12")) ",'service':{'method':4,'kind':"
                                                         "'new'}"));
    must_post(ENTRY("b",
        "'moves':[{'item':'bcs','lot':'B','from':'ncc','to':'tram','quantity':1440},"
        "{'item':'bcs','from':'tram','to':'ctv-3','quantity':30}],"
        "'service':{'method':5,'kind':'resupply','clients':10,'age':'25-34'},"
        "'observed':[{'place':'tram','item':'bcs','days_out':3}]"));
    must_post(ENTRY("c", "'observed':[{'place':'tram','item':'bcs','days_out':2}],"
                         "'service':{'method':5,'kind':'stop'}"));
    expect_services(NULL, 10,
        "tram,pill,resupply,,10,0,0.00,\n"
        "tram,pill,stop,,1,0,0.00,\n"
        "tyt,condom,new,,1,12,0.10,\n");
    expect_sound();
}

typedef struct refusal_case {
    const char *line, *status;
    int index; /* -1: the entry as a whole */
    const char *en, *vi;
} refusal_case;

/* clang-format off */
static const refusal_case refusals[] = {
    {ENTRY("x", SERVICE("tyt", "implant", "new", "")), "invalid", 0,
        "Implant, New: one for each client: 1 needed, 0 moved to clients",
        "Thuốc cấy tránh thai, Mới: mỗi khách dùng một: cần 1, xuất cho khách 0"},
    {ENTRY("x", MOVES(GIVE("que", "tyt", "2")) "," SERVICE("tyt", "implant", "new", "")), "invalid", 1,
        "Implant, New: one for each client: 1 needed, 2 moved to clients",
        "Thuốc cấy tránh thai, Mới: mỗi khách dùng một: cần 1, xuất cho khách 2"},
    {ENTRY("x", MOVES(GIVE("vong", "tyt", "3")) "," SERVICES(SERVE("tyt", "iud", "resupply", "") ","
        SERVE("tyt", "iud", "switch", ",'clients':3"))), "invalid", 1,
        "IUD, Resupply: one for each client: 4 needed, 3 moved to clients",
        "Dụng cụ tử cung, Cấp tiếp: mỗi khách dùng một: cần 4, xuất cho khách 3"},
    /* The goods must come from where the service is. */
    {ENTRY("x", MOVES(GIVE("vong", "cds", "1")) "," SERVICE("tyt", "iud", "new", "")), "short", 0,
        "vong: need 1, have 0 on 2026-10-05", "vong: cần 1, còn 0 ngày 2026-10-05"},
    {ENTRY("x", MOVES(GIVE("vong", "tram", "1")) "," SERVICE("tyt", "iud", "new", "")), "invalid", 1,
        "IUD, New: one for each client: 1 needed, 0 moved to clients",
        "Dụng cụ tử cung, Mới: mỗi khách dùng một: cần 1, xuất cho khách 0"},
    {ENTRY("x", MOVES(GIVE("que", "tyt", "1")) "," SERVICE("tyt", "implant", "removal", "")), "invalid", 1,
        "Implant, Removal: nothing is given out in it, but 1 are moved to clients",
        "Thuốc cấy tránh thai, Tháo: dịch vụ này không cấp hàng, nhưng xuất cho khách 1"},
    {ENTRY("x", MOVES(GIVE("bcs", "tyt", "36")) "," SERVICE("tyt", "condom", "counsel", "")), "invalid", 1,
        "Condom, Counselling: nothing is given out in it, but 36 are moved to clients",
        "Bao cao su, Tư vấn: dịch vụ này không cấp hàng, nhưng xuất cho khách 36"},
    {ENTRY("x", SERVICE("tram", "iud", "removal", "")), "route", 0,
        "IUD is clinical and tram may not give it: its catalogue entry needs clinical: true",
        "Dụng cụ tử cung là biện pháp lâm sàng, tram chưa được phép làm: danh mục phải ghi clinical: true"},
    {ENTRY("x", SERVICE("cds", "3", "new", "")), "route", 0,
        "Female sterilisation is clinical and cds may not give it: its catalogue entry needs clinical: true",
        "Triệt sản nữ là biện pháp lâm sàng, cds chưa được phép làm: danh mục phải ghi clinical: true"},
    {ENTRY("x", SERVICE("ctv-1", "injectable", "resupply", "")), "route", 0,
        "Injectable is clinical: a collaborator (ctv-1) never gives it",
        "Thuốc tiêm tránh thai là biện pháp lâm sàng: cộng tác viên (ctv-1) không được làm"},
    {ENTRY("x", SERVICE("ncc", "condom", "new", "")), "route", 0,
        "no service is given at 'ncc'", "không làm dịch vụ tại 'ncc'"},
    {ENTRY("x", SERVICE("client", "condom", "new", "")), "route", 0,
        "no service is given at 'client'", "không làm dịch vụ tại 'client'"},
    {ENTRY("x", SERVICE("hold/tyt", "condom", "new", "")), "route", 0,
        "no service is given at 'hold/tyt'", "không làm dịch vụ tại 'hold/tyt'"},
    {ENTRY("x", SERVICE("tyx", "condom", "new", "")), "not_found", 0,
        "no place 'tyx'", "không có nơi 'tyx'"},
    {ENTRY("x", SERVICE("tyt", "none", "new", "")), "invalid", 0,
        "New: a service needs a method", "Mới: dịch vụ phải có biện pháp"},
    {ENTRY("x", SERVICE("tyt", "0", "stop", "")), "invalid", 0,
        "Stopped: a service needs a method", "Thôi sử dụng: dịch vụ phải có biện pháp"},
    {ENTRY("x", SERVICE("tyt", "condom", "removal", "")), "invalid", 0,
        "Condom: only an IUD or an implant is removed",
        "Bao cao su: chỉ dụng cụ tử cung hoặc que cấy mới tháo được"},
    {ENTRY("x", SERVICE("tyt", "injectable", "removal", "")), "invalid", 0,
        "Injectable: only an IUD or an implant is removed",
        "Thuốc tiêm tránh thai: chỉ dụng cụ tử cung hoặc que cấy mới tháo được"},
    {ENTRY("x", SERVICE("tyt", "male_sterilisation", "resupply", "")), "invalid", 0,
        "Male sterilisation can't be resupplied", "Triệt sản nam không có cấp tiếp"},
    {ENTRY("x", SERVICE("tyt", "pill", "resupply", ",'new':'ever'")), "invalid", -1,
        "only the clients of a service of kind 'new' are new",
        "chỉ dịch vụ loại 'new' mới có người mới"},
    {ENTRY("x", SERVICE("tyt", "pill", "new", ",'age':'34-25'")), "invalid", -1,
        "an age group is such as 25-34, 50+ or <15, in years",
        "nhóm tuổi ghi như 25-34, 50+ hoặc <15, tính bằng năm"},
    {ENTRY("x", "'service':{'method':4,'kind':'new'}"), "invalid", -1,
        "a service needs a place", "dịch vụ phải có nơi thực hiện"},
    {ENTRY("x", "'observed':[{'place':'tyt','item':'bcs','days_out':1},{'place':'tram','item':'bcs','days_out':1}],"
        "'service':{'method':4,'kind':'new'}"), "invalid", -1,
        "the entry is about several places: say the service's",
        "bút toán liên quan đến nhiều nơi: hãy ghi rõ nơi làm dịch vụ"},
    {ENTRY("x", MOVES(GIVE("bcs", "tyt", "1") "," GIVE("bcs", "tram", "1")) ",'service':{'method':4,'kind':'new'}"),
        "invalid", -1,
        "the entry is about several places: say the service's",
        "bút toán liên quan đến nhiều nơi: hãy ghi rõ nơi làm dịch vụ"},
    {ENTRY("x", "'campaign':'dot 1'," SERVICE("tyt", "pill", "new", "")), "invalid", -1,
        "in:1: entry: campaign: expected a code", "in:1: entry: campaign: cần một mã"},
};
/* clang-format on */

static void expect_refused(const refusal_case *of, const char *message)
{
    char status[64], index[64];

    snprintf(status, sizeof(status), "{\"error\":{\"status\":\"%s\"", of->status);
    snprintf(index, sizeof(index), "\"index\":%d,", of->index);
    cr_expect(strstr(said, status + 1) != NULL, "%s %s: %s", of->line, of->status, said);
    cr_expect(strstr(said, message) != NULL, "%s: %s\n%s", of->line, message, said);
    cr_expect(of->index < 0 || strstr(said, index) != NULL, "%s: %s\n%s", of->line, index,
        said);
}

Test(services, that_make_no_sense_are_refused_with_the_reason)
{
    const uint64_t before = world_digest("x.kho");

    for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
        kho_error_language(KHO_VI);
        post(refusals[i].line);
        expect_refused(&refusals[i], refusals[i].vi);
        kho_error_language(KHO_EN);
        post(refusals[i].line);
        expect_refused(&refusals[i], refusals[i].en);
    }
    cr_expect(eq(u64, world_digest("x.kho"), before), "something was written");
    expect_services(NULL, 10, "");
    expect_sound();
}

/* All that is wrong is told at once; what goods a refused move takes is not judged. */
Test(services, are_refused_all_together)
{
    post(ENTRY(
        "x", MOVES(GIVE("bcs", "tyt", "12")) "," SERVICES(SERVE("tyt", "condom",
                 "counsel", "") "," SERVE("tyt", "implant", "new", "") "," SERVE("tyt",
                 "condom", "removal", "") "," SERVE("tram", "iud", "new", ""))));
    cr_expect(strstr(said, "\"index\":1,") != NULL, "%s", said);
    cr_expect(strstr(said, "\"index\":2,") != NULL, "%s", said);
    cr_expect(strstr(said, "\"index\":3,") != NULL, "%s", said);
    cr_expect(strstr(said, "\"index\":4,") != NULL, "%s", said);
    post(ENTRY("x", MOVES(GIVE("que", "tyt", "2000")) "," SERVICES(SERVE("tyt", "implant",
                        "new", "") "," SERVE("tram", "implant", "removal", ""))));
    cr_expect(strstr(said, "\"index\":0,\"status\":\"short\"") != NULL, "%s", said);
    cr_expect(strstr(said, "\"index\":1,") == NULL, "%s", said);
    cr_expect(strstr(said, "\"index\":2,\"status\":\"route\"") != NULL, "%s", said);
}

/* Their numbers come after those of the moves, the observations and what is undone. */
Test(services, are_numbered_after_everything_else)
{
    must_post(ENTRY("a", MOVES(GIVE("bcs", "tyt", "12") "," GIVE("vien", "tyt", "1"))));
    post("{'uid':'b','date':'2026-10-05','reverses':'a',"
         "'moves':[{'item':'bcs','from':'tyt','to':'client','quantity':1}],"
         "'observed':[{'place':'tyt','item':'don','found':1000}],"
         "'service':{'place':'tyt','method':4,'kind':'removal'}}\n");
    cr_expect(strstr(said, "\"index\":4,\"status\":\"invalid\"") != NULL, "%s", said);
}

Test(services, that_make_sense_just_so_are_posted)
{
    static const char *const lines[] = {
        ENTRY(
            "1", MOVES(GIVE("que", "tyt", "1")) "," SERVICE("tyt", "implant", "new", "")),
        ENTRY("2", SERVICE("tyt", "implant", "removal", "")),
        ENTRY("3",
            MOVES(GIVE("que", "tyt", "1")) "," SERVICES(SERVE("tyt", "implant", "switch",
                "") "," SERVE("tyt", "implant", "removal", ",'clients':5"))),
        ENTRY("4", SERVICE("tyt", "injectable", "new", ",'clients':1000000")),
        ENTRY("5", SERVICE("tyt", "male_sterilisation", "complication", "")),
        ENTRY("6", SERVICE("ctv-2", "injectable", "counsel", "")),
        ENTRY("7", SERVICE("tyt", "implant", "stop", "")),
        ENTRY("8", SERVICE("tram", "0", "counsel", ",'mode':'home'")),
        ENTRY("9", SERVICE("tyt", "8", "new", ",'new':'here','age':'50+'")),
        ENTRY("10", MOVES(GIVE("que", "tram", "1"))),
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        must_post(lines[i]);
    expect_sound();
}

static kho_status post_one(kho_service service, size_t count)
{
    kho_service services[1001];
    kho_entry entry = KHO_ENTRY_INIT;
    kho_answer answer;

    for (size_t i = 0; i < count; i++)
        services[i] = service;
    entry.date = kho_date_of(2026, 10, 5);
    entry.services = services;
    entry.service_count = count;
    return kho_ledger_post(ledger, &entry, &answer);
}

/* What JSON can't say, C can. */
Test(services, with_numbers_that_mean_nothing_are_refused)
{
    kho_service service = KHO_SERVICE_INIT, other;

    service.place = "tyt";
    service.method = KHO_CONDOM;
    other = service;
    other.method = KHO_METHODS;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other = service;
    other.kind = (kho_service_kind)-1;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other = service;
    other.mode = KHO_SERVICE_MODES;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other = service;
    other.new_to = (kho_new_to)77;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other = service;
    other.clients = 0;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other.clients = 1000001;
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    other = service;
    other.place = "t\x01t";
    cr_expect(eq(int, post_one(other, 1), KHO_EINVALID));
    cr_expect(eq(int, post_one(service, 1001), KHO_EINVALID));
    cr_expect(eq(int, post_one(service, 1000), KHO_OK), "%s", kho_error_last()->message);
    expect_services("tyt", 10, "tyt,condom,new,,1000,0,0.00,\n");
}

/* What a caller left out and what was meant by it are the same request. */
Test(services, posted_again_are_known_again)
{
    static const char *const same[] = {
        ENTRY("a",
            MOVES(GIVE("bcs", "tyt", "12")) ",'service':{'method':4,'kind':'new','age':"
                                            "'<15'}"),
        ENTRY("a", MOVES(GIVE("bcs", "tyt", "12")) "," SERVICE("tyt", "condom", "new",
                       ",'age':'0-14','mode':'fixed','clients':1,'new':'method'")),
        ENTRY("a", MOVES(GIVE("bcs", "tyt", "12")) "," SERVICES(
                       SERVE("tyt", "4", "new", ",'age':'0-14','mode':null,'new':null"))),
    };

    must_post(same[0]);
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
        cr_expect(strstr(post(same[i]), "\"status\":\"existing\"") != NULL, "%s", said);
        cr_expect(strstr(said, "\"quantity\":12") != NULL, "%s", said);
    }
    expect_services("tyt", 10, "tyt,condom,new,,1,12,0.10,\n");
}

Test(services, posted_otherwise_conflict_and_the_field_is_named)
{
    /* clang-format off */
    static const struct {
        const char *services, *field;
    } cases[] = {
        {SERVICES(SERVE("tyt", "condom", "new", "") "," SERVE("tyt", "pill", "stop", "")), NULL},
        {SERVICES(SERVE("tyt", "condom", "new", "") "," SERVE("tyt", "pill", "counsel", "")), "service[1].kind"},
        {SERVICES(SERVE("tyt", "condom", "new", "") "," SERVE("tyt", "iud", "stop", "")), "service[1].method"},
        {SERVICES(SERVE("tram", "condom", "new", "") "," SERVE("tyt", "pill", "stop", "")), "service[0].place"},
        {SERVICES(SERVE("tyt", "condom", "new", ",'mode':'home'") "," SERVE("tyt", "pill", "stop", "")), "service[0].mode"},
        {SERVICES(SERVE("tyt", "condom", "new", ",'new':'ever'") "," SERVE("tyt", "pill", "stop", "")), "service[0].new"},
        {SERVICES(SERVE("tyt", "condom", "new", ",'age':'50+'") "," SERVE("tyt", "pill", "stop", "")), "service[0].age"},
        {SERVICES(SERVE("tyt", "condom", "new", "") "," SERVE("tyt", "pill", "stop", ",'clients':2")), "service[1].clients"},
        {SERVICES(SERVE("tyt", "condom", "new", "")), "service"},
        {"'by':null", "service"},
        {"'campaign':'C1'," SERVICES(SERVE("tyt", "condom", "new", "") "," SERVE("tyt", "pill", "stop", "")), "campaign"},
    };
    /* clang-format on */

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char line[1024], told[128];

        snprintf(line, sizeof(line),
            "{'uid':'a','date':'2026-10-05','moves':[" GIVE("bcs", "tyt", "12") "],%s}",
            cases[i].services);
        post(line);
        if (!cases[i].field) {
            cr_assert(strstr(said, "\"status\":\"posted\"") != NULL, "%s", said);
            continue;
        }
        snprintf(told, sizeof(told), "another %s\"", cases[i].field);
        cr_expect(strstr(said, "\"status\":\"conflict\"") && strstr(said, told), "%s: %s",
            cases[i].field, said);
    }
}

Test(services, of_one_conflict_under_the_key_that_they_came_by)
{
    must_post(ENTRY("a", SERVICE("tyt", "condom", "counsel", "")));
    post(ENTRY("a", SERVICE("tyt", "condom", "stop", "")));
    cr_expect(strstr(said, "another service.kind\"") != NULL, "%s", said);
}

Test(services, dont_come_with_the_withdrawal_of_a_closing)
{
    static const char *const parts[] = {
        SERVICE("tyt", "condom", "counsel", ""), "'campaign':'C-1'"};
    char line[512];

    cr_assert(eq(int,
        kho_ledger_close_month(
            ledger, "tyt", false, kho_month_of(kho_date_of(2026, 10, 1)), NULL, NULL),
        KHO_OK));
    for (size_t i = 0; i < 2; i++) {
        snprintf(line, sizeof(line),
            "{'uid':'x','date':'2026-11-21','reverses':'close/tyt/2026-10','note':'sai',"
            "%s}",
            parts[i]);
        post(line);
        cr_expect(strstr(said, "a closing is withdrawn by an entry of its own") != NULL,
            "%s", said);
    }
    must_post(
        "{'uid':'x','date':'2026-11-21','reverses':'close/tyt/2026-10','note':'sai'}");
    expect_sound();
}

/* What was counted is taken back on the reversal's day; services and goods alike. */
Test(services, are_taken_back_by_a_reversal)
{
    must_post(ENTRY(
        "a", MOVES(GIVE("vien", "tyt", "30")) "," SERVICES(SERVE("tyt", "pill", "new",
                 ",'clients':10,'age':'25-34'") "," SERVE("ctv-1", "pill", "stop", ""))));
    must_post("{'uid':'r','date':'2026-10-09','reverses':'a'}");
    expect_services(NULL, 10, "");
    must_post(ENTRY(
        "b", MOVES(GIVE("vien", "tyt", "30")) "," SERVICE("tyt", "pill", "new", "")));
    must_post("{'date':'2026-11-02','reverses':'b'}");
    expect_services(NULL, 10, "tyt,pill,new,,1,30,2.00,\n");
    expect_services(NULL, 11, "tyt,pill,new,,-1,-30,-2.00,\n");
    expect_sound();
}

/* Two items of a row may come to 0 units and yet not to 0 couple-years. */
Test(services, whose_sums_cancel_out_in_part_are_still_listed)
{
    must_post(ENTRY("a",
        MOVES(GIVE("vien", "tyt", "30")) "," SERVICE("tyt", "pill", "resupply", "")));
    must_post("{'date':'2026-11-02','reverses':'a','moves':[" GIVE(
        "don", "tyt", "30") "],"
                            "'service':{'method':5,'kind':'resupply'}}");
    expect_services(NULL, 11, "tyt,pill,resupply,,0,0,0.50,\n");
    expect_sound();
}

/* Of an entry that reverses and serves, only its own service can be undone. */
Test(services, of_a_reversing_entry_can_be_undone)
{
    must_post(ENTRY("a", SERVICE("tyt", "pill", "new", ",'clients':3")));
    must_post(
        ENTRY("b", "'reverses':'a'," SERVICE("tyt", "pill", "new", ",'clients':4")));
    expect_services("tyt", 10, "tyt,pill,new,,4,0,0.00,\n");
    must_post(ENTRY("c", "'reverses':'b'"));
    expect_services("tyt", 10, "");
    cr_expect(strstr(post(ENTRY("d", "'reverses':'c'")), "is itself a reversal") != NULL);
    expect_sound();
}

/* A reversed count gives way to the one before; the service beside it goes. */
Test(services, and_counts_are_withdrawn_together)
{
    must_post(
        ENTRY("k", "'observed':[{'place':'tyt','item':'bcs','lot':'A','found':990}]"));
    must_post(ENTRY(
        "a", "'observed':[{'place':'tyt','item':'bcs','lot':'A','found':980}]," SERVICE(
                 "tyt", "condom", "counsel", "")));
    must_post(ENTRY("r", "'reverses':'a'"));
    expect_services("tyt", 10, "");
    expect_sound();
}

Test(services, are_asked_as_they_were_known)
{
    kho_query query =
        period_query(NULL, kho_date_of(2026, 10, 1), kho_date_of(2026, 10, 31));

    must_post(ENTRY(
        "a", MOVES(GIVE("bcs", "tyt", "120")) "," SERVICE("tyt", "condom", "new", "")));
    query.known = ledger->head.seq;
    must_post(ENTRY("b", SERVICE("tyt", "condom", "stop", "")));
    must_post(ENTRY("r", "'reverses':'a'"));
    cr_expect(eq(
        str, (char *)ask(kho_ledger_services, &query), "tyt,condom,new,,1,120,1.00,\n"));
    query.known = 0;
    cr_expect(eq(
        str, (char *)ask(kho_ledger_services, &query), "tyt,condom,stop,,1,0,0.00,\n"));
}

Test(services, of_a_batch_that_is_rolled_back_never_were)
{
    kho_feed feed = KHO_FEED_INIT;

    feed.atomic = true;
    post_feed(ENTRY("a", MOVES(GIVE("bcs", "tyt", "120")) "," SERVICE(
                             "tyt", "condom", "new", ""))
                  ENTRY("b", SERVICE("tyt", "condom", "removal", "")),
        &feed);
    cr_expect(strstr(said, "rolled_back") != NULL, "%s", said);
    expect_services(NULL, 10, "");
    feed = (kho_feed)KHO_FEED_INIT;
    feed.dry_run = true;
    post_feed(ENTRY("a", MOVES(GIVE("bcs", "tyt", "120")) "," SERVICE(
                             "tyt", "condom", "new", "")),
        &feed);
    cr_expect(strstr(said, "\"status\":\"posted\"") != NULL, "%s", said);
    expect_services(NULL, 10, "");
    must_post(ENTRY(
        "a", MOVES(GIVE("bcs", "tyt", "120")) "," SERVICE("tyt", "condom", "new", "")));
    expect_services(NULL, 10, "tyt,condom,new,,1,120,1.00,\n");
    expect_sound();
}

/* A service of a month that is over finds its month, and no later one changes. */
Test(services, may_come_late)
{
    must_post("{'date':'2026-11-10','service':{'place':'tyt','method':5,'kind':'new'}}");
    must_post("{'date':'2026-09-30','service':{'place':'tyt','method':5,'kind':'stop'}}");
    must_post(ENTRY(
        "a", MOVES(GIVE("vien", "tyt", "15")) "," SERVICE("tyt", "pill", "switch", "")));
    expect_services(NULL, 9, "tyt,pill,stop,,1,0,0.00,\n");
    expect_services(NULL, 10, "tyt,pill,switch,,1,15,1.00,\n");
    expect_services(NULL, 11, "tyt,pill,new,,1,0,0.00,\n");
    expect_sound();
}

/* Also where no goods are: what is reported of the month doesn't change unseen. */
Test(services, of_a_closed_month_are_refused_unless_they_are_late)
{
    must_post("{'date':'2026-09-30','service':{'place':'tyt','method':5,'kind':'stop'}}");
    cr_assert(eq(int,
        kho_ledger_close_month(
            ledger, "tyt", false, kho_month_of(kho_date_of(2026, 9, 1)), NULL, NULL),
        KHO_OK));
    post("{'date':'2026-09-29','service':{'place':'tyt','method':5,'kind':'counsel'}}");
    cr_expect(strstr(said, "\"status\":\"closed\"") != NULL, "%s", said);
    expect_services(NULL, 9, "tyt,pill,stop,,1,0,0.00,\n");
    must_post("{'date':'2026-09-29','late':true,"
              "'service':{'place':'tyt','method':5,'kind':'counsel'}}");
    expect_services(NULL, 9, "tyt,pill,counsel,,1,0,0.00,\ntyt,pill,stop,,1,0,0.00,\n");
    expect_sound();
}

/* The second of two services is what the month is closed for. */
Test(services, are_not_taken_back_on_a_day_that_is_closed)
{
    must_post(ENTRY("a", SERVICES(SERVE("tyt", "pill", "counsel", "") "," SERVE(
                             "tram", "implant", "counsel", ""))));
    cr_assert(eq(int,
        kho_ledger_close_month(
            ledger, "tram", false, kho_month_of(kho_date_of(2026, 10, 1)), NULL, NULL),
        KHO_OK));
    post("{'uid':'r','date':'2026-10-06','reverses':'a'}");
    cr_expect(
        strstr(said, "\"index\":1,\"status\":\"closed\",\"place\":\"tram\"") != NULL,
        "%s", said);
    must_post("{'uid':'r','date':'2026-11-06','reverses':'a'}");
    expect_services(
        NULL, 10, "tram,implant,counsel,,1,0,0.00,\ntyt,pill,counsel,,1,0,0.00,\n");
    expect_services(
        NULL, 11, "tram,implant,counsel,,-1,0,0.00,\ntyt,pill,counsel,,-1,0,0.00,\n");
    expect_sound();
}

/* What a place may do changes; what was done stays. */
Test(services, stay_when_the_place_may_no_longer_give_them)
{
    must_post(ENTRY(
        "a", MOVES(GIVE("que", "tyt", "1")) "," SERVICE("tyt", "implant", "new", "")));
    reload_catalogue(
        "kho: catalogue/1\nplaces:\n  - {code: tyt, kind: store, name: Trạm A, "
        "parent: cds}\n");
    post(ENTRY(
        "b", MOVES(GIVE("que", "tyt", "1")) "," SERVICE("tyt", "implant", "new", "")));
    cr_expect(strstr(said, "\"status\":\"route\"") != NULL, "%s", said);
    expect_services("tyt", 10, "tyt,implant,new,,1,1,2.50,\n");
    expect_sound();
    must_post(ENTRY("r", "'reverses':'a'"));
    expect_services("tyt", 10, "");
    expect_sound();
}

/* The tallies of a campaign at a place in October, as "item verb value"; "" where none.
 */
static const char *campaign_at(const char *place)
{
    static char text[512];
    const int32_t id = kho__find_place(&ledger->catalogue, place);
    kho__sheet sheet = {0};
    bool found;

    text[0] = '\0';
    cr_assert(eq(int,
        kho__sheet_exact(
            ledger, id, kho_month_of(kho_date_of(2026, 10, 1)), &sheet, &found),
        KHO_OK));
    for (size_t i = 0; found && i < sheet.tally_count; i++) {
        const kho__tallied *at = &sheet.tallies[i];
        const size_t used = strlen(text);

        if (!kho__tally_is_service(at->key))
            snprintf(text + used, sizeof(text) - used, "%s %s %lld\n",
                kho__item_at(&ledger->catalogue, kho__tally_item(at->key))->as.code,
                kho_verb_word(kho__tally_verb(at->key)), (long long)at->value);
    }
    kho__sheet_free(&sheet);
    return text;
}

#define MOVE(item, from, to, quantity)                                                   \
 "{'item':'" item "','from':'" from "','to':'" to "','quantity':" quantity "}"

Test(services, of_a_campaign_keep_what_it_used_up)
{
    must_post(ENTRY(
        "a", "'campaign':'C-1'," MOVES(
                 GIVE("bcs", "tyt", "100") "," MOVE("bcs", "tyt", "ctv-1", "50") "," MOVE(
                     "vien", "tyt", "tram", "20") "," MOVE("vien", "tyt", "transit/tram",
                     "30") "," MOVE("bcs", "tyt", "hold/tyt", "5")) "," SERVICE("tyt",
                 "condom", "new", ",'mode':'campaign','clients':20")));
    must_post(ENTRY("b", "'campaign':'C-1'," MOVES(MOVE("bcs", "ctv-1", "tyt",
                             "10") "," GIVE("bcs", "ctv-1", "15"))));
    cr_expect(eq(str, (char *)campaign_at("tyt"),
        "vien ship 30\nvien transfer 20\nbcs issue 50\nbcs give_back 10\n"
        "bcs dispense 100\n"));
    cr_expect(eq(str, (char *)campaign_at("ctv-1"), "bcs dispense 15\n"));
    cr_expect(eq(str, (char *)campaign_at("tram"), ""));
    expect_services("tyt", 10, "tyt,condom,new,,20,100,0.83,\n");
    expect_sound();
    must_post(ENTRY("r", "'reverses':'b'"));
    cr_expect(eq(str, (char *)campaign_at("tyt"),
        "vien ship 30\nvien transfer 20\nbcs issue 50\nbcs dispense 100\n"));
    must_post(ENTRY("s", "'reverses':'a'"));
    cr_expect(eq(str, (char *)campaign_at("tyt"), ""));
    cr_expect(eq(str, (char *)campaign_at("ctv-1"), ""));
    expect_sound();
}

/* The world outside keeps no sheets. */
Test(services, of_a_campaign_are_not_the_suppliers)
{
    must_post(ENTRY("a", "'campaign':'C-1','moves':[{'item':'bcs','lot':'A','expiry':'"
                         "2029-12','from':'ncc',"
                         "'to':'transit/tyt','quantity':100}]"));
    cr_expect(eq(str, (char *)campaign_at("ncc"), ""));
    cr_expect(eq(str, (char *)campaign_at("transit/tyt"), ""));
    expect_sound();
}

/* Write another sheet of October over the station's, as somebody with SQL would. */
static void overwrite_sheet(kho__sheet *sheet)
{
    kho__buffer bytes = {0};
    sqlite3 *db;
    sqlite3_stmt *statement;

    kho__sheet_pack(sheet, &bytes);
    kho_ledger_close(ledger);
    ledger = NULL;
    cr_assert(eq(int, sqlite3_open("x.kho", &db), SQLITE_OK));
    cr_assert(eq(int,
        sqlite3_prepare_v2(db, "UPDATE sheet SET body = ? WHERE month = ? AND place = ?",
            -1, &statement, NULL),
        SQLITE_OK));
    sqlite3_bind_blob(statement, 1, bytes.bytes, (int)bytes.size, SQLITE_TRANSIENT);
    sqlite3_bind_int(statement, 2, sheet->month);
    sqlite3_bind_int(statement, 3, sheet->place);
    cr_assert(eq(int, sqlite3_step(statement), SQLITE_DONE));
    cr_assert(eq(int, sqlite3_changes(db), 1));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    kho__buffer_free(&bytes);
    cr_assert(eq(int, kho_ledger_open("x.kho", NULL, &ledger), KHO_OK));
}

/* A tally that somebody changed, and one of an item that there isn't. */
Test(services, that_were_tampered_with_are_found)
{
    kho__sheet sheet = {0};
    kho__tally_key key;
    bool found;

    must_post(ENTRY("a", SERVICE("tyt", "condom", "counsel", ",'clients':5")));
    cr_assert(eq(int,
        kho__sheet_exact(ledger, kho__find_place(&ledger->catalogue, "tyt"),
            kho_month_of(kho_date_of(2026, 10, 1)), &sheet, &found),
        KHO_OK));
    cr_assert(eq(sz, sheet.tally_count, 1));
    expect_sound();
    sheet.tallies[0].value = 6;
    overwrite_sheet(&sheet);
    cr_expect(eq(sz, count_faults(), 1));
    sheet.tallies[0].value = 5;
    overwrite_sheet(&sheet);
    expect_sound();
    key = sheet.tallies[0].key;
    sheet.tallies[0].key = key | 1000;
    overwrite_sheet(&sheet);
    cr_expect(strstr(services_of("tyt", 10), "is malformed") != NULL);
    sheet.tallies[0].key = key;
    overwrite_sheet(&sheet);
    expect_sound();
    kho__sheet_free(&sheet);
}

Test(services, that_are_clinical_are_of_stores_only)
{
    write_file("c.yaml",
        "kho: catalogue/1\nplaces:\n  - {code: ctv-9, kind: collaborator, "
        "name: CTV 9, parent: tyt, clinical: true}\n");
    cr_expect(
        eq(int, kho_ledger_load_catalogue(ledger, "c.yaml", KHO_NO_DATE, false, NULL),
            KHO_EINVALID));
    cr_expect(
        strstr(kho_error_last()->message, "only a store gives clinical services") != NULL,
        "%s", kho_error_last()->message);
}
