"""Tables in Python: rows, columns that share memory, pandas, Arrow, files."""

import datetime
import gc
import json
import os
import resource
import threading
import tracemalloc
import weakref
from fractions import Fraction

import arrow_reader
import kho
import pytest

DAY = datetime.date

CATALOGUE = {
    "channels": ["free", "socialised"],
    "items": [
        {"code": "bcs", "name": {"vi": "Bao cao su", "en": "Condom <&>"},
         "unit": {"vi": "chiếc", "en": "piece"}, "pack": 144},
        {"code": "vien", "name": {"vi": "Viên uống", "en": "Pill"},
         "unit": {"vi": "vỉ", "en": "cycle"}},
    ],
    "places": [
        {"code": "ncc", "kind": "supplier", "name": {"vi": "Kho trung ương"}},
        {"code": "tyt", "kind": "store", "name": {"vi": "Trạm Y tế Sông Công"}},
        {"code": "xa", "kind": "store", "name": {"vi": "Trạm Y tế xã"}},
    ],
    "prices": [
        {"item": "bcs", "channel": "socialised", "from": "2026-01-01", "price": 250.5},
    ],
}


@pytest.fixture
def ledger(tmp_path):
    def noon():
        return datetime.datetime(2026, 11, 30, 5, tzinfo=datetime.timezone.utc)

    with kho.open(tmp_path / "books.kho", create=True, clock=noon) as opened:
        with opened.batch():
            opened.define(CATALOGUE, from_date="2026-01-01")
            opened.begin("2026-08-01", "tyt", {"bcs@A9/2027-10-31": 1000, "vien@V1": 60})
            opened.begin("2026-08-01", "xa", {"bcs@A9/2027-10-31": 7})
            for month, quantity in (("08", 100), ("09", 150), ("10", 121)):
                opened.dispense(f"2026-{month}-20", "tyt", {"bcs": quantity})
        yield opened


@pytest.fixture
def stock(ledger):
    return ledger.stock()


@pytest.fixture
def report(ledger):
    return ledger.report("2026-10")


def test_rows_are_named_and_typed(stock):
    assert len(stock) == 3
    assert stock.columns == (
        "place", "item", "lot", "expiry", "channel", "quantity", "usable")
    assert [tuple(row) for row in stock] == [
        ("tyt", "bcs", "A9", DAY(2027, 10, 31), "free", 629, 629),
        ("tyt", "vien", "V1", None, "free", 60, 60),
        ("xa", "bcs", "A9", DAY(2027, 10, 31), "free", 7, 7),
    ]
    assert stock[0].expiry == DAY(2027, 10, 31)
    assert stock[-1].place == "xa"
    assert [row.quantity for row in stock[1:]] == [60, 7]
    assert stock[5:] == []


def test_rationals_are_exact(report):
    row = report[0]
    assert (row.item, row.closing) == ("bcs", 629)
    assert row.amc == Fraction(371, 3)
    assert row.months == Fraction(629 * 3, 371)
    assert isinstance(row.amc, Fraction)
    assert report[1].amc is None or isinstance(report[1].amc, Fraction)


def test_cells_are_those_of_the_json(ledger, stock, report):
    def plain(cell):
        if isinstance(cell, DAY):
            return cell.isoformat()
        if isinstance(cell, Fraction):
            return f"{cell.numerator}/{cell.denominator}"
        return cell

    for table in (stock, report, ledger.items(), ledger.prices(), ledger.check()):
        told = json.loads(table.to_json())
        assert told["table"] == table.name
        made = [dict(zip(table.columns, map(plain, row))) for row in table]
        assert made == told["rows"]


def test_rows_beyond_the_end_and_columns_that_are_not_there(stock):
    for index in (3, -4, 10**30):
        with pytest.raises(IndexError):
            stock[index]
    with pytest.raises(KeyError):
        stock["closing"]
    with pytest.raises(KeyError):
        stock.label("closing")
    with pytest.raises(kho.Invalid, match="lang: 'fr'"):
        stock.label("item", "fr")
    with pytest.raises(TypeError):
        stock[1.0]
    with pytest.raises(IndexError):
        stock["quantity"][3]
    with pytest.raises(TypeError):
        stock["quantity"]["place"]


