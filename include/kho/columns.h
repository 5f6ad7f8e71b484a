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

/** @cond the columns that the stock report and the year so far share */
#define KHO_REPORT_LIST_(X, TABLE) \
    X(TABLE, PLACE,           place,           KHO_TEXT,     0, "Nơi giữ",        "Place") \
    X(TABLE, ITEM,            item,            KHO_TEXT,     0, "Mặt hàng",       "Item") \
    X(TABLE, CHANNEL,         channel,         KHO_TEXT,     0, "Kênh",           "Channel") \
    X(TABLE, UNIT,            unit,            KHO_TEXT,     0, "ĐVT",            "Unit") \
    X(TABLE, OPENING,         opening,         KHO_INTEGER,  0, "Tồn đầu kỳ",     "Opening") \
    X(TABLE, RECEIVED,        received,        KHO_INTEGER,  0, "Nhập",           "Received") \
    X(TABLE, RETURNED,        returned,        KHO_INTEGER,  0, "CTV trả lại",    "Returned") \
    X(TABLE, ISSUED,          issued,          KHO_INTEGER,  0, "Cấp CTV",        "Issued") \
    X(TABLE, DISPENSED,       dispensed,       KHO_INTEGER,  0, "Cấp phát",       "Dispensed") \
    X(TABLE, TRANSFERRED_IN,  transferred_in,  KHO_INTEGER,  0, "Điều chuyển đến", "Transferred in") \
    X(TABLE, TRANSFERRED_OUT, transferred_out, KHO_INTEGER,  0, "Điều chuyển đi", "Transferred out") \
    X(TABLE, LOST,            lost,            KHO_INTEGER,  0, "Hao hụt",        "Lost") \
    X(TABLE, ADJUSTED,        adjusted,        KHO_INTEGER,  0, "Điều chỉnh",     "Adjusted") \
    X(TABLE, CLOSING,         closing,         KHO_INTEGER,  0, "Tồn cuối kỳ",    "Closing") \
    X(TABLE, HELD,            held,            KHO_INTEGER,  0, "Tạm giữ",        "Held") \
    X(TABLE, DAYS_OUT,        days_out,        KHO_INTEGER,  0, "Ngày hết hàng",  "Days out") \
    X(TABLE, AMC,             amc,             KHO_RATIONAL, 0, "TB tháng",       "AMC") \
    X(TABLE, MONTHS,          months,          KHO_RATIONAL, 1, "Số tháng tồn",   "Months of stock") \
    X(TABLE, STATUS,          status,          KHO_TEXT,     0, "Tình trạng",     "Status") \
    X(TABLE, TO_ORDER,        to_order,        KHO_INTEGER,  0, "Đề nghị cấp",    "To order")
/** @endcond */

/** Columns of kho_ledger_report(). */
#define KHO_REPORT_COLUMNS(X) KHO_REPORT_LIST_(X, REPORT)

/** Columns of kho_ledger_report() with `ytd`: those of the report, then the year so far. */
#define KHO_YTD_COLUMNS(X) KHO_REPORT_LIST_(X, YTD) \
    X(YTD, YTD_OPENING,         ytd_opening,         KHO_INTEGER, 0, "Tồn đầu năm",            "Opening of the year") \
    X(YTD, YTD_RECEIVED,        ytd_received,        KHO_INTEGER, 0, "Nhập (lũy kế)",          "Received (year)") \
    X(YTD, YTD_RETURNED,        ytd_returned,        KHO_INTEGER, 0, "CTV trả lại (lũy kế)",   "Returned (year)") \
    X(YTD, YTD_ISSUED,          ytd_issued,          KHO_INTEGER, 0, "Cấp CTV (lũy kế)",       "Issued (year)") \
    X(YTD, YTD_DISPENSED,       ytd_dispensed,       KHO_INTEGER, 0, "Cấp phát (lũy kế)",      "Dispensed (year)") \
    X(YTD, YTD_TRANSFERRED_IN,  ytd_transferred_in,  KHO_INTEGER, 0, "Điều chuyển đến (lũy kế)", "Transferred in (year)") \
    X(YTD, YTD_TRANSFERRED_OUT, ytd_transferred_out, KHO_INTEGER, 0, "Điều chuyển đi (lũy kế)", "Transferred out (year)") \
    X(YTD, YTD_LOST,            ytd_lost,            KHO_INTEGER, 0, "Hao hụt (lũy kế)",       "Lost (year)") \
    X(YTD, YTD_ADJUSTED,        ytd_adjusted,        KHO_INTEGER, 0, "Điều chỉnh (lũy kế)",    "Adjusted (year)") \
    X(YTD, YTD_DAYS_OUT,        ytd_days_out,        KHO_INTEGER, 0, "Ngày hết hàng (lũy kế)", "Days out (year)")

