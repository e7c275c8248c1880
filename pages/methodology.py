"""Methods: every source in one table, and how a figure comes to be shown."""

from __future__ import annotations

from components import methods_view
from components.page import Asked, Page, Route
from components.source_view import PATH
from components.words import _


def build(asked: Asked) -> Page:
    """The table of all sources of the release."""
    return Page(
        title=_("How numbers are made"),
        description=methods_view.lead(asked.release),
        body=methods_view.layout(asked.release, asked.query, asked.today),
    )


PAGE = Route(PATH, build, _("Methods"), order=6)
