#!/usr/bin/env python3
"""What it costs to post from Python rather than from C.

    PYTHONPATH=build/release/python bench/python_post.py [--entries 100000] [--rounds 7]

The same entries are posted by `kho-post` in C and by `ledger.post()`, in turn, each into
a new ledger in memory and in one batch, of one move and of five. Making the dicts counts,
as filling the structures does in C. The median of the rounds' ratios is what counts.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import kho

CATALOGUE = {
    "channels": ["free"],
    "items": [{"code": "bcs", "name": "Bao cao su", "unit": "chiếc"}],
    "places": [
        {"code": "ncc", "kind": "supplier", "name": "Kho"},
        {"code": "tyt", "kind": "store", "name": "Trạm"},
    ],
}


def entry(number, moves):
    return {
        "uid": f"PN-{number}",
        "date": f"2025-{number % 10 + 1:02}-03",
        "moves": [
            {
                "item": "bcs",
                "lot": f"A{i}",
                "expiry": "2029-05-31",
                "from": "ncc",
                "to": "tyt",
                "quantity": 100 + i,
            }
            for i in range(moves)
        ],
    }


def from_python(path, entries, moves):
    with kho.open(path, create=True) as ledger:
        ledger.define(CATALOGUE)
        start = time.process_time()
        with ledger.batch():
            for number in range(entries):
                ledger.post(entry(number, moves))
        return time.process_time() - start


def from_c(program, path, entries, moves):
    said = subprocess.run(
        [program, path, str(entries), str(moves)], check=True, stdout=subprocess.PIPE
    )
    return float(said.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--program", default=Path(kho.__file__).parents[2] / "kho-post")
    args = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    for moves in (1, 5):
        taken = []
        for _ in range(args.rounds):
            with tempfile.TemporaryDirectory(dir=memory) as folder:
                c = from_c(args.program, f"{folder}/c.kho", args.entries, moves)
                python = from_python(f"{folder}/python.kho", args.entries, moves)
            taken.append((python / c, c, python))
        ratio, c, python = map(statistics.median, zip(*taken))
        each = 1e6 / args.entries
        print(
            f"{moves} move{'s'[:moves - 1]} an entry: C {c * each:.2f} us,"
            f" Python {python * each:.2f} us, ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
