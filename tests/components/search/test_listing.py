"""The list of places leads to every place that has a page, and to council districts."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from components.place.gathering import page_places
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import Geography, Place
from pages import places
from tests.support.described import described, markup, opened

TOWN = Place("BX", "Bronx", "borough", "BX", (), {})
LATER = Place("BX0102", "Soundview", "neighborhood", "BX", (), {})
FIRST = Place("BX0101", "Mott Haven-Port Morris", "neighborhood", "BX", (), {})
ZIP_AREA = Place("10454", "10454 Mott Haven", "ZIP Code", "BX", (), {Geography.MODZCTA: ("10454",)})
COUNTED_WITH = Place("10499", "10499", "ZIP Code", "BX", (), {Geography.MODZCTA: ("10454",)})


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, SOURCES, places=(TOWN, LATER, FIRST, ZIP_AREA, COUNTED_WITH))


def test_every_place_with_a_page_is_listed_once(release: Release) -> None:
    page = html.fromstring(markup(opened(places.PAGE, "/places", release)))
    links = [link.get("href") for link in page.xpath("//a[starts-with(@href, '/places/')]")]
    assert sorted(links) == sorted(f"/places/{place.id}" for place in page_places(release))
    named = page.xpath("//section[@id='neighborhood']//a/text()")
    assert named == ["Mott Haven-Port Morris", "Soundview"]
    assert not page.xpath("//details[@open]")


def test_council_districts_lead_to_what_each_overlaps(release: Release) -> None:
    page = html.fromstring(markup(opened(places.PAGE, "/places", release)))
    (link,) = page.xpath("//a[.='City Council District 8']")
    assert link.get("href") == "/search?q=council+district+8"


def test_the_page_says_how_many_places_of_each_kind_there_are(release: Release) -> None:
    said = opened(places.PAGE, "/places", release).description
    assert said == "There is a page for each of 1 borough, 2 neighborhoods, and 1 ZIP area."
