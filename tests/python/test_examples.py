"""The examples in Python say what they say in C."""

import doctest
import os
import pathlib
import pydoc
import subprocess
import sys

import kho

SOURCE = pathlib.Path(os.environ["KHO_SOURCE"])


def test_a_station_in_python_says_what_it_says_in_c(tmp_path):
    said = subprocess.run(
        [sys.executable, SOURCE / "examples/station.py", tmp_path / "new.kho"],
        check=True,
        stdout=subprocess.PIPE,
    )
    assert said.stdout == (SOURCE / "examples/station.out").read_bytes()


def test_the_page_on_python_is_so(tmp_path, monkeypatch):
    text = (SOURCE / "docs/python.md").read_text(encoding="utf-8")
    plain = text.replace("```python\n", "\n").replace("```\n", "\n")
    examples = doctest.DocTestParser().get_doctest(plain, {}, "docs/python.md", None, 0)
    monkeypatch.chdir(tmp_path)
    ran = doctest.DocTestRunner().run(examples)
    assert ran.attempted > 15 and ran.failed == 0
    assert (tmp_path / "october.xlsx").read_bytes().startswith(b"PK")


def test_the_reference_is_written():
    for thing in (kho, kho.ledger, kho.table, kho.errors, kho.answer):
        page = pydoc.render_doc(thing, renderer=pydoc.plaintext)
        assert thing.__doc__.split("\n")[0] in page
    told = pydoc.render_doc(kho.Ledger, renderer=pydoc.plaintext)
    assert "dispense(self, date: 'Date', place: 'str', lines: 'Lines'" in told
    assert "Give to clients." in told and "Raises Short, Expired" in told
