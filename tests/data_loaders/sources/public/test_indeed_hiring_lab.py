"""Indeed's index of job postings: states and country, and national sectors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public import indeed_hiring_lab
from data_loaders.sources.public.indeed_hiring_lab import COUNTRY, SECTOR_NAMES, SECTORS, STATES

FILES = {
    STATES: """\
date,state,indeed_job_postings_index
2020-02-01,ny,100
2020-02-02,ny,99.5
2020-02-04,ny,98
2020-02-01,nj,100
2020-02-01,ct,100
2020-02-01,ca,100
""",
    COUNTRY: """\
date,jobcountry,indeed_job_postings_index_SA,indeed_job_postings_index_NSA,variable
2020-02-01,US,100,100,total postings
2020-02-02,US,100.03,100.05,total postings
2020-02-02,US,77,77,new postings
""",
    SECTORS: "date,jobcountry,indeed_job_postings_index,variable,display_name\n"
    + "".join(
        f"2020-02-01,US,{100 + number},total postings,{name}\n"
        for number, name in enumerate(SECTOR_NAMES)
    ),
}


def read(tmp_path: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> pd.DataFrame:
    """The delivery above, with (old, new) text replaced in the files named."""
    (tmp_path / "US").mkdir()
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return indeed_hiring_lab.read(tmp_path)


def row(
    table: pd.DataFrame, indicator_id: str, area_id: str, day: str, industry: str = "all"
) -> pd.Series:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_start"].eq(day)
        & table["industry_id"].eq(industry)
    )
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_states_in_lower_case_are_read_and_others_left_out(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert row(table, "job_postings", "NY", "2020-02-02")["value"] == 99.5
    assert set(table["area_id"]) == {"NY", "NJ", "CT", "US"}


def test_an_absent_day_is_not_reported(tmp_path: Path) -> None:
    missing = row(read(tmp_path), "job_postings", "NY", "2020-02-03")
    assert missing["status"] == "not_reported"
    assert pd.isna(missing["value"])


def test_the_country_is_all_postings_adjusted_for_the_season(tmp_path: Path) -> None:
    assert row(read(tmp_path), "job_postings", "US", "2020-02-02")["value"] == 100.03


def test_every_sector_is_an_industry_of_the_country(tmp_path: Path) -> None:
    table = read(tmp_path)
    sectors = table[table["indicator_id"].eq("job_postings_by_sector")]
    assert set(sectors["industry_id"]) == {
        industry for industry, *_ in indeed_hiring_lab.JOB_POSTINGS_BY_SECTOR.industries
    }
    day = "2020-02-01"
    shown = row(table, "job_postings_by_sector", "US", day, "arts-entertainment")
    assert shown["value"] == 103


def test_sectors_are_never_set_against_the_states() -> None:
    caveats = indeed_hiring_lab.JOB_POSTINGS_BY_SECTOR.caveats
    assert any("Do not compare sectors with the states" in caveat for caveat in caveats)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (STATES, "indeed_job_postings_index", "index", "indeed_job_postings_index"),
        (STATES, "2020-02-04", "04/02/2020", "rows of date unreadable"),
        (STATES, "2020-02-02,ny", "2020-02-01,ny", "each key once"),
        (STATES, "01,nj", "01,pr", "no row for nj"),
        (STATES, "01,ca", "01,California", "a state"),
        (COUNTRY, "US,77", "CA,77", "one of"),
        (COUNTRY, "total postings", "all postings", "one of"),
        (SECTORS, "Veterinary", "Animal Health", "one of"),
        (SECTORS, "2020-02-01,US,145,total postings,Veterinary\n", "", "no row for Veterinary"),
    ],
)
def test_a_damaged_file_is_refused(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message) as raised:
        read(tmp_path, {name: (old, new)})
    assert Path(name).name in str(raised.value)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return indeed_hiring_lab.read(mirror / indeed_hiring_lab.SOURCE.feed.folder)


def test_the_published_files_keep_the_promises_of_their_indicators(
    published: pd.DataFrame,
) -> None:
    observations.check(published, indeed_hiring_lab.SOURCE.indicators)


def test_the_published_files_are_read_whole(published: pd.DataFrame) -> None:
    sizes = published.groupby(["indicator_id", "geography"]).size()
    assert sizes["job_postings"].to_dict() == {"state": 7161, "us": 2387}
    assert sizes["job_postings_by_sector"].to_dict() == {"us": 78_246}
    assert published["value"].notna().all()


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "day", "industry", "value"),
    [
        ("job_postings", "NY", "2026-08-14", "all", 88.75),
        ("job_postings", "CT", "2020-02-02", "all", 100.03),
        ("job_postings", "US", "2024-09-27", "all", 112.47),
        ("job_postings_by_sector", "US", "2024-09-27", "loading-stocking", 118.17),
        ("job_postings_by_sector", "US", "2020-02-03", "accounting", 99.68),
    ],
)
def test_figures_are_the_publishers(
    published: pd.DataFrame,
    indicator_id: str,
    area_id: str,
    day: str,
    industry: str,
    value: float,
) -> None:
    assert row(published, indicator_id, area_id, day, industry)["value"] == value


def test_sectors_end_where_the_known_error_says(published: pd.DataFrame) -> None:
    sectors = published[published["indicator_id"].eq("job_postings_by_sector")]
    assert sectors["period_end"].max() == pd.Timestamp(2024, 9, 27)
    assert "September 27, 2024" in indeed_hiring_lab.SOURCE.known_errors[0]
