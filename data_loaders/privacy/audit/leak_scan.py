"""Looking for withheld values in published frames and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import REASON_OF_CODE, STATUS_OF_CODE

COLUMNS = ["area_id", "industry_id", "period_start", "value", "value_status", "value_reason"]
Key = tuple[str, str, str, float | None, str, str]


def frame_leaks(frame: Frame) -> int:
    """Cells of a frame that hold a value though their status allows none, or the reverse."""
    return sum(
        (value is not None) != STATUS_OF_CODE[code].has_value
        for values, codes in zip(frame.values, frame.statuses, strict=True)
        for value, code in zip(values, codes, strict=True)
    )


def table_differences(table: Path, frames: Iterable[Frame]) -> int:
    """Cells a table and the frames of the same indicator and geography do not share."""
    expected = {cell for frame in frames for cell in _cells(frame)}
    return len(expected ^ set(_rows(table)))


def _rows(table: Path) -> Iterator[Key]:
    rows = pd.read_csv(
        table,
        usecols=COLUMNS,
        dtype=dict.fromkeys(COLUMNS, "str") | {"value": "float64"},
        keep_default_na=False,
        na_values={"value": [""]},
    )[COLUMNS]
    for area_id, industry_id, start, value, *why in rows.itertuples(index=False):
        yield area_id, industry_id, start, None if pd.isna(value) else value, *why


def _cells(frame: Frame) -> Iterator[Key]:
    starts = [start.isoformat() for start, _ in frame.periods]
    for area_id, values, codes in zip(frame.areas, frame.values, frame.statuses, strict=True):
        for start, value, code in zip(starts, values, codes, strict=True):
            yield area_id, frame.industry_id, start, value, *_why(code)


def _why(code: str) -> tuple[str, str]:
    return str(STATUS_OF_CODE[code]), str(REASON_OF_CODE.get(code, ""))
