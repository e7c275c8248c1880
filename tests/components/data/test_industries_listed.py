"""Industries of a figure on its page: a few in a sentence, many in a list."""

from __future__ import annotations

import pytest

from components.data import indicator
from components.markup.first_view import rendered
from data_loaders.sources.catalog import INDICATORS


@pytest.mark.parametrize(
    "known",
    [each for each in INDICATORS.values() if len(each.industries) > indicator.MOST_IN_A_LINE],
    ids=lambda each: each.id,
)
def test_many_industries_stand_one_by_one_and_folded_on_a_phone(known: indicator.Indicator) -> None:
    """Names hold commas: in a row nobody sees where one ends, and 93 ran over two screens."""
    written = str(rendered(indicator.industries(known)))
    assert written.count("<li>") == len(known.industries)
    assert f"{len(known.industries)} industries</summary>" in written


def test_a_figure_without_industries_lists_none() -> None:
    assert indicator.industries(INDICATORS["covid_case_rate"]) == ""
