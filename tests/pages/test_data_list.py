"""The list of figures tells figures apart, and up to when each is held by each set of boundaries;
a figure's page says where its newest figures are of different times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape

import pytest

from components.data.coverage_panel import totals
from components.text import formats
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from pages import data, indicator, source
from tests.support.described import in_one, markup, opened, words


@pytest.fixture
def release(sides: Mapping[str, Release]) -> Release:
    return sides["digest"]


def test_no_two_figures_of_the_list_go_by_one_name(release: Release) -> None:
    page = in_one(markup(opened(data.PAGE, "/data", release)))
    names = re.findall(r'<a href="/data/\w+">(.*?)</a>', page)
    assert len(names) == len(release.indicators)
    assert [unescape(name) for name, count in Counter(names).items() if count > 1] == []


def test_a_figure_held_longer_for_larger_areas_says_up_to_when_for_each(release: Release) -> None:
    listed, several = words(opened(data.PAGE, "/data", release)), 0
    for name, figure in release.indicators.items():
        newest = {
            each: max(last for (_first, last), value in values(release, name, each) if value)
            for each in figure.geographies
        }
        months = {formats.short_month(day) for day in newest.values()}
        for geography, day in newest.items() if len(months) > 1 else ():
            noun, month = formats.area_noun(geography), formats.short_month(day)
            line = listed[listed.index(f"{figure.title} ") :][:400]
            assert re.search(rf"\b{noun}\b[^;]*, to {month}", line), (name, noun)
            several += 1
    assert several > 1


def values(
    release: Release, name: str, geography: Geography
) -> Iterator[tuple[tuple[date, date], bool]]:
    """Each period of a figure by some boundaries, and whether any area has a value in it."""
    for entry in release.entries_of(name):
        if entry.geography == geography:
            frame = release.frame(name, geography, entry.industry_id)
            for at, period in enumerate(frame.periods):
                yield period, any(row[at] is not None for row in frame.values)


def test_newest_figures_of_different_times_are_said_to_be(release: Release) -> None:
    both = (Geography.CITY, Geography.BOROUGH)
    seen = set[bool]()
    for name in ("unemployment_rate", "ui_claims", "jobs_by_workplace", "pedestrians_evening"):
        if name not in release.indicators or not all(release.entry(name, each) for each in both):
            continue
        frames = [release.frame(name, each) for each in both]
        differ = len({frame.periods[frame.latest()] for frame in frames}) > 1
        page = words(opened(indicator.PAGE, f"/data/{name}", release))
        assert ("These are of different times." in page) is differ, name
        seen.add(differ)
    assert True in seen


@pytest.mark.parametrize("name", ["nysdol_ces", "nychealth_coronavirus"])
def test_only_a_source_with_hidden_figures_is_asked_why(release: Release, name: str) -> None:
    _cells, hidden = totals(release, name)
    page = words(opened(source.PAGE, f"/methodology/{name}", release))
    assert ("Why is a figure hidden?" in page) is (hidden > 0)
