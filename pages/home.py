"""Home: is the city back, and is everyone?"""

from __future__ import annotations

from components import home_view
from components.page import Asked, Page, Route
from components.words import _


def build(asked: Asked) -> Page:
    """Both answers from the newest figures of the release."""
    return Page(
        title=_("Is the city back?"),
        description=home_view.description(asked.release),
        body=home_view.layout(asked),
    )


PAGE = Route("/", build, _("Home"), order=1, sides=("",))
