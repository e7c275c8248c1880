"""Privacy: every rule, what hidden means, the last audit, and what remains possible."""

from __future__ import annotations

from components.figures import row_order
from components.privacy import view
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The privacy page of the release."""
    return Page(
        title=_("Privacy: what is hidden and why"),
        description=view.lead(asked.release),
        body=view.layout(asked.release, asked.query),
    )


PAGE = Route(view.PATH, build, takes=row_order.PARAMETERS)
