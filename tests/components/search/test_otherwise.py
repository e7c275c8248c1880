"""Questions, slips of the pen, agencies and Spanish: what was meant is found, and never guessed."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest

from components.data.matching import matching
from components.markup.first_view import rendered
from components.search import view
from components.search.topics import PAIRS, TOPICS
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Catalog, Geography
from tests.support.described import described

READ_AS = re.compile(r"This is what “(.+?)” finds")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Every source that is shown, with the places that ship."""
    catalog = (installation.SHIPPED_SEED / "catalog.json").read_bytes()
    shipped = msgspec.json.decode(catalog, type=Catalog)
    return described(tmp_path_factory.mktemp("otherwise"), SOURCES, shipped.places)


def page(release: Release, typed: str) -> str:
    return str(rendered(view.layout(release, typed, {})))


FOUND = [
    # typed, read as (empty: as typed), what is found
    ("unemployement", "unemployment", "/data/unemployment_rate"),
    ("evicions", "evictions", "/data/eviction_filings"),
    ("shleter", "shelter", "/data/"),
    ("measels", "measles", "/data/measles_vaccination"),
    ("vaccinatoin", "vaccination", "/data/measles_vaccination"),
    ("ridershp", "ridership", "/data/subway_ridership"),
    ("restauraunt", "restaurant", "/data/"),
    ("evicions in brooklyn", "evictions in brooklyn", "/places/BK"),
    ("homlessness", "homelessness", "/data/"),
    ("is the bronx back", "bronx", "/places/BX"),
    ("what happened to restaurants", "restaurants", "/data/"),
    ("how many people get snap", "get snap", "/data/snap_recipients"),
    ("where are the homeless", "homeless", "/data/"),
    ("cuantos casos de covid hay", "casos de covid", "/data/covid_case"),
    ("donde hay vacunas", "vacunas", "/data/measles_vaccination"),
    ("NYPD", "", "/data/major_felonies"),
    ("HRA", "", "/data/snap_recipients"),
    ("DOHMH", "", "/data/covid_case_rate"),
    ("TLC", "", "/data/"),
    ("BLS", "", "/data/"),
    ("MTA", "", "/data/subway_"),
    ("DHS", "", "/data/"),
    ("unemployment in the bronx", "", "/trends?indicator=unemployment_rate"),
    ("unemployment in the bronx", "", "/places/BX"),
    ("desempleo en el bronx", "", "/trends?indicator=unemployment_rate"),
    ("desempleo en el bronx", "", "/places/BX"),
    ("alquileres en queens", "", "/trends?indicator=asking_rent"),
    ("alquileres en queens", "", "/places/QN"),
    ("is rent down in my area", "rent", "/data/asking_rent"),
    ("is rent going down in the bronx", "rent in bronx", "/places/BX"),
    ("how many people got evicted in flatbush", "evicted in flatbush", "/data/eviction"),
    ("how many people got evicted in flatbush", "evicted in flatbush", "/places/BK"),
    ("covid en mi barrio", "covid", "/data/covid_case_rate"),
    ("subway ridership down?", "subway ridership", "/data/subway_ridership"),
    ("murders 2021", "murders", "/data/murders"),
    ("precio de renta", "de renta", "/data/asking_rent"),
    ("1600 grand concourse bronx", "bronx", "/places/BX"),
    ("median income harlem", "harlem", "/places/MN1001"),
    ("4th ave and 9th st brooklyn", "brooklyn", "/places/BK"),
    ("is the city back", "city", "/places/MN"),
]


@pytest.mark.parametrize(("typed", "read_as", "link"), FOUND)
def test_what_was_meant_is_found_and_named(
    release: Release, typed: str, read_as: str, link: str
) -> None:
    told = page(release, typed)
    assert READ_AS.findall(told) == ([read_as] if read_as else [])
    assert f'href="{link}' in told


@pytest.mark.parametrize(
    "typed",
    [
        "' OR 1=1",
        "65",
        "1,000",
        "north shore",
        "Rochester",
        "Albany",
        "Yankee Stadium",
        "5th avenue",
        "Hoboken",
        "Governors Island",
        "90210",
        "10999",
        "123456",
        "/data/releases",
        "grand hotel",
        "kansas city",
        "lincoln hospital",
        "350 5th ave",
        "buffalo ny",
        "2021",
        "near me",
        "the what is of",
        "qwxzqwxz",
        "北京",
    ],
)
def test_nothing_is_guessed_from_what_means_nothing_here(release: Release, typed: str) -> None:
    told = page(release, typed)
    assert not READ_AS.search(told)
    assert "Figures that mention it" not in told
    assert 'href="/data/' not in told


