"""The monthly report that an analyst would keep: its files say what kho says."""

import csv
import datetime
import html.parser
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout

import kho
import pytest

if "asan" in os.environ.get("LD_PRELOAD", ""):
    pytest.skip("no C of ours, and slow with a sanitizer", allow_module_level=True)
openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("matplotlib")
pytest.importorskip("pandas")

SOURCE = pathlib.Path(os.environ["KHO_SOURCE"])
BUILD = pathlib.Path(os.environ["KHO_BUILD"])
EXAMPLE = SOURCE / "examples/monthly_report"
SHARED = pathlib.Path(os.environ.get("KHO_SHARED") or SOURCE.parent / "shared")
RETURNS = SHARED / "data/civ"
COLLABORATORS = {f"ctv-0002-{number}" for number in (1, 2, 3)}
END = datetime.date(2026, 10, 31)

# What HTML doesn't close.
VOID = {"meta", "br", "hr", "img", "link", "input"}


sys.path.insert(0, str(EXAMPLE))
import monthly_report  # noqa: E402
import texts  # noqa: E402


def run(*arguments):
    """Run it here: its exit code, what it printed, and what it complained of."""
    printed, complained = io.StringIO(), io.StringIO()
    with warnings.catch_warnings(), redirect_stdout(printed), redirect_stderr(complained):
        warnings.simplefilter("error")
        try:
            code = monthly_report.main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse
            code = left.code
    return code, printed.getvalue(), complained.getvalue()


