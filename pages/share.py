"""The open call for data."""

from __future__ import annotations

from components.share import view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The call, against what the release covers."""
    return Page(
        title=_("Share data"),
        description=view.lead(),
        body=view.layout(records().current(), asked.release, asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",))
