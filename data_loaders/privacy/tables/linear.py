"""Any set of published equations as a linear program: ranges of withheld cells, and repair.

Slower than flow and more general: tables linked by shared totals, ratios, rounded figures.
A variable is a cell; a published one is fixed (or lies within its rounding).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array

from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask, Network, TableError

SENSITIVE = 1e-7
EXACT = 1e-6
Term = tuple[int, float]


@dataclass(frozen=True)
class LinearSystem:
    """`equal` @ x = 0, `at_most` @ x <= 0, `lower` <= x <= `upper`; one column a cell."""

    equal: csr_array
    at_most: csr_array
    lower: Floats
    upper: Floats

    def releasing(self, cell: int, least: float) -> LinearSystem:
        """The system once a published cell is withheld."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[cell], upper[cell] = least, np.inf
        return replace(self, lower=lower, upper=upper)


def system(
    equal: Iterable[list[Term]], at_most: Iterable[list[Term]], lower: Floats, upper: Floats
) -> LinearSystem:
    """A system from equations given as lists of (cell, factor)."""
    size = len(lower)
    return LinearSystem(matrix(equal, size), matrix(at_most, size), lower, upper)


def matrix(equations: Iterable[list[Term]], size: int) -> csr_array:
    """Equations × cells, from lists of (cell, factor)."""
    terms = [(row, *term) for row, equation in enumerate(equations) for term in equation]
    count = terms[-1][0] + 1 if terms else 0
    rows, cells, factors = np.array(terms, dtype=np.float64).reshape(-1, 3).T
    places = (rows.astype(np.int64), cells.astype(np.int64))
    return csr_array(coo_array((factors, places), shape=(count, size)))


def sums_of(network: Network) -> list[list[Term]]:
    """The rules of addition of a network table."""
    equations: list[list[Term]] = [[] for _ in range(network.nodes)]
    closed = {0}
    for tail, head, cell in zip(network.tails, network.heads, network.cells, strict=True):
        if cell == NO_CELL:
            closed.add(int(tail))
            continue
        equations[int(head)].append((int(cell), 1.0))
        equations[int(tail)].append((int(cell), -1.0))
    return [terms for node, terms in enumerate(equations) if node not in closed and terms]


def extreme(linear: LinearSystem, cell: int, highest: bool) -> tuple[float, Floats, Floats]:
    """The highest or lowest value of a cell, a table that has it, and what binds it.

    The last is how much each cell's own bounds hold the answer back. The value is infinite
    where nothing bounds it. Raises ContradictionError where no table fits.
    """
    # Loaded where it is needed: it takes longer to load than most commands to run.
    from scipy.optimize import linprog

    objective = np.zeros(len(linear.lower))
    objective[cell] = -1.0 if highest else 1.0
    equations, inequalities = len(linear.equal.indptr) - 1, len(linear.at_most.indptr) - 1
    solution = linprog(
        objective,
        A_eq=linear.equal if equations else None,
        b_eq=np.zeros(equations) if equations else None,
        A_ub=linear.at_most if inequalities else None,
        b_ub=np.zeros(inequalities) if inequalities else None,
        bounds=np.column_stack([linear.lower, linear.upper]),
        method="highs",
    )
    if solution.status == 3:
        nothing = np.zeros(len(objective))
        return (np.inf if highest else -np.inf), np.full(len(objective), np.nan), nothing
    if solution.status != 0:
        raise ContradictionError("published cells contradict each other: no table has them all")
    binding = np.abs(solution.lower.marginals + solution.upper.marginals)
    return float(solution.x[cell]), np.asarray(solution.x), np.asarray(binding)


def intervals(linear: LinearSystem, cells: Ints) -> tuple[Floats, Floats]:
    """Lowest and highest value of each of `cells`, two linear programs each."""
    lower = np.array([extreme(linear, int(cell), highest=False)[0] for cell in cells])
    upper = np.array([extreme(linear, int(cell), highest=True)[0] for cell in cells])
    return lower, upper


@dataclass(frozen=True)
class Need:
    """What every withheld cell must keep: an upper bound of at least `reach` (by cell), and a
    range at least `width` wide."""

    reach: Floats
    width: float
    least: float = 0.0


def repair(linear: LinearSystem, values: Floats, cost: Floats, withheld: Mask, need: Need) -> Mask:
    """Withhold more cells until every withheld one is protected over all equations at once.

    For a cell that is held too tightly, the cheapest published cell among those that hold it is
    withheld; then all are looked at again. Raises TableError where nothing is left to withhold.
    """
    hidden, current = withheld.copy(), linear
    while True:
        failing = _failing(current, hidden, need)
        if failing is None:
            return hidden
        released = _cheapest_holding(current, failing, hidden, values, cost)
        hidden[released] = True
        current = current.releasing(released, need.least)


def _failing(linear: LinearSystem, hidden: Mask, need: Need) -> int | None:
    """The first withheld cell held too tightly. Every table found along the way clears cells."""
    cells = np.flatnonzero(hidden)
    low, high = np.full(len(hidden), np.inf), np.full(len(hidden), -np.inf)
    for cell in cells:
        for highest in (True, False):
            # Without a bound yet, a cell is at infinity on both sides: nothing is known of it.
            seen = np.isfinite(low[cell]) and high[cell] >= need.reach[cell]
            if seen and high[cell] - low[cell] >= need.width:
                break
            bound, table, _ = extreme(linear, int(cell), highest)
            low, high = np.fmin(low, table), np.fmax(high, table)
            low[cell], high[cell] = min(low[cell], bound), max(high[cell], bound)
        short = high[cell] < need.reach[cell] - EXACT
        if short or high[cell] - low[cell] < need.width - EXACT:
            return int(cell)
    return None


def _cheapest_holding(
    linear: LinearSystem, cell: int, hidden: Mask, values: Floats, cost: Floats
) -> int:
    holding = extreme(linear, cell, highest=True)[2] + extreme(linear, cell, highest=False)[2]
    candidates = np.flatnonzero((holding > SENSITIVE) & ~hidden & (values > 0))
    if not len(candidates):
        raise TableError("linked tables hold a cell that nothing can protect; use a coarser grid")
    return int(candidates[np.argmin(cost[candidates])])
