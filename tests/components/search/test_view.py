"""Search finds places; who names no place is shown the figures that mention what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import escape

from components.markup.first_view import rendered
from components.search import view
from components.text.glossary import glossary
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


@pytest.mark.parametrize(
    ("typed", "figure", "place"),
    [
        ("takeout East Village", "open_businesses_pick_up", "MN0303"),
        ("East Village takeout", "open_businesses_pick_up", "MN0303"),
        ("unemployment in the East Village", "unemployment", "MN0303"),
    ],
)
def test_words_of_a_figure_and_a_place_lead_to_both(
    release: Release, typed: str, figure: str, place: str
) -> None:
    page = found(release, typed)
    assert f'href="/data/{figure}' in page
    assert f'href="/places/{place}"' in page
    assert "Nothing here is called" not in page


@pytest.mark.parametrize("typed", ["?", "🗽", "—", "“”"])
def test_marks_alone_are_no_words_of_every_figure(release: Release, typed: str) -> None:
    page = found(release, typed)
    assert "Figures that mention it" not in page
    assert "Nothing here is called" in page


def test_what_is_not_known_here_is_named(release: Release) -> None:
    assert "school or assembly districts are not known here" in found(release, "School District 7")


@pytest.mark.parametrize(
    ("typed", "term"),
    [("hidden", "hidden"), ("what does hidden mean", "hidden"), ("What is a median?", "median")],
)
def test_who_asks_for_a_word_is_told_what_it_means(release: Release, typed: str, term: str) -> None:
    (meant,) = (each for each in glossary() if each.id == term)
    page = found(release, typed, release="2026-11-01")
    assert f'href="/words?release=2026-11-01#{term}"' in page
    assert str(escape(meant.meaning)) in page


def test_who_asks_what_hidden_means_is_led_to_the_page_on_it_too(release: Release) -> None:
    page = found(release, "what does hidden mean")
    assert "This is what “hidden” finds." in page
    assert 'href="/privacy"' in page


@pytest.mark.parametrize("typed", ["East Village", "takeout", "qwxz", "of"])
def test_no_meaning_is_told_of_words_that_are_no_term(release: Release, typed: str) -> None:
    assert "What the words mean" not in found(release, typed)


@pytest.mark.parametrize("typed", ["corrections", "what changed since last release", "errors"])
def test_the_log_of_changes_is_found(release: Release, typed: str) -> None:
    assert 'href="/changes"' in found(release, typed)
