"""Figures for Plotly as plain JSON: bare of its template, its colors named by our style sheet.

A color is the name of a variable of the style sheet ("var(--link)"); the page's script puts in
its value, so that one figure serves light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from plotly.basedatatypes import BaseTraceType
from plotly.graph_objects import Layout

Plain: TypeAlias = dict[str, object]

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


def trace(style: BaseTraceType, **lists: Sequence[object]) -> Plain:
    """A trace as plain data: its style, which plotly checks, and its lists, an entry a point.

    Plotly checks and copies each entry of a list: of a heatmap, half a second.
    """
    return {**style.to_plotly_json(), **lists}


def plain(data: Sequence[Plain], drawn: Layout) -> Plain:
    """The figure as plain data, ready to be sent."""
    return {"data": list(data), "layout": plain_layout(drawn)}


def plain_layout(drawn: Layout) -> Plain:
    """A layout as plain data."""
    given = drawn.to_plotly_json()
    return {name: value for name, value in given.items() if name != "template"}
