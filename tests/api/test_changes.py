"""The log of changes and its feeds: typed, of what was asked for, of real figures alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import msgspec
import pytest
from flask.testing import FlaskClient

from components.changes import standouts, view
from components.changes.asking import asked_changes
from components.changes.log import ChangeKind, entries
from components.markup.first_view import rendered
from data_loaders.records.corrections import CorrectedValue, corrections
from data_loaders.records.site_changes import read_site_changes, site_changes
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Changes, Geography, Measure, Standout, Status
from tests.support.described import in_one
from tests.support.revised import NEWER, OLDER, two_releases
from tests.support.sites import serving_from
from tests.support.tiny import FILINGS

ATOM = "{http://www.w3.org/2005/Atom}"
STANDOUT = Standout(
    "filings",
    Geography.BOROUGH,
    "all",
    "BX",
    date(2021, 1, 1),
    date(2021, 1, 31),
    26,
    date(2020, 1, 1),
    date(2020, 1, 31),
    10,
    (-2, 3),
    6.2,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_releases(tmp_path_factory.mktemp("two"))


@pytest.fixture
def client(root: Path) -> Iterator[FlaskClient]:
    with serving_from(root) as made:
        yield made


@pytest.fixture
def newer(client: FlaskClient, root: Path) -> Release:
    """The newer release, opened apart: tests may give it another catalog."""
    return Release.open(root / NEWER)


def kinds(client: FlaskClient, query: str) -> list[str]:
    """The kinds of the entries of a feed about filings, as their ids name them."""
    feed = feedparser.parse(client.get(f"/feeds/changes.atom{query}").data)
    names = [entry.id.partition("#")[2] for entry in feed.entries]
    return sorted(name.split("-")[3] for name in names if name.startswith("2026-11-2"))


def test_a_release_adds_an_entry_for_each_kind_of_change(newer: Release) -> None:
    told = {(entry.kind, entry.told) for entry in entries() if entry.id.startswith(NEWER)}
    assert told == {
        (ChangeKind.ADDED, "3 values added, the newest to February 28, 2021."),
        (ChangeKind.REVISED, "1 value revised."),
        (ChangeKind.WITHHELD, "1 figure hidden now."),
    }


def test_corrections_and_changes_of_the_site_stand_beside_them(newer: Release) -> None:
    listed = entries()
    real = [each for each in corrections() if not each.is_simulated]
    assert [e.kind for e in listed].count(ChangeKind.CORRECTED) == len(real)
    assert [e.kind for e in listed].count(ChangeKind.SITE) == len(site_changes())
    assert [entry.on for entry in listed] == sorted((e.on for e in listed), reverse=True)
    assert len({entry.id for entry in listed}) == len(listed)


@pytest.mark.parametrize("query", ["", "?indicator=filings", "?place=BX", "?kind=revised"])
@pytest.mark.parametrize("public_url", ["", "https://recovery.example"])
def test_a_feed_is_whole_and_well_formed(
    client: FlaskClient, query: str, public_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", public_url)
    sent = client.get(f"/feeds/changes.atom{query}")
    assert sent.mimetype == "application/atom+xml"
    found = feedparser.parse(sent.data, response_headers={"content-type": sent.content_type})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.entries
    feed = ElementTree.fromstring(sent.data)  # noqa: S314 - our own
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # what RFC 4287 wants of each
            assert (element.findtext(f"{ATOM}{name}") or "").strip(), name
        assert ":" in (element.findtext(f"{ATOM}id") or "")
    own = [link.get("rel") for link in feed.findall(f"{ATOM}link")]
    assert sorted(filter(None, own)) == ["alternate", "self"]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert all(entry.find(f"{ATOM}link") is not None for entry in feed.findall(f"{ATOM}entry"))


def test_a_feed_of_a_view_or_place_tells_only_what_concerns_it(client: FlaskClient) -> None:
    every = ["added", "revised", "withheld"]
    assert kinds(client, "?indicator=filings") == every
    assert kinds(client, "?indicator=filings&geography=borough&areas=BX") == every
    assert kinds(client, "?indicator=filings&geography=city") == []
    assert kinds(client, "?indicator=covid_case_rate") == []
    assert kinds(client, "?place=BX0503") == every  # its borough has such figures
    assert kinds(client, "?kind=withheld") == ["withheld"]


def test_a_feed_of_what_is_not_there_is_refused_in_words(client: FlaskClient) -> None:
    sent = client.get("/feeds/changes.atom?indicator=nothing")
    assert sent.status_code == 400
    assert "nothing" in sent.get_data(as_text=True)


def test_a_feed_asked_for_again_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/feeds/changes.atom")
    again = client.get("/feeds/changes.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_lists_changes_and_corrections_with_old_and_new_values(
    client: FlaskClient,
) -> None:
    page = client.get("/changes").get_data(as_text=True)
    assert f'id="{NEWER}-revised-courts"' in page
    for each in corrections():
        assert f'id="correction-{each.id}"' in page
    assert 'href="/feeds/changes.atom"' in page
    narrow = client.get("/changes?kind=withheld&indicator=filings").get_data(as_text=True)
    assert f"{NEWER}-withheld-courts" in narrow
    assert f"{NEWER}-revised-courts" not in narrow
    assert "/feeds/changes.atom?kind=withheld&amp;indicator=filings" in narrow
    assert client.get("/demo/changes").status_code == 404


def test_old_and_new_values_have_one_precision_and_the_sign_of_their_unit() -> None:
    day = date(2020, 1, 1)
    pair = CorrectedValue(
        figure="rate", geography=Geography.CITY, area="NYC", first=day, last=day, old=3.7, new=4.0
    )
    percent = replace(FILINGS, measure=Measure.PERCENT, unit="%")
    assert view.both_shown(percent, pair) == ["3.7%", "4.0%"]
    assert view.both_shown(None, pair) == ["3.7", "4.0"]
    hidden = msgspec.structs.replace(pair, old=Status.WITHHELD, new=12)
    assert view.both_shown(None, hidden) == ["Hidden to protect people", "12"]


def test_a_release_without_standouts_says_that_none_stands_out(newer: Release) -> None:
    page = in_one(str(rendered(view.layout(newer, asked_changes({}, newer)))))
    assert f"Nothing stands out in release {NEWER}." in page
    newer.catalog = replace(newer.catalog, changes=Changes(OLDER))
    page = str(rendered(view.layout(newer, asked_changes({}, newer))))
    assert "Nobody looked for what stands out" in page


def test_what_stands_out_has_a_sentence_a_row_and_a_trace(newer: Release) -> None:
    newer.catalog = replace(newer.catalog, changes=Changes(OLDER, standouts=(STANDOUT,)))
    said = standouts.sentence(newer, STANDOUT)
    assert said == (
        "Filings in the Bronx: 26 filings in January 2021, after 10 in January 2020. That is a "
        "change of +16 in a year, where four in five earlier years changed by −2 to +3."
    )
    (row,) = csv.DictReader(io.StringIO("".join(standouts.csv(newer))))
    assert (row["change"], row["usual_low"], row["usual_high"]) == ("16", "-2", "3")
    assert row["sentence"] == said
    page = str(rendered(view.layout(newer, asked_changes({}, newer))))
    assert row["trace"].replace("&", "&amp;") in page
    assert f"/standouts.csv?release={NEWER}" in page


def test_what_stands_out_of_a_share_is_told_in_percent_and_points(newer: Release) -> None:
    """The value before it, and its change, are of the same kind as the value."""
    share = replace(
        newer.indicators["filings"], measure=Measure.INDEX, unit="% of 2017 to 2019", decimals=0
    )
    newer.indicators["filings"] = share
    assert standouts.movement(newer, STANDOUT) == (
        "26% of 2017 to 2019 in January 2021, after 10% in January 2020. That is a change of +16 "
        "points in a year, where four in five earlier years changed by −2 points to +3 points."
    )


def test_standouts_of_a_release_come_as_csv(client: FlaskClient) -> None:
    sent = client.get(f"/standouts.csv?release={OLDER}")
    assert sent.get_data(as_text=True).startswith("indicator_id,indicator,")
    assert client.get("/standouts.csv?release=1999-01-01").status_code == 404


def test_notes_on_the_site_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "site_changes.toml"
    twice = '[[changes]]\nid = "a"\non = 2026-01-0{}\ntitle = "New page"\nwhat = "One more."\n'
    path.write_text(twice.format(1) + twice.format(2))
    _, faults = read_site_changes(path)
    assert [fault.line for fault in faults] == [7, 8]
    path.write_text('[[changes]]\nid = "a"\n')
    assert read_site_changes(path)[1]


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/map?indicator=filings&geography=borough",
        "/trends?indicator=covid_case_rate&geography=modzcta&areas=10001~MN",
        "/places/BX",
        "/data/filings",
    ],
)
def test_a_page_names_the_feed_of_what_it_shows(client: FlaskClient, page: str) -> None:
    text = client.get(page).get_data(as_text=True)
    (link,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', text)
    address = unescape(re.search(r'href="([^"]*)"', link)[1])  # pyright: ignore[reportOptionalSubscript]
    if page != "/":
        assert f'<a href="{escape(address)}">Atom feed</a>' in text
    answer = client.get(address)
    assert answer.status_code == 200
    assert not feedparser.parse(answer.data).bozo


def test_areas_of_a_view_are_followed_in_their_own_boundaries(newer: Release) -> None:
    asked = asked_changes({"geography": "modzcta", "areas": "10001~MN~MN"}, newer)
    assert asked.scope.areas == {
        Geography.MODZCTA: frozenset({"10001"}),
        Geography.BOROUGH: frozenset({"MN"}),
    }
    assert asked_changes({"geography": "modzcta", "areas": "99999"}, newer).notices
