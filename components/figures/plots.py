"""Figures for Plotly as plain JSON: bare of its template, its colors named by our style sheet.

A color is the name of a variable of the style sheet ("var(--link)"); the page's script puts in
its value, so that one figure serves light and dark.
"""

from __future__ import annotations

from plotly.graph_objects import Figure, Layout

FONT = {"family": "var(--sans)", "size": 12.5, "color": "var(--soft)"}
HOVER = {"bgcolor": "var(--surface)", "bordercolor": "var(--faint)", "font": {**FONT, "size": 13}}
COLORS = {"first": "var(--link)", "second": "var(--accent)", "other": "var(--other)"}
TEXT_COLORS = {**COLORS, "other": "var(--other-text)"}
WIDTHS = {"first": 2.2, "second": 2.2, "other": 1.8}


def layout(margin: dict[str, int], **more: object) -> Layout:
    """What all figures share: no template, no title (the page has it), no way to drag or zoom."""
    return Layout(
        template="none",
        font=FONT,
        hoverlabel=HOVER,
        margin={**margin, "pad": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        autosize=True,
        **more,
    )


def plain(figure: Figure) -> dict[str, object]:
    """The figure as plain data, ready to be sent."""
    plot = figure.to_plotly_json()
    plot["layout"].pop("template", None)
    return {"data": plot["data"], "layout": plot["layout"]}