/** Columns of kho_ledger_value(): the stock report in đồng, at the price of the period's last day. */
#define KHO_VALUE_COLUMNS(X) \
    X(VALUE, PLACE,           place,           KHO_TEXT,     0, "Nơi giữ",        "Place") \
    X(VALUE, ITEM,            item,            KHO_TEXT,     0, "Mặt hàng",       "Item") \
    X(VALUE, CHANNEL,         channel,         KHO_TEXT,     0, "Kênh",           "Channel") \
    X(VALUE, PRICE,           price,           KHO_RATIONAL, 2, "Đơn giá (đ)",    "Unit price (VND)") \
    X(VALUE, OPENING,         opening,         KHO_RATIONAL, 0, "Tồn đầu kỳ",     "Opening") \
    X(VALUE, RECEIVED,        received,        KHO_RATIONAL, 0, "Nhập",           "Received") \
    X(VALUE, RETURNED,        returned,        KHO_RATIONAL, 0, "CTV trả lại",    "Returned") \
    X(VALUE, ISSUED,          issued,          KHO_RATIONAL, 0, "Cấp CTV",        "Issued") \
    X(VALUE, DISPENSED,       dispensed,       KHO_RATIONAL, 0, "Cấp phát",       "Dispensed") \
    X(VALUE, TRANSFERRED_IN,  transferred_in,  KHO_RATIONAL, 0, "Điều chuyển đến", "Transferred in") \
    X(VALUE, TRANSFERRED_OUT, transferred_out, KHO_RATIONAL, 0, "Điều chuyển đi", "Transferred out") \
    X(VALUE, LOST,            lost,            KHO_RATIONAL, 0, "Hao hụt",        "Lost") \
    X(VALUE, ADJUSTED,        adjusted,        KHO_RATIONAL, 0, "Điều chỉnh",     "Adjusted") \
    X(VALUE, CLOSING,         closing,         KHO_RATIONAL, 0, "Tồn cuối kỳ",    "Closing") \
    X(VALUE, LOST_EXPIRED,    lost_expired,    KHO_RATIONAL, 0, "Hao hụt do hết hạn", "Lost after expiry") \
    X(VALUE, EXPIRED,         expired,         KHO_RATIONAL, 0, "Tồn đã hết hạn", "In stock, expired")

/** Columns of kho_ledger_restated(): a row for each figure of a closed month that differs
 * (entry undefined), each followed by a row for each entry that explains it. */
#define KHO_RESTATED_COLUMNS(X) \
    X(RESTATED, PLACE,      place,      KHO_TEXT,    0, "Nơi giữ",     "Place") \
    X(RESTATED, ITEM,       item,       KHO_TEXT,    0, "Mặt hàng",    "Item") \
    X(RESTATED, CHANNEL,    channel,    KHO_TEXT,    0, "Kênh",        "Channel") \
    X(RESTATED, COLUMN,     column,     KHO_TEXT,    0, "Cột",         "Column") \
    X(RESTATED, CLOSED,     closed,     KHO_INTEGER, 0, "Đã khóa sổ",  "As closed") \
    X(RESTATED, NOW,        now,        KHO_INTEGER, 0, "Hiện nay",    "Now") \
    X(RESTATED, DIFFERENCE, difference, KHO_INTEGER, 0, "Chênh lệch",  "Difference") \
    X(RESTATED, UID,        uid,        KHO_TEXT,    0, "Số chứng từ", "Voucher") \
    X(RESTATED, DATE,       date,       KHO_DATE,    0, "Ngày",        "Date") \
    X(RESTATED, RECORDED,   recorded,   KHO_DATE,    0, "Ngày ghi",    "Recorded")

