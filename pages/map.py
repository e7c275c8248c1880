"""Map: one indicator, one period, one set of boundaries."""

from __future__ import annotations

from collections.abc import Mapping

from dash import ClientsideFunction, Input, Output, clientside_callback

from components import map_view, sentences
from components.page import Asked, Page, Route
from components.scene import scene
from components.words import _
from data_loaders.release import Release
from data_loaders.view import Reading
from data_loaders.view_reading import read_view

DEFAULT_INDICATOR = "covid_case_rate"


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address; boundaries that cannot be drawn are passed over."""
    return read_view(query, release, DEFAULT_INDICATOR, mapped=True)


def build(asked: Asked) -> Page:
    """The map for the view in the address."""
    reading = read(asked.query, asked.release)
    shown = scene(asked.release, reading.view)
    return Page(
        title=sentences.map_title(shown),
        description=sentences.map_sentence(shown),
        body=map_view.layout(shown),
        notices=reading.notices,
        parts=map_view.parts(shown),
        state=map_view.state(shown),
    )


PAGE = Route(map_view.PATH, build, _("Map"), order=2, has_frame=True)

clientside_callback(
    ClientsideFunction("map", "update"),
    Output(map_view.STATE, "modified_timestamp"),
    Input(map_view.STATE, "data"),
    Input(map_view.INDICATOR, "value"),
    Input(map_view.GEOGRAPHY, "value"),
    Input(map_view.PERIOD, "value"),
    Input(map_view.SLIDER, "value"),
    Input(map_view.LAYOUT, "value"),
    Input(map_view.INDUSTRY, "value"),
)
