"""The examples in Python say what they say in C."""

import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["KHO_SOURCE"])


def test_a_station_in_python_says_what_it_says_in_c(tmp_path):
    said = subprocess.run(
        [sys.executable, SOURCE / "examples/station.py", tmp_path / "new.kho"],
        check=True,
        stdout=subprocess.PIPE,
    )
    assert said.stdout == (SOURCE / "examples/station.out").read_bytes()