def made(*arguments):
    """Its files by their endings, where all went well and nothing was complained of."""
    code, printed, complained = run(*arguments)
    assert (code, complained) == (0, "")
    paths = [pathlib.Path(line) for line in printed.splitlines()]
    assert [path.suffix for path in paths] == [".html", ".xlsx", ".csv"]
    return {path.suffix[1:]: path for path in paths}


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """Two years of a made-up province of six stations."""
    folder = tmp_path_factory.mktemp("province")
    generate = BUILD / "kho-generate"
    if not generate.exists():
        pytest.skip("kho-generate wasn't built")
    options = ["--stations", "6", "--from", "2024-11", "--months", "24"]
    command = [generate, "--out", folder, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with kho.open(folder / "province.kho", create=True) as ledger:
        ledger.load_catalogue(folder / "catalogue.yaml")
        with open(folder / "entries.jsonl", encoding="utf-8") as lines:
            for _ in ledger.post_json(lines):
                pass
    return folder / "province.kho"


@pytest.fixture(scope="module")
def vietnamese(province, tmp_path_factory):
    return made(province, "2026-10", "--out", tmp_path_factory.mktemp("vi"))


@pytest.fixture(scope="module")
def english(province, tmp_path_factory):
    out = tmp_path_factory.mktemp("en")
    return made(province, "2026-10", "--lang", "en", "--out", out)


class Page(html.parser.HTMLParser):
    """Reads a page, which must be well formed; its texts by element."""

    def __init__(self, path):
        super().__init__()
        self.open, self.ids, self.refs, self.texts = [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            self.refs.update(re.findall(r"^#(.*)|url\(#(.*?)\)", value or ""))
            assert name not in ("src", "onclick")
            assert not (name == "href" and not value.startswith("#"))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def of(self, tag):
        return [text for at, text in self.texts if at == tag]


def read(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sheet(path, title):
    """A sheet's head, and its rows."""
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book[title].iter_rows(values_only=True)]
    return rows[0], rows[1:]


def test_a_page_stands_by_itself_and_is_well_formed(vietnamese, english):
    for path in (vietnamese["html"], english["html"]):
        page = Page(path)
        assert len(page.ids) == len(set(page.ids)) > 0
        referred = {one or other for one, other in page.refs}
        assert referred and referred <= set(page.ids)
        assert "<script" not in path.read_text(encoding="utf-8")


def test_a_page_speaks_one_language(vietnamese, english):
    assert Page(vietnamese["html"]).of("h1") == ["Báo cáo tháng 10/2026"]
    assert Page(english["html"]).of("h1") == ["Monthly report, October 2026"]
    heads = [Page(path["html"]).of("h2") for path in (vietnamese, english)]
    assert len(heads[0]) == len(heads[1]) >= 8
    assert not set(heads[0]) & set(heads[1])


def test_headline_numbers_are_those_of_alerts(province, english):
    with kho.open(province, read_only=True) as ledger:
        alerts = ledger.alerts(place="cds-01", tree=True, on=END)
        out = {
            row.place
            for row in alerts
            if row.alert == "stocked_out" and row.place.startswith("tyt-")
        }
        orders = [
            row for row in ledger.suggest(place="cds-01", on=END) if row.place == "cds-01"
        ]
    assert out and orders
    cards = Page(english["html"]).of("b")
    assert cards[0] == f"{len(out)} of 6"
    assert cards[2] == str(len(orders))


def test_the_worst_lines_are_explained_by_kho(province, english):
    page = Page(english["html"])
    with kho.open(province, read_only=True) as ledger:
        alerts = ledger.alerts(place="cds-01", tree=True, on=END)
        sentences = set()
        for row in alerts:
            if row.item and row.severity <= 3 and not row.place.startswith("ctv"):
                steps = ledger.explain(row.place, row.item, on=END)
                for index, step in enumerate(steps):
                    if step.step == "because":
                        sentences.add(steps.shown(index, "value"))
    told = page.of("q")
    assert 1 <= len(told) <= 12
    assert set(told) <= sentences


def test_csv_is_the_table_of_kho_byte_for_byte(province, vietnamese, english):
    with kho.open(province, read_only=True) as ledger:
        table = ledger.report("2026-10", place="cds-01", tree=True, on=END)
    assert vietnamese["csv"].read_text(encoding="utf-8") == table.to_csv()
    assert vietnamese["csv"].read_bytes() == english["csv"].read_bytes()


def test_the_workbook_has_the_numbers_of_the_csv(english):
    rows = read(english["csv"])
    head, lines = sheet(english["xlsx"], "Place by place")
    assert head[:4] == ["Place code", "Place", "Item code", "Item"]
    codes = [(line[0], line[2]) for line in lines]
    assert codes == [(row["place"], row["item"]) for row in rows]
    columns = {"Opening": "opening", "Closing": "closing", "To order": "to_order"}
    for name, key in columns.items():
        at = head.index(name)
        assert [line[at] for line in lines] == [
            int(row[key]) if row[key] else None for row in rows
        ]
    amc = [line[head.index("AMC")] for line in lines]
    assert [None if a is None else int(a + 0.5) for a in amc] == [
        int(row["amc"]) if row["amc"] else None for row in rows
    ]
    assert any(isinstance(value, float) and value % 1 for value in amc)


def test_sums_agree_with_kho_s_own(province, english):
    """The lines of all places add up to what kho says of them taken as one."""
    rows = read(english["csv"])
    with kho.open(province, read_only=True) as ledger:
        whole = ledger.report("2026-10", place="cds-01", tree=True, sum=True, on=END)
    head, lines = sheet(english["xlsx"], "Balances")
    assert len(lines) == len(whole) > 5
    for line, row in zip(lines, whole):
        code = (row.item, row.channel)
        of_line = [p for p in rows if (p["item"], p["channel"]) == code]
        for key in ("opening", "dispensed", "closing"):
            assert sum(int(place[key]) for place in of_line) == getattr(row, key)
            assert line[head.index(whole.label(key))] == getattr(row, key)


def test_the_trend_is_kho_s_month_by_month(province, english):
    head, lines = sheet(english["xlsx"], "By month")
    assert len({line[0] for line in lines}) == 24
    with kho.open(province, read_only=True) as ledger:
        for month in ("2025-01", "2026-10"):
            whole = ledger.report(month, place="cds-01", tree=True, sum=True)
            told = [line for line in lines if f"{line[0]:%Y-%m}" == month]
            for key in ("closing", "dispensed", "days_out"):
                at = head.index(whole.label(key))
                assert [line[at] for line in told] == list(whole[key])


def test_sheets_are_made_to_be_read(vietnamese):
    book = openpyxl.load_workbook(vietnamese["xlsx"])
    assert book.sheetnames[0] == "Tóm tắt"
    assert len(book.sheetnames) == 9
    for one in book:
        assert one.freeze_panes == "A2"
        assert one.auto_filter.ref
        assert one["A1"].font.bold
    lots = book["Hạn dùng"]
    expiry = [cell.value for cell in lots[1]].index("Hạn dùng") + 1
    assert isinstance(lots.cell(2, expiry).value, datetime.datetime)


def test_a_station_has_a_report_of_its_own(province, tmp_path):
    asked = ("--place", "tyt-0002", "--months", "13", "--out", tmp_path / "new")
    files = made(province, "2026-10", *asked)
    assert files["html"].name == "tyt-0002-2026-10-vi.html"
    page = Page(files["html"])
    assert "Tình trạng theo tháng" in page.of("h2")
    assert "Tình trạng từng cơ sở" not in page.of("h2")
    with kho.open(province, read_only=True, lang="vi") as ledger:
        lines = ledger.report("2026-10", place="tyt-0002")
    for index, line in enumerate(lines):
        if line.status != "stocked_out":
            assert lines.shown(index, "months") in page.of("td")
    places = {row["place"] for row in read(files["csv"])}
    assert places - {"transit/tyt-0002"} == {"tyt-0002", *COLLABORATORS}


def test_other_rules_are_tried_on_a_copy(province, tmp_path):
    """A month that was closed under the built-in rules, too."""
    closed = shutil.copy(province, tmp_path / "closed.kho")
    with kho.open(closed) as ledger:
        assert ledger.close_month("2026-10", "cds-01", tree=True) == 25
    before = closed.read_bytes()
    rules = SOURCE / "examples/rules.yaml"
    asked = ("--rules", rules, "--months", "3", "--lang", "en", "--out", tmp_path)
    page = Page(made(closed, "2026-10", *asked)["html"])
    assert any("sample (not a national norm)" in text for text in page.of("p"))
    assert "7 of 7" in page.of("b"), "who has reported"
    assert closed.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["2026-10", "--place", "nope"], 1, "nope"),
        (["2026-10", "--place", "ncc"], 1, "no stock of ncc"),
        (["2020-10"], 1, "no stock of cds-01"),
        (["2199-01"], 1, "the month 2199-01 hasn't begun"),
        (["2026-10", "--rules", "nowhere.yaml"], 3, "nowhere.yaml"),
        (["2026-13"], 2, "expected such as 2026-10"),
        (["2026-10", "--months", "0"], 2, "expected 1 to 120"),
        (["2026-10", "--out", "/dev/null/x"], 3, "/dev/null"),
    ],
)
def test_wrong_input_is_told_in_one_line(province, tmp_path, arguments, code, said):
    left, printed, complained = run(
        province, "--lang", "en", "--out", tmp_path, *arguments
    )
    assert (left, printed) == (code, "")
    assert said in complained.splitlines()[-1]
    assert code == 2 or len(complained.splitlines()) == 1


