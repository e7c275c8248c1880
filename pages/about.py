"""About: the pages on the partnership, uses, sharing, gaps, impact and methods."""

from __future__ import annotations

from components.about import view as about
from components.markup import addresses
from components.partnership.view import is_on_record
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The list of pages."""
    return Page(
        title=_("About"),
        description=_("Who shared data, how it is used, who is missing, and how numbers are made."),
        body=about.layout(asked.query, has_partnership=is_on_record(records().current())),
    )


PAGE = Route(
    about.PATH,
    build,
    _("About"),
    order=7,
    sides=("",),
    also=tuple(p for p, _n, _w in about.topics() if p != addresses.PRIVACY),
)
