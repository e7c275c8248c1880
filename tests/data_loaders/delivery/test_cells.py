"""Numbers at a partner's door: as publishers write them, and nothing that only looks so."""

from __future__ import annotations

import pandas as pd
import pytest

from data_loaders.delivery.cells import numbers
from data_loaders.delivery.findings import Report


def read(cell: str) -> tuple[float, bool]:
    """What a cell is read as, and whether its file is refused."""
    report = Report("courts")
    column = pd.Series([cell, None], index=[2, 3], name="visits", dtype="str")
    return float(numbers(report, "visits.csv", column).iloc[0]), report.is_refused


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(("12", 12), ("-.345", -0.345), ("1,234,567.5", 1234567.5), (" 12 ", 12), ("5.", 5)),
        *(("1.5e-3", 0.0015), ("+7", 7)),
    ],
)
def test_numbers_as_partners_write_them_are_read(cell: str, value: float) -> None:
    assert read(cell) == (value, False)


@pytest.mark.parametrize(
    "cell",
    [
        *("0,85", "14,8", "1,23,4", "12,", ",5", "1_000", "1e309", "Infinity", "NaN", "0x1F", "."),
        *("(12)", "12-", "few", "\u0661\u0662", "1 234", "5%"),
    ],
)
def test_what_only_looks_like_a_number_is_refused(cell: str) -> None:
    """A share of 0,85 was read as 85, and 14,8 thousand visitors as 148."""
    assert read(cell)[1]
