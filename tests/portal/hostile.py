"""What the portal answers to what makes no sense, means harm, or can't be read."""

import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import unittest
import urllib.parse

from client import BASE, COMMAND, PAGES, Page, ask, target

SPARE = pathlib.Path(os.environ["PORTAL_SPARE"])
SPARE_BASE = urllib.parse.urlsplit(os.environ["PORTAL_SPARE_BASE"])
# nginx refuses some of it by itself, with a page and a status of its own.
BEHIND_NGINX = "PORTAL_NGINX" in os.environ
TEMPLATES = pathlib.Path(os.environ["PORTAL_SOURCE"], "templates")

# What is asked, the status it gets.
WRONG = [
    ("/nothing", 404), ("/index.php", 404), ("/..%2f..%2fetc%2fpasswd", 404),
    ("/../src/View.php", 404), ("/src/View.php", 404), ("/templates/layout.php", 404),
    ("//", 404), ("/station/", 404), ("/%00", 404), ("/%ff", 404), ("/alerts.json/", 404),
    ("/nothing.json", 404),
    ("/?place=nowhere", 404), ("/?item=nothing", 404), ("/?channel=none", 404),
    ("/?place=client", 404), ("/?place=hold/cds-01", 400), ("/station?place=nowhere", 404),
    ("/line?place=tyt-0001&item=nothing", 404), ("/line?place=nowhere&item=bcs", 404),
    ("/alerts.json?place=nowhere", 404), ("/orders?item=nothing", 404),
    ("/station", 400), ("/line", 400), ("/line?place=tyt-0001", 400), ("/line?item=bcs", 400),
    ("/station?place=", 400),
    ("/?on=yesterday", 400), ("/?on=2026-02-30", 400), ("/?on=2026-13-01", 400),
    ("/?on=2026-1-1", 400), ("/?on=0000-00-00", 400), ("/?on=2026-10-31%20", 400),
    ("/?on=1000-01-01", 400), ("/?on=2026-10-31%0a", 400),
    ("/line?place=tyt-0001&item=bcs&month=2026-13", 400),
    ("/line?place=tyt-0001&item=bcs&month=2026-1", 400),
    ("/?severity=0", 400), ("/?severity=5", 400), ("/?severity=1.5", 400), ("/?severity=one", 400),
    ("/?severity=01", 400), ("/?severity=1e0", 400), ("/?severity=-1", 400),
    ("/?page=0", 400), ("/?page=-1", 400), ("/?page=x", 400), ("/?page=99999999999999999999", 400),
    ("/?page=99999", 404), ("/alerts.json?page=999", 404),
    ("/?lang=fr", 400), ("/?lang=VI", 400), ("/?lang=en&lang=vi", 400),
    ("/?place[]=tyt-0001", 400), ("/?place%5B%5D=tyt-0001", 400), ("/?place[a][b]=1", 400),
    ("/?place=a&place=b", 400), ("/?nothing=1", 400), ("/?PLACE=tyt-0001", 400),
    ("/?severty=1", 400), ("/alerts.json?severty=1", 400), ("/?=1", 400), ("/?&", 400),
    ("/?place=tyt-0001%00", 400), ("/?place=%00", 400), ("/?item=b%00cs", 400),
    ("/?place=%ff%fe", 400), ("/?place=%c0%ae", 400), ("/?place=tr%E1%BA%A1m", 400),
    ("/?place=" + "a" * 65, 400), ("/?place=" + "a" * 64, 404), ("/?place=" + "a" * 2000, 414),
    ("/?" + "a=1&" * 300, 414), ("/?place=tyt-0001'%20or%201=1--", 400),
    ("/?place=../../etc/passwd", 400), ("/?item=%3Cscript%3Ealert(1)%3C/script%3E", 400),
    ("/?%3Cscript%3E=1", 400), ("/?month=2026-10", 400), ("/places?severity=1", 400),
]
HARM = ['<script>alert(9)</script>', '"><img src=x onerror=alert(9)>', "' onmouseover='alert(9)",
        "javascript:alert(9)", "</title><script>alert(9)</script>", "{{9*9}}", "%3Cscript%3E"]


