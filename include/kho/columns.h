/**
 * @file
 * The columns of every question, written once: from these lists come the enums of C
 * (KHO_REPORT_CLOSING), the keys, the labels, the types and the printed digits.
 *
 * X(TABLE, COLUMN, key, type, digits, label in Vietnamese, label in English)
 */
#ifndef KHO_COLUMNS_H
#define KHO_COLUMNS_H

/* clang-format off */
/** Columns of kho_ledger_stock(). */
#define KHO_STOCK_COLUMNS(X) \
    X(STOCK, PLACE,    place,    KHO_TEXT,    0, "Nơi giữ",     "Place") \
    X(STOCK, ITEM,     item,     KHO_TEXT,    0, "Mặt hàng",    "Item") \
    X(STOCK, LOT,      lot,      KHO_TEXT,    0, "Số lô",       "Lot") \
    X(STOCK, EXPIRY,   expiry,   KHO_DATE,    0, "Hạn dùng",    "Expiry") \
    X(STOCK, CHANNEL,  channel,  KHO_TEXT,    0, "Kênh",        "Channel") \
    X(STOCK, QUANTITY, quantity, KHO_INTEGER, 0, "Tồn kho",     "Quantity") \
    X(STOCK, USABLE,   usable,   KHO_INTEGER, 0, "Dùng được",   "Usable")

/** Columns of kho_ledger_card(). */
#define KHO_CARD_COLUMNS(X) \
    X(CARD, DATE,    date,    KHO_DATE,    0, "Ngày",        "Date") \
    X(CARD, UID,     uid,     KHO_TEXT,    0, "Số chứng từ", "Voucher") \
    X(CARD, VERB,    verb,    KHO_TEXT,    0, "Diễn giải",   "Movement") \
    X(CARD, OTHER,   other,   KHO_TEXT,    0, "Nơi giao/nhận", "From/to") \
    X(CARD, LOT,     lot,     KHO_TEXT,    0, "Số lô",       "Lot") \
    X(CARD, EXPIRY,  expiry,  KHO_DATE,    0, "Hạn dùng",    "Expiry") \
    X(CARD, CHANNEL, channel, KHO_TEXT,    0, "Kênh",        "Channel") \
    X(CARD, ADDED,   added,   KHO_INTEGER, 0, "Nhập",        "In") \
    X(CARD, TAKEN,   taken,   KHO_INTEGER, 0, "Xuất",        "Out") \
    X(CARD, BALANCE, balance, KHO_INTEGER, 0, "Tồn",         "Balance")

/** Columns of kho_ledger_report(). */
#define KHO_REPORT_COLUMNS(X) \
    X(REPORT, PLACE,           place,           KHO_TEXT,     0, "Nơi giữ",        "Place") \
    X(REPORT, ITEM,            item,            KHO_TEXT,     0, "Mặt hàng",       "Item") \
    X(REPORT, CHANNEL,         channel,         KHO_TEXT,     0, "Kênh",           "Channel") \
    X(REPORT, UNIT,            unit,            KHO_TEXT,     0, "ĐVT",            "Unit") \
    X(REPORT, OPENING,         opening,         KHO_INTEGER,  0, "Tồn đầu kỳ",     "Opening") \
    X(REPORT, RECEIVED,        received,        KHO_INTEGER,  0, "Nhập",           "Received") \
    X(REPORT, RETURNED,        returned,        KHO_INTEGER,  0, "CTV trả lại",    "Returned") \
    X(REPORT, ISSUED,          issued,          KHO_INTEGER,  0, "Cấp CTV",        "Issued") \
    X(REPORT, DISPENSED,       dispensed,       KHO_INTEGER,  0, "Cấp phát",       "Dispensed") \
    X(REPORT, TRANSFERRED_IN,  transferred_in,  KHO_INTEGER,  0, "Điều chuyển đến", "Transferred in") \
    X(REPORT, TRANSFERRED_OUT, transferred_out, KHO_INTEGER,  0, "Điều chuyển đi", "Transferred out") \
    X(REPORT, LOST,            lost,            KHO_INTEGER,  0, "Hao hụt",        "Lost") \
    X(REPORT, ADJUSTED,        adjusted,        KHO_INTEGER,  0, "Điều chỉnh",     "Adjusted") \
    X(REPORT, CLOSING,         closing,         KHO_INTEGER,  0, "Tồn cuối kỳ",    "Closing") \
    X(REPORT, HELD,            held,            KHO_INTEGER,  0, "Tạm giữ",        "Held") \
    X(REPORT, DAYS_OUT,        days_out,        KHO_INTEGER,  0, "Ngày hết hàng",  "Days out") \
    X(REPORT, AMC,             amc,             KHO_RATIONAL, 0, "TB tháng",       "AMC") \
    X(REPORT, MONTHS,          months,          KHO_RATIONAL, 1, "Số tháng tồn",   "Months of stock") \
    X(REPORT, STATUS,          status,          KHO_TEXT,     0, "Tình trạng",     "Status") \
    X(REPORT, TO_ORDER,        to_order,        KHO_INTEGER,  0, "Đề nghị cấp",    "To order")

