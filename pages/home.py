"""Home: is the city back, and is everyone?"""

from __future__ import annotations

from components.home import view
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """Both answers from the newest figures of the release."""
    return Page(
        title=_("Is the city back?"),
        description=view.description(asked.release),
        body=view.layout(asked),
        card=view.card(asked.release),
        follows={},
    )


PAGE = Route("/", build, _("Home"), order=1, sides=("",))