# Half of a change is in the file when its writer dies.
DIES = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 5")
db.execute("BEGIN")
db.execute("CREATE TABLE half (a)")
for _ in range(400):
    db.execute("INSERT INTO half VALUES (zeroblob(3000))")
os._exit(0)
"""


class Wrong(unittest.TestCase):
    def test_what_makes_no_sense_gets_a_page_that_says_so(self):
        for what, status in WRONG:
            with self.subTest(what=what[:80]):
                answer = ask(what)
                if BEHIND_NGINX:
                    self.assertIn(answer.status, range(400, 500))
                    continue
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.headers["cache-control"], "no-store")
                if what.split("?")[0].endswith(".json"):
                    self.assertTrue(answer.json["error"]["message"])
                else:
                    self.assertEqual(len(answer.page.all("h1")), 1)

    def test_pages_are_read_and_nothing_else(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"):
            for path in ("/", "/alerts.json", "/station?place=tyt-0001"):
                answer = ask(path, method)
                self.assertEqual(answer.status, 405, method)
                self.assertEqual(answer.headers["allow"], "GET, HEAD")

    def test_an_error_is_told_in_the_language_asked_for(self):
        self.assertIn("There is no place with the code “nix”", ask("/?place=nix&lang=en").text)
        self.assertIn("Không có nơi nào mang mã “nix”", ask("/?place=nix").text)

    def test_bytes_that_are_no_request_do_no_harm(self):
        for said in (b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                     b"GET /?place=\xff\xfe HTTP/1.0\r\n\r\n",
                     b"GET / HTTP/1.0\r\nIf-None-Match: " + b"," * 5000 + b"\r\n\r\n"):
            with socket.create_connection((BASE.hostname, BASE.port), timeout=10) as raw:
                raw.sendall(said)
                raw.settimeout(2)
                try:
                    answer = raw.recv(65536)
                except (TimeoutError, ConnectionError):
                    answer = b""
            self.assertNotIn(b" 500 ", answer.split(b"\r\n")[0])
        self.assertEqual(ask(target("/")).status, 200)


class Harm(unittest.TestCase):
    def check(self, page: Page):
        for element in page.elements:
            self.assertNotIn(element.tag, ("script", "img", "iframe", "style", "b-", "object"))
            self.assertNotIn(element.tag, ("i",) if not element.has("key") else ())
            for name, value in element.attributes.items():
                self.assertFalse(name.startswith("on"), (name, value))
                if name in ("href", "action"):
                    self.assertRegex(value, r"^(/[a-z.]*(\?|$)|#|/style\.css)", value)

    def test_names_that_mean_harm_are_names(self):
        asked = [("/", {"item": "harm"}), ("/", {"place": "10234"}), ("/places", {"place": "10234"}),
                 ("/places", {}), ("/station", {"place": "10234"}), ("/station", {"place": "ctv.x"}),
                 ("/line", {"place": "10234", "item": "harm", "month": "2026-08"}),
                 ("/line", {"place": "ctv.x", "item": "harm", "month": "2026-09"}),
                 ("/orders", {"item": "harm"}), ("/orders", {"place": "10234"})]
        names = {"vi": "<script>alert(1)</script>", "en": "'\"><img src=x onerror=alert(2)>"}
        for path, more in asked:
            for language, name in names.items():
                with self.subTest(path=path, language=language, **more):
                    answer = ask(target(path, lang=language, **more))
                    self.assertEqual(answer.status, 200)
                    self.check(answer.page)
                    if path != "/places":
                        self.assertIn(name, answer.page.all("body")[0].text)
                    if "place" in more and more["place"] == "10234":
                        self.assertIn('Trạm "O\'Brien" </option><script>alert(3)</script> & Ủy ban',
                                      answer.page.all("body")[0].text)

    def test_no_parameter_carries_harm_onto_a_page(self):
        names = ("place", "item", "channel", "severity", "on", "month", "page", "lang", "nothing")
        for path in ("/", "/line", "/alerts.json"):
            for name in names:
                for harm in HARM:
                    answer = ask(f"{path}?{name}={urllib.parse.quote(harm)}")
                    self.assertIn(answer.status, (400, 404), (path, name, harm))
                    self.assertNotIn(harm, answer.text)
                    self.assertNotIn("alert(9)", answer.text)
        for harm in HARM:
            answer = ask(f"/?{urllib.parse.quote(harm)}=1")
            self.assertEqual(answer.status, 400)
            self.assertNotIn("alert(9)", answer.text)
            self.check(answer.page)

    def test_templates_print_through_the_view_alone(self):
        whole = re.compile(r"^\$v->whole\((\$v->part\('|\$body\)|\$\w+(\['verb'\])? === null \? '[ </a-z=\">]*' : '[ </a-z=\">]*'\))")
        for template in sorted(TEMPLATES.glob("*.php")):
            for printed in re.findall(r"<\?=\s*(.*?)\s*\?>", template.read_text(), re.DOTALL):
                with self.subTest(template=template.name, printed=printed):
                    self.assertTrue(printed.startswith("$v->"))
                    if printed.startswith("$v->whole("):
                        self.assertRegex(printed, whole)
            self.assertNotRegex(template.read_text(), r"\b(echo|print|printf)\b")


class Trouble(unittest.TestCase):
    """A ledger that can't be read: a spare one, which is put back after each test."""

    def setUp(self):
        self.kept = SPARE.with_suffix(".kept")
        shutil.copy(SPARE, self.kept)

    def tearDown(self):
        shutil.rmtree(SPARE) if SPARE.is_dir() else SPARE.unlink(missing_ok=True)
        shutil.move(self.kept, SPARE)
        self.assertEqual(ask(target("/"), base=SPARE_BASE).status, 200)

    def refused(self, path="/"):
        answer = ask(target(path), base=SPARE_BASE)
        self.assertEqual(answer.status, 503, path)
        self.assertIn("retry-after", answer.headers)
        for secret in (str(SPARE), SPARE.name, str(TEMPLATES.parent), "Kho\\", ".php", "sqlite", "#0"):
            self.assertNotIn(secret, answer.text)
        return answer

    def test_a_ledger_that_is_missing(self):
        SPARE.unlink()
        for path in PAGES:
            self.refused(path)

    def test_a_ledger_that_is_something_else(self):
        for content in (b"", b"nothing of the kind\n" * 500, b"SQLite format 3\x00" + b"\xff" * 4096):
            SPARE.write_bytes(content)
            self.refused()
        SPARE.unlink()
        with sqlite3.connect(SPARE) as other:
            other.execute("CREATE TABLE other (a)")
        self.refused()
        SPARE.unlink()
        SPARE.mkdir()
        self.refused()

    def test_a_ledger_that_is_damaged(self):
        whole = SPARE.read_bytes()
        SPARE.write_bytes(whole[: len(whole) // 3])
        self.refused()
        page = len(whole) // 2 // 4096 * 4096
        SPARE.write_bytes(whole[:4096] + b"\xaa" * page + whole[4096 + page :])
        self.refused()

    def test_a_ledger_that_a_writer_holds(self):
        with sqlite3.connect(SPARE, isolation_level=None) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            self.assertIn("bận", self.refused().text)
            writer.execute("ROLLBACK")
        writer.close()

    def test_a_ledger_whose_writer_died_is_left_to_the_next_writer(self):
        subprocess.run([sys.executable, "-c", DIES, SPARE], check=True)
        journal = SPARE.with_name(SPARE.name + "-journal")
        self.assertGreater(journal.stat().st_size, 0)
        before = (SPARE.read_bytes(), journal.read_bytes())
        self.refused()
        self.assertEqual((SPARE.read_bytes(), journal.read_bytes()), before)
        subprocess.run([COMMAND, "-d", SPARE, "receive", "--date", "2026-10-01", "--from", "ncc",
                        "--to", "cds-01", "bcs@X/2030-01-31=1"], check=True, capture_output=True)
        self.assertEqual(ask(target("/"), base=SPARE_BASE).status, 200)

    def test_a_ledger_is_never_written(self):
        before = (SPARE.read_bytes(), sorted(p.name for p in SPARE.parent.iterdir()))
        for path in PAGES:
            ask(target(path), base=SPARE_BASE)
        self.assertEqual((SPARE.read_bytes(), sorted(p.name for p in SPARE.parent.iterdir())), before)


if __name__ == "__main__":
    unittest.main()
