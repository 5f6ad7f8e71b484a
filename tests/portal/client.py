"""What the portal's tests share: asking it, reading its pages, asking the command the same."""

import html.parser
import http.client
import json
import os
import subprocess
import urllib.parse
from dataclasses import dataclass, field

DAY = "2026-10-31"
BASE = urllib.parse.urlsplit(os.environ["PORTAL_BASE"])
LEDGER = os.environ["PORTAL_LEDGER"]
COMMAND = os.environ["KHO"]
PAGES = {
    "/": {},
    "/places": {},
    "/station": {"place": "tyt-0001"},
    "/line": {"place": "tyt-0001", "item": "bcs"},
    "/orders": {},
    "/alerts.json": {},
    "/orders.json": {},
}


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def page(self) -> "Page":
        return Page.of(self.text)


def ask(target: str, method="GET", base=BASE, **headers: str) -> Answer:
    """Ask for a target as it stands, such as "/station?place=a"."""
    connection = http.client.HTTPConnection(base.hostname, base.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def target(path: str, **asked) -> str:
    """A path with what is asked for, as of the day of the tests."""
    return f"{path}?{urllib.parse.urlencode({'on': DAY} | PAGES.get(path, {}) | asked)}"


def command(*words: str, ledger: str = LEDGER) -> list[dict]:
    """The rows of a question, as the command answers it."""
    printed = subprocess.run(
        [COMMAND, "-d", ledger, "-f", "json", *words], check=True, capture_output=True
    )
    return json.loads(printed.stdout)["rows"]


@dataclass
class Element:
    """An element of a page, with all text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def has(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


@dataclass
class Page(html.parser.HTMLParser):
    """A page's elements in their order."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    VOID = {"meta", "link", "input", "br", "img"}

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, text: str) -> "Page":
        page = cls()
        page.feed(text)
        page.close()
        if page.open:
            raise ValueError(f"<{page.open[-1].tag}> is never closed")
        return page

    def handle_starttag(self, tag, attrs):
        if len({name for name, _ in attrs}) != len(attrs):
            raise ValueError(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in self.VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes nothing that is open")
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.text += data

    def all(self, tag: str, name: str = "") -> list[Element]:
        return [e for e in self.elements if e.tag == tag and (not name or e.has(name))]

    def texts(self, tag: str, name: str = "") -> list[str]:
        return [" ".join(e.text.split()) for e in self.all(tag, name)]