/** Columns of kho_ledger_alerts(). */
#define KHO_ALERTS_COLUMNS(X) \
    X(ALERTS, SEVERITY, severity, KHO_INTEGER,  0, "Mức",           "Severity") \
    X(ALERTS, ALERT,    alert,    KHO_TEXT,     0, "Cảnh báo",      "Alert") \
    X(ALERTS, PLACE,    place,    KHO_TEXT,     0, "Nơi giữ",       "Place") \
    X(ALERTS, ITEM,     item,     KHO_TEXT,     0, "Mặt hàng",      "Item") \
    X(ALERTS, CHANNEL,  channel,  KHO_TEXT,     0, "Kênh",          "Channel") \
    X(ALERTS, LOT,      lot,      KHO_TEXT,     0, "Số lô",         "Lot") \
    X(ALERTS, EXPIRY,   expiry,   KHO_DATE,     0, "Hạn dùng",      "Expiry") \
    X(ALERTS, QUANTITY, quantity, KHO_INTEGER,  0, "Số lượng",      "Quantity") \
    X(ALERTS, MONTHS,   months,   KHO_RATIONAL, 1, "Số tháng tồn",  "Months of stock") \
    X(ALERTS, TO_ORDER, to_order, KHO_INTEGER,  0, "Đề nghị cấp",   "To order") \
    X(ALERTS, SINCE,    since,    KHO_DATE,     0, "Từ ngày",       "Since")

/** Columns of kho_ledger_check(). */
#define KHO_CHECK_COLUMNS(X) \
    X(CHECK, KIND,     kind,     KHO_TEXT,    0, "Lỗi",      "Fault") \
    X(CHECK, ENTRY,    entry,    KHO_INTEGER, 0, "Bút toán", "Entry") \
    X(CHECK, PLACE,    place,    KHO_TEXT,    0, "Nơi giữ",  "Place") \
    X(CHECK, ITEM,     item,     KHO_TEXT,    0, "Mặt hàng", "Item") \
    X(CHECK, LOT,      lot,      KHO_TEXT,    0, "Số lô",    "Lot") \
    X(CHECK, EXPECTED, expected, KHO_TEXT,    0, "Phải là",  "Expected") \
    X(CHECK, FOUND,    found,    KHO_TEXT,    0, "Thấy là",  "Found")

/** Columns of kho_ledger_list() with KHO_LIST_ITEMS. */
#define KHO_ITEMS_COLUMNS(X) \
    X(ITEMS, ITEM,      item,      KHO_TEXT,    0, "Mặt hàng",   "Item") \
    X(ITEMS, UNIT,      unit,      KHO_TEXT,    0, "ĐVT",        "Unit") \
    X(ITEMS, PACK,      pack,      KHO_INTEGER, 0, "Quy cách",   "Pack") \
    X(ITEMS, METHOD,    method,    KHO_TEXT,    0, "Biện pháp",  "Method") \
    X(ITEMS, CLINICAL,  clinical,  KHO_INTEGER, 0, "Lâm sàng",   "Clinical") \
    X(ITEMS, LOTS,      lots,      KHO_INTEGER, 0, "Theo lô",    "Lots required")

