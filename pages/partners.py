"""The demonstration's list of every figure, by partner."""

from __future__ import annotations

from components.demo import home
from components.markup import addresses
from components.site.page import Asked, Page, Route
from data_loaders.vocabulary.naming import BASE


def build(asked: Asked) -> Page:
    """Partners of the simulated release with ways to their views."""
    title = home.list_title()
    return Page(title=title, description=title, body=home.partners(asked.release))


PAGE = Route(addresses.PARTNERS, build, sides=(BASE,))
