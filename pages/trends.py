"""Trends: several areas or figures over time, a panel a unit."""

from __future__ import annotations

from dash import ClientsideFunction, Input, Output, clientside_callback

from components import trends_controls, trends_view, trends_words
from components.page import Asked, Page, Route
from components.trends_panels import panels
from components.words import _
from data_loaders.view_reading import read_view

DEFAULT = {"indicator": "unemployment_rate", "geography": "borough", "areas": "BX~MN"}


def build(asked: Asked) -> Page:
    """The lines for the view in the address; two boroughs' unemployment where it names none."""
    query = asked.query if "indicator" in asked.query else {**DEFAULT, **asked.query}
    release = asked.release
    reading = read_view(query, release, next(iter(release.indicators)))
    drawn = panels(release, reading.view)
    return Page(
        title=trends_words.title(drawn),
        description=trends_words.sentence(drawn[0]),
        body=trends_view.layout(release, reading.view, drawn),
        notices=reading.notices,
        parts=trends_view.parts(release, reading.view, drawn),
        state={
            **trends_view.state(release, reading.view, drawn),
            "plots": trends_view.plots(drawn),
        },
    )


PAGE = Route(trends_controls.PATH, build, _("Trends"), order=3)

clientside_callback(
    ClientsideFunction("trends", "update"),
    Output(trends_view.STATE, "modified_timestamp"),
    Input(trends_view.STATE, "data"),
)
