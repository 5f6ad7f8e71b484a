"""The wheel is made without network from what a source distribution holds, and works."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

SOURCE = Path(os.environ["KHO_SOURCE"])
PARTS = ["CMakeLists.txt", "LICENSE", "README.md", "cmake", "include", "lib", "bindings"]
PROGRAM = """
import kho, sys
from kho import native
assert kho.__file__.startswith(sys.prefix), kho.__file__
with kho.open(sys.argv[1], create=True) as ledger:
    ledger.define({"channels": ["free"]})
    print([row[0] for row in ledger.channels()], kho.__version__)
"""

if "libasan" in os.environ.get("LD_PRELOAD", ""):
    pytest.skip("what is released isn't built with a sanitizer", allow_module_level=True)
if "KHO_QUICK" in os.environ:
    pytest.skip("it compiles the library, and this is quick", allow_module_level=True)
pytest.importorskip("build")
pytest.importorskip("wheel")


def run(*command, **options):
    env = {key: os.environ[key] for key in os.environ if not key.startswith("PYTHON")}
    done = subprocess.run(
        list(map(str, command)),
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def pythons():
    """Those of the machine that the wheel is for: this one, and the first in PATH."""
    found = {os.path.realpath(sys.executable): sys.executable}
    other = shutil.which("python3")
    tag = "import sys; print(sys.implementation.cache_tag, sys.executable)"
    told, path = run(other, "-c", tag).split()
    if told == sys.implementation.cache_tag:
        found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def test_it_is_made_and_works_in_fresh_environments(tmp_path):
    for part in PARTS:  # setuptools writes beside what it reads
        path = SOURCE / part
        (shutil.copytree if path.is_dir() else shutil.copy)(path, tmp_path / part)
    made = tmp_path / "made"
    face = tmp_path / "bindings/python"
    run(sys.executable, "-m", "build", "--no-isolation", "-o", made, face)
    (source,), (wheel,) = made.glob("*.tar.gz"), made.glob("*.whl")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"setup.py", "kho/py.typed", "source/lib/kho.map", "PKG-INFO"} <= names
    assert not any("__pycache__" in name or name.endswith(".so") for name in names)
    faces = {f"kho/{path.name}" for path in (face / "kho").glob("*.py*")}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert faces | {"kho/native.py"} <= names
    for number, python in enumerate(pythons()):
        place = tmp_path / f"venv{number}"
        run(python, "-m", "venv", place)
        run(place / "bin/pip", "install", "--no-index", "--no-deps", wheel)
        ledger = tmp_path / f"{number}.kho"
        said = run(place / "bin/python", "-c", PROGRAM, ledger, cwd=place)
        assert said.startswith("['free'] 0.")
