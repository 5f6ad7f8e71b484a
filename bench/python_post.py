#!/usr/bin/env python3
"""What it costs to post from Python rather than from C.

    PYTHONPATH=build/release/python bench/python_post.py [--entries 100000] [--rounds 7]

The same entries are posted by `kho-post` in C and by `ledger.post()`, in turn, each into
a new ledger in memory and in one batch, of one move and of five: dicts that are made for
it, as C fills its structures, dicts that are there, lines of JSON by `post_json()`. What
is measured is time of the processor; the median of the rounds' ratios is what counts.
"""

import argparse
import json
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


def ready(path, entries, moves, post):
    """The same of entries that are there already, as dicts or as lines of JSON."""
    with kho.open(path, create=True) as ledger:
        ledger.define(CATALOGUE)
        made = [entry(number, moves) for number in range(entries)]
        if post == "lines":
            made = "\n".join(map(json.dumps, made)).encode()
        start = time.process_time()
        if post == "lines":
            ledger.post_json(made, commit=entries)
        else:
            with ledger.batch():
                for each in made:
                    ledger.post(each)
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
                ways = [
                    from_python(f"{folder}/made.kho", args.entries, moves),
                    ready(f"{folder}/dicts.kho", args.entries, moves, "dicts"),
                    ready(f"{folder}/lines.kho", args.entries, moves, "lines"),
                ]
            taken.append([c, *ways, *(way / c for way in ways)])
        medians = list(map(statistics.median, zip(*taken)))
        each = 1e6 / args.entries
        print(f"{moves} move{'s'[:moves - 1]} an entry: C {medians[0] * each:.2f} us")
        named = ("dicts made for it", "dicts at hand", "lines of JSON")
        for i, way in enumerate(named, 1):
            print(f"    {way}: {medians[i] * each:.2f} us, ratio {medians[i + 3]:.2f}")


if __name__ == "__main__":
    main()
