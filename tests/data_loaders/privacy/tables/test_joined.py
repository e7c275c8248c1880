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
    with pytest.raises(ContradictionError):
        judged(of([[1, 1], [1, 1]], [20.0, 30.0]))
