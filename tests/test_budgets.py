"""What the site weighs on the wire: budgets no change may break unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import first_response, next_page, ready_pages
from api.precompress import precompress
from benchmarks.budgets import is_light
from benchmarks.visited import VISITED
from components.site import packed
from data_loaders.released.release import Release
from data_loaders.released.serving import make_seed_ready
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.naming import BASE
from tests.support.sites import serving_from

KB = 1000
LEFT_AS_IT_IS = 1024  # bytes that compression would hardly make fewer
SEED = installation.ROOT / "data" / "seed"
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
SHARED = re.compile(r'<link rel="modulepreload" href="([^"]+)"')
PREFIX = re.compile(r'"requests_pathname_prefix":"([^"]+)"')
ASKED_BY_DASH = ("_dash-layout", "_dash-dependencies")
FONT = re.compile(r'<link rel="preload" href="([^"]+)" as="font"')
ICON = re.compile(r'<link rel="icon" href="([^"]+)"')
MOST_KILOBYTES = {"/map": 250, "/trends": 250, "/industries": 250}
# Of the 120 KB a light page promises, what the digest's may weigh: Home and the Bronx of the full
# release hold up to 15 KB more than these.
MOST_OF_A_LIGHT_PAGE = 100
# What our own scripts may weigh with their heads: a page's of its own and those of every page.
OWN = re.compile(r'<script[^>]* src="(/(?:static|assets)/[^"]+)"')
MOST_OF_OUR_SCRIPTS = {"/": 8.3, "/map": 17.5, "/trends": 12, "/industries": 12}
HEAVY = ("/", "/coverage", "/places/BX")  # of the light pages those that weigh most
LIGHT = [path for path in VISITED if is_light(path) and not path.startswith(BASE)]
PACKED = {"Accept-Encoding": "br"}
# What gunicorn adds to each answer.
BY_THE_SERVER = "Date: Sun, 29 Nov 2026 14:18:20 GMT\r\nConnection: keep-alive\r\n\r\n"


@pytest.fixture(scope="module")
def seed() -> Release:
    """The release that ships, made ready as `make run` does."""
    make_seed_ready()
    newest = sorted(installation.SEED.glob("*/manifest.json"))[-1]
    return Release.open(newest.parent)


@pytest.fixture
def client(seed: Release, tmp_path: Path) -> Iterator[FlaskClient]:
    """The site with what ships, compressed as far as `make run` compresses it, as a worker has it
    that began just now: no page was made yet, in a pause or by another."""
    with serving_from(seed.folder.parent) as made:
        precompress(made.application)
        first_response._body.cache_clear()
        ready_pages.use(tmp_path / "ready")
        yield made
        ready_pages.use(None)


def size(client: FlaskClient, address: str) -> int:
    """Bytes on the wire for an address, as a browser of today gets it."""
    answer = client.get(address, headers=PACKED, buffered=True)
    assert answer.status_code == 200, address
    encoding = answer.headers.get("Content-Encoding")
    is_text = not address.endswith(".woff2")
    assert encoding == "br" or not is_text or len(answer.data) <= LEFT_AS_IT_IS, (
        f"{address}: {encoding}"
    )
    return len(answer.data)


def received(client: FlaskClient, address: str) -> int:
    """Bytes that arrive for an address with the head before them, as a browser counts them."""
    head = client.get(address, headers=PACKED, buffered=True).headers
    lines = [f"{name}: {value}\r\n" for name, value in head]
    return size(client, address) + len("".join(["HTTP/1.1 200 OK\r\n", *lines, BY_THE_SERVER]))


def arriving(client: FlaskClient, path: str) -> dict[str, int]:
    """All that a browser receives for a light page when it has nothing of the site yet, by
    address."""
    kinds = (SHEET, SCRIPT, SHARED, FONT, ICON)
    own = [found for kind in kinds for found in named(client, path, kind)]
    return {address: received(client, address) for address in [path, *own, next_page.ADDRESS]}


def named(client: FlaskClient, path: str, pattern: re.Pattern[str]) -> list[str]:
    """Addresses a page names."""
    return pattern.findall(client.get(path).get_data(as_text=True))


def weights(client: FlaskClient, path: str) -> dict[str, int]:
    """What a page loads before any chart comes into sight, by address."""
    own = [found for kind in (SHEET, SCRIPT, SHARED, FONT) for found in named(client, path, kind)]
    parts = client.get(f"/parts{path}")
    state = parts.get_json()["state"] if parts.status_code == 200 else {}
    # The index follows when a hand reaches for a control.
    files = [state[name] for name in ("frame", "areas") if state.get(name)]
    prefixes = named(client, path, PREFIX)
    dash = [f"{prefix}{name}" for prefix in prefixes for name in ASKED_BY_DASH]
    return {address: size(client, address) for address in [path, *own, *files, *dash]}


def test_the_map_is_painted_from_60_kilobytes(client: FlaskClient) -> None:
    parts = [size(client, address) for address in ["/map", *named(client, "/map", SHEET)]]
    assert sum(parts) <= 60 * KB, parts


def assert_light(client: FlaskClient, path: str) -> None:
    found = arriving(client, path)
    most = sorted(found.items(), key=lambda pair: -pair[1])[:8]
    assert sum(found.values()) <= MOST_OF_A_LIGHT_PAGE * KB, (sum(found.values()), most)


@pytest.mark.parametrize("path", HEAVY)
def test_a_page_of_a_new_worker_is_light_with_all_that_arrives_for_it(
    client: FlaskClient, path: str
) -> None:
    assert_light(client, path)


@pytest.mark.nightly
@pytest.mark.parametrize("path", LIGHT)
def test_every_page_but_those_of_a_figure_is_light(client: FlaskClient, path: str) -> None:
    assert_light(client, path)


@pytest.mark.parametrize(("path", "most"), MOST_KILOBYTES.items())
def test_a_page_weighs_no_more_than_its_budget_before_a_chart(
    client: FlaskClient, path: str, most: int
) -> None:
    found = weights(client, path)
    assert sum(found.values()) <= most * KB, sorted(found.items(), key=lambda pair: -pair[1])[:8]


@pytest.mark.parametrize(("path", "most"), MOST_OF_OUR_SCRIPTS.items())
def test_our_own_scripts_are_small(client: FlaskClient, path: str, most: float) -> None:
    found = {address: received(client, address) for address in named(client, path, OWN)}
    assert 1 * KB < sum(found.values()) <= most * KB, found


def test_every_frame_of_the_release_that_ships_is_one_small_file(seed: Release) -> None:
    sizes = {
        f"{entry.indicator_id} by {entry.geography}": (seed.folder / f"{entry.file}.br").stat()
        for entry in seed.index.frames
    }
    assert len(sizes) > 50
    assert {name: found.st_size for name, found in sizes.items() if found.st_size > 90 * KB} == {}


def test_the_release_that_ships_is_small_enough_to_ship() -> None:
    sizes = [path.stat().st_size for path in SEED.rglob("*") if path.is_file()]
    assert 1 * KB < sum(sizes) <= 6 * KB * KB


def test_the_measure_is_of_packed_scripts_and_style() -> None:
    assert packed.packed(), "run `make frontend` before measuring"
