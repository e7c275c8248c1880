"""The partnership: history, principles, and everyone the launch named."""

from __future__ import annotations

from components.partnership import view
from components.site.page import Asked, Page, Route
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The page, from the records as they are now."""
    held = records().current()
    return Page(
        title=view.title(held),
        description=view.lead(held),
        body=view.layout(held, asked.query),
    )


PAGE = Route(view.PATH, build, sides=("",))
