"""docs/explain.md against the command: every table in it is what the command prints today,
and every formula in these tables gives its value, by arithmetic that is written here again.

With UPDATE=1 the tables are written anew. The arithmetic is checked all the same.
"""
import datetime
import fractions
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```\n", re.M | re.S)
NUMBER = re.compile(r"-?\d+(/\d+)?$")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TOKEN = re.compile(r"\s*(\d+|[a-z]+|<=|[-+*/(),<>])")

# What stands in the place of a formula, where there is none.
INSTEAD = {"before_receipt", "no_return", "out_throughout", "no_month", "no_use", "not_due",
           "by_hand", "after_2199"}


class Wrong(Exception):
    pass


class Reader:
    """Sums, products, brackets, floor, ceil, max, and comparisons, over exact fractions."""

    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.strip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if not token:
                raise Wrong("what is %r?" % text[at:])
            self.tokens.append(token[1])
            at = token.end()

    def next(self, *wanted):
        if self.tokens and self.tokens[0] in wanted:
            return self.tokens.pop(0)
        return None

    def need(self, token):
        if not self.next(token):
            raise Wrong("no %r before %r" % (token, self.tokens))

    def factor(self):
        name = self.next("floor", "ceil", "max", "(", "-")
        if name == "-":
            return -self.factor()
        if name is None:
            if not self.tokens or not self.tokens[0].isdigit():
                raise Wrong("no number at %r" % self.tokens)
            return fractions.Fraction(int(self.tokens.pop(0)))
        if name != "(":
            self.need("(")
        value = self.sum()
        if name == "max":
            self.need(",")
            value = max(value, self.sum())
        self.need(")")
        if name == "floor":
            value = fractions.Fraction(value.numerator // value.denominator)
        if name == "ceil":
            value = fractions.Fraction(-(-value.numerator // value.denominator))
        return value

    def product(self):
        value = self.factor()
        while sign := self.next("*", "/"):
            value = value * self.factor() if sign == "*" else value / self.factor()
        return value

    def sum(self):
        value = self.product()
        while sign := self.next("+", "-"):
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def read(self):
        """The last number, and whether all comparisons between numbers hold."""
        value, holds, compared = self.sum(), True, False
        while sign := self.next("<=", "<", ">"):
            right = self.sum()
            holds &= {"<=": value <= right, "<": value < right, ">": value > right}[sign]
            value, compared = right, True
        if self.tokens:
            raise Wrong("what are %r?" % self.tokens)
        return value, holds, compared


def days_in(day):
    return ((day.replace(day=1) + datetime.timedelta(31)).replace(day=1)
            - day.replace(day=1)).days


def last_day(on, usable, amc, calendar):
    """Use up, day by day, and give the last day that is covered."""
    day, used = on, fractions.Fraction(0)
    while True:
        after = day + datetime.timedelta(1)
        used += amc / (days_in(after) if calendar else 30)
        if used > usable:
            return day
        day = after


def check_row(row):
    formula, value = row["formula"], row["value"]
    if row["step"] == "rule" or formula is None or formula in INSTEAD:
        return 0
    if start := DATE.match(formula):
        rest = formula[10:].strip()
        days = Reader(rest.lstrip("+")).read()[0] if rest else 0
        day = datetime.date.fromisoformat(start[0]) + datetime.timedelta(int(days))
        if day.isoformat() != value:
            raise Wrong("it is %s" % day)
        return 1
    result, holds, compared = Reader(formula).read()
    if compared:
        if holds != (value != "no"):
            raise Wrong("it doesn't hold")
    elif not NUMBER.match(value) or result != fractions.Fraction(value):
        raise Wrong("it is %s" % result)
    return 1


def check_lines(rows, on):
    """What rows say together: run-out days, and sums that other rows give."""
    for channel in {row["channel"] for row in rows}:
        line = [row for row in rows if row["channel"] == channel]
        steps = {row["step"]: row for row in line}
        months = [fractions.Fraction(row["value"]) for row in line
                  if row["step"].startswith("month ") and row["value"] is not None]
        amc = steps["amc"]["value"]
        if (amc is None) != (not months):
            raise Wrong("amc: months that count, or none")
        if amc is not None and fractions.Fraction(amc) != max(
                fractions.Fraction(0), sum(months) / len(months)):
            raise Wrong("amc isn't the mean of the months")
        risks = sum(int(row["value"]) for row in line if row["step"].startswith("at_risk"))
        if risks != int(steps["expiring"]["value"]):
            raise Wrong("expiring isn't the sum of what is at risk")
        run_out, usable = steps["run_out"]["value"], int(steps["usable"]["value"])
        if run_out is not None and usable > 0:
            day = last_day(on, usable, fractions.Fraction(amc),
                           not DATE.match(steps["run_out"]["formula"]))
            if day.isoformat() != run_out:
                raise Wrong("run_out: %s by days" % day)


class Document:
    def __init__(self, path, kho):
        self.path, self.kho = path, kho
        self.text = open(path, encoding="utf-8").read()
        self.faults, self.tables, self.formulas, self.cases = 0, 0, 0, 0

    def complain(self, what):
        print("docs/explain.md: %s" % what)
        self.faults += 1

    def run(self, command):
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True,
                              encoding="utf-8")
        if done.returncode:
            self.complain("%s: %s" % (command, done.stderr.strip()))
        return done.stdout

    def explain(self, command):
        """The arithmetic of a table, from its JSON."""
        table = json.loads(self.run(command.replace("-f table", "-f json")) or '{"rows": []}')
        for row in table["rows"]:
            try:
                self.formulas += check_row(row)
            except (Wrong, ValueError, ZeroDivisionError) as error:
                self.complain("%s: %s = %s: %s" % (row["step"], row["formula"], row["value"],
                                                   error))
        try:
            check_lines(table["rows"], datetime.date.fromisoformat(table["meta"]["on"]))
        except (Wrong, KeyError) as error:
            self.complain("%s: %s" % (command, error))

    def block(self, match):
        language, name, body = match.groups()
        if name:
            open(name, "w", encoding="utf-8").write(body)
        elif language == "sh":
            # A new ledger for each case; what the commands but the last say isn't shown.
            if os.path.exists("so.kho"):
                os.remove("so.kho")
            self.cases += 1
            commands = body.replace("\\\n", " ").strip().split("\n")
            for command in commands:
                self.output = self.run(command)
                if " explain " in command:
                    self.explain(command)
        elif language == "text":
            self.tables += 1
            if os.environ.get("UPDATE"):
                return "```text\n%s```\n" % self.output
            if body != self.output:
                self.complain("table %d isn't what is printed now; UPDATE=1 writes it anew:"
                              "\n%s" % (self.tables, self.output))
        return match[0]

    def check(self):
        work = tempfile.mkdtemp()
        back = os.getcwd()
        os.environ.update(KHO_DB="so.kho", PATH="%s:%s" % (work, os.environ["PATH"]),
                          LC_ALL="C.UTF-8")
        os.environ.pop("KHO_LANG", None)
        os.symlink(self.kho, os.path.join(work, "kho"))
        os.chdir(work)
        try:
            text = BLOCK.sub(self.block, self.text)
        finally:
            os.chdir(back)
            shutil.rmtree(work)
        if os.environ.get("UPDATE"):
            open(self.path, "w", encoding="utf-8").write(text)
        # A check that saw nothing would pass.
        if self.cases < 20 or self.tables < self.cases or self.formulas < 200:
            self.complain("only %d cases, %d tables, %d formulas"
                          % (self.cases, self.tables, self.formulas))
        print("%d cases, %d tables, %d formulas" % (self.cases, self.tables, self.formulas))
        return self.faults == 0


if __name__ == "__main__":
    sys.exit(not Document(sys.argv[1], os.path.realpath(sys.argv[2])).check())
