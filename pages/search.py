"""Search: a ZIP code, a neighborhood, a borough or a district."""

from __future__ import annotations

from components.search import view
from components.site.page import Asked, Page, Route


def build(asked: Asked) -> Page:
    """Places that match `q`. Never indexed: what people type is theirs."""
    typed = " ".join(asked.query.get("q", "").split())[:80]
    heading = view.title(typed)
    return Page(
        title=heading,
        description=heading,
        body=view.layout(asked.release, typed, asked.query),
        is_indexed=False,
    )


PAGE = Route(view.PATH, build, takes=frozenset({"q"}))
