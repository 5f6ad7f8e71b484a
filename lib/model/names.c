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

const kho__name kho__indicator_names[] = {
    [KHO__INDICATOR_OUT] = {"stocked_out", "Nơi hết hàng của biện pháp", "Places stocked out of the method"},
    [KHO__INDICATOR_OUT_ANY] = {"stocked_out_any", "Nơi hết hàng ít nhất một biện pháp", "Places stocked out of some method"},
    [KHO__INDICATOR_RANGE] = {"range_of_methods_#", "Nơi có sẵn ít nhất # biện pháp", "Places with at least # methods"},
    [KHO__INDICATOR_PLAN] = {"according_to_plan", "Mức tồn đúng kế hoạch (từ tối thiểu đến tối đa)", "Stocked according to plan (min to max)"},
    [KHO__INDICATOR_WASTAGE] = {"wastage", "Tỷ lệ hao hụt", "Wastage"},
    [KHO__INDICATOR_EXPIRED] = {"expired_share", "Tỷ lệ hết hạn", "Expired share"},
    [KHO__INDICATORS] = {NULL, NULL, NULL},
};

const kho__name kho__step_names[] = {
    [KHO__STEP_RULE] = {"rule", "Quy tắc", "Rule"},
    [KHO__STEP_MONTH] = {"month", "Tiêu thụ tháng", "Consumed in"},
    [KHO__STEP_AMC] = {"amc", "Tiêu thụ bình quân tháng", "Average monthly consumption"},
    [KHO__STEP_USABLE] = {"usable", "Dùng được", "Usable"},
    [KHO__STEP_IN_TRANSIT] = {"in_transit", "Đang về", "In transit"},
    [KHO__STEP_AT_RISK] = {"at_risk", "Dùng không kịp hạn", "At risk of expiry"},
    [KHO__STEP_EXPIRING] = {"expiring", "Tổng số dùng không kịp hạn", "Will expire before use"},
    [KHO__STEP_POSITION] = {"position", "Tồn tính để đặt hàng", "Stock position"},
    [KHO__STEP_MIN] = {"min", "Mức tối thiểu", "Minimum"},
    [KHO__STEP_MAX] = {"max", "Mức tối đa cần đạt", "Maximum, the target"},
    [KHO__STEP_EMERGENCY] = {"emergency", "Mức khẩn cấp", "Emergency level"},
    [KHO__STEP_MONTHS] = {"months", "Số tháng tồn", "Months of stock"},
    [KHO__STEP_STATUS] = {"status", "Tình trạng", "Status"},
    [KHO__STEP_POLICY] = {"policy", "Cách đặt hàng", "Policy of ordering"},
    [KHO__STEP_DUE] = {"due", "Đặt hàng lần này", "Order due"},
    [KHO__STEP_ORDER] = {"order", "Cần thêm", "Needed"},
    [KHO__STEP_PACKS] = {"packs", "Làm tròn theo gói", "In packs"},
    [KHO__STEP_RUN_OUT] = {"run_out", "Đủ dùng hết ngày", "Lasts to the end of"},
    [KHO__STEP_BECAUSE] = {"because", "Kết luận", "In short"},
    [KHO__STEPS] = {NULL, NULL, NULL},
};

const kho__name kho__instead_names[] = {
    [KHO__INSTEAD_BEFORE_RECEIPT] = {"before_receipt", "trước lần nhập đầu tiên", "before the first receipt"},
    [KHO__INSTEAD_NO_RETURN] = {"no_return", "tháng không có báo cáo", "no return came for the month"},
    [KHO__INSTEAD_OUT_THROUGHOUT] = {"out_throughout", "hết hàng cả tháng, bỏ qua", "out of stock throughout, skipped"},
    [KHO__INSTEAD_NO_MONTH] = {"no_month", "không có tháng nào được tính", "no month counts"},
    [KHO__INSTEAD_NO_USE] = {"no_use", "không tiêu thụ", "nothing is used"},
    [KHO__INSTEAD_NOT_DUE] = {"not_due", "chưa đến lúc đặt hàng", "not due"},
    [KHO__INSTEAD_BY_HAND] = {"by_hand", "tự định số lượng", "set by hand"},
    [KHO__INSTEAD_AFTER_2199] = {"after_2199", "sau năm 2199", "after 2199"},
    [KHO__INSTEADS] = {NULL, NULL, NULL},
};

const kho__name kho__policy_names[] = {
    [KHO_PERIODIC] = {"periodic", "mỗi kỳ, bổ sung đến mức tối đa", "at every review, up to the maximum"},
    [KHO_CONTINUOUS] = {"continuous", "ngay khi xuống mức tối thiểu", "as soon as it is down to the minimum"},
    [KHO_STANDARD] = {"standard", "đến kỳ mà đã xuống mức tối thiểu", "at a review, where it is down to the minimum"},
    {NULL, NULL, NULL},
};

const kho__name kho__answer_names[] = {
    {"no", "không", "no"},
    {"yes", "có", "yes"},
    {NULL, NULL, NULL},
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

const kho__name kho__late_names[] = {
    {"late_report", "Chậm báo cáo tháng", "Late monthly report"},
    {"late_report", "Chậm báo cáo quý", "Late quarterly report"},
    {"late_report", "Chậm báo cáo năm", "Late annual report"},
    {NULL, NULL, NULL},
};

const kho__name kho__quality_names[] = {
    [KHO__REPORTED] = {"reporting_rate", "Tỷ lệ gửi báo cáo", "Reporting rate"},
    [KHO__REPORTED_ON_TIME] = {"on_time", "Tỷ lệ báo cáo đúng hạn", "Reports on time"},
    [KHO__COUNTS_AGREE] = {"count_accuracy", "Kiểm kê khớp sổ", "Counts that agree with the books"},
    [KHO__CARRY_BREAKS] = {"carry_breaks", "Báo cáo lệch tồn đầu kỳ", "Returns whose opening was put right"},
    [KHO__DISCREPANCIES] = {"discrepancies", "Lô còn lệch kiểm kê", "Lots with a standing count discrepancy"},
    [KHO__LATE_ENTRIES] = {"late_entries", "Chứng từ ghi vào tháng đã khóa sổ", "Entries into closed months"},
    [KHO__QUALITIES] = {NULL, NULL, NULL},
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
    {"head", "Không có bút toán đã xác nhận", "An acknowledged entry isn't there"},
    {"sequence", "Số thứ tự bút toán bị đứt", "Gap in the sequence of entries"},
    {"sheet", "Tờ tháng khác nhật ký", "Month sheet differs from the journal"},
    {"touch", "Dấu vết bút toán khác nhật ký", "Touched lines differ from the journal"},
    {"closing", "Khóa sổ khác nhật ký", "Closing differs from the journal"},
    {"catalogue", "Danh mục khác nhật ký", "Catalogue differs from the journal"},
    {"circle", "Các nơi trực thuộc vòng tròn", "Places stand in a circle"},
    {"lot", "Lô khác nhật ký", "Lot differs from the journal"},
    {"rules", "Quy tắc khác nhật ký", "Rules differ from the journal"},
    {"balance", "Số tồn khác nhật ký", "Balance differs from the journal"},
    {"negative", "Tồn âm", "Negative balance"},
    {"sum", "Tổng mọi nơi khác 0", "Sum over all places isn't 0"},
    {"journal", "Bút toán không đọc được", "Entry can't be read"},
    {"client", "Liên kết khách hàng bị hỏng", "Links to clients are damaged"},
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