def test_a_key_that_is_a_word_of_python_has_a_line_behind_it(ledger):
    (price,) = ledger.prices()
    assert price.from_ == DAY(2026, 1, 1)
    assert price.price == Fraction(501, 2)
    assert ledger.prices().columns[2] == "from"


def test_labels_names_and_what_it_was_made_with(ledger, report):
    assert report.name == "report"
    assert report.title == "Stock report"
    assert report.label("closing") == "Closing"
    assert report.label("closing", "vi") == "Tồn cuối kỳ"
    assert report.names("item") == {"bcs": "Condom <&>", "vien": "Pill"}
    assert report.names("place", "vi")["tyt"] == "Trạm Y tế Sông Công"
    assert report.names("closing") == {}
    assert report.meta["on"] == "2026-11-30"
    assert list(report.meta) == list(json.loads(report.to_json())["meta"])
    assert repr(report) == "<kho.Table report: 3 x 20>"
    assert repr(report["amc"]) == "<kho.Column amc: 3 x rational>"


def test_a_code_with_several_names_has_none(ledger):
    """A judgement's word is its status and its sentence: only the row says which."""
    explained = ledger.explain("tyt", "bcs")
    told = {row.step: index for index, row in enumerate(explained)}
    status, because = told["status"], told["because"]
    assert explained[status].value == explained[because].value == "over"
    assert "over" not in explained.names("value")
    assert explained.names("value")["629"] == "629"
    assert explained.shown(status, "value", "vi") == "Vượt tối đa"
    assert explained.shown(because, "value").startswith("629 usable, ")


def test_cells_are_shown_as_people_read_them(ledger, stock, report):
    ledger.begin("2026-08-01", "xa", {"bcs@A10/2028-10-31": 2500})
    more = ledger.stock(place="xa")
    assert more.shown(-1, "quantity") == "2,500"
    assert more.shown(-1, "quantity", "vi") == "2.500"
    assert stock.shown(0, "item", "vi") == "Bao cao su"
    assert stock.shown(0, "expiry") == "2027-10-31"
    assert stock.shown(1, "expiry") == ""
    english = f"{float(report[0].months):.1f}"
    assert report.shown(0, "months", "vi") == english.replace(".", ",")
    with pytest.raises(IndexError):
        stock.shown(3, "item")
    with pytest.raises(KeyError):
        stock.shown(0, "colour")


def test_columns_are_sequences_of_values(stock, report):
    column = stock["quantity"]
    assert (column.key, column.type, column.valid) == ("quantity", "integer", None)
    assert list(column) == [629, 60, 7]
    assert column[-1] == 7
    assert column[::-2] == [7, 629]
    assert len(column) == 3
    assert 60 in column
    assert column.words == ()
    assert stock["item"].type == "text"
    assert stock["item"].words == ("bcs", "vien")
    assert stock["expiry"].type == "date"
    assert stock["expiry"].valid == b"\x05"
    assert stock["expiry"][:] == [DAY(2027, 10, 31), None, DAY(2027, 10, 31)]
    assert report["amc"].type == "rational"
    with pytest.raises(TypeError):
        type(column)()


def test_columns_are_buffers(stock, report):
    def told(column):
        view = memoryview(column)
        return view.format, view.shape, view.strides, view.readonly

    assert told(stock["quantity"]) == ("q", (3,), (8,), True)
    assert told(stock["expiry"]) == ("i", (3,), (4,), True)
    assert told(stock["item"]) == ("i", (3,), (4,), True)
    assert told(report["amc"]) == ("q", (3, 2), (16, 8), True)
    assert memoryview(report["amc"]).tolist()[0] == [371, 3]
    assert bytes(stock["quantity"])[:8] == (629).to_bytes(8, "little")
    with pytest.raises(TypeError):
        memoryview(stock["quantity"])[0] = 1