WAYS = [
    # what a reader wants to do or know, and the page where that is
    ("what was corrected", "/changes#corrections"),
    ("corrections", "/changes#corrections"),
    ("errors", "/changes#corrections"),
    ("which figures were revised", "/changes"),
    ("which industries are back", "/industries"),
    ("industries not back", "/industries"),
    ("compare neighborhoods", "/trends"),
    ("compare two districts", "/trends"),
    ("trends", "/trends"),
    ("map", "/map"),
    ("download", "/data"),
    ("how to cite", "/methodology"),
    ("near me", "/map"),
    ("print", "/trends"),
    ("permalink", "/map"),
    ("copy link", "/industries"),
]


@pytest.mark.parametrize(("typed", "path"), WAYS, ids=[typed for typed, _path in WAYS])
def test_a_task_leads_to_the_page_where_it_is_done(release: Release, typed: str, path: str) -> None:
    assert f'href="{path}"' in page(release, typed)


def links(told: str) -> list[str]:
    """Where links of the page lead, in the order they stand."""
    return re.findall(r'<a href="([^"]*)"', told)


def test_a_page_told_by_all_words_comes_before_figures_whose_titles_lack_some(
    release: Release,
) -> None:
    """Restaurants are an industry in words that nobody sees; the page on industries says it."""
    assert links(page(release, "industries not back"))[0] == "/industries"
    assert links(page(release, "trends"))[0] == "/trends"
    assert links(page(release, "subway"))[0].startswith("/data/subway")


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("covid near me", "covid_case_rate"),
        ("is covid rising in my neighborhood", "covid_case_rate"),
        ("measles near me", "measles_vaccination"),
    ],
)
def test_who_asks_of_where_they_are_is_led_to_a_map_that_can_find_them(
    release: Release, typed: str, figure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing is sent." not in page(release, typed), "without outlines there is no map"
    outlined = replace(release.index, shapes={Geography.MODZCTA: "outlines.json"})
    monkeypatch.setattr(release, "index", outlined)
    told = page(release, typed)
    assert links(told)[0].startswith(f"/map?indicator={figure}")
    assert "Nothing is sent." in told


def test_a_figure_without_small_areas_finds_nobody_on_a_map(release: Release) -> None:
    assert "Nothing is sent." not in page(release, "murders near me")


@pytest.mark.parametrize("typed", ["staten island jobs", "unemployment queens", "covid 10456"])
def test_figures_that_a_place_has_come_before_those_it_has_not(
    release: Release, typed: str
) -> None:
    told = page(release, typed)
    assert "/trends?indicator=" in told
    assert "not by place" not in told[: told.rindex("/trends?indicator=")]


def test_a_figure_of_all_industries_comes_before_one_that_opens_on_one_industry(
    release: Release,
) -> None:
    """Who asks for jobs on Staten Island is not led to those of utilities."""
    told = page(release, "staten island jobs")
    assert re.findall(r"/trends\?indicator=(\w+)", told)[0] == "jobs_by_workplace"


def test_a_street_named_like_a_figure_is_no_figure(release: Release) -> None:
    assert "larcenies" not in page(release, "Grand Concourse")


def test_a_title_with_a_borough_in_it_is_found_by_its_words(release: Release) -> None:
    told = page(release, "Unemployment gap, Bronx and Manhattan")
    assert told.index("/data/gap_unemployment_bronx_manhattan")
    assert "This is what" not in told


def test_a_misspelled_place_leads_to_places_first(release: Release) -> None:
    told = page(release, "Manhatan")
    assert "/places/MN" in told
    assert "This is what" not in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10007 bronx", "10007 is in Manhattan, not in the Bronx."),
        ("11368, Brooklyn", "11368 is in Queens, not in Brooklyn."),
        ("10451 Queens NY", "10451 is in the Bronx, not in Queens."),
    ],
)
def test_a_zip_code_beside_another_borough_is_said_to_lie_elsewhere(
    release: Release, typed: str, said: str
) -> None:
    assert said in page(release, typed)


