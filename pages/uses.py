"""The register of data uses."""

from __future__ import annotations

from components.figures import row_order
from components.site.page import Asked, Page, Route
from components.text.words import _
from components.uses import register
from components.uses.listing import PARAMETERS, listing
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The uses the address asks for."""
    held = records().current()
    use_listing = listing(held, asked.query)
    return Page(
        title=_("Register of data uses"),
        description=register.lead(held),
        body=register.layout(held, use_listing, asked.query),
        notices=use_listing.notices,
    )


PAGE = Route(register.PATH, build, sides=("",), takes=row_order.PARAMETERS.union(PARAMETERS))
