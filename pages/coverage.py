"""Who is not measured: topics, neighborhoods and people without figures."""

from __future__ import annotations

from components.gaps import neighborhood_table, view
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The gaps of the release."""
    return Page(
        title=_("Who is not measured"),
        description=view.lead(asked.release),
        body=view.layout(asked.release, asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",), takes=neighborhood_table.PARAMETERS)
