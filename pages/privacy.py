"""Privacy: every rule, what hidden means, the last audit, and what remains possible."""

from __future__ import annotations

from components import privacy_view
from components.page import Asked, Page, Route
from components.words import _


def build(asked: Asked) -> Page:
    """The privacy page of the release."""
    return Page(
        title=_("Privacy: what is hidden and why"),
        description=privacy_view.lead(asked.release),
        body=privacy_view.layout(asked.release, asked.query),
    )


PAGE = Route(privacy_view.PATH, build)
