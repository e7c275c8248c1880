"""The same map as tutorials of Dash write it: the figure, outlines and all, from a callback."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
from dash import Dash, Input, Output, callback, dcc, html

FOLDER = "BENCHMARK_TUTORIAL_DASH"
# plotly.js waits for outlines of the world before it draws any map, and asks another host for
# them. An empty world served here keeps the measurement on this machine, in the tutorial's favor.
TOPOLOGY = "/topology/"
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
EMPTY = {"type": "GeometryCollection", "geometries": []}

folder = Path(os.environ.get(FOLDER, "."))
outlines = json.loads((folder / "areas.geojson").read_text())
observations = pd.read_csv(folder / "observations.csv", dtype={"area": "str"})
indicators = observations["indicator"].unique().tolist()

app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        html.H1("New York City by ZIP area"),
        dcc.Dropdown(indicators, indicators[0], id="indicator", clearable=False),
        dcc.Slider(0, 1, 1, value=None, id="period", marks=None),
        dcc.Graph(id="map", config={"topojsonURL": TOPOLOGY}),
        dcc.Graph(id="series"),
    ]
)


def of_indicator(indicator: str) -> pd.DataFrame:
    """Observations of one indicator."""
    return observations[observations["indicator"] == indicator]


@callback(Output("period", "max"), Output("period", "value"), Input("indicator", "value"))
def update_period(indicator: str) -> tuple[int, int]:
    """The newest period with a value."""
    shown = of_indicator(indicator)
    periods = shown["period"].unique().tolist()
    return len(periods) - 1, periods.index(shown.dropna()["period"].max())


@callback(Output("map", "figure"), Input("indicator", "value"), Input("period", "value"))
def update_map(indicator: str, position: int | None) -> go.Figure:
    """Every area, colored by its value."""
    shown = of_indicator(indicator)
    period = shown["period"].unique()[position or 0]
    figure = px.choropleth(
        shown[shown["period"] == period],
        geojson=outlines,
        featureidkey="properties.id",
        locations="area",
        color="value",
        hover_name="name",
        range_color=(0, shown["value"].quantile(0.95)),
        projection="mercator",
    )
    return figure.update_geos(fitbounds="locations", visible=False)


@callback(Output("series", "figure"), Input("indicator", "value"), Input("map", "clickData"))
def update_series(indicator: str, clicked: dict[str, list[dict[str, str]]] | None) -> go.Figure:
    """The clicked area over time."""
    shown = of_indicator(indicator)
    area = clicked["points"][0]["location"] if clicked else shown["area"].iloc[0]
    return px.line(shown[shown["area"] == area], x="period", y="value")


@server.get(f"{TOPOLOGY}<name>")
def topology(name: str) -> dict[str, object]:
    """A world without coastlines or borders."""
    return {"type": "Topology", "arcs": [], "objects": dict.fromkeys(LAYERS, EMPTY)}
