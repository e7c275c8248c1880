"""Industries side by side: what each had, against the same period before, and who may be ranked.

A rank is given only where it would hold: not where too many figures have no industry, and not
between industries closer to each other than their figures are rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from components.text import formats
from components.text.words import _
from data_loaders.released.baselines import allowed_shows, as_compared, is_told, same_periods
from data_loaders.released.coarser import coarser
from data_loaders.released.release import Release
from data_loaders.released.view import Show, View, parse_day
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Frequency,
    Geography,
    Indicator,
    Industry,
    Measure,
    Reason,
    Source,
    Status,
)

UNCLASSIFIED = "unclassified"
MOST_UNCLASSIFIED = 5.0  # percent of all
# The years to compare with, best first: the last before the pandemic, else the newest before it
# that the State's yearly files hold by borough and sector.
BASES = (2019, 2017)
# Percent of all below which an industry is not ranked: there a few jobs are a large change.
LEAST_SHARE = 0.1
STEPS = (1000.0, 100.0, 10.0, 1.0, 0.1, 0.01)
Frames: TypeAlias = Mapping[str, Frame]


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """An industry in the period: its figure, the one it is compared with, and what is shown.

    `value` lies between `low` and `high` whatever the figures were before they were rounded, or
    moved by noise.
    """

    industry_id: str
    name: str
    cell: Cell
    before: Cell | None
    value: float | None
    is_group: bool = False
    is_small: bool = False
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class IndustryComparison:
    """All industries of an indicator in one area and period. `indicator` as published, `drawn`
    as compared. `base_year` is None where nothing is compared here: the figures are a comparison
    already, or no year before is held. `bands` is empty where no rank may be given, for `may_rank`
    or without figures."""

    release: Release
    view: View
    source: Source
    indicator: Indicator
    drawn: Indicator
    area: Area
    frames: Frames
    position: int
    base_position: int | None
    base_year: int | None
    years: Sequence[int]
    rows: Sequence[IndustryRow]
    bands: Sequence[Sequence[IndustryRow]]
    apart: Sequence[IndustryRow]
    unclassified_share: float | None
    may_rank: bool

    @property
    def baseline(self) -> str:
        """What is compared with, in words; empty where there is nothing."""
        if self.base_year is not None:
            return str(self.base_year)
        return formats.baseline(self.indicator.baseline) if is_relative(self.indicator) else ""

    @property
    def periods(self) -> Sequence[tuple[date, date]]:
        return next(iter(self.frames.values())).periods

    @property
    def last_day(self) -> date:
        """The last day any area has a figure for."""
        frame = next(iter(self.frames.values()))
        return frame.periods[frame.latest()][1]

    def line(self, industry_id: str, bases: Sequence[int | None]) -> list[Cell]:
        """The area's figures as compared, oldest first; see `base_positions`."""
        return line(self.frames[industry_id], self.area.id, bases)

    @property
    def bases(self) -> list[int | None]:
        """The position of the period each is compared with; see `base_positions`."""
        return base_positions(next(iter(self.frames.values())), self.base_year)

    @property
    def hidden(self) -> list[IndustryRow]:
        """Industries without a figure to compare."""
        return [row for row in self.rows if row.value is None]

    @property
    def small(self) -> list[IndustryRow]:
        """Industries with a figure that are too small to be ranked."""
        return [row for row in self.rows if row.value is not None and row.is_small]

    @property
    def listed(self) -> list[IndustryRow]:
        """Industries with a figure, in the order shown: by rank, else by name."""
        if self.bands:
            return [row for band in self.bands for row in band]
        return sorted((row for row in self.rows if row.value is not None), key=lambda r: r.name)

    @property
    def is_change(self) -> bool:
        """Whether what is shown is computed here against an earlier period."""
        return self.drawn is not self.indicator


def comparison(release: Release, view: View, geography: Geography) -> IndustryComparison:
    """Industries of the view's indicator in the area it asks for.

    An area without figures in the geography gives way to the first that has them.
    """
    indicator = _monthly(release.indicators[view.indicator])
    frames = industry_frames(release, view.indicator, geography)
    some = next(iter(frames.values()))
    area_id = next((name for name in view.areas if name in some.areas), some.areas[0])
    years = held_years(frames, area_id)
    year = base_year(indicator, view, years)
    position = _position(some, view, held(frames, area_id, year))
    base = same_period(some, position, year) if year else None
    rows = _rows(indicator, frames, area_id, position, base, is_change=year is not None)
    parts = [row for row in rows if not _is_apart(row)]
    share, drawn = _unclassified_share(rows, indicator), as_drawn(indicator, year)
    may_rank = share is None or share <= MOST_UNCLASSIFIED
    ranked = [row for row in parts if row.value is not None and not row.is_small]
    return IndustryComparison(
        release,
        view,
        release.source_of[indicator.id],
        indicator,
        drawn,
        release.area(geography, area_id),
        frames,
        position,
        base,
        year,
        years,
        parts,
        bands(ranked, drawn.decimals) if may_rank else (),
        [row for row in rows if _is_apart(row)],
        share,
        may_rank,
    )


