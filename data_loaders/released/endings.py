"""Where a series ends: that its publisher ended it, or that its figures here are old; and which
living figure to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data_loaders.released.freshness import is_scheduled
from data_loaders.released.recovery import end_of, has_ended, is_old
from data_loaders.released.release import Release
from data_loaders.vocabulary.going_on import going_on
from data_loaders.vocabulary.model import Geography, Indicator


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of a series. `is_final` where its publisher has ended it, not only this copy;
    `goes_on_as` are figures of the release that reach further, newest first."""

    on: date
    is_final: bool
    goes_on_as: tuple[Indicator, ...]


def ending(
    release: Release,
    indicator_id: str,
    geography: Geography | None = None,
    industry_id: str | None = None,
) -> Ending | None:
    """Where a series of the release ends; None for one that goes on. Without a geography or an
    industry, where the last of its series does."""
    lasts = list(_lasts(release, indicator_id, geography, industry_id))
    if not lasts:
        return None
    last, source = max(lasts), release.source_of[indicator_id]
    living = _living(release, indicator_id, last)
    if has_ended(source, last):
        return Ending(end_of(source, last), True, living)
    if living and is_old(last, release.manifest.published_on):
        return Ending(last, False, living)
    return None


def is_renewed(release: Release, indicator_id: str) -> bool:
    """Whether its publisher brings out more of it on set days: the series has not ended, and does
    not stay behind others of its source."""
    source = release.source_of[indicator_id]
    lasts = list(_lasts(release, indicator_id, None, None))
    if not lasts or not is_scheduled(source.cadence) or ending(release, indicator_id) is not None:
        return False
    newest = max(
        last for each in source.indicators for last in _lasts(release, each.id, None, None)
    )
    return not is_old(max(lasts), newest)


def _lasts(
    release: Release, indicator_id: str, geography: Geography | None, industry_id: str | None
) -> Iterator[date]:
    if geography is not None and industry_id is not None:
        entry = release.entry(indicator_id, geography, industry_id)
        yield from [entry.last] if entry else []
        return
    for each in release.entries_of(indicator_id):
        if geography in (None, each.geography):
            yield each.last


def _living(release: Release, indicator_id: str, last: date) -> tuple[Indicator, ...]:
    """The figures to turn to that the release has, and that reach further."""
    reach = {
        name: max(lasts)
        for name in going_on(indicator_id)
        if (lasts := list(_lasts(release, name, None, None)))
    }
    further = [name for name in reach if reach[name] > last]
    return tuple(release.indicators[name] for name in sorted(further, key=lambda n: reach[n])[::-1])
