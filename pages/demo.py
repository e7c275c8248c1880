"""The demonstration's own home: what it is, and what each partner's data would show."""

from __future__ import annotations

from components import demo_home
from components.page import Asked, Page, Route
from components.words import _
from data_loaders.simulated.naming import BASE


def build(asked: Asked) -> Page:
    """Partners of the simulated release with ways to their views; never the real Home's ledger."""
    title = demo_home.title()
    return Page(title=title, description=title, body=demo_home.layout(asked.release))


PAGE = Route("/", build, _("Partners"), order=1, sides=(BASE,))