def with_industries(release: Release) -> dict[str, Indicator]:
    """Indicators that are split by industry."""
    return {
        name: indicator
        for name, indicator in release.indicators.items()
        if len(indicator.industries) > 1
    }


def bands(rows: Sequence[IndustryRow], decimals: int) -> list[list[IndustryRow]]:
    """Industries from the highest to the lowest; those that cannot be told apart together.

    A new band starts only where every industry above is higher for certain, and where the number
    printed is another one: nobody can see that one of two equal numbers is higher.
    """
    bands_of_rows: list[list[IndustryRow]] = []
    floor, printed = float("inf"), float("nan")
    for row in sorted(rows, key=lambda one: -(one.value or 0.0)):
        number = formats.rounded(row.value or 0.0, decimals)
        if row.high < floor and number != printed:
            bands_of_rows.append([])
        bands_of_rows[-1].append(row)
        floor, printed = min(floor, row.low), number
    return bands_of_rows


def _monthly(indicator: Indicator) -> Indicator:
    days = indicator.frequency is Frequency.DAY
    return replace(indicator, frequency=Frequency.MONTH) if days else indicator


def industry_frames(release: Release, indicator_id: str, geography: Geography) -> dict[str, Frame]:
    indicator = release.indicators[indicator_id]
    return {
        industry_id: coarser(
            release.frame(indicator_id, geography, industry_id),
            indicator.frequency,
            _monthly(indicator).frequency,
            indicator.smoothed_over,
        )
        for industry_id, *_ in indicator.industries
        if release.entry(indicator_id, geography, industry_id)
    }


def is_relative(indicator: Indicator) -> bool:
    """Whether the figures are a comparison already."""
    return allowed_shows(indicator) == (Show.LEVEL,)


def held_years(frames: Frames, area_id: str) -> list[int]:
    """Years in which an area has a figure of any industry, oldest first."""
    return sorted(
        {
            last.year
            for frame in frames.values()
            if area_id in frame.areas
            for (_first, last), value in zip(frame.periods, frame.values_of(area_id), strict=True)
            if value is not None
        }
    )


def base_year(indicator: Indicator, view: View, years: Sequence[int]) -> int | None:
    """The year whose same period is compared with, which is held and before the newest; None
    for figures that are compared already, or of one year alone."""
    before = years[:-1]
    if is_relative(indicator) or not before:
        return None
    asked = parse_day(view.baseline or "", start=True)
    wanted = (*((asked.year,) if asked else ()), *BASES)
    return next((year for year in wanted if year in before), before[0])


def held(frames: Frames, area_id: str, year: int | None) -> list[int]:
    """Positions of periods in which an area has a figure, after the year compared with."""
    some = next(iter(frames.values()))
    series = [frame.values_of(area_id) for frame in frames.values() if area_id in frame.areas]
    return [
        position
        for position in range(first_position(some, year), len(some.periods))
        if any(values[position] is not None for values in series)
    ]


def _position(frame: Frame, view: View, held: Sequence[int]) -> int:
    """The newest period held, or the one nearest to the day asked for."""
    if not held:
        return frame.latest()
    asked = view.period
    if asked is None:
        return held[-1]
    return min(held, key=lambda i: (abs(i - frame.nearest(asked)), i))


def first_position(frame: Frame, year: int | None) -> int:
    """The first period that has one before it to be compared with."""
    after = [i for i, (_first, last) in enumerate(frame.periods) if not year or last.year > year]
    return after[0] if after else len(frame.periods) - 1


def same_period(frame: Frame, position: int, year: int) -> int | None:
    """The position of the same period of another year; None where there is none."""
    near = same_periods(frame.periods, frame.periods[position][1], year)
    return next((other for other in near if other != position), None)


def base_positions(frame: Frame, year: int | None) -> list[int | None]:
    """For each period the position of the same one of a year, of that year its own; -1 where
    nothing is compared, None where there is no such period."""
    if year is None:
        return [-1] * len(frame.periods)
    return [
        position if last.year == year else same_period(frame, position, year)
        for position, (_first, last) in enumerate(frame.periods)
    ]


