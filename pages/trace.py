"""Where one number comes from: its files, the rules applied, its earlier values."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _
from components.trace import view
from data_loaders.released.provenance import NotPublishedError


def build(asked: Asked) -> Page:
    """The cell the address asks for, or those between two days that a number is made of; 404 with
    what the release has instead. Never indexed."""
    try:
        span = view.traced_span(asked.release, asked.query)
        one = view.traced(asked.release, asked.query) if span is None else span.whole
        several = span is not None and len(span.parts) > 1
        body = view.layout_of_span(span) if span and several else view.layout(one)
        status = 200
    except NotPublishedError as error:
        body, status = _lacking(asked, error), 404
    return Page(_(view.TITLE), view.lead(), body, status, is_indexed=False)


def _lacking(asked: Asked, error: NotPublishedError) -> list[Component]:
    """What the release has instead; of an address that names no number, how one comes here."""
    title = html.H1(_("There is no such number"))
    words = f"{error}"
    if "indicator" not in asked.query:
        title = html.H1(_("Which number?"))
        words = _(
            "This page says where one number comes from. Choose a figure, then one of its numbers "
            "with a dotted line below it."
        )
    return [title, html.P(words), html.P(html.A(_("See all figures"), href=addresses.DATA))]


PAGE = Route(
    addresses.TRACE,
    build,
    takes=frozenset({"indicator", "geography", "areas", "industry", "period", "from", "to"}),
)
