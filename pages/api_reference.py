"""For programs: what the API answers, in words."""

from __future__ import annotations

from components.api_reference import view
from components.figures import row_order
from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The reference, the same for every release."""
    return Page(title=_(view.TITLE), description=view.lead(), body=view.layout(asked.query))


# Simulated figures are not in the API, so the demonstration has no such page.
PAGE = Route(addresses.API, build, sides=("",), takes=row_order.PARAMETERS)
