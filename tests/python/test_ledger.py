"""The ledger: opening, posting, batches, closing, files."""

import datetime
import gc
import pickle
import threading

import books
import kho
import pytest


@pytest.fixture
def path(tmp_path):
    return tmp_path / "books.kho"


@pytest.fixture
def ledger(path):
    with books.station(path) as opened:
        yield opened
        if not opened.closed:
            assert list(opened.check()) == []


def test_an_answer_tells_all(ledger):
    answer = ledger.issue("2026-11-05", "tyt", "ctv", {"bcs": 288}, uid="PX-1")
    day = datetime.date(2028, 1, 31)
    assert (answer.seq, answer.uid, answer.existing) == (3, "PX-1", False)
    assert answer.taken == ((0, "bcs", "A1", day, "free", "tyt", "ctv", 288),)
    assert answer.taken[0].source == "tyt"
    assert answer.changes == (
        ("tyt", "bcs", "A1", day, "free", 1000, 712, 712),
        ("ctv", "bcs", "A1", day, "free", 0, 288, 288),
    )
    assert answer.warnings == ()
    again = ledger.issue("2026-11-05", "tyt", "ctv", {"bcs": 288}, uid="PX-1")
    assert again.existing and again.seq == 3 and again.changes == ()


def test_a_refusal_tells_each_move(ledger):
    with pytest.raises(kho.Short) as caught:
        ledger.issue("2026-11-05", "tyt", "ctv", {"bcs": 1001})
    (move,) = caught.value.moves
    assert move == kho.Refusal(
        index=0,
        status="short",
        place="tyt",
        item="bcs",
        lot=None,
        date=datetime.date(2026, 11, 5),
        need=1001,
        have=1000,
        lots=(),
        message="bcs: need 1001, have 1000 on 2026-11-05",
    )
    assert str(caught.value) == caught.value.message == move.message


def test_a_batch_is_all_or_nothing(ledger):
    with ledger.batch():
        ledger.dispense("2026-11-05", "tyt", {"bcs": 1})
        ledger.dispense("2026-11-06", "tyt", {"bcs": 2})
    with pytest.raises(ZeroDivisionError):
        with ledger.batch():
            ledger.dispense("2026-11-07", "tyt", {"bcs": 3})
            1 / 0
    assert [row.quantity for row in ledger.stock(item="bcs")] == [997]


def test_use_after_close_is_refused(ledger):
    ledger.close()
    ledger.close()
    assert ledger.closed
    batch = ledger.batch()
    for use in (ledger.stock, ledger.check, lambda: ledger.today, batch.__enter__):
        with pytest.raises(kho.Invalid, match="the ledger is closed"):
            use()


def test_a_head_that_was_kept_tells_an_older_copy(ledger, tmp_path):
    ledger.backup(tmp_path / "old.kho")
    answer = ledger.dispense("2026-11-02", "tyt", {"bcs": 3})
    head = ledger.head()
    assert head.split(":")[0] == str(answer.seq)
    assert len(ledger.check(head=head)) == 0
    with kho.open(tmp_path / "old.kho", read_only=True) as old:
        assert len(old.check()) == 0
        assert [row.kind for row in old.check(head=head)] == ["head"]
    with pytest.raises(kho.Invalid):
        ledger.check(head="12")


def test_an_answer_outlives_the_next_call_and_its_ledger(tmp_path):
    ledger = books.station(tmp_path / "a.kho")
    first = ledger.dispense("2026-11-02", "tyt", {"bcs": 3}, uid="PX-1")
    second = ledger.dispense("2026-11-03", "tyt", {"bcs": 4}, uid="PX-2")
    third = ledger.dispense("2026-11-04", "tyt", {"bcs": 5}, uid="PX-3")
    assert (second.uid, second.taken[0].quantity) == ("PX-2", 4)
    copy = pickle.loads(pickle.dumps(third))
    assert copy == third and copy.seq == third.seq == first.seq + 2
    last = ledger.dispense("2026-11-05", "tyt", {"bcs": 6}, uid="PX-4")
    ledger.close()
    del ledger
    gc.collect()
    assert (first.uid, first.changes[0].after) == ("PX-1", 997)
    assert (last.uid, last.taken[0].quantity) == ("PX-4", 6)


def test_answers_are_read_while_others_post(ledger):
    answers = [ledger.dispense("2026-11-02", "tyt", {"bcs": 1})]
    stop = threading.Event()

    def read():
        while not stop.is_set():
            assert answers[-1].taken[0].quantity == 1

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(300):
        answers.append(ledger.dispense("2026-11-02", "tyt", {"bcs": 1}))
    stop.set()
    for reader in readers:
        reader.join()
    assert [answer.seq for answer in answers] == list(range(3, 304))
