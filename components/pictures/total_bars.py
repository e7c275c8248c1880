"""A panel without a history, drawn as a bar a line: a single total has no line over time."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.markup.svg import joined, tag
from components.pictures.picture import Room
from components.pictures.type_widths import Face, width
from components.text import formats, reasons
from components.trends import words as trends_words
from components.trends.chart import styles
from components.trends.panels import Panel
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Status

STEP, BAR, LETTERS, GAP = 46.0, 26.0, 17.0, 14.0


def total_bars(panel: Panel, room: Room) -> Markup:
    """The newest figure of every line as a bar from zero, with its number or why it has none."""
    rows = [
        (name, _newest(line.cells), style)
        for name, line, style in zip(
            trends_words.line_names(panel), panel.series, styles(panel), strict=True
        )
    ]
    rows = rows[: max(int(room.height // STEP), 1)]
    values = [abs(cell.value) for _name, cell, _style in rows if cell.value is not None]
    names = max(width(name, LETTERS, Face.SANS) for name, _cell, _style in rows)
    left = min(names + GAP, room.width / 3)
    longest = room.width - left - 160
    scale = longest / (max(values, default=0) or 1)
    return tag(
        "svg",
        joined(_row(panel, row, place * STEP, left, scale) for place, row in enumerate(rows)),
        viewBox=f"0 0 {room.width:.0f} {room.height:.0f}",
        class_="chart",
    )


def _newest(cells: Sequence[Cell]) -> Cell:
    known = [cell for cell in cells if cell.value is not None]
    return (known or [*cells] or [Cell(None, Status.NOT_REPORTED)])[-1]


def _row(panel: Panel, row: tuple[str, Cell, str], top: float, left: float, scale: float) -> Markup:
    name, cell, style = row
    long = abs(cell.value) * scale if cell.value is not None else 0.0
    said = reasons.label(cell)
    if cell.value is not None:
        said = f"{formats.number(cell.value, panel.indicator)}{reasons.mark(cell)}"
    line = top + BAR - 7
    return joined(
        [
            tag("text", name, x=left - GAP, y=line, **_words("end")),
            tag(
                "path",
                d=f"m{left:.1f} {top + BAR / 2}h{long:.1f}",
                class_=style,
                style=f"stroke-width:{BAR};stroke-linecap:butt",
            ),
            tag("text", said, x=left + long + 8, y=line, **_words("start")),
        ]
    )


def _words(anchor: str) -> dict[str, str]:
    return {"style": f"font-size:{LETTERS}px;fill:var(--ink);text-anchor:{anchor}"}
