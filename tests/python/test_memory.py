"""Nothing is lost: leaks by a sanitizer or valgrind, growth by the process's size."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import books
import kho
import pytest

LOST = Path(__file__).parent / "lost"
SANITIZED = "libasan" in os.environ.get("LD_PRELOAD", "")
QUICK, LONG = "KHO_QUICK" in os.environ, "KHO_LONG" in os.environ


def whole_life(folder, *plant):
    """Its exit code and what it said, watched for lost memory."""
    path = os.pathsep.join([os.environ["PYTHONPATH"], str(LOST.parent)])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONMALLOC": "malloc"}
    watcher = []
    if SANITIZED:
        env["ASAN_OPTIONS"] = "exitcode=99:detect_leaks=1:fast_unwind_on_malloc=0"
        env["LSAN_OPTIONS"] = f"suppressions={LOST}/lsan.txt:print_suppressions=0"
    else:
        watcher = ["valgrind", "-q", "--leak-check=full", "--show-leak-kinds=definite"]
        watcher += ["--errors-for-leak-kinds=definite", "--error-exitcode=99"]
        watcher += [f"--suppressions={LOST}/valgrind.txt"]
    done = subprocess.run(
        [*watcher, sys.executable, LOST / "whole_life.py", folder, *plant],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout


# The words are those that make ctest fail, so they are not to be seen where all is well.
@pytest.mark.skipif(QUICK and not SANITIZED, reason="valgrind is slow, and this is quick")
def test_a_whole_life_loses_nothing(tmp_path):
    if not SANITIZED and not shutil.which("valgrind"):
        pytest.skip("valgrind is not installed")
    (tmp_path / "well").mkdir()
    (tmp_path / "planted").mkdir()
    code, said = whole_life(tmp_path / "well")
    assert code == 0, said
    code, said = whole_life(tmp_path / "planted", "plant")
    assert code == 99 and "4321 byte" in said.replace(",", "")


def resident():
    """How much of it is in memory, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(SANITIZED, reason="a sanitizer keeps what was freed")
def test_opening_and_closing_does_not_grow(tmp_path):
    """2,000 times (100,000 with KHO_LONG); half a MiB would be 268 (5) bytes each."""
    books.station(tmp_path / "books.kho").close()

    def cycle():
        with kho.open(tmp_path / "books.kho", clock=books.noon()) as ledger:
            ledger.stock()[0]
            try:
                ledger.dispense("2026-11-05", "tyt", {"bcs": 5000})
            except kho.Short:
                pass

    def cycles(count):
        for _ in range(count):
            cycle()
        gc.collect()
        return resident()

    before = cycles(300)
    grown = cycles(100_000 if LONG else 2_000) - before
    assert grown < 512 * 1024
