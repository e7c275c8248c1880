"""What several rules of addition tell together about changes of gaps, held against trying all."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_loaders.privacy.tables import combinations, network
from data_loaders.privacy.tables.network import TOP, Floats, Ints, Mask

ENOUGH = 5.0
TABLE = network.build([2, 2, TOP], 2)
CELLS = TABLE.cell_count


def told(change: Floats, enough: float = ENOUGH) -> bool:
    return bool(combinations.told(TABLE.rules, change, np.full(CELLS, enough)).any())


RULES = TABLE.rules.toarray()
# Each way to add and subtract the rules, and the cells it leaves.
LEFT = np.array(list(product((-1, 0, 1), repeat=len(RULES)))) @ RULES


def by_trying(change: Floats, enough: float = ENOUGH) -> bool:
    """Whether any rules leave gaps of one side alone, with a small change."""
    gaps = np.isnan(change)
    left = LEFT[np.isin(LEFT[:, gaps], (0, 1)).all(axis=1) & (LEFT[:, gaps] != 0).any(axis=1)]
    left = left[[_are_tied(np.flatnonzero(gaps & (each != 0)), gaps) for each in left]]
    together = np.abs(left[:, ~gaps] @ change[~gaps])
    return bool(((together > 0) & (together < enough)).any())


def _are_tied(some: Ints, gaps: Mask) -> bool:
    """Whether rules tie these gaps. Of gaps that share no rule each is told alone: that 9 left one
    and 6 came to the other says of nobody that 3 left."""
    tied = {int(some[0])}
    for _ in RULES:
        for rule in RULES:
            of_rule = set(np.flatnonzero((rule != 0) & gaps).tolist())
            tied |= of_rule if of_rule & tied else set()
    return set(some.tolist()) <= tied


@st.composite
def changes(draw: st.DrawFn) -> Floats:
    """Changes of four leaf cells up and down, with all totals, and some cells hidden."""
    leaf = np.array(draw(st.lists(st.sampled_from([-9, -6, 0, 2, 6, 8]), min_size=4, max_size=4)))
    cells = leaf.reshape(2, 2)
    whole = np.vstack([cells, cells.sum(axis=0)])
    change = np.column_stack([whole, whole.sum(axis=1)]).astype(float).ravel()
    hidden = draw(st.lists(st.booleans(), min_size=CELLS, max_size=CELLS))
    return np.where(hidden, np.nan, change)


APART = np.array([-9, np.nan, -18, np.nan, -9, -3, -3, -18, -21])


@settings(deadline=None, max_examples=25)
@example(APART)
@given(changes())
def test_no_combination_is_missed(change: Floats) -> None:
    assert told(change) or not by_trying(change)


@pytest.mark.nightly
@settings(deadline=None)
@given(changes())
def test_any_change_of_money_is_told(change: Floats) -> None:
    assert told(change, np.inf) or not by_trying(change, np.inf)


def test_gaps_that_changed_by_nothing_or_by_many_are_not_told() -> None:
    nothing = np.zeros(CELLS)
    nothing[[0, 1, 3, 4]] = np.nan
    assert not told(nothing)
    many = nothing.copy()
    many[[2, 5, 6, 7, 8]] = [20.0, 20.0, 20.0, 20.0, 40.0]
    assert not told(many)
    assert told(many, np.inf)


def test_what_cannot_be_settled_counts_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    both_ways = np.zeros(CELLS)
    both_ways[[0, 1, 3, 4]] = np.nan
    both_ways[[2, 5, 6, 7]] = [20.0, -20.0, 30.0, -30.0]
    assert not told(both_ways)
    monkeypatch.setattr(combinations, "MOST_RULES", 0)
    assert told(both_ways)
