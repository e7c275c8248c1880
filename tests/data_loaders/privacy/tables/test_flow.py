"""Ranges by flow against every table that fits, tried one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from data_loaders.privacy.tables import flow, network
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.network import TOP, Floats, Mask, Network, TableError
from tests.support.privacy import tables
from tests.support.privacy.ranges import ranges


@settings(max_examples=150, deadline=None)
@given(tables.withheld_tables())
def test_ranges_are_exactly_those_of_all_tables_that_fit(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, withheld, categories = case
    assume(withheld.any())
    found = ranges(table, values, withheld)
    bound = int(np.nanmax(found.upper))
    # Brute force needs an end: neither unbounded cells nor too many combinations.
    assume(bound <= 12 and (bound + 1) ** tables.free_leaf_cells(table, withheld) <= 20_000)
    every = np.array(tables.every_table(table, values, withheld, categories, 0, bound))
    assert (every.min(axis=0)[withheld] == found.lower[withheld]).all()
    assert (every.max(axis=0)[withheld] == found.upper[withheld]).all()


@settings(max_examples=60, deadline=None)
@given(tables.withheld_tables())
def test_an_attacker_who_knows_the_least_value_gets_the_ranges_of_tables_above_it(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, withheld, categories = case
    withheld = withheld & (values >= 1)
    assume(withheld.any())
    found = ranges(table, values, withheld, least=1)
    bound = int(np.nanmax(found.upper))
    assume(bound <= 12 and bound ** tables.free_leaf_cells(table, withheld) <= 20_000)
    every = np.array(tables.every_table(table, values, withheld, categories, 1, bound))
    assert (every.min(axis=0)[withheld] == found.lower[withheld]).all()
    assert (every.max(axis=0)[withheld] == found.upper[withheld]).all()


def test_one_withheld_cell_in_a_row_is_recovered_by_subtraction() -> None:
    table = network.build([TOP], 3)
    values = np.array([4.0, 20.0, 30.0, 54.0])
    found = ranges(table, values, np.array([True, False, False, False]))
    assert (found.lower[0], found.upper[0]) == (4, 4)


def test_a_second_withheld_cell_in_the_row_hides_the_first() -> None:
    table = network.build([TOP], 3)
    values = np.array([4.0, 20.0, 30.0, 54.0])
    found = ranges(table, values, np.array([True, True, False, False]))
    assert (found.lower[0], found.upper[0]) == (0, 24)


def test_published_cells_that_no_table_has_are_refused() -> None:
    table = network.build([TOP], 2)
    with pytest.raises(ContradictionError, match="contradict"):
        ranges(table, np.array([9.0, 0.0, 5.0]), np.array([False, True, False]))


def test_totals_that_do_not_add_up_are_refused_without_naming_a_value() -> None:
    table = network.build([TOP], 2)
    with pytest.raises(TableError, match="1 areas × 3 columns") as refused:
        table.require_sums(np.array([4177.0, 1.0, 5.0]))
    assert "4177" not in str(refused.value)


@settings(max_examples=80, deadline=None)
@given(tables.withheld_tables())
def test_arcs_said_to_rise_do_rise(case: tuple[Network, Floats, Mask, int]) -> None:
    table, values, withheld, _ = case
    assume(withheld.any())
    flows = flow.WithheldFlow(table, values, withheld)
    for amount in (1, 2, 5):
        for arc in np.flatnonzero(flows.can_rise(amount) & (flows.cells() >= 0)):
            assert flows.highest(int(arc)) >= flows.flow[arc] + amount
