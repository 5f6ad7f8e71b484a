"""The cases of this folder in Python, by the module kho. README.md tells the format.

    python3 run.py [TEXT]    those whose name has TEXT in it, or all
"""

from __future__ import annotations

import dataclasses
import datetime
import fractions
import json
import keyword
import os
import pathlib
import sys
import tempfile
from typing import Any, Dict, List, Optional

import kho

HERE = pathlib.Path(__file__).resolve().parent
UTC = datetime.timezone.utc


class Undone(Exception):
    """What a case raises itself, to give a batch up."""


class Differs(Exception):
    """A step came to something else than it expects."""


def plain(value: Any) -> Any:
    """A value of the face in the form in which cases expect it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, fractions.Fraction):
        return f"{value.numerator}/{value.denominator}"
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        ends = {"source": "from", "target": "to"}
        return {ends.get(key, key): plain(each) for key, each in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def cell(row: Any, key: str) -> Any:
    return plain(getattr(row, key + "_" if keyword.iskeyword(key) else key))


def told_table(table: kho.Table, expected: Any) -> Dict[str, Any]:
    asked = (expected or {}).get("table", {})
    columns = asked.get("columns", [])
    return {
        "table": {
            "name": table.name,
            "count": len(table),
            "keys": list(table.columns),
            "columns": columns,
            "rows": [[cell(row, key) for key in columns] for row in table],
            "meta": dict(table.meta),
            "names": {key: table.names(key) for key in asked.get("names", {})},
            "labels": {key: table.label(key) for key in asked.get("labels", {})},
            "csv": table.to_csv().rstrip("\n").split("\n"),
        }
    }


def told_tables(tables: kho.Tables, expected: Any) -> Dict[str, Any]:
    asked = (expected or {}).get("tables", {}).get("tables", [])
    each = [
        told_table(table, asked[i] if i < len(asked) else None)
        for i, table in enumerate(tables)
    ]
    return {"tables": {"title": tables.title, "tables": each}}


def told_of(result: Any, expected: Any) -> Dict[str, Any]:
    """What came of a call, in the form in which cases expect it."""
    if isinstance(result, kho.Answer):
        keys = ("seq", "uid", "existing", "taken", "changes", "warnings")
        return {"answer": {key: plain(getattr(result, key)) for key in keys}}
    if isinstance(result, kho.Table):
        return told_table(result, expected)
    if isinstance(result, kho.Tables):
        return told_tables(result, expected)
    if isinstance(result, list):
        return {"answers": result}
    return {} if result is None else {"value": plain(result)}


def told_error(error: Exception) -> Dict[str, Any]:
    if isinstance(error, kho.Error):
        keys = ("status", "message", "moves", "file", "line", "column")
        return {"error": {key: plain(getattr(error, key)) for key in keys}}
    # What the language itself refuses.
    return {"error": {"status": "invalid", "message": str(error)}}


def compare(path: str, expected: Any, told: Any) -> None:
    """Objects may say less, lists are whole, "*" is any text that isn't empty."""
    if expected == "*" and isinstance(told, str) and told:
        return
    if isinstance(expected, dict) and isinstance(told, dict):
        for key, value in expected.items():
            if key not in told:
                raise Differs(f"{path}.{key}: expected {value!r}, got nothing")
            compare(f"{path}.{key}", value, told[key])
        return
    if isinstance(expected, list) and isinstance(told, list):
        if len(expected) == len(told):
            for i, value in enumerate(expected):
                compare(f"{path}[{i}]", value, told[i])
            return
    if type(expected) is not type(told) or expected != told:
        raise Differs(f"{path}: expected {expected!r}, got {told!r}")


