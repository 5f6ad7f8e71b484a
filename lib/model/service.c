#include "model/service.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
const kho__name kho__method_names[] = {
    [KHO_NO_METHOD] = {"none", "Không dùng", "None"},
    [KHO_IUD] = {"iud", "Dụng cụ tử cung", "IUD"},
    [KHO_MALE_STERILISATION] = {"male_sterilisation", "Triệt sản nam", "Male sterilisation"},
    [KHO_FEMALE_STERILISATION] = {"female_sterilisation", "Triệt sản nữ", "Female sterilisation"},
    [KHO_CONDOM] = {"condom", "Bao cao su", "Condom"},
    [KHO_PILL] = {"pill", "Thuốc uống tránh thai", "Pill"},
    [KHO_INJECTABLE] = {"injectable", "Thuốc tiêm tránh thai", "Injectable"},
    [KHO_IMPLANT] = {"implant", "Thuốc cấy tránh thai", "Implant"},
    [KHO_OTHER_METHOD] = {"other", "Biện pháp khác", "Other"},
    [KHO_METHODS] = {NULL, NULL, NULL},
};

const kho__name kho__service_kind_names[] = {
    [KHO_NEW] = {"new", "Mới", "New"},
    [KHO_RESUPPLY] = {"resupply", "Cấp tiếp", "Resupply"},
    [KHO_SWITCH] = {"switch", "Đổi biện pháp", "Switch"},
    [KHO_REMOVAL] = {"removal", "Tháo", "Removal"},
    [KHO_COUNSEL] = {"counsel", "Tư vấn", "Counselling"},
    [KHO_COMPLICATION] = {"complication", "Tai biến", "Complication"},
    [KHO_STOP] = {"stop", "Thôi sử dụng", "Stopped"},
    [KHO_SERVICE_KINDS] = {NULL, NULL, NULL},
};

const kho__name kho__service_mode_names[] = {
    [KHO_FIXED] = {"fixed", "Tại cơ sở", "Fixed site"},
    [KHO_IN_CAMPAIGN] = {"campaign", "Chiến dịch", "Campaign"},
    [KHO_MOBILE] = {"mobile", "Khám lưu động", "Mobile clinic"},
    [KHO_AT_HOME] = {"home", "Tại nhà", "At home"},
    [KHO_SERVICE_MODES] = {NULL, NULL, NULL},
};

const kho__name kho__new_to_names[] = {
    [KHO_NOT_NEW] = {"", "", ""},
    [KHO_NEW_EVER] = {"ever", "Lần đầu trong đời", "First ever"},
    [KHO_NEW_HERE] = {"here", "Mới tại nơi này", "New here"},
    [KHO_NEW_METHOD] = {"method", "Mới dùng biện pháp này", "New to the method"},
    [KHO_NEW_MEANINGS] = {NULL, NULL, NULL},
};
/* clang-format on */

static const char *word_at(const kho__name *names, int index, int count)
{
    return index >= 0 && index < count && names[index].word[0] ? names[index].word : NULL;
}

const char *kho_method_word(kho_method method)
{
    return word_at(kho__method_names, (int)method, KHO_METHODS);
}

const char *kho_service_kind_word(kho_service_kind kind)
{
    return word_at(kho__service_kind_names, (int)kind, KHO_SERVICE_KINDS);
}

const char *kho_service_mode_word(kho_service_mode mode)
{
    return word_at(kho__service_mode_names, (int)mode, KHO_SERVICE_MODES);
}

const char *kho_new_to_word(kho_new_to meaning)
{
    return word_at(kho__new_to_names, (int)meaning, KHO_NEW_MEANINGS);
}

kho_method kho_method_parse(const char *text)
{
    const kho__name *name;

    if (!text)
        return KHO_METHODS;
    if (text[0] >= '0' && text[0] <= '8' && !text[1])
        return (kho_method)(text[0] - '0');
    name = kho__name_find(kho__method_names, text);
    return name ? (kho_method)(name - kho__method_names) : KHO_METHODS;
}

const char *kho__method_name(const char *text)
{
    const char *word = text ? kho_method_word(kho_method_parse(text)) : NULL;

    return word ? word : text;
}

/* Up to three digits without a leading zero, below KHO__AGE_MOST. */
static bool take_age(const char **at, uint8_t *out)
{
    const char *start = *at;
    int age = 0;

    while (**at >= '0' && **at <= '9' && *at - start < 3)
        age = age * 10 + *(*at)++ - '0';
    *out = (uint8_t)age;
    return *at > start && age < KHO__AGE_MOST && (*start != '0' || *at - start == 1);
}

