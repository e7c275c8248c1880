"""Search: a ZIP code, a neighborhood, a borough or a district."""

from __future__ import annotations

from http import HTTPStatus

from components.search import view
from components.site.page import Asked, Page, Route


def build(asked: Asked) -> Page:
    """Places that match `q`, or on to the one it names. Never indexed: what people type is
    theirs."""
    typed = " ".join(asked.query.get("q", "").split())[:80]
    heading = view.title(typed)
    to = view.straight_to(asked.release, typed, asked.query)
    return Page(
        title=heading,
        description=heading,
        body=view.layout(asked.release, typed, asked.query),
        status=HTTPStatus.SEE_OTHER if to else HTTPStatus.OK,
        is_indexed=False,
        leads_to=to,
    )


PAGE = Route(view.PATH, build, takes=frozenset({"q"}))
