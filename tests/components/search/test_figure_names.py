"""Figures are found by the names people use for them, in English and Spanish."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import unescape

import msgspec
import pytest

from components.data.matching import JOINING, closest, matching
from components.markup.first_view import rendered
from components.search import view
from components.search.parted import parted
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.figure_names import figure_names
from data_loaders.vocabulary.model import Catalog
from tests.support.described import described


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Every source that is shown, with the places that ship."""
    catalog = (installation.SHIPPED_SEED / "catalog.json").read_bytes()
    shipped = msgspec.json.decode(catalog, type=Catalog)
    return described(tmp_path_factory.mktemp("names"), SOURCES, shipped.places)


def first(release: Release, typed: str) -> str:
    return next((indicator.id for indicator in closest(release, typed)), "")


def test_every_name_in_daily_use_means_a_figure_and_has_a_source(release: Release) -> None:
    assert [each.name for each in figure_names() if not matching(release, each.means)] == []
    assert [each.name for each in figure_names() if not matching(release, each.name)] == []
    for each in figure_names():
        assert each.language in ("en", "es")
        assert each.source.startswith(f"https://{each.language}.wikipedia.org/wiki/")


def test_a_name_says_whether_its_page_was_read() -> None:
    read = [each for each in figure_names() if each.read_on is not None]
    assert {"desalojo", "paratransit", "takeout"} <= {each.name for each in read}
    assert all(date(2026, 1, 1) < (each.read_on or date.min) for each in read)


def test_no_name_stands_twice() -> None:
    names = Counter(each.name for each in figure_names())
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("alquiler", "asking_rent"),
        ("alquileres", "asking_rent"),
        ("desempleo", "unemployment_rate"),
        ("empleos", "jobs"),
        ("vacunas", "measles_vaccination"),
        ("VACUNACIÓN", "measles_vaccination"),
        ("desalojos", "eviction_filings"),
        ("cupones de alimentos", "snap_recipients"),
        ("tasa de desempleo", "unemployment_rate"),
        ("niños en refugio", "children_in_shelter"),
        ("casos de covid", "covid_cases"),
        ("food stamps", "snap_recipients"),
        ("salaries", "weekly_pay_by_workplace"),
        ("robbery", "robberies"),
        ("burglary", "burglaries"),
        ("taxis", "yellow_taxi_trips"),
        ("uber", "app_car_trips"),
        ("flu", "influenza_cases_weekly"),
        ("jobs", "jobs"),
        ("subway", "subway_ridership"),
        ("bus", "bus_ridership"),
    ],
)
def test_a_name_leads_to_its_figure(release: Release, typed: str, figure: str) -> None:
    nearest = [indicator.id for indicator in closest(release, typed)[: view.MOST_FIGURES]]
    assert figure in nearest


def test_a_short_word_is_no_beginning_of_another(release: Release) -> None:
    titles = [indicator.title for indicator in closest(release, "bus")]
    assert titles
    assert not [title for title in titles if "bus " not in f"{title.lower()} "]


def test_figures_named_so_come_before_those_that_mention_it(release: Release) -> None:
    assert first(release, "jobs") == "jobs"
    assert first(release, "unemployment rate") == "unemployment_rate"
    assert first(release, "murder") == "murders"


@pytest.mark.parametrize(
    ("typed", "figure", "places"),
    [
        ("alquiler en el Bronx", "asking_rent", ("BX",)),
        ("desempleo Brooklyn", "unemployment_rate", ("BK",)),
        ("Bronx desalojos", "eviction_filings", ("BX",)),
        ("vacunas 10456", "measles_vaccination", ("10456",)),
        ("rent Astoria", "asking_rent", ("QN0101", "QN0103", "QN0104")),
        ("Astoria rent", "asking_rent", ("QN0101", "QN0103", "QN0104")),
        ("rent in Harlem", "asking_rent", ("MN1001", "MN1002")),
        ("rent in East New York", "asking_rent", ("BK0502", "BK0503", "BK0505")),
        ("alquiler Washington Heights", "asking_rent", ("MN1201", "MN1202")),
        ("food stamps queens cd 7", "snap_recipients", ("407",)),
        ("rent LES", "asking_rent", ("MN0302", "MN0301")),
    ],
)
def test_a_figure_and_places_of_one_name(
    release: Release, typed: str, figure: str, places: tuple[str, ...]
) -> None:
    reading = parted(release, typed)
    assert reading is not None
    assert {place.id for place in reading.places} == set(places)
    assert figure in {indicator.id for indicator in closest(release, reading.words)}
    page = str(rendered(view.layout(release, typed, {})))
    assert "Nothing here is called" not in page
    assert all(f'href="/places/{place}"' in page for place in places)
    assert ('href="/trends?' if len(places) == 1 else 'href="/data/') in page


@pytest.mark.parametrize(
    ("typed", "figure", "geography", "areas"),
    [
        ("covid 10456", "covid_case_rate", "modzcta", "10456"),
        ("covid 10456", "covid_death_rate", "modzcta", "10456"),
        ("alquiler en el Bronx", "asking_rent", "borough", "BX"),
        ("vacunas 10456", "measles_vaccination", "modzcta", "10456"),
    ],
)
def test_a_figure_named_with_one_place_leads_to_that_figure_there(
    release: Release, typed: str, figure: str, geography: str, areas: str
) -> None:
    page = unescape(str(rendered(view.layout(release, typed, {}))))
    there = f"/trends?indicator={figure}&geography={geography}&areas={areas}"
    assert f'href="{there}"' in page


@pytest.mark.parametrize("typed", ["Staten Island", "12 Main Street 10456", "10456"])
def test_a_place_or_an_address_alone_shows_no_figure(release: Release, typed: str) -> None:
    page = str(rendered(view.layout(release, typed, {})))
    assert "Figures that mention it" not in page
    assert 'href="/places/' in page


@pytest.mark.parametrize("typed", ["rent Boston", "qwxz Astoria", "alquiler", "the of"])
def test_what_has_no_two_parts_is_not_parted(release: Release, typed: str) -> None:
    assert parted(release, typed) is None


def test_words_that_only_join_name_no_figure_in_use() -> None:
    assert [each.name for each in figure_names() if set(each.name.split()) <= JOINING] == []


def test_the_filter_of_all_figures_reads_the_same_names(release: Release) -> None:
    assert matching(release, "desempleo")[0] == matching(release, "unemployment")[0]
    assert matching(release, "desempleo en") == matching(release, "unemployment")
