"""What a chart draws of a frame besides its values: change or index against a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from data_loaders.released.csv_rows import DisplayedValue
from data_loaders.released.view import Show, parse_day
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Indicator, Measure, Reason, Status

# A week of another year ends this near to the same day, at most.
NEAR = timedelta(days=4)
DIFFERENCES = frozenset({Measure.PERCENT, Measure.POINTS, Measure.PERCENT_CHANGE, Measure.SCORE})


class NoBaselineError(ValueError):
    """Change and index need a baseline, and neither the view nor the indicator names one."""


def allowed_shows(indicator: Indicator) -> tuple[Show, ...]:
    """What may be shown of an indicator besides its level.

    A change against a baseline has no change against another; a gap near zero has no index.
    """
    is_change = indicator.measure is Measure.PERCENT_CHANGE
    if is_change or (indicator.measure is Measure.INDEX and indicator.baseline):
        return (Show.LEVEL,)
    if indicator.measure in (Measure.POINTS, Measure.SCORE):
        return Show.LEVEL, Show.CHANGE
    return tuple(Show)


def baseline_span(indicator: Indicator, asked: str | None) -> tuple[date, date]:
    """First and last day of the baseline: the asked one, else the indicator's own."""
    text = asked or indicator.baseline or ""
    first, last = parse_day(text, start=True), parse_day(text, start=False)
    if first is None or last is None:
        raise NoBaselineError(f"{indicator.id} has no baseline; add baseline=YYYY-MM")
    return first, last


def same_periods(periods: Sequence[tuple[date, date]], last: date, year: int) -> list[int]:
    """Positions of the periods that end with the same day of `year` as the one that ends on
    `last`, or within `NEAR` of it; the nearest first."""
    wanted = date(year, last.month, min(last.day, 28))
    near = [
        (abs(end - wanted), position)
        for position, (_first, end) in enumerate(periods)
        if abs(end - wanted) <= NEAR
    ]
    return [position for _distance, position in sorted(near)]


def displayed(
    frame: Frame, indicator: Indicator, show: Show, asked: str | None
) -> DisplayedValue | None:
    """How to draw the frame; None for its plain values. Raises NoBaselineError, also where the
    indicator is a change or an index already.

    A baseline of several periods is their mean. Nothing is drawn for an area whose baseline
    lacks a value in any of them, is zero, or is cut off ("this much, or more").
    """
    if show is Show.LEVEL:
        return None
    if show not in allowed_shows(indicator):
        raise NoBaselineError(f"{indicator.id} cannot be shown as {show}; use show=level")
    first, last = baseline_span(indicator, asked)
    bases = {area_id: _base(frame, area_id, first, last) for area_id in frame.areas}
    is_difference = show is Show.CHANGE and indicator.measure in DIFFERENCES

    def value(area_id: str, position: int) -> float | None:
        base, cell = bases[area_id], frame.cell(area_id, position)
        number = _against(cell.value, base.value, show, is_difference)
        return number if number is None or is_told(cell, base, number, show) else None

    span = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return DisplayedValue(value, _unit(show, is_difference), span, bases.__getitem__)


def _against(
    level: float | None, base: float | None, show: Show, is_difference: bool
) -> float | None:
    if base is None or level is None or (base == 0 and not is_difference):
        return None
    if is_difference:
        return round(level - base, 4)
    index = 100 * level / base
    return round(index if show is Show.INDEX else index - 100, 4)


def is_told(cell: Cell, base: Cell, number: float, show: Show) -> bool:
    """Whether a change or an index can be told: not from a figure that is cut off; of one that is,
    only a rise, which is then this much, or more."""
    if base.is_cut_off:
        return False
    return not cell.is_cut_off or number > (100 if show is Show.INDEX else 0)


def as_compared(cell: Cell, base: Cell, number: float | None) -> Cell:
    """A figure as the change or index it is drawn as: no surer than the two it rests on."""
    if cell.value is None:
        return cell
    if number is None:
        return Cell(None, Status.NOT_REPORTED, _why_not_told(cell, base))
    for each in (cell, base):
        if each.status is Status.LOW_RELIABILITY:
            return Cell(number, each.status, each.reason)
    return Cell(number, cell.status, cell.reason if cell.is_cut_off else None)


def _why_not_told(cell: Cell, base: Cell) -> Reason:
    if cell.is_cut_off or base.is_cut_off:
        return Reason.COMPARED_CUT_OFF
    return Reason.NO_BASELINE if base.value is None else Reason.FROM_NOTHING


def _base(frame: Frame, area_id: str, first: date, last: date) -> Cell:
    """The baseline of an area: no surer than any of its periods; none where one has no value."""
    cells = [
        cell
        for (start, end), cell in zip(frame.periods, frame.series(area_id), strict=True)
        if end >= first and start <= last
    ]
    known = [cell.value for cell in cells if cell.value is not None]
    if not known or len(known) < len(cells):
        return Cell(None, Status.NOT_REPORTED, Reason.NO_BASELINE)
    mean = fmean(known)
    cut_off = [cell for cell in cells if cell.is_cut_off]
    doubtful = [cell for cell in cells if cell.status is Status.LOW_RELIABILITY]
    for cell in (*cut_off, *doubtful):
        return Cell(mean, cell.status, cell.reason)
    return Cell(mean, Status.NORMAL)


def _unit(show: Show, is_difference: bool) -> str:
    if show is Show.INDEX:
        return "index, baseline = 100"
    return "points against the baseline" if is_difference else "percent against the baseline"
