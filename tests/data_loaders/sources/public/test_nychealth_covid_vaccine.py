"""COVID-19 vaccination: doses, shares by borough and day, shares by ZIP area."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nychealth_covid_vaccine import source as nychealth_covid_vaccine
from data_loaders.sources.public.nychealth_covid_vaccine.source import (
    AREA_OF_PREFIX,
    BY_BOROUGH,
    BY_MODZCTA,
    DOSES_BY_DAY,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

KINDS = ("COUNT_FULLY_CUMULATIVE", "COUNT_1PLUS_CUMULATIVE", "PERC_FULLY", "PERC_1PLUS")
PREFIXED = ",".join(f"{prefix}_{kind}" for prefix in AREA_OF_PREFIX for kind in KINDS)


def files() -> dict[str, str]:
    zips = sorted(geography.area_ids(Geography.MODZCTA))
    return {
        DOSES_BY_DAY: "DATE,ADMIN_ALLDOSES_DAILY,INCOMPLETE\n"
        "2021-01-01,500,0\n2021-01-02,0,\n2021-01-04,90,61030\n",
        BY_BOROUGH: f"DATE,{PREFIXED}\n"
        + "2021-01-01,"
        + ",".join(f'"<10",{20 + n},0,{n}.5' for n in range(6))
        + "\n2021-01-02,"
        + ",".join(f"{30 + n},{40 + n},{n},10{n}.5" for n in range(6))
        + "\n",
        BY_MODZCTA: "DATE,MODZCTA,COUNT_FULLY_CUMULATIVE,COUNT_1PLUS_CUMULATIVE,"
        "PERC_FULLY,PERC_1PLUS\n" + "".join(f"2021-01-02,{code},800,900,80,90\n" for code in zips),
    }


def read(tmp_path: Path, name: str = "", old: str = "", new: str = "") -> pd.DataFrame:
    for file, text in files().items():
        changed = text.replace(old, new) if file == name else text
        assert file != name or changed != text
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(changed, encoding="utf-8")
    return nychealth_covid_vaccine.read(tmp_path)


def row(table: pd.DataFrame, indicator_id: str, area_id: str, end: str) -> pd.Series:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_end"].eq(end)
    )
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_doses_of_a_shaded_day_are_early_and_an_absent_day_is_not_zero(tmp_path: Path) -> None:
    table = read(tmp_path)
    days = table[table["indicator_id"].eq("covid_vaccine_doses")]
    assert days["status"].tolist() == ["normal", "normal", "not_reported", "provisional"]
    assert days["value"].tolist()[:2] == [500, 0]


def test_the_vaccine_files_own_borough_prefixes_are_understood(tmp_path: Path) -> None:
    table = read(tmp_path)
    shares = {
        area: row(table, "covid_vaccinated_one_dose", area, "2021-01-01")["value"]
        for area in ("NYC", "BK", "BX", "MN", "QN", "SI")
    }
    assert list(shares.values()) == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]


def test_a_share_is_withheld_where_its_count_is_hidden(tmp_path: Path) -> None:
    hidden = row(read(tmp_path), "covid_vaccinated_fully", "QN", "2021-01-01")
    assert hidden["status"] == "withheld"
    assert pd.isna(hidden["value"])


def test_a_share_above_one_hundred_is_kept_and_doubted(tmp_path: Path) -> None:
    share = row(read(tmp_path), "covid_vaccinated_one_dose", "MN", "2021-01-02")
    assert (share["value"], share["status"]) == (103.5, "low_reliability")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (DOSES_BY_DAY, "ADMIN_ALLDOSES_DAILY", "DOSES", "ADMIN_ALLDOSES_DAILY"),
        (DOSES_BY_DAY, "2021-01-02", "01/02/2021", "rows of DATE unreadable"),
        (BY_BOROUGH, "MH_PERC_FULLY", "MN_PERC_FULLY", "MH_PERC_FULLY"),
        (BY_BOROUGH, '"<10"', '"few"', "a number"),
        (BY_MODZCTA, "2021-01-02,10001,", "2021-01-02,99999,", "a ZIP area of the Health"),
        (BY_MODZCTA, "2021-01-02,10001,", "2021-01-01,10001,", "one date in all rows"),
        (BY_MODZCTA, "2021-01-02,10001,800,900,80,90\n", "", r"no row for \['10001'\]"),
    ],
)
def test_a_damaged_file_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path, name, old, new)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return nychealth_covid_vaccine.read(mirror / nychealth_covid_vaccine.SOURCE.feed.folder)


def test_the_published_files_keep_the_promises_of_their_indicators(
    published: pd.DataFrame,
) -> None:
    observations.check(published, nychealth_covid_vaccine.SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "end", "value", "status"),
    [
        ("covid_vaccine_doses", "NYC", "2020-12-15", 2045, "normal"),
        ("covid_vaccine_doses", "NYC", "2023-09-12", 153, "normal"),
        ("covid_vaccinated_one_dose", "NYC", "2023-09-12", 90.85, "normal"),
        ("covid_vaccinated_one_dose", "MN", "2023-09-12", 101.85, "low_reliability"),
        ("covid_vaccinated_fully", "QN", "2023-09-12", 87.82, "normal"),
        ("covid_vaccinated_one_dose_total", "10001", "2023-09-12", 164.73, "low_reliability"),
        ("covid_vaccinated_fully_total", "10002", "2023-09-12", 92.61, "normal"),
    ],
)
def test_figures_are_the_publishers(
    published: pd.DataFrame, indicator_id: str, area_id: str, end: str, value: float, status: str
) -> None:
    line = row(published, indicator_id, area_id, end)
    assert (line["value"], line["status"]) == (value, status)


def test_as_many_zip_areas_are_doubted_as_the_known_error_says(published: pd.DataFrame) -> None:
    areas = published[published["indicator_id"].eq("covid_vaccinated_one_dose_total")]
    doubted = areas["status"].eq("low_reliability").sum()
    assert f"{doubted} of {len(areas)} ZIP areas" in nychealth_covid_vaccine.SOURCE.known_errors[0]


def test_hidden_counts_hide_shares_in_the_published_files(published: pd.DataFrame) -> None:
    hidden = published[published["status"].eq("withheld")]
    assert hidden.groupby(["indicator_id", "area_id"]).size().to_dict() == {
        ("covid_vaccinated_fully", "BK"): 1,
        ("covid_vaccinated_fully", "BX"): 2,
        ("covid_vaccinated_fully", "MN"): 2,
        ("covid_vaccinated_fully", "QN"): 3,
        ("covid_vaccinated_fully", "SI"): 4,
        ("covid_vaccinated_one_dose", "BX"): 1,
        ("covid_vaccinated_one_dose", "SI"): 1,
    }
