"""A panel of Trends as a Plotly figure: the same chart as the SVG, with numbers on hover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from plotly.graph_objects import Layout, Scatter

from components.figures import charts, plots
from components.figures.charts import Chart, Line
from components.figures.scales import Scale, is_span, place, time_ticks
from components.text import formats, reasons
from components.text.words import _
from components.trends.chart import (
    LIFT,
    NARROW,
    ROW,
    WIDE,
    breaks,
    chart,
    ended_is_named,
    ended_words,
    hidden_spans,
    placed_events,
)
from components.trends.panels import Panel
from data_loaders.vocabulary.events import events_between
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Frequency, Status

MONTHS_A_QUARTER = 3
# Periods whose hover names the day; longer ones name the month they end in.
# What stands over the readings at a place of the time axis; a span says its years in each of them.
TITLES = {
    Frequency.DAY: "%{x|%B %-d, %Y}",
    Frequency.WEEK: "%{x|%B %-d, %Y}",
    Frequency.QUARTER: "%{x|quarter %q of %Y}",
    Frequency.HALF_YEAR: "%{x|half %h of %Y}",
    Frequency.YEAR: "%{x|%Y}",
    Frequency.TOTAL: " ",
}


def figure(panel: Panel) -> dict[str, object] | None:
    """The figure as plain JSON, with a second layout, `narrow`, for phones; None where the panel
    has no chart."""
    wide, narrow = chart(panel, WIDE), chart(panel, NARROW)
    if wide is None or narrow is None:
        return None
    _x, y = charts.scales(wide)
    traces = [_hidden(panel, y)] if hidden_spans(panel) else []
    for line in reversed(wide.lines):
        traces += _line(wide, line)
    plot = plots.plain(traces, _layout(panel, wide))
    return {**plot, "narrow": plots.plain_layout(_layout(panel, narrow))}


def _layout(panel: Panel, drawn: Chart) -> Layout:
    x, y = charts.scales(drawn)
    margin = {"l": round(x.start), "r": drawn.room, "t": drawn.top, "b": charts.BOTTOM}
    return plots.layout(
        margin,
        hovermode="x unified",
        xaxis=_time_axis(drawn),
        yaxis=_number_axis(drawn),
        shapes=_shapes(panel),
        annotations=[*_events(panel, x), *_breaks(panel), *_labels(drawn, y), *_band(panel, drawn)],
    )


def _line(drawn: Chart, line: Line) -> list[plots.Plain]:
    """The line in three traces: what is final, dashed what is early, and what the hand reads."""
    days = [place(period).isoformat() for period in drawn.periods]
    pen = {"color": plots.COLORS[line.style], "width": plots.WIDTHS[line.style]}
    values = [cell.value for cell in line.cells]
    firm = [cell.value if _is_firm(cell) else None for cell in line.cells]
    early = _early(line.cells)
    solid = Scatter(mode="lines", line=pen, hoverinfo="skip")
    if any(map(is_span, drawn.periods)):
        traces = [plots.trace(solid, **_over_spans(drawn, firm))]
    else:
        traces = [plots.trace(solid, x=days, y=firm)]
    if any(value is not None for value in early):
        dashed = {**pen, "dash": "dot"}
        style = Scatter(mode="lines", line=dashed, hoverinfo="skip")
        traces.append(plots.trace(style, x=days, y=early))
    read = Scatter(
        mode="markers",
        marker={"size": _dots(values), "color": pen["color"]},
        name=line.label,
        hovertemplate="%{text}" if line.label else "%{text}<extra></extra>",
    )
    return [*traces, plots.trace(read, x=days, y=values, text=_words(drawn, line))]


def _over_spans(drawn: Chart, values: Sequence[float | None]) -> dict[str, list[object]]:
    """Each value over its own period, nothing between: means over years that may overlap."""
    x: list[object] = []
    y: list[object] = []
    for (first, last), value in zip(drawn.periods, values, strict=True):
        x += [first.isoformat(), last.isoformat(), None]
        y += [value, value, None]
    return {"x": x, "y": y}


def _is_firm(cell: Cell) -> bool:
    return cell.value is not None and cell.status is not Status.PROVISIONAL


def _early(cells: Sequence[Cell]) -> list[float | None]:
    """Early values with the neighbor each is joined to; None elsewhere."""
    early = [cell.status is Status.PROVISIONAL for cell in cells]
    return [
        cell.value if any(early[max(i - 1, 0) : i + 2]) else None for i, cell in enumerate(cells)
    ]


def _dots(values: Sequence[float | None]) -> list[float]:
    """A dot where a value stands alone between gaps, else none."""
    padded = [None, *values, None]
    return [
        4.0 if padded[i] is None and padded[i + 2] is None and value is not None else 0.1
        for i, value in enumerate(values)
    ]


def _words(drawn: Chart, line: Line) -> list[str]:
    read = [f"{reasons.cell(cell, drawn.indicator)}{reasons.mark(cell)}" for cell in line.cells]
    if not _names_periods(drawn):
        return read
    frequency = drawn.indicator.frequency
    return [
        _("{period}: {value}", period=formats.short_period(*period, frequency), value=value)
        for period, value in zip(drawn.periods, read, strict=True)
    ]


def _names_periods(drawn: Chart) -> bool:
    """Whether each reading says its own period: spans of years, and quarters of another year than
    the calendar's, which no title of the axis can name."""
    if drawn.indicator.frequency is Frequency.QUARTER:
        return any(first.month % MONTHS_A_QUARTER != 1 for first, _last in drawn.periods)
    return any(map(is_span, drawn.periods))


