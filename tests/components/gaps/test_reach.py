"""How far real sources reach, counted in the release itself."""

from __future__ import annotations

from components.gaps import reach, view
from components.markup.first_view import rendered
from data_loaders.released.release import Release
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import Category


def test_every_topic_is_listed_with_what_it_has_and_what_it_lacks(
    literal_release: Release,
) -> None:
    topics = reach.topics(literal_release)
    assert [each.category for each in topics] == list(Category)
    assert sum(len(each.figures) for each in topics) == len(literal_release.indicators)
    for topic in topics:
        assert set(topic.local) <= set(topic.figures)
        assert all(NEIGHBORHOODS & set(each.geographies) for each in topic.local)
        assert (topic.newest is None) == (not topic.figures)


def test_a_neighborhood_counts_a_source_once_and_never_as_shown_and_hidden(
    literal_release: Release,
) -> None:
    local = {source.id for source in reach.local_sources(literal_release)}
    for found in reach.neighborhoods(literal_release):
        shown, hidden = ({each.id for each in group} for group in (found.shown, found.hidden))
        assert shown | hidden <= local
        assert not shown & hidden


def test_what_is_hidden_is_never_more_than_there_is(literal_release: Release) -> None:
    hidden = reach.hidden(literal_release)
    for tally in (*hidden.boroughs.values(), *hidden.thirds.values()):
        assert 0 <= tally.hidden <= tally.cells


def test_the_page_says_who_every_source_leaves_out(literal_release: Release) -> None:
    text = str(rendered(view.layout(literal_release, {})))
    assert all(f'href="/methodology/{name}#about"' in text for name in literal_release.sources)


def test_the_spread_is_told_with_its_ends() -> None:
    assert view.spread({2: 3, 5: 7}) == ("3 neighborhoods have a number from 2 of them, 7 from 5.")
    assert view.spread({4: 197}) == "Every neighborhood has a number from 4 of them."
