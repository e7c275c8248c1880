"""Which other publishers a figure goes on in, where its own publisher's files end before it."""

from __future__ import annotations

from datetime import date

from data_loaders.released.csv_rows import continued_in
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Indicator, Source


def joined_with(release: Release, indicator: Indicator, end: date | None) -> tuple[Source, ...]:
    """Sources whose figures stand in a figure up to `end` after its own publisher's."""
    first = indicator.continued_from
    if first is None or end is None or end < first:
        return ()
    found = (continued_in(release.catalog, indicator, each) for each in indicator.geographies)
    return tuple({each.id: each for each in found if each is not None}.values())


def newest_day(release: Release, indicator: Indicator) -> date | None:
    """The last day of a figure by any boundaries."""
    return max((each.last for each in release.entries_of(indicator.id)), default=None)
