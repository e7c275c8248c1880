"""One indicator: what it is, how far it reaches, its files, how to cite it."""

from __future__ import annotations

from components import indicator_view
from components.missing import missing
from components.page import Asked, Page, Route
from components.words import _


def build(asked: Asked) -> Page:
    """The page of the indicator named in the path; 404 with near names where there is none."""
    found = asked.release.indicators.get(asked.variables["indicator"])
    if found is None:
        names = {name: _(each.title) for name, each in asked.release.indicators.items()}
        return missing(asked, _("There is no figure at this address"), names, indicator_view.PATH)
    return Page(
        title=indicator_view.title(asked.release, found),
        description=_(found.description),
        body=indicator_view.layout(asked.release, found, asked.query),
    )


PAGE = Route(f"{indicator_view.PATH}/<indicator>", build)
