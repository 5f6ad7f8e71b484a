"""Misuses: mypy must find what stands behind each "error:", and no other."""

import datetime

import kho


def wrong(ledger: kho.Ledger) -> None:
    ledger.dispense("2026-11-05", "tyt", {"bcs": "1"})  # error: dict-item
    ledger.dispense("2026-11-05", "tyt", ["bcs"])  # error: arg-type
    ledger.dispense(20261105, "tyt", {"bcs": 1})  # error: arg-type
    ledger.dispense("2026-11-05", "tyt", {"bcs": 1}, "PX-1")  # error: misc
    ledger.dispense("2026-11-05", "tyt", {"bcs": 1}, uuid="PX-1")  # error: call-arg
    ledger.stock("tyt")  # error: misc
    ledger.report()  # error: call-arg
    ledger.today = datetime.date(2026, 11, 5)  # error: misc
    ledger.sell()  # error: attr-defined
    kho.open(1)  # error: arg-type
    kho.open("x", clock=lambda: 1)  # error: arg-type,return-value
    ledger.close_month("2026-10", "tyt").uid  # error: attr-defined
