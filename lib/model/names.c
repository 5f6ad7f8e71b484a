#include "model/names.h"

#include <string.h>

/* clang-format off */
/* Every table ends with a NULL word, also those that are read by their enum. */

const kho__name kho__verb_names[] = {
    [KHO_BEGIN] = {"begin", "Tồn đầu", "Beginning"},
    [KHO_RECEIVE] = {"receive", "Nhập kho", "Receipt"},
    [KHO_SEND_BACK] = {"send_back", "Trả lại nơi cấp", "Sent back"},
    [KHO_SHIP] = {"ship", "Gửi đi", "Shipment"},
    [KHO_ARRIVE] = {"arrive", "Hàng đến", "Arrival"},
    [KHO_TRANSFER] = {"transfer", "Điều chuyển", "Transfer"},
    [KHO_ISSUE] = {"issue", "Cấp CTV", "Issue"},
    [KHO_GIVE_BACK] = {"give_back", "CTV trả lại", "Return"},
    [KHO_DISPENSE] = {"dispense", "Cấp phát", "Dispensing"},
    [KHO_HOLD_BACK] = {"hold", "Tạm giữ", "Hold"},
    [KHO_RELEASE] = {"release", "Thôi tạm giữ", "Release"},
    [KHO_LOSE] = {"lose", "Hao hụt", "Loss"},
    [KHO_ADJUST] = {"adjust", "Điều chỉnh", "Adjustment"},
    [KHO_VERBS] = {NULL, NULL, NULL},
};

const kho__name kho__kind_names[] = {
    [KHO_SUPPLIER] = {"supplier", "Nơi cung cấp", "Supplier"},
    [KHO_OPENING] = {"opening", "Tồn ban đầu", "Opening balance"},
    [KHO_STORE] = {"store", "Kho", "Store"},
    [KHO_HOLD] = {"hold", "Khu tạm giữ", "Quarantine shelf"},
    [KHO_TRANSIT] = {"transit", "Đang trên đường", "In transit"},
    [KHO_COLLABORATOR] = {"collaborator", "Cộng tác viên", "Collaborator"},
    [KHO_CLIENT] = {"client", "Khách hàng", "Client"},
    [KHO_LOSS] = {"loss", "Hao hụt", "Loss"},
    [KHO_COUNT] = {"count", "Kiểm kê", "Physical count"},
    [KHO_PLACE_KINDS] = {NULL, NULL, NULL},
};

const kho__name kho__standing_names[] = {
    [KHO_STOCKED_OUT] = {"stocked_out", "Hết hàng", "Stocked out"},
    [KHO_UNKNOWN] = {"unknown", "Chưa rõ", "Unknown"},
    [KHO_EMERGENCY] = {"emergency", "Khẩn cấp", "Emergency"},
    [KHO_LOW] = {"low", "Dưới tối thiểu", "Low"},
    [KHO_OVER] = {"over", "Vượt tối đa", "Over"},
    [KHO_ADEQUATE] = {"adequate", "Đủ", "Adequate"},
    {NULL, NULL, NULL},
};

const kho__name kho__alert_names[] = {
    [KHO__STOCKED_OUT] = {"stocked_out", "Hết hàng", "Stocked out"},
    [KHO__NEGATIVE] = {"negative", "Tồn âm", "Negative balance"},
    [KHO__EMERGENCY] = {"emergency", "Khẩn cấp", "Emergency"},
    [KHO__EXPIRED] = {"expired", "Đã hết hạn", "Expired"},
    [KHO__LOW] = {"low", "Dưới tối thiểu", "Low"},
    [KHO__AT_RISK] = {"at_risk", "Dùng không kịp hạn", "At risk of expiry"},
    [KHO__NEAR_EXPIRY] = {"near_expiry", "Sắp hết hạn", "Near expiry"},
    [KHO__DISCREPANCY] = {"discrepancy", "Lệch kiểm kê", "Count discrepancy"},
    [KHO__LATE_REPORT] = {"late_report", "Báo cáo chậm", "Late report"},
    [KHO__OVER] = {"over", "Vượt tối đa", "Over"},
    [KHO__ALERTS] = {NULL, NULL, NULL},
};

const kho__name kho__why_names[] = {
    [KHO__WHY_EXPIRED] = {"expired", "đã hết hạn", "expired"},
    [KHO__WHY_HELD] = {"held", "đang tạm giữ", "held"},
    [KHO__WHY_CHANNEL] = {"other_channel", "thuộc kênh khác", "of another channel"},
    [KHO__WHY_SHORT_LIFE] = {"short_life", "hạn còn lại quá ngắn", "too short a life"},
    [KHO__WHY_SHORT] = {"short", "không đủ", "not enough"},
    [KHO__WHY_UNEXPIRED] = {"unexpired", "chưa hết hạn", "not expired"},
    [KHO__WHYS] = {NULL, NULL, NULL},
};

