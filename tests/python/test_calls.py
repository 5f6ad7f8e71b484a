"""What goes on around a call: callbacks, threads, batches, forks, the end of things."""

import copy
import datetime
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import weakref

import books
import kho
import pytest
from kho import native

DAY = "2026-11-05"
LINE = {"bcs": 1}


class Boom(Exception):
    pass


class Clock:
    """A clock that does what it is told to."""

    def __init__(self):
        self.does = books.noon()

    def __call__(self):
        return self.does()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    with books.station(tmp_path / "books.kho", clock=clock) as opened:
        yield opened
        clock.does = books.noon()
        if not opened.closed:
            assert list(opened.check()) == []


def left(ledger):
    return ledger.stock(place="tyt", item="bcs")[0].quantity


def feed(count, date=DAY):
    for i in range(count):
        yield {
            "uid": f"N-{i}",
            "date": date,
            "moves": [
                {
                    "item": "bcs",
                    "lot": "A1",
                    "expiry": "2028-01",
                    "from": "ncc",
                    "to": "tyt",
                    "quantity": 1,
                }
            ],
        }


def test_the_clock_tells_the_day(ledger, clock):
    clock.does = lambda: datetime.datetime(
        2026, 11, 30, 17, 0, tzinfo=datetime.timezone.utc
    )
    assert ledger.today == datetime.date(2026, 12, 1)  # midnight in Vietnam
    zone = datetime.timezone(datetime.timedelta(hours=7))
    clock.does = lambda: datetime.datetime(2026, 11, 30, 23, 59, tzinfo=zone)
    assert ledger.today == datetime.date(2026, 11, 30)


def test_what_a_clock_raises_is_raised_by_the_call(ledger, clock, tmp_path):
    def boom():
        raise Boom

    clock.does = boom
    for call in (
        lambda: ledger.today,
        lambda: ledger.dispense(DAY, "tyt", LINE),
        lambda: ledger.stock(),
        lambda: kho.open(tmp_path / "new.kho", create=True, clock=boom).define({}),
    ):
        with pytest.raises(Boom):
            call()
    clock.does = books.noon()
    assert left(ledger) == 1000


def test_a_clock_gives_an_aware_datetime(ledger, clock):
    for wrong in (None, 0, datetime.datetime(2026, 11, 30), "2026-11-30"):
        clock.does = lambda: wrong
        with pytest.raises(TypeError):
            ledger.today


def test_a_callback_can_not_use_its_ledger(ledger, clock):
    def recurse():
        return ledger.stock()

    clock.does = recurse
    with pytest.raises(kho.Invalid, match="in use by .* its own callback"):
        ledger.dispense(DAY, "tyt", LINE)
    clock.does = ledger.close
    with pytest.raises(kho.Invalid, match="in use"):
        ledger.dispense(DAY, "tyt", LINE)
    assert not ledger.closed


def test_progress_hears_and_may_raise(tmp_path):
    heard = []

    def progress(what, done, total):
        heard.append((what, done, total))
        if boom:
            raise Boom

    boom = False
    with books.station(tmp_path / "books.kho", progress=progress) as ledger:
        ledger.post_json(feed(3000))
        ledger.backup(tmp_path / "copy.kho")
        ledger.check()
        assert heard and all(0 <= done <= total for _, done, total in heard)
        assert {type(part) for call in heard for part in call} == {str, int}
        boom = True
        with pytest.raises(Boom):
            ledger.check()
        assert left(ledger) == 4000


def test_a_ledger_that_does_not_open_keeps_no_callable(tmp_path):
    clock = Clock()
    gone = weakref.ref(clock)
    with pytest.raises(TypeError, match="callable"):
        native.open(tmp_path / "books.kho", 2, 0, 420, 0, clock, 3)
    with pytest.raises(kho.Error):
        kho.open(tmp_path / "none" / "books.kho", clock=clock)
    del clock
    gc.collect()
    assert gone() is None


