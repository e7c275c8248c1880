"""Ranges by linear program against those by flow, and repair of linked tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings

from data_loaders.privacy.tables import linear
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.linear import Need
from data_loaders.privacy.tables.network import Floats, Mask, Network, TableError
from tests.support.privacy import tables
from tests.support.privacy.ranges import ranges


@settings(max_examples=40, deadline=None)
@given(tables.withheld_tables())
def test_flow_and_linear_program_give_the_same_ranges(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, withheld, _ = case
    assume(withheld.any())
    by_flow = ranges(table, values, withheld)
    lower = np.where(withheld, 0.0, values)
    upper = np.where(withheld, np.inf, values)
    cells = np.flatnonzero(withheld)
    low, high = linear.intervals(linear.system(linear.sums_of(table), [], lower, upper), cells)
    assert np.allclose(by_flow.lower[cells], low)
    bounded = np.isfinite(high)
    assert np.allclose(by_flow.upper[cells][bounded], high[bounded])
    assert (by_flow.upper[cells][~bounded] >= by_flow.capped).all()


def test_rounded_figures_leave_the_room_of_their_rounding() -> None:
    # Two parts of 100 (exact); one is published as 30, rounded to 5.
    bounds = linear.system(
        [[(0, 1.0), (1, -1.0), (2, -1.0)]],
        [],
        np.array([100.0, 27.5, 0.0]),
        np.array([100.0, 32.5, np.inf]),
    )
    low, high = linear.intervals(bounds, np.array([2]))
    assert (low[0], high[0]) == (67.5, 72.5)


def test_repair_withholds_the_cheapest_cell_that_holds_the_failing_one() -> None:
    # a + b + c = 50 and a + d = 60: withheld a = 4 is held by both.
    values = np.array([4.0, 20.0, 26.0, 50.0, 56.0, 60.0])
    hidden = np.array([True, False, False, False, False, False])
    sums = [[(0, 1.0), (1, 1.0), (2, 1.0), (3, -1.0)], [(0, 1.0), (4, 1.0), (5, -1.0)]]
    lower = np.where(hidden, 1.0, values)
    upper = np.where(hidden, np.inf, values)
    need = Need(np.full(6, 10.0), width=3.0, least=1.0)
    repaired = linear.repair(
        linear.system(sums, [], lower, upper), values, np.log1p(values), hidden, need
    )
    assert repaired.tolist() == [True, True, False, False, True, False]


def test_repair_stops_where_nothing_is_left_to_withhold() -> None:
    values = np.array([4.0, 4.0])
    hidden = np.array([True, True])
    bounds = linear.system(
        [[(0, 1.0), (1, -1.0)]], [], np.array([4.0, 1.0]), np.array([4.0, np.inf])
    )
    with pytest.raises(TableError, match="coarser"):
        linear.repair(bounds, values, values, hidden, Need(np.full(2, 10.0), 3.0))


def test_equations_no_table_fulfils_are_refused() -> None:
    bounds = linear.system([[(0, 1.0), (1, -1.0)]], [], np.array([4.0, 5.0]), np.array([4.0, 5.0]))
    with pytest.raises(ContradictionError):
        linear.extreme(bounds, 0, highest=True)


def test_a_withheld_cell_that_nothing_bounds_is_protected_already() -> None:
    values = np.array([4.0])
    free = linear.system([], [], np.array([1.0]), np.array([np.inf]))
    need = Need(np.array([11.0]), width=3.0, least=1.0)
    repaired = linear.repair(free, values, np.ones(1), np.array([True]), need)
    assert repaired.tolist() == [True]
