"""A month at a health station, in Python: the same as station.c.

    python3 station.py new.kho

Every change is an entry that is posted; every question gives a table. What a move is
called says where it goes, and what was refused is an exception that tells why.
"""

import sys
from datetime import date, datetime, timezone

import kho

CATALOGUE = {
    "channels": ["free"],
    "items": [
        {
            "code": "bcs",
            "name": {"vi": "Bao cao su", "en": "Condom"},
            "unit": {"vi": "chiếc", "en": "piece"},
            "pack": 144,
        },
        {
            "code": "vien",
            "name": {"vi": "Viên uống", "en": "Pill"},
            "unit": {"vi": "vỉ", "en": "cycle"},
        },
    ],
    "places": [
        {"code": "ncc", "kind": "supplier", "name": "Kho trung ương"},
        {"code": "tyt", "kind": "store", "name": "Trạm Y tế Sông Công"},
        {"code": "ctv", "kind": "collaborator", "name": "CTV tổ 1", "parent": "tyt"},
    ],
}


def noon_of_30_november():
    """The ledger asks for the time here, so it says the same on every day."""
    return datetime(2026, 11, 30, 5, tzinfo=timezone.utc)


def post(verb, *voucher, uid, **rest):
    """Post a voucher, and tell which lots it moved, or why it was refused.

    The uid is the voucher's number. Post it again after a power cut, a lost connection or
    an impatient second click: it is there once, and the answer is the first one's.
    """
    try:
        tell(verb(*voucher, uid=uid, **rest))
    except kho.Error as error:
        print(f"{uid}: refused ({error.status})")
        for move in error.moves:
            print(f"    {move.message}")
            for lot in move.lots:
                print(f"    lot {lot.lot}: {lot.quantity} there, {lot.why}")


def tell(answer):
    print(answer.uid)
    for lot in answer.taken:
        print(
            f"    {lot.item:<4} {lot.quantity:6}  {lot.source} -> {lot.target},"
            f" lot {lot.lot}, expires {lot.expiry}"
        )


def live_through_november(ledger):
    """A line is ITEM@LOT/EXPIRY: quantity, in base units."""
    first = date(2026, 11, 1)
    begin = {"bcs@A9/2026-10-31": 20, "vien@V7/2027-06-30": 60}
    receive = {"bcs@A12/2029-05-31": 1440, "bcs@A11/2027-06-30": 144}
    post(ledger.begin, first, "tyt", begin, uid="TD-1")
    hoa = "Nguyễn Thị Hoa"
    post(ledger.receive, "2026-11-03", "ncc", "tyt", receive, uid="PN-1", by=hoa)
    # No lot is named: first expired, first out. What has expired stays on the shelf.
    post(ledger.issue, "2026-11-05", "tyt", "ctv", {"bcs": 288}, uid="PX-1")
    # What goes to and fro in one voucher is an entry of several moves.
    moves = [
        {"item": "bcs", "from": "ctv", "to": "client", "quantity": 200},
        {"item": "vien", "from": "tyt", "to": "client", "quantity": 25},
    ]
    tell(ledger.post({"uid": "PX-2", "date": date(2026, 11, 12), "moves": moves}))
    post(ledger.issue, "2026-11-20", "tyt", "ctv", {"bcs": 5000}, uid="PX-3")
    # A count isn't a move: what was found is kept, and the difference to it is moved.
    post(ledger.count, "2026-11-25", "tyt", {"vien@V7/2027-06-30": 34}, uid="KK-1")
    post(ledger.dispense, "2026-11-26", "tyt", {"vien": 25}, uid="PX-4")
    # Nothing is ever changed or deleted: a mistake gets its mirror image.
    tell(ledger.reverse("PX-4", note="the same as PX-2"))


def main(path="station.kho"):
    # create is refused where the file exists: nothing is overwritten.
    with kho.open(path, create=True, lang="vi", clock=noon_of_30_november) as ledger:
        ledger.define(CATALOGUE, from_date="2026-01-01")
        live_through_november(ledger)
        # And its collaborators, line by line.
        print(f"\n{ledger.report('2026-11', place='tyt', tree=True)}", end="")
        print(f"\n{ledger.alerts().to_csv()}", end="")
        faults = ledger.check()  # a row for each fault; there are none
        print(f"\n{faults.to_csv()}", end="")
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
