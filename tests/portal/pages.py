"""What the portal shows is what the ledger says, page by page."""

import itertools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.parse

from client import COMMAND, DAY, LEDGER, PAGES, Answer, ask, command, target

SPARE = os.environ.get("PORTAL_SPARE")
SPARE_BASE = urllib.parse.urlsplit(os.environ.get("PORTAL_SPARE_BASE", ""))
RECEIPT = ["receive", "--date", "2026-11-20", "--from", "ncc", "--to", "cds-01",
           "bcs@NEW/2030-01-31=10"]


def post(ledger: str, what: list) -> None:
    subprocess.run([COMMAND, "-d", ledger, *what], check=True, capture_output=True)


def feed(path: str, **asked) -> dict:
    return ask(target(path, **asked)).json


class Pages(unittest.TestCase):
    def test_every_page_answers_in_both_languages(self):
        for path, language in itertools.product(PAGES, ("vi", "en")):
            with self.subTest(path=path, language=language):
                answer = ask(target(path, lang=language))
                self.assertEqual(answer.status, 200)
                if path.endswith(".json"):
                    self.assertEqual(answer.headers["content-type"], "application/json; charset=utf-8")
                    self.assertTrue(answer.json["rows"])
                    continue
                self.assertEqual(answer.headers["content-type"], "text/html; charset=utf-8")
                page = answer.page
                self.assertEqual(page.all("html")[0].attributes["lang"], language)
                self.assertEqual(len(page.all("h1")), 1)

    def test_every_page_has_a_title_of_its_own(self):
        titles = [ask(target(path, lang=language)).page.texts("title")[0] for path in PAGES
                  if not path.endswith(".json") for language in ("vi", "en")]
        self.assertEqual(len(set(titles)), len(titles), titles)
        self.assertEqual(ask(target("/station", lang="vi")).page.texts("title")[0],
                         "Trạm Y tế xã An Biên · Kho phương tiện tránh thai")

    def test_vietnamese_is_spoken_unless_english_is_asked_for(self):
        self.assertIn("Cảnh báo", ask("/").page.texts("h1")[0])
        self.assertIn("Alerts", ask("/?lang=en").page.texts("h1")[0])

    def test_another_language_is_the_same_page(self):
        for path in ("/", "/station", "/line"):
            page = ask(target(path, lang="vi")).page
            switch = page.all("a", "language")[0].attributes
            self.assertEqual(switch["hreflang"], "en")
            other = ask(switch["href"]).page
            self.assertEqual(other.all("html")[0].attributes["lang"], "en")
            self.assertEqual(len(other.all("tr")), len(page.all("tr")))

    def test_links_of_the_pages_lead_somewhere(self):
        seen = set()
        for path in PAGES:
            if path.endswith(".json"):
                continue
            for link in ask(target(path)).page.all("a"):
                where = link.attributes["href"].split("#")[0]
                if where and where not in seen and len(seen) < 60:
                    seen.add(where)
                    self.assertEqual(ask(where).status, 200, where)

    def test_head_is_get_without_a_body(self):
        for path in PAGES:
            get, head = ask(target(path)), ask(target(path), "HEAD")
            self.assertEqual(head.body, b"", path)
            self.assertEqual(head.status, get.status)
            for name in ("etag", "content-type", "content-length"):
                self.assertEqual(head.headers[name], get.headers[name], path)
            self.assertEqual(int(get.headers["content-length"]), len(get.body))

    def test_every_answer_has_the_headers_of_safety(self):
        targets = [target(path) for path in PAGES] + ["/nothing", "/?on=x", "/station"]
        for one in targets:
            headers = ask(one).headers
            policy = headers["content-security-policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["referrer-policy"], "same-origin")
            self.assertNotIn("x-powered-by", headers)

    def test_pages_run_nothing_and_style_nothing_within(self):
        for path in PAGES:
            if path.endswith(".json"):
                continue
            for element in ask(target(path)).page.elements:
                self.assertNotIn(element.tag, ("script", "style", "iframe", "object", "base"))
                self.assertFalse([a for a in element.attributes if a == "style" or a.startswith("on")])


class Figures(unittest.TestCase):
    def test_feeds_are_what_the_command_says(self):
        places = [(), ("--place", "cds-01", "--tree"), ("--place", "tyt-0002", "--tree"),
                  ("--place", "10234", "--tree")]
        items = [(), ("--item", "bcs"), ("--item", "harm")]
        for place, item in itertools.product(places, items):
            asked = {}
            if place:
                asked["place"] = place[1]
            if item:
                asked["item"] = item[1]
            with self.subTest(**asked):
                rows = command("alerts", *place, *item, "--on", DAY)
                self.assertEqual(feed("/alerts.json", **asked)["rows"], rows[:1000])
                rows = command("order", "suggest", *place, *item, "--on", DAY)
                self.assertEqual(feed("/orders.json", **asked)["rows"], rows[:1000])

    def test_severity_and_channel_narrow_the_feed_down(self):
        everything = command("alerts", "--on", DAY)
        for severity, channel in itertools.product((1, 2, 3, 4), ("free", "socialised")):
            wanted = [r for r in everything if r["severity"] == severity and r["channel"] == channel]
            document = feed("/alerts.json", severity=severity, channel=channel)
            self.assertEqual(document["rows"], wanted)
            self.assertEqual(document["total"], len(wanted))

    def test_tiles_count_whatever_severity_is_shown(self):
        everything = command("alerts", "--item", "bcs", "--on", DAY)
        counts = [sum(r["severity"] == s for r in everything) for s in (1, 2, 3, 4)]
        for asked in ({}, {"severity": 1}, {"severity": 3}):
            page = ask(target("/", item="bcs", lang="en", **asked)).page
            tiles = [e.text.split()[0].replace(",", "") for e in page.all("li", "tile")]
            self.assertEqual([int(t) for t in tiles], counts)

    def test_pages_of_a_list_are_all_of_it_once(self):
        everything = command("alerts", "--on", DAY)
        places, number = [], 1
        while True:
            answer = ask(target("/", page=number))
            page = answer.page
            links = [e.attributes["href"] for e in page.all("a")
                     if e.attributes["href"].startswith("/station")]
            places += [re.search(r"place=([^&]*)", link)[1] for link in links]
            if not [e for e in page.all("a") if e.attributes.get("rel") == "next"]:
                break
            number += 1
        self.assertEqual(places, [r["place"] for r in everything])
        self.assertEqual(number, -(-len(everything) // 50))
        self.assertEqual(ask(target("/", page=number + 1)).status, 404)

    def test_a_station_tells_each_line_and_why(self):
        report = command("report", DAY[:7], "--place", "tyt-0001", "--on", DAY)
        for language in ("vi", "en"):
            page = ask(target("/station", lang=language)).page
            sentences = page.texts("tr", "why")
            self.assertEqual(len(sentences), len(report))
            printed = subprocess.run(
                [COMMAND, "-d", LEDGER, "-f", "table", "explain", "tyt-0001", "bcs", "--on", DAY],
                check=True, capture_output=True, text=True, env={"KHO_LANG": language, "LC_ALL": "C.UTF-8"},
            ).stdout
            last = "Kết luận" if language == "vi" else "In short"
            told = [line.split(last)[1].strip() for line in printed.splitlines() if last in line]
            self.assertEqual(len(told), 3)
            self.assertLessEqual(set(told), set(sentences))
            marks = [e.text.split(maxsplit=1)[1] for e in page.all("span", "mark")][:len(report)]
            order = ["Stocked out", "Emergency", "Low", "Unknown", "Over", "Adequate"]
            if language == "en":
                self.assertEqual(marks, sorted(marks, key=order.index))
                self.assertGreater(len(set(marks)), 1)

    def test_a_line_shows_its_steps_and_its_months(self):
        page = ask(target("/line", lang="en")).page
        steps = [" ".join(e.text.split()) for e in page.all("tr")]
        for row in command("explain", "tyt-0001", "bcs", "--on", DAY):
            if row["formula"] and row["formula"] != row["value"]:
                self.assertTrue([s for s in steps if row["formula"] in s], row)
        bars = [e for e in page.all("rect") if e.has("bar")]
        self.assertEqual(len(bars), 3 * 24)
        titles = [e.text for e in page.all("title")]
        for month in ("2024-11", "2025-12", "2026-10"):
            for row in command("report", month, "--place", "tyt-0001", "--item", "bcs"):
                said = f"{month}: closing stock {row['closing']}, {row['days_out'] or 0} days out of stock"
                self.assertIn(said, titles)

    def test_the_card_is_the_month_s(self):
        for month in ("2025-03", "2026-10"):
            card = command("card", "tyt-0001", "bcs", "--from", f"{month}-01", "--to",
                           f"{month}-{31 if month != '2025-02' else 28}")
            vouchers = []
            for number in range(1, 2 + (len(card) - 1) // 50):
                page = ask(target("/line", month=month, page=number)).page
                vouchers += [e.text for e in page.all("td", "voucher")]
            self.assertEqual(vouchers, [row["uid"] or "" for row in card])

    def test_a_day_within_a_month_sees_no_further(self):
        page = ask(target("/station", on="2026-10-10", lang="en")).page
        stock = {}
        for row in command("stock", "--place", "tyt-0001", "--on", "2026-10-10"):
            stock[row["item"]] = stock.get(row["item"], 0) + row["quantity"]
        report = command("report", "2026-10-01..2026-10-10", "--place", "tyt-0001", "--on", "2026-10-10")
        self.assertEqual(sum(stock.values()), sum(row["closing"] for row in report))
        shown = [e.text.split()[0] for e in page.all("td") if e.attributes.get("data-label") == "Stock"]
        self.assertEqual(sorted(int(s.replace(",", "")) for s in shown),
                         sorted(row["closing"] for row in report))

    def test_places_are_counted_with_all_under_them(self):
        page = ask(target("/places", place="cds-01", lang="en")).page
        labels = [f"{word}" for word in ("Critical", "Urgent", "Warning", "Notice")]
        shown = sum(int(e.text.replace(",", "")) for e in page.all("td")
                    if e.attributes.get("data-label") in labels)
        inside = [r for r in command("alerts", "--on", DAY) if r["place"] != "cds-01"]
        self.assertEqual(shown, len(inside))

    def test_orders_are_those_of_the_ledger(self):
        rows = command("order", "suggest", "--place", "tyt-0002", "--on", DAY)
        page = ask(target("/orders", place="tyt-0002", lang="en")).page
        mine = [e.text for e in page.all("td", "big")][:len(rows)]
        told = ["by hand" if r["to_order"] is None else f"{r['to_order']:,}" for r in rows]
        self.assertEqual([m.strip() for m in mine], told)


class Tags(unittest.TestCase):
    def tag(self, **asked) -> str:
        return ask(target("/", **asked)).headers["etag"]

    def seen(self, tag: str) -> Answer:
        return ask(target("/"), If_None_Match=tag)

    def test_what_was_seen_is_not_sent_again(self):
        for path in PAGES:
            first = ask(target(path))
            again = ask(target(path), If_None_Match=first.headers["etag"])
            self.assertEqual((again.status, again.body), (304, b""), path)
            self.assertEqual(again.headers["etag"], first.headers["etag"])

    def test_a_tag_is_of_the_page_the_language_and_the_filters(self):
        tags = [self.tag(), self.tag(lang="en"), self.tag(severity=1), self.tag(item="bcs"),
                self.tag(on="2026-10-30"), ask(target("/orders")).headers["etag"]]
        self.assertEqual(len(set(tags)), len(tags))
        self.assertEqual(self.tag(), self.tag())

    def test_tags_come_in_lists_and_in_every_form(self):
        tag = self.tag()
        for said in (f'"a", {tag}', tag.removeprefix("W/"), f'{tag},"b"', "*"):
            self.assertEqual(self.seen(said).status, 304, said)
        for said in ("", '"a"', tag[:-2] + '"', "W/"):
            self.assertEqual(self.seen(said).status, 200, said)

    def test_an_entry_makes_another_tag_be_it_of_stock_catalogue_or_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            catalogue = pathlib.Path(folder, "catalogue.yaml")
            catalogue.write_text("kho: catalogue/1\nchannels: [another]\n")
            price = pathlib.Path(folder, "price.yaml")
            price.write_text("kho: catalogue/1\nprices:\n"
                             "  - {item: bcs, channel: another, from: 2026-01-01, price: 500}\n")
            rules = pathlib.Path(folder, "rules.yaml")
            rules.write_text("kho: rules/1\nname: another\norder: {max_months: 4}\n")
            for what in (RECEIPT, ["catalogue", "load", catalogue], ["catalogue", "load", price],
                         ["rules", "load", rules, "--from", "2026-10-01"]):
                with self.subTest(what=what):
                    before = self.tag()
                    post(LEDGER, what)
                    self.assertNotEqual(self.tag(), before)
                    self.assertEqual(self.seen(before).status, 200)
                    self.assertEqual(self.seen(self.tag()).status, 304)

    @unittest.skipUnless(SPARE, "there is one ledger here")
    def test_other_books_with_as_many_entries_have_another_tag(self):
        """A copy that was put back, and went another way since."""
        shutil.copy(LEDGER, SPARE)
        self.assertEqual(ask(target("/"), base=SPARE_BASE).headers["etag"], self.tag())
        post(LEDGER, [*RECEIPT, "--note", "one"])
        post(SPARE, [*RECEIPT, "--note", "another"])
        self.assertNotEqual(ask(target("/"), base=SPARE_BASE).headers["etag"], self.tag())


if __name__ == "__main__":
    unittest.main()
