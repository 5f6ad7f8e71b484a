"""Every text that a reader of the report sees, in Vietnamese and English; numbers, days.

Labels of columns and names of places, items, statuses aren't here: they are kho's own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

TEXTS: dict[str, tuple[str, str]] = {
    # the head
    "title": ("Báo cáo tháng {month}", "Monthly report, {month}"),
    "made": (
        "Tính đến hết ngày {on} · quy tắc: {rules} · đã biết đến bút toán số {known}",
        "As of the end of {on} · rules: {rules} · with entries up to no. {known}",
    ),
    "tried": (
        "Xét thử theo quy tắc trong tệp {file}; sổ không thay đổi.",
        "Judged by the rules of the file {file} for trial; the ledger is unchanged.",
    ),
    "built_in": ("mặc định", "built-in"),
    "running": ("Tháng chưa hết, số liệu đến {on}.", "The month isn't over: until {on}."),
    # the headline numbers
    "headlines": ("Số liệu chính", "Headline numbers"),
    "facilities_out": (
        "cơ sở hết ít nhất một mặt hàng",
        "facilities out of at least one item",
    ),
    "items_out": ("mặt hàng đã hết", "items out of stock"),
    "of": ("{some} / {all}", "{some} of {all}"),
    "at_risk": ("mặt hàng có nguy cơ", "items at risk"),
    "to_order": ("mặt hàng cần đề nghị cấp", "items to order"),
    "by_hand": (
        "trong đó {count} phải tự định số lượng",
        "{count} of them to be set by hand",
    ),
    "to_send": ("mặt hàng các cơ sở cần được cấp", "items that the facilities need"),
    "reporting": ("đã gửi báo cáo", "have reported"),
    "no_deadline": ("quy tắc không đặt hạn báo cáo", "the rules set no deadline"),
    "reporting_on": ("tính đến {on}", "as of {on}"),
    "unused": ("lô khó dùng kịp hạn", "lots that won't be used in time"),
    "none": ("không có", "none"),
    "more": ("{names} và {count} mặt hàng khác", "{names} and {count} more"),
    # what to do first
    "first": ("Việc cần làm trước", "What to do first"),
    "first_about": (
        "Mỗi mặt hàng một dòng, nặng nhất trước: ở đâu, từ bao giờ, và vì sao.",
        "A line for each item, the worst first: where, since when, and why.",
    ),
    "first_station": ("Vì sao, từng mặt hàng.", "Why, item by item."),
    "where_of": (
        "{alert} ở {some} trong {all} cơ sở dùng mặt hàng này; lâu nhất: {place},",
        "{alert} at {some} of the {all} facilities that use it; longest at {place},",
    ),
    "where": ("{alert}: {place},", "{alert}: {place},"),
    "where_here": ("{alert}", "{alert}"),
    "since": ("từ {day}", "since {day}"),
    "all_well": ("Không có cảnh báo nào.", "There are no alerts."),
    # the plots and the heat tables
    "months": ("Số tháng tồn kho", "Months of stock"),
    "months_about": (
        "Mỗi chấm là một cơ sở, màu theo tình trạng; 12 là từ 12 tháng trở lên.",
        "A dot is a facility, its colour the status; 12 is 12 months or more.",
    ),
    "months_bars": (
        "Màu theo tình trạng; 12 là từ 12 tháng trở lên.",
        "The colour is the status; 12 is 12 months or more.",
    ),
    "band": ("tối thiểu đến tối đa", "minimum to maximum"),
    "heat": ("Tình trạng từng cơ sở", "Facility by facility"),
    "heat_about": (
        "Số tháng tồn của mỗi mặt hàng. Ô trống: cơ sở không dùng mặt hàng đó.",
        "Months of stock of each item. An empty cell: the facility doesn't use the item.",
    ),
    "heat_worst": (
        "In {shown} cơ sở cần chú ý nhất trong {all} cơ sở; bảng tính có đủ.",
        "The {shown} facilities most in need of {all}; the workbook has all of them.",
    ),
    "heat_all": ("Số cơ sở hết hàng", "Facilities out of stock"),
    "out_mark": ("hết", "out"),
    "units": ("Theo đơn vị cấp trên", "By the unit above"),
    "unit": ("Đơn vị", "Unit"),
    "points": ("Số cơ sở", "Facilities"),
    "count": ("Số lượng", "Count"),
    "points_out": ("Hết ít nhất một mặt hàng", "Out of at least one item"),
    "share_out": ("Tỷ lệ", "Share"),
    "lines_out": ("Lượt mặt hàng hết", "Item lines out"),
    "lines_low": ("Lượt dưới tối thiểu", "Item lines below minimum"),
    "trend": ("{count} tháng qua", "The last {count} months"),
    "trend_about": (
        "Cột: cấp phát trong tháng; đường: tồn cuối tháng, cùng đơn vị tính. "
        "{place} và các nơi trực thuộc tính chung.",
        "Bars: dispensed in the month; line: stock at its end, in the same unit. "
        "{place} and all under it taken as one.",
    ),
    "dispensed": ("cấp phát", "dispensed"),
    "closing": ("tồn cuối tháng", "stock at the end"),
    "out_by_month": ("Hết hàng theo tháng", "Stock-outs by month"),
    "out_by_month_about": (
        "Phần trăm số cơ sở hết mặt hàng vào cuối tháng.",
        "Per cent of the facilities that were out of the item at the month's end.",
    ),
    "state_by_month": ("Tình trạng theo tháng", "Status by month"),
    "state_by_month_about": (
        "Số tháng tồn vào cuối mỗi tháng.",
        "Months of stock at the end of each month.",
    ),
    "any_item": ("Ít nhất một mặt hàng", "At least one item"),
    # the tables
    "items": ("Mặt hàng, nguy cơ và nhu cầu", "Items, risk and needs"),
    "items_about": (
        "Tính chung: {place} và các nơi trực thuộc như một nơi. Có nguy cơ: tính chung "
        "hoặc riêng kho này dưới mức tối thiểu, hoặc hết hàng ở ít nhất một phần mười số "
        "cơ sở.",
        "As one: {place} and all under it as if one place. At risk: below the minimum as "
        "one or in this store, or out of stock at a tenth of the facilities or more.",
    ),
    "items_station": (
        "Tính chung: {place} và cộng tác viên. Có nguy cơ: dưới mức tối thiểu.",
        "As one: {place} and its collaborators. At risk: below the minimum.",
    ),
    "risk": ("Nguy cơ", "At risk"),
    "yes": ("có", "yes"),
    "as_one": ("Tính chung", "As one"),
    "this_store": ("Kho này", "This store"),
    "facilities": ("Cơ sở", "Facilities"),
    "out": ("Hết hàng", "Out"),
    "low": ("Dưới tối thiểu", "Below minimum"),
    "needs": ("Cần cấp", "Need"),
    "needs_by_hand": ("Tự định số lượng", "By hand"),
    "set_by_hand": ("tự định", "by hand"),
    "movements": ("Nhập - xuất - tồn", "Receipts, issues, balances"),
    "movements_about": (
        "Điều chuyển giữa các nơi trong bảng bù trừ nhau; cột toàn số 0 không in.",
        "Moves between places inside cancel out; columns of nothing but 0 aren't shown.",
    ),
    "expiry": ("Hạn dùng", "Expiry"),
    "expiry_about": (
        "Các lô hết hạn trong vòng 12 tháng, hoặc khó dùng kịp hạn.",
        "Lots that expire within 12 months, or won't be used in time.",
    ),
    "indicators": ("Chỉ số và chất lượng số liệu", "Indicators and quality of the data"),
    "rest": ("Còn {count} dòng trong bảng tính.", "{count} more are in the workbook."),
    # the sheets of the workbook
    "sheet_summary": ("Tóm tắt", "Summary"),
    "sheet_items": ("Mặt hàng", "Items"),
    "sheet_units": ("Đơn vị", "Units"),
    "sheet_whole": ("Nhập xuất tồn", "Balances"),
    "sheet_lines": ("Từng nơi", "Place by place"),
    "sheet_orders": ("Đề nghị cấp", "Orders"),
    "sheet_alerts": ("Cảnh báo", "Alerts"),
    "sheet_expiry": ("Hạn dùng", "Expiry"),
    "sheet_indicators": ("Chỉ số", "Indicators"),
    "sheet_trend": ("Theo tháng", "By month"),
    "code": ("Mã {label}", "{label} code"),
    "month": ("Tháng", "Month"),
    "value": ("Giá trị", "Value"),
    "what": ("Nội dung", "What"),
    # the foot
    "notes": ("Cách tính", "How it was counted"),
    "notes_text": (
        "Mọi số liệu do kho tính từ sổ, chính xác đến từng đơn vị, chỉ làm tròn khi in. "
        "Cơ sở: kho không có kho nào trực thuộc (trạm y tế), không kể cộng tác viên. Mặt "
        "hàng đã hết mà cả năm qua cơ sở không xuất dùng thì không tính là hết hàng. "
        "Tiêu thụ bình quân và tình trạng theo quy tắc nêu trên, không phải định mức "
        "quốc gia. Lệnh kho explain NƠI MẶT-HÀNG cho biết từng bước tính của một dòng.",
        "Every figure is kho's, exact to the unit from the ledger, rounded only where "
        "printed. Facilities: stores without stores under them (stations), not "
        "collaborators. An item that is out where nothing of it was used for a year "
        "isn't counted as out. Average consumption and status follow the rules named "
        "above, which are no national norm. The command kho explain PLACE ITEM tells "
        "each step of a line's judgement.",
    ),
    # messages of the script itself
    "future": ("tháng {month} chưa bắt đầu", "the month {month} hasn't begun"),
    "no_data": (
        "không có hàng nào của {place} trong 12 tháng đến hết {month}",
        "there is no stock of {place} in the 12 months to the end of {month}",
    ),
    "many_tops": (
        "sổ có nhiều nơi cao nhất, chọn một bằng --place: {places}",
        "the ledger has several top places, choose one with --place: {places}",
    ),
    "empty": ("sổ chưa có kho nào", "the ledger has no store"),
    "asking": ("hỏi sổ", "asking"),
}

_MONTHS = (
    "January February March April May June "
    "July August September October November December"
).split()


class Words:
    """Texts, numbers and days as readers of one language expect them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._at = ("vi", "en").index(lang)

    def __call__(self, key: str, **values: Any) -> str:
        return TEXTS[key][self._at].format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """1.234,5 in Vietnamese; 1,234.5 in English."""
        text = f"{value:,.{digits}f}"
        return text if self.lang == "en" else text.translate(str.maketrans(",.", ".,"))

    def percent(self, some: int, all_: int) -> str:
        """A share in whole per cent, half up; nothing of nothing is a dash."""
        return f"{(200 * some + all_) // (2 * all_)}%" if all_ else "–"

    def day(self, day: date) -> str:
        if self.lang == "vi":
            return f"{day:%d/%m/%Y}"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def month(self, month: pd.Period) -> str:
        if self.lang == "vi":
            return f"{month.month}/{month.year}"
        return f"{_MONTHS[month.month - 1]} {month.year}"

    def short_month(self, month: pd.Period) -> str:
        """For axes and narrow columns: T10/26, Oct 26."""
        if self.lang == "vi":
            return f"T{month.month}/{month.year % 100:02}"
        return f"{_MONTHS[month.month - 1][:3]} {month.year % 100:02}"

    def made(self, meta: dict[str, str], on: date) -> str:
        """What a table of kho was made with."""
        rules = self("built_in") if meta["rules"] == "built-in" else meta["rules"]
        known = self.number(int(meta["known"]))
        return self("made", on=self.day(on), rules=rules, known=known)

    def join(self, names: list[str], most: int) -> str:
        """The first names, and how many more there are."""
        if len(names) <= most:
            return ", ".join(names)
        return self("more", names=", ".join(names[:most]), count=len(names) - most)