def test_an_interrupt_comes_when_the_library_calls_back(tmp_path):
    def progress(what, done, total):
        signal.raise_signal(signal.SIGINT)

    with books.station(tmp_path / "books.kho") as ledger:
        ledger.post_json(feed(3000))
    with kho.open(ledger.path, progress=progress) as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.check()
        assert left(ledger) == 4000


def test_other_threads_run_while_the_library_works(ledger):
    """A thread that turns all the time isn't held up for most of a long call.

    Of one that never comes back to Python, not even for the time.
    """
    lines = "\n".join(map(json.dumps, feed(20000, "2025-11-05"))).encode()
    timeless = kho.open(ledger.path)
    stop = threading.Event()
    gaps = [0.0]

    def turn():
        last = time.monotonic()
        while not stop.is_set():
            now = time.monotonic()
            gaps[0] = max(gaps[0], now - last)
            last = now

    def held_up():
        """The longest gap of the thread as a part of the call."""
        gaps[0] = 0.0
        start = time.monotonic()
        timeless._native.post_json(lines, False, False, 1000)
        took = time.monotonic() - start
        time.sleep(0.01)
        return gaps[0] / took

    thread = threading.Thread(target=turn)
    thread.start()
    parts = [held_up() for _ in range(5)]  # a busy machine may hold up one
    stop.set()
    thread.join()
    timeless.close()
    assert min(parts) < 0.5


def test_threads_wait_for_each_other(ledger):
    failed = []

    def work(number):
        try:
            for i in range(20):
                ledger.dispense(DAY, "tyt", LINE, uid=f"{number}-{i}")
                ledger.stock()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert left(ledger) == 1000 - 160


def test_a_batch_keeps_other_threads_out(ledger):
    seen = []
    reader = threading.Thread(target=lambda: seen.append(left(ledger)))
    with ledger.batch():
        ledger.dispense(DAY, "tyt", LINE)
        reader.start()
        reader.join(0.1)
        assert reader.is_alive() and seen == []
        ledger.dispense(DAY, "tyt", LINE)
    reader.join()
    assert seen == [998]


def test_batches_do_not_nest(ledger):
    with ledger.batch():
        ledger.dispense(DAY, "tyt", LINE)
        with pytest.raises(kho.Invalid, match="batch"):
            with ledger.batch():
                pytest.fail("was entered")
        ledger.dispense(DAY, "tyt", LINE)
    assert left(ledger) == 998


def test_a_refusal_within_a_batch_may_be_caught(ledger):
    with ledger.batch():
        ledger.dispense(DAY, "tyt", LINE)
        with pytest.raises(kho.Short):
            ledger.dispense(DAY, "tyt", {"bcs": 5000})
    with pytest.raises(kho.Short):
        with ledger.batch():
            ledger.dispense(DAY, "tyt", LINE)
            ledger.dispense(DAY, "tyt", {"bcs": 5000})
    assert left(ledger) == 999


def test_a_batch_within_a_generator_that_is_abandoned_is_rolled_back(ledger):
    def day():
        with ledger.batch():
            ledger.dispense(DAY, "tyt", LINE)
            yield

    running = day()
    next(running)
    del running
    gc.collect()
    assert left(ledger) == 1000
    with ledger.batch():
        ledger.dispense(DAY, "tyt", LINE)
    assert left(ledger) == 999


def test_closing_within_a_batch_drops_it(ledger):
    with pytest.raises(kho.Invalid, match="closed"):
        with ledger.batch():
            ledger.dispense(DAY, "tyt", LINE)
            ledger.close()
    with kho.open(ledger.path) as again:
        assert left(again) == 1000
        with pytest.raises(Boom):
            with again.batch():
                again.close()
                raise Boom


