"""Trends: several areas or figures over time, a panel a unit."""

from __future__ import annotations

from collections.abc import Mapping

from dash import ClientsideFunction, Input, Output, clientside_callback

from components.site.page import Asked, Page, Route
from components.text.words import _
from components.trends import controls, view
from data_loaders.released.release import Release
from data_loaders.released.view import PARAMETERS, Reading
from data_loaders.released.view_reading import read_view

DEFAULT = {"indicator": "unemployment_rate", "geography": "borough", "areas": "BX~MN"}


def read(query: Mapping[str, str], release: Release) -> Reading:
    """The view in an address; two boroughs' unemployment where it names none."""
    is_usual = "indicator" not in query and DEFAULT["indicator"] in release.indicators
    asked = {**DEFAULT, **query} if is_usual else query
    return read_view(asked, release, next(iter(release.indicators)), widest=True)


def build(asked: Asked) -> Page:
    """The lines for the view in the address."""
    reading = read(asked.query, asked.release)
    return view.shown(asked.release, reading.view).page(reading.notices)


PAGE = Route(controls.PATH, build, _("Trends"), takes=frozenset(PARAMETERS), order=3)

clientside_callback(
    ClientsideFunction("trends", "update"),
    Output(view.STATE, "seen"),
    Input(view.STATE, "data"),
)
