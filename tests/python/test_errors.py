"""Why a call was refused: classes by status, moves, places in files; wrong arguments."""

import contextlib
import copy
import datetime
import decimal
import fractions
import os
import pickle
import types

import books
import kho
import pytest


@pytest.fixture
def ledger(tmp_path):
    with books.station(tmp_path / "books.kho") as opened:
        yield opened
        assert list(opened.check()) == []


def refused(kind, call, *args, **options):
    with pytest.raises(kind) as caught:
        call(*args, **options)
    assert type(caught.value) is kind
    return caught.value


@contextlib.contextmanager
def nobody():
    """Without root's powers, if we have them: what is another's is out of reach."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("read_only", [False, True])
def test_what_may_not_be_read_is_not_called_missing(tmp_path, read_only):
    books.station(tmp_path / "shut.kho").close()
    (tmp_path / "shut.kho").chmod(0)
    tmp_path.chmod(0o711)
    folder = tmp_path / "shut"
    folder.mkdir(mode=0)
    for path in tmp_path / "shut.kho", folder / "station.kho":
        with nobody():
            error = refused(kho.Storage, kho.open, path, read_only=read_only)
            told = refused(kho.Storage, kho.open, path, read_only=read_only, lang="vi")
        assert str(error) == f"{path}: the file can't be opened: Permission denied"
        assert str(told) == f"{path}: không mở được tệp: không được phép"


def test_every_status_has_a_class():
    assert {made.status for made in kho.Error.__subclasses__()} == {
        "short", "conflict", "closed", "not_found", "route", "ambiguous", "expired",
        "invalid", "exists", "read_only", "busy", "storage", "damaged", "foreign",
        "memory", "overflow"}  # fmt: skip
    assert issubclass(kho.NotFound, LookupError)
    assert issubclass(kho.Invalid, ValueError)
    assert issubclass(kho.Memory, MemoryError)
    assert issubclass(kho.Overflow, OverflowError)


def test_each_kind_of_refusal(ledger, tmp_path):
    use = {"bcs": 1}
    refused(kho.Short, ledger.dispense, "2026-11-05", "tyt", {"bcs": 1001})
    ledger.dispense("2026-11-05", "tyt", use, uid="PX-1")
    refused(kho.Conflict, ledger.dispense, "2026-11-06", "tyt", use, uid="PX-1")
    refused(kho.NotFound, ledger.dispense, "2026-11-05", "xa", use)
    refused(kho.Route, ledger.transfer, "2026-11-05", "tyt", "ctv", use)
    pills = {"vien@V1/2026-11-10": 5, "vien@V2/2027-01": 5}
    ledger.receive("2026-11-02", "ncc", "tyt", pills)
    refused(kho.Expired, ledger.dispense, "2026-11-20", "tyt", {"vien@V1": 1})
    ledger.receive("2026-11-02", "ncc", "tyt", {"vien@V2/2027-02": 5})
    refused(kho.Ambiguous, ledger.dispense, "2026-11-20", "tyt", {"vien@V2": 1})
    refused(kho.Invalid, ledger.dispense, "2026-11-31", "tyt", use)
    refused(kho.Exists, kho.open, ledger.path, create=True)
    ledger.close_month("2026-10", "tyt")
    refused(kho.Closed, ledger.dispense, "2026-10-31", "tyt", use)
    with kho.open(ledger.path, read_only=True) as reader:
        refused(kho.ReadOnly, reader.dispense, "2026-11-05", "tyt", use)
    (tmp_path / "text.kho").write_text("kho: catalogue/1\n" * 100)
    refused(kho.Foreign, kho.open, tmp_path / "text.kho")


def test_lots_that_were_passed_over(ledger):
    ledger.begin("2026-10-31", "tyt", {"vien@V1/2026-11-10": 5, "vien@V2/2027-01": 5})
    ledger.hold("2026-11-01", "tyt", {"vien@V2": 2})
    error = refused(kho.Short, ledger.dispense, "2026-11-20", "tyt", {"vien": 4})
    (move,) = error.moves
    assert (move.need, move.have) == (4, 3)
    assert move.lots[0] == kho.RefusedLot(
        lot="V1",
        expiry=datetime.date(2026, 11, 10),
        channel="free",
        quantity=5,
        why="expired",
    )


def test_errors_speak_the_language_of_the_ledger(ledger):
    with kho.open(ledger.path, lang="vi", clock=books.noon()) as other:
        error = refused(kho.Short, other.dispense, "2026-11-05", "tyt", {"bcs": 1001})
        assert str(error) == "bcs: cần 1001, còn 1000 ngày 2026-11-05"
        error = refused(kho.Short, ledger.dispense, "2026-11-05", "tyt", {"bcs": 1001})
        assert str(error) == "bcs: need 1001, have 1000 on 2026-11-05"


def test_errors_in_files_tell_where(ledger, tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_text("kho: catalogue/1\nitems:\n  - code: bcs\n    pack: -1\n")
    error = refused(kho.Invalid, ledger.load_catalogue, path)
    assert (error.file, error.line, error.column) == (str(path), 4, 11)
    assert str(error).startswith(f"{path}:4:11: ") and error.message in str(error)
    error = refused(kho.NotFound, ledger.load_rules, tmp_path / "none.yaml")
    assert (error.line, error.column) == (None, None)


def test_errors_pickle_and_copy(ledger):
    error = refused(kho.Short, ledger.dispense, "2026-11-05", "tyt", {"bcs": 1001})
    for other in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(other) is kho.Short
        assert (str(other), other.moves, other.file) == (str(error), error.moves, None)
    answer = ledger.dispense("2026-11-05", "tyt", {"bcs": 1}, uid="PX-1")
    assert pickle.loads(pickle.dumps(answer)) == answer == copy.copy(answer)


WRONG = [True, 1.5, "1", None, 0, -1, 10**12 + 1, 2**63, 2**80]


@pytest.mark.parametrize("quantity", WRONG)
def test_a_quantity_is_an_integer_in_range(ledger, quantity):
    error = refused(kho.Invalid, ledger.dispense, "2026-11-05", "tyt", {"bcs": quantity})
    assert "quantity" in error.message


def test_values_that_no_json_has_are_refused(ledger):
    for value in (object(), decimal.Decimal(1), {1, 2}, b"tyt", 1j):
        with pytest.raises(TypeError):
            ledger.post({"date": "2026-11-05", "note": value})
    with pytest.raises(TypeError, match="a key must be str, not int"):
        ledger.post({1: 2})
    with pytest.raises(UnicodeEncodeError):
        ledger.post({"date": "2026-11-05", "note": "\ud800"})
    endless = []
    endless.append(endless)
    refused(kho.Invalid, ledger.post, {"moves": endless})


def test_integers_and_mappings_of_other_kinds(ledger):
    class Two:
        def __index__(self):
            return 2

    lines = types.MappingProxyType({"bcs": Two()})
    answer = ledger.dispense("2026-11-05", "tyt", lines)
    assert answer.taken[0].quantity == 2


def test_numbers_and_days_are_what_they_are_not_what_they_say(ledger):
    class Long(int):
        def __repr__(self):
            return "7"

        __str__ = __repr__

    class Wide(float):
        def __repr__(self):
            return "\ud800"

        __str__ = __repr__

    class Day(datetime.date):
        def __str__(self):
            return "\ud800"

    for quantity in Long(2**70), Wide(5), Wide(1.5):
        lines = {"bcs": quantity}
        error = refused(kho.Invalid, ledger.dispense, "2026-11-05", "tyt", lines)
        assert "quantity" in error.message
    price = {"item": "bcs", "channel": "free", "price": Wide(1.5)}
    ledger.define({"prices": [{"from": Day(2026, 1, 1), **price}]})
    [row] = ledger.prices()
    assert (row.from_, row.price) == (datetime.date(2026, 1, 1), fractions.Fraction(3, 2))


def test_a_mapping_that_changes_while_it_is_read(ledger):
    class Sly:
        def __index__(self):
            lines.clear()
            return 0

    lines = {"bcs": Sly()}
    lines.update((f"x{i}", Sly()) for i in range(100))
    refused(kho.Invalid, ledger.dispense, "2026-11-05", "tyt", lines)

    class Raises:
        def __index__(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.dispense("2026-11-05", "tyt", {"bcs": Raises()})


def test_lines_of_json_take_the_values_that_an_entry_takes(ledger):
    class Two:
        def __index__(self):
            return 2

    move = types.MappingProxyType(
        {"item": "bcs", "from": "tyt", "to": "client", "quantity": Two()}
    )
    line = {"date": datetime.date(2026, 11, 5), "moves": (move,)}
    [answer] = ledger.post_json([types.MappingProxyType(line)])
    assert answer["status"] == "posted"
    assert answer["taken"][0]["quantity"] == 2
    for value in (object(), decimal.Decimal(1), {1, 2}, datetime.datetime(2026, 11, 5)):
        with pytest.raises(TypeError):
            ledger.post_json([{"date": value}])


def test_days_are_dates_or_texts_and_nothing_with_a_time(ledger):
    day = datetime.date(2026, 11, 5)
    assert not ledger.dispense(day, "tyt", {"bcs": 1}, uid="a").existing
    assert ledger.dispense("2026-11-05", "tyt", {"bcs": 1}, uid="a").existing
    moment = datetime.datetime(2026, 11, 5, 12)
    with pytest.raises(TypeError, match="expected a date, not datetime.datetime"):
        ledger.dispense(moment, "tyt", {"bcs": 1})
    with pytest.raises(TypeError, match="expected a date or ISO text"):
        ledger.reverse("a", date=moment)
    with pytest.raises(TypeError):
        ledger.close_month(moment, "tyt")
    with pytest.raises(TypeError):
        ledger.close_month(None, "tyt")
    with pytest.raises(TypeError):
        ledger.report(moment)
    assert ledger.stock(on=day)[0].quantity == 999
    assert ledger.report(day, place="tyt").meta["to"] == "2026-11-30"
    assert ledger.close_month(datetime.date(2026, 10, 1), "tyt") == 1


def test_texts_and_paths(ledger, tmp_path):
    with pytest.raises(ValueError, match="null"):
        ledger.reverse("TD-1\0")
    with pytest.raises(ValueError, match="null"):
        kho.open(f"{ledger.path}\0")
    for wrong in (None, 1, b"TD-1"):
        with pytest.raises(TypeError):
            ledger.reverse(wrong)
    with pytest.raises(TypeError):
        kho.open(1)
    with pytest.raises(TypeError):
        ledger.close_month("2026-10", None)
    ledger.backup(bytes(tmp_path / "bytes.kho"))
    kho.open(bytes(tmp_path / "bytes.kho")).close()
    name = tmp_path / b"\xff.kho".decode("utf-8", "surrogateescape")
    ledger.backup(name)
    assert name.exists()


def test_messages_of_an_import_name_a_file_in_any_bytes(ledger, tmp_path):
    returns_map = tmp_path / "map.yaml"
    returns_map.write_text(
        "kho: monthly/1\nperiod: {year: year, month: month}\nplace: {code: site}\n"
        "item: {code: product}\nunknown: refuse\ncolumns: {opening: opening,"
        " received: received, dispensed: dispensed, closing: closing}\n"
    )
    returns = tmp_path / b"\xff.csv".decode("utf-8", "surrogateescape")
    returns.write_text(
        "year,month,site,product,opening,received,dispensed,closing\n"
        "2026,9,xyz,bcs,10,0,2,8\n"
    )
    said = []
    table = ledger.import_monthly(returns_map, returns, messages=said.append)
    assert table[0].refused == 1
    assert said == [f"{tmp_path}/\ufffd.csv:2: no place 'xyz'"]


def test_arguments_that_mean_nothing(ledger):
    refused(kho.Invalid, kho.open, ledger.path, lang="fr")
    refused(kho.Invalid, kho.open, "x.kho", create=True, read_only=True)
    error = refused(kho.Invalid, ledger.report, "2026-11", "alerts")
    assert "there is: stock, collaborators, services" in str(error)
    refused(kho.Invalid, ledger.report, "2026-11", ytd=True, value=True)
    refused(kho.Invalid, ledger.report, "2026-11", "mix", ytd=True)
    refused(kho.Invalid, ledger.report, "2026-13")
    refused(kho.Invalid, ledger.stock, on="yesterday")
    refused(kho.NotFound, ledger.stock, place="nowhere")
    with pytest.raises(TypeError):
        ledger.dispense("2026-11-05", "tyt", {"bcs": 1}, "PX-1")
