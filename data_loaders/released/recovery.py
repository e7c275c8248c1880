"""Where a series stands against the time before the pandemic, like compared with like.

A daily or weekly series: the mean of its newest four weeks against the same weeks of 2019. A
longer one: the middle of its newest 12 months, or four quarters, against the middle of 2019. A
series that is itself relative to a time before is taken as it is. Never two single weeks, days,
months or quarters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean, median

from data_loaders.released.coarser import without_overlap
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Source,
    Status,
)

NEAR = 0.10  # a share of the level before: within it, a series counts as back
WEEKS = 4
MONTHS = 12
PERIODS_A_YEAR = {
    Frequency.MONTH: MONTHS,
    Frequency.QUARTER: 4,
    Frequency.HALF_YEAR: 2,
    Frequency.YEAR: 1,
}
BEFORE = 2019
RELATIVE = frozenset({Measure.INDEX, Measure.PERCENT_CHANGE})
# How old a newest figure may be and still say how things are now; older ones are last known.
OLDEST = timedelta(days=400)
A_MONTH = timedelta(days=31)
OLDEST_MONTHS = OLDEST.days // 30
MOST_DAYS_OFF = 3  # the same week of another year ends at most this far from the same day

Period = tuple[date, date]
Point = tuple[Period, Cell]


class Outcome(StrEnum):
    BACK = "back"
    NOT_BACK = "not_back"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class Recovery:
    """A series at its newest figures.

    `value` is the mean of the newest four weeks, or the newest period's value, in the indicator's
    unit, of `first` to `last`. `now` and `before` are what is compared, over `compared`; both are
    None where the series has no figures of the time before.
    """

    indicator: Indicator
    source: Source
    geography: Geography
    area_id: str
    value: float
    status: Status
    first: date
    last: date
    compared: Period
    now: float | None
    before: float | None
    has_ended: bool

    @property
    def figure(self) -> float:
        """The value over the window that is compared, so that a number and its change are of
        one time: the middle of a year for longer periods, else the value itself."""
        if self.now is None or self.indicator.measure in RELATIVE:
            return self.value
        return self.now

    @property
    def window(self) -> Period:
        """First and last day that `figure` is of."""
        return (self.first, self.last) if self.now is None else self.compared

    @property
    def is_middle(self) -> bool:
        """Whether `figure` is the middle of a year."""
        is_long = self.indicator.frequency in PERIODS_A_YEAR
        return self.now is not None and is_long and self.indicator.measure not in RELATIVE

    @property
    def ratio(self) -> float | None:
        """Now as a share of before; None where nothing is compared."""
        if self.now is None or not self.before:
            return None
        return self.now / self.before

    @property
    def is_near(self) -> bool:
        """Whether now and before differ by no more than NEAR."""
        return self.ratio is not None and abs(self.ratio - 1) <= NEAR + 1e-9

    @property
    def outcome(self) -> Outcome:
        """Back where within NEAR of before, or better than that. Judged are only living series,
        and no noisy ones: which side of the line they are on is not known."""
        is_open = self.has_ended or self.source.policy.noise is not None
        if self.ratio is None or is_open or self.indicator.direction is Direction.NONE:
            return Outcome.NOT_JUDGED
        lower_is_better = self.indicator.direction is Direction.LOWER_IS_BETTER
        is_better = self.ratio < 1 if lower_is_better else self.ratio > 1
        return Outcome.BACK if self.is_near or is_better else Outcome.NOT_BACK


def recovery(
    release: Release,
    indicator_id: str,
    geography: Geography,
    area_id: str,
    industry_id: str = ALL_INDUSTRIES,
) -> Recovery | None:
    """Where a series stands; None where the release has no figure of it for the area."""
    if release.entry(indicator_id, geography, industry_id) is None:
        return None
    frame = release.frame(indicator_id, geography, industry_id)
    indicator, source = release.indicators[indicator_id], release.source_of[indicator_id]
    points = valued(frame, area_id)
    if not points:
        return None
    newest = _newest(points, indicator)
    weights = _weights(release, indicator, newest, (geography, area_id, industry_id))
    now, before, compared = _compared(points, newest, indicator, weights)
    last = newest[-1][0][1]
    return Recovery(
        indicator,
        source,
        geography,
        area_id,
        value=_mean(newest, weights),
        status=newest[-1][1].status,
        first=newest[0][0][0],
        last=last,
        compared=compared,
        now=now,
        before=before,
        has_ended=has_ended(source, points[-1][0][1]),
    )


def has_ended(source: Source, last: date) -> bool:
    """Whether a series of a source, whose newest figure ends on `last`, has ended with it. A digest
    puts the last days into a month, which may end after the source did."""
    return source.ended_on is not None and last - A_MONTH < source.ended_on


def end_of(source: Source, last: date) -> date:
    """The last day of a series that has ended: some of a source end before the others, and the
    month of a digest after it."""
    return min(last, source.ended_on or last)


def is_old(last: date, on: date) -> bool:
    """Whether a newest figure, which ends on `last`, is too old on a day to say how things are."""
    return on - last > OLDEST


def valued(frame: Frame, area_id: str) -> list[Point]:
    """Periods of an area that have a value, oldest first; none where the frame lacks the area."""
    if area_id not in frame.areas:
        return []
    pairs = zip(frame.periods, frame.series(area_id), strict=True)
    return [(period, cell) for period, cell in pairs if cell.value is not None]


def relied_on(frame: Frame, area_id: str) -> list[Point]:
    """The same without figures that are to be read with care."""
    points = valued(frame, area_id)
    return [point for point in points if point[1].status is not Status.LOW_RELIABILITY]


def by_month(points: list[Point], first: date, last: date) -> list[Cell]:
    """A mean a month from the month of `first` to that of `last`, a gap where there is none."""
    values_of_month: dict[tuple[int, int], list[float]] = {}
    for (_start, end), cell in points:
        if cell.value is not None:
            values_of_month.setdefault((end.year, end.month), []).append(cell.value)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + i, 12) for i in range(count)]
    return [
        Cell(fmean(values), Status.NORMAL)
        if (values := values_of_month.get((year, month + 1)))
        else Cell(None, Status.NOT_REPORTED)
        for year, month in months
    ]


def _newest(points: list[Point], indicator: Indicator) -> list[Point]:
    """The newest four weeks of a daily or weekly series, else the newest period.

    Early figures of a short period are of an unfinished count and are passed over. Where a
    week of the four has no value, the newest stands alone: a mean of some would mislead.
    """
    if indicator.frequency not in (Frequency.DAY, Frequency.WEEK):
        return points[-1:]
    firm = [point for point in points if point[1].status is not Status.PROVISIONAL] or points
    since = firm[-1][0][1] - timedelta(weeks=WEEKS)
    recent = [point for point in firm if point[0][1] > since]
    days = sum((end - start).days + 1 for (start, end), _cell in recent)
    if days != 7 * WEEKS:
        return firm[-1:]
    periods = [period for period, _cell in recent]
    kept = without_overlap(periods, list(range(len(recent))), indicator.smoothed_over)
    return [recent[position] for position in kept]


def _weights(
    release: Release, indicator: Indicator, newest: list[Point], where: tuple[Geography, str, str]
) -> list[float] | None:
    """What each share is a share of; None where that is not known, or the figures are no shares."""
    geography, area_id, industry_id = where
    if not indicator.share_of or not release.entry(indicator.share_of, geography, industry_id):
        return None
    counts = dict(valued(release.frame(indicator.share_of, geography, industry_id), area_id))
    pairs = [(counts.get(period), cell.value) for period, cell in newest]
    bases = [count.value / share for count, share in pairs if count and count.value and share]
    return bases if len(bases) == len(newest) else None


def _mean(points: list[Point], weights: list[float] | None) -> float:
    """The mean; of shares, weighted by what they are shares of."""
    return fmean(_values(points), weights)


def _compared(
    points: list[Point], newest: list[Point], indicator: Indicator, weights: list[float] | None
) -> tuple[float | None, float | None, Period]:
    span = (newest[0][0][0], newest[-1][0][1])
    if indicator.baseline is None:
        return None, None, span
    if indicator.measure in RELATIVE:
        mean = _mean(newest, weights)
        return (mean if indicator.measure is Measure.INDEX else 100 + mean), 100.0, span
    if indicator.frequency is Frequency.WEEK:
        same = [_same_week(points, end) for (_start, end), _cell in newest]
        known = [value for value in same if value is not None]
        is_whole = len(known) == len(newest) == WEEKS
        return (fmean(_values(newest)), fmean(known), span) if is_whole else (None, None, span)
    return middles(points, indicator.frequency, BEFORE) or (None, None, span)


def middles(
    points: list[Point], frequency: Frequency, year: int
) -> tuple[float, float, Period] | None:
    """The middle of the newest 12 months and of `year`, and the span of the first; None where
    either is not whole, or where the periods are no parts of a year."""
    count = PERIODS_A_YEAR.get(frequency, 0)
    newest = points[-count:] if count else []
    before = [point for point in points if point[0][1].year == year]
    if not newest or not len(newest) == len(before) == count:
        return None
    span = (newest[0][0][0], newest[-1][0][1])
    if (span[1] - span[0]).days >= 367:
        return None
    return median(_values(newest)), median(_values(before)), span


def _same_week(points: list[Point], end: date) -> float | None:
    """The value of the week of 2019 that ended nearest to the same day of the year."""
    day = date(BEFORE, end.month, min(end.day, 28) if end.month == 2 else end.day)
    near = min(points, key=lambda point: abs((point[0][1] - day).days))
    return near[1].value if abs((near[0][1] - day).days) <= MOST_DAYS_OFF else None


def _values(points: list[Point]) -> list[float]:
    return [cell.value for _period, cell in points if cell.value is not None]
