"""Draw one figure of the API with Plotly, gaps and caveats kept, as a page that needs no network.

    python docs/examples/draw_figure.py https://address.of.the.site [indicator] [geography] [file]

It needs pandas and plotly. A line stops where a value is withheld or missing: nothing is joined
across a gap, and the words below the chart say how many there are and why.
"""

from __future__ import annotations

import sys

import pandas as pd
import plotly.graph_objects as go
from read_figures import answer, observations


def below(chosen: dict, table: pd.DataFrame, release: str) -> str:
    """What must stand under the chart: gaps by their status, caveats, source and release."""
    gaps = table.loc[table["value"].isna(), "status"].value_counts()
    said = [f"{count} values: {str(status).replace('_', ' ')}" for status, count in gaps.items()]
    source = f"Source: {chosen['source_id']}, release {release}"
    return "<br>".join([*said, *chosen["caveats"], source])


def figure(chosen: dict, table: pd.DataFrame, names: dict[str, str], release: str) -> go.Figure:
    """A line an area, over the last day of each period."""
    drawn = go.Figure()
    for area, rows in table.sort_values("period_start").groupby("area_id"):
        drawn.add_scatter(
            x=rows["period_end"],
            y=rows["value"],
            name=names.get(str(area), str(area)),
            mode="lines",
            connectgaps=False,
        )
    drawn.update_layout(
        title=chosen["title"],
        yaxis_title=chosen["unit"],
        margin={"b": 160},
        annotations=[
            {
                "text": below(chosen, table, release),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": -0.15,
                "yanchor": "top",
                "align": "left",
                "showarrow": False,
            }
        ],
    )
    return drawn


def main(
    site: str, indicator: str = "", geography: str = "borough", file: str = "figure.html"
) -> None:
    """Read the newest release's figure and write the chart to a file."""
    (release,) = [each["id"] for each in answer(site, "releases")["releases"] if each["is_current"]]
    listed = answer(site, "indicators", release=release)["indicators"]
    known = {each["id"]: each for each in listed if not each["why_no_figures"]}
    chosen = known[indicator] if indicator else next(iter(known.values()))
    table = observations(site, release, chosen["id"], geography)
    table = table.loc[table["industry_id"] == table["industry_id"].iloc[0]]
    areas = answer(site, "areas", geography=geography, release=release)["areas"]
    names = {each["id"]: each["name"] for each in areas}
    figure(chosen, table, names, release).write_html(file, include_plotlyjs=True)
    print(f"{chosen['title']}: {table['area_id'].nunique()} lines drawn into {file}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
