"""One of a thing is said in the singular: "1 business", not "1 businesses"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.map.view import number_pattern
from components.text import formats
from components.text.units import ONE, of_one
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Indicator, Measure
from tests.support.tiny import FILINGS

WHOLE = replace(FILINGS, measure=Measure.COUNT, unit="filings", decimals=0)
EVERY = [
    indicator
    for source in (*catalog.SOURCES, *(module.SOURCE for module in catalog.PARTNERS))
    for indicator in source.indicators
]
# Words that stay as they are after a one: shares, rates, "of 100" and what an index is of.
AS_THEY_ARE = ("%", "(", "per ", "of ")


def counts_things(indicator: Indicator) -> bool:
    is_whole = indicator.decimals == 0 and indicator.measure is not Measure.MONEY
    return is_whole and not indicator.unit.startswith(AS_THEY_ARE)


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.0, "1 filing"), (0.6, "1 filing"), (-1.0, "−1 filing"), (2.0, "2 filings")],
)
def test_a_one_stands_before_the_singular(value: float, words: str) -> None:
    assert formats.with_unit(value, WHOLE) == words


def test_a_one_with_decimals_and_none_stand_before_the_plural() -> None:
    assert formats.with_unit(1.0, replace(WHOLE, decimals=1)) == "1.0 filings"
    assert formats.with_unit(0.0, WHOLE) == "0 filings"


def test_every_unit_of_whole_things_has_a_singular() -> None:
    units = {each.unit for each in EVERY if counts_things(each)}
    assert len(units) > 20
    assert units - ONE.keys() == set()
    assert [unit for unit in units if of_one(unit) == unit] == []


def test_a_unit_that_counts_no_things_stays() -> None:
    assert of_one("per 100,000 people") == "per 100,000 people"


def test_the_script_is_given_the_singular_beside_the_plural() -> None:
    given = number_pattern(WHOLE)
    assert (given["one"], given["pattern"]) == ("{} filing", "{} filings")
