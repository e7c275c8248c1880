"""When the next figures of a source are due, judged by its cadence and its newest figures.

A publisher gets as long as one period lasts to publish it: weekly figures to August 15 are
followed by those to August 22, which are due by August 29. A publisher is late only by what it
did not have on the day it was asked; a copy that somebody keeps grows old by itself.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from data_loaders.vocabulary.model import Cadence, Delivery, Source

DAYS = {Cadence.DAY: 1, Cadence.WEEK: 7, Cadence.TWO_WEEKS: 14}
MONTHS = {Cadence.MONTH: 1, Cadence.QUARTER: 3, Cadence.HALF_YEAR: 6, Cadence.YEAR: 12}


class Timeliness(StrEnum):
    """What may be expected of a source.

    ENDED: nothing more will come. COMPUTED: it follows the sources it is computed from.
    UNSCHEDULED: more may come, on no set date, so it is never late. COPY: what is here ends
    before what the publisher has had time to publish, and nobody asked it since.
    """

    ENDED = "ended"
    COMPUTED = "computed"
    UNSCHEDULED = "unscheduled"
    EXPECTED = "expected"
    LATE = "late"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Freshness:
    """What may be expected of a source. `due` is None, `days_late` 0, where nothing is;
    `asked_on` is the day its publisher was last asked, None of a copy."""

    source: Source
    vintage: date
    timeliness: Timeliness
    due: date | None = None
    days_late: int = 0
    asked_on: date | None = None


def freshness(source: Source, delivery: Delivery, today: date) -> Freshness:
    """Whether a source has ended, is on time, late or here as an older copy, and the day its
    next figures are due."""
    vintage = delivery.vintage
    if source.ended_on is not None or source.cadence is Cadence.ONCE:
        return Freshness(source, vintage, Timeliness.ENDED)
    if is_computed(source):
        return Freshness(source, vintage, Timeliness.COMPUTED)
    due = due_after(vintage, source.cadence)
    if due is None:
        return Freshness(source, vintage, Timeliness.UNSCHEDULED)
    if today <= due:
        return Freshness(source, vintage, Timeliness.EXPECTED, due, asked_on=delivery.asked_on)
    # What partners hand over is awaited here every day; a publisher is known as it was asked.
    known_on = today if source.feed is None else delivery.asked_on
    if known_on is None or known_on <= due:
        return Freshness(source, vintage, Timeliness.COPY, asked_on=delivery.asked_on)
    late = (known_on - due).days
    return Freshness(source, vintage, Timeliness.LATE, due, late, delivery.asked_on)


def due_after(vintage: date, cadence: Cadence) -> date | None:
    """The day figures newer than `vintage` are due; None for a cadence that sets no day."""
    end = period_end_after(vintage, cadence)
    return None if end is None else period_end_after(end, cadence)


def period_end_after(day: date, cadence: Cadence) -> date | None:
    """Last day of the first period that ends after `day`; None for a cadence that sets no day.

    Weeks are counted from `day`, so they keep the weekday a publisher's weeks end on.
    """
    if cadence in DAYS:
        return day + timedelta(days=DAYS[cadence])
    if cadence not in MONTHS:
        return None
    next_day = day + timedelta(days=1)
    length = MONTHS[cadence]
    month = ((next_day.month - 1) // length + 1) * length
    return date(next_day.year, month, calendar.monthrange(next_day.year, month)[1])


def is_scheduled(cadence: Cadence) -> bool:
    """Whether figures that come so often have a day they are due."""
    return cadence in DAYS or cadence in MONTHS


def is_computed(source: Source) -> bool:
    """Whether every figure of a source is computed from those of other sources."""
    return bool(source.indicators) and all(
        indicator.derived_from for indicator in source.indicators
    )


def of_sources(
    sources: Iterable[Source], deliveries: Iterable[Delivery], today: date
) -> list[Freshness]:
    """How fresh each source is, in the order given; of those that delivered."""
    by_id = {delivery.source_id: delivery for delivery in deliveries}
    return [freshness(each, by_id[each.id], today) for each in sources if each.id in by_id]


def due_next(
    sources: Iterable[Source], deliveries: Iterable[Delivery], today: date
) -> list[Freshness]:
    """Every source of which figures are expected, in the order they are due."""
    return sorted(
        (each for each in of_sources(sources, deliveries, today) if each.due is not None),
        key=lambda each: (each.due, each.source.id),
    )