/** Columns of kho_ledger_expiry(). */
#define KHO_EXPIRY_COLUMNS(X) \
    X(EXPIRY, PLACE,       place,       KHO_TEXT,     0, "Nơi giữ",      "Place") \
    X(EXPIRY, ITEM,        item,        KHO_TEXT,     0, "Mặt hàng",     "Item") \
    X(EXPIRY, CHANNEL,     channel,     KHO_TEXT,     0, "Kênh",         "Channel") \
    X(EXPIRY, LOT,         lot,         KHO_TEXT,     0, "Số lô",        "Lot") \
    X(EXPIRY, EXPIRY,      expiry,      KHO_DATE,     0, "Hạn dùng",     "Expiry") \
    X(EXPIRY, QUANTITY,    quantity,    KHO_INTEGER,  0, "Số lượng",     "Quantity") \
    X(EXPIRY, MONTHS_LEFT, months_left, KHO_RATIONAL, 1, "Số tháng còn", "Months left") \
    X(EXPIRY, AT_RISK,     at_risk,     KHO_INTEGER,  0, "Dùng không kịp", "At risk")

/** Columns of kho_ledger_suggest(). */
#define KHO_SUGGEST_COLUMNS(X) \
    X(SUGGEST, PLACE,      place,      KHO_TEXT,     0, "Nơi giữ",      "Place") \
    X(SUGGEST, ITEM,       item,       KHO_TEXT,     0, "Mặt hàng",     "Item") \
    X(SUGGEST, CHANNEL,    channel,    KHO_TEXT,     0, "Kênh",         "Channel") \
    X(SUGGEST, USABLE,     usable,     KHO_INTEGER,  0, "Dùng được",    "Usable") \
    X(SUGGEST, IN_TRANSIT, in_transit, KHO_INTEGER,  0, "Đang về",      "In transit") \
    X(SUGGEST, AMC,        amc,        KHO_RATIONAL, 0, "TB tháng",     "AMC") \
    X(SUGGEST, TARGET,     target,     KHO_RATIONAL, 0, "Mức cần đạt",  "Target") \
    X(SUGGEST, TO_ORDER,   to_order,   KHO_INTEGER,  0, "Đề nghị cấp",  "To order") \
    X(SUGGEST, PACKS,      packs,      KHO_INTEGER,  0, "Số gói",       "Packs")

/** Columns of kho_ledger_explain(). */
#define KHO_EXPLAIN_COLUMNS(X) \
    X(EXPLAIN, CHANNEL, channel, KHO_TEXT, 0, "Kênh",      "Channel") \
    X(EXPLAIN, STEP,    step,    KHO_TEXT, 0, "Bước",      "Step") \
    X(EXPLAIN, FORMULA, formula, KHO_TEXT, 0, "Cách tính", "Formula") \
    X(EXPLAIN, VALUE,   value,   KHO_TEXT, 0, "Kết quả",   "Value")

/** Columns of kho_ledger_rules(). `match` is undefined for what holds everywhere, `file`
 * and `line` for defaults, `channel` where all channels have the value. */
#define KHO_RULES_COLUMNS(X) \
    X(RULES, MATCH,   match,   KHO_TEXT,    0, "Áp dụng cho", "Match") \
    X(RULES, CHANNEL, channel, KHO_TEXT,    0, "Kênh",        "Channel") \
    X(RULES, KEY,     key,     KHO_TEXT,    0, "Quy tắc",     "Rule") \
    X(RULES, VALUE,   value,   KHO_TEXT,    0, "Giá trị",     "Value") \
    X(RULES, FILE,    file,    KHO_TEXT,    0, "Tệp",         "File") \
    X(RULES, LINE,    line,    KHO_INTEGER, 0, "Dòng",        "Line")

