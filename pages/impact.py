"""Resident Impact Data Projects."""

from __future__ import annotations

from components.impact import view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """All projects."""
    held = records().current()
    return Page(
        title=_("Impact for residents"),
        description=view.lead(held),
        body=view.layout(held, asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",))