def test_numpy_shares_the_memory(stock, report):
    numpy = pytest.importorskip("numpy")
    quantities = numpy.asarray(stock["quantity"])
    again = numpy.asarray(stock["quantity"])
    assert quantities.dtype == numpy.int64
    assert quantities.tolist() == [629, 60, 7]
    assert quantities.sum() == 696
    assert numpy.shares_memory(quantities, again)
    assert (quantities.__array_interface__["data"]
            == again.__array_interface__["data"])
    assert not quantities.flags.writeable
    days = numpy.asarray(stock["expiry"]).astype("datetime64[D]")
    assert str(days[0]) == "2027-10-31"
    assert numpy.asarray(report["amc"]).shape == (3, 2)
    with pytest.raises(ValueError):
        quantities[0] = 1


def test_what_was_taken_outlives_table_and_ledger(tmp_path, ledger):
    table = ledger.stock()
    gone = weakref.ref(table)
    column, rows = table["quantity"], iter(table)
    assert next(rows).quantity == 629
    words = memoryview(table["item"])
    del table
    ledger.close()
    assert [row.quantity for row in rows] == [60, 7]
    del rows
    gc.collect()
    assert gone() is None
    assert list(column) == [629, 60, 7]
    assert words.tolist() == [0, 1, 0]


def test_a_generator_abandoned_half_way_leaks_nothing(ledger):
    def abandon():
        rows = iter(ledger.stock())
        next(rows)
        rows.close()

    abandon()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(200):
        abandon()
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 4096


def resident_bytes():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


@pytest.mark.skipif("asan" in os.environ.get("LD_PRELOAD", ""),
                    reason="a sanitizer keeps for a while what was freed")
def test_tables_of_which_something_was_taken_are_given_back(ledger):
    def use():
        table = ledger.stock()
        memoryview(table["quantity"])
        table.__arrow_c_stream__()
        arrow_reader.Batch(table).release()
        table.to_json()

    for _ in range(200):
        use()
    before = resident_bytes()
    for _ in range(2000):
        use()
    assert resident_bytes() - before < 3_000_000, "a table has some 5 KB"


def test_threads_read_one_table(stock):
    wanted = [tuple(row) for row in stock], stock.to_json()
    seen = []

    def read():
        for _ in range(50):
            batch = arrow_reader.Batch(stock)
            seen.append(([tuple(row) for row in stock], stock.to_json()) == wanted)
            batch.release()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 200


def test_a_table_without_rows(ledger):
    table = ledger.check()
    assert len(table) == 0 and list(table) == [] and table[:] == []
    assert memoryview(table["expected"]).tolist() == []
    assert table["expected"].valid is None
    batch = arrow_reader.Batch(table)
    assert all(array.length == 0 for _, _, array in batch.columns())
    batch.release()


def test_arrow_crosses_with_every_cell(ledger, stock, report):
    for table in (stock, report, ledger.prices(), ledger.check(), ledger.alerts()):
        batch = arrow_reader.Batch(table)
        read = {name: arrow_reader.values(*pair) for name, *pair in batch.columns()}
        assert read == {key: table[key][:] for key in table.columns}
        batch.release()


def test_arrow_shares_the_memory_and_tells_what_it_is(report):
    numpy = pytest.importorskip("numpy")
    batch = arrow_reader.Batch(report)
    told = arrow_reader.metadata(batch.schema)
    assert told.pop("kho.table") == "report"
    assert told == {"kho.meta." + key: text for key, text in report.meta.items()}
    for name, schema, array in batch.columns():
        assert arrow_reader.metadata(schema) == {
            "kho.type": report[name].type,
            "kho.label.vi": report.label(name, "vi"),
            "kho.label.en": report.label(name, "en"),
        }
        cells = array.children[0].contents if array.n_children else array
        address, _ = numpy.asarray(report[name]).__array_interface__["data"]
        assert cells.buffers[1] == address
    batch.release()


def test_an_arrow_batch_outlives_everything(ledger):
    batch = arrow_reader.Batch(ledger.stock())
    capsule = ledger.stock().__arrow_c_stream__(requested_schema=None)
    ledger.close()
    gc.collect()
    del capsule  # never opened
    columns = {name: pair for name, *pair in batch.columns()}
    assert arrow_reader.values(*columns["quantity"]) == [629, 60, 7]
    assert arrow_reader.values(*columns["lot"]) == ["A9", "V1", "A9"]
    batch.release()