/** Columns of kho_ledger_try_rules(): what happened, today's rules, the rules tried. */
#define KHO_TRY_COLUMNS(X) \
    X(TRY, RULES,           rules,           KHO_TEXT,     0, "Quy tắc",           "Rules") \
    X(TRY, LINES,           lines,           KHO_INTEGER,  0, "Số dòng",           "Lines") \
    X(TRY, LINE_MONTHS,     line_months,     KHO_INTEGER,  0, "Số dòng-tháng",     "Line-months") \
    X(TRY, STOCKOUT_MONTHS, stockout_months, KHO_INTEGER,  0, "Tháng hết hàng",    "Stock-out months") \
    X(TRY, STOCKOUT_SHARE,  stockout_share,  KHO_RATIONAL, 3, "Tỷ lệ hết hàng",    "Stock-out share") \
    X(TRY, FILL_RATE,       fill_rate,       KHO_RATIONAL, 3, "Tỷ lệ đáp ứng",     "Fill rate") \
    X(TRY, MONTHS_OF_STOCK, months_of_stock, KHO_RATIONAL, 2, "Số tháng tồn bình quân", "Average months of stock") \
    X(TRY, ORDERS,          orders,          KHO_INTEGER,  0, "Số lần đặt hàng",   "Orders") \
    X(TRY, EXPIRED,         expired,         KHO_INTEGER,  0, "Hết hạn",           "Expired") \
    X(TRY, EXPIRED_SHARE,   expired_share,   KHO_RATIONAL, 3, "Tỷ lệ hết hạn",     "Expired share")

/** Columns of kho_ledger_reporting(): who has to report, by when, and who has. */
#define KHO_REPORTING_COLUMNS(X) \
    X(REPORTING, PLACE,     place,     KHO_TEXT,    0, "Nơi báo cáo", "Place") \
    X(REPORTING, REPORT,    report,    KHO_TEXT,    0, "Báo cáo",     "Report") \
    X(REPORTING, PERIOD,    period,    KHO_TEXT,    0, "Kỳ",          "Period") \
    X(REPORTING, RECIPIENT, recipient, KHO_TEXT,    0, "Nơi nhận",    "Recipient") \
    X(REPORTING, DUE,       due,       KHO_DATE,    0, "Hạn gửi",     "Due") \
    X(REPORTING, REPORTED,  reported,  KHO_DATE,    0, "Ngày gửi",    "Reported") \
    X(REPORTING, STATE,     state,     KHO_TEXT,    0, "Tình trạng",  "State")

/** Columns of kho_ledger_quality(). */
#define KHO_QUALITY_COLUMNS(X) \
    X(QUALITY, INDICATOR,   indicator,   KHO_TEXT,     0, "Chỉ số", "Indicator") \
    X(QUALITY, NUMERATOR,   numerator,   KHO_INTEGER,  0, "Tử số",  "Numerator") \
    X(QUALITY, DENOMINATOR, denominator, KHO_INTEGER,  0, "Mẫu số", "Denominator") \
    X(QUALITY, VALUE,       value,       KHO_RATIONAL, 3, "Tỷ lệ",  "Value")

/** Columns of kho_ledger_indicators(). */
#define KHO_INDICATORS_COLUMNS(X) \
    X(INDICATORS, INDICATOR,   indicator,   KHO_TEXT,     0, "Chỉ số",    "Indicator") \
    X(INDICATORS, METHOD,      method,      KHO_TEXT,     0, "Biện pháp", "Method") \
    X(INDICATORS, ITEM,        item,        KHO_TEXT,     0, "Mặt hàng",  "Item") \
    X(INDICATORS, NUMERATOR,   numerator,   KHO_INTEGER,  0, "Tử số",     "Numerator") \
    X(INDICATORS, DENOMINATOR, denominator, KHO_INTEGER,  0, "Mẫu số",    "Denominator") \
    X(INDICATORS, VALUE,       value,       KHO_RATIONAL, 3, "Tỷ lệ",     "Value")

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

/** Columns of kho_ledger_services(); kind is undefined of what was given out without one. */
#define KHO_SERVICES_COLUMNS(X) \
    X(SERVICES, PLACE,    place,    KHO_TEXT,     0, "Nơi làm dịch vụ", "Place") \
    X(SERVICES, METHOD,   method,   KHO_TEXT,     0, "Biện pháp",  "Method") \
    X(SERVICES, KIND,     kind,     KHO_TEXT,     0, "Loại",       "Kind") \
    X(SERVICES, GROUP,    group,    KHO_TEXT,     0, "Nhóm",       "Group") \
    X(SERVICES, CLIENTS,  clients,  KHO_INTEGER,  0, "Số khách",   "Clients") \
    X(SERVICES, QUANTITY, quantity, KHO_INTEGER,  0, "Đã cấp",     "Quantity") \
    X(SERVICES, CYP,      cyp,      KHO_RATIONAL, 2, "CYP",        "CYP distributed") \
    X(SERVICES, HIDDEN,   hidden,   KHO_INTEGER,  0, "Ô nhỏ đã ẩn", "Small cells hidden")

