"""Gaps: who is in a third, when too many are missing, and figures worked out by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import COLUMNS, ObservationError, check, tidy
from data_loaders.sources.computed.gaps.source import SOURCE, derive
from data_loaders.sources.public import bls_laus
from data_loaders.sources.public.nysdol_laus import source as nysdol_laus
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Area, Geography

AREAS = (
    Area("10001", "Rich", Geography.MODZCTA, population=900, poverty_third=1),
    Area("10002", "Rich and small", Geography.MODZCTA, population=100, poverty_third=1),
    Area("10003", "Between", Geography.MODZCTA, population=500, poverty_third=2),
    Area("10004", "Poor", Geography.MODZCTA, population=800, poverty_third=3),
    Area("10005", "Poor and small", Geography.MODZCTA, population=200, poverty_third=3),
    Area("10006", "Not known", Geography.MODZCTA),
)
Cell = tuple[str, float | None, str]


def observed(indicator_id: str, of: Geography, month: str, *cells: Cell) -> pd.DataFrame:
    """Observations of one month: area, value, status."""
    start = pd.Timestamp(month)
    table = pd.DataFrame(list(cells), columns=["area_id", "value", "status"])
    return table.assign(
        indicator_id=indicator_id,
        geography=of,
        industry_id="all",
        period_start=start,
        period_end=start + pd.offsets.MonthEnd(0),
    )


def deaths(*cells: Cell) -> pd.DataFrame:
    return observed("covid_death_rate", Geography.MODZCTA, "2020-04-01", *cells)


def only(gaps: pd.DataFrame) -> tuple[float, str]:
    assert list(gaps.columns) == COLUMNS
    assert len(gaps) == 1
    return float(gaps["value"].iloc[0]), str(gaps["status"].iloc[0])


WHOLE: tuple[Cell, ...] = (
    ("10001", 10.0, "normal"),
    ("10002", 30.0, "normal"),
    ("10003", 999.0, "normal"),
    ("10004", 50.0, "normal"),
    ("10005", 100.0, "normal"),
)


def without(area_id: str, status: str) -> tuple[Cell, ...]:
    return tuple((area, None, status) if area == area_id else (area, v, s) for area, v, s in WHOLE)


def test_an_area_counts_by_its_residents() -> None:
    # poorest (800 × 50 + 200 × 100) / 1,000 = 60; richest (900 × 10 + 100 × 30) / 1,000 = 12
    assert only(derive(tidy([deaths(*WHOLE)]), AREAS)) == (48.0, "normal")


def test_vaccination_is_the_richest_minus_the_poorest() -> None:
    cells = [(area, 100.0 - rate if rate < 999 else 0.0, s) for area, rate, s in WHOLE]
    measles = observed("measles_vaccination", Geography.MODZCTA, "2020-04-01", *cells)
    assert only(derive(tidy([measles]), AREAS)) == (48.0, "normal")


def test_a_third_short_of_a_tenth_of_its_residents_is_shown_as_less_reliable() -> None:
    # 100 of 1,000 residents are missing, and 60 − 10 is left
    gap = derive(tidy([deaths(*without("10002", "withheld_or_none"))]), AREAS)
    assert only(gap) == (50.0, "low_reliability")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("withheld_or_none", "withheld"), ("not_reported", "not_reported")],
)
def test_a_third_short_of_more_than_a_tenth_is_not_shown(status: str, expected: str) -> None:
    value, found = only(derive(tidy([deaths(*without("10005", status))]), AREAS))
    assert (pd.isna(value), found) == (True, expected)


def test_an_area_without_a_row_is_missing_like_one_without_a_value() -> None:
    value, status = only(derive(tidy([deaths(*WHOLE[:-1])]), AREAS))
    assert (pd.isna(value), status) == (True, "not_reported")


def test_what_is_hidden_outside_both_thirds_hides_no_gap() -> None:
    cells = [*without("10003", "withheld_or_none")[:-1], ("10005", None, "not_reported")]
    assert only(derive(tidy([deaths(*cells)]), AREAS))[1] == "not_reported"


def test_the_middle_third_and_areas_without_a_third_change_nothing() -> None:
    gap = derive(tidy([deaths(*without("10003", "withheld_or_none"))]), AREAS)
    assert only(gap) == (48.0, "normal")


def test_a_month_in_which_every_area_is_blank_has_a_row_without_a_value() -> None:
    blank = [(area, None, "withheld_or_none") for area, _, _ in WHOLE]
    value, status = only(derive(tidy([deaths(*blank)]), AREAS))
    assert (pd.isna(value), status) == (True, "withheld")


def test_the_bronx_minus_manhattan_is_early_where_either_is() -> None:
    rates = observed(
        "unemployment_rate",
        Geography.BOROUGH,
        "2020-05-01",
        ("BX", 26.2, "provisional"),
        ("MN", 16.3, "normal"),
        ("QN", 23.2, "normal"),
    )
    assert only(derive(tidy([rates]), AREAS)) == (9.9, "provisional")
    alone = rates[rates["area_id"] != "MN"]
    value, status = only(derive(tidy([alone]), AREAS))
    assert (pd.isna(value), status) == (True, "not_reported")


def test_no_observations_make_no_gaps() -> None:
    assert derive(tidy([deaths()]), AREAS).empty


def test_an_area_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(ObservationError, match="'99999'"):
        derive(tidy([deaths(*WHOLE, ("99999", 1.0, "normal"))]), AREAS)


def test_a_third_with_an_area_of_unknown_residents_is_refused() -> None:
    areas = (*AREAS, Area("10007", "Uncounted", Geography.MODZCTA, poverty_third=3))
    with pytest.raises(ObservationError, match="third 3 lack residents: .'10007'"):
        derive(tidy([deaths(*WHOLE)]), areas)


# From here on the published files, read here without the project's readers.


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def published_deaths(mirror: Path) -> Iterator[pd.DataFrame]:
    path = mirror / "nychealth-coronavirus-data/trends/deathrate-by-modzcta.csv"
    for row in rows(path):
        month, year = row["date"].split("/")
        cells: list[Cell] = [
            (area_id, *((float(text), "normal") if text else (None, "withheld_or_none")))
            for name, text in row.items()
            if (area_id := name.removeprefix("DEATHRATE_")).isdigit()
        ]
        assert len(cells) == 177
        yield observed("covid_death_rate", Geography.MODZCTA, f"{year}-{int(month):02}-01", *cells)


def published_vaccination(mirror: Path) -> Iterator[pd.DataFrame]:
    folder = mirror / "nychealth-immunization-data/visualizations"
    for year, half in product(range(2020, 2026), ("Q2", "Q4")):
        path = folder / f"MMR_geo_24_35mo_{year}_{half}.csv"
        cells: list[Cell] = [
            (row["MODZCTA"], float(row["PERC_VAC"]), "normal") for row in rows(path)
        ]
        first, last = ("01-01", "06-30") if half == "Q2" else ("07-01", "12-31")
        part = observed("measles_vaccination", Geography.MODZCTA, f"{year}-{first}", *cells)
        yield part.assign(period_end=pd.Timestamp(f"{year}-{last}"))


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    inputs = [
        nysdol_laus.extend(
            nysdol_laus.read(mirror / "nysdol-laus"), bls_laus.read(mirror / "bls-laus-fred")
        ),
        *published_deaths(mirror),
        *published_vaccination(mirror),
    ]
    return derive(tidy(inputs))


def gap(published: pd.DataFrame, indicator_id: str, start: str) -> tuple[float, str]:
    is_found = (published["indicator_id"] == indicator_id) & (
        published["period_start"] == pd.Timestamp(start)
    )
    return only(published[is_found])


def test_the_published_gaps_pass_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    assert published.groupby("indicator_id").size().to_dict() == {
        "gap_covid_death_poverty": 67,
        "gap_measles_poverty": 12,
        "gap_unemployment_bronx_manhattan": 58,
    }


@pytest.mark.parametrize(
    ("month", "points", "status"),
    [
        ("2019-10-01", 1.8, "normal"),
        ("2020-05-01", 9.9, "normal"),
        ("2023-10-01", 2.2, "provisional"),
    ],
)
def test_the_unemployment_gap_opened_and_closed(
    published: pd.DataFrame, month: str, points: float, status: str
) -> None:
    assert gap(published, "gap_unemployment_bronx_manhattan", month) == (points, status)


def test_the_measles_gap_opened(published: pd.DataFrame) -> None:
    assert gap(published, "gap_measles_poverty", "2020-01-01") == (-1.7, "normal")
    assert gap(published, "gap_measles_poverty", "2025-07-01") == (6.5, "normal")


def test_the_death_gap_is_known_for_two_months_only(published: pd.DataFrame) -> None:
    deaths_gap = published[published["indicator_id"] == "gap_covid_death_poverty"]
    known = deaths_gap[deaths_gap["value"].notna()].set_index("period_start")
    assert known["value"].to_dict() == {
        pd.Timestamp("2020-04-01"): 67.5,
        pd.Timestamp("2022-01-01"): 7.6,
    }
    assert set(known["status"]) == {"low_reliability"}
    hidden = deaths_gap[deaths_gap["value"].isna()]
    assert set(hidden["status"]) == {"withheld"}


@pytest.mark.parametrize(("month", "rich", "poor"), [("2020-04-01", 9, 0), ("2022-01-01", 18, 1)])
def test_the_missing_areas_can_only_make_the_death_gap_larger(
    mirror: Path, published: pd.DataFrame, month: str, rich: int, poor: int
) -> None:
    """Even with four deaths, the most a blank can stand for, in every blank rich area and none
    in a blank poor one."""
    parts = {part["period_start"].iloc[0]: part for part in published_deaths(mirror)}
    rates = parts[pd.Timestamp(month)].set_index("area_id")["value"].astype("float64")
    areas = geography.areas()[Geography.MODZCTA]
    missing = {third: 0 for third in (1, 2, 3)}
    died, residents = {1: 0.0, 3: 0.0}, {1: 0, 3: 0}
    for area in areas:
        assert area.population is not None
        assert area.poverty_third is not None
        rate = rates[area.id]
        missing[area.poverty_third] += bool(pd.isna(rate))
        if area.poverty_third != 2:
            most = 4.0 if area.poverty_third == 1 else 0.0
            died[area.poverty_third] += most if pd.isna(rate) else rate * area.population / 1e5
            residents[area.poverty_third] += area.population
    assert (missing[1], missing[3]) == (rich, poor)
    smallest = 1e5 * (died[3] / residents[3] - died[1] / residents[1])
    assert smallest > gap(published, "gap_covid_death_poverty", month)[0]


def test_many_rich_areas_stand_at_the_publishers_ceiling(mirror: Path) -> None:
    latest = list(published_vaccination(mirror))[-1].set_index("area_id")["value"]
    thirds = {area.id: area.poverty_third for area in geography.areas()[Geography.MODZCTA]}
    at_ceiling = [thirds[str(area_id)] for area_id in latest.index[latest == 99]]
    assert (at_ceiling.count(1), at_ceiling.count(3)) == (36, 5)
    assert (list(thirds.values()).count(1), list(thirds.values()).count(3)) == (78, 46)
    assert latest.max() == 99
    assert set(latest.index) == set(thirds)
