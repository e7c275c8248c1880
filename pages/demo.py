"""The demonstration's own home: what it is, and what partners' data could be asked."""

from __future__ import annotations

from components.demo import home
from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.vocabulary.naming import BASE


def build(asked: Asked) -> Page:
    """Stories told with the simulated release; never the real Home's ledger."""
    title = home.title()
    return Page(title=title, description=title, body=home.layout(asked.release))


PAGE = Route("/", build, _("Stories"), order=1, sides=(BASE,), also=(addresses.PARTNERS,))
