"""Map: one indicator, one period, one set of boundaries."""

from __future__ import annotations

from collections.abc import Mapping

from dash import ClientsideFunction, Input, Output, clientside_callback

from components.figures.scene import scene
from components.map import view
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import PARAMETERS, Reading
from data_loaders.released.view_reading import read_view

DEFAULT_INDICATOR = "covid_case_rate"


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address; boundaries that cannot be drawn are passed over."""
    return read_view(query, release, DEFAULT_INDICATOR, mapped=True)


def build(asked: Asked) -> Page:
    """The map for the view in the address."""
    reading = read(asked.query, asked.release)
    return view.shown(scene(asked.release, reading.view)).page(reading.notices)


PAGE = Route(view.PATH, build, _("Map"), takes=frozenset(PARAMETERS), order=2, has_frame=True)

clientside_callback(
    ClientsideFunction("map", "update"),
    Output(view.STATE, "seen"),
    Input(view.STATE, "data"),
)
