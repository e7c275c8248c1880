"""Industries: business categories side by side, for an area and a period."""

from __future__ import annotations

from dash import ClientsideFunction, Input, Output, clientside_callback, html
from dash.development.base_component import Component

from components.industries import controls, view
from components.industries.ranks import with_industries
from components.industries.reading import as_shown, read
from components.site import shell
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.released.view import PARAMETERS


def build(asked: Asked) -> Page:
    """Industries for the view in the address; the area it asks for may have none, and is named."""
    release = asked.release
    if not with_industries(release):
        return _without_figures(asked)
    reading = read(asked.query, release)
    has_demo = bool(asked.demo) and not asked.base
    comparison = view.compared(release, reading.view)
    shown = as_shown(reading, comparison)
    if shown.view != reading.view:
        comparison = view.compared(release, shown.view)
    return view.shown(comparison, shown.view, has_demo=has_demo).page(shown.notices)


def _without_figures(asked: Asked) -> Page:
    title = _("No real figure by industry exists here")
    if asked.base:
        title = _("Simulated: no figure by industry was made")
    sentence = _("This release holds no figures that are split by industry.")
    body: list[Component] = [html.H1(title), html.P(sentence)]
    if asked.demo and not asked.base:
        body.append(html.P(shell.demo_link(controls.PATH)))
    return Page(title, sentence, body)


PAGE = Route(controls.PATH, build, _("Industries"), takes=frozenset(PARAMETERS), order=4)

clientside_callback(
    ClientsideFunction("industries", "update"),
    Output(view.STATE, "seen"),
    Input(view.STATE, "data"),
)
