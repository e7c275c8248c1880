"""Industries as Plotly figures: the same bars and heatmap as the SVG, with numbers on hover.

The small build of plotly.js we serve has no heatmap, so cells are bars: one trace a color class,
each bar standing on its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from plotly.graph_objects import Bar, Layout, Scatter

from components.figures import plots
from components.figures.scales import time_ticks
from components.industries.chart import (
    HEAT_NARROW,
    HEAT_WIDE,
    RANK_END,
    ROOM_FOR_VALUE,
    WIDE,
    RankChartSize,
    ranks,
)
from components.industries.heat import CLASSES, GAP, HIDDEN, MISSING, STYLES, Heat
from components.industries.ranks import IndustryComparison, IndustryRow
from components.text import formats, reasons
from components.text.shortening import shortened
from components.text.words import _
from data_loaders.vocabulary.model import Measure

FILLS = {name: f"var(--{name})" for name in CLASSES} | {
    HIDDEN: "var(--hatch-ground)",
    MISSING: "var(--missing)",
    GAP: "var(--paper)",
}
MILLISECONDS = 86_400_000
CellPlace: TypeAlias = tuple[int, int]  # row and position of the period
AXIS = {"fixedrange": True, "showgrid": False, "zeroline": False}


def bars(comparison: IndustryComparison) -> dict[str, object] | None:
    """The ranked bars as plain JSON; None without figures. On phones the SVG stays, whose names
    stand above their bars."""
    rows = comparison.listed
    if not rows:
        return None
    start = 100.0 if comparison.drawn.measure is Measure.INDEX else 0.0
    values = [row.value or 0.0 for row in rows]
    words = [formats.number(value, comparison.drawn) for value in values]
    trace = Bar(
        y=list(range(len(rows))),
        x=[value - start for value in values],
        base=start,
        orientation="h",
        marker={"color": [FILLS["d5" if value >= start else "d1"] for value in values]},
        hovertext=[f"{_(row.name)}: {word}" for row, word in zip(rows, words, strict=True)],
        hoverinfo="text",
    )
    # Beside falls the number stands right of the line, where no name is.
    numbers = Scatter(
        y=list(range(len(rows))),
        x=[max(value, start) for value in values],
        mode="text",
        text=[f" {word}" for word in words],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    layout = _bars_layout(comparison, rows, [start, *values])
    return plots.plain([plots.trace(trace), plots.trace(numbers)], layout)


def _bars_layout(
    comparison: IndustryComparison, rows: Sequence[IndustryRow], values: Sequence[float]
) -> Layout:
    """`values` begins with the one that stands for no change."""
    return plots.layout(
        {"l": WIDE.names + 34, "r": ROOM_FOR_VALUE, "t": 4, "b": 4},
        bargap=0.3,
        hovermode="closest",
        xaxis={
            **AXIS,
            "range": [min(values), max(values)],
            "zeroline": values[0] == 0,
            "zerolinecolor": "var(--faint)",
            "showticklabels": False,
        },
        yaxis=_names(rows, WIDE.letters),
        annotations=_ranks(comparison, rows),
    )


def _ranks(comparison: IndustryComparison, rows: Sequence[IndustryRow]) -> list[dict[str, object]]:
    by_industry = ranks(comparison)
    return [
        {
            "text": f"<b>{by_industry[row.industry_id]}</b>",
            "font": {"color": "var(--accent)"},
            "showarrow": False,
            "xref": "paper",
            "x": 0,
            "xanchor": "right",
            "xshift": RANK_END - WIDE.names - 34,
            "y": i,
        }
        for i, row in enumerate(rows)
        if row.industry_id in by_industry
    ]


def _names(rows: Sequence[IndustryRow], letters: int) -> dict[str, object]:
    return {
        **AXIS,
        "range": [len(rows) - 0.5, -0.5],
        "tickvals": list(range(len(rows))),
        "ticktext": [f"{shortened(_(row.name), letters)} " for row in rows],
    }


def heatmap(heat_map: Heat, comparison: IndustryComparison) -> dict[str, object] | None:
    """The heatmap as plain JSON, with a layout for phones; None without rows."""
    if not heat_map.is_drawn:
        return None
    picked = _picked(heat_map)
    traces = [_class(heat_map, comparison, name, picked[name]) for name in STYLES if name in picked]
    figure = plots.plain(traces, _heat_layout(heat_map, HEAT_WIDE))
    return {**figure, "narrow": plots.plain_layout(_heat_layout(heat_map, HEAT_NARROW))}


def _picked(heat_map: Heat) -> dict[str, list[CellPlace]]:
    """Where the cells of each color stand."""
    picked: dict[str, list[CellPlace]] = {}
    for row, line in enumerate(heat_map.cells):
        for position, cell in enumerate(line):
            picked.setdefault(heat_map.style(cell, position), []).append((row, position))
    return picked


def _class(
    heat_map: Heat, comparison: IndustryComparison, name: str, picked: Sequence[CellPlace]
) -> plots.Plain:
    """All cells of one color."""
    spans = [heat_map.periods[position] for _row, position in picked]
    pattern = {"shape": "/", "fgcolor": "var(--hatch-line)", "size": 6} if name == HIDDEN else None
    marker = {"color": FILLS[name], "line": {"width": 0}, "pattern": pattern}
    return plots.trace(
        Bar(marker=marker, hoverinfo="text"),
        x=[_middle(first, last).isoformat() for first, last in spans],
        width=[((last - first) + timedelta(days=1)).days * MILLISECONDS for first, last in spans],
        base=[row - 0.5 for row, _position in picked],
        y=[0.94] * len(picked),
        hovertext=[_words(heat_map, comparison, row, position) for row, position in picked],
    )


def _middle(first: date, last: date) -> datetime:
    """The moment halfway through a period, which ends with its last day."""
    start = datetime.combine(first, time.min)
    return start + (last - first + timedelta(days=1)) / 2


def _words(heat_map: Heat, comparison: IndustryComparison, row: int, position: int) -> str:
    period = formats.short_period(*heat_map.periods[position], comparison.indicator.frequency)
    value = reasons.cell(heat_map.cells[row][position], comparison.drawn)
    return f"{_(heat_map.rows[row].name)}, {period}: {value}"


def _heat_layout(drawn: Heat, size: RankChartSize) -> Layout:
    first, last = drawn.periods[0][0], drawn.periods[-1][1]
    ticks = time_ticks(first, last, most=7)
    return plots.layout(
        {"l": size.names, "r": 2, "t": 0, "b": 22},
        barmode="overlay",
        bargap=0,
        hovermode="closest",
        xaxis={
            **AXIS,
            "type": "date",
            "range": [first.isoformat(), (last + timedelta(days=1)).isoformat()],
            "tickvals": [day.isoformat() for day, _label in ticks],
            "ticktext": [label for _day, label in ticks],
        },
        yaxis=_names(drawn.rows, size.letters),
    )
