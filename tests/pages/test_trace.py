"""Every number leads back to its files and its earlier values; a hidden one to its reason alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

import pages
from components.trace import view
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import ReceivedFile
from pages import trace, trends
from tests.support.described import markup, opened, words
from tests.support.revised import NEWER, OLDER, two_releases
from tests.support.sites import serving_from
from tests.support.trends_release import trends_release

FILINGS = {"indicator": "filings", "areas": "BX", "period": "2021-01"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_releases(tmp_path_factory.mktemp("two"))


@pytest.fixture
def client(root: Path) -> Iterator[FlaskClient]:
    with serving_from(root) as made:
        yield made


@pytest.fixture
def newer(client: FlaskClient, root: Path) -> Release:
    return Release.open(root / NEWER)


def test_a_number_leads_to_its_publisher_the_rules_and_its_earlier_value(newer: Release) -> None:
    text = words(opened(trace.PAGE, "/trace", newer, **FILINGS))
    assert "Bronx, January 2021: 26 filings." in text
    for said in (
        "https://courts.example",
        "Received on November 23, 2026, with figures to February 28, 2021;",
        "As published.",
        "Cells under 10 are left out.",
        f"Release {NEWER}, made on November 23, 2026.",
        f"{OLDER} 25",
    ):
        assert said in text


def test_each_file_received_is_named_with_its_hash_and_address(newer: Release) -> None:
    received = (ReceivedFile("filings.csv", "ab12"), ReceivedFile("gone.csv", "cd34"))
    newer.catalog = replace(
        newer.catalog,
        deliveries=tuple(replace(each, files=received) for each in newer.catalog.deliveries),
    )
    text = words(opened(trace.PAGE, "/trace", newer, **FILINGS))
    assert "filings.csv ab12 gone.csv cd34" in text


def test_a_hidden_figure_says_only_that_it_is_hidden_and_the_public_reason(
    newer: Release,
) -> None:
    text = words(opened(trace.PAGE, "/trace", newer, **{**FILINGS, "areas": "BK"}))
    assert "Its publisher, The courts, hides it." in text
    assert "Cells under 10 are left out." in text
    # Its value in the older release, its files and their hashes are not told.
    assert not re.search(r"SHA-256|Received on|earlier|\b4\b", text)


def test_a_partners_figure_ends_at_the_treated_table(newer: Release) -> None:
    source = replace(newer.source_of["filings"], feed=None, publisher_url="")
    newer.source_of["filings"] = source
    text = words(opened(trace.PAGE, "/trace", newer, **FILINGS))
    assert "What the partner delivered is not public." in text
    assert "observations/courts.parquet" in text
    assert "Received on" not in text


def test_a_computed_figure_leads_to_what_it_was_computed_from(newer: Release) -> None:
    computed = replace(newer.indicators["filings"], derived_from=("cases:covid_case_rate", "a:b"))
    newer.indicators["filings"] = computed
    text = words(opened(trace.PAGE, "/trace", newer, **FILINGS))
    assert "computed here from: New COVID-19 cases : its own way b, not published here" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "one of its numbers"),
        ("indicator=filing&areas=BX", "has no figure “filing”"),
        ("indicator=filings&areas=XX", "no area XX"),
        ("indicator=filings&areas=BX&period=1999", "no period holds"),
        ("indicator=filings&areas=BX&period=soon", "is no date"),
        ("indicator=filings&geography=cd", "no figures by cd"),
        ("indicator=filings&industry=retail", "of retail"),
        ("indicator=filings&geography=<b>", "no geography is called"),
    ],
)
def test_what_is_not_there_is_said_with_404(client: FlaskClient, query: str, said: str) -> None:
    answer = client.get(f"/trace?{query}")
    assert answer.status_code == 404
    assert said in answer.get_data(as_text=True)


def test_an_older_release_is_traced_as_it_was(client: FlaskClient) -> None:
    page = client.get(f"/trace?indicator=filings&areas=BK&period=2021-01&release={OLDER}")
    assert "4 filings" in re.sub(r"</?a\b[^>]*>", "", page.get_data(as_text=True))
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert view.TITLE in page.get_data(as_text=True)


def test_a_mean_leads_to_each_figure_it_is_made_of(tmp_path: Path) -> None:
    release = trends_release(tmp_path)
    drawn = markup(opened(trends.PAGE, "/trends", release, indicator="filings~weekly"))
    asked = dict.fromkeys(re.findall(r'href="/trace\?([^"]*indicator=weekly[^"]*)"', drawn))
    queries = [dict(parse_qsl(unescape(each))) for each in asked]
    pages = {each["from"]: words(opened(trace.PAGE, "/trace", release, **each)) for each in queries}
    # Weeks count to the month their last day is in; the hidden one of April is said to be.
    march, april = pages["2021-03-01"], pages["2021-04-01"]
    assert "computed from 4 published figures" in march
    assert [each in march for each in ("10", "20", "30", "40", "50")] == [True] * 4 + [False]
    assert "computed from 4 published figures" in april
    assert "Fewer" in april or "hidden" in april.lower() or "withheld" in april.lower()


SHOWN = (
    ("", {}),
    ("map", {}),
    ("trends", {"indicator": "unemployment_rate", "areas": "BX~MN", "show": "change"}),
    ("industries", {}),
    ("places/BK0101", {}),
    ("data/unemployment_rate", {}),
)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
TRACED = re.compile(r'<a (?:class="trace" )?href="(/trace\?[^"]*)"(?: class="trace")?>([^<]*)</a>')


@pytest.mark.parametrize(("path", "query"), SHOWN)
def test_every_published_number_of_a_table_leads_to_where_it_comes_from(
    sides: Mapping[str, Release], path: str, query: dict[str, str]
) -> None:
    release = sides["digest"]
    page = site_page(path, release, query)
    links = [(unescape(to), unescape(number)) for to, number in TRACED.findall(page)]
    assert links
    sample = Random(11).sample(links, min(6, len(links)))
    for address, number in sample:
        asked = dict(parse_qsl(address.partition("?")[2]))
        answer = opened(trace.PAGE, "/trace", release, **asked)
        assert answer.status == 200
        if "from" not in asked and "show" not in query:
            assert number in words(answer), (address, number)


def site_page(path: str, release: Release, query: dict[str, str]) -> str:
    """A page of the digest as HTML."""
    real = [route for route in pages.routes() if "" in route.sides]
    route = next(r for r in real if re.fullmatch(_pattern(r.path), f"/{path}"))
    return markup(opened(route, f"/{path}", release, **query))


def _pattern(path: str) -> str:
    return re.sub(r"<(\w+)>", r"[^/]+", path)
