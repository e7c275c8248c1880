"""The partnership: history, principles, and everyone the launch named."""

from __future__ import annotations

from components.partnership import view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The page, from the records as they are now."""
    return Page(
        title=_("The NYC Recovery Data Partnership"),
        description=view.lead(),
        body=view.layout(records().current(), asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",))