/* The codes of the population statistics, 1 to 8. */
const kho__name kho__method_names[] = {
    {"iud", "Dụng cụ tử cung", "IUD"},
    {"male_sterilisation", "Triệt sản nam", "Male sterilisation"},
    {"female_sterilisation", "Triệt sản nữ", "Female sterilisation"},
    {"condom", "Bao cao su", "Condom"},
    {"pill", "Thuốc uống tránh thai", "Pill"},
    {"injectable", "Thuốc tiêm tránh thai", "Injectable"},
    {"implant", "Thuốc cấy tránh thai", "Implant"},
    {"other", "Biện pháp khác", "Other"},
    {NULL, NULL, NULL},
};

const kho__name kho__indicator_names[] = {
    [KHO__INDICATOR_OUT] = {"stocked_out", "Nơi hết hàng của biện pháp", "Places stocked out of the method"},
    [KHO__INDICATOR_OUT_ANY] = {"stocked_out_any", "Nơi hết hàng ít nhất một biện pháp", "Places stocked out of some method"},
    [KHO__INDICATOR_RANGE] = {"range_of_methods_#", "Nơi có sẵn ít nhất # biện pháp", "Places with at least # methods"},
    [KHO__INDICATOR_PLAN] = {"according_to_plan", "Mức tồn đúng kế hoạch (từ tối thiểu đến tối đa)", "Stocked according to plan (min to max)"},
    [KHO__INDICATOR_WASTAGE] = {"wastage", "Tỷ lệ hao hụt", "Wastage"},
    [KHO__INDICATOR_EXPIRED] = {"expired_share", "Tỷ lệ hết hạn", "Expired share"},
    [KHO__INDICATORS] = {NULL, NULL, NULL},
};

const kho__name kho__channel_names[] = {
    {"free", "Miễn phí", "Free"},
    {"social_marketing", "Tiếp thị xã hội", "Social marketing"},
    {"socialised", "Xã hội hóa", "Socialised"},
    {NULL, NULL, NULL},
};

const kho__name kho__report_names[] = {
    {"month", "Báo cáo tháng", "Monthly report"},
    {"quarter", "Báo cáo quý", "Quarterly report"},
    {"year", "Báo cáo năm", "Annual report"},
    {NULL, NULL, NULL},
};

const kho__name kho__state_names[] = {
    [KHO__ON_TIME] = {"on_time", "Đúng hạn", "On time"},
    [KHO__LATE] = {"late", "Chậm", "Late"},
    [KHO__MISSING] = {"missing", "Chưa gửi", "Missing"},
    [KHO__NOT_DUE] = {"not_due", "Chưa đến hạn", "Not due yet"},
    [KHO__REPORT_STATES] = {NULL, NULL, NULL},
};

const kho__name kho__recipient_names[] = {
    {"health_department", "Sở Y tế", "Health department"},
    {"commune_committee", "Ủy ban nhân dân xã", "Commune people's committee"},
    {"population_department", "Cục Dân số", "Population department"},
    {NULL, NULL, NULL},
};

const kho__name kho__fault_names[] = {
    {"chain", "Chuỗi băm không khớp", "Hash chain doesn't verify"},
    {"sequence", "Số thứ tự bút toán bị đứt", "Gap in the sequence of entries"},
    {"sheet", "Tờ tháng khác nhật ký", "Month sheet differs from the journal"},
    {"touch", "Dấu vết bút toán khác nhật ký", "Touched lines differ from the journal"},
    {"closing", "Khóa sổ khác nhật ký", "Closing differs from the journal"},
    {"catalogue", "Danh mục khác nhật ký", "Catalogue differs from the journal"},
    {"lot", "Lô khác nhật ký", "Lot differs from the journal"},
    {"rules", "Quy tắc khác nhật ký", "Rules differ from the journal"},
    {"balance", "Số tồn khác nhật ký", "Balance differs from the journal"},
    {"negative", "Tồn âm", "Negative balance"},
    {"sum", "Tổng mọi nơi khác 0", "Sum over all places isn't 0"},
    {"journal", "Bút toán không đọc được", "Entry can't be read"},
    {"foreign", "Tham chiếu tới thứ không có", "Reference to what isn't there"},
    {"schema", "Cấu trúc tệp bị thay đổi", "Structure of the file was changed"},
    {NULL, NULL, NULL},
};
/* clang-format on */

const kho__name *kho__name_find(const kho__name *names, const char *word)
{
    for (; names->word; names++) {
        if (strcmp(names->word, word) == 0)
            return names;
    }
    return NULL;
}
