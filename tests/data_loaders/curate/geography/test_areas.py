"""The shipped area tables keep their promises; test_explain holds that files make them again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from data_loaders.curate.geography.area_names import modzcta_of_zip, slug, streeteasy_areas
from data_loaders.vocabulary.geography import BOROUGH_IDS, NEIGHBORHOODS, areas
from data_loaders.vocabulary.model import Area, AreaKind, Geography

RESIDENTS_2020 = 8_804_190
COUNTED = (
    Geography.CITY,
    Geography.BOROUGH,
    Geography.CD,
    Geography.CDTA2020,
    Geography.PUMA2020,
    Geography.NTA2010,
    Geography.NTA2020,
    Geography.MODZCTA,
    Geography.UHF42,
)
WITH_THIRDS = tuple(g for g in COUNTED if g in NEIGHBORHOODS)


def shipped(geography: Geography, area_id: str) -> Area:
    return next(area for area in areas()[geography] if area.id == area_id)


@pytest.mark.parametrize(
    ("geography", "count"),
    [
        (Geography.CITY, 1),
        (Geography.BOROUGH, 5),
        (Geography.CD, 59 + 12),
        (Geography.CDTA2020, 59 + 12),
        (Geography.PUMA2020, 55),
        (Geography.NTA2010, 195),
        (Geography.NTA2020, 262),
        (Geography.MODZCTA, 177),
        (Geography.UHF42, 42),
        (Geography.ZIP, 248),
        (Geography.STREETEASY, 177 + 15),
        (Geography.MARKET, 1),
        (Geography.STATE, 3),
        (Geography.US, 1),
    ],
)
def test_every_geography_has_all_its_areas(geography: Geography, count: int) -> None:
    ids = [area.id for area in areas()[geography]]
    assert len(ids) == len(set(ids)) == count


@pytest.mark.parametrize("geography", COUNTED)
def test_residents_add_up_to_the_census_count(geography: Geography) -> None:
    assert sum(area.population or 0 for area in areas()[geography]) == RESIDENTS_2020


@pytest.mark.parametrize("geography", sorted(set(Geography) - set(COUNTED)))
def test_no_residents_are_claimed_where_no_count_exists(geography: Geography) -> None:
    assert {area.population for area in areas()[geography]} == {None}


def test_boroughs_have_their_census_counts() -> None:
    counts = {area.id: area.population for area in areas()[Geography.BOROUGH]}
    assert counts == {
        "BX": 1_472_654,
        "BK": 2_736_074,
        "MN": 1_694_251,
        "QN": 2_405_464,
        "SI": 495_747,
    }


def test_197_of_the_neighborhoods_of_2020_are_residential() -> None:
    kinds = Counter(area.kind for area in areas()[Geography.NTA2020])
    assert kinds == {
        AreaKind.RESIDENTIAL: 197,
        AreaKind.PARK: 40,
        AreaKind.CEMETERY: 14,
        AreaKind.OTHER: 9,
        AreaKind.AIRPORT: 2,
    }


def test_rikers_island_is_in_the_bronx() -> None:
    assert shipped(Geography.NTA2020, "QN0151").borough_id == "BX"
    assert shipped(Geography.NTA2010, "BX98").name == "Rikers Island"
    assert shipped(Geography.NTA2010, "BX98").kind is AreaKind.OTHER


def test_marble_hill_is_counted_with_the_neighborhood_that_straddles() -> None:
    # 22,807 with tract 36061030900, which is in Manhattan.
    assert shipped(Geography.NTA2020, "BX0802").population == 22_807


@pytest.mark.parametrize("geography", [*sorted(NEIGHBORHOODS), Geography.BOROUGH])
def test_every_area_of_the_city_is_in_a_borough(geography: Geography) -> None:
    assert {area.borough_id for area in areas()[geography]} <= set(BOROUGH_IDS)


@pytest.mark.parametrize("geography", [g for g in COUNTED if g is not Geography.CITY])
def test_neighbors_are_mutual(geography: Geography) -> None:
    next_to = {area.id: set(area.neighbors) for area in areas()[geography]}
    assert all(area_id in next_to[other] for area_id in next_to for other in next_to[area_id])
    assert not any(area_id in others for area_id, others in next_to.items())


@pytest.mark.parametrize("geography", [g for g in COUNTED if g is not Geography.CITY])
def test_walking_from_neighbor_to_neighbor_reaches_every_area(geography: Geography) -> None:
    next_to = {area.id: area.neighbors for area in areas()[geography]}
    reached: set[str] = set()
    ahead = [next(iter(next_to))]
    while ahead:
        area_id = ahead.pop()
        if area_id not in reached:
            reached.add(area_id)
            ahead.extend(next_to[area_id])
    assert reached == set(next_to)


def test_piers_do_not_make_brooklyn_heights_a_neighbor_of_manhattan() -> None:
    assert not any(
        area_id.startswith("MN") for area_id in shipped(Geography.NTA2020, "BK0201").neighbors
    )


@pytest.mark.parametrize("geography", WITH_THIRDS)
def test_poverty_thirds_are_of_residential_areas_and_about_equal(geography: Geography) -> None:
    lived_in = [area for area in areas()[geography] if area.poverty_third is not None]
    assert {area.kind for area in lived_in} == {AreaKind.RESIDENTIAL}
    residents = Counter[int]()
    for area in lived_in:
        residents[area.poverty_third or 0] += area.population or 0
    for third in (1, 2, 3):
        assert 0.3 < residents[third] / sum(residents.values()) < 0.37


def test_the_poorest_and_the_richest_known_areas_are_in_opposite_thirds() -> None:
    assert shipped(Geography.NTA2020, "BX0101").poverty_third == 3  # Mott Haven
    assert shipped(Geography.NTA2020, "MN0802").poverty_third == 1  # Carnegie Hill


def test_names_are_those_readers_know() -> None:
    assert shipped(Geography.MODZCTA, "10001").name == "Chelsea, NoMad, West Chelsea"
    assert shipped(Geography.CD, "205").name == "Fordham and University Heights"
    assert shipped(Geography.CD, "164").name == "Central Park"
    assert shipped(Geography.CDTA2020, "BK01").name == "Williamsburg-Greenpoint"
    assert shipped(Geography.UHF42, "105").name == "Crotona - Tremont"
    assert shipped(Geography.NTA2010, "MN99").name == "Parks and cemeteries, Manhattan"


def test_zip_codes_of_one_building_are_not_residential() -> None:
    kinds = {area.id: area.kind for area in areas()[Geography.ZIP]}
    assert kinds["10458"] is AreaKind.RESIDENTIAL
    assert kinds["11249"] is AreaKind.RESIDENTIAL
    assert kinds["10118"] is AreaKind.OTHER  # the Empire State Building
    assert kinds["10275"] is AreaKind.OTHER  # P.O. boxes
    assert kinds["11430"] is AreaKind.AIRPORT
    assert kinds["00083"] is AreaKind.PARK


def test_the_label_of_a_zip_area_adds_what_the_table_leaves_out(mirror: Path) -> None:
    area_of_zip = modzcta_of_zip(mirror)
    assert area_of_zip["10119"] == "10001"  # by the table
    assert area_of_zip["11249"] == "11211"  # by the label
    assert "99999" not in area_of_zip.values()


def test_streeteasy_areas_have_slugs_and_no_citywide_entries(mirror: Path) -> None:
    found = {area.id: area for area in streeteasy_areas(mirror)}
    assert found["st-albans"].borough_id == "QN"
    assert found["all-downtown"].kind is AreaKind.OTHER
    assert {"nyc", "bronx"}.isdisjoint(found)


def test_a_slug_is_lowercase_words_joined_by_hyphens() -> None:
    assert slug("Stuyvesant Town/PCV") == "stuyvesant-town-pcv"
    assert slug("St. Albans") == "st-albans"
