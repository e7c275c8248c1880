"""Changes of gaps between two versions of a table, by any combination of its rules of addition.

What changed between two versions adds up like the versions themselves. Each rule alone may say
that its gaps changed by many, or by nothing, and the rules together that some of them changed by
one: two grew by 15, a third fell by 30, and one more person is left for the gap they share. A
combination tells where all gaps that it leaves stand on one side: it is their change, together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.programs import Constraints, Solution, lowest, rows

SMALL = 1e-6
BRANCHES = 2000
MOST_RULES = 400
TIMES = 2.0
# Beyond so many times all known changes a gap is bounded by nothing.
FAR = 100.0


@dataclass(frozen=True)
class Tied:
    """Gaps that rules tie to one another: `rules` × `gaps`, and what each rule's change is."""

    rules: csr_array
    due: Floats
    gaps: Ints


def told(rules: csr_array, change: Floats, enough: Floats) -> Mask:
    """Cells among gaps whose change some combination of rules tells, where it is too little.

    `rules` are equations × cells; `change` is NaN at gaps; a change that is not 0 has to be at
    least that cell's `enough`, infinite where any change tells. What cannot be settled within
    BRANCHES counts as told.
    """
    is_told = np.zeros(len(change), dtype=bool)
    for tied in tied_gaps(rules, change):
        if np.abs(tied.due).max(initial=0.0) > SMALL:
            is_told[tied.gaps] = _is_told(tied, float(enough[tied.gaps].max()))
    return is_told


def tied_gaps(rules: csr_array, change: Floats) -> Iterator[Tied]:
    """Gaps in groups that share no rule, each with its rules."""
    gaps = np.flatnonzero(np.isnan(change))
    on_gaps = csr_array(rules[:, gaps])
    due = -np.asarray(rules @ np.nan_to_num(change), dtype=np.float64)
    holding = np.flatnonzero(np.diff(on_gaps.indptr))
    on_gaps, due = csr_array(on_gaps[holding]), due[holding]
    both = csr_array(block_array([[None, on_gaps], [on_gaps.T, None]])) if len(holding) else None
    if both is None:
        return
    label = connected_components(both, directed=False)[1]
    for group in np.unique(label[: len(holding)]):
        rows = np.flatnonzero(label[: len(holding)] == group)
        columns = np.flatnonzero(label[len(holding) :] == group)
        yield Tied(csr_array(on_gaps[rows][:, columns]), due[rows], gaps[columns])


def _is_told(tied: Tied, enough: float) -> Mask | bool:
    for sign in (1.0, -1.0):
        by_size = _all_one_way(tied, sign, enough)
        if by_size is not None:
            return by_size
    return _some_combination(tied, enough)


def _all_one_way(tied: Tied, sign: float, enough: float) -> Mask | None:
    """Gaps that can have changed by something, and by no more than too little, if all changed
    one way; None where they cannot have.

    The most one gap can have changed by is the least that any combination says of it and others
    together (linear programs come in such pairs), so this misses none.
    """
    far = FAR * (np.abs(tied.due).sum() + (enough if np.isfinite(enough) else 1.0))
    least = enough if np.isfinite(enough) else far
    size, due = len(tied.gaps), sign * tied.due
    given = Constraints(tied.rules, due, due, np.zeros(size), np.full(size, far))
    highest = np.zeros(size)
    for gap in range(len(tied.gaps)):
        if highest[gap] >= least - SMALL:
            continue
        toward = np.zeros(len(tied.gaps))
        toward[gap] = -1.0
        place = lowest(toward, given).place
        if place is None:
            return None
        highest = np.maximum(highest, place)
    return np.asarray((highest > SMALL) & (highest < least - SMALL))


def _some_combination(tied: Tied, enough: float) -> bool:
    """Whether rules that say more and rules that say less add up to a change of too few."""
    if rows(tied.rules) > MOST_RULES:
        return True
    # Unlimited, any change at all tells.
    most = enough - 1 if np.isfinite(enough) else np.abs(tied.due).sum() * TIMES
    ways = (_searched(tied, 1.0, most), _searched(tied, -1.0, most))
    return any(not way.is_impossible for way in ways)


def _searched(tied: Tied, sign: float, most: float) -> Solution:
    """How often to take each rule so that each gap is left once or not at all, all of them on
    one side, with a change of 1 to `most`; infeasible where nothing does."""
    count, size = rows(tied.rules), len(tied.gaps)
    given = Constraints(
        csr_array(vstack([csr_array(tied.rules.T), csr_array(sign * tied.due[None, :])])),
        np.append(np.zeros(size), 1.0),
        np.append(np.ones(size), most),
        np.full(count, -TIMES),
        np.full(count, TIMES),
    )
    return lowest(np.zeros(count), given, BRANCHES)
