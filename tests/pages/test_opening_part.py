"""A figure of parts alone opens on one that is shown, the same on every page and in the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from api.v1 import selection
from components.api_reference.queries import ObservationsQuery
from components.figures.tables import trace
from components.trace import view as traces
from data_loaders.released.release import Release
from data_loaders.released.view_reading import opening_industry
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator
from pages import map as mapped
from tests.pages.asked import SIDES


def of_parts(release: Release) -> Iterator[Indicator]:
    return (each for each in release.indicators.values() if ALL_INDUSTRIES not in ids(each))


def ids(indicator: Indicator) -> list[str]:
    return [each.id for each in indicator.industries]


def shown(release: Release, indicator: Indicator, geography: Geography, industry: str) -> int:
    """How many areas have a newest value; 0 where the release has no such frame."""
    if release.entry(indicator.id, geography, industry) is None:
        return 0
    frame = release.frame(indicator.id, geography, industry)
    return sum(row[frame.latest()] is not None for row in frame.values)


@pytest.mark.parametrize("side", SIDES)
def test_no_figure_opens_on_a_hidden_part_where_a_shown_one_exists(
    sides: Mapping[str, Release], side: str
) -> None:
    """Small businesses opened on farming, hidden in all five boroughs."""
    release = sides[side]
    for indicator in of_parts(release):
        for geography in indicator.geographies:
            most = max(shown(release, indicator, geography, each) for each in ids(indicator))
            opened = opening_industry(release, indicator)
            assert shown(release, indicator, geography, opened) > 0 or most == 0, indicator.id


@pytest.mark.parametrize("side", SIDES)
def test_pages_trace_and_api_open_on_the_same_part(sides: Mapping[str, Release], side: str) -> None:
    release = sides[side]
    for indicator in of_parts(release):
        opened = opening_industry(release, indicator)
        query = {"indicator": indicator.id}
        view = mapped.read(query, release).view
        assert view.indicator != indicator.id or view.industry == opened
        assert traces.traced(release, query).frame.industry_id == opened
        asked = selection.wanted(release, ObservationsQuery(indicator=indicator.id))
        assert {each.industry_id for each in asked} == {opened}


@pytest.mark.parametrize("side", SIDES)
def test_the_trace_of_a_number_names_its_part(sides: Mapping[str, Release], side: str) -> None:
    """Which part an address without one opens on may change with a release."""
    release = sides[side]
    for indicator in of_parts(release):
        first = ids(indicator)[0]
        entry = next(e for e in release.entries_of(indicator.id) if e.industry_id == first)
        address = trace(indicator, entry.geography, "NYC", entry.last, first)
        assert f"industry={first}" in address
