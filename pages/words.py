"""The glossary: what the terms on this site mean."""

from __future__ import annotations

from components.about import glossary_page
from components.site.page import Asked, Page, Route
from components.text.words import _


def build(asked: Asked) -> Page:
    """The same list on both sides of the site, whatever is asked."""
    del asked
    return Page(title=_("Words"), description=glossary_page.lead(), body=glossary_page.layout())


PAGE = Route(glossary_page.PATH, build)
