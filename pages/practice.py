"""The data practice checklist."""

from __future__ import annotations

from components.practice import view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The checklist with what this installation can answer."""
    return Page(
        title=_("Data practice"),
        description=view.lead(),
        body=view.layout(records().current(), asked.release, asked.today, asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",))
