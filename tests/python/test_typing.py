"""Types: the face and its uses pass mypy --strict, and the stubs say what is there."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

pytest.importorskip("mypy")
if "libasan" in os.environ.get("LD_PRELOAD", ""):
    pytest.skip("types are the same without a sanitizer", allow_module_level=True)
HERE = pathlib.Path(__file__).parent
PACKAGE = pathlib.Path(os.environ["KHO_BUILD"]) / "python/kho"


def mypy(cache, *args, module="mypy"):
    """What mypy says of the installed package, as it is found by its py.typed."""
    path = os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, "MYPY_CACHE_DIR": str(cache), "MYPYPATH": "", "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, args)],
        env=env,
        cwd=cache,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("mypy")


def test_the_face_and_its_uses_are_typed(cache):
    said = mypy(cache, "--strict", PACKAGE, HERE / "typed/uses.py")
    assert said.startswith("Success"), said


def test_misuses_are_found(cache):
    path = HERE / "typed/misuses.py"
    said = mypy(cache, "--strict", "--no-error-summary", PACKAGE, path)
    found = {}
    line_of = re.compile(r"misuses\.py:(\d+): error: .*\[([\w-]+)\]$", re.M)
    for line, kind in line_of.findall(said):
        found.setdefault(int(line), set()).add(kind)
    expected = {
        number: set(line.split("# error: ")[1].split(","))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "# error: " in line
    }
    assert found == expected, said


def test_the_stubs_say_what_is_there(cache):
    allowed = ("--allowlist", HERE / "typed/allowed.txt")
    said = mypy(cache, "kho", "--concise", *allowed, module="mypy.stubtest")
    assert said == "", said
