from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, foursquare_county, foursquare_zip_cube
from data_loaders.sources.foursquare_groups import PARTS_OF_THE_DAY
from data_loaders.sources.partners.foursquare_county import source as county
from data_loaders.sources.partners.foursquare_zip_cube import source as cube
from tests.support.handed_over import observed

BEFORE, TROUGH = date(2020, 2, 24), date(2020, 4, 6)
SCALE = 0.05


def kept(path: Path) -> pd.DataFrame:
    found, report = read_delivery(cube, [path])
    assert found is not None, [finding.sentence for finding in report.findings]
    return found


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture(scope="module")
def spring(city: City, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """What is published of a week of February, and of one of April, 2020."""
    folder = tmp_path_factory.mktemp("spring")
    made = foursquare_zip_cube.SimulatedCube(city, SCALE)
    days = [start + timedelta(days=step) for start in (BEFORE, TROUGH) for step in range(7)]
    return observed(cube, merged(cube, [kept(made.write(folder, day)) for day in days]))


def test_the_same_city_gives_the_same_bytes(city: City, tmp_path: Path) -> None:
    paths = []
    for name, again in (("a", city), ("b", City())):
        (tmp_path / name).mkdir()
        paths.append(foursquare_zip_cube.SimulatedCube(again, SCALE).write(tmp_path / name, TROUGH))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_another_invented_city_gives_other_visits(city: City, tmp_path: Path) -> None:
    first = foursquare_zip_cube.SimulatedCube(city, SCALE).write(tmp_path, TROUGH).read_bytes()
    assert (
        foursquare_zip_cube.SimulatedCube(City(7), SCALE).write(tmp_path, TROUGH).read_bytes()
        != first
    )


def test_a_day_meets_the_reader_with_everything_the_format_has(city: City, tmp_path: Path) -> None:
    path = foursquare_zip_cube.SimulatedCube(city, SCALE).write(tmp_path, BEFORE)
    _, report = read_delivery(cube, [path])
    assert not report.is_refused
    assert 2_000 < report.rows_read < 8_000
    said = " ".join(finding.sentence for finding in report.findings)
    for words in ("single venue types", "'Residences'", "in no list of ZIP Codes"):
        assert words in said
    assert "do not add up" not in said


def test_a_larger_scale_fills_the_cube_and_changes_no_figure(city: City, tmp_path: Path) -> None:
    small = kept(foursquare_zip_cube.SimulatedCube(city, SCALE).write(tmp_path, BEFORE))
    path = foursquare_zip_cube.SimulatedCube(city, 0.2).write(tmp_path, BEFORE)
    found, report = read_delivery(cube, [path])
    assert found is not None
    assert report.rows_read > 35_000
    pd.testing.assert_frame_equal(found, small)


def test_parts_of_a_split_row_add_up(city: City, tmp_path: Path) -> None:
    made = foursquare_zip_cube.SimulatedCube(city, SCALE)
    random = city.random("split")
    lines = foursquare_zip_cube._split(500, foursquare_zip_cube._endings(random), 0.14, random)
    cells = [line.split(",")[:3] for line in lines]
    visits = {(hour, age): int(count) for hour, age, count in cells}
    assert visits["All", "All"] == 500
    assert sum(visits.get((hour, "All"), 0) for hour in PARTS_OF_THE_DAY) == 500
    assert visits["All", "Below65"] + visits["All", "Above65"] == 500
    assert made.scale == SCALE


def test_late_days_come_with_the_second_handover_and_a_lost_one_never() -> None:
    first, second = HANDOVERS
    early, later = foursquare_zip_cube.days(None, first), foursquare_zip_cube.days(first, second)
    assert foursquare_zip_cube.LATE.isdisjoint(early)
    assert set(later) >= foursquare_zip_cube.LATE
    assert foursquare_zip_cube.LOST.isdisjoint([*early, *later])
    span = (second - foursquare_zip_cube.FIRST_DAY).days + 1
    assert len(early) + len(later) == len({*early, *later}) == span - len(foursquare_zip_cube.LOST)


def test_the_city_empties_in_april_2020_and_midtown_most(spring: pd.DataFrame) -> None:
    april = spring[spring["period_start"] == pd.Timestamp(TROUGH)]
    index = april.set_index(["area_id", "industry_id"])["value"]
    assert index["NYC", "all"] <= 25
    assert index["NYC", "grocery"] >= 2 * index["NYC", "all"]
    assert index["NYC", "arts-entertainment"] <= 20
    assert index["10018", "food"] < index["NYC", "food"] + 5
    assert index["MN", "all"] <= index["BX", "all"]


def test_enough_is_published_and_some_withheld(spring: pd.DataFrame) -> None:
    april = spring[spring["period_start"] == pd.Timestamp(TROUGH)]
    small = april[april["geography"] == "modzcta"]["status"].value_counts(normalize=True)
    assert 0.03 < small["withheld"] < 0.35
    assert set(april.loc[april["geography"] != "modzcta", "status"]) == {"normal"}


@pytest.fixture(scope="module")
def counties(city: City, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two handovers of the county file, a month apart."""
    folder = tmp_path_factory.mktemp("county")
    first, second = date(2020, 3, 15), date(2020, 4, 19)
    return [
        *foursquare_county.write(folder, city, None, first, SCALE),
        *foursquare_county.write(folder, city, first, second, SCALE),
    ]


def test_the_county_file_passes_and_its_last_weeks_are_restated(counties: list[Path]) -> None:
    tables = []
    for path in counties:
        found, report = read_delivery(county, [path])
        assert found is not None, [finding.sentence for finding in report.findings]
        tables.append(found)
    first = observed(county, tables[0])
    second = observed(county, merged(county, tables), [first])
    key = ["indicator_id", "area_id", "industry_id", "period_start"]
    both = first.merge(second, on=key, suffixes=("_first", "_second"))
    revised = both[both["value_first"].ne(both["value_second"]) & both["value_first"].notna()]
    assert 0 < len(revised) < len(both) / 2
    assert set(revised["period_start"]) <= {pd.Timestamp("2020-03-02"), pd.Timestamp("2020-03-09")}
    april = second[second["period_start"] == pd.Timestamp("2020-04-13")]
    assert april[april["industry_id"] == "all"]["value"].max() <= 30


def test_the_cube_and_the_county_file_tell_of_the_same_city(
    city: City, tmp_path: Path, counties: list[Path]
) -> None:
    of_day = kept(foursquare_zip_cube.SimulatedCube(city, SCALE).write(tmp_path, BEFORE))
    boroughs, _ = read_delivery(county, [counties[0]])
    assert boroughs is not None
    chosen = boroughs[(boroughs["day"] == pd.Timestamp(BEFORE)) & (boroughs["age"] == "All")]
    in_areas = of_day[of_day["area_id"] != "unallocated"]
    assert in_areas["visits"].sum() == chosen["visits"].sum()
