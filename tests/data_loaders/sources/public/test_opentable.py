from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public import opentable
from data_loaders.sources.public.opentable import SOURCE, read

DELIVERY = """\
Day of Week,date,7-day Average,OpenTable YoY Seated Diner Data (%)
5,2020-02-27,4,3
3,2020-02-25,-1.857,-4
2,2020-02-24,-2.5,-7
1,2020-02-23,NA,-9
"""


def delivery(folder: Path, text: str = DELIVERY) -> Path:
    (folder / opentable.FILE).write_text(text)
    return folder


def on(table: pd.DataFrame, day: str) -> tuple[float | None, str]:
    chosen = table[table["period_start"] == pd.Timestamp(day)]
    assert len(chosen) == 1
    value = float(chosen["value"].iloc[0])
    return None if pd.isna(value) else value, str(chosen["status"].iloc[0])


def test_the_seven_day_mean_is_read_not_the_single_day(tmp_path: Path) -> None:
    assert on(read(delivery(tmp_path)), "2020-02-25") == (-1.857, "normal")


def test_days_without_a_mean_are_not_reported(tmp_path: Path) -> None:
    table = read(delivery(tmp_path))

    assert on(table, "2020-02-23") == (None, "not_reported")
    assert on(table, "2020-02-26") == (None, "not_reported")
    assert len(table) == 5


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("7-day Average", "Average", r"\['7-day Average'\] missing"),
        ("2020-02-25", "02/25/2020", "row 3: '02/25/2020'"),
        ("2020-02-25", "2020-02-24", "each day once"),
        ("-1.857", "-185.7", "row 3: '-185.7'"),
        ("-1.857", "down", "row 3: 'down'"),
    ],
)
def test_damage_is_refused_by_name(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(delivery(tmp_path, DELIVERY.replace(right, wrong)))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "opentable-ny1")


def test_the_published_file_keeps_every_promise(published: pd.DataFrame) -> None:
    observations.check(published, SOURCE.indicators)

    # February 18, 2020 to December 3, 2022, the first six days without a mean.
    assert len(published) == 1020
    assert published["status"].value_counts().to_dict() == {"normal": 1014, "not_reported": 6}


def test_the_mean_runs_on_after_single_days_end(published: pd.DataFrame) -> None:
    assert on(published, "2022-12-02") == (pytest.approx(-36.31), "normal")
    assert on(published, "2021-12-24") == (-53.2, "normal")
    assert on(published, "2020-02-20") == (None, "not_reported")
    assert on(published, "2020-04-11") == (-100.0, "normal")
