"""Who is not measured: topics, neighborhoods and people without figures."""

from __future__ import annotations

from components.gaps import neighborhood_table, view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.released.release import Release


def build(asked: Asked) -> Page:
    """The gaps of the release."""
    return Page(
        title=_("Who is not measured"),
        description=view.lead(asked.release),
        body=view.layout(asked.release, asked.query),
    )


def _paths(_release: Release) -> tuple[str]:
    """The whole page is ready: it reads every figure there is."""
    return (view.PATH,)


PAGE = Route(view.PATH, build, sides=("",), takes=neighborhood_table.PARAMETERS, ready=_paths)
