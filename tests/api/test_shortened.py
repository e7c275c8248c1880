"""Who cuts the end off an address, or writes the word a page goes by, comes to a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from components.site.routing import is_demo
from data_loaders.released.release import Release
from pages import routes
from tests.support.sites import application

# Read by pages and programs, never by people.
INSIDE = frozenset({"assets", "static", "parts", "frames", "challenge"})
GUESSED = ("/corrections", "/methods", "/glossary", "/sources", "/partners", "/api/v1/")


def shorter(path: str) -> Iterator[str]:
    """Every address that is left when the end of one is cut off, down to its first word."""
    words = path.strip("/").split("/")
    for length in range(1, len(words)):
        if not any("<" in word for word in words[:length]):
            yield "/" + "/".join(words[:length])


def every_address() -> Iterator[str]:
    """The pages of the real site, and all that is answered beside them."""
    yield from (route.path for route in routes() if "" in route.sides)
    rules = map(str, application().url_map.iter_rules())
    yield from (rule for rule in rules if not is_demo(rule))


def cut() -> list[str]:
    """What is left of them, without what only pages and programs ask for."""
    found = {short for path in every_address() for short in shorter(path)}
    first = {short: short.split("/")[1] for short in found}
    return sorted(short for short in found if first[short] not in INSIDE and first[short][0] != "_")


@pytest.mark.parametrize("path", [*cut(), *GUESSED])
def test_a_shortened_address_leads_to_a_page(client: FlaskClient, path: str) -> None:
    for address in (path, f"{path.rstrip('/')}/"):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert "<h1" in answer.get_data(as_text=True) or answer.is_json, address


def test_what_people_cut_is_found() -> None:
    assert {"/places", "/data", "/releases", "/embed", "/feeds", "/contracts"} <= set(cut())


def test_a_shortened_address_keeps_the_release_it_names(
    client: FlaskClient, release: Release
) -> None:
    for address in (f"/releases/{release.id}", f"/releases?release={release.id}"):
        assert client.get(address).location == f"/data?release={release.id}#release"
    assert client.get("/corrections").location == "/changes#corrections"
