"""Map: one indicator, one period, one set of boundaries."""

from __future__ import annotations

from collections.abc import Mapping

from dash import ClientsideFunction, Input, Output, clientside_callback, html

from components.figures.scene import scene
from components.map import view
from components.markup import addresses
from components.markup.addresses import kept
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import PARAMETERS, Reading, is_mapped
from data_loaders.released.view_reading import read_view

DEFAULT_INDICATOR = "covid_case_rate"


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address; boundaries that cannot be drawn are passed over."""
    return read_view(query, release, DEFAULT_INDICATOR, mapped=True)


def build(asked: Asked) -> Page:
    """The map for the view in the address."""
    if not _has_map(asked.release):
        return _without_map(asked)
    reading = read(asked.query, asked.release)
    return view.shown(scene(asked.release, reading.view)).page(reading.notices)


def _has_map(release: Release) -> bool:
    figures = release.indicators.values()
    return any(is_mapped(release, each) for figure in figures for each in figure.geographies)


def _without_map(asked: Asked) -> Page:
    title = _("No map can be drawn from this release")
    sentence = _("This release holds no figures that can be drawn on a map.")
    trends = html.A(_("See its figures over time"), href=kept(addresses.TRENDS, asked.query))
    return Page(title, sentence, [html.H1(title), html.P(sentence), html.P(trends)])


PAGE = Route(view.PATH, build, _("Map"), takes=frozenset(PARAMETERS), order=2, has_frame=True)

clientside_callback(
    ClientsideFunction("map", "update"),
    Output(view.STATE, "seen"),
    Input(view.STATE, "data"),
)
