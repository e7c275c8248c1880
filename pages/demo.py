"""The demonstration's own home: what it is, and what each partner's data would show."""

from __future__ import annotations

from components.demo import home
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.vocabulary.naming import BASE


def build(asked: Asked) -> Page:
    """Partners of the simulated release with ways to their views; never the real Home's ledger."""
    title = home.title()
    return Page(title=title, description=title, body=home.layout(asked.release))


PAGE = Route("/", build, _("Partners"), order=1, sides=(BASE,))
