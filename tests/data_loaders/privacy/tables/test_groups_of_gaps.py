"""Gaps of one sum, by hand: two areas × three categories, and their totals.

Cells are numbered row by row: 0-3 and 4-7 the areas, 8-11 both; the last of each row is its total.
"""

from __future__ import annotations

import numpy as np
import pytest

from data_loaders.privacy.tables import groups, network
from data_loaders.privacy.tables.groups import Asked
from data_loaders.privacy.tables.network import TOP, Mask
from tests.support.privacy.tables import filled

TABLE = network.build([2, 2, TOP], 3)
VALUES = filled(TABLE, [4, 30, 26, 25, 3, 32], 3)


def gaps(*cells: int) -> Mask:
    hidden = np.zeros(TABLE.cell_count, dtype=bool)
    hidden[list(cells)] = True
    return hidden


def pairs_of(*cells: int) -> list[tuple[list[int], float, bool]]:
    pairs = groups.pairs(TABLE.rules, np.where(gaps(*cells), np.nan, VALUES), gaps(*cells))
    return [(sorted(one.cells.tolist()), one.known, one.is_total_and_part) for one in pairs]


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        ((0, 1), [([0, 1], 34.0, False)]),
        ((0, 3), [([0, 3], 56.0, True)]),
        ((0, 4), [([0, 4], 29.0, False)]),
        ((0, 8), [([0, 8], 25.0, True)]),
        ((0, 5), []),
        ((0, 1, 2), []),
        ((0, 1, 4, 5), []),
        ((0, 1, 4), []),  # the first is in a sum with a third gap
        ((0, 1, 9), []),  # and here the second is
    ],
)
def test_a_pair_stands_alone_in_every_sum_that_holds_it(
    hidden: tuple[int, ...], expected: list[tuple[list[int], float, bool]]
) -> None:
    assert pairs_of(*hidden) == expected


def test_a_total_that_is_not_there_makes_no_pair() -> None:
    values = np.where(gaps(0, 1, 3), np.nan, VALUES)
    assert list(groups.pairs(TABLE.rules, values, gaps(0, 1))) == []


def short(values: list[int], hidden: Mask, least: int) -> int:
    whole = filled(TABLE, values, 3)
    return len(groups.short_sums(TABLE.rules, np.where(hidden, np.nan, whole), hidden, least))


def test_a_short_sum_has_a_gap_too_few_and_a_figure_to_hide() -> None:
    some = [4, 30, 26, 25, 3, 32]
    # One gap is in its area's sum and its category's.
    assert short(some, gaps(0), 2) == 2
    assert short(some, gaps(0, 1, 4, 5), 2) == 0
    assert short(some, gaps(0, 1, 4, 5), 3) == 4
    assert short(some, gaps(), 3) == 0
    # All else is nothing, but for the totals: a total of one is a figure, nothing is none.
    assert short([1, 0, 0, 0, 0, 0], gaps(0), 2) == 2
    assert short([1, 0, 0, 0, 0, 0], gaps(0, 3, 8, 11), 3) == 0


def added(values: list[int], hidden: Mask, minimum: int, level: int, least: int) -> set[int]:
    whole = filled(TABLE, values, 3)
    more = groups.cells_to_add(TABLE.rules, whole, hidden, Asked(minimum, level, least))
    return set(np.flatnonzero(more).tolist())


def test_the_smallest_figure_of_a_short_sum_goes_too() -> None:
    some = [4, 30, 26, 25, 3, 32]
    assert added(some, gaps(0, 1, 4, 5), 10, 1, 2) == set()
    # A third gap in each of the four sums: the smallest of each area, and of each category.
    assert added(some, gaps(0, 1, 4, 5), 10, 1, 3) == {2, 6, 8, 9}
    # A zero hides nothing, a one does.
    assert added([4, 0, 26, 25, 3, 32], gaps(0), 10, 1, 2) == {2, 4}
    assert added([4, 1, 26, 25, 3, 32], gaps(0), 10, 1, 2) == {1, 4}


