"""Places are found however they are typed, the likeliest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.search.finding import Closeness, find
from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Place
from pages import search
from tests.support.described import described, markup, opened, words
from tests.support.tiny import COURTS

BRONX = Place("BX", "Bronx", "borough", "BX", ("Bronx County", "The Bronx"), {})
HEIGHTS = Place("QN0301", "Jackson Heights", "neighborhood", "QN", ("QN0301",), {})
ST_GEORGE = Place("SI0101", "St. George-New Brighton", "neighborhood", "SI", ("St. George",), {})
EAST = Place("BK0104", "East Williamsburg", "neighborhood", "BK", ("Williamsburg",), {})
WILLIAMSBURG = Place("BK0102", "Williamsburg", "neighborhood", "BK", (), {})
DISTRICT = Place("407", "Queens Community District 7", "community district", "QN", (), {})
FORDHAM = Place(
    "10458",
    "10458 Belmont, Fordham",
    "ZIP Code",
    "BX",
    ("Belmont", "Fordham"),
    {Geography.MODZCTA: ("10458",), Geography.NTA2020: ("QN0301",)},
)
OTHER_ZIP = Place("10459", "10459 Longwood", "ZIP Code", "BX", (), {})
PLACES = (BRONX, HEIGHTS, ST_GEORGE, EAST, WILLIAMSBURG, DISTRICT, FORDHAM, OTHER_ZIP)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, (COURTS,), PLACES)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("10458", FORDHAM),
        ("  bronx ", BRONX),
        ("the bronx", BRONX),
        ("BX", BRONX),
        ("Jáckson heíghts", HEIGHTS),
        ("jakson hights", HEIGHTS),
        ("saint george", ST_GEORGE),
        ("St George", ST_GEORGE),
        ("wiliamsburg", WILLIAMSBURG),
        ("E williamsburg", EAST),
        ("fordham", FORDHAM),
        ("queens district 7", DISTRICT),
    ],
)
def test_a_place_is_found_however_it_is_typed(release: Release, typed: str, first: Place) -> None:
    assert find(release, typed).matches[0].place == first


def test_a_zip_code_finds_no_other_zip_code(release: Release) -> None:
    assert [match.place for match in find(release, "10458").matches] == [FORDHAM]
    assert find(release, "10458").matches[0].closeness is Closeness.CODE


def test_the_beginning_of_a_zip_code_finds_all_that_begin_so(release: Release) -> None:
    assert {match.place.id for match in find(release, "1045").matches} == {"10458", "10459"}


@pytest.mark.parametrize("typed", ["", "   ", "!?", "zzzzqq", "90210"])
def test_nothing_is_found_where_nothing_is_like_it(release: Release, typed: str) -> None:
    assert find(release, typed).matches == ()


def test_guesses_are_made_only_where_nothing_matches(release: Release) -> None:
    assert find(release, "jakson hights").are_guesses
    assert not find(release, "jackson").are_guesses
    assert find(release, "jakson hights", guess=False).matches == ()


def test_marks_and_case_do_not_matter() -> None:
    assert normalized("St. Mary\u2019s  Park—Éast") == "st marys park east"


def test_an_exact_match_stands_first_and_leads_on(release: Release) -> None:
    page = markup(opened(search.PAGE, "/search", release, q="10458"))
    assert '<h2 class="found-name">10458 Belmont, Fordham</h2>' in page
    assert 'href="/places/QN0301"' in page
    assert "1 place matches." in page


def test_a_borough_leads_to_its_own_page(release: Release) -> None:
    page = markup(opened(search.PAGE, "/search", release, q="bronx"))
    assert 'href="/places/BX"' in page


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("10458", "10458"),
        (" 10458-1234 ", "10458"),
        ("10458, NY", "10458"),
        ("bronx", "BX"),
        ("The Bronx, New York", "BX"),
        ("Jáckson heíghts", "QN0301"),
        ("williamsburg", "BK0102"),
        ("St. George-New Brighton", "SI0101"),
        ("queens community district 7", "407"),
    ],
)
def test_a_place_named_whole_is_opened_at_once(release: Release, typed: str, place: str) -> None:
    page = opened(search.PAGE, "/search", release, q=typed)
    assert (page.status, page.leads_to) == (303, f"/places/{place}")
    older = opened(search.PAGE, "/search", release, q=typed, release="2026-11-01")
    assert older.leads_to == f"/places/{place}?release=2026-11-01"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "fordham", "jackson", "new brighton", "1045", "jakson hights", "wiliamsburg"),
        *("10458 10459", "10458 90210", "90210", "12 Main Street 10458", "rent 10458"),
        *("rent bronx", "community district", "new york", "11111"),
    ],
)
def test_nothing_is_opened_on_a_guess(release: Release, typed: str) -> None:
    page = opened(search.PAGE, "/search", release, q=typed)
    assert (page.status, page.leads_to) == (200, "")


def test_guesses_are_called_guesses(release: Release) -> None:
    text = words(opened(search.PAGE, "/search", release, q="jakson hights"))
    assert "No place is spelled just so." in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type a ZIP code"),
        ("90210", "90210 is not a ZIP code of New York City"),
        ("wall street 1", "Streets, addresses, landmarks and school"),
    ],
)
def test_a_search_without_results_says_what_else_to_try(
    release: Release, typed: str, said: str
) -> None:
    page = opened(search.PAGE, "/search", release, q=typed)
    assert said in words(page)
    assert 'href="/search?q=10458"' in markup(page)
    assert not page.is_indexed


def test_what_was_typed_is_never_markup(release: Release) -> None:
    page = markup(opened(search.PAGE, "/search", release, q="<script>alert(1)</script>"))
    assert "<script>" not in page


def test_a_release_without_places_says_so(tmp_path: Path) -> None:
    text = words(opened(search.PAGE, "/search", described(tmp_path, (COURTS,)), q="bronx"))
    assert "This release has no list of places." in text
