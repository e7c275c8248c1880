"""Search: a ZIP code, a neighborhood, a borough or a district."""

from __future__ import annotations

from components import search_view
from components.page import Asked, Page, Route


def build(asked: Asked) -> Page:
    """Places that match `q`. Never indexed: what people type is theirs."""
    typed = " ".join(asked.query.get("q", "").split())[:80]
    heading = search_view.title(typed)
    return Page(
        title=heading,
        description=heading,
        body=search_view.layout(asked.release, typed, asked.query),
        is_indexed=False,
    )


PAGE = Route(search_view.PATH, build)
