"""About: the pages on the partnership, uses, sharing, gaps, impact and methods."""

from __future__ import annotations

from components.about import view as about
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The list of pages."""
    return Page(
        title=_("About"),
        description=_("Who shared data, how it is used, who is missing, and how numbers are made."),
        body=about.layout(asked.query),
    )


PAGE = Route(
    about.PATH,
    build,
    _("About"),
    order=7,
    sides=("",),
    also=tuple(p for p, _n, _w in about.topics()),
)
