"""What is built once is kept, under what it shows, within a bound of bytes."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api import answers, first_response, islands, parts
from components.figures import maps
from components.site.page import Asked, Page, Route
from components.site.routing import Routing
from pages import routes
from tests.support.browser.paths import example

PAGES = [route for route in routes() if "" in route.sides]
OTHERS = {"utm_source": "a", "fbclid": "b", "zzz": "1"}
VIEW = "/map?areas=10458"


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No answer is remembered from another test."""
    for kept in (first_response._body, parts._body, islands._body):
        kept.cache_clear()


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The address of every page that is built, as it is built."""
    addresses: list[str] = []
    build: Callable[[Routing, Asked], Page] = Routing.page

    def told(routing: Routing, asked: Asked) -> Page:
        addresses.append(asked.address)
        return build(routing, asked)

    monkeypatch.setattr(Routing, "page", told)
    return addresses


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.path)
def test_a_parameter_that_a_page_does_not_read_never_builds_it_anew(
    client: FlaskClient, built: list[str], route: Route
) -> None:
    path, takes = example(route.path), route.takes
    known = {"release", *(name for each in PAGES for name in each.takes)}
    first = client.get(path)
    for name in sorted({*known, *OTHERS} - takes - {"release"}):
        for value in ("1", "2"):
            again = client.get(f"{path}?{urlencode({name: value})}")
            assert again.data == first.data, (path, name)
            assert again.headers["ETag"] == first.headers["ETag"]
    assert len(built) == 1


def test_a_page_finds_every_parameter_it_takes(client: FlaskClient) -> None:
    plain = client.get("/map").data
    assert client.get("/map?areas=10458").data != plain
    assert client.get("/data?q=rent").data != client.get("/data").data
    assert client.get("/search?q=bronx").data != client.get("/search").data


def test_a_repaint_and_an_island_of_the_map_draw_no_map(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the map was drawn, and nobody is shown it")

    monkeypatch.setattr(maps, "choropleth", refuse)
    assert client.get(f"/parts{VIEW}").status_code == 200
    assert client.get("/_island/map%3Fareas%3D10458/_dash-layout").status_code == 200


@given(sizes=st.lists(st.integers(0, 9000), max_size=60), repeats=st.randoms())
@settings(deadline=None, max_examples=40)
def test_what_is_kept_never_weighs_more_than_its_bound(sizes: list[int], repeats: object) -> None:
    most = 20_000
    made: list[int] = []

    @answers.kept(most)
    def body(number: int, size: int) -> answers.Body | None:
        made.append(number)
        # Of every byte a little, so that compression cannot hide a body's length.
        content = bytes((number * 31 + i * i * 7 + i // 3) % 251 for i in range(size))
        return answers.Body(content, "text/html") if size else None

    asked = [*enumerate(sizes), *enumerate(sizes)]
    repeats.shuffle(asked)  # pyright: ignore[reportAttributeAccessIssue]
    for number, size in asked:
        found = body(number, size)
        assert (found.in_encoding("identity") if found else b"") == (
            b""
            if not size
            else bytes((number * 31 + i * i * 7 + i // 3) % 251 for i in range(size))
        )
        held = body.cache
        assert held.currsize <= most
        assert held.currsize == sum(answers._weight(each) for each in held.values())  # pyright: ignore[reportArgumentType]
    if sum(sizes) + answers.BYTES_OF_AN_ENTRY * len(sizes) < most // 2:
        assert len(made) == len(sizes)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
@pytest.mark.parametrize("size", [0, 512, 513, 50_000])
def test_a_body_is_the_same_in_every_encoding(encoding: str, size: int) -> None:
    content = bytes(i * i % 251 for i in range(size))
    read: dict[str, Callable[[bytes], bytes]] = {
        "br": lambda packed: answers.brotli.decompress(packed),
        "gzip": lambda packed: answers.gzip.decompress(packed),
        "identity": lambda packed: packed,
    }
    body = answers.Body(content, "text/plain")
    sent = body.in_encoding(encoding)
    assert (read[encoding](sent) if body.is_compressed else sent) == content
