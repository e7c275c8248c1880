"""The address a page writes of what it shows opens exactly that again: on every interactive page,
for every figure, on both sides of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from components.site.page import Asked, Page
from data_loaders.released.release import Release
from tests.pages.asked import BUILD, READ, SIDES, Query, chosen, plain, some, svgs


def said(page: Page) -> tuple[object, ...]:
    """What a page says, draws and writes as its address."""
    state = page.state
    return page.title, page.description, state["query"], svgs(page), state.get("frame")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("page", READ)
def test_an_address_reads_back_as_the_same_view(
    sides: Mapping[str, Release], side: str, page: str
) -> None:
    release, read = sides[side], READ[page]
    for query in [*plain(release, page), *chosen(release, page)]:
        view = read(query, release).view
        again = read(view.query(), release)
        assert (again.view, again.notices) == (view, ()), query


@pytest.mark.parametrize("side", SIDES)
def test_industries_shows_the_same_again_at_its_own_address(
    sides: Mapping[str, Release], side: str
) -> None:
    _shows_the_same_again(sides[side], "industries", plain(sides[side], "industries"))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("page", BUILD)
def test_a_page_shows_the_same_again_at_its_own_address(
    sides: Mapping[str, Release], side: str, page: str
) -> None:
    _shows_the_same_again(sides[side], page, some(sides[side], page, 12))


def _shows_the_same_again(release: Release, page: str, queries: Iterable[Query]) -> None:
    for query in queries:
        first = BUILD[page](Asked(f"/{page}", query, release))
        written = first.state["query"]
        assert isinstance(written, dict)
        again = BUILD[page](Asked(f"/{page}", written, release))
        assert said(again) == said(first), query
        assert again.notices == (), query
