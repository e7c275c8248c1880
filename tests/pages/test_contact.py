"""Nobody is invited to write where an installation names no address, and code runs as it stands or
says what to put in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from data_loaders.vocabulary.installation import HERE
from tests.support import literal
from tests.support.pages_read import read
from tests.support.sites import serving_from

INVITED = re.compile(
    r"No contact|Write to us|Talk to us|Report an error|[Rr]eport it|Ask, or report|Tell us"
)
PATHS = ("/", "/about", "/share", "/privacy", "/api", "/practice", "/data/filings")


@pytest.fixture(scope="module")
def nameless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Pages of an installation that names no address, by path."""
    yield from shown(tmp_path_factory, {})


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Pages of one that says where it is and where to write to."""
    settings = {"CONTACT": "desk@city.example", "PUBLIC_URL": "https://recovery.example"}
    yield from shown(tmp_path_factory, settings)


def shown(factory: pytest.TempPathFactory, settings: dict[str, str]) -> Iterator[dict[str, str]]:
    root = literal.release(factory.mktemp("releases")).folder.parent
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONTACT", "PUBLIC_URL"):
            patch.delenv(name, raising=False)
        for name, value in settings.items():
            patch.setenv(name, value)
        with serving_from(root) as client:
            yield {path: client.get(path).text for path in PATHS}


def told(page: str) -> str:
    return " ".join(read(page).text.split())


@pytest.mark.parametrize("path", PATHS)
def test_without_an_address_nobody_is_invited_to_write(nameless: dict[str, str], path: str) -> None:
    assert INVITED.findall(told(nameless[path])) == []


def test_without_an_address_privacy_alone_says_so(nameless: dict[str, str]) -> None:
    said = "This site does not state how to reach whoever runs it."
    assert [path for path in PATHS if said in told(nameless[path])] == ["/privacy"]


@pytest.mark.parametrize("path", ["/", "/share", "/privacy"])
def test_an_address_is_offered_where_one_is_set(named: dict[str, str], path: str) -> None:
    assert INVITED.search(told(named[path]))
    assert 'href="mailto:desk@city.example"' in named[path]


@pytest.mark.parametrize("path", ["/api", "/data/filings"])
def test_code_has_the_public_address_or_says_what_to_put_in(
    nameless: dict[str, str], named: dict[str, str], path: str
) -> None:
    assert f"Where you read this site at another address than {HERE}" in told(nameless[path])
    page = told(named[path])
    assert "at another address" not in page
    assert HERE not in page
    assert "https://recovery.example/" in page
