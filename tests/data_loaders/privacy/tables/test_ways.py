"""Gaps of little freedom, held against every whole-number table that fits them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from data_loaders.privacy.tables import ways
from data_loaders.privacy.tables.joined import Part

MINIMUM, LEVEL = 10, 3
Rules = list[list[float]]
SQUARE: Rules = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]


def part_of(rules: Rules, sums: list[float], slack: float = 0.0) -> Part:
    """Gaps of 1 or more under equations whose sums may be `slack` less."""
    due, size = np.array(sums), len(rules[0])
    ends = np.ones(size), np.full(size, np.inf)
    least = due - slack
    return Part(csr_array(np.array(rules)), least, due, *ends, np.arange(size), False, True)


@pytest.mark.parametrize(
    ("rules", "sums", "is_told"),
    [
        ([[1, 1]], [11], True),  # one of ten ways has a large one
        ([[1, 1]], [13], False),
        ([[1, -1]], [40], True),  # a total and its part
        # Two months between running totals of 500 and 511, or 513, the one between hidden too.
        ([[-1, 1, 0], [0, 1, 1]], [500, 511], True),
        ([[-1, 1, 0], [0, 1, 1]], [500, 513], False),
        # Three months and both totals between them.
        ([[-1, 1, 0, 0, 0], [0, -1, -1, 1, 0], [0, 0, 0, 1, 1]], [500, 0, 513], True),
        ([[-1, 1, 0, 0, 0], [0, -1, -1, 1, 0], [0, 0, 0, 1, 1]], [500, 0, 521], False),
        # Four in two rows and two columns, one row or one column of eleven.
        (SQUARE, [11, 77, 30, 58], True),
        (SQUARE, [40, 77, 58, 59], False),
        ([[1, 1, 1]], [15], True),
        ([[1, 1, 1]], [19], True),
        ([[1, 1, 1]], [20], False),
        ([[1, 1, 1]], [21], False),
        ([[1, 1, 1]], [900], False),  # more ways than are tried: programs see to it
        ([[1, 1], [1, -1]], [30, 4], False),  # one way alone: programs find it
    ],
)
def test_gaps_tell_where_nearly_all_ways_make_one_of_them_small(
    rules: Rules, sums: list[float], is_told: bool
) -> None:
    assert ways.tells_few(part_of(rules, sums), MINIMUM, LEVEL) is is_told


def test_a_bound_on_a_sum_leaves_out_the_ways_beyond_it() -> None:
    """Two gaps of 77, and a share that lets one of them be 9 at most, or 69 at most."""
    base = part_of([[1, 1], [1, 0]], [77, 9])
    assert ways.tells_few(_at_most(base, 9), MINIMUM, LEVEL)
    assert not ways.tells_few(_at_most(base, 72), MINIMUM, LEVEL)


def _at_most(base: Part, most: float) -> Part:
    least, end = np.array([77.0, -np.inf]), np.array([77.0, most])
    return Part(base.rules, least, end, base.lower, base.upper, base.cells, False, True)


@pytest.mark.parametrize(
    ("lower", "is_told"),
    [([9, 9], True), ([8, 9], True), ([8, 8], False), ([10, 10], False), ([1, 1], False)],
)
def test_a_pair_tells_where_few_ways_are_left_to_fill_it(lower: list[int], is_told: bool) -> None:
    """Of 77 either may be the small one, and each is large in half of all ways: with three ways
    or fewer a range is not as wide as asked. Ten is not small."""
    base = part_of([[1, 1]], [77])
    least = np.array(lower, dtype=np.float64)
    part = Part(base.rules, base.least, base.most, least, base.upper, base.cells, False, True)
    assert ways.tells_few(part, MINIMUM, LEVEL) is is_told


def test_a_third_gap_that_its_sums_tell_leaves_the_pair_as_narrow_as_it_is() -> None:
    """With 100 of all three the third is 23, and the others have three ways."""
    base = part_of([[0, 1, 1], [1, 1, 1]], [77, 100])
    for lower, is_told in (([1, 9, 8], True), ([1, 8, 8], False)):
        part = replace(base, lower=np.array(lower, dtype=np.float64))
        assert ways.tells_few(part, MINIMUM, LEVEL) is is_told


@pytest.mark.parametrize(
    ("rules", "sums", "is_told"),
    [
        ([[2, 1]], [61], False),  # in 5 of 14 ways the doubled one is large
        ([[2, 1]], [23], True),  # in 2 of 11
        ([[2, -1]], [10], True),  # 6 and 2, 7 and 4, 8 and 6, 9 and 8
        ([[2, -1]], [-60], True),  # the other one is 60 more than twice as many: large in any case
        ([[1, 2, 1]], [26], True),
        ([[1, 2, 1]], [60], False),
    ],
)
def test_a_gap_may_count_twice_in_a_sum(rules: Rules, sums: list[float], is_told: bool) -> None:
    assert ways.tells_few(part_of(rules, sums), MINIMUM, LEVEL) is is_told


FAR = float(np.inf)


@pytest.mark.parametrize(
    ("rule", "lower", "upper", "count"),
    [
        # The widest of three follows from both others, of 9 values and of 20.
        ([1, 1, 1], [1, 1, 1], [9, 20, FAR], 180),
        # A gap that holds 5 in any case has one value.
        ([1, 1, 1], [5, 1, 1], [5, 20, FAR], 20),
        # Of 30 up to 21 are left beside one and eight, for the second as for the third.
        ([1, 1, 1], [1, 8, 1], [9, FAR, FAR], 189),
        # The second counts twice: up to 14 beside one and one, the third up to 27.
        ([1, 2, 1], [1, 1, 1], [9, FAR, FAR], 126),
        # It counts against the others: at least 15 of the doubled one are due.
        ([1, -2, 1], [1, 1, 1], [9, 10, FAR], 90),
    ],
)
def test_as_many_ways_are_tried_as_the_limit_allows(
    monkeypatch: pytest.MonkeyPatch,
    rule: list[float],
    lower: list[float],
    upper: list[float],
    count: int,
) -> None:
    """The first of three with a sum of 30 is never large, which is seen where all are tried."""
    base = part_of([rule], [30])
    part = replace(base, lower=np.array(lower, dtype=np.float64), upper=np.array(upper))
    for most, is_told in ((count, True), (count - 1, False)):
        monkeypatch.setattr(ways, "MOST_WAYS", most)
        assert ways.tells_few(part, MINIMUM, LEVEL) is is_told


def test_ways_without_a_small_one_do_not_count() -> None:
    """Of three with a sum of 36 one is large in 52 of a hundred ways that hold a small one, and in
    55 of all."""
    assert ways.tells_few(part_of([[1, 1, 1]], [36]), MINIMUM, 10)
    assert not ways.tells_few(part_of([[1, 1, 1]], [37]), MINIMUM, 10)


def test_one_gap_alone_and_sums_that_no_way_fits_tell_nothing_here() -> None:
    assert not ways.tells_few(part_of([[1]], [5]), MINIMUM, LEVEL)
    assert not ways.tells_few(part_of([[1, 1]], [1]), MINIMUM, LEVEL)


@pytest.mark.parametrize(("cells", "is_told"), [(12, True), (13, False)])
def test_up_to_twelve_gaps_are_tried(cells: int, is_told: bool) -> None:
    """A chain of gaps that are all the same, so that all of them are small or none."""
    chain = (np.eye(cells - 1, cells) - np.eye(cells - 1, cells, 1)).tolist()
    part = part_of(chain, [0.0] * (cells - 1))
    assert ways.tells_few(part, MINIMUM, LEVEL) is is_told


# Three sums of two and more: what is left of them holds one cell twice.
ODD: Rules = [[1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 1]]
TWICE: Rules = [[2, 1, 0, 0], [0, 0, 1, 1]]


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from([SQUARE, ODD, TWICE]),
    st.lists(st.integers(1, 6), min_size=4, max_size=4),
    st.integers(2, 6),
    st.integers(1, 3),
)
def test_what_is_told_is_what_counting_every_table_tells(
    some: Rules, cells: list[int], minimum: int, level: int
) -> None:
    rules = np.array(some)
    sums = rules @ np.array(cells, dtype=np.float64)
    every = np.array(list(product(range(1, 18), repeat=4)), dtype=np.float64)
    fitting = every[(every @ rules.T == sums).all(axis=1)]
    fitting = fitting[(fitting < minimum).any(axis=1)]
    large = (fitting >= minimum).mean(axis=0) if len(fitting) else np.ones(4)
    few = bool(len(fitting)) and len(fitting) - 1 < level
    expected = few or bool((large < level / (minimum + level - 1) - 1e-6).any())
    assert ways.tells_few(part_of(some, sums.tolist()), minimum, level) is expected
