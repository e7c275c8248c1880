"""A council district that is searched leads to the places it overlaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.search import council
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import city_terms
from data_loaders.vocabulary.council_districts import NUMBERS, OVERLAPPED, council_districts
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Geography, Place
from pages import search
from tests.support.described import described, markup, opened, words

MOTT_HAVEN = Place("BX0101", "Mott Haven-Port Morris", "neighborhood", "BX", (), {})
HARLEM = Place("111", "Manhattan Community District 11", "community district", "MN", (), {})
ZIP_AREA = Place("10454", "10454 Mott Haven", "ZIP Code", "BX", (), {Geography.MODZCTA: ("10454",)})
ELSEWHERE = Place("TOY1", "Harbor", "neighborhood", "BX", (), {})


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, SOURCES, places=(MOTT_HAVEN, HARLEM, ZIP_AREA))


@pytest.mark.parametrize(
    ("typed", "number", "beside"),
    [
        ("Council District 8", 8, ""),
        ("city council 34", 34, ""),
        ("City Council District No. 9", 9, ""),
        ("councilmember district 12", 12, ""),
        ("district 8 council", 8, ""),
        ("8th council district", 8, ""),
        ("distrito del concejo 10", 10, ""),
        ("Concejo Municipal distrito 10", 10, ""),
        ("distrito 10 del concejo", 10, ""),
        ("rent council district 8", 8, "rent"),
    ],
)
def test_a_council_district_is_known_by_its_number(typed: str, number: int, beside: str) -> None:
    assert council.asked(typed) == council.Asked(number, beside)


@pytest.mark.parametrize(
    "typed",
    [
        "cd 8",
        "community district 8",
        "district 8",
        "distrito 8",
        "council",
        "council district 10458",
    ],
)
def test_other_districts_are_no_council_districts(typed: str) -> None:
    assert council.asked(typed) is None


def test_a_council_district_lists_the_places_it_overlaps_with_their_share(
    release: Release,
) -> None:
    page = opened(search.PAGE, "/search", release, q="council district 8")
    text = words(page)
    assert "No figure here is counted by council district" in text
    # By hand from the published file: 57,718 of 184,429 residents live in Mott Haven.
    assert "Mott Haven-Port Morris : about 31%" in text
    assert 'href="/places/BX0101"' in markup(page)
    assert 'href="/places/10454"' in markup(page)
    assert 'href="/places/111"' in markup(page)


def test_a_figure_named_beside_a_council_district_is_listed(release: Release) -> None:
    page = opened(search.PAGE, "/search", release, q="covid case rate council district 8")
    assert 'href="/data/covid_case_rate"' in markup(page)


def test_a_council_district_that_is_not_says_how_many_there_are(release: Release) -> None:
    page = opened(search.PAGE, "/search", release, q="council district 77")
    assert "no district 77: the last is 51" in words(page)


@pytest.mark.parametrize(
    "typed", ["council", "City Council", "council district", "my council member", "concejo"]
)
def test_council_districts_without_a_number_are_answered_with_an_example(
    release: Release, typed: str
) -> None:
    page = opened(search.PAGE, "/search", release, q=typed)
    assert "Nothing here is called" not in words(page)
    assert council.asked(typed) is None
    assert 'href="/search?q=council+district+8"' in markup(page)
    assert council.asked("council district 8") == council.Asked(8, "")


def test_a_city_without_these_places_knows_no_council_district(tmp_path: Path) -> None:
    toy = described(tmp_path, SOURCES, places=(ELSEWHERE,))
    page = opened(search.PAGE, "/search", toy, q="council district 8")
    assert "Nothing here is called" in words(page)


def test_every_council_district_names_known_areas_and_most_of_its_residents() -> None:
    known = {geography: {area.id for area in areas()[geography]} for geography in OVERLAPPED}
    assert set(council_districts()) == set(NUMBERS)
    for number, overlaps in council_districts().items():
        for geography in OVERLAPPED:
            parts = [each for each in overlaps if each.geography is geography]
            assert {each.area for each in parts} <= known[geography]
            assert 95 <= sum(each.percent for each in parts) <= 102, (number, geography)


def test_what_may_be_typed_has_an_example_of_a_council_district() -> None:
    """The sentence above the examples names it."""
    assert [text for text in city_terms.SEARCHED if council.asked(text)]