/** Columns of kho_ledger_list() with KHO_LIST_PLACES. */
#define KHO_PLACES_COLUMNS(X) \
    X(PLACES, PLACE,  place,  KHO_TEXT, 0, "Nơi giữ",   "Place") \
    X(PLACES, KIND,   kind,   KHO_TEXT, 0, "Loại",      "Kind") \
    X(PLACES, LEVEL,  level,  KHO_TEXT, 0, "Cấp",       "Level") \
    X(PLACES, PARENT, parent, KHO_TEXT, 0, "Trực thuộc", "Parent")

/** Columns of kho_ledger_list() with KHO_LIST_LOTS. */
#define KHO_LOTS_COLUMNS(X) \
    X(LOTS, ITEM,    item,    KHO_TEXT, 0, "Mặt hàng", "Item") \
    X(LOTS, LOT,     lot,     KHO_TEXT, 0, "Số lô",    "Lot") \
    X(LOTS, EXPIRY,  expiry,  KHO_DATE, 0, "Hạn dùng", "Expiry") \
    X(LOTS, CHANNEL, channel, KHO_TEXT, 0, "Kênh",     "Channel")

/** Columns of kho_ledger_list() with KHO_LIST_CHANNELS. */
#define KHO_CHANNELS_COLUMNS(X) \
    X(CHANNELS, CHANNEL, channel, KHO_TEXT, 0, "Kênh", "Channel")

/** Columns of kho_ledger_import_monthly(). */
#define KHO_IMPORT_COLUMNS(X) \
    X(IMPORT, READ,         read,         KHO_INTEGER, 0, "Đã đọc",       "Read") \
    X(IMPORT, POSTED,       posted,       KHO_INTEGER, 0, "Đã ghi",       "Posted") \
    X(IMPORT, EXISTING,     existing,     KHO_INTEGER, 0, "Đã có",        "Existing") \
    X(IMPORT, AMENDED,      amended,      KHO_INTEGER, 0, "Đã sửa",       "Amended") \
    X(IMPORT, REFUSED,      refused,      KHO_INTEGER, 0, "Bị từ chối",   "Refused") \
    X(IMPORT, CARRY_BREAKS, carry_breaks, KHO_INTEGER, 0, "Lệch tồn đầu", "Carry breaks") \
    X(IMPORT, WARNINGS,     warnings,     KHO_INTEGER, 0, "Lưu ý",        "Warnings")

/** Every question: X(TABLE, name, title in Vietnamese, title in English). */
#define KHO_TABLES(X) \
    X(STOCK,    stock,    "Tồn kho theo lô",                    "Stock by lot") \
    X(CARD,     card,     "Thẻ kho",                            "Stock card") \
    X(REPORT,   report,   "Báo cáo nhập - xuất - tồn",          "Stock report") \
    X(ALERTS,   alerts,   "Cảnh báo",                           "Alerts") \
    X(CHECK,    check,    "Kiểm tra sổ",                        "Check of the ledger") \
    X(ITEMS,    items,    "Danh mục mặt hàng",                  "Items") \
    X(PLACES,   places,   "Danh mục nơi giữ",                   "Places") \
    X(LOTS,     lots,     "Danh mục lô",                        "Lots") \
    X(CHANNELS, channels, "Danh mục kênh",                      "Channels") \
    X(IMPORT,   import,   "Kết quả nhập báo cáo tháng",         "Import of monthly returns")

/** @cond the enums: KHO_REPORT_CLOSING and its like, and KHO_REPORT_WIDTH columns in all */
#define KHO_COLUMN_ENUM_(TABLE, COLUMN, key, type, digits, vi, en) KHO_##TABLE##_##COLUMN,
#define KHO_COLUMNS_ENUM_(TABLE, name, vi, en) \
    enum kho_##name##_column { KHO_##TABLE##_COLUMNS(KHO_COLUMN_ENUM_) KHO_##TABLE##_WIDTH };
KHO_TABLES(KHO_COLUMNS_ENUM_)
#undef KHO_COLUMNS_ENUM_
#undef KHO_COLUMN_ENUM_
/** @endcond */
/* clang-format on */

#endif
