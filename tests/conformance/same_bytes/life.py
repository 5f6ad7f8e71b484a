"""Live on in a ledger by a clock that stands, and write its tables.

    life.py LEDGER LINES FOLDER
"""

import datetime
import json
import locale
import sys

import kho

locale.setlocale(locale.LC_ALL, "")
ON = "2025-11-05"
path, lines, folder = sys.argv[1:]


def clock():
    """Later than the command's, in whose past all that is asked about must lie, too."""
    return datetime.datetime(2100, 1, 5, 5, tzinfo=datetime.timezone.utc)


with kho.open(path, lang="vi", clock=clock) as ledger:
    for line in open(lines, encoding="utf-8"):
        ledger.post(json.loads(line))
    ledger.close_month("2025-10", "tyt", by="Lan")
    tables = {
        "stock": ledger.stock(on=ON),
        "report": ledger.report("2025-10", place="cds", tree=True, on=ON),
        "ytd": ledger.report("2025-10", ytd=True, place="tyt", on=ON),
        "alerts": ledger.alerts(on=ON),
        "explain": ledger.explain("tyt", "bcs", on=ON),
        "services": ledger.report("2025-10", "services", on=ON),
        "mix": ledger.report("2025-Q4", "mix", on=ON),
        "check": ledger.check(),
    }
    for name, table in tables.items():
        table.to_csv(f"{folder}/{name}.csv")
        table.to_json(f"{folder}/{name}.json")
        table.to_html(f"{folder}/{name}.html")
        table.to_xlsx(f"{folder}/{name}.xlsx")
    ledger.supervise("tyt", on=ON).to_html(f"{folder}/supervise.html")
