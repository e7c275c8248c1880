"""Unemployment rates: both layouts in circulation, absent months, and the gap counted by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.bls_laus import ALL_SERIES, SOURCE, read

EARLIER_LAYOUT = """\
"Date","{series}"
2018-12-01,9.9
2019-01-01,5
2019-02-01,5.4
2019-03-01,4.9
2019-04-01,5.1
"""
FRED_LAYOUT = """\
observation_date,{series}
2018-12-01,9.9
2019-01-01,5.0
2019-02-01,.
2019-03-01,
2019-04-01,5.1
"""


def deliver(folder: Path, layout: str) -> Path:
    for series in ALL_SERIES:
        (folder / series.file).write_text(layout.format(series=series.id))
    return folder


def rate(observations: pd.DataFrame, area_id: str, month: str) -> pd.Series:
    found = observations[
        (observations["indicator_id"] == "unemployment_rate_bls")
        & (observations["area_id"] == area_id)
        & (observations["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_the_earlier_layout_is_read_from_2019_on(tmp_path: Path) -> None:
    observations = read(deliver(tmp_path, EARLIER_LAYOUT))
    assert observations["period_start"].min() == pd.Timestamp("2019-01-01")
    february = rate(observations, "BX", "2019-02-01")
    assert (february["value"], february["status"]) == (5.4, "normal")
    assert february["period_end"] == pd.Timestamp("2019-02-28")


def test_freds_own_layout_is_read_and_a_dot_is_not_reported(tmp_path: Path) -> None:
    observations = read(deliver(tmp_path, FRED_LAYOUT))
    assert rate(observations, "BX", "2019-01-01")["value"] == 5.0
    for month in ("2019-02-01", "2019-03-01"):
        absent = rate(observations, "BX", month)
        assert (pd.isna(absent["value"]), absent["status"]) == (True, "not_reported")


def test_the_newest_month_is_provisional(tmp_path: Path) -> None:
    observations = read(deliver(tmp_path, FRED_LAYOUT))
    provisional = observations[observations["status"] == "provisional"]
    assert len(provisional) == len(ALL_SERIES)
    assert set(provisional["period_start"]) == {pd.Timestamp("2019-04-01")}


def test_staten_island_is_read_where_its_series_is_at_hand(tmp_path: Path) -> None:
    observations = read(deliver(tmp_path, EARLIER_LAYOUT))
    assert rate(observations, "SI", "2019-02-01")["value"] == 5.4


def test_without_its_series_staten_island_has_a_row_every_month_and_a_value_in_none(
    tmp_path: Path,
) -> None:
    (deliver(tmp_path, EARLIER_LAYOUT) / "NYRICH5URN.csv").unlink()
    observations = read(tmp_path)
    staten_island = observations[observations["area_id"] == "SI"]
    assert set(staten_island["status"]) == {"not_reported"}
    assert len(staten_island) == 4


def test_a_file_that_ends_earlier_is_not_reported_from_there(tmp_path: Path) -> None:
    deliver(tmp_path, EARLIER_LAYOUT)
    short = EARLIER_LAYOUT.rsplit("2019-04", 1)[0].format(series="NYQUEE1URN")
    (tmp_path / "NYQUEE1URN.csv").write_text(short)
    assert rate(read(tmp_path), "QN", "2019-04-01")["status"] == "not_reported"
    assert rate(read(tmp_path), "QN", "2019-03-01")["status"] == "provisional"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{series}", "NYRICH5URN", "columns .* missing"),
        ("observation_date", "month", "columns .'month'"),
        ("observation_date,", "observation_date,Date,", "another length"),
        ("2019-03-01", "03/2019", "row 5: '03/2019'"),
        ("2019-03-01", "2019-03-15", "first day of a month"),
        ("2019-03-01", "2019-01-01", "each once"),
        ("5.1", "5.1p", "row 6: '5.1p'"),
    ],
)
def test_a_damaged_series_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    deliver(tmp_path, FRED_LAYOUT)
    damaged = FRED_LAYOUT.replace(old, new).format(series="NYBRON5URN")
    (tmp_path / "NYBRON5URN.csv").write_text(damaged)
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


def test_a_column_of_the_earlier_layout_beside_todays_is_refused(tmp_path: Path) -> None:
    deliver(tmp_path, FRED_LAYOUT)
    header, *rows = FRED_LAYOUT.format(series="NYBRON5URN").splitlines()
    wider = [f"Date,{header}", *(f"2018-12-01,{row}" for row in rows)]
    (tmp_path / "NYBRON5URN.csv").write_text("\n".join(wider) + "\n")
    with pytest.raises(DeliveryError, match="columns"):
        read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "bls-laus-fred")


def test_the_published_series_pass_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)


def test_the_grid_is_58_months_of_five_boroughs(published: pd.DataFrame) -> None:
    assert len(published) == 58 * 5
    assert published["period_start"].max() == pd.Timestamp("2023-10-01")


def test_no_series_of_the_metropolitan_area_stands_here(published: pd.DataFrame) -> None:
    assert set(published["geography"]) == {"borough"}


@pytest.mark.parametrize(
    ("month", "bronx", "manhattan"),
    [("2019-10-01", 5.2, 3.4), ("2020-05-01", 26.2, 16.3), ("2023-10-01", 7.3, 5.1)],
)
def test_bronx_and_manhattan_drifted_apart_and_came_back(
    published: pd.DataFrame, month: str, bronx: float, manhattan: float
) -> None:
    assert rate(published, "BX", month)["value"] == bronx
    assert rate(published, "MN", month)["value"] == manhattan
