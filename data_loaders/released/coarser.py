"""A frame over longer periods, so that series of mixed frequency can stand side by side.

A longer period is the mean of its parts, and shown only if all of them have a value: a month in
which one week is hidden is hidden. A week counts to the period its last day is in.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from statistics import fmean

from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import STATUS_OF_CODE, Frequency, Reason, Status

SATURDAY = 6
MONTHS = {
    Frequency.MONTH: 1,
    Frequency.QUARTER: 3,
    Frequency.HALF_YEAR: 6,
    Frequency.YEAR: 12,
}
# What a longer period is called when its parts differ: hidden wins, then absent, then doubt.
PRECEDENCE = (
    Status.WITHHELD,
    Status.WITHHELD_OR_NONE,
    Status.NOT_REPORTED,
    Status.NOT_APPLICABLE,
    Status.LOW_RELIABILITY,
    Status.PROVISIONAL,
    Status.ESTIMATED,
    Status.BREAK,
    Status.NORMAL,
)
LENGTHS = tuple(Frequency)
MOST_DAYS = 400
Period = tuple[date, date]
Periods = tuple[Period, ...]


def coarsest(frequencies: Sequence[Frequency]) -> Frequency:
    """The longest of some frequencies."""
    return max(frequencies, key=LENGTHS.index)


def drawn_frequency(own: Sequence[Frequency], days: int) -> Frequency:
    """How a chart of some series over so many days draws them: by the coarsest of them, and by
    weeks where days would be too many to see."""
    frequency = coarsest([one for one in own if one is not Frequency.TOTAL] or [Frequency.MONTH])
    too_many = frequency is Frequency.DAY and days > MOST_DAYS
    return Frequency.WEEK if too_many else frequency


def longer_period(day: date, frequency: Frequency) -> tuple[date, date]:
    """First and last day of the week (to Saturday), month, … year that `day` is in.

    Raises ValueError for a frequency that has no longer periods, day and total.
    """
    if frequency is Frequency.WEEK:
        last = day + timedelta(days=(SATURDAY - day.isoweekday()) % 7)
        return last - timedelta(days=6), last
    if frequency not in MONTHS:
        raise ValueError(f"days cannot be put together by {frequency}")
    months = MONTHS[frequency]
    start = (day.month - 1) // months * months + 1
    end = start + months - 1
    last_day = calendar.monthrange(day.year, end)[1]
    return date(day.year, start, 1), date(day.year, end, last_day)


def coarser(frame: Frame, own: Frequency, frequency: Frequency, smoothed_over: int = 0) -> Frame:
    """The frame by a longer frequency; itself where it is that long already.

    Of figures that are means over `smoothed_over` days, only such are put together that share no
    day: a mean of overlapping means would count most days several times.

    A first or last longer period that is not whole is left out.
    """
    if not is_coarser(frequency, own):
        return frame
    whole = _whole_groups(frame.periods, frequency)
    groups = list(whole.values())
    apart = [without_overlap(frame.periods, parts, smoothed_over) for parts in groups]
    rows = [_row(frame, row, groups, apart) for row in range(len(frame.areas))]
    return replace(
        frame,
        periods=tuple(whole),
        values=tuple(values for values, _codes in rows),
        statuses=tuple(codes for _values, codes in rows),
        classes=(),
    )


def is_coarser(frequency: Frequency, own: Frequency) -> bool:
    """Whether periods of `own` are put together to give those of `frequency`; a total never is."""
    return own is not Frequency.TOTAL and LENGTHS.index(frequency) > LENGTHS.index(own)


def coarser_periods(frame: Frame, own: Frequency, frequency: Frequency) -> Periods:
    """The periods of the frame by a longer frequency, without its values."""
    if not is_coarser(frequency, own):
        return frame.periods
    return tuple(_whole_groups(frame.periods, frequency))


# The frames of an indicator, an industry each, have the same periods.
@lru_cache(maxsize=16)
def _whole_groups(periods: Periods, frequency: Frequency) -> dict[Period, list[int]]:
    """Positions of the parts of every longer period, but of one that lacks some at an edge."""
    groups: dict[Period, list[int]] = {}
    for position, (_, last) in enumerate(periods):
        groups.setdefault(longer_period(last, frequency), []).append(position)
    edges = {min(groups), max(groups)}
    return {
        period: parts
        for period, parts in groups.items()
        if period not in edges or _is_whole(periods, parts, period)
    }


def _is_whole(periods: Periods, parts: list[int], period: Period) -> bool:
    """Whether no part is lacking before the first or after the last one there is."""
    (start, end), (_, last) = periods[parts[0]], periods[parts[-1]]
    length = end - start + timedelta(days=1)
    return start - length < period[0] and last + length > period[1]


def without_overlap(periods: Sequence[Period], parts: list[int], smoothed_over: int) -> list[int]:
    """The newest of these parts, and before it those that share no day with one taken."""
    if not smoothed_over:
        return parts
    taken: list[int] = []
    for part in reversed(parts):
        if not taken or (periods[taken[-1]][1] - periods[part][1]).days >= smoothed_over:
            taken.append(part)
    return taken[::-1]


def _row(
    frame: Frame, row: int, groups: list[list[int]], apart: list[list[int]]
) -> tuple[tuple[float | None, ...], str]:
    own, own_codes = frame.values[row], frame.statuses[row]
    values: list[float | None] = []
    codes = ""
    for parts, taken in zip(groups, apart, strict=True):
        letters = {own_codes[part] for part in parts}
        statuses = {STATUS_OF_CODE[letter] for letter in letters}
        status = next(name for name in PRECEDENCE if name in statuses)
        known = [value for part in taken if (value := own[part]) is not None]
        values.append(fmean(known) if status.has_value and known else None)
        codes += _reasoned(letters, status)
    return tuple(values), codes


def _reasoned(letters: set[str], status: Status) -> str:
    """The letter of a longer period: that of its parts with this status, where all give one."""
    alike = {letter for letter in letters if STATUS_OF_CODE[letter] is status}
    # A mean is this much, or more, if one of its parts is.
    if status is Status.NORMAL and Reason.CAPPED.code in alike:
        return Reason.CAPPED.code
    if alike == {Reason.FEW_CASES.code} and Reason.CAPPED.code in letters:
        return Reason.CAPPED_FEW_CASES.code
    if Reason.CAPPED_FEW_CASES.code in alike:
        return Reason.CAPPED_FEW_CASES.code
    return status.code if status is Status.NORMAL and len(alike) > 1 else min(alike)
