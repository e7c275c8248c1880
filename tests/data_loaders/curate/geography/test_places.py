"""What a reader may type leads to the areas that overlap it."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from data_loaders.curate.geography.places import overlaps, places
from data_loaders.curate.geography.streeteasy_places import (
    ALSO_IN,
    UNPLACED,
    UnplacedAreaError,
    name_parts,
    streeteasy_of_neighborhood,
)
from data_loaders.vocabulary.geography import area_ids, areas
from data_loaders.vocabulary.model import Area, AreaKind, Geography, Place

CELLS = pd.DataFrame(
    [
        ("A", "x", 970.0),
        ("A", "y", 30.0),
        ("A", "sliver", 1.0),
        ("A", "inside", 2.0),
        ("B", "y", 500.0),
        ("B", "sliver", 500.0),
        ("B", "", 7.0),
    ],
    columns=["nta2020", "modzcta", "weight"],
)


@pytest.fixture(scope="module")
def index() -> dict[str, Place]:
    return {place.id: place for place in places()}


def test_slivers_are_dropped_and_areas_mostly_inside_are_kept() -> None:
    shares = overlaps(CELLS, Geography.NTA2020, Geography.MODZCTA)
    # y is 30 of 1,003 residents, just under 3 %; all two residents of "inside" are in A.
    assert shares == {"A": ("x", "inside"), "B": ("sliver", "y")}


def test_every_borough_neighborhood_district_and_zip_code_is_found() -> None:
    kinds = Counter(place.kind for place in places())
    assert kinds == {"borough": 5, "neighborhood": 197, "community district": 59, "ZIP Code": 248}


def test_no_two_places_share_an_id(index: dict[str, Place]) -> None:
    assert len(index) == len(places())


def test_every_overlap_is_an_area_of_its_geography(index: dict[str, Place]) -> None:
    for place in index.values():
        for geography, ids in place.areas.items():
            assert ids, (place.id, geography)
            assert set(ids) <= area_ids(geography), (place.id, geography)
            assert len(ids) == len(set(ids)), (place.id, geography)


def test_a_place_overlaps_itself_alone_in_its_own_geography(index: dict[str, Place]) -> None:
    for place in index.values():
        own = {
            "borough": Geography.BOROUGH,
            "neighborhood": Geography.NTA2020,
            "community district": Geography.CD,
            "ZIP Code": Geography.ZIP,
        }[place.kind]
        assert place.areas[own] == (place.id,)


def test_fordham_heights_gathers_zip_codes_districts_and_streeteasy(
    index: dict[str, Place],
) -> None:
    place = index["BX0503"]
    assert place.areas[Geography.MODZCTA][0] == "10458"
    assert place.areas[Geography.CD][0] == "205"
    assert place.areas[Geography.STREETEASY] == ("fordham",)
    assert "Fordham" in place.terms


def test_marble_hill_is_in_two_boroughs(index: dict[str, Place]) -> None:
    assert index["BX0802"].areas[Geography.BOROUGH] == ("BX", "MN")
    assert "Marble Hill" in index["BX0802"].terms


def test_a_zip_code_of_one_building_leads_to_the_area_it_is_drawn_on(
    index: dict[str, Place],
) -> None:
    assert index["10118"].areas[Geography.MODZCTA] == ("10001",)
    assert Geography.MODZCTA not in index["10275"].areas
    assert index["11249"].areas[Geography.MODZCTA] == ("11211",)


def test_boroughs_are_found_by_their_other_names(index: dict[str, Place]) -> None:
    assert set(index["BX"].terms) == {"Bronx County", "The Bronx"}
    assert "Kings County" in index["BK"].terms
    assert "New York County" in index["MN"].terms
    assert Geography.STREETEASY not in index["SI"].areas


def test_districts_are_found_by_board_number(index: dict[str, Place]) -> None:
    assert index["205"].name == "Bronx Community District 5: Fordham and University Heights"
    assert "Bronx CB 5" in index["205"].terms


def test_every_streeteasy_neighborhood_is_placed_or_left_out_on_purpose() -> None:
    by_name = streeteasy_of_neighborhood(areas()[Geography.STREETEASY], areas()[Geography.NTA2020])
    placed = {area_id for ids in by_name.values() for area_id in ids}
    residential = {
        area.id for area in areas()[Geography.STREETEASY] if area.kind is AreaKind.RESIDENTIAL
    }
    assert placed == residential - UNPLACED
    assert residential >= UNPLACED
    assert set(ALSO_IN) <= residential
    assert {id_ for ids in ALSO_IN.values() for id_ in ids} <= area_ids(Geography.NTA2020)


def test_a_streeteasy_name_nobody_knows_is_refused() -> None:
    new = Area("new-name", "New Name", Geography.STREETEASY, "BX")
    with pytest.raises(UnplacedAreaError, match="new-name"):
        streeteasy_of_neighborhood((new,), areas()[Geography.NTA2020])


def test_a_compound_name_is_each_of_its_names() -> None:
    assert name_parts("University Heights (North)-Fordham") == (
        "University Heights",
        "Fordham",
        "University Heights-Fordham",
    )
    assert name_parts("Harlem (South)") == ("Harlem",)
