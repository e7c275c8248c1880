"""Not found: an address that names no page, answered with status 404."""

from __future__ import annotations

from dash import html

from components.markup import addresses
from components.site import shell
from components.site.page import Asked, Page, Route
from components.text.marks import DOT
from components.text.words import _


def build(asked: Asked) -> Page:
    """What happened, why, and where to go next."""
    title = _("There is no page at this address")
    if asked.base:
        title = _("Simulated: the demonstration has no page at this address")
    return Page(
        title=title,
        description=title,
        body=[
            html.H1(title),
            html.P(
                _("It may have moved, or the address may have been cut off when it was copied.")
            ),
            html.P(
                [
                    html.A(_("Go to the map"), href=addresses.MAP),
                    DOT,
                    html.A(_("See all figures"), href=addresses.DATA),
                    DOT,
                    html.A(_("See all places"), href=addresses.PLACES),
                ]
            ),
            html.P(_("Or look for a place:")),
            shell.search_form(input_id="not-found-q"),
        ],
        status=404,
        is_indexed=False,
    )


PAGE = Route("/not-found", build)
