"""Search finds places; who names no place is shown the figures that mention what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.markup.first_view import rendered
from components.search import view
from data_loaders.released.release import Release
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import Geography, Place
from tests.support.described import described

VILLAGE = Place(
    "MN0303", "East Village", "neighborhood", "MN", ("East Village",), {Geography.NTA2020: ()}
)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, SOURCES, places=(VILLAGE,))


def found(held: Release, typed: str, **query: str) -> str:
    return str(rendered(view.layout(held, typed, query)))


@pytest.mark.parametrize("typed", ["pick-up", "pick up", "takeout"])
def test_who_looks_for_pick_up_is_shown_its_figure(release: Release, typed: str) -> None:
    assert 'href="/data/open_businesses_pick_up"' in found(release, typed)


def test_of_many_figures_the_first_are_shown_and_the_way_to_all(release: Release) -> None:
    page = found(release, "unemployment", release="2026-11-01")
    assert page.count('href="/data/') == view.MOST_FIGURES
    assert 'href="/data?release=2026-11-01&amp;q=unemployment"' in page


def test_a_place_that_was_meant_stands_alone(release: Release) -> None:
    page = found(release, "East Village")
    assert "/places/MN0303" in page
    assert "Figures that mention it" not in page


def test_words_no_figure_mentions_say_nothing_of_figures(release: Release) -> None:
    assert "Figures that mention it" not in found(release, "qwxz")
