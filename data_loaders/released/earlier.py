"""What earlier releases held here said of the same cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data_loaders.released.release import Release, release_order
from data_loaders.released.serving import held
from data_loaders.vocabulary.frames import Cell, Frame

# Each is opened and verified as a whole; a side keeps as many open.
MOST_EARLIER = 3


def earlier_releases(release: Release, most: int = MOST_EARLIER) -> Iterator[Release]:
    """Releases before this one with periods of the same length, the newest first."""
    side = held(is_demo=release.manifest.is_simulated)
    before = [name for name in side.ids() if release_order(name) < release_order(release.id)]
    for name in before[:most]:
        other = side.pinned(name)
        if other is not None and other.catalog.digest == release.catalog.digest:
            yield other


def earlier_cells(
    release: Release, frame: Frame, area_id: str, period: tuple[date, date]
) -> Iterator[tuple[Release, Cell | None]]:
    """The cell in each of them, None where there was none. Nothing where it has no value now:
    what was hidden since, or taken back, is not repeated."""
    if frame.cell(area_id, frame.periods.index(period)).value is None:
        return
    key = (frame.indicator_id, frame.geography, frame.industry_id)
    for other in earlier_releases(release):
        is_there = other.entry(*key) is not None
        was = other.frame(*key) if is_there else None
        if was is None or area_id not in was.areas or period not in was.periods:
            yield other, None
        else:
            yield other, was.cell(area_id, was.periods.index(period))
