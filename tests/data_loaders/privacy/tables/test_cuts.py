"""What addition alone gives away, against linear algebra."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from scipy.linalg import null_space

from data_loaders.privacy.tables import cuts
from data_loaders.privacy.tables.network import Floats, Ints, Mask, Network
from tests.support.privacy import tables


def possible_changes(tails: Ints, heads: Ints, nodes: int) -> Floats:
    incidence = np.zeros((nodes, len(tails)))
    incidence[heads, np.arange(len(tails))] += 1
    incidence[tails, np.arange(len(tails))] -= 1
    return null_space(incidence)


@settings(max_examples=100, deadline=None)
@given(tables.withheld_tables())
def test_cells_that_cannot_change_or_change_together_are_those_of_the_null_space(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, _, withheld, _ = case
    arcs = np.flatnonzero((table.cells < 0) | withheld[table.cells])
    assume(len(arcs) > 0)
    tails, heads = table.tails[arcs], table.heads[arcs]
    change = cuts.circulation(tails, heads, table.nodes)
    basis = possible_changes(tails, heads, table.nodes)
    still = np.linalg.norm(basis, axis=1) < 1e-9
    assert ((change == 0) == still).all()
    for first in range(len(arcs)):
        for second in range(first):
            free = not still[first] and not still[second]
            together = free and np.linalg.matrix_rank(basis[[first, second]], tol=1e-9) < 2
            seen = change[first] != 0 and abs(change[first]) == abs(change[second])
            assert together == seen


def test_a_circulation_keeps_every_sum() -> None:
    tails, heads = np.array([0, 1, 2, 0]), np.array([1, 2, 0, 2])
    change = cuts.circulation(tails, heads, 3)
    balance = np.bincount(heads, change, 3) - np.bincount(tails, change, 3)
    assert (balance == 0).all()
    assert (change != 0).all()
