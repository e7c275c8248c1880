"""No demonstration: what an address below `/demo` says where no simulated release is held."""

from __future__ import annotations

from dash import html

from components.markup import addresses
from components.site.page import Asked, Page, Route
from components.text.marks import DOT
from components.text.words import _
from data_loaders.vocabulary.naming import BASE


def build(_asked: Asked) -> Page:
    """Status 404: nothing is broken, and nothing will come by waiting."""
    title = _("This installation has no demonstration")
    words = _(
        "The demonstration shows, with simulated figures, what data of partners would show. No "
        "simulated release is on this installation. Nothing else of the site depends on it."
    )
    links = [
        html.A(_("Go to the real figures"), href="/"),
        DOT,
        html.A(_("See all figures"), href=addresses.DATA),
    ]
    return Page(
        title=title,
        description=title,
        body=[html.H1(title), html.P(words), html.P(links)],
        status=404,
        is_indexed=False,
    )


PAGE = Route(BASE, build)
