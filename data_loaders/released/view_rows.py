"""The rows of a view as a file has them: the series a chart draws, or the publisher's own periods.

A chart of ten years of days draws weeks. A file of that chart holds those weeks, each the mean of
its days; the days are one step away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from data_loaders.released.baselines import displayed
from data_loaders.released.coarser import coarser, coarser_periods, drawn_frequency, is_coarser
from data_loaders.released.csv_rows import DisplayedValue
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_reading import geography_of, own_industries
from data_loaders.vocabulary.frames import Frame, FrameEntry
from data_loaders.vocabulary.model import Frequency, Geography, Indicator

Period = tuple[date, date]


class NoFiguresError(ValueError):
    """The view's indicator has no figures by its boundaries; holds the indicator's id."""


@dataclass(frozen=True, slots=True)
class FrameRows:
    """Some areas and periods of a frame. `area_ids` is None for all of them.

    `frequency` is how long the periods of the file are, `own` how long those of the publisher.
    """

    indicator: Indicator
    frame: Frame
    area_ids: Collection[str] | None
    first: date | None
    last: date | None
    own: Frequency
    frequency: Frequency

    @property
    def is_put_together(self) -> bool:
        """Whether a period of the file is the mean of several of the publisher's."""
        return is_coarser(self.frequency, self.own)

    @property
    def periods(self) -> list[Period]:
        """The periods of the rows, oldest first."""
        every = coarser_periods(self.frame, self.own, self.frequency)
        return within(every, self.first, self.last)

    @property
    def count(self) -> int:
        """How many rows there are."""
        areas = self.frame.areas
        kept = areas if self.area_ids is None else [one for one in areas if one in self.area_ids]
        return len(kept) * len(self.periods)

    def drawn(self) -> Frame:
        """The frame by the periods of the file."""
        return coarser(self.frame, self.own, self.frequency, self.indicator.smoothed_over)

    def displayed(self, view: View) -> DisplayedValue | None:
        """What is drawn besides the values. Raises NoBaselineError."""
        return displayed(self.drawn(), self.indicator, view.show, view.baseline)


def within(periods: Sequence[Period], first: date | None, last: date | None) -> list[Period]:
    """The periods that end between two days, both included."""
    return [
        (start, end)
        for start, end in periods
        if (first is None or end >= first) and (last is None or end <= last)
    ]


def view_rows(
    release: Release, view: View, frequency: Frequency | None = None, *, as_published: bool = False
) -> list[FrameRows]:
    """The rows of a view, frame by frame, in its order.

    By `frequency` where one is given, else as a chart of the view draws them; `as_published` by
    the publisher's own periods. Raises NoFiguresError.
    """
    placed = [one for name in view.indicators for one in _placed(release, view, name)]
    if not as_published:
        frequency = frequency or _drawn(release, view, [entry for entry, _areas in placed])
    return [_rows(release, view, *one, None if as_published else frequency) for one in placed]


def has_all(release: Release, view: View) -> bool:
    """Whether every figure of a view has rows by its boundaries and for its areas."""
    try:
        return all(_placed(release, view, name) for name in view.indicators)
    except NoFiguresError:
        return False


def count(rows: Sequence[FrameRows]) -> int:
    """How many rows there are in all."""
    return sum(each.count for each in rows)


Placed = tuple[FrameEntry, Collection[str] | None]


def _placed(release: Release, view: View, indicator_id: str) -> list[Placed]:
    """Frames of one indicator and the areas wanted of each; None for all areas."""
    wanted: dict[Geography, list[str]] = {}
    for area_id in view.areas:
        wanted.setdefault(geography_of(release, view, area_id), []).append(area_id)
    chosen: dict[Geography, list[str] | None] = {**wanted} if wanted else {view.geography: None}
    industries = own_industries(release.indicators[indicator_id], view.industry)
    placed: list[Placed] = [
        (entry, area_ids)
        for geography, area_ids in chosen.items()
        for industry_id in industries
        if (entry := release.entry(indicator_id, geography, industry_id))
    ]
    if not placed:
        raise NoFiguresError(indicator_id)
    return placed


def _drawn(release: Release, view: View, entries: Sequence[FrameEntry]) -> Frequency | None:
    """How long the periods of a chart of the view are; of one period, as it was published."""
    if view.period is not None:
        return None
    days = max(
        (min(view.last or one.last, one.last) - max(view.first or one.first, one.first)).days
        for one in entries
    )
    own = [release.indicators[one.indicator_id].frequency for one in entries]
    return drawn_frequency(own, days)


def _rows(
    release: Release,
    view: View,
    entry: FrameEntry,
    area_ids: Collection[str] | None,
    frequency: Frequency | None,
) -> FrameRows:
    frame = release.frame(entry.indicator_id, entry.geography, entry.industry_id)
    indicator = release.indicators[entry.indicator_id]
    first, last = view.first, view.last
    if view.period is not None:
        first = last = frame.periods[frame.nearest(view.period)][1]
    own = indicator.frequency
    if area_ids is None and view.borough is not None:
        areas = release.areas(entry.geography)
        area_ids = [one for one in frame.areas if areas[one].borough_id == view.borough]
    return FrameRows(indicator, frame, area_ids, first, last, own, frequency or own)
