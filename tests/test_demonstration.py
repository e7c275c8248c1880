"""Real and simulated figures never share a surface: every output of both sides, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from dash import html
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import downloads, files, first_response, parts, routes, search_engines
from components.site import demonstration, shell
from components.site.routing import is_demo
from data_loaders.released import csv_rows, serving
from data_loaders.released.release import Release
from data_loaders.vocabulary import naming
from data_loaders.vocabulary.naming import BASE
from pages import routes as pages
from tests.support.apart import faults_of_demo, faults_of_real
from tests.support.browser.crawl import LOC, data_files, visited
from tests.support.demonstration import FIRST, SECOND, Sides, both, serving_both
from tests.support.literal import DAY
from tests.support.pages_read import read
from tests.support.pictures_in_words import pictures_in_words
from tests.support.sites import application, serving_from

VIEWS = (
    "/map",
    "/map?industry=food",
    "/map?indicator=bankruptcies_prepared&areas=BX",
    "/map?indicator=rental_listings&areas=BX05",
    "/map?layout=table",
    "/trends?indicator=bankruptcies_prepared~hiring_rate",
    "/trends?indicator=visits_index&areas=10458",
    "/industries",
    "/industries?areas=10458",
    "/industries?areas=BX",
    "/data/bankruptcies_prepared",
    "/data/nothing-of-that-name",
    "/methodology/visits",
    "/places/BX",
    "/places/BX0503",
    "/search?q=bronx",
    "/nothing-here",
)
DEMO = tuple(f"{BASE}{view}" for view in VIEWS)
CSV = f"{BASE}/download.csv?indicator=rental_listings&geography=nta2010"
# What stands for the named parts of an address, by side.
EXAMPLES = {
    "geography": "borough",
    "_": "index.json",
    "name": "index.json",
    "token": "made-up",
    "figure": "map",
    "place": "BX",
    "path": "map",
    "partner": "linkedin",
    "project": "measles-vaccination",
    "use": "2026-001",
}
OWN = {
    True: {"release_id": SECOND.isoformat(), "indicator": "visits_index", "source": "visits"},
    False: {"release_id": DAY.isoformat(), "indicator": "filings", "source": "courts"},
}
# Dash's own scripts and their list are the same for both sides and hold no figure.
OF_DASH = ("/_", "/assets/")
MOST_FAULTS_SHOWN = 12


@pytest.fixture(autouse=True)
def _has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """As only a site with an address of its own has a sitemap."""
    monkeypatch.setenv("PUBLIC_URL", "http://localhost")


@pytest.fixture(autouse=True, scope="module")
def _pictures_are_searched() -> Iterator[None]:
    """What a picture says is read in its drawing."""
    with pictures_in_words():
        yield


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """The literal real release and two simulated ones."""
    return both(tmp_path_factory.mktemp("sides"))


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No answer is remembered from a test that broke one on purpose."""
    for kept in (first_response._body, parts._body, files._places, files._areas):
        kept.cache_clear()
    yield
    for kept in (first_response._body, parts._body, files._places, files._areas):
        kept.cache_clear()


def addresses(*, is_of_demo: bool) -> list[str]:
    """An address of every rule and every page of a side: KeyError for one without an example."""
    rules = [rule.rule for rule in application().url_map.iter_rules() if "GET" in rule.methods]
    own = [rule for rule in rules if is_demo(rule) is is_of_demo and not rule.startswith(OF_DASH)]
    base = BASE if is_of_demo else ""
    found = [f"{base}{route.path}" for route in pages() if base in route.sides]
    examples = {**EXAMPLES, **OWN[is_of_demo]}
    return [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda name: examples[name[1]], rule) for rule in [*own, *found]
    ]


