"""OpenTable by day: two bases in one file stay two series, and the names stand in the middle."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.reasons import with_reasons
from data_loaders.observations.table import check
from data_loaders.sources.public.opentable_by_day import DAILY, FILE, ON_YEAR_BEFORE, SOURCE, read
from data_loaders.vocabulary.model import Publication

DELIVERY = """\
2022/12/29,2022/12/30,2022/12/31,id,Name,Type,2023/01/01,2023/01/02,2023/01/03
30.21%,39.36%,14.88%,New York-state,New York,state,68.25,157.48,56.86
5%,4%,3%,Boston,Boston,city,1,2,3
19.15%,,-28.78%,New York-city,New York,city,68.66,,84.75
"""


def delivery(folder: Path, text: str = DELIVERY) -> Path:
    (folder / FILE).write_text(text)
    return folder


def on(table: pd.DataFrame, indicator_id: str, day: str) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id) & (table["period_start"] == pd.Timestamp(day))
    ]
    assert len(found) == 1
    value = float(found["value"].iloc[0])
    return None if pd.isna(value) else value, str(found["status"].iloc[0])


def test_days_against_2019_and_against_2022_are_two_series(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))
    check(with_reasons(table, SOURCE), SOURCE.indicators)
    assert on(table, DAILY.id, "2022-12-31") == (-28.78, "normal")
    assert on(table, ON_YEAR_BEFORE.id, "2023-01-01") == (68.66, "normal")
    last, first = (
        table.loc[table["indicator_id"] == each.id, "period_start"].agg(end)
        for each, end in ((DAILY, "max"), (ON_YEAR_BEFORE, "min"))
    )
    assert last < first
    assert (DAILY.baseline, ON_YEAR_BEFORE.baseline) == ("2019", None)


def test_a_blank_day_is_not_reported(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))
    assert on(table, DAILY.id, "2022-12-30") == (None, "not_reported")
    assert on(table, ON_YEAR_BEFORE.id, "2023-01-02") == (None, "not_reported")


def test_it_is_shown_and_not_passed_on() -> None:
    assert SOURCE.publication is Publication.SHOW


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("19.15%,", "19.15,", r"2022/12/29: '19\.15'.*a percent sign to 2022"),
        (",68.66,", ",68.66%,", r"2023/01/01: '68\.66%'.*none from 2023"),
        ("84.75", "-184.75", "-184"),
        ("84.75", "much", "much"),
        ("New York-city,New York,city", "NYC,NYC,city", "0 rows of the city"),
        ("Boston,Boston,city", "Boston,New York,city", "2 rows of the city"),
        ("2022/12/30", "2022/12/29", "2022/12/29"),
        ("2022/12/30", "2022/13/30", "2022/13/30"),
        ("Name,Type", "City,Type", "Name"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = DELIVERY.replace(old, new, 1)
    assert text != DELIVERY
    with pytest.raises(DeliveryError, match=message):
        read(delivery(tmp_path, text))


def test_the_published_file_agrees_with_the_seven_day_mean_of_the_other(mirror: Path) -> None:
    table = read(mirror / SOURCE.feed.folder) if SOURCE.feed else pd.DataFrame()
    check(with_reasons(table, SOURCE), SOURCE.indicators)
    daily = table[table["indicator_id"] == DAILY.id].set_index("period_start")["value"]
    # 7-day Average of 2022-12-03 in the file of the recovery index: -36.62…
    assert daily["2022-11-27":"2022-12-03"].mean() == pytest.approx(-36.621428571428574)
    assert on(table, ON_YEAR_BEFORE.id, "2023-12-23") == (21.59, "normal")
