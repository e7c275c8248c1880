"""How fresh every source is stands on Home, Data and Methods; Data has the calendar of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.data import due
from components.site.page import Route
from components.text import freshness
from data_loaders.released import serving
from data_loaders.released.freshness import of_sources
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import Cadence, Delivery
from pages import data, home, methodology
from tests.support.described import described, markup, opened, words
from tests.support.tiny import COURTS

TODAY = date(2026, 9, 7)
VINTAGE = date(2026, 8, 15)


@pytest.fixture(autouse=True)
def _no_other_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path))
    serving.releases.cache_clear()


def delivered(source_id: str) -> Delivery:
    return Delivery(source_id, VINTAGE, VINTAGE, "0", 1, asked_on=TODAY)


def calendar(folder: Path, **cadences: Cadence) -> str:
    """The calendar of sources named so, as HTML without what stands around it."""
    sources = [
        replace(COURTS, id=name, name=name, cadence=cadence) for name, cadence in cadences.items()
    ]
    ended = replace(COURTS, id="closed", name="closed", ended_on=date(2022, 12, 3))
    every = (*sources, ended)
    release = described(folder, every, deliveries=tuple(delivered(each.id) for each in every))
    page = markup(opened(data.PAGE, "/data", release, today=TODAY))
    return page[page.index('<section id="due"') : page.index('<section id="release"')]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, SOURCES, deliveries=tuple(delivered(each.id) for each in SOURCES))


@pytest.mark.parametrize("route", [home.PAGE, data.PAGE, methodology.PAGE], ids=lambda x: x.path)
def test_each_page_says_how_fresh_every_source_is(release: Release, route: Route) -> None:
    text = words(opened(route, route.path, release, today=TODAY))
    found = of_sources(SOURCES, release.catalog.deliveries, TODAY)
    assert len(found) == len(SOURCES)
    said = [(each.source.name, freshness.phrase(each)) for each in found]
    # On Methods the publisher, and a row of words, stand between the two.
    absent = [one for one in said if not re.search(rf"{re.escape(one[0])} .*?{one[1]}", text)]
    assert absent == []


def test_the_calendar_has_a_heading_a_month_the_soonest_first(tmp_path: Path) -> None:
    shown = calendar(tmp_path, years=Cadence.YEAR, months=Cadence.MONTH, halves=Cadence.HALF_YEAR)
    headings = re.findall(r"<h3>(.*?)</h3>", shown)
    assert headings == ["September 2026", "June 2027", "December 2027", "Ended"]
    assert shown.index("/months") < shown.index("/halves") < shown.index("/years")
    [first, *_later] = re.findall(r"<time (.*?)>(.*?)</time>", shown)
    assert 'datetime="2026-09-30"' in first[0]
    assert first[1] == "by September 30, 2026"


def test_what_is_late_stands_apart_from_what_is_coming(tmp_path: Path) -> None:
    shown = calendar(tmp_path, weeks=Cadence.WEEK, months=Cadence.MONTH)
    coming, late = shown.split("<h3>Late</h3>")
    assert "/months" in coming
    assert "/weeks" not in coming
    assert "expected weekly, 9 days late" in late
    assert "was due by August 29, 2026" in late


def test_an_old_copy_stands_apart_from_what_is_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Delivery("weeks", VINTAGE, VINTAGE, "0", 1)
    monkeypatch.setitem(globals(), "delivered", lambda name: replace(copy, source_id=name))
    shown = calendar(tmp_path, weeks=Cadence.WEEK)
    assert "Late" not in re.findall(r"<h3>(.*?)</h3>", shown)
    assert "what is here ends earlier" in shown.split("Here as an older copy")[1]


def test_a_source_without_a_day_is_in_the_calendar_under_why(tmp_path: Path) -> None:
    shown = calendar(tmp_path, letters=Cadence.AS_NEEDED)
    assert re.findall(r"<h3>(.*?)</h3>", shown) == ["On no set date", "Ended"]
    assert "Nothing is due on a day still to come." in shown
    assert "<time" not in shown


def test_the_calendar_can_be_taken_along_and_pointed_at(tmp_path: Path) -> None:
    shown = calendar(tmp_path, weeks=Cadence.WEEK)
    assert f'href="{due.FEED}"' in shown
    home_page = markup(opened(home.PAGE, "/", described(tmp_path, SOURCES)))
    assert 'href="/data#due"' in home_page


def test_links_of_the_calendar_keep_the_release_of_the_address(release: Release) -> None:
    page = markup(opened(data.PAGE, "/data", release, release="2026-11-01"))
    assert 'href="/methodology/bls_laus?release=2026-11-01"' in page
