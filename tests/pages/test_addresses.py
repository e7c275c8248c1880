"""The address a page writes of what it shows opens exactly that again: on every interactive page,
for every figure, on both sides of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from components.industries import reading, view
from components.site.page import Asked, Page
from data_loaders.released.release import Release
from data_loaders.released.view import Reading
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
def test_industries_says_once_which_period_it_shows(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    for query in plain(release, "industries"):
        for period in ("1999", "2018", "2019-07", "2020-02", "2031"):
            shown, periods = _industries({**query, "period": period}, release)
            notices = [each for each in shown.notices if each.parameter == "period"]
            assert [each.given[: len(period)] for each in notices] in ([], [period]), query
            assert shown.view.period is not None
            assert periods[0] <= shown.view.period <= periods[1], (query, period)
            again, same = _industries(shown.view.query(), release)
            assert (again, same) == (Reading(shown.view, ()), periods), (query, period)


def _industries(query: Query, release: Release) -> tuple[Reading, tuple[date, date]]:
    """What Industries shows for an address, and the period it draws."""
    read = reading.read(query, release)
    shown = reading.as_shown(read, view.compared(release, read.view))
    compared = view.compared(release, shown.view)
    return shown, compared.periods[compared.position]


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
