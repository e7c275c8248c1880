"""Frames: one indicator × geography × industry, all areas × periods, as one small file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from data_loaders.vocabulary.model import (
    CUT_OFF,
    REASON_OF_CODE,
    STATUS_OF_CODE,
    VALUED_CODES,
    Geography,
    Reason,
    Status,
)

# Letters that say that no figure exists.
_NO_FIGURE = "".join(
    code
    for code, status in STATUS_OF_CODE.items()
    if status in (Status.NOT_REPORTED, Status.NOT_APPLICABLE)
)


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One observation as a page needs it: `value` is None exactly when the status says so.

    `reason` is None where the status says all, and in releases made before reasons were kept.
    The true count of a noisy one lies no further than `margin` from it, 95 times in 100 or more;
    of every other it is 0.
    No dataclass: a page makes thousands, and those took a tenth of its time.
    """

    value: float | None
    status: Status
    reason: Reason | None = None
    margin: float = 0.0

    @property
    def is_cut_off(self) -> bool:
        """Whether the value means "this much, or more"."""
        return self.reason in CUT_OFF

    @property
    def range(self) -> tuple[float, float] | None:
        """Where the true count of a noisy figure lies, 95 times in 100 or more."""
        if self.value is None or not self.margin:
            return None
        return max(self.value - self.margin, 0.0), self.value + self.margin

    @property
    def code(self) -> str:
        """The letter that stands for status and reason in a frame."""
        return self.status.code if self.reason is None else self.reason.code


def cell_of(value: float | None, code: str, margin: float = 0.0) -> Cell:
    """The observation that a value and a letter of a frame stand for."""
    return Cell(value, STATUS_OF_CODE[code], REASON_OF_CODE.get(code), margin)


@dataclass(frozen=True)
class Frame:
    """All observations of one indicator in one geography and industry.

    `periods` are (first day, last day), oldest first. `values` and `statuses` hold one entry an
    area in the order of `areas`, each one value or one letter (`Cell.code`) a period.
    `classes` are ascending upper bounds of all color classes but the last, from published
    values of all periods; `period_classes` the same for each period from its own values. Both
    are empty where there are too few values to class. `margins` is one an area where figures are
    noisy, empty elsewhere and in releases made before there were any.
    """

    indicator_id: str
    geography: Geography
    industry_id: str
    periods: tuple[tuple[date, date], ...]
    areas: tuple[str, ...]
    values: Sequence[tuple[float | None, ...]]
    statuses: tuple[str, ...]
    classes: tuple[float, ...] = ()
    period_classes: Sequence[tuple[float, ...]] = ()
    margins: tuple[float, ...] = ()

    def margin(self, row: int) -> float:
        """How far from a figure of the area at `row` the true count may lie; 0 if not noisy."""
        return self.margins[row] if self.margins else 0.0

    def figured_areas(self) -> Iterator[str]:
        """Areas of which any figure exists, hidden or not; reads no value."""
        for area_id, codes in zip(self.areas, self.statuses, strict=True):
            if codes.strip(_NO_FIGURE):
                yield area_id

    def bounds(self, position: int, *, within: bool) -> tuple[float, ...]:
        """Bounds of the color classes of a period: `within` it where it has enough values."""
        return self.own_bounds(position) or self.classes if within else self.classes

    def own_bounds(self, position: int) -> tuple[float, ...]:
        """Bounds that compare the areas of one period alone; empty where these are too few."""
        return self.period_classes[position] if self.period_classes else ()

    def cell(self, area_id: str, position: int) -> Cell:
        """The observation of an area in the period at `position`."""
        row = self.areas.index(area_id)
        value, code = self.values[row][position], self.statuses[row][position]
        return cell_of(value, code, self.margin(row))

    def values_of(self, area_id: str) -> tuple[float | None, ...]:
        """All values of an area, oldest first, for who needs no reasons."""
        return self.values[self.areas.index(area_id)]

    def series(self, area_id: str) -> list[Cell]:
        """All observations of an area, oldest first."""
        row = self.areas.index(area_id)
        pairs = zip(self.values[row], self.statuses[row], strict=True)
        margin = self.margin(row)
        return [cell_of(value, code, margin) for value, code in pairs]

    def has_same_series(self, other: Frame, area_id: str) -> bool:
        """Whether another frame says the same of an area in every period; makes no cells."""
        if area_id not in other.areas or self.periods != other.periods:
            return False
        own, theirs = self.areas.index(area_id), other.areas.index(area_id)
        return (
            self.statuses[own] == other.statuses[theirs]
            and self.margin(own) == other.margin(theirs)
            and self.values[own] == other.values[theirs]
        )

    def cells_in(self, area_id: str, periods: Sequence[tuple[date, date]]) -> list[Cell | None]:
        """The observations of an area in just these periods; None in one the frame lacks."""
        row = self.areas.index(area_id)
        values, codes = self.values[row], self.statuses[row]
        places = [self._position(period) for period in periods]
        margin = self.margin(row)
        return [None if i is None else cell_of(values[i], codes[i], margin) for i in places]

    def lacking(self, area_id: str, period: tuple[date, date]) -> Cell:
        """What stands for a period that the frame lacks: whether the area's figures end before it
        or begin after it."""
        values = zip(self.periods, self.values_of(area_id), strict=True)
        known = [each for each, value in values if value is not None]
        if known and known[-1][1] < period[1]:
            return Cell(None, Status.NOT_REPORTED, Reason.ENDS_BEFORE)
        if known and known[0][0] > period[0]:
            return Cell(None, Status.NOT_REPORTED, Reason.BEGINS_AFTER)
        return Cell(None, Status.NOT_REPORTED)

    def _position(self, period: tuple[date, date]) -> int | None:
        position = bisect_left(self.periods, period)
        is_there = position < len(self.periods) and self.periods[position] == period
        return position if is_there else None

    def cells(self, position: int) -> Iterator[tuple[str, Cell]]:
        """(area id, observation) of every area in the period at `position`."""
        for row, area_id in enumerate(self.areas):
            code = self.statuses[row][position]
            yield area_id, cell_of(self.values[row][position], code, self.margin(row))

    def nearest(self, day: date) -> int:
        """Position of the period that contains `day`, else of the nearest one."""
        ends = [last for _, last in self.periods]
        position = min(bisect_left(ends, day), len(ends) - 1)
        first, _ = self.periods[position]
        if position and day < first and day - ends[position - 1] < first - day:
            return position - 1
        return position

    def latest(self) -> int:
        """Position of the newest period in which any area has a value; the last if none has."""
        for position in range(len(self.periods) - 1, -1, -1):
            if any(codes[position] in VALUED_CODES for codes in self.statuses):
                return position
        return len(self.periods) - 1


@dataclass(frozen=True, slots=True)
class FrameEntry:
    """Where a frame lies in a release, and the first and last day it covers."""

    indicator_id: str
    geography: Geography
    industry_id: str
    file: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Index:
    """Files of a release by what they hold. `tables` maps "<indicator>_<geography>" to a CSV.

    `tiles` are shapes of equal area; a release made without them has none.
    """

    frames: tuple[FrameEntry, ...]
    shapes: dict[Geography, str]
    tables: dict[str, str]
    tiles: dict[Geography, str] = field(default_factory=dict)
