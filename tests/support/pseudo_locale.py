"""Pages in a language that is none: each sentence that goes through `words._` stands in brackets.

Run as a program, in a process of its own, as texts are kept: prints what stands outside, by page.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from gettext import NullTranslations
from html.parser import HTMLParser

from babel import Locale

from components.text import words
from data_loaders.released.release import Release
from data_loaders.released.serving import demo_releases, releases
from data_loaders.vocabulary import city_terms
from data_loaders.vocabulary.events import EVENTS
from tests.support.described import in_one

OPENS, CLOSES = "⟦", "⟧"
UNREAD = frozenset({"script", "style", "code", "pre"})
SPOKEN = ("aria-label", "title", "placeholder", "alt")
LETTERS = re.compile(r"[A-Za-z]{2,}")
INNERMOST = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")
# A name shortened to fit its drawing has lost its closing bracket.
CUT = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*$")
FILE = re.compile(
    r"\S+\.(json|md|parquet|csv|txt|yaml|br|gz)\b|https?://\S+|^/api/v1\S*|^\s*json\s*$"
)
HASH = re.compile(r"\b[0-9a-f]{16,}\b")
# Names of programs; of the site; what Babel writes of lists and days; and the mark of simulated
# figures, which reads alike on pages and in files.
PROPER = (
    "Simulated: ",
    "Simulated figures: ",
    "Simulated. ",
    "curl",
    "pandas",
    "DuckDB",
    "NYC Recovery Data",
    "PNG",
    "SVG",
    "JSON",
    "CSV",
    "and",
    "CD",
)


class Pseudo(NullTranslations):
    """Puts every message it is asked for in brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPENS}{message}{CLOSES}" if message else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


class Texts(HTMLParser):
    """All a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = 0
        self._goes_on = False
        self._is_term = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in UNREAD
        spoken = [value for name, value in attrs if name in SPOKEN and value]
        self._is_term = tag == "a" and ("class", "term") in attrs
        if self._is_term and self.found:
            self.found[-1:-1] = spoken  # the sentence goes on after the word that is explained
        else:
            self.found += spoken
        # A name drawn on several lines is one text.
        self._goes_on = tag == "tspan" or (self._is_term and bool(self.found))

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD
        self._goes_on = tag == "a" and self._is_term
        self._is_term = False

    def handle_data(self, data: str) -> None:
        if self._goes_on:
            self.found[-1] += data
        elif not self._unread:
            self.found.append(data)


def names(release: Release) -> list[str]:
    """Proper names in the data, which no language changes here; the longest first."""
    areas = [area for of_one in release.catalog.areas.values() for area in of_one]
    found = {name for area in areas for name in (area.name, area.id)}
    found |= {place.name for place in release.places}
    for source in release.catalog.sources:
        found |= {source.partner, source.name, source.citation.rstrip("."), source.id}
    found |= {event.source for event in EVENTS} | {*PROPER}
    found |= {*city_terms.SEARCHED}  # a city's own examples of what to type
    for width in ("wide", "abbreviated"):
        found |= {*Locale("en").months["format"][width].values()}
    return sorted(filter(None, found), key=len, reverse=True)


def outside(text: str, proper: list[str]) -> str:
    """What of a text no translator is asked for; empty where all of it is."""
    for pattern in (INNERMOST, CUT):
        while (shorter := pattern.sub("", text)) != text:
            text = shorter
    for name in proper:
        if not LETTERS.search(text):
            return ""
        text = text.replace(name, "")
    text = HASH.sub("", FILE.sub("", text))
    return text.strip() if LETTERS.search(text) else ""


def leftovers(addresses: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each page with what stands outside."""
    words._translations = lambda _language: Pseudo()  # type: ignore[assignment]  # noqa: SLF001
    import app

    client = app.server.test_client()
    real, simulated = names(releases().current()), names(demo_releases().current())
    for address in addresses:
        answer = client.get(address)
        texts = Texts()
        texts.feed(in_one(answer.get_data(as_text=True)))
        proper = simulated if address.startswith("/demo") else real
        rest = {text.strip() for text in texts.found if outside(text, proper)}
        yield address, [f"status {answer.status_code}"] * (answer.status_code != 200) + [*rest]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dict(leftovers(sys.argv[1:]))))
