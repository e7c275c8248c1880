"""Taxi and for-hire trips: text numbers, dashes, and the blanks of older copies."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public import tlc_trips
from data_loaders.sources.public.tlc_trips import FILE, SOURCE, read

NEWER = """\
Month/Year,License Class,Trips Per Day,Farebox Per Day
2025-05,Yellow,-,-
2025-04,Yellow,"102,052","1,921,789"
2025-03,Yellow,"101,000","1,921,789"
2025-02,Yellow,"100,000","1,921,789"
2025-02,FHV - High Volume,"662,479",-
2016-12,Yellow,"300,000",-
"""
OLDER = """\
Month/Year,License Class,          Trips Per Day          ,          Farebox Per Day
2025-05,Yellow, - , -
2025-04,Yellow," 102,052 "," 1,921,789 "
2025-03,Yellow," 101,000 "," 1,921,789 "
2025-02,Yellow," 100,000 "," 1,921,789 "
2025-02,FHV - High Volume," 662,479 ", -
2016-12,Yellow," 300,000 ", -
"""


def deliver(folder: Path, text: str) -> Path:
    for name in tlc_trips.CLASSES:
        if f",{name}," not in text:
            text += f"2025-02,{name},1,-\n"
    (folder / FILE).write_text(text)
    return folder


def cell(table: pd.DataFrame, indicator_id: str, month: str) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id) & (table["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


@pytest.mark.parametrize("text", [NEWER, OLDER], ids=["newer", "padded"])
def test_both_layouts_read_alike(tmp_path: Path, text: str) -> None:
    table = read(deliver(tmp_path, text))
    check(table, SOURCE.indicators)
    assert cell(table, "yellow_taxi_trips", "2025-02-01") == (100_000, "normal")
    assert cell(table, "yellow_taxi_trips", "2025-04-01") == (102_052, "provisional")
    assert cell(table, "yellow_taxi_trips", "2025-05-01") == (None, "not_reported")
    assert cell(table, "app_car_trips", "2025-02-01") == (662_479, "normal")
    assert table["period_start"].min() == pd.Timestamp("2025-02-01")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("FHV - High Volume", "FHV - Robotaxi", "'FHV - Robotaxi'"),
        ("102,052", "1O2,052", "'1O2,052'"),
        ("2025-04", "2025-03", "each key once"),
        ("2025-04", "04/2025", "'04/2025'"),
        ("Trips Per Day", "Trips", "Trips Per Day"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(deliver(tmp_path, NEWER.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("file", "month", "class_id", "value"),
    [
        ("data_reports_monthly_2025-03.csv", "2025-03-01", "app_car_trips", 662_479),
        ("data_reports_monthly_2025-03.csv", "2025-03-01", "green_taxi_trips", 1_625),
        ("data_reports_monthly_2022-07.csv", "2022-07-01", "yellow_taxi_trips", 102_052),
    ],
)
def test_published_cells_read_by_hand(
    mirror: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    month: str,
    class_id: str,
    value: float,
) -> None:
    monkeypatch.setattr(tlc_trips, "FILE", file)
    table = read(mirror / "tlc-monthly")
    check(table, SOURCE.indicators)
    assert cell(table, class_id, month)[0] == value
