"""What is wrong with an answer of the real site, or of the demonstration, beside the other one.

Each function returns faults in words; none where the two are kept apart.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from components.figures.watermark import CLASS, LEAST_HEIGHT, LEAST_WIDTH, VIEW_BOX
from components.site.routing import is_demo
from data_loaders.vocabulary.naming import BASE, FILE
from tests.support.browser.crawl import holding
from tests.support.demonstration import FIRST, INDICATORS, SECOND, SECRETS
from tests.support.pages_read import PageRead, read

# What only the real literal release holds, and what only the simulated ones do.
REAL_IDS = ("covid_case_rate", "job_postings", "ui_claims_by_industry", "asking_rent")
REAL_RENT = 2619.0
SIMULATED_IDS = tuple(indicator.id for indicator in INDICATORS)
SIMULATED_RELEASES = (FIRST.isoformat(), SECOND.isoformat())
SIMULATED_WORDS = (FILE, "Simulated: ", "Simulated, in", CLASS)
# The word simulated is part of what these say of the real site, and of its operator's state.
SPEAKS_OF_DEMO = ("/readyz",)
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# A contract describes the fields of a format and holds no figure, so it names partners' fields.
SHARED = ("/assets/", "/static/", "/_dash", "/challenge/", "/contracts/")
TOOLTIP = re.compile(r"<rect\b[^>]*><title>([^<]*)</title>")
SENTENCES = ("answer", "said")
# Values like no other, as the page writes them: what holds one says that it is simulated.
VALUES = tuple(f"{value:,.0f}" for value in SECRETS)
COPIES = ("copy", "copy-text", "cite-this", "citation")


def _text(answer: TestResponse) -> str:
    """The answer as text; of a binary file, what of it is text."""
    return answer.data.decode("utf-8", "replace")


def faults_of_real(address: str, answer: TestResponse) -> list[str]:
    """What of the demonstration an answer of the real site holds.

    A name the address itself asked for may be quoted back, as what is not there.
    """
    if address.startswith((*SPEAKS_OF_DEMO, *SHARED)):
        return []
    text = _text(answer)
    words_in = [word for word in (*SIMULATED_IDS, *SIMULATED_WORDS) if word in text]
    words_in = [word for word in words_in if word not in address]
    words_in += [release for release in SIMULATED_RELEASES if release in text]
    words_in += [str(value) for value in SECRETS if holding(answer.data, value)]
    words_in += [FILE] if FILE in answer.headers.get("Content-Disposition", "") else []
    return [f"{address} holds {what}" for what in words_in]


def faults_of_demo(address: str, answer: TestResponse) -> list[str]:
    """What of an answer of the demonstration is not marked, or is of the real site."""
    found = [*_real_figures(answer)]
    if answer.headers.get("X-Robots-Tag") != "noindex":
        found.append("may be indexed")
    text = _text(answer)
    match answer.mimetype:
        case "text/html":
            found += _page(text)
        case "application/json" if address.startswith("/parts/"):
            found += _parts(text)
        case "text/csv":
            found += _csv(answer, text)
    return [f"{address}: {what}" for what in found]


def _real_figures(answer: TestResponse) -> Iterator[str]:
    text = _text(answer)
    yield from (f"names {name}" for name in REAL_IDS if name in text)
    if holding(answer.data, REAL_RENT):
        yield "holds a real value"


def _page(text: str) -> Iterator[str]:
    page = read(text)
    if "simulated" not in page.attributes("html")[0].get("class", ""):
        yield "has the real site's frame and colors"
    if not page.count("aside", "simulated-band"):
        yield "has no band"
    yield from _not_begun(page.texts("title")[:1], "title")
    yield from _head(page)
    yield from _body(page, text)


def _head(page: PageRead) -> Iterator[str]:
    metas = page.attributes("meta")
    if {"name": "robots", "content": "noindex"} not in metas:
        yield "has no noindex in its head"
    if any(meta.get("property", "").startswith("og:") for meta in metas):
        yield "has a social card"
    if any(link.get("rel") == "canonical" for link in page.attributes("link")):
        yield "has a canonical address"
    said = [meta["content"] for meta in metas if meta.get("name") == "description"]
    yield from (f"describes a figure: {text}" for text in said if re.search(r"\d", text))


def _body(page: PageRead, text: str) -> Iterator[str]:
    yield from _not_begun(page.texts("h1"), "heading")
    yield from _not_begun(page.texts("caption"), "caption")
    yield from _unmarked_drawings(text)
    for name in ("p", "h2", "h3", "li"):
        for attributes, words in page.elements(name):
            yield from _sentence(attributes.get("class", "").split(), words)
    for name in ("button", "details", "p"):
        for attributes in page.attributes(name):
            if set(attributes.get("class", "").split()) & set(COPIES):
                yield f"offers something to copy: {attributes}"
    yield from _links(page)


def _sentence(classes: list[str], words: str) -> Iterator[str]:
    if any(known in classes for known in (*SENTENCES, "chart-title")):
        yield from _not_begun([words], "sentence")
    if any(value in words for value in VALUES) and "imulated" not in words:
        yield f"holds a value and does not say that it is simulated: {words}"
    if "source" in classes and words.startswith("Source: "):
        yield from _not_begun([words.removeprefix("Source: ")], "source")


def _links(page: PageRead) -> Iterator[str]:
    for name in ("a", "form", "button", "div"):
        for attributes in page.attributes(name):
            if "data-leaves" in attributes:
                continue
            for key, value in attributes.items():
                if key in ("href", "action") or key.startswith("data-"):
                    yield from _leads_out(value)


def _leads_out(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        yield f"leads to another site: {address}"
    if address.startswith("/") and not is_demo(parts.path) and not address.startswith(SHARED):
        yield f"leads to the real site: {address}"


def _unmarked_drawings(text: str) -> Iterator[str]:
    for drawing in SVG.findall(text):
        yield from _not_begun(TOOLTIP.findall(drawing), "tooltip")
        box = VIEW_BOX.search(drawing)
        if box is None:
            yield "has a drawing of unknown size"
        elif f'class="{CLASS}"' not in drawing and _holds_the_word(float(box[1]), float(box[2])):
            yield f"has an unmarked drawing: {drawing[:80]}"


def _holds_the_word(width: float, height: float) -> bool:
    return width >= LEAST_WIDTH and height >= LEAST_HEIGHT


def _not_begun(texts: list[str], what: str) -> Iterator[str]:
    yield from (f"{what} does not say it: {text}" for text in texts if text[:9] != "Simulated")


def _parts(text: str) -> Iterator[str]:
    printed = json.loads(text)
    state = printed["state"]
    yield from _not_begun([state[name] for name in ("title", "window") if name in state], "title")
    yield from _pieces(printed["parts"])
    yield from _pieces(state)


def _pieces(value: object) -> Iterator[str]:
    """Faults of everything in a part or a state, HTML and components alike."""
    if isinstance(value, dict):
        props = value.get("props")
        if value.get("type") in ("H1", "Caption") and isinstance(props, dict):
            yield from _not_begun([_said(props.get("children"))], str(value["type"]))
        if isinstance(props, dict) and "data-leaves" in props:
            return
        for one in value.values():
            yield from _pieces(one)
    elif isinstance(value, list):
        for one in value:
            yield from _pieces(one)
    elif isinstance(value, str):
        yield from _piece(value)


def _piece(text: str) -> Iterator[str]:
    if "<" not in text:
        yield from _leads_out(text) if text.startswith("/") else ()
        return
    yield from _body(read(text), text)


def _said(children: object) -> str:
    if isinstance(children, list):
        return "".join(map(_said, children))
    if isinstance(children, dict):
        return _said(children["props"].get("children"))
    return "" if children is None else str(children)


def _csv(answer: TestResponse, text: str) -> Iterator[str]:
    name = answer.headers.get("Content-Disposition", "")
    if FILE not in name and "attachment" in name:
        yield f"has a file name that does not say it: {name}"
    for row in csv.DictReader(io.StringIO(text)):
        is_named = row["indicator"].startswith("Simulated: ")
        is_sourced = row["source"].startswith("Simulated, in ")
        if not (is_named and is_sourced and row["is_simulated"] == "true"):
            yield f"has a row that does not say it: {row['indicator']}, {row['source']}"
        if not urlsplit(row["methodology"]).path.startswith(BASE):
            yield f"has a row that leads out: {row['methodology']}"
