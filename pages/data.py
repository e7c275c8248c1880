"""Data: every figure with its page, and the release all of them are from."""

from __future__ import annotations

from components.data import view
from components.figures import row_order
from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """All figures, or those that mention what was typed; filtered lists are not indexed."""
    return Page(
        title=_("Data: every figure and its files"),
        description=view.lead(asked.release),
        body=view.layout(asked.release, asked.query, asked.today, asked.demo),
        is_indexed="q" not in asked.query,
    )


PAGE = Route(
    view.PATH,
    build,
    _("Data"),
    order=5,
    takes=row_order.PARAMETERS | {"q"},
    also=(addresses.CHANGES, addresses.TRACE),
)
