"""What a release says of a figure a project follows: then, now, how areas moved, and by poverty.

No area is named and none is ranked. An area counts only where it has a reliable value both then
and now, so that a value that came or went is not taken for a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from data_loaders.records.model import Watched
from data_loaders.released.release import Release
from data_loaders.released.view import parse_day
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Area, AreaKind, Geography, Indicator, Status

FEWEST = 4  # areas for the middle half to mean anything
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Moved:
    """How areas moved between two periods: counts, and where the middle half of changes lies."""

    higher: int
    lower: int
    same: int
    left_out: int
    middle: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Group:
    """A third of areas by poverty: how many, and the middle value then and now."""

    third: int
    areas: int
    then: float
    now: float


@dataclass(frozen=True, slots=True)
class Followed:
    """One figure followed from a baseline to the newest period with like ones compared.

    `city_then` and `city_now` are None where the figure has no value of the city.
    """

    indicator: Indicator
    geography: Geography
    then: Period
    now: Period
    city_then: float | None
    city_now: float | None
    moved: Moved | None
    thirds: tuple[Group, ...]


def followed(release: Release, watched: Watched) -> Followed | None:
    """The figure as the release has it; None where it has no such figure or no two periods."""
    indicator = release.indicators.get(watched.figure)
    if indicator is None or release.entry(watched.figure, watched.geography) is None:
        return None
    frame = release.frame(watched.figure, watched.geography)
    now = frame.latest()
    then = _like(frame, now, _day(watched.baseline))
    if then >= now:
        return None
    pairs = _pairs(release, frame, then, now)
    city_then, city_now = (_city(release, watched, frame.periods[at]) for at in (then, now))
    is_small = len(frame.areas) > 1
    return Followed(
        indicator,
        watched.geography,
        frame.periods[then],
        frame.periods[now],
        city_then,
        city_now,
        _moved(frame, pairs, indicator) if is_small else None,
        _thirds(pairs) if is_small else (),
    )


def _like(frame: Frame, now: int, baseline: date) -> int:
    """The period of the baseline's year that ends in the month the newest does, so that like is
    compared with like; the baseline's own period where there is none."""
    month = frame.periods[now][1].month
    for position, (_first, last) in enumerate(frame.periods):
        if (last.year, last.month) == (baseline.year, month):
            return position
    return frame.nearest(baseline)


def _day(month: str) -> date:
    day = parse_day(month, start=False)
    if day is None:
        raise ValueError(f"{month} is no month")
    return day


def _city(release: Release, watched: Watched, period: Period) -> float | None:
    """The city's own value in the same period."""
    if release.entry(watched.figure, Geography.CITY) is None:
        return None
    frame = release.frame(watched.figure, Geography.CITY)
    if CITY_ID not in frame.areas or period not in frame.periods:
        return None
    return frame.cell(CITY_ID, frame.periods.index(period)).value


def _pairs(release: Release, frame: Frame, then: int, now: int) -> list[tuple[Area, float, float]]:
    """Residential areas with a reliable value both then and now."""
    pairs = []
    for area_id in frame.areas:
        area = release.area(frame.geography, area_id)
        before, after = _reliable(frame.cell(area_id, then)), _reliable(frame.cell(area_id, now))
        if area.kind is AreaKind.RESIDENTIAL and before is not None and after is not None:
            pairs.append((area, before, after))
    return pairs


def _reliable(cell: Cell) -> float | None:
    return None if cell.status is Status.LOW_RELIABILITY else cell.value


def _moved(frame: Frame, pairs: list[tuple[Area, float, float]], indicator: Indicator) -> Moved:
    """Areas by direction; a change of the last digit published is none: it may be rounding."""
    step = 10.0**-indicator.decimals
    changes = [round(after - before, indicator.decimals) for _area, before, after in pairs]
    middle = None
    if len(changes) >= FEWEST:
        low, _half, high = quantiles(changes, n=4, method="inclusive")
        middle = (low, high)
    return Moved(
        sum(change > step for change in changes),
        sum(change < -step for change in changes),
        sum(abs(change) <= step for change in changes),
        len(frame.areas) - len(pairs),
        middle,
    )


def _thirds(pairs: list[tuple[Area, float, float]]) -> tuple[Group, ...]:
    groups = []
    for third in (1, 2, 3):
        own = [pair for pair in pairs if pair[0].poverty_third == third]
        if own:
            then = median([before for _area, before, _after in own])
            now = median([after for _area, _before, after in own])
            groups.append(Group(third, len(own), then, now))
    return tuple(groups)