def test_what_is_no_ledger_is_told(tmp_path):
    (tmp_path / "text.kho").write_text("not a ledger")
    for name in ("missing.kho", "text.kho"):
        code, _, complained = run(tmp_path / name, "2026-10")
        assert (code, len(complained.splitlines())) == (3, 1)


def test_an_empty_ledger_and_one_of_many_tops_are_told(tmp_path):
    path = tmp_path / "new.kho"
    with kho.open(path, create=True) as ledger:
        code, _, complained = run(path, "2026-10", "--lang", "en")
        assert (code, "no store" in complained) == (1, True)
        stores = [{"code": code, "kind": "store", "name": code} for code in ("a", "b")]
        ledger.define({"places": stores})
    code, _, complained = run(path, "2026-10", "--lang", "en")
    assert (code, "a, b" in complained) == (1, True)


def test_names_are_texts_whatever_they_look_like(tmp_path):
    names = ["=1+1", "<b>&amp; \"'", "{0} $\\frac$", "Bao cao su"]
    items = [
        {"code": f"i{at}", "name": name, "unit": "<i>"} for at, name in enumerate(names)
    ]
    stores = [{"code": "a.b", "kind": "store", "name": "<script>"}]
    stores += [
        {"code": code, "kind": "store", "name": f"=\"{code}\"", "parent": "a.b"}
        for code in ("s1", "s2")
    ]
    path = tmp_path / "names.kho"
    with kho.open(path, create=True) as ledger:
        catalogue = {"channels": ["free"], "items": items, "places": stores}
        ledger.define(catalogue, from_date="2026-01-01")
        for code, day in (("a.b", "2026-05-31"), ("s1", "2026-08-31")):
            ledger.begin(day, code, {f"i{at}": 9 for at in range(len(names))})
        ledger.dispense("2026-09-15", "s1", {"i0": 9, "i1": 8, "i2": 5})
    files = made(path, "2026-10", "--lang", "en", "--out", tmp_path)
    page = Page(files["html"])
    assert page.of("p")[0] == "<script>"
    assert set(names) <= set(page.of("span")) | set(page.of("text")) | set(page.of("th"))
    _, lines = sheet(files["xlsx"], "Place by place")
    assert {line[3] for line in lines} == set(names)
    for one in openpyxl.load_workbook(files["xlsx"]):
        assert all(cell.data_type != "f" for row in one for cell in row), one.title
    assert files["csv"].name == "a.b-2026-10-en.csv"