def demo_answers(client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Everything the demonstration answers: by its rules, by its links, and its files."""
    start = [*addresses(is_of_demo=True), *DEMO, CSV]
    yield from visited(client, start, is_demo)


def real_answers(client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Everything the real site answers."""
    listed = [found.split("localhost")[-1] or "/" for found in LOC.findall(sitemap(client))]
    start = [*addresses(is_of_demo=False), *listed, *VIEWS, "/nothing-here"]
    yield from visited(client, dict.fromkeys(start), lambda path: not is_demo(path))


def sitemap(client: FlaskClient) -> str:
    return client.get("/sitemap.xml").get_data(as_text=True)


def shown(faults: list[str]) -> str:
    return "\n".join(faults[:MOST_FAULTS_SHOWN])


def test_every_answer_of_the_demonstration_says_that_it_is_simulated(sides: Sides) -> None:
    with serving_both(sides) as client:
        answers = dict(demo_answers(client))
        faults = [fault for found in answers.items() for fault in faults_of_demo(*found)]
    assert not faults, shown(faults)
    assert {f"{BASE}/map", f"{BASE}/data", f"/parts{BASE}/map", f"/parts{BASE}/trends"} <= {
        *answers
    }
    assert sum(answer.status_code == 200 for answer in answers.values()) > 80
    assert any("download.csv" in address for address in answers)


def test_no_answer_of_the_real_site_holds_anything_simulated(sides: Sides) -> None:
    with serving_both(sides) as client:
        answers = dict(real_answers(client))
        faults = [fault for found in answers.items() for fault in faults_of_real(*found)]
    assert not faults, shown(faults)
    assert {"/", "/sitemap.xml", "/robots.txt", "/data", "/parts/map"} <= {*answers}
    assert len(answers) > 60


def test_no_file_of_either_side_is_at_the_address_of_the_other(sides: Sides) -> None:
    simulated = Release.open(sides.demo / SECOND.isoformat())
    real = Release.open(sides.real / DAY.isoformat())
    with serving_both(sides) as client:
        for release, side in ((simulated, ""), (real, BASE)):
            for name in ("manifest.json", "index.json", "places.json", *release.manifest.files):
                answer = client.get(f"{side}/releases/{release.id}/{name}")
                assert answer.status_code == 404, f"{side} {name}"
        assert len(dict(data_files(client, simulated))) > 10


@pytest.mark.parametrize("path", ["/map", "/data", "/trends", "/places/BX", "/download.csv"])
def test_no_parameter_crosses_over(sides: Sides, path: str) -> None:
    with serving_both(sides) as client:
        for name in (FIRST, SECOND):
            answer = client.get(f"{path}?release={name}", buffered=True)
            said = answer.get_data(as_text=True).replace(name.isoformat(), "")
            assert "Simulated" not in said
        answer = client.get(f"{BASE}{path}?release={DAY}", buffered=True)
        assert f"release {DAY}" not in answer.get_data(as_text=True)


def test_the_real_site_leads_to_the_demonstration_by_one_name(sides: Sides) -> None:
    words = "Demonstration: what partner data would show"
    with serving_both(sides) as client:
        for path in ("/", "/map", "/industries?areas=BX", "/data", "/places/BX"):
            assert words in client.get(path).get_data(as_text=True)
        nothing = client.get("/data").get_data(as_text=True)
        assert f'href="{BASE}/data#employment"' in nothing
        assert "No real figure of these exists here." in nothing
        asked = client.get("/industries?areas=BX").get_data(as_text=True)
        assert f'href="{BASE}/industries?geography=borough&amp;areas=BX"' in asked


@pytest.mark.parametrize("page", ["map", "trends", "industries"])
def test_what_is_mounted_of_a_demonstration_page_says_that_it_is_simulated(
    sides: Sides, page: str
) -> None:
    with serving_both(sides) as client:
        simulated = client.get(f"/_island{BASE}/{page}/_dash-layout").get_data(as_text=True)
        real = client.get(f"/_island/{page}/_dash-layout").get_data(as_text=True)
    assert "Simulated" in simulated
    assert f'"action":"{BASE}/{page}"' in simulated.replace(" ", "")
    assert "imulated" not in real


@pytest.mark.parametrize("base", ["", BASE])
def test_parts_of_a_map_are_sent_as_html(sides: Sides, base: str) -> None:
    with serving_both(sides) as client:
        found = client.get(f"/parts{base}/map").get_json()["parts"]
    assert found["map-words"].startswith("<h1>")
    assert all(isinstance(text, str) for text in found.values())


def words_of(client: FlaskClient, path: str) -> str:
    return " ".join(read(client.get(f"{BASE}{path}").get_data(as_text=True)).text.split())


def test_the_demonstration_says_what_in_it_is_real(sides: Sides) -> None:
    """Counts of residents are the census': a site whose every figure is made up denied them."""
    with serving_both(sides) as client:
        place, page = words_of(client, "/places/BX"), words_of(client, "/data")
    assert "residents in 2020 (a real count)" in place
    assert "Simulated. No" not in place
    assert "Every figure in it is simulated" not in place + page
    assert "Places, their shapes, their counts of residents" in page


def test_the_demonstration_says_nowhere_how_to_cite_it(sides: Sides) -> None:
    with serving_both(sides) as client:
        page = words_of(client, "/data")
        assert "how to cite" not in page
        assert "own faults" not in page
        assert "how to cite it" in client.get("/data").get_data(as_text=True)


def test_a_simulated_release_says_that_its_date_is_made_up_too(sides: Sides) -> None:
    with serving_both(sides) as client:
        page = words_of(client, "/data#release")
    assert "dated as if made on November 9, 2026" in page
    assert "in the formats of 5 sources of 5 partners" in page
    assert "Made on" not in page


def test_robots_and_sitemap_leave_the_demonstration_out(sides: Sides) -> None:
    with serving_both(sides) as client:
        assert f"Disallow: {BASE}\n" in client.get("/robots.txt").get_data(as_text=True)
        assert BASE not in sitemap(client)


def test_both_sides_answer_the_same_address_with_different_tags(sides: Sides) -> None:
    with serving_both(sides) as client:
        for path in ("/map", "/data"):
            tags = {client.get(f"{base}{path}").headers["ETag"] for base in ("", BASE)}
            assert len(tags) == 2


def test_readiness_says_the_state_of_the_demonstration(sides: Sides, tmp_path: Path) -> None:
    with serving_both(sides) as client:
        found = client.get("/readyz").get_json()
        assert found["demo"] == {"status": "ok", "release": SECOND.isoformat(), "problem": None}
    with serving_from(sides.real, sides.real) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.get_json()["demo"]["status"] == "refused"
        assert client.get(f"{BASE}/map").status_code == 404


@pytest.mark.parametrize("path", ["", "/map", "/download.csv", "/releases/2026-11-09/index.json"])
def test_without_a_demonstration_its_addresses_say_so(sides: Sides, path: str) -> None:
    with serving_from(sides.real) as client:
        answer = client.get(f"{BASE}{path}")
        assert answer.status_code == 404
        assert answer.headers["X-Robots-Tag"] == "noindex"
        if "releases" not in path:
            assert "installation has no demonstration" in answer.get_data(as_text=True)
        assert "Demonstration:" not in client.get("/").get_data(as_text=True)


def _text(text: object, *_rest: object) -> object:
    return text


def _nothing(*_given: object) -> None:
    return None


BROKEN_DEMO: dict[str, tuple[object, str, object]] = {
    "the watermark": (demonstration, "watermarked", _text),
    "the titles": (demonstration, "headed", _text),
    "headings, captions and sentences": (demonstration, "_begin", _nothing),
    "the links": (demonstration, "inside", _text),
    "what is offered to copy": (demonstration, "_without_copies", list),
    "the whole pass over a page": (demonstration, "kept_apart", _text),
    "the pass over what stands around": (demonstration, "around", _text),
    "the band": (shell, "_band", html.Div),
    "the noindex header": (routes, "is_demo", lambda _path: False),
    "the file name": (downloads, "FILE", ""),
    "the naming of rows": (csv_rows, "text_cell", lambda text: text.removeprefix("Simulated: ")),
    "the address of rows": (naming, "BASE", ""),
}
PLACES = f"{BASE}/releases/{SECOND}/places.json"
SOME = (*DEMO, *(f"/parts{one}" for one in DEMO), CSV, PLACES)


def faults_in(
    client: FlaskClient, paths: tuple[str, ...], find: Callable[[str, TestResponse], list[str]]
) -> Iterator[str]:
    """Faults of the answers that are there; each address is asked once it is its turn."""
    for path in paths:
        answer = client.get(path, buffered=True)
        if answer.status_code < 400:
            yield from find(path, answer)


def test_some_answers_of_both_sides_are_without_fault(sides: Sides) -> None:
    with serving_both(sides) as client:
        assert list(faults_in(client, SOME, faults_of_demo)) == []
        assert list(faults_in(client, REAL_PATHS, faults_of_real)) == []


@pytest.mark.parametrize("what", BROKEN_DEMO)
def test_a_demonstration_broken_on_purpose_is_found_out(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with serving_both(sides) as client:
        module, name, instead = BROKEN_DEMO[what]
        monkeypatch.setattr(module, name, instead)
        assert any(faults_in(client, SOME, faults_of_demo))


def test_a_release_that_lost_its_naming_is_not_shown_at_all(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "TITLE", "Invented: ")
    with serving_both(sides) as client:
        assert client.get(f"{BASE}/map").status_code == 404
        assert client.get("/readyz").get_json()["demo"]["status"] == "refused"


def _crossed(find: Callable[..., object]) -> Callable[..., object]:
    return lambda *given, **_side: find(*given, is_demo=True)


REAL_PATHS = ("/", "/map", "/data", "/trends", "/sitemap.xml", "/readyz")
BROKEN_REAL: dict[str, tuple[object, str, Callable[[], object]]] = {
    "which releases a side has": (serving, "held", lambda: partial(_crossed(serving.held))),
    "the sitemap": (search_engines, "releases", lambda: serving.demo_releases),
}


@pytest.mark.parametrize("what", BROKEN_REAL)
def test_a_real_site_broken_on_purpose_is_found_out(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with serving_both(sides) as client:
        module, name, instead = BROKEN_REAL[what]
        monkeypatch.setattr(module, name, instead())
        assert any(faults_in(client, REAL_PATHS, faults_of_real))
