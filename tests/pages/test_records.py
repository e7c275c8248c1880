"""What the pages of records say: claims with their sources, and nothing that is not there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data_loaders.records.held import records
from data_loaders.records.model import Claim, Partner, Sought
from data_loaders.sources.catalog import INDICATORS, PUBLIC, SOURCES
from data_loaders.vocabulary.installation import SHIPPED_RECORDS
from data_loaders.vocabulary.model import Category
from tests.support import literal
from tests.support.edited_records import add_two_uses, edited_records
from tests.support.pages_read import PageRead, read
from tests.support.sites import serving_from

ABOUT = ("/partnership", "/uses", "/share", "/coverage", "/impact", "/practice")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The site with the records that ship."""
    root = literal.release(tmp_path_factory.mktemp("releases")).folder.parent
    with serving_from(root) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the records; what a test writes there is on the site at once."""
    with edited_records(tmp_path) as copy:
        yield copy


def opened(site: FlaskClient, path: str, status: int = 200) -> PageRead:
    answer = site.get(path)
    assert answer.status_code == status, path
    return read(answer.text)


def words(page: PageRead) -> str:
    return " ".join(page.text.split())


def test_about_leads_to_every_page_and_stays_marked_on_each(site: FlaskClient) -> None:
    links = {found["href"] for found in opened(site, "/about").attributes("a")}
    for path in ABOUT:
        assert path in links
        current = [
            text for found, text in opened(site, path).elements("a") if found.get("aria-current")
        ]
        assert current == ["About"], path


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (SHIPPED_RECORDS / "partners").glob("*.toml"))
)
def test_a_partner_has_a_page_with_a_source_beside_every_claim(
    site: FlaskClient, name: str
) -> None:
    page = opened(site, f"/partnership/{name}")
    text = words(page)
    partner = records().current().of("partners")[name]
    assert isinstance(partner, Partner)
    claims: list[Claim] = [*partner.shared, *partner.why, *partner.unit, *partner.leaves_out]
    for claim in claims:
        begin = "Reported. Source:" if claim.kind == "reported" else "Our own view"
        assert f"{claim.text} {begin}" in text
    assert text.count("read on") == len(claims)
    assert "No real figure" in text or "also publishes" in text or "Open data" in text


def test_the_partnership_names_no_total_and_no_person(site: FlaskClient) -> None:
    text = words(opened(site, "/partnership"))
    for name in ("Blasio", "Jin", "Thamkittikasem", "Negrón", "Verhulst", "Hidalgo", "Wing"):
        assert name not in text
    assert not re.search(r"\b\d+ (partners|organizations|analysts)\b", text)
    for name in ("StreetEasy", "LinkedIn", "Kinsa", "Upsolve", "Foursquare", "Cuebiq", "OATS"):
        assert name in text
    for name in ("BetaNYC", "ioby", "GovLab", "Urban Tech Hub", "DataKind", "Tech:NYC", "Columbia"):
        assert name in text


def test_the_register_ships_empty_and_says_why(site: FlaskClient) -> None:
    text = words(opened(site, "/uses"))
    assert "The City promised to publish how the data was used; we found no such list." in text
    assert "In the documents we could read (copies to November 28, 2026) we found no" in text
    assert "Where to send a vaccination van" in text
    assert site.get("/feeds/uses.csv").text.count("\r\n") == 1
    assert site.get("/feeds/uses.json").json == {"uses": []}


def test_only_a_register_that_can_be_filtered_speaks_of_a_choice(site: FlaskClient) -> None:
    page = opened(site, "/uses")
    assert not list(page.attributes("select"))
    assert "chosen above" not in words(page)


def test_the_example_says_that_it_is_one(site: FlaskClient) -> None:
    answer = site.get("/uses/2026-001")
    assert "No agency asked for it, and nothing in it happened." in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.fixture
def _two_uses(folder: Path) -> None:
    add_two_uses(folder)


@pytest.mark.usefixtures("_two_uses")
def test_a_declined_use_stays_and_filters_stand_in_the_address(site: FlaskClient) -> None:
    assert "The register holds 2 uses of data." in words(opened(site, "/uses"))
    chosen = opened(site, "/uses?decision=declined")
    table = [row for row in chosen.rows if row]
    assert [row[-1] for row in table[1:]] == ["Declined"]
    assert any(
        "selected" in each and each["value"] == "declined" for each in chosen.attributes("option")
    )
    odd = words(opened(site, "/uses?decision=maybe"))
    assert "“maybe” is not part of this view" in odd
    assert "2 uses are listed." in odd


@pytest.mark.usefixtures("_two_uses")
def test_the_files_hold_what_the_filter_asks_for(site: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/feeds/uses.csv").text)))
    assert [row["id"] for row in rows] == ["2026-003", "2026-002"]
    assert rows[0]["agency"] == "'=Agency, of “Streets”"
    found = site.get("/feeds/uses.json?decision=declined").json
    assert found is not None
    assert [use["id"] for use in found["uses"]] == ["2026-003"]
    assert site.get("/feeds/uses.csv?agency=nobody").status_code == 400


def test_an_edited_record_is_on_the_page_at_once(site: FlaskClient, folder: Path) -> None:
    before = site.get("/partnership/kinsa")
    assert "Rates of illness" in before.text
    path = folder / "partners/kinsa.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Rates of illness", "Shares of people ill"), "utf-8")
    after = site.get("/partnership/kinsa", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Shares of people ill" in after.text
    path.write_text(text.replace('source = "launch-2020"', ""), "utf-8")
    assert "Shares of people ill" in site.get("/partnership/kinsa").text


def test_the_call_lists_criteria_categories_and_every_contract(site: FlaskClient) -> None:
    page = opened(site, "/share")
    text = words(page)
    for number in range(1, 8):
        assert f" {number}. " in text
    assert len([row for row in page.rows if row]) == 1 + 8
    files = [found["href"] for found in page.attributes("a") if "/contracts/" in found["href"]]
    assert len(files) > 30
    for file in (files[0], files[-1], "/contracts/template.odcs.yaml"):
        assert site.get(file).mimetype == "application/yaml"
    for odd in ("nope", "sources.json", "..%2Frecords%2FREADME.md"):
        assert site.get(f"/contracts/{odd}").status_code == 404


# Of no category the City asked for, though their topic is the city and its communities.
NOT_SOUGHT = ("recovery_index",)


def test_no_public_figure_of_communities_is_left_out_of_what_is_sought() -> None:
    """The City asked for arts; their figures stand in a topic that holds more than arts."""
    sought = records().current().of("sought").values()
    named = {name for each in sought if isinstance(each, Sought) for name in each.figures}
    held = {
        indicator.id
        for source in SOURCES
        if source.id in PUBLIC
        for indicator in source.indicators
        if indicator.category is Category.COMMUNITY
    }
    assert held - set(NOT_SOUGHT) == named
    assert named <= INDICATORS.keys()


def test_practice_answers_no_question_about_a_city(site: FlaskClient) -> None:
    page = opened(site, "/practice")
    assert "Not a certification, nor endorsed by What Works Cities or Bloomberg" in words(page)
    answers = {row[0]: row[2] for row in page.rows if len(row) == 4}
    for topic in ("Leadership", "Procurement", "Performance", "Evaluation", "Training"):
        assert answers[topic] == "Not answered here."


def test_an_example_project_claims_nothing(site: FlaskClient) -> None:
    text = words(opened(site, "/impact/measles-vaccination"))
    assert "Nothing yet, this is a worked example." in text
    assert text.count("open, nobody has been asked") == 3
    assert "The City knows of it and wants to solve it Not established" in text
    assert "no target set" in text or "no figures called" in text


@pytest.mark.parametrize(
    "path", ["/partnership/nobody", "/uses/2020-001", "/impact/nothing", "/preview"]
)
def test_an_unknown_record_is_not_found(site: FlaskClient, path: str) -> None:
    opened(site, path, 404)


@pytest.mark.parametrize(
    ("typed", "path"),
    [("linkedin", "/partnership/linkedin"), ("open call", "/share"), ("register", "/uses")],
)
def test_search_finds_pages_of_words(site: FlaskClient, typed: str, path: str) -> None:
    opened_release = opened(site, f"/search?q={typed.replace(' ', '+')}")
    assert path in {each.get("href") for each in opened_release.attributes("a")}


def test_the_sitemap_lists_them_but_no_example_of_a_use(
    site: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    text = site.get("/sitemap.xml").text
    for path in (*ABOUT, "/partnership/ioby", "/impact/measles-vaccination"):
        assert f"{path}</loc>" in text
    assert "/uses/2026-001" not in text