/** Columns of kho_ledger_mix(): shares of methods by clients and by CYP. */
#define KHO_MIX_COLUMNS(X) \
    X(MIX, METHOD,        method,        KHO_TEXT,     0, "Biện pháp",        "Method") \
    X(MIX, CLIENTS,       clients,       KHO_INTEGER,  0, "Số khách",         "Clients") \
    X(MIX, CLIENTS_SHARE, clients_share, KHO_RATIONAL, 3, "Tỷ lệ theo khách", "Share of clients") \
    X(MIX, CYP,           cyp,           KHO_RATIONAL, 2, "CYP",              "CYP distributed") \
    X(MIX, CYP_SHARE,     cyp_share,     KHO_RATIONAL, 3, "Tỷ lệ theo CYP",   "Share of CYP")

/** Columns of kho_ledger_client_export(). */
#define KHO_CLIENT_COLUMNS(X) \
    X(CLIENT, DATE,   date,   KHO_DATE, 0, "Ngày",        "Date") \
    X(CLIENT, UID,    uid,    KHO_TEXT, 0, "Số chứng từ", "Voucher") \
    X(CLIENT, PLACE,  place,  KHO_TEXT, 0, "Nơi làm dịch vụ", "Place") \
    X(CLIENT, METHOD, method, KHO_TEXT, 0, "Biện pháp",   "Method") \
    X(CLIENT, KIND,   kind,   KHO_TEXT, 0, "Loại",        "Kind") \
    X(CLIENT, MODE,   mode,   KHO_TEXT, 0, "Hình thức",   "Mode") \
    X(CLIENT, NEW_TO, new_to, KHO_TEXT, 0, "Mới",         "New") \
    X(CLIENT, AGE,    age,    KHO_TEXT, 0, "Nhóm tuổi",   "Age group")

/** Columns of kho_ledger_collaborators(). */
#define KHO_COLLABORATORS_COLUMNS(X) \
    X(COLLABORATORS, PLACE,        place,        KHO_TEXT,     0, "Nơi quản lý",   "Place") \
    X(COLLABORATORS, COLLABORATOR, collaborator, KHO_TEXT,     0, "Cộng tác viên", "Collaborator") \
    X(COLLABORATORS, ITEM,         item,         KHO_TEXT,     0, "Mặt hàng",      "Item") \
    X(COLLABORATORS, CHANNEL,      channel,      KHO_TEXT,     0, "Kênh",          "Channel") \
    X(COLLABORATORS, OPENING,      opening,      KHO_INTEGER,  0, "Tồn đầu kỳ",    "Opening") \
    X(COLLABORATORS, RECEIVED,     received,     KHO_INTEGER,  0, "Nhận",          "Received") \
    X(COLLABORATORS, DISPENSED,    dispensed,    KHO_INTEGER,  0, "Đã phát",       "Dispensed") \
    X(COLLABORATORS, RETURNED,     returned,     KHO_INTEGER,  0, "Trả lại",       "Returned") \
    X(COLLABORATORS, TRANSFERRED,  transferred,  KHO_INTEGER,  0, "Bàn giao (+/-)", "Handed over (+/-)") \
    X(COLLABORATORS, LOST,         lost,         KHO_INTEGER,  0, "Hao hụt",       "Lost") \
    X(COLLABORATORS, ADJUSTED,     adjusted,     KHO_INTEGER,  0, "Điều chỉnh",    "Adjusted") \
    X(COLLABORATORS, BALANCE,      balance,      KHO_INTEGER,  0, "Còn",           "Balance") \
    X(COLLABORATORS, EXPIRED,      expired,      KHO_INTEGER,  0, "Đã hết hạn",    "Expired") \
    X(COLLABORATORS, MONTHS,       months,       KHO_RATIONAL, 1, "Số tháng tồn",  "Months of stock") \
    X(COLLABORATORS, LAST_SEEN,    last_seen,    KHO_DATE,     0, "Lần cuối",      "Last seen")

/**
 * Columns of what a store has, in kho_ledger_supervise(). `found` and `difference` are of
 * the last count; `today` is left blank, for what is counted on the visit.
 */
