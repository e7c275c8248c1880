"""A change that a source publishes as one is written as the source rounds it."""

from __future__ import annotations

import pytest

from components.trends import panels
from data_loaders.released.view import Show
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import Indicator, Measure

PUBLISHED = [
    each
    for source in SOURCES
    for each in source.indicators
    if each.measure is Measure.PERCENT_CHANGE
]


@pytest.mark.parametrize("indicator", PUBLISHED, ids=lambda each: each.id)
def test_a_published_change_has_no_more_decimals_than_its_source(indicator: Indicator) -> None:
    drawn = panels._drawn(indicator, Show.LEVEL, None)  # noqa: SLF001
    assert drawn.decimals == indicator.decimals
