"""Broadway by the week: closed theaters are a gap, and no week is counted twice."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.broadway_grosses import FILE, SOURCE, read

DELIVERY = """\
,totalentries,totalgross,totalattendance,week_of
0,35,40000000.0,300000,2018-12-30
1,36,41000000.0,310000,2019-01-06
2,31,20000000.0,200000,2019-01-20
"""


def delivered(folder: Path, text: str = DELIVERY) -> pd.DataFrame:
    (folder / FILE).write_text(text)
    return read(folder)


def cell(table: pd.DataFrame, indicator_id: str, day: str) -> tuple[float | None, str]:
    found = table[
        table["indicator_id"].eq(indicator_id) & table["period_end"].eq(pd.Timestamp(day))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_weeks_are_read_from_2019_and_a_week_without_a_row_is_no_zero(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    check(table, SOURCE.indicators)
    assert table["period_end"].min() == pd.Timestamp("2019-01-06")
    assert cell(table, "broadway_attendance", "2019-01-06") == (310_000, "normal")
    assert cell(table, "broadway_shows", "2019-01-20") == (31, "normal")
    assert cell(table, "broadway_gross", "2019-01-20") == (20_000_000, "normal")
    assert cell(table, "broadway_attendance", "2019-01-13") == (None, "not_reported")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2019-01-20", "2019-01-06", "a Sunday, each once"),
        ("2019-01-20", "2019-01-21", "a Sunday, each once"),
        ("200000,", "0,", "a number above zero"),
        ("20000000.0", "20 million", "'20 million'"),
        ("totalattendance", "attendance", "totalattendance"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        delivered(tmp_path, DELIVERY.replace(old, new))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "broadway-league")


@pytest.mark.parametrize(
    ("indicator_id", "day", "value", "status"),
    [
        ("broadway_attendance", "2020-03-08", 253453, "normal"),
        ("broadway_attendance", "2019-12-29", 350714, "normal"),
        ("broadway_gross", "2022-12-25", 34827192.87, "normal"),
        ("broadway_shows", "2023-02-12", 21, "normal"),
        ("broadway_attendance", "2020-06-14", None, "not_reported"),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame, indicator_id: str, day: str, value: float | None, status: str
) -> None:
    check(published, SOURCE.indicators)
    assert cell(published, indicator_id, day) == (value, status)
