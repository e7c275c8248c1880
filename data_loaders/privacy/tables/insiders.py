"""What the only contributor of a gap works out in a joined system, knowing its own value.

Whatever that value is, it tells another gap where both always change together, by all equations and
bounds: a point within everything that fits is taken, one more cell is fixed as it is there, and the
same programs are asked how far the other may still go. Of a gap that is known to hold one person,
they are asked with its value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.joined import CLOSE, Attack, Need, Part
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.programs import Constraints, lowest

POINTS = 12
ANY_TWO_VALUES = 1.0
# What linear programs round off, of figures of some millions.
SAME = 1e-4


@dataclass(frozen=True)
class Insiders:
    """Cells that one contributor may hold alone, and below which value (infinite: any) another
    is found out by one who does. By cell of a part."""

    alone: Mask
    below: Floats


def tied(attack: Attack, insiders: Insiders, targets: Ints) -> Mask:
    """Which of the `targets` a lone contributor of another works out by what always ties both.

    A lone person knows that its count is 1, and whoever gave all of an amount that amount.
    """
    part = attack.part
    points = _points(attack)
    middle, moves = points.mean(axis=0), points - points.mean(axis=0)
    inside, is_told = _inside(part), np.zeros(len(part.cells), dtype=bool)
    for cell in targets[insiders.alone[targets] & (np.ptp(points, axis=0)[targets] > SAME)]:
        step = moves.T @ moves[:, cell] / (moves[:, cell] @ moves[:, cell])
        together = np.abs(moves - np.outer(moves[:, cell], step)).max(axis=0) < SAME
        then = middle + step * (1 - middle[cell])
        few = (then > 1 - SAME) & (then < insiders.below - SAME)
        asked = together & (np.isinf(insiders.below) | few) & (np.abs(step) > SAME)
        own = breadth_first_order(inside, cell, return_predecessors=False)
        others = np.setdiff1d(targets[asked[targets] & ~is_told[targets]], own)
        if len(others) and _may_be(attack, int(cell), insiders):
            is_told[others] |= [_is_tied(attack, middle, int(cell), int(one)) for one in others]
    return is_told[targets]


def told_to_one(part: Part, insiders: Insiders, targets: Ints) -> Mask:
    """Which of the `targets` one person works out who is alone in another, as `insiders` say."""
    inside, is_told = _inside(part), np.zeros(len(part.cells), dtype=bool)
    for cell in targets[insiders.alone[targets]]:
        own = breadth_first_order(inside, cell, return_predecessors=False)
        others = np.setdiff1d(targets[~is_told[targets]], own)
        is_told[others] |= _worked_out(part, int(cell), others) < insiders.below[others]
    return is_told[targets]


def _points(attack: Attack) -> Floats:
    """Ends of what fits, in several directions."""
    random, size = np.random.default_rng(4), len(attack.part.cells)
    places = [lowest(random.normal(size=size), attack.given).place for _ in range(POINTS)]
    return np.array([place for place in places if place is not None]).reshape(-1, size)


def _may_be(attack: Attack, cell: int, insiders: Insiders) -> bool:
    """Whether a cell of people may be 1."""
    if np.isinf(insiders.below[cell]):
        return True
    toward = np.zeros(len(attack.part.cells))
    toward[cell] = 1.0
    return lowest(toward, attack.given).value < 1 + SAME


def _is_tied(attack: Attack, middle: Floats, cell: int, other: int) -> bool:
    """Whether another cell can be nothing else once a cell is what it is in the middle."""
    given = attack.given
    lower, upper = given.lower.copy(), given.upper.copy()
    lower[cell] = upper[cell] = middle[cell]
    fixed = Constraints(given.rules, given.least, given.most, lower, upper)
    toward = np.zeros(len(middle))
    toward[other] = 1.0
    low, high = lowest(toward, fixed).value, -lowest(-toward, fixed).value
    return bool(high - low < SAME)


def _worked_out(part: Part, cell: int, others: Ints) -> Floats:
    """The values of the others that are known once a cell is 1, infinite where they are not."""
    lower, upper = part.lower.copy(), part.upper.copy()
    lower[cell] = upper[cell] = 1.0
    size = len(part.cells)
    need = Need(np.zeros(size), ANY_TWO_VALUES, np.zeros(size))
    try:
        attack = Attack(replace(part, lower=lower, upper=upper), need)
        is_exact, _ = attack.judged(others)
    except ContradictionError:
        # No table has one person there.
        return np.full(len(others), np.inf)
    return np.where(is_exact, attack.seen.floor[others], np.inf)


def _inside(part: Part) -> csr_array:
    """From each cell to those that hold no other contributors by the rules themselves.

    A total and its only part that is not 0, a cell in another release, a part and its whole:
    a lone contributor knows all that is its own. That two cells happen to agree is no such reason.
    """
    size = len(part.cells)
    plus, minus = _only(part.rules, 1.0), _only(part.rules, -1.0)
    two = (np.diff(part.rules.indptr) == 2) & (plus >= 0) & (minus >= 0)
    at_most = two & (np.abs(part.most) < CLOSE)
    equal = at_most & (np.abs(part.least) < CLOSE)
    whole = np.r_[minus[at_most], plus[equal]]
    inner = np.r_[plus[at_most], minus[equal]]
    return csr_array((np.ones(len(whole)), (whole, inner)), shape=(size, size))


def _only(rules: csr_array, factor: float) -> Ints:
    """The last cell of each rule with a factor, -1 where there is none."""
    places = rules.tocoo()
    chosen = places.data == factor
    cell = np.full(len(rules.indptr) - 1, -1, dtype=np.int64)
    cell[places.row[chosen]] = places.col[chosen]
    return cell
