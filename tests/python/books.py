"""Ledgers for the tests of Python's face."""

import datetime

import kho

CATALOGUE = {
    "channels": ["free"],
    "items": [
        {"code": "bcs", "name": {"vi": "Bao cao su", "en": "Condom"}, "unit": "chiếc"},
        {"code": "vien", "name": {"vi": "Viên uống", "en": "Pill"}, "unit": "vỉ"},
    ],
    "places": [
        {"code": "ncc", "kind": "supplier", "name": "Kho trung ương"},
        {"code": "tyt", "kind": "store", "name": "Trạm Y tế Sông Công"},
        {"code": "ctv", "kind": "collaborator", "name": "CTV tổ 1", "parent": "tyt"},
    ],
}


def noon(year=2026, month=11, day=30):
    """A clock that stands still at noon in Vietnam."""
    return lambda: datetime.datetime(year, month, day, 5, tzinfo=datetime.timezone.utc)


def station(path, **options):
    """A new ledger with a station that has 1,000 condoms."""
    options.setdefault("clock", noon())
    ledger = kho.open(path, create=True, **options)
    ledger.define(CATALOGUE, from_date="2026-01-01")
    ledger.begin("2026-10-31", "tyt", {"bcs@A1/2028-01": 1000}, uid="TD-1")
    return ledger
