"""Methods: every source in one table, and how a figure comes to be shown."""

from __future__ import annotations

from components.data import methods
from components.data.source import PATH
from components.figures import row_order
from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The table of all sources of the release."""
    return Page(
        title=_("How numbers are made"),
        description=methods.lead(asked.release),
        body=methods.layout(asked.release, asked.query, asked.today),
    )


PAGE = Route(
    PATH, build, _("Methods"), takes=row_order.PARAMETERS, order=6, also=(addresses.PRIVACY,)
)
