"""A table of newest figures says what they are of."""

from __future__ import annotations

import pytest

from components.data import newest_areas
from components.text import formats
from data_loaders.released.view_reading import own_industry
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Indicator

OF_ONE_PART = [
    each
    for source in SOURCES
    for each in source.indicators
    if own_industry(each, ALL_INDUSTRIES) != ALL_INDUSTRIES
]


@pytest.mark.parametrize("indicator", OF_ONE_PART, ids=lambda each: each.id)
def test_figures_of_one_industry_are_not_called_those_of_all(indicator: Indicator) -> None:
    """ "Jobs at private businesses: Brooklyn 3" were those of farming and fishing."""
    part = own_industry(indicator, ALL_INDUSTRIES)
    said = newest_areas.caption(indicator, part)
    of_part = f"{indicator.title}, {indicator.industry_names[part]}"
    assert said == formats.in_unit(of_part, indicator)


def test_there_are_such_figures() -> None:
    assert {"business_jobs", "businesses", "small_businesses_share"} <= {
        each.id for each in OF_ONE_PART
    }
