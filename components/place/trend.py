"""Then and now at a place, like with like: never two months of different seasons, never one
noisy month against another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from components.place.gathering import Gathered, around, compared
from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.comparing import OF_GROUPS, margin
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Area, Frequency, Indicator, Status

Period = tuple[date, date]
SEASONAL = (Frequency.QUARTER, Frequency.HALF_YEAR, Frequency.YEAR)
MONTHS = 12
FIRST_YEAR = 2019


@dataclass(frozen=True, slots=True)
class Move:
    """An area then and now, in the indicator's unit; and whether it is cut off there."""

    area: Area
    before: float
    after: float
    then_is_cut_off: bool = False
    now_is_cut_off: bool = False

    def sign(self, decimals: int) -> int:
        """1 up, -1 down, 0 the same at the precision shown."""
        then, now = (formats.rounded(value, decimals) for value in (self.before, self.after))
        return (now > then) - (now < then)

    def is_known(self, indicator: Indicator) -> bool:
        """Whether it can be said that it moved, or not: of "this much, or more" to the same it
        cannot, nor of two such figures, nor of a survey's within its margin."""
        cut_off = self.then_is_cut_off, self.now_is_cut_off
        is_within = abs(self.after - self.before) < margin(indicator)
        has_moved = self.sign(indicator.decimals) != 0
        return not is_within and not all(cut_off) and (has_moved or not any(cut_off))


@dataclass(frozen=True, slots=True)
class Trend:
    """`then` and `now` in words. `moves`: the area of largest overlap, its borough, the city;
    `all_areas`: every overlapping area that has both figures, one of those with one estimate."""

    then: str
    now: str
    moves: tuple[Move, ...]
    all_areas: tuple[Move, ...]
    doubt: Cell | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods that are read as one figure: their median."""

    periods: tuple[Period, ...]
    words: str

    @property
    def is_before_the_pandemic(self) -> bool:
        return self.periods[-1][1].year <= FIRST_YEAR


def trends(each: Gathered) -> list[Trend]:
    """Against a year before, and against 2019 or else the oldest like figure; empty where neither
    can be."""
    all_trends = [_trend(each, then, now) for then, now in stretches(each)]
    return [trend for trend in all_trends if trend is not None]


def stretches(each: Gathered) -> list[tuple[Stretch, Stretch]]:
    """Then and now as they may be compared: a year before first, the time before it last."""
    periods = each.scene.frame.periods[: each.scene.position + 1]
    pairs: list[tuple[Stretch, Stretch]] = []
    if each.indicator.frequency in SEASONAL:
        pairs = _seasonal(each, periods)
    elif each.indicator.frequency is Frequency.MONTH:
        pairs = _yearly_medians(periods)
    return [(then, now) for then, now in pairs if not _broken(each, then, now)]


def _seasonal(each: Gathered, periods: tuple[Period, ...]) -> list[tuple[Stretch, Stretch]]:
    """The same season a year before, and in 2019, else in the oldest year that has it unbroken."""
    newest = periods[-1]
    now = _single(each, newest)
    like = [
        _single(each, period)
        for period in periods[:-1]
        if period[1].month == newest[1].month
        and value(each.scene.frame, each.areas[0], (period,)) is not None
    ]
    like = [then for then in like if not _broken(each, then, now)]
    year_before = [then for then in like if then.periods[0][1].year == newest[1].year - 1]
    before = [then for then in like if then.periods[0][1].year == FIRST_YEAR] or like[:1]
    chosen = year_before + [then for then in before if then not in year_before]
    return [(then, now) for then in chosen]


def _single(each: Gathered, period: Period) -> Stretch:
    return Stretch((period,), formats.short_period_of(*period, each.indicator))


def _yearly_medians(periods: tuple[Period, ...]) -> list[tuple[Stretch, Stretch]]:
    """Twelve months against the twelve before and against 2019; medians, so no month decides."""
    if len(periods) < 2 * MONTHS:
        return []
    month = formats.month(periods[-1][1])
    now = Stretch(periods[-MONTHS:], _("the median of the 12 months to {month}", month=month))
    before = Stretch(periods[-2 * MONTHS : -MONTHS], _("the 12 months before"))
    first = tuple(period for period in periods if period[1].year == FIRST_YEAR)
    chosen = [before]
    if len(first) == MONTHS and first != before.periods:
        chosen.append(Stretch(first, str(FIRST_YEAR)))
    return [(then, now) for then in chosen]


def _broken(each: Gathered, then: Stretch, now: Stretch) -> bool:
    """Whether the figure's method changed in between."""
    start, end = then.periods[0][0], now.periods[-1][1]
    breaks = each.scene.source.breaks_of(each.indicator.id)
    return any(start < mark.on <= end for mark in breaks)


def _trend(each: Gathered, then: Stretch, now: Stretch) -> Trend | None:
    own = [_move(each.scene.frame, area, then, now) for area in _apart(each)]
    if own[0] is None:
        return None
    wider = [_wider_move(each, area, then, now) for area in compared(each)]
    periods = (*then.periods, *now.periods)
    moves = tuple(move for move in [own[0], *wider] if move is not None)
    all_areas = tuple(move for move in own if move is not None)
    return Trend(
        then.words, now.words, moves, all_areas, _doubt(each.scene.frame, each.areas[0], periods)
    )


def _apart(each: Gathered) -> list[Area]:
    """The areas of a figure; of those that share one estimate the first."""
    if each.indicator.id not in OF_GROUPS:
        return list(each.areas)
    frame = each.scene.frame
    first = {frame.values_of(area.id): area for area in reversed(each.areas)}
    return [area for area in each.areas if area in first.values()]


def _wider_move(each: Gathered, area: Area, then: Stretch, now: Stretch) -> Move | None:
    return _move(frame_of(each, area), area, then, now)


def frame_of(each: Gathered, area: Area) -> Frame:
    """The frame of the same indicator that holds an area of the place, its borough, the city."""
    if area.geography is each.scene.view.geography:
        return each.scene.frame
    return next(wider.frame for wider in around(each) if wider.area == area)


def indicator_of(each: Gathered, area: Area) -> Indicator:
    """The series that an area of the place, its borough or the city has its figure in."""
    if area.geography is each.scene.view.geography:
        return each.indicator
    return next(wider.indicator for wider in around(each) if wider.area == area)


def _move(frame: Frame, area: Area, then: Stretch, now: Stretch) -> Move | None:
    before, after = value(frame, area, then.periods), value(frame, area, now.periods)
    if before is None or after is None:
        return None
    cut_off = [is_cut_off(frame, area, stretch) for stretch in (then, now)]
    return Move(area, before, after, *cut_off)


def is_cut_off(frame: Frame, area: Area, stretch: Stretch) -> bool:
    """Whether any of the area's figures means "this much, or more"."""
    cells = frame.cells_in(area.id, stretch.periods)
    return any(cell is not None and cell.is_cut_off for cell in cells)


def value(frame: Frame, area: Area, periods: tuple[Period, ...]) -> float | None:
    """The median of the area's values; None where any of them is hidden or missing."""
    if area.id not in frame.areas:
        return None
    cells = frame.cells_in(area.id, periods)
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    return median(values) if len(values) == len(periods) else None


def _doubt(frame: Frame, area: Area, periods: tuple[Period, ...]) -> Cell | None:
    """The first unreliable observation among these; None where there is none."""
    cells = (cell for cell in frame.cells_in(area.id, periods) if cell is not None)
    return next((cell for cell in cells if cell.status is Status.LOW_RELIABILITY), None)
