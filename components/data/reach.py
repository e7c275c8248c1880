"""How far a figure reaches here, whose its newest numbers are, and when the next may come.

A source's files end on one day, its figures often on others: what is said of a figure is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from components.data import coverage
from components.data.source import next_update
from components.text import formats
from components.text.words import _
from data_loaders.released.csv_rows import continued_in
from data_loaders.released.freshness import Timeliness, is_computed, period_end_after
from data_loaders.released.freshness import freshness as fresh
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Cadence,
    Delivery,
    Frequency,
    Geography,
    Indicator,
    Source,
)

Period = tuple[date, date]
# How long it takes until a figure could be followed by the next; one of all years, a year.
STEP = {
    Frequency.DAY: Cadence.DAY,
    Frequency.WEEK: Cadence.WEEK,
    Frequency.MONTH: Cadence.MONTH,
    Frequency.QUARTER: Cadence.QUARTER,
    Frequency.HALF_YEAR: Cadence.HALF_YEAR,
}


def next_figures(release: Release, indicator: Indicator) -> list[str]:
    """What is said of a figure's newest numbers and of the next, sentence by sentence."""
    source = release.source_of[indicator.id]
    delivery = next((d for d in release.catalog.deliveries if d.source_id == source.id), None)
    ends = newest(release, indicator)
    if delivery is None or release.manifest.is_simulated or is_computed(source) or not ends:
        return [next_update(release, source)]
    return [
        *_newest(indicator, ends, delivery.vintage),
        *_others(release, indicator, ends),
        _source(release, indicator, delivery, max(end for _start, end in ends.values())),
    ]


@lru_cache(maxsize=512)
def newest(release: Release, indicator: Indicator) -> Mapping[Geography, Period]:
    """The newest period with a figure, by boundaries; none of those without any figure. Read once,
    as the list of all figures asks for each."""
    periods: dict[Geography, Period] = {}
    for frame in coverage.frames(release, indicator):
        if any(value is not None for row in frame.values for value in row):
            period = frame.periods[frame.latest()]
            periods[frame.geography] = max(periods.get(frame.geography, period), period, key=_end)
    return periods


def _end(period: Period) -> date:
    return period[1]


def _newest(indicator: Indicator, ends: Mapping[Geography, Period], vintage: date) -> Iterator[str]:
    """Where boundaries end apart, or not with the source's files: where each does."""
    by_period: dict[Period, list[str]] = defaultdict(list)
    for geography, period in ends.items():
        by_period[period].append(formats.boundaries(geography))
    if len(by_period) == 1 and next(iter(by_period))[1] == vintage:
        return
    newest_first = sorted(by_period, key=_end, reverse=True)
    named = {each: formats.period_of(*each, indicator) for each in newest_first}
    if len(by_period) == 1:
        alone = formats.the_period(*newest_first[0], indicator)
        yield _("The newest figures here are for {period}.", period=alone)
        return
    parts = [
        _("{period} ({boundaries})", period=named[each], boundaries=formats.listed(by_period[each]))
        for each in newest_first
    ]
    yield _("The newest figures here: {periods}.", periods=formats.listed(parts))


def _others(
    release: Release, indicator: Indicator, ends: Mapping[Geography, Period]
) -> Iterator[str]:
    """From when on figures are those of another publisher, and by which boundaries."""
    for geography, (_start, end) in ends.items():
        other = continued_in(release.catalog, indicator, geography)
        first = indicator.continued_from
        if other is not None and first is not None and end >= first:
            yield _(
                "From {day} on, the figures of “{boundaries}” are those of another publisher: "
                "{publisher}.",
                day=formats.day(first),
                boundaries=formats.boundaries(geography),
                publisher=other.partner,
            )


def _source(release: Release, indicator: Indicator, delivery: Delivery, end: date) -> str:
    """What may be expected of the source's own files, as far as it holds for this figure."""
    source = release.source_of[indicator.id]
    known = fresh(source, delivery, datetime.now(UTC).date())
    if known.timeliness is Timeliness.ENDED:
        return _ended(release, source)
    if _is_behind(indicator, end, delivery.vintage):
        return _(
            "Other figures of this source here reach {day}.", day=formats.day(delivery.vintage)
        )
    if known.timeliness is Timeliness.COPY and indicator.continued_with:
        return _(
            "The copy of {publisher}'s own figures ends {day}; that series goes on at its "
            "publisher.",
            publisher=source.partner,
            day=formats.day(delivery.vintage),
        )
    return next_update(release, source)


def _ended(release: Release, source: Source) -> str:
    """That files ended; which of their figures go on elsewhere is said of those alone."""
    if source.ended_on is not None and any(each.continued_with for each in source.indicators):
        month = formats.month(source.ended_on)
        return _("The publisher's files ended in {month}.", month=month)
    return next_update(release, source)


def _is_behind(indicator: Indicator, end: date, vintage: date) -> bool:
    """Whether the source's files reach past the end of the next period, without a figure of it."""
    following = period_end_after(end, STEP.get(indicator.frequency, Cadence.YEAR))
    return following is not None and following <= vintage
