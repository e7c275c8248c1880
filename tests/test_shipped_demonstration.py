"""The demonstration that ships: every partner's simulated delivery is on pages, marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from data_loaders.curate.publication.coverage import published_values
from data_loaders.curate.publication.differences import series
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.installation import SHIPPED_DEMO
from data_loaders.vocabulary.model import Catalog
from data_loaders.vocabulary.naming import BASE, as_simulated
from data_loaders.vocabulary.terms import as_published
from tests.support import literal
from tests.support.apart import faults_of_demo
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.sites import serving_from

LARGEST = 4_000_000
SHIPPED = sorted(path.parent for path in SHIPPED_DEMO.glob("*/manifest.json"))
NEWEST = msgspec.json.decode((SHIPPED[-1] / "catalog.json").read_bytes(), type=Catalog)
SOURCES = {source.id: source for source in NEWEST.sources}
# Of each partner one figure is read at every run, the others nightly: they differ in values only.
FIGURES = [
    pytest.param(indicator.id, marks=[pytest.mark.nightly] if number else [])
    for source in NEWEST.sources
    for number, indicator in enumerate(source.indicators)
]
PARTNERS = {module.SOURCE.id: module.SOURCE for module in catalog.PARTNERS}


@pytest.fixture(scope="module")
def root() -> Path:
    """The two releases, made whole."""
    return shipped_demonstration()


@pytest.fixture(scope="module")
def client(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    real = tmp_path_factory.mktemp("real")
    literal.release(real)
    with serving_from(real, root) as found:
        yield found


def test_two_releases_ship_within_their_budget() -> None:
    assert len(SHIPPED) == 2
    files = [path for path in installation.SHIPPED_DEMO.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= LARGEST


def test_both_releases_open_and_the_second_revises_the_first(root: Path) -> None:
    first, second = (Release.open(root / folder.name) for folder in SHIPPED)
    before, now = published_values(first), published_values(second)
    revised = {
        name: sum(each.revised for each in series(table, now[name]))
        for name, table in before.items()
    }
    assert sum(count > 0 for count in revised.values()) >= 3, revised
    assert second.catalog.is_simulated


def test_every_attack_of_the_gate_passed_on_every_source() -> None:
    audit = msgspec.json.decode((SHIPPED[-1] / "audit.json").read_bytes())
    assert audit["passed"]
    assert {source["source_id"] for source in audit["sources"]} == set(PARTNERS)


@pytest.mark.parametrize("source_id", PARTNERS)
def test_what_ships_is_described_as_the_source_is_now(source_id: str) -> None:
    assert SOURCES[source_id] == as_published(as_simulated(PARTNERS[source_id]))


@pytest.mark.parametrize("indicator_id", FIGURES)
def test_every_figure_is_on_pages_and_in_a_file_and_says_that_it_is_simulated(
    client: FlaskClient, indicator_id: str
) -> None:
    views = [
        f"{BASE}/data/{indicator_id}",
        f"{BASE}/trends?indicator={indicator_id}",
        f"{BASE}/map?indicator={indicator_id}",
        f"{BASE}/download.csv?indicator={indicator_id}",
    ]
    for view in views:
        answer = client.get(view, buffered=True)
        assert answer.status_code == 200, view
        assert faults_of_demo(view, answer) == [], view


@pytest.mark.parametrize("source_id", PARTNERS)
def test_every_partner_has_its_page_of_methods(client: FlaskClient, source_id: str) -> None:
    view = f"{BASE}/methodology/{source_id}"
    answer = client.get(view)
    assert answer.status_code == 200
    assert faults_of_demo(view, answer) == []


def test_faults_of_real_files_are_not_laid_at_made_up_ones(client: FlaskClient) -> None:
    page = client.get(f"{BASE}/methodology/linkedin_hiring").get_data(as_text=True)
    assert "Known faults of real files like these</h2>" in page


def test_the_list_of_figures_says_what_letters_stand_for_and_offers_no_line_of_one_total(
    client: FlaskClient,
) -> None:
    page = client.get(f"{BASE}/partners").get_data(as_text=True)
    sections = {part.partition("</h2>")[0]: part for part in page.split("<h2>")[1:]}
    lettered = {name for name, part in sections.items() if " group A" in part}
    told = {name for name, part in sections.items() if "go by letters" in part}
    assert lettered
    assert lettered == told
    assert "Over time" not in next(part for part in sections.values() if "one total" in part)
    assert "by city</span>" not in page


def test_names_of_fields_are_folded_and_what_they_are_is_said_once(client: FlaskClient) -> None:
    """Fourteen lists of columns stood open on Privacy, four screens long."""
    page = client.get(f"{BASE}/privacy").get_data(as_text=True)
    assert page.count("None of the fields listed here is kept.") == 1
    fold = page.partition("The fields of 14 sources</summary>")
    assert "<details" in fold[0][-200:]
    assert fold[2].partition("</details>")[0].count('<ul class="fields">') == 14


@pytest.mark.parametrize("view", ["", "/industries", "/places/BX", "/places/MN0502", "/data"])
def test_pages_of_many_figures_are_marked_too(client: FlaskClient, view: str) -> None:
    answer = client.get(f"{BASE}{view}")
    assert answer.status_code == 200
    assert faults_of_demo(f"{BASE}{view}", answer) == []


def test_industries_begin_with_the_city_and_take_any_area(client: FlaskClient) -> None:
    city = client.get(f"{BASE}/industries").get_data(as_text=True)
    assert " in the city, " in city.partition("<h1")[2].partition("</h1>")[0]
    assert " in the week ending June 26, 2022" in city
    assert " in week ending " not in city
    midtown = client.get(f"{BASE}/industries?areas=10018").get_data(as_text=True)
    assert "10018" in midtown.partition("<h1")[2].partition("</h1>")[0]