def test_a_pair_is_too_narrow_under_its_level_and_not_at_it() -> None:
    # A sum of 8 with a minimum of 3: 1, 2 and 6, 7 fit, so the width is 3.
    eight = [4, 4, 26, 25, 30, 32]
    width = groups.width(next(groups.pairs(TABLE.rules, filled(TABLE, eight, 3), gaps(0, 1))), 3, 1)
    assert width == 3
    # The sums that hold one of the two alone are short either way.
    columns = {4, 5}
    assert added(eight, gaps(0, 1), 3, 3, 2) == columns
    assert added(eight, gaps(0, 1), 3, 4, 2) == {*columns, 2}


def test_only_what_stands_beside_a_narrow_pair_is_added() -> None:
    flat = network.build([TOP, TOP], 2)
    values = filled(flat, [3, 4, 50, 60], 2)
    hidden = np.zeros(flat.cell_count, dtype=bool)
    hidden[[0, 1]] = True
    assert not groups.cells_to_add(flat.rules, values, hidden, Asked(3, 2, 2)).any()
    more = groups.cells_to_add(flat.rules, values, hidden, Asked(3, 9, 2))
    assert np.flatnonzero(more).tolist() == [2]


def test_all_sums_that_hold_one_of_a_narrow_pair_get_a_third_gap() -> None:
    eight = [4, 4, 26, 25, 30, 32]
    assert added(eight, gaps(0, 1), 3, 4, 1) == {2, 4, 5}


def test_what_is_far_from_a_pair_does_not_matter_to_it() -> None:
    flat = network.build([TOP, TOP], 3)
    values = filled(flat, [3, 4, 80, 30, 90, 60], 3)
    hidden = np.zeros(flat.cell_count, dtype=bool)
    hidden[[0, 1, 4, 5]] = True
    assert len(list(groups.pairs(flat.rules, values, hidden))) == 2
    hidden[5] = False
    # A narrow pair in one row, a lone gap in the other: the smallest shown of each.
    more = groups.cells_to_add(flat.rules, values, hidden, Asked(3, 9, 2))
    assert np.flatnonzero(more).tolist() == [2, 6]


def told_in_a_row(
    numbers: list[float], hidden: list[int], absent: list[int], *, is_known: bool
) -> list[list[int]]:
    """Groups of gaps of one row of parts that give themselves away, the total last; the figures
    behind the gaps are known to treatment and not to an attacker."""
    row = network.build([TOP], len(numbers))
    values = filled(row, [int(number) for number in numbers], len(numbers))
    values[absent + hidden * (not is_known)] = np.nan
    gaps = np.isin(np.arange(row.cell_count), hidden)
    return [one.tolist() for one in groups.telling(row.rules, values, gaps, Asked(10, 3, 2))]


@pytest.mark.parametrize(
    ("numbers", "hidden", "absent", "told"),
    [
        ([3, 5, 7], [0, 1, 2], [], [[0, 1, 2]]),  # of fifteen one of three is hardly ever large
        ([3, 8, 10], [0, 1, 2], [], []),
        ([3, 5, 7], [0, 1, 2], [3], []),  # a total that is not there
        ([3, 5, 7, 40], [0, 1, 2], [3], []),  # nor a part of it
        ([3, 5, 4, 3], [0, 1, 2], [3], []),
        ([3, 5, 7, 40], [0, 1, 2], [], [[0, 1, 2]]),
        ([3, 8, 40], [0, 1], [], [[0, 1]]),
        ([3, 10, 40], [0, 1], [], []),
        ([3, 8, 40], [], [], []),
    ],
)
def test_three_gaps_tell_as_a_pair_does_where_all_else_is_there(
    numbers: list[float], hidden: list[int], absent: list[int], told: list[list[int]]
) -> None:
    for is_known in (True, False):
        assert told_in_a_row(numbers, hidden, absent, is_known=is_known) == told


@pytest.mark.parametrize(
    ("tilt", "cheapest"),
    [([1.0, 1.0], 0), ([1.0, 0.5], 1), ([1.0, 0.62], 0), ([1.0, 0.6], 1), ([2.0, 1.2], 1)],
)
def test_a_figure_costs_by_its_size_and_the_secret_order(tilt: list[float], cheapest: int) -> None:
    """Ten costs 3.40 and ninety-eight 5.60."""
    values = np.array([0.0, 10.0, 98.0])
    chosen = groups.cheapest(values, np.array([1, 2]), np.array([1.0, *tilt]))
    assert chosen == cheapest + 1
