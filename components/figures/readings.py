"""What a hand or the keys read of a line chart: every period, and each line's value there, or the
reason it has none. It travels with the drawing, as text; the page's script places and shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from components.figures.scales import Scale, place
from components.text import formats, reasons
from components.text.words import _
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Frequency, Indicator

# Between the parts of a line of a reading, and between lines; no number or reason has either.
PARTS, LINES = "|", "\u00a7"


def reading(
    indicator: Indicator,
    periods: Sequence[tuple[date, date]],
    lines: Sequence[tuple[str, str, Sequence[Cell]]],
    frequency: Frequency | None = None,
) -> str:
    """The periods, then a line each: its name, its style, and what it says in each period.
    `frequency` is that of the periods, where the indicator drawn has another."""
    when = [
        formats.short_period(*period, frequency)
        if frequency
        else formats.short_period_of(*period, indicator)
        for period in periods
    ]
    said = [[name, style, *_said(cells, indicator)] for name, style, cells in lines]
    return LINES.join(PARTS.join(parts) for parts in (when, *said))


def _said(cells: Sequence[Cell], indicator: Indicator) -> list[str]:
    return [f"{reasons.cell(cell, indicator)}{reasons.mark(cell)}" for cell in cells]


def steps(periods: Sequence[tuple[date, date]], x: Scale) -> str:
    """Where periods stand, as days: the first from the axis' start, then each from the last."""
    days = [round(x.low), *(place(period).toordinal() for period in periods)]
    return " ".join(str(later - earlier) for earlier, later in pairwise(days))


def scale(x: Scale) -> str:
    """The time axis: its ends in pixels, and how many days lie between them."""
    return f"{x.start:g} {x.end:g} {round(x.high - x.low)}"


def keys(is_traced: bool = False) -> str:
    """How the keys read a chart, for who cannot see it."""
    along = _("Arrow keys read it one period at a time.")
    return f"{along} {to_traces()}" if is_traced else along


def to_traces() -> str:
    """How the keys lead on from what is read."""
    return _("Enter leads to where the numbers come from.")


def traced(first: date | None = None) -> dict[str, str]:
    """What a reading that leads to its numbers' sources says; `first` is where its axis begins."""
    words = {
        "data_trace_words": _("Where this number comes from"),
        "data_trace_hint": _("Tap, click or press Enter for where the numbers come from"),
    }
    return {**words, "data_from": first.isoformat()} if first else words
