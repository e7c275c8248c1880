"""A claim with the document it rests on beside it, and whether it is reported or our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from dash import html
from dash.development.base_component import Component

from components.text import formats
from components.text.words import _
from data_loaders.records.model import UNDATED, Claim, ClaimKind, Document, Record
from data_loaders.records.reading import Held

R = TypeVar("R", bound=Record)


def claims(held: Held, statements: Iterable[Claim]) -> list[Component]:
    """Claims as paragraphs, each with its source."""
    return [_claim(held, each) for each in statements]


def _claim(held: Held, claim: Claim) -> Component:
    return html.Div([html.P(_(claim.text)), source_line(held, claim)], className="claim")


def source_line(held: Held, claim: Claim) -> Component:
    """Whose words these are, and the document they rest on with its date and when we read it."""
    document = held.of("documents")[claim.source]
    assert isinstance(document, Document)
    begin = (
        _("Reported. Source: ")
        if claim.kind is ClaimKind.REPORTED
        else _("Our own view, not the document's. It rests on: ")
    )
    return html.P([begin, *document_words(document)], className="source")


def document_words(document: Document) -> list[Component | str]:
    """Title with its address, publisher, the date it bears, and when we read it."""
    title = _(document.title)
    named: Component | str = html.A(title, href=document.address) if document.address else title
    blanks = {
        "publisher": document.publisher,
        "dated": dated(document.dated),
        "read": formats.day(document.read_on),
    }
    return [named, _(". {publisher}, {dated}; read on {read}.", **blanks)]


def dated(written: str) -> str:
    """The date a document bears, as exactly as it states it."""
    if written == UNDATED:
        return _("no date")
    year, month, day = [*map(int, written.split("-")), 0, 0][:3]
    if day:
        return formats.day(date(year, month, day))
    return formats.month(date(year, month, 1)) if month else str(year)


def none_found(held: Held, what: str) -> str:
    """That we looked and found none, and up to when our copies reach."""
    read = max((each.read_on for each in ordered(held, "documents", Document)), default=None)
    if read is None:
        return _("We have read no document, so we found no {what}.", what=what)
    return _(
        "In the documents we could read (copies to {day}) we found no {what}.",
        day=formats.day(read),
        what=what,
    )


def ordered(held: Held, kind: str, struct: type[R]) -> list[R]:
    """Records of a kind in the order they state, else by name."""
    records = [each for each in held.of(kind).values() if isinstance(each, struct)]
    return sorted(records, key=lambda each: getattr(each, "order", 0))
