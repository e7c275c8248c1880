"""Ranges over many tables at once, held against every table that fits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.sparse import csr_array

from data_loaders.privacy.tables import joined, programs
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.joined import Attack, JoinedSystem, Need
from data_loaders.privacy.tables.network import Floats, Mask, Network
from tests.support.privacy.tables import every_table, free_leaf_cells, withheld_tables

REACH, LEVEL = 4.0, 2.0


def judged(system: JoinedSystem, reach: float = REACH) -> tuple[set[int], int]:
    """Cells found out, and how many were bounded by relaxation."""
    told: set[int] = set()
    relaxed = 0
    size = len(system.lower)
    need = Need(np.full(size, reach), LEVEL, np.zeros(size))
    for part in joined.parts(system):
        found, by_bound = Attack(part, need.of(part.cells)).judged(np.arange(len(part.cells)))
        told |= set(part.cells[found].tolist())
        relaxed += int(by_bound.sum())
    return told, relaxed


def system_of(table: Network, values: Floats, hidden: Mask) -> JoinedSystem:
    zero = np.zeros(programs.rows(table.rules))
    lower, upper = np.where(hidden, 1.0, values), np.where(hidden, np.inf, values)
    return JoinedSystem(table.rules, zero, zero, lower, upper, zero.astype(np.int64) - 1)


@settings(deadline=None, max_examples=25)
@given(withheld_tables())
def test_cells_found_out_are_those_no_table_opens(case: tuple[Network, Floats, Mask, int]) -> None:
    table, values, chosen, categories = case
    by_row = np.zeros((table.rows, table.columns), dtype=bool)
    # Gaps below shown totals only: what no total bounds has no table to try.
    by_row[table.is_leaf, : max(categories, 1)] = True
    hidden = chosen & by_row.ravel() & (values > 0)
    if not categories or not 0 < free_leaf_cells(table, hidden) <= 5:
        return
    fitting = np.array(every_table(table, values, hidden, categories, 1, 13))[:, hidden]
    low, high = fitting.min(axis=0), fitting.max(axis=0)
    expected = (high < REACH) | (high - low < LEVEL)
    told, relaxed = judged(system_of(table, values, hidden))
    assert told == set(np.flatnonzero(hidden)[expected].tolist())
    assert relaxed == 0


def of(rules: list[list[float]], due: list[float], upper: float = np.inf) -> JoinedSystem:
    size = len(rules[0])
    return JoinedSystem(
        csr_array(np.array(rules)),
        np.array(due),
        np.array(due),
        np.ones(size),
        np.full(size, upper),
        np.full(len(rules), -1),
    )


def test_whole_numbers_tell_more_than_a_linear_program() -> None:
    """2 a + 4 b = 2 c + 23 has tables, and none of whole numbers."""
    with pytest.raises(ContradictionError):
        judged(of([[2.0, 4.0, -2.0]], [23.0]))


def test_an_odd_cycle_is_exact() -> None:
    """Three sums of two of three cells give all three."""
    assert judged(of([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [20.0, 30.0, 40.0]))[0] == {0, 1, 2}


def test_what_the_search_cannot_settle_is_said_to_be_bounded_by_relaxation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = of([[7.0, 11.0, 13.0, 17.0, 19.0]], [210.0])
    settled = judged(system)
    assert settled[1] == 0
    monkeypatch.setattr(Attack, "_witness", lambda _self, _table: None)
    told, relaxed = judged(system)
    assert (told <= settled[0], relaxed > 0) == (True, True)


def test_figures_no_table_has_are_a_contradiction() -> None:
    with pytest.raises(ContradictionError) as error:
        judged(of([[1, 1], [1, 1]], [20.0, 30.0]))
    assert str(error.value) == "published cells contradict each other: no table has them all"


@pytest.mark.parametrize(
    ("low", "high", "is_met"),
    [
        (90.0, 110.0, True),
        (90.0, 109.0, False),  # no tenth of it on both sides
        (91.0, 110.0, False),
        (5.0, 10.0, True),
        (5.0, 9.0, False),  # not as much as asked
        (7.0, 10.0, True),
        (8.0, 10.0, False),  # not as wide
        (90.0, np.inf, True),
    ],
)
def test_a_range_reaches_far_is_wide_and_leaves_a_share_open(
    low: float, high: float, is_met: bool
) -> None:
    need = Need(np.array([99.0, 10.0]), 3.0, np.array([0.0, 0.1]))
    met = need.of(np.array([1])).met(np.array([low]), np.array([high]))
    assert met.tolist() == [is_met]


def parts_of(
    rules: list[list[float]], least: list[float], most: list[float], table: list[int]
) -> list[joined.Part]:
    """Four cells of which the first is known to be 5, the others 1 or more, the last 9 at most."""
    lower, upper = np.array([5.0, 1, 1, 1]), np.array([5.0, np.inf, np.inf, 9])
    system = JoinedSystem(
        csr_array(np.array(rules)), np.array(least), np.array(most), lower, upper, np.array(table)
    )
    return list(joined.parts(system))


def test_cells_that_no_rule_ties_are_parts_and_what_is_known_is_taken_off() -> None:
    rules = [[1.0, 1, 1, 0], [0, 1, -1, 0], [2, 0, 0, 1], [1, 0, 0, 0]]
    first, last = parts_of(rules, [20, 0, -np.inf, 5], [20, 3, 18, 5], [0, 0, 1, 1])
    assert (first.cells.tolist(), last.cells.tolist()) == ([1, 2], [3])
    assert first.rules.toarray().tolist() == [[1, 1], [1, -1]]
    assert (first.least.tolist(), first.most.tolist()) == ([15, 0], [15, 3])
    assert (last.least.tolist(), last.most.tolist()) == ([-np.inf], [8])
    assert (first.lower.tolist(), first.upper.tolist()) == ([1, 1], [np.inf, np.inf])
    assert (last.lower.tolist(), last.upper.tolist()) == ([1], [9])
    # A cell in no rule is nobody's to tell.
    assert [one.cells.tolist() for one in parts_of(rules[:1], [20], [20], [0])] == [[1, 2]]
    assert [one.cells.tolist() for one in parts_of([[0, 0, 1, 1]], [20], [20], [0])] == [[2, 3]]
    assert parts_of(rules[3:], [5], [5], [0]) == []


@pytest.mark.parametrize(
    ("table", "most", "is_one", "is_wide"),
    [
        ([0, 0], 0, True, False),
        ([1, 1], 0, True, False),
        ([0, 1], 0, False, False),
        ([0, -1], 0, False, True),
        ([-1, -1], 0, False, True),
        ([0, -1], 3, False, False),  # a bound, and no equation
    ],
)
def test_a_part_stands_in_one_table_or_is_tied_beyond_it(
    table: list[int], most: float, is_one: bool, is_wide: bool
) -> None:
    [part] = parts_of([[1.0, 1, 0, 0], [0, 1, -1, -1]], [20, 0], [20, most], table)
    assert (part.is_one_table, part.has_wide_sums) == (is_one, is_wide)
    [pair] = parts_of([[1.0, 1, 0, 0], [0, 1, -1, 0]], [20, 0], [20, most], table)
    # Two cells of two releases are one figure.
    assert not pair.has_wide_sums


def test_a_witness_is_whole_and_fits() -> None:
    [part] = joined.parts(of([[1, 1]], [20.0]))
    attack = Attack(part, Need(np.zeros(2), 1.0, np.zeros(2)))
    for no_table in ([9.5, 10.5], [9.0, 12.0], [9.0, 10.0]):
        attack._witness(np.array(no_table))
        assert not np.isfinite(attack.seen.low).any()
    for table in ([9.0, 11.0], [4.0, 16.0], [7.0, 13.0]):
        attack._witness(np.array(table))
    assert (attack.seen.low.tolist(), attack.seen.high.tolist()) == ([4, 11], [9, 16])
    assert attack.width(np.array([0, 1])) == 5
    assert attack.width(np.array([], dtype=np.int64)) == np.inf


def test_no_whole_number_beyond_a_bound_is_possible() -> None:
    [part] = joined.parts(of([[1, 1]], [20.0]))
    attack = Attack(part, Need(np.zeros(2), 1.0, np.zeros(2)))
    for sign, bound in ((-1.0, 9.9), (-1.0, 12.0), (1.0, 3.1), (1.0, 2.0)):
        attack._bound(0, sign, bound)
    attack._bound(1, -1.0, 13.0000000001)
    attack._bound(1, 1.0, 4.9999999999)
    attack._bound(1, 1.0, 5.0000000001)
    assert (attack.seen.floor.tolist(), attack.seen.roof.tolist()) == ([4, 5], [9, 13])


def test_what_nothing_bounds_has_room_far_beyond_all_that_is_known() -> None:
    [part] = joined.parts(of([[1, -1]], [-20.0]))
    attack = Attack(part, Need(np.array([30.0, 7.0]), 2.0, np.zeros(2)))
    # Ten times the largest number, the farthest that is asked and the width.
    assert attack.given.upper.tolist() == [520.0, 520.0]
    assert attack.seen.roof.tolist() == [520.0, 520.0]
    bounded = joined.parts(of([[1, -1]], [-20.0], upper=40.0))
    attack = Attack(next(bounded), Need(np.zeros(2), 2.0, np.zeros(2)))
    assert (attack.given.upper.tolist(), attack.seen.floor.tolist()) == ([40, 40], [1, 1])


@pytest.mark.parametrize(
    ("value", "is_proven", "end"),
    [(-12.0, True, 12.0), (-12.0, False, 15.0), (None, False, 15.0)],
)
def test_only_a_search_that_was_ended_says_more_than_a_linear_program(
    monkeypatch: pytest.MonkeyPatch, value: float | None, is_proven: bool, end: float
) -> None:
    """Where it was broken off, or found no table in time, the bound of the program stands."""
    [part] = joined.parts(of([[1, 1]], [20.0]))
    attack = Attack(part, Need(np.zeros(2), 1.0, np.zeros(2)))
    place = None if value is None else np.array([12.0, 8.0])
    found = programs.Solution(
        place, np.nan if value is None else value, is_proven, is_impossible=False
    )
    monkeypatch.setattr(joined, "lowest", lambda *_: found)
    assert attack._search(np.array([-1.0, 0.0]), 15.0) == end
    assert np.isfinite(attack.seen.high).all() == (value is not None)


def test_where_a_search_ends_without_a_table_the_bounds_of_the_program_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A gap of 2.5 to 15.5, of which whole numbers are 3 to 15 at most."""
    [part] = joined.parts(of([[1, 1]], [20.0]))
    attack = Attack(part, Need(np.full(2, 18.0), 1.0, np.zeros(2)))

    def found(toward: Floats, _: object, branches: int | None = None) -> programs.Solution:
        if branches is not None:
            return programs.Solution(None, np.nan, is_proven=False, is_impossible=False)
        place = np.array([15.5, 4.5]) if toward[0] < 0 else np.array([2.5, 17.5])
        return programs.Solution(place, float(toward @ place), is_proven=True, is_impossible=False)

    monkeypatch.setattr(joined, "lowest", found)
    attack._follow(0)
    assert (attack.seen.floor[0], attack.seen.roof[0]) == (3, 15)
