"""Counted tables that differ in hidden cells alone are published as the same bytes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pandas as pd
import pytest

from data_loaders.observations.parquet import as_written
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.model import Indicator, Status
from data_loaders.vocabulary.policy import Policy
from tests.data_loaders.privacy.tables import test_shared_bases as indexes
from tests.support.privacy import made

NUMBERS = ["value", "contributors"]


def shown(table: pd.DataFrame, policy: Policy, indicator: Indicator) -> pd.DataFrame:
    return treat(table, policy, [indicator], None, made.BOROUGHS).observations


def changed(table: pd.DataFrame, more: dict[tuple[str, str], int], start: str) -> pd.DataFrame:
    """The table with so many more in some cells of a period, by area and category."""
    keys = zip(table["area_id"], table["industry_id"], strict=True)
    added = pd.Series([more.get(key, 0) for key in keys], table.index, dtype="float64")
    added = added.where(table["period_start"] == pd.Timestamp(start), 0.0)
    return table.assign(**{name: table[name] + added for name in NUMBERS})


def rectangle(table: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Four hidden cells of one borough of which two may rise by one where the others fall."""
    hidden = table[table["status"] == str(Status.WITHHELD)]
    gaps = set(zip(hidden["area_id"], hidden["industry_id"], strict=True))
    areas = sorted({area for area, _ in gaps if area in made.BOROUGHS["nta2010"]})
    kinds = [kind for kind in made.SERVICES if any(gap[1] == kind for gap in gaps)]
    for (one, other), (left, right) in product(combinations(areas, 2), combinations(kinds, 2)):
        corners = {(one, left): 1, (one, right): -1, (other, left): -1, (other, right): 1}
        if one[:2] == other[:2] and corners.keys() <= gaps:
            return corners
    raise AssertionError("no four hidden cells stand in a rectangle")


@pytest.mark.parametrize("turned", [1, -1])
def test_counts_that_differ_where_they_are_hidden(turned: int) -> None:
    one = made.counted()
    published = shown(one, made.PEOPLE, made.CLIENTS)
    more = {cell: turned * step for cell, step in rectangle(published).items()}
    other = changed(one, more, made.QUARTER)
    assert not other["value"].equals(one["value"])
    assert as_written(shown(other, made.PEOPLE, made.CLIENTS)) == as_written(published)
    # In another order of rows, too.
    assert as_written(shown(other[::-1], made.PEOPLE, made.CLIENTS)) == as_written(published)


@pytest.mark.parametrize("fewer", [1, 7])
def test_indexes_that_differ_where_they_are_hidden(fewer: int) -> None:
    one = indexes.counted()
    start = str(indexes.STARTS[indexes.FEW].date())
    other = changed(one, {("BX01", "food"): -fewer, ("BX01", "all"): -fewer}, start)
    tables = [shown(each, indexes.POLICY, made.VISITS) for each in (one, other)]
    assert as_written(tables[0]) == as_written(tables[1])


def test_fields_that_are_never_read_change_nothing() -> None:
    policy = replace(made.PEOPLE, excluded=("note",))
    one = made.counted().assign(note=made.counted()["value"])
    other = one.assign(note=0.0)
    tables = [shown(each, policy, made.CLIENTS) for each in (one, other)]
    assert as_written(tables[0]) == as_written(tables[1])
