"""Axes of charts: round ticks for numbers, and for time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10
from statistics import median

from components.text import formats
from data_loaders.vocabulary.model import Indicator, Measure

FROM_ZERO = frozenset({Measure.COUNT, Measure.RATE, Measure.DAYS})
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps [low, high] to [start, end] pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low or 1
        return self.start + (value - self.low) / span * (self.end - self.start)


def number_ticks(values: list[float], indicator: Indicator) -> list[float]:
    """Round numbers that cover the values; from zero where the measure has a true zero."""
    low, high = min(values), max(values)
    if indicator.measure in FROM_ZERO or 0 <= low < 0.5 * high:
        low = min(low, 0.0)
    if indicator.measure in (Measure.POINTS, Measure.PERCENT_CHANGE):
        low, high = min(low, 0.0), max(high, 0.0)
    step = _round_step((high - low or abs(high) or 1.0) / (MOST_TICKS - 1))
    first, last = floor(low / step), ceil(high / step)
    return [round(i * step, 10) for i in range(first, max(last, first + 1) + 1)]


def _round_step(rough: float) -> float:
    power = 10 ** floor(log10(rough))
    return next(unit * power for unit in (1, 2, 2.5, 5, 10) if rough <= unit * power * 1.0001)


def year_ticks(first: date, last: date, most: int) -> list[date]:
    """First days of years inside the span, thinned to at most `most`."""
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    inside = [day for day in years if first <= day <= last]
    every = ceil(len(inside) / most) or 1
    return inside[::every]


SHORT = timedelta(days=45)  # a longer period is drawn over its span, not at its last day
YEAR = timedelta(days=366)
SHORTEST_MONTH = 28
MONTHS = 12  # of a year
LONGEST_HOLIDAY = timedelta(days=14)  # of a figure of working days, as of schools


def place(period: tuple[date, date]) -> date:
    """The day a period stands at on a time axis: its last, or the middle of a long one.

    At its last day, a year would stand at the mark of the year after it.
    """
    first, last = period
    return last if last - first < SHORT else first + (last - first) / 2


def axis_start(period: tuple[date, date]) -> date:
    """The first day that an axis must show for this period."""
    first, last = period
    return last if last - first < SHORT else first


def holes(days: Sequence[date]) -> frozenset[int]:
    """Positions before which periods are missing: days further apart than two usual steps, and
    than a holiday."""
    apart = [(later - earlier).days for earlier, later in pairwise(days)]
    longest = max(2.5 * median(apart or [0]), LONGEST_HOLIDAY.days)
    return frozenset(i for i, step in enumerate(apart, start=1) if step > longest)


def is_span(period: tuple[date, date]) -> bool:
    """Whether a period is of several years: a mean over them, which may overlap the next."""
    return period[1] - period[0] > YEAR


def time_ticks(first: date, last: date, most: int, days_apart: float = 0) -> list[tuple[date, str]]:
    """Days to mark on a time axis, each with its words: years, or months of a shorter span, which
    are longer words and need `days_apart` of room."""
    years = year_ticks(first, last, most)
    if len(years) >= 3:
        return [(day, str(day.year)) for day in years]
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    fits = (
        step
        for step in (1, 2, 3, 6, MONTHS)
        if len(months) / step <= most - 1 and step * SHORTEST_MONTH >= days_apart
    )
    step = next(fits, MONTHS)
    kept = [day for day in months if (day.month - 1) % step == 0] or months[:1]
    if step == MONTHS and years:
        return [(day, str(day.year)) for day in years]
    return [(day, formats.short_month(day)) for day in kept]
