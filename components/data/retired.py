"""The page that a figure leaves behind: what became of it, and what is nearest."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.markup import addresses
from components.markup.figure_words import Lead
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.moved import Moved


def page(release: Release, rule: Moved) -> tuple[str, list[Component]]:
    """Its heading and its words."""
    title = _("“{old}” is no longer given", old=rule.old)
    if not rule.why:
        title = _("“{old}” has another name", old=rule.old)
    body: list[Component] = [html.H1(title)]
    if rule.why:
        body.append(Lead(_(rule.why)))
    nearest = release.indicators.get(rule.new)
    if nearest is not None:
        words = _("It is here now: ") if not rule.why else _("The nearest figure is: ")
        body.append(html.P([words, html.A(_(nearest.title), href=addresses.figure(nearest.id))]))
    body.append(html.P(html.A(_("All figures"), href=addresses.DATA)))
    return title, body