def test_pandas_types(stock, report):
    pandas = pytest.importorskip("pandas")
    frame = stock.to_pandas()
    assert tuple(frame.columns) == stock.columns
    assert frame["item"].tolist() == ["bcs", "vien", "bcs"]
    assert isinstance(frame["item"].dtype, pandas.CategoricalDtype)
    assert frame["quantity"].dtype == "int64"
    assert frame["expiry"].dtype == "datetime64[ns]"
    assert frame["expiry"].isna().tolist() == [False, True, False]
    assert frame["expiry"][0] == pandas.Timestamp("2027-10-31")
    assert frame.groupby("item", observed=True)["quantity"].sum().to_dict() == {
        "bcs": 636, "vien": 60}
    assert frame.attrs == {"name": "stock", "meta": stock.meta}
    frame.loc[0, "quantity"] = 1
    assert stock[0].quantity == 629, "a frame is its owner's to change"

    months = report.to_pandas()
    assert months["amc"].dtype == "float64"
    assert months["amc"][0] == 371 / 3
    assert months["to_order"].dtype in ("int64", "Int64")
    exact = report.to_pandas(exact=True)
    assert exact["amc"].tolist() == report["amc"][:]


def test_pandas_takes_a_table_without_rows(ledger):
    pytest.importorskip("pandas")
    frame = ledger.check().to_pandas()
    assert len(frame) == 0
    assert tuple(frame.columns) == ledger.check().columns


def test_pandas_marks_what_is_undefined(ledger):
    pandas = pytest.importorskip("pandas")
    alerts = ledger.alerts()
    frame = alerts.to_pandas()
    for key in alerts.columns:
        undefined = [cell is None for cell in alerts[key]]
        assert frame[key].isna().tolist() == undefined, key
        if alerts[key].type == "integer" and any(undefined):
            assert frame[key].dtype == pandas.Int64Dtype()


def test_a_word_that_comes_twice_is_one_category(ledger):
    pytest.importorskip("pandas")
    table = ledger.explain("tyt", "bcs")
    values, read = table["value"], table.to_pandas()["value"]
    assert len(set(values.words)) < len(values.words)
    assert [None if undefined else word for word, undefined in zip(read, read.isna())] \
        == values[:]


def test_files_and_texts(stock, tmp_path):
    assert stock.to_csv().splitlines()[:2] == [
        "place,item,lot,expiry,channel,quantity,usable",
        "tyt,bcs,A9,2027-10-31,free,629,629"]
    assert "Condom &lt;&amp;&gt;" in stock.to_html()
    assert stock.to_xlsx()[:2] == b"PK"
    for write, name in ((stock.to_csv, "a.csv"), (stock.to_json, "a.json"),
                        (stock.to_html, "a.html")):
        assert write(tmp_path / name) is None
        assert (tmp_path / name).read_text(encoding="utf-8") == write()
    assert stock.to_xlsx(str(tmp_path / "a.xlsx")) is None
    assert (tmp_path / "a.xlsx").read_bytes() == stock.to_xlsx()
    with pytest.raises(FileNotFoundError):
        stock.to_csv(tmp_path / "no" / "a.csv")
    assert "Quantity" in str(stock)


def test_a_notebook_shows_it_escaped(ledger, stock):
    told = stock._repr_html_()
    assert "<td>Condom &lt;&amp;&gt;</td>" in told
    assert "<th>Quantity</th>" in told
    assert told.count("<tr>") == 4


def test_several_tables(ledger):
    tables = ledger.supervise("tyt")
    assert len(tables) > 1
    assert [table.name for table in tables] == [
        tables[i].name for i in range(len(tables))]
    assert tables[-1].name == list(tables)[-1].name
    with pytest.raises(IndexError):
        tables[len(tables)]
    assert tables.title.endswith("Trạm Y tế Sông Công")
    assert [told["table"] for told in json.loads(tables.to_json())["tables"]] \
        == [table.name for table in tables]
    assert tables.to_html().startswith("<!DOCTYPE html>")
    assert "Condom <&>" in str(tables)
    assert repr(tables).startswith("<kho.Tables: ")
    last = tables[-1]
    del tables
    gc.collect()
    assert last.columns