bool kho__ages_parse(const char *text, kho__ages *out)
{
    const char *at = text;

    if (*at == '<') {
        at++;
        out->low = 0;
        if (!take_age(&at, &out->high) || !out->high || *at)
            return false;
        out->high--;
        return true;
    }
    if (!take_age(&at, &out->low))
        return false;
    if (strcmp(at, "+") == 0) {
        out->high = KHO__AGE_MOST;
        return true;
    }
    return *at++ == '-' && take_age(&at, &out->high) && !*at && out->low <= out->high;
}

char *kho__ages_format(kho__ages ages, char buffer[KHO__AGES_TEXT])
{
    if (ages.low >= KHO__AGE_MOST)
        buffer[0] = '\0';
    else if (ages.high >= KHO__AGE_MOST)
        snprintf(buffer, KHO__AGES_TEXT, "%d+", ages.low % 128);
    else if (!ages.low)
        snprintf(buffer, KHO__AGES_TEXT, "<%d", ages.high + 1);
    else
        snprintf(buffer, KHO__AGES_TEXT, "%d-%d", ages.low % 128, ages.high % 128);
    return buffer;
}

bool kho__method_is_clinical(kho_method method)
{
    return method == KHO_IUD || method == KHO_MALE_STERILISATION ||
           method == KHO_FEMALE_STERILISATION || method == KHO_INJECTABLE ||
           method == KHO_IMPLANT;
}

bool kho__kind_gives(kho_service_kind kind)
{
    return kind == KHO_NEW || kind == KHO_RESUPPLY || kind == KHO_SWITCH;
}

kho_method kho__item_method(const kho_item *item)
{
    const kho_method method =
        item->method ? kho_method_parse(item->method) : KHO_NO_METHOD;

    return method == KHO_METHODS ? KHO_OTHER_METHOD : method;
}

/* Where the parts of a key lie: 16 bits of item, then what goes with it. */
enum {
    ITEM_BITS = 16,
    HIGH_AT = 16,
    LOW_AT = 23,
    NEW_AT = 30,
    MODE_AT = 32,
    KIND_AT = 34,
    METHOD_AT = 37,
    SERVICE_BITS = 41,
    VERB_AT = 16,
    CHANNEL_AT = 24,
    CAMPAIGN_BITS = 32
};

#define CAMPAIGN ((kho__tally_key)1 << 62)

static uint64_t part(kho__tally_key key, int at, int bits)
{
    return key >> at & (((uint64_t)1 << bits) - 1);
}

kho__tally_key kho__tally_service(const kho__served *served, int32_t item)
{
    return (kho__tally_key)served->method << METHOD_AT |
           (kho__tally_key)served->kind << KIND_AT |
           (kho__tally_key)served->mode << MODE_AT |
           (kho__tally_key)served->new_to << NEW_AT |
           (kho__tally_key)served->ages.low << LOW_AT |
           (kho__tally_key)served->ages.high << HIGH_AT | (kho__tally_key)item;
}

kho__tally_key kho__tally_campaign(int32_t item, int32_t channel, kho_verb verb)
{
    return CAMPAIGN | (kho__tally_key)channel << CHANNEL_AT |
           (kho__tally_key)verb << VERB_AT | (kho__tally_key)item;
}

bool kho__tally_is_service(kho__tally_key key)
{
    return !(key & CAMPAIGN);
}

kho__served kho__tally_served(kho__tally_key key)
{
    return (kho__served){
        (kho_method)part(key, METHOD_AT, 4), (kho_service_kind)part(key, KIND_AT, 3),
        (kho_service_mode)part(key, MODE_AT, 2), (kho_new_to)part(key, NEW_AT, 2),
        {(uint8_t)part(key, LOW_AT, 7), (uint8_t)part(key, HIGH_AT, 7)}
    };
}

int32_t kho__tally_item(kho__tally_key key)
{
    return (int32_t)part(key, 0, ITEM_BITS);
}

int32_t kho__tally_channel(kho__tally_key key)
{
    return (int32_t)part(key, CHANNEL_AT, 8);
}

kho_verb kho__tally_verb(kho__tally_key key)
{
    return (kho_verb)part(key, VERB_AT, 8);
}

bool kho__tally_valid(kho__tally_key key)
{
    if (!kho__tally_is_service(key))
        return !((key & ~CAMPAIGN) >> CAMPAIGN_BITS) && kho__tally_item(key) &&
               kho__tally_channel(key) && kho__tally_verb(key) < KHO_VERBS;
    const kho__served served = kho__tally_served(key);

    return !(key >> SERVICE_BITS) && served.method < KHO_METHODS &&
           served.kind < KHO_SERVICE_KINDS && served.ages.low <= served.ages.high;
}
