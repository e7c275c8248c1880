"""What differs between two releases, cell by cell, read from their frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell, Frame, FrameEntry
from data_loaders.vocabulary.model import Geography


class CellChange(StrEnum):
    """What became of a cell from one release to a later one."""

    ADDED = "added"  # it has a value now
    REVISED = "revised"  # another value
    WITHHELD = "withheld"  # hidden now
    GONE = "gone"  # no value any more, and not hidden


@dataclass(frozen=True, slots=True)
class Revision:
    """One cell that changed. `old` and `new` are None where a release has no such cell.

    The old value is told only beside a new one: what was hidden since, or taken back, is not
    repeated here.
    """

    indicator_id: str
    geography: Geography
    industry_id: str
    area_id: str
    first: date
    last: date
    old: Cell | None
    new: Cell | None
    change: CellChange


def revisions(old: Release, new: Release, entry: FrameEntry) -> Iterator[Revision]:
    """Cells of one frame that changed, area by area, oldest period first.

    A frame's file is named after what it holds, so the same name is the same figures.
    """
    key = (entry.indicator_id, entry.geography, entry.industry_id)
    was, now = old.entry(*key), new.entry(*key)
    if was is not None and now is not None and was.file == now.file:
        return
    before = _cells(old.frame(*key)) if was else {}
    after = _cells(new.frame(*key)) if now else {}
    for cell in sorted({*before, *after}):
        area_id, first, last = cell
        change = _change(before.get(cell), after.get(cell))
        if change is not None:
            old_cell = _told(before.get(cell), after.get(cell))
            yield Revision(*key, area_id, first, last, old_cell, after.get(cell), change)


def _cells(frame: Frame) -> dict[tuple[str, date, date], Cell]:
    return {
        (area_id, *period): cell
        for area_id in frame.areas
        for period, cell in zip(frame.periods, frame.series(area_id), strict=True)
    }


def _change(old: Cell | None, new: Cell | None) -> CellChange | None:
    before = old.value if old else None
    after = new.value if new else None
    if after is not None:
        return None if before == after else _with_value(before)
    if new is not None and new.status.is_hidden:
        return None if old is not None and old.status.is_hidden else CellChange.WITHHELD
    return None if before is None else CellChange.GONE


def _with_value(before: float | None) -> CellChange:
    return CellChange.ADDED if before is None else CellChange.REVISED


def _told(old: Cell | None, new: Cell | None) -> Cell | None:
    if old is None or (new is not None and new.value is not None):
        return old
    return Cell(None, old.status)
