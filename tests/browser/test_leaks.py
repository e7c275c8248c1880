"""No answer of the site holds a number its publisher withheld; one put in on purpose is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from data_loaders.released.release import Release
from tests.support import literal
from tests.support.browser.crawl import crawled, data_files, holding
from tests.support.browser.serving import served
from tests.support.browser.tabs import Lent
from tests.support.literal import SECRETS, week_ending
from tests.support.pictures_in_words import pictures_in_words
from tests.support.sites import serving_from

VALUES = tuple(SECRETS.values())
WEEKS = sorted({week for _area_id, week in SECRETS})


@pytest.fixture(autouse=True)
def _has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """As only a site with an address of its own has a sitemap."""
    monkeypatch.setenv("PUBLIC_URL", "http://localhost")


@pytest.fixture(autouse=True, scope="module")
def _pictures_are_searched() -> Iterator[None]:
    """A hidden number in a picture is read in its drawing."""
    with pictures_in_words():
        yield


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release whose publisher hid three cells."""
    return literal.release(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same release with the three cells published."""
    return literal.release(tmp_path_factory.mktemp("leaking"), literal.readers(leaks=True))


def found_in(answers: Iterator[tuple[str, bytes]]) -> list[str]:
    """Addresses of the answers that hold a hidden number."""
    return [
        address for address, content in answers if any(holding(content, value) for value in VALUES)
    ]


def weeks(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    """The views in which hidden cells would stand, as page, parts and download."""
    for area_id, week in SECRETS:
        day = week_ending(week).isoformat()
        query = f"indicator=covid_case_rate&geography=modzcta&areas={area_id}"
        for path in ("/map", "/parts/map", "/trends", "/parts/trends"):
            for more in (f"&period={day}", f"&from={day}", "&show=index&baseline=2025-01"):
                yield f"{path}?{query}{more}", client.get(f"{path}?{query}{more}").data
        csv = f"/download.csv?{query}"
        yield csv, client.get(csv).data


def test_no_page_part_download_or_file_holds_a_hidden_number(sound: Release) -> None:
    with serving_from(sound.folder.parent) as client:
        answers = dict(crawled(client))
        assert {"/", "/map", "/trends", "/industries", "/data", "/privacy"} <= set(answers)
        assert any(address.startswith("/download.csv") for address in answers)
        assert any(address.startswith("/places/") for address in answers)
        assert len(answers) > 60
        assert found_in(iter(answers.items())) == []
        assert found_in(weeks(client)) == []
        assert found_in(data_files(client, sound)) == []


def test_a_number_that_should_be_hidden_is_found_in_every_kind_of_answer(
    leaking: Release,
) -> None:
    with serving_from(leaking.folder.parent) as client:
        # Read as far as the first of each kind: what leaks here leaks on nearly every page.
        missed = {"/map", "/download.csv"}
        for address, content in crawled(client):
            if found_in(iter([(address, content)])):
                missed = {path for path in missed if not address.startswith(path)}
            if not missed:
                break
        views = found_in(weeks(client))
        files = found_in(data_files(client, leaking))
    assert not missed
    for path in ("/map", "/parts/map", "/trends", "/parts/trends", "/download.csv"):
        assert any(address.startswith(path) for address in views), path
    assert {name.partition("/")[0] for name in files} == {"frames", "csv", "observations"}
    assert any(name.endswith("unpacked") for name in files)


def tooltips(lent: Lent, root: Path) -> str:
    """Everything a script puts on the map, week by week: words of each area, and the page."""
    said: list[str] = []
    with served(environment={"RELEASES": str(root)}, path="/readyz") as site:
        page = lent.tab()
        for week in WEEKS:
            day = week_ending(week).isoformat()
            page.goto(f"{site.address}/map?period={day}&areas={literal.HIDDEN}")
            page.wait_for_selector("#map-figure svg.map.live")
            said += [*_words(page), page.locator("body").inner_text(), page.content()]
    return "\n".join(said)


def _words(page: Page) -> list[str]:
    page.focus("#map-figure svg.map")  # numbers come with a hand
    page.wait_for_function("() => dash_clientside.map.hasNumbers()")
    for path in page.locator("#map-figure .areas path:not(.mis)").all():
        path.dispatch_event("pointermove", {"pointerType": "mouse", "bubbles": True})
    return page.evaluate(
        "() => [...document.querySelectorAll('#map-figure .areas path')]"
        ".map((path) => dash_clientside.map.words(path.dataset.id))"
    )


def test_no_tooltip_holds_a_hidden_number(lent: Lent, sound: Release) -> None:
    said = tooltips(lent, sound.folder.parent)
    assert "Hidden by its publisher, as too few are behind it" in said
    assert not [value for value in VALUES if holding(said.encode(), value)]


def test_a_tooltip_that_should_be_hidden_is_found(lent: Lent, leaking: Release) -> None:
    said = tooltips(lent, leaking.folder.parent)
    assert [value for value in VALUES if holding(said.encode(), value)] == list(VALUES)


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("48613.7", True),
        ("48,613.7 per 100,000", True),
        ("has 48,614 cases", True),
        ('"x":48613.7,', True),
        ("2025-07-26,48613.7,per", True),
        ("[12,48613.7,300]", True),
        ("4861", False),
        ("148613.7", False),
        ("95d5423e0f3a612e392e48613e976e9feee3399e67", False),
        ("48,650", False),
    ],
)
def test_a_number_is_recognized_however_it_is_written(text: str, is_held: bool) -> None:
    assert holding(text.encode(), 48613.7) is is_held