def test_every_method_of_a_closed_ledger_raises(ledger):
    ledger.close()
    calls = {
        "begin": (DAY, "tyt", LINE), "receive": (DAY, "ncc", "tyt", LINE),
        "send_back": (DAY, "tyt", "ncc", LINE), "ship": (DAY, "tyt", "xa", LINE),
        "arrive": (DAY, "tyt", LINE), "transfer": (DAY, "tyt", "xa", LINE),
        "issue": (DAY, "tyt", "ctv", LINE), "give_back": (DAY, "ctv", "tyt", LINE),
        "dispense": (DAY, "tyt", LINE), "hold": (DAY, "tyt", LINE),
        "release": (DAY, "tyt", LINE), "lose": (DAY, "tyt", LINE),
        "count": (DAY, "tyt", LINE), "serve": (DAY, "tyt", "condom", "new"),
        "post": ({},), "post_json": ("",), "reverse": ("x",), "define": ({},),
        "load_catalogue": ("x",), "load_rules": ("x",), "close_month": ("2026-10", "tyt"),
        "reopen_month": ("2026-10", "tyt", "x"), "import_monthly": ("x", "y"),
        "backup": ("x",), "stock": (), "card": ("tyt", "bcs"), "report": ("2026-11",),
        "alerts": (), "suggest": (), "explain": ("tyt", "bcs"), "rules": (),
        "try_rules": ("x", DAY, DAY), "supervise": ("tyt",), "items": (), "places": (),
        "lots": (), "channels": (), "prices": (), "check": (), "head": (),
        "use_client_key": ("x",), "erase_client": ("x",), "purge_clients": (DAY,),
        "rotate_client_key": (),
        "export_client": ("x",),
    }  # fmt: skip
    methods = {name for name in dir(kho.Ledger) if not name.startswith("_")}
    assert methods - calls.keys() == {"batch", "close", "closed", "lang", "path", "today"}
    for name, args in calls.items():
        with pytest.raises(kho.Invalid, match="the ledger is closed"):
            getattr(ledger, name)(*args)


def test_a_ledger_can_not_be_copied(ledger):
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="can't be copied or pickled"):
            copied(ledger)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_is_refused(ledger):
    entered, go = threading.Event(), threading.Event()

    def hold():
        with ledger.batch():
            ledger.dispense(DAY, "tyt", LINE)
            entered.set()
            go.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            ledger.stock()
        except kho.Invalid as error:
            status = 0 if "forked" in str(error) else 2
        ledger.close()
        with kho.open(ledger.path, read_only=True) as own:
            status = status or (0 if left(own) == 1000 else 3)
        os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    go.set()
    holder.join()
    assert left(ledger) == 999


def test_a_ledger_in_a_cycle_is_collected(tmp_path):
    class Owner:
        def __init__(self, path):
            self.ledger = books.station(path, clock=self.now, progress=self.hear)

        def now(self):
            return books.noon()()

        def hear(self, what, done, total):
            pass

    owner = Owner(tmp_path / "books.kho")
    seen = weakref.ref(owner.ledger)
    del owner
    gc.collect()
    assert seen() is None


def run(source, *args):
    """What a program of its own says; it must end well."""
    path = os.pathsep.join([*sys.path])
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", source, *args],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_an_interpreter_may_end_with_an_open_batch(tmp_path):
    run(
        "import sys, books; ledger = books.station(sys.argv[1])\n"
        "batch = ledger.batch(); batch.__enter__()\n"
        "ledger.dispense('2026-11-05', 'tyt', {'bcs': 1})",
        str(tmp_path / "books.kho"),
    )
    with kho.open(tmp_path / "books.kho") as ledger:
        assert left(ledger) == 1000


def test_daemon_threads_may_be_at_work_when_it_ends(tmp_path):
    run(
        "import sys, threading, time, books; ledger = books.station(sys.argv[1])\n"
        "def work():\n"
        "    while True: ledger.stock()\n"
        "threading.Thread(target=work, daemon=True).start(); time.sleep(0.1)",
        str(tmp_path / "books.kho"),
    )


def test_another_interpreter_is_refused(tmp_path):
    said = run(
        "import sys, kho, books, _xxsubinterpreters as sub\n"
        "other = sub.create()\n"
        "try: sub.run_string(other, 'import kho')\n"
        "except sub.RunFailedError as error: print(error)\n"
        "sub.destroy(other)\n"
        "with books.station(sys.argv[1]) as ledger: print(len(ledger.stock()))",
        str(tmp_path / "books.kho"),
    )
    refused, rows = said.splitlines()
    assert "kho works in a process's main interpreter only" in refused
    assert rows == "1"