def line(frame: Frame, area_id: str, bases: Sequence[int | None]) -> list[Cell]:
    """An area's figures, oldest first, as compared with the periods at `bases`."""
    if area_id not in frame.areas:
        return [Cell(None, Status.NOT_REPORTED)] * len(frame.periods)
    cells = frame.series(area_id)
    return [
        cell if base == -1 else _as_change(cell, cells[base] if base is not None else None)
        for cell, base in zip(cells, bases, strict=True)
    ]


def _as_change(cell: Cell, before: Cell | None) -> Cell:
    if cell.value is None:
        return cell
    if before is None or not before.value:
        if before is not None and before.value is None:
            return before
        return Cell(None, Status.NOT_REPORTED, Reason.NO_BASELINE)
    number = change(cell.value, before.value)
    return as_compared(cell, before, number if is_told(cell, before, number, Show.CHANGE) else None)


def _cells(frame: Frame, area_id: str, position: int, base: int | None) -> tuple[Cell, Cell | None]:
    """An area's figure of the period and of the one compared with; none where it is not there."""
    if area_id not in frame.areas:
        return Cell(None, Status.NOT_REPORTED), None
    before = frame.cell(area_id, base) if base is not None else None
    return frame.cell(area_id, position), before


def _rows(
    indicator: Indicator,
    frames: Frames,
    area_id: str,
    position: int,
    base: int | None,
    *,
    is_change: bool,
) -> list[IndustryRow]:
    step = max(_rounding(frames), 10.0**-indicator.decimals)
    rows = [
        _row(industry, _cells(frames[industry.id], area_id, position, base), step, is_change)
        for industry in indicator.industries
        if industry.id in frames
    ]
    whole = next((row for row in rows if row.industry_id == ALL_INDUSTRIES), None)
    if whole is None or indicator.measure is not Measure.COUNT:
        return rows
    return [replace(row, is_small=_is_small(row, whole)) for row in rows]


def _is_small(row: IndustryRow, whole: IndustryRow) -> bool:
    """Whether an industry is a small part of all: before, where it is compared with that."""
    part, of = row.before or row.cell, whole.before or whole.cell
    return bool(part.value is not None and of.value and 100 * part.value / of.value < LEAST_SHARE)


def _row(
    industry: Industry, cells: tuple[Cell, Cell | None], step: float, is_change: bool
) -> IndustryRow:
    cell, before = cells
    row = IndustryRow(industry.id, industry.name, cell, before, None, industry.is_group)
    if cell.value is None:
        return row
    off = step / 2 + cell.margin
    if not is_change:
        value = cell.value
        return replace(row, value=value, low=value - off, high=value + off)
    if before is None or not before.value:
        return row
    low, high, then_off = max(cell.value - off, 0.0), cell.value + off, step / 2 + before.margin
    return replace(
        row,
        value=change(cell.value, before.value),
        low=change(low, before.value + then_off),
        high=change(high, max(before.value - then_off, step / 2)),
    )


def change(value: float, before: float) -> float:
    """Percent change against an earlier figure above zero."""
    return 100 * (value / before - 1)


def _rounding(frames: Frames) -> float:
    """The step all published values are multiples of: what they were rounded to."""
    values = {
        value
        for frame in frames.values()
        for row in frame.values
        for value in row
        if value is not None
    }
    return next((step for step in STEPS if all(_is_multiple(v, step) for v in values)), STEPS[-1])


def _is_multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _is_apart(row: IndustryRow) -> bool:
    """The total, what has no industry, and sums of others stand beside the rest."""
    return row.industry_id in (ALL_INDUSTRIES, UNCLASSIFIED) or row.is_group


def _unclassified_share(rows: Sequence[IndustryRow], indicator: Indicator) -> float | None:
    """Percent of all that has no industry; None where that cannot be said: the source has no such
    line or no total, or its figures are not counts, as pay is not."""
    value_of_industry = {row.industry_id: row.cell.value for row in rows}
    has_both = {UNCLASSIFIED, ALL_INDUSTRIES} <= value_of_industry.keys()
    if not has_both or indicator.measure is not Measure.COUNT:
        return None
    part, whole = value_of_industry[UNCLASSIFIED], value_of_industry.get(ALL_INDUSTRIES)
    return 100 * part / whole if part is not None and whole else 100.0


def as_drawn(indicator: Indicator, year: int | None) -> Indicator:
    """An indicator as it is shown: as a change against a year, or as it is published."""
    if year is None:
        return indicator
    unit = _(
        "percent against the same {period} of {year}",
        period=formats.one_period_word(indicator.frequency),
        year=year,
    )
    return replace(indicator, measure=Measure.PERCENT_CHANGE, unit=unit, decimals=0)
