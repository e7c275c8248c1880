"""Data: every figure with its page, and the release all of them are from."""

from __future__ import annotations

from components import data_view
from components.page import Asked, Page, Route
from components.words import _


def build(asked: Asked) -> Page:
    """All figures, or those that mention what was typed; filtered lists are not indexed."""
    return Page(
        title=_("Data: every figure and its files"),
        description=data_view.lead(asked.release),
        body=data_view.layout(asked.release, asked.query, asked.today, asked.demo),
        is_indexed="q" not in asked.query,
    )


PAGE = Route(data_view.PATH, build, _("Data"), order=5)