class Play:
    """A case that is played in a folder of its own."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.now = datetime.datetime.now(UTC)
        self.ledgers: Dict[str, kho.Ledger] = {}

    def run(self, case: Dict[str, Any], world: Dict[str, Any]) -> None:
        self.set_now(case.get("today") or world.get("today", "2026-11-20"))
        args = {"path": "$DIR/ledger.kho", "create": True, "lang": case.get("lang", "en")}
        self.step({"call": "open", "args": args})
        self.steps(world.get("steps", []))
        self.steps(case["steps"])
        for ledger in self.ledgers.values():
            if not ledger.closed and len(ledger.check()) > 0:
                raise Differs("check finds something")

    def leave(self) -> None:
        for ledger in self.ledgers.values():
            ledger.close()

    def set_now(self, text: str) -> None:
        """A day means its noon in Vietnam."""
        instant = text if len(text) > 10 else text + "T05:00:00Z"
        self.now = datetime.datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ")
        self.now = self.now.replace(tzinfo=UTC)

    def steps(self, steps: List[Dict[str, Any]]) -> None:
        for i, step in enumerate(steps):
            try:
                self.step(step)
            except Differs as differs:
                call = step.get("call", "batch")
                raise Differs(f"step {i + 1} ({call}): {differs}") from None

    def step(self, step: Dict[str, Any]) -> None:
        if "now" in step:
            self.set_now(step["now"])
            return
        if "file" in step:
            text = "".join(line + "\n" for line in step["lines"])
            pathlib.Path(self.folder, step["file"]).write_text(text, encoding="utf-8")
            return
        expected = self.placed(step.get("expect"))
        try:
            told = self.batch(step) if "batch" in step else self.call(step, expected)
        except (kho.Error, TypeError, ValueError) as error:
            if expected is None:
                raise
            told = told_error(error)
        if expected is not None:
            compare("", expected, told)

    def batch(self, step: Dict[str, Any]) -> Dict[str, Any]:
        try:
            with self.ledger(step).batch():
                self.steps(step["batch"])
                if step.get("undone"):
                    raise Undone
        except Undone:
            pass
        return {}

    def call(self, step: Dict[str, Any], expected: Any) -> Dict[str, Any]:
        name, args = step["call"], self.placed(step["args"])
        if name == "open":
            opened = kho.open(**args, clock=lambda: self.now)
            self.ledgers[step.get("as", "ledger")] = opened
            return {}
        if name == "make_client_key":
            kho.make_client_key(**args)
            return {}
        messages: Optional[List[str]] = None
        if name == "import_monthly":
            messages = []
            args["messages"] = messages.append
        asked = getattr(self.ledger(step), name)
        told = told_of(asked(**args) if callable(asked) else asked, expected)
        return told if messages is None else {**told, "messages": messages}

    def ledger(self, step: Dict[str, Any]) -> kho.Ledger:
        return self.ledgers[step.get("at", "ledger")]

    def placed(self, value: Any) -> Any:
        """Texts with "$DIR" and "$FILES" before them, in the case's folder and ours."""
        if isinstance(value, dict):
            return {key: self.placed(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.placed(each) for each in value]
        for word, path in (("$DIR", self.folder), ("$FILES", str(HERE / "files"))):
            if isinstance(value, str) and value.startswith(word):
                return path + value[len(word) :]
        return value


def play(case: Dict[str, Any], worlds: Dict[str, Any]) -> Optional[str]:
    """What is wrong with a case; None: nothing."""
    root = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kho-case-", dir=root) as folder:
        playing = Play(folder)
        try:
            playing.run(case, worlds.get(case.get("world"), {}))
        except Differs as differs:
            return str(differs)
        except Exception as error:  # whatever it is, it is this case's
            return f"{type(error).__name__}: {error}"
        finally:
            playing.leave()
    return None


def main(wanted: str) -> int:
    worlds = json.loads((HERE / "files" / "worlds.json").read_text(encoding="utf-8"))
    count = failed = 0
    for file in sorted(HERE.glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            if wanted not in case["name"]:
                continue
            count += 1
            wrong = play(case, worlds)
            if wrong is not None:
                failed += 1
                print(f"{file.name}: {case['name']}\n    {wrong}")
    print(f"{count} cases, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
