"""Trends: several areas or figures over time, a panel a unit."""

from __future__ import annotations

from collections.abc import Mapping

from dash import ClientsideFunction, Input, Output, clientside_callback

from components import trends_controls, trends_view, trends_words
from components.page import Asked, Page, Route
from components.words import _
from data_loaders.release import Release
from data_loaders.view import Reading
from data_loaders.view_reading import read_view

DEFAULT = {"indicator": "unemployment_rate", "geography": "borough", "areas": "BX~MN"}


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address; two boroughs' unemployment where it names none."""
    is_usual = "indicator" not in query and DEFAULT["indicator"] in release.indicators
    asked = {**DEFAULT, **query} if is_usual else query
    return read_view(asked, release, next(iter(release.indicators)))


def build(asked: Asked) -> Page:
    """The lines for the view in the address."""
    reading = read(asked.query, asked.release)
    shown = trends_view.shown(asked.release, reading.view)
    parts = trends_view.parts(shown)
    return Page(
        title=trends_words.title(shown.panels),
        description=trends_words.sentence(shown.panels[0]),
        body=trends_view.layout(shown, parts),
        notices=reading.notices,
        parts=parts,
        state=trends_view.state(shown),
        late=lambda: {"plots": trends_view.plots(shown)},
    )


PAGE = Route(trends_controls.PATH, build, _("Trends"), order=3)

clientside_callback(
    ClientsideFunction("trends", "update"),
    Output(trends_view.STATE, "modified_timestamp"),
    Input(trends_view.STATE, "data"),
)