def test_a_terminal_sees_how_far_it_is(province, tmp_path, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    asked = ["--place", "tyt-0001", "--months", "2", "--out", tmp_path]
    assert monthly_report.main([str(word) for word in (province, "2026-10", *asked)]) == 0
    steps = sys.stderr.getvalue().split("\r")
    assert [step.rstrip()[-3:] for step in steps[1:3]] == ["0/2", "1/2"]
    assert steps[3:] == ["\033[K"]


def test_it_is_a_program(province, tmp_path):
    done = subprocess.run(
        [sys.executable, EXAMPLE / "monthly_report.py", province, "2199-01"],
        stderr=subprocess.PIPE,
        text=True,
    )
    said = "monthly_report: tháng 2199-01 chưa bắt đầu\n"
    assert (done.returncode, done.stderr) == (1, said)


def test_every_text_asks_for_the_same_in_both_languages():
    for key, (vi, en) in texts.TEXTS.items():
        fields = [sorted(re.findall(r"{\w+}", text)) for text in (vi, en)]
        assert fields[0] == fields[1], key


@pytest.mark.skipif(not RETURNS.is_dir(), reason=f"skipped: there is no {RETURNS}")
def test_real_returns_make_a_report(tmp_path):
    products = read(RETURNS / "product.csv")
    items = [
        {"code": row["product_code"], "name": row["product_name"].strip(), "unit": "unit"}
        for row in products
    ]
    districts = sorted({row["district"] for row in read(RETURNS / "logistics.csv")})
    stores = [{"code": "civ", "kind": "store", "name": "Côte d'Ivoire"}]
    for name in districts:
        code = re.sub(r"[^A-Za-z0-9._-]", "-", name)  # as the import makes codes of names
        stores.append({"code": code, "kind": "store", "name": name, "parent": "civ"})
    path = tmp_path / "civ.kho"
    with kho.open(path, create=True) as ledger:
        ledger.define({"items": items, "places": stores}, from_date="2015-01-01")
        ledger.import_monthly(EXAMPLE / "returns.yaml", RETURNS / "logistics.csv")
    asked = ("--place", "civ", "--lang", "en", "--months", "6", "--out", tmp_path)
    files = made(path, "2019-06", *asked)
    head, lines = sheet(files["xlsx"], "Place by place")
    closing = [int(row["closing"]) for row in read(files["csv"])]
    assert [line[head.index("Closing")] for line in lines] == closing
    assert "By the unit above" in Page(files["html"]).of("h2")
    head, units = sheet(files["xlsx"], "Units")
    assert sum(unit[2] for unit in units) == 107
    told = Page(files["html"]).of("b")[0]
    assert told == f"{sum(unit[3] for unit in units)} of 107"


@pytest.mark.skipif("KHO_QUICK" in os.environ, reason="takes a while")
def test_types_hold(tmp_path):
    pytest.importorskip("mypy")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path)],
        cwd=EXAMPLE,
        env={**os.environ, "MYPYPATH": os.environ["PYTHONPATH"]},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stdout