@pytest.mark.parametrize("typed", ["10007 manhattan", "10451 bronx ny", "10007", "10463 bronx"])
def test_a_zip_code_beside_its_own_borough_is_not(release: Release, typed: str) -> None:
    assert "not in" not in page(release, typed)


ABOUT = [
    # a question, what it is about, and what is found of that
    ("jobs lost restaurants", "jobs", "/data/jobs"),
    ("is the subway safe", "subway", "/data/subway_entries"),
    ("es seguro el metro", "el metro", "/data/subway_entries"),
    ("who lost jobs", "jobs", "/data/jobs"),
    ("retail jobs", "jobs", "/data/jobs"),
    ("perdí mi trabajo", "trabajo", "/data/jobs"),
    ("how many restaurants closed", "restaurants", "/data/"),
    ("small business closures", "small business", "/data/small_businesses_share"),
    ("child poverty by neighborhood", "child poverty", "/data/child_poverty"),
    ("covid deaths by race", "covid deaths", "/data/covid_deaths"),
    ("flu cases this week", "flu cases", "/data/influenza_cases_weekly"),
    ("broadway shows attendance", "broadway shows", "/data/broadway_shows"),
    ("murder rate 2022", "murder", "/data/murders"),
    ("hate crimes", "crimes", "/data/major_felonies"),
    ("free covid test near me", "covid", "/data/covid_cases"),
    ("black unemployment", "unemployment", "/data/unemployment_rate"),
    ("taxi drivers income", "taxi", "/data/yellow_taxi_trips"),
    ("migrant shelter population", "shelter", "/data/people_in_shelter"),
    ("cuantos desalojos hubo en el bronx", "desalojos en el bronx", "/places/BX"),
]


@pytest.mark.parametrize(("typed", "about", "found"), ABOUT, ids=[typed for typed, *_ in ABOUT])
def test_a_question_leads_to_its_subject_and_says_so(
    release: Release, typed: str, about: str, found: str
) -> None:
    told = page(release, typed)
    assert READ_AS.findall(told) == [about]
    assert found in told


@pytest.mark.parametrize(
    "typed",
    [
        *("office vacancy", "air quality", "work from home", "money earnin mount vernon"),
        *("shootings", "minimum age", "mortgage foreclosure queens village green", "nightlife"),
        *("School District 7", "subway station at 96 street", "rent 12 main st"),
        *("precinct 40", "bankruptcy lawyer", "ferry", "citi bike", "wall street journal"),
    ],
)
def test_a_question_without_a_subject_here_finds_no_figure(release: Release, typed: str) -> None:
    """Its words stand somewhere in what is said of figures, which means nothing."""
    assert 'href="/data/' not in page(release, typed)


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("where can i get help paying rent", "Right to Counsel"),
        ("i got an eviction notice what do i do", "Right to Counsel"),
        ("ayuda para pagar la renta", "Right to Counsel"),
        ("how do i apply for food stamps", "ACCESS NYC"),
        ("donde puedo pedir cupones de alimentos", "ACCESS NYC"),
        ("where can i get vaccinated", "NYC Health + Hospitals"),
        ("necesito trabajo", "Workforce1"),
    ],
)
def test_who_asks_for_help_gets_services_before_figures(
    release: Release, typed: str, service: str
) -> None:
    told = page(release, typed)
    assert service in told
    assert told.index(service) < told.index('href="/data/')


@pytest.mark.parametrize("typed", ["help with rent", "where can i get help paying rent"])
def test_who_is_helped_is_not_told_first_that_nothing_was_found(
    release: Release, typed: str
) -> None:
    told = page(release, typed)
    assert "Nothing here" not in told
    assert told.index("Right to Counsel") < told.index("This is what “rent” finds")


@pytest.mark.parametrize("typed", ["rent", "evictions in brooklyn", "vaccination", "10458"])
def test_who_asks_for_figures_gets_no_services(release: Release, typed: str) -> None:
    assert "Right to Counsel" not in page(release, typed)


def test_every_topic_finds_figures(release: Release) -> None:
    assert [each for each in sorted(TOPICS | PAIRS) if not matching(release, each)] == []
