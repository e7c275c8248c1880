"""Phones downtown against 2019: ratios are percents, of New York alone, by its own weeks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.downtown_activity import FILE, SOURCE, read

DELIVERY = """\
"week","metric","display_title","rolling_avg","city","region"
2020-05-11,"downtown","New York, NY",0.311818181818182,"New York","Northeast"
2020-05-11,"city","New York, NY",0.747272727272727,"New York","Northeast"
2020-05-11,"relative","New York, NY",0.380909090909091,"New York","Northeast"
2020-05-25,"downtown","New York, NY",0.35,"New York","Northeast"
2020-05-25,"downtown","Albuquerque, NM",0.66,"Albuquerque","Southwest"
"""


def delivered(folder: Path, text: str = DELIVERY) -> pd.DataFrame:
    (folder / FILE).write_text(text)
    return read(folder)


def cell(table: pd.DataFrame, indicator_id: str, start: str) -> tuple[float | None, str]:
    found = table[
        table["indicator_id"].eq(indicator_id) & table["period_start"].eq(pd.Timestamp(start))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_ratios_are_percents_and_an_absent_week_is_not_reported(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    check(table, SOURCE.indicators)
    assert cell(table, "downtown_activity_vs_2019", "2020-05-11") == (31.18, "normal")
    assert cell(table, "downtown_activity_vs_2019", "2020-05-18") == (None, "not_reported")
    assert cell(table, "downtown_activity_vs_2019", "2020-05-25") == (35, "normal")
    assert cell(table, "city_activity_vs_2019", "2020-05-11") == (74.73, "normal")
    assert len(table) == 4


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.35,", "35,", "a ratio to 2019"),
        ("2020-05-25", "2020-05-26", "a Monday, each once"),
        ("2020-05-25", "2020-05-11", "a Monday, each once"),
        ('"relative"', '"suburbs"', "'suburbs'"),
        ("New York, NY", "New York City, NY", "no row of New York, NY"),
        ("rolling_avg", "average", "rolling_avg"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        delivered(tmp_path, DELIVERY.replace(old, new))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "downtown-recovery-uoft")


@pytest.mark.parametrize(
    ("start", "value"), [("2020-05-11", 31.18), ("2022-04-04", 64.51), ("2023-06-12", 67.95)]
)
def test_cells_read_by_hand(published: pd.DataFrame, start: str, value: float) -> None:
    check(published, SOURCE.indicators)
    assert cell(published, "downtown_activity_vs_2019", start) == (value, "normal")
