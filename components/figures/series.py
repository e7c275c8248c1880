"""Figures of several areas over the same periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from data_loaders.vocabulary.frames import Cell, Frame
from data_loaders.vocabulary.model import Status

RECENT = timedelta(days=3 * 366)
NONE = Cell(None, Status.NOT_REPORTED)


def aligned(frame: Frame, area_id: str, periods: Sequence[tuple[date, date]]) -> list[Cell]:
    """An area's observations in exactly these periods; a gap that says why where its frame lacks
    one, or lacks the area."""
    if area_id not in frame.areas:
        return [NONE] * len(periods)
    return [
        cell or frame.lacking(area_id, period)
        for period, cell in zip(periods, frame.cells_in(area_id, periods), strict=True)
    ]