#define KHO_SHELF_COLUMNS(X) \
    X(SHELF, ITEM,       item,       KHO_TEXT,     0, "Mặt hàng",     "Item") \
    X(SHELF, CHANNEL,    channel,    KHO_TEXT,     0, "Kênh",         "Channel") \
    X(SHELF, UNIT,       unit,       KHO_TEXT,     0, "ĐVT",          "Unit") \
    X(SHELF, BALANCE,    balance,    KHO_INTEGER,  0, "Tồn theo sổ",  "Balance") \
    X(SHELF, USABLE,     usable,     KHO_INTEGER,  0, "Dùng được",    "Usable") \
    X(SHELF, EXPIRED,    expired,    KHO_INTEGER,  0, "Đã hết hạn",   "Expired") \
    X(SHELF, HELD,       held,       KHO_INTEGER,  0, "Tạm giữ",      "On hold") \
    X(SHELF, MONTHS,     months,     KHO_RATIONAL, 1, "Số tháng tồn", "Months of stock") \
    X(SHELF, STATUS,     status,     KHO_TEXT,     0, "Tình trạng",   "Status") \
    X(SHELF, COUNTED,    counted,    KHO_DATE,     0, "Kiểm kê gần nhất", "Last count") \
    X(SHELF, FOUND,      found,      KHO_INTEGER,  0, "Đếm được",     "Found") \
    X(SHELF, DIFFERENCE, difference, KHO_INTEGER,  0, "Chênh lệch (+/-)", "Difference (+/-)") \
    X(SHELF, TODAY,      today,      KHO_INTEGER,  0, "Đếm hôm nay",  "Counted today")

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

/** Columns of kho_ledger_list() with KHO_LIST_PRICES; undefined: no price from that day on. */
#define KHO_PRICES_COLUMNS(X) \
    X(PRICES, ITEM,    item,    KHO_TEXT,     0, "Mặt hàng",    "Item") \
    X(PRICES, CHANNEL, channel, KHO_TEXT,     0, "Kênh",        "Channel") \
    X(PRICES, FROM,    from,    KHO_DATE,     0, "Từ ngày",     "From") \
    X(PRICES, PRICE,   price,   KHO_RATIONAL, 2, "Đơn giá (đ)", "Unit price (VND)")

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
    X(YTD,      ytd,      "Báo cáo nhập - xuất - tồn và lũy kế năm", "Stock report with the year so far") \
    X(VALUE,    value,    "Báo cáo giá trị",                    "Stock report in money") \
    X(RESTATED, restated, "Thay đổi sau khóa sổ",               "Restated after closing") \
    X(EXPIRY,   expiry,   "Báo cáo hạn dùng",                   "Expiry report") \
    X(QUALITY,  quality,  "Chất lượng số liệu",                 "Quality of data") \
    X(INDICATORS, indicators, "Chỉ số hậu cần",                 "Indicators") \
    X(REPORTING, reporting, "Tình hình gửi báo cáo",            "Reporting") \
    X(SUGGEST,  suggest,  "Đề nghị cấp hàng",                   "Suggested orders") \
    X(EXPLAIN,  explain,  "Diễn giải đánh giá",                 "Explanation") \
    X(RULES,    rules,    "Quy tắc",                            "Rules") \
    X(TRY,      try,      "Thử quy tắc trên số liệu cũ",        "Rules tried on history") \
    X(SERVICES, services, "Báo cáo dịch vụ KHHGĐ",              "Family-planning services") \
    X(MIX,      mix,      "Cơ cấu biện pháp tránh thai",        "Method mix") \
    X(COLLABORATORS, collaborators, "Báo cáo cộng tác viên",    "Collaborators") \
    X(CLIENT,   client,   "Dịch vụ của một khách hàng",         "Services of a client") \
    X(SHELF,    shelf,    "Hàng ở nơi giám sát",                "What there is") \
    X(CHECK,    check,    "Kiểm tra sổ",                        "Check of the ledger") \
    X(ITEMS,    items,    "Danh mục mặt hàng",                  "Items") \
    X(PLACES,   places,   "Danh mục nơi giữ",                   "Places") \
    X(LOTS,     lots,     "Danh mục lô",                        "Lots") \
    X(CHANNELS, channels, "Danh mục kênh",                      "Channels") \
    X(PRICES,   prices,   "Bảng giá",                           "Prices") \
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