def _time_axis(drawn: Chart) -> dict[str, object]:
    ticks = time_ticks(*drawn.span, most=5)
    return {
        "type": "date",
        "range": [day.isoformat() for day in drawn.span],
        "tickvals": [day.isoformat() for day, _words in ticks],
        "ticktext": [words for _day, words in ticks],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": "var(--faint)",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "unifiedhovertitle": {"text": _title(drawn)},
    }


def _title(drawn: Chart) -> str:
    if _names_periods(drawn):
        return TITLES[Frequency.TOTAL]
    return TITLES.get(drawn.indicator.frequency, "%{x|%B %Y}")


def _number_axis(drawn: Chart) -> dict[str, object]:
    ticks = drawn.ticks
    return {
        "range": [ticks[0], ticks[-1]],
        "tickvals": ticks,
        "ticktext": [charts.tick_text(tick, ticks, drawn.indicator) for tick in ticks],
        "gridcolor": "var(--rule)",
        "zeroline": ticks[0] <= 0 <= ticks[-1],
        "zerolinecolor": "var(--faint)",
        "fixedrange": True,
    }


def _hidden(panel: Panel, y: Scale) -> plots.Plain:
    """Hidden periods as hatched bands over the whole height."""
    days: list[str | None] = []
    heights: list[float | None] = []
    half = timedelta(hours=12)
    for first, last in hidden_spans(panel):
        left, right = _moment(first) - half, _moment(last) + half
        days += [*(day.isoformat() for day in (left, left, right, right)), None]
        heights += [y.low, y.high, y.high, y.low, None]
    style = Scatter(
        mode="none",
        fill="toself",
        fillpattern={"shape": "/", "fgcolor": "var(--hatch-line)", "size": 6},
        hoverinfo="skip",
    )
    return plots.trace(style, x=days, y=heights)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _shapes(panel: Panel) -> list[dict[str, object]]:
    shapes: list[dict[str, object]] = []
    if panel.is_cut_short and panel.end is not None:
        shapes.append(
            {
                "type": "rect",
                "x0": panel.end.isoformat(),
                "x1": panel.window[1].isoformat(),
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "fillcolor": "var(--missing)",
                "line": {"width": 0},
                "layer": "below",
            }
        )
    return shapes + [
        {
            "type": "line",
            "x0": day.isoformat(),
            "x1": day.isoformat(),
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": "var(--faint)", "width": 1, "dash": dash},
            "layer": "below",
        }
        for day, dash in _verticals(panel)
    ]


def _verticals(panel: Panel) -> list[tuple[date, str]]:
    first, last = panel.window
    return [(mark.on, "dot") for _letter, mark in breaks(panel)] + [
        (event.on, "2px,3px") for event in events_between(first, last)
    ]


def _note(text: str, **place: object) -> dict[str, object]:
    return {"text": text, "showarrow": False, "yref": "paper", **place}


def _events(panel: Panel, x: Scale) -> list[dict[str, object]]:
    return [
        _note(
            f"<b>{number}</b>",
            x=event.on.isoformat(),
            y=1,
            yanchor="bottom",
            yshift=row * ROW + LIFT - 6,
            font={"color": "var(--ink)"},
            hovertext=event.text,
        )
        for number, event, row in placed_events(panel, x)
    ]


def _breaks(panel: Panel) -> list[dict[str, object]]:
    return [
        _note(letter, x=mark.on.isoformat(), y=0, yanchor="bottom", xanchor="left")
        for letter, mark in breaks(panel)
    ]


def _labels(drawn: Chart, y: Scale) -> list[dict[str, object]]:
    """Names at line ends, at the same heights as in the SVG."""
    return [
        _note(
            f"<b>{line.label}</b>" if line.style != "other" else line.label,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=(y.start - height) / (y.start - y.end),
            yanchor="middle",
            font={"color": plots.TEXT_COLORS[line.style]},
        )
        for height, line in charts.end_labels(drawn, y)
    ]


def _band(panel: Panel, drawn: Chart) -> list[dict[str, object]]:
    if panel.end is None or not ended_is_named(panel, charts.scales(drawn)[0]):
        return []
    middle = panel.end + (panel.window[1] - panel.end) / 2
    return [_note("<br>".join(ended_words(panel.end)), x=middle.isoformat(), y=0.5)]
