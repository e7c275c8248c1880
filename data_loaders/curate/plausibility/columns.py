"""A delivery's columns held against those of the deliveries before: size, and whether all is zero.

For what partners hand over file by file, where each file is of other days and nothing can be
held value by value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from data_loaders.curate.plausibility.findings import Doubt, Kind

TIMES = 5.0
LEAST_ROWS = 12


def doubts(kept: pd.DataFrame, earlier: Sequence[pd.DataFrame]) -> Iterator[Doubt]:
    """What is implausible about the numbers of a delivery beside those of earlier ones."""
    for name in kept.select_dtypes("number").columns:
        if len(kept[name].dropna()) < LEAST_ROWS:
            continue
        size = _size(kept[name])
        before = [_size(each[name]) for each in earlier if name in each.columns]
        usual = float(np.median(before)) if before else np.nan
        if size == 0 and usual != 0:
            yield _doubt(Kind.FLAT, str(name), "every value is 0", "a column left blank as zeros")
        elif usual > 0 and not 1 / TIMES < size / usual < TIMES:
            problem = f"its values are {size / usual:.2g} times as large as before"
            yield _doubt(Kind.OTHER_UNIT, str(name), problem, "another unit, or another column")


def _size(column: pd.Series) -> float:
    """The mean size of a column's values; NaN of none."""
    return float(column.astype("float64").abs().mean())


def _doubt(kind: Kind, name: str, problem: str, cause: str) -> Doubt:
    expected = f"between {1 / TIMES:g} and {TIMES:g} times the size of earlier deliveries"
    return Doubt(kind, f"column {name}", problem, expected, cause, ("all rows",))
