"""What is called otherwise now, or is gone, opens the nearest view and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data_loaders.released.release import Release
from data_loaders.released.view import Problem
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary import moved as table
from data_loaders.vocabulary.moved import AREAS, INDICATOR, Moved, moved
from tests.support import literal
from tests.support.sites import serving_from

RULES = (
    Moved(INDICATOR, "cases_filed", "filed"),
    Moved(INDICATOR, "filed", "filings"),
    Moved(INDICATOR, "evictions", "filings", "The court stopped counting them."),
    Moved(INDICATOR, "fires", "", "Nobody counts them any more."),
    Moved(AREAS, "BRONX", "BX"),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    literal.release(root := tmp_path_factory.mktemp("moved"))
    return root


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOVED", RULES)


@pytest.fixture
def client(root: Path) -> Iterator[FlaskClient]:
    with serving_from(root) as made:
        yield made


def test_the_rules_that_ship_lead_to_something_or_say_why() -> None:
    with pytest.raises(ValueError, match="leads nowhere"):
        Moved(INDICATOR, "gone", "")
    assert moved(INDICATOR, "cases_filed") == Moved(INDICATOR, "cases_filed", "filings")
    assert moved(INDICATOR, "filings") is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("indicator=cases_filed", "The figure “cases_filed” is called “Filings” now"),
        ("indicator=evictions", "“evictions” is no longer given: The court stopped counting"),
        ("indicator=filings&areas=BRONX", "The area “BRONX” is called “BX” now"),
    ],
)
def test_an_old_address_opens_the_nearest_view_and_names_each_change(
    client: FlaskClient, query: str, said: str
) -> None:
    page = client.get(f"/trends?{query}").get_data(as_text=True)
    assert said in page
    assert "Filings" in page


def test_a_release_that_has_the_old_id_answers_to_it(root: Path) -> None:
    release = Release.open(root / "2026-11-22")
    release.indicators["evictions"] = release.indicators["filings"]
    reading = read_view({"indicator": "evictions"}, release, "filings")
    assert [n for n in reading.notices if n.problem is Problem.RETIRED] == []


def test_an_industry_that_was_called_otherwise_is_named(root: Path) -> None:
    release = Release.open(root / "2026-11-22")
    claims = release.indicators["ui_claims_by_industry"]
    food = tuple(
        each._replace(formerly=("eating",)) if each.id == "food" else each
        for each in claims.industries
    )
    release.indicators[claims.id] = replace(claims, industries=food)
    query = {"indicator": claims.id, "industry": "eating"}
    reading = read_view(query, release, claims.id)
    assert reading.view.industry == "food"
    assert [(n.used, n.problem) for n in reading.notices] == [("food", Problem.RENAMED)]


def test_a_figure_that_is_gone_keeps_a_page_that_says_why(client: FlaskClient) -> None:
    page = client.get("/data/evictions").get_data(as_text=True)
    assert "The court stopped counting them." in page
    assert 'href="/data/filings"' in page
    assert "Nobody counts them any more." in client.get("/data/fires").get_data(as_text=True)


def test_the_api_says_why_a_figure_ended_and_what_to_read_instead(client: FlaskClient) -> None:
    sent = client.get("/api/v1/observations?indicator=evictions")
    assert sent.status_code == 404
    assert sent.json["detail"].endswith("The court stopped counting them. See filings.")


@pytest.mark.parametrize("ending", ["csv", "png", "zip"])
def test_an_old_address_of_a_file_is_answered_by_the_new_name_and_never_by_another_figure(
    client: FlaskClient, ending: str
) -> None:
    sent = client.get(f"/download.{ending}?figure=trends&indicator=cases_filed&areas=BRONX")
    assert sent.status_code == 200
    if ending == "csv":
        text = sent.get_data(as_text=True)
        assert "The figure “cases_filed” is called “filings” now" in text
        assert "The area “BRONX” is called “BX” now" in text
    gone = client.get(f"/download.{ending}?figure=trends&indicator=evictions")
    assert gone.status_code == 404
    assert "The court stopped counting them." in gone.get_data(as_text=True)


def test_a_range_that_ends_before_it_begins_is_said_alike_on_the_page_and_in_the_file(
    client: FlaskClient,
) -> None:
    query = "indicator=filings&from=2021&to=2019"
    said = "The start “2021” lies after the end and is left out."
    assert said in client.get(f"/trends?{query}").get_data(as_text=True)
    sent = client.get(f"/download.csv?{query}")
    assert sent.status_code == 200
    assert said in sent.get_data(as_text=True)
