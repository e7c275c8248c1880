"""Looking for withheld values in published frames and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import REASON_OF_CODE, STATUS_OF_CODE

COLUMNS = ["area_id", "industry_id", "period_start", "value", "value_status", "value_reason"]
# Looked up once for each letter, not for each of half a million cells.
HAS_VALUE = {code: status.has_value for code, status in STATUS_OF_CODE.items()}
STATUS_TEXT = {code: str(status) for code, status in STATUS_OF_CODE.items()}
REASON_TEXT = {code: str(REASON_OF_CODE.get(code, "")) for code in STATUS_OF_CODE}
Key = tuple[str, str, str, float | None, str, str]


def frame_leaks(frame: Frame) -> int:
    """Cells of a frame that hold a value though their status allows none, or the reverse."""
    return sum(
        (value is not None) != HAS_VALUE[code]
        for values, codes in zip(frame.values, frame.statuses, strict=True)
        for value, code in zip(values, codes, strict=True)
    )


def table_differences(table: Path, frames: Sequence[Frame]) -> int:
    """Cells a table and the frames of the same indicator and geography do not share."""
    rows = _read(table)
    if _has_rows_in_order(rows, frames):
        return 0
    expected = {cell for frame in frames for cell in _cells(frame)}
    return len(expected ^ set(_rows(rows)))


def _read(table: Path) -> pd.DataFrame:
    return pd.read_csv(
        table,
        usecols=COLUMNS,
        dtype=dict.fromkeys(COLUMNS, "str") | {"value": "float64"},
        keep_default_na=False,
        na_values={"value": [""]},
    )[COLUMNS]


def _has_rows_in_order(rows: pd.DataFrame, frames: Sequence[Frame]) -> bool:
    """Whether a table is the frames row by row, as it is written: far faster than sets of cells."""
    if len(rows) != sum(len(frame.areas) * len(frame.periods) for frame in frames):
        return False
    first = 0
    for frame in frames:
        last = first + len(frame.areas) * len(frame.periods)
        if not _is_frame(rows.iloc[first:last], frame):
            return False
        first = last
    return True


def _is_frame(rows: pd.DataFrame, frame: Frame) -> bool:
    values = np.array(frame.values, dtype="float64").ravel()
    return np.array_equal(rows["value"], values, equal_nan=True) and all(
        rows[name].tolist() == expected for name, expected in _texts(frame).items()
    )


def _texts(frame: Frame) -> dict[str, list[str]]:
    """The columns of text that a table has of a frame, row by row."""
    starts = [start.isoformat() for start, _ in frame.periods]
    codes = "".join(frame.statuses)
    return {
        "area_id": [area_id for area_id in frame.areas for _ in starts],
        "industry_id": [frame.industry_id] * len(codes),
        "period_start": starts * len(frame.areas),
        "value_status": [STATUS_TEXT[code] for code in codes],
        "value_reason": [REASON_TEXT[code] for code in codes],
    }


def _rows(rows: pd.DataFrame) -> Iterator[Key]:
    for area_id, industry_id, start, value, *why in rows.itertuples(index=False):
        yield area_id, industry_id, start, None if pd.isna(value) else value, *why


def _cells(frame: Frame) -> Iterator[Key]:
    starts = [start.isoformat() for start, _ in frame.periods]
    for area_id, values, codes in zip(frame.areas, frame.values, frame.statuses, strict=True):
        for start, value, code in zip(starts, values, codes, strict=True):
            yield area_id, frame.industry_id, start, value, *_why(code)


def _why(code: str) -> tuple[str, str]:
    return STATUS_TEXT[code], REASON_TEXT[code]
