"""What the page of a figure says of its newest numbers and of the next is true of that figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from components.data.reach import STEP, newest, next_figures
from components.text import formats
from data_loaders.released.csv_rows import continued_in
from data_loaders.released.freshness import is_computed, period_end_after
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Cadence, Indicator


def _told(release: Release) -> Iterator[tuple[Indicator, set[date], date, str]]:
    """Every figure that is read from files: the days it ends on by boundaries, the day its
    source's files end on, and what is said."""
    vintages = {each.source_id: each.vintage for each in release.catalog.deliveries}
    for indicator in release.indicators.values():
        source = release.source_of[indicator.id]
        ends = {end for _first, end in newest(release, indicator).values()}
        if ends and not is_computed(source):
            told = " ".join(next_figures(release, indicator))
            yield indicator, ends, vintages[source.id], told


def test_a_figure_that_ends_apart_from_its_files_says_where_each_of_its_series_ends(
    sides: Mapping[str, Release],
) -> None:
    release, apart = sides["digest"], 0
    for indicator, ends, vintage, told in _told(release):
        if ends == {vintage}:
            continue
        apart += 1
        for geography, period in newest(release, indicator).items():
            assert formats.period(*period, indicator.frequency) in told, indicator.id
            if len(ends) > 1:
                assert formats.boundaries(geography) in told, indicator.id
    assert apart > 20


def test_no_figure_that_its_source_stopped_to_have_is_said_to_go_on(
    sides: Mapping[str, Release],
) -> None:
    """Whether it goes on nobody here knows, and figures of others say nothing of it."""
    behind = 0
    for indicator, ends, vintage, told in _told(sides["digest"]):
        following = period_end_after(max(ends), STEP.get(indicator.frequency, Cadence.YEAR))
        if following is not None and following <= vintage:
            behind += 1
            assert "goes on" not in told, indicator.id
            assert "go on" not in told, indicator.id
    assert behind > 5


def test_a_series_that_goes_on_elsewhere_says_who_for_and_in_whose_figures(
    sides: Mapping[str, Release],
) -> None:
    release, continued = sides["digest"], set[str]()
    for indicator, _ends, _vintage, told in _told(release):
        for geography, (_first, end) in newest(release, indicator).items():
            other = continued_in(release.catalog, indicator, geography)
            is_theirs = bool(other and indicator.continued_from and end >= indicator.continued_from)
            words = f"the figures of “{formats.boundaries(geography)}” are those of another"
            assert (words in told) is is_theirs, indicator.id
            if other and is_theirs:
                assert other.partner in told
                continued.add(indicator.id)
    assert continued == {"unemployment_rate", "ui_claims"}
