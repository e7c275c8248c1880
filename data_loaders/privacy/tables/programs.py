"""Linear programs over cells, and searches over whole numbers, by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from data_loaders.privacy.tables.network import Floats

INFEASIBLE = 2


@dataclass(frozen=True)
class Constraints:
    """`least` <= `rules` @ x <= `most`, and `lower` <= x <= `upper`."""

    rules: csr_array
    least: Floats
    most: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Solution:
    """The lowest value of what was asked and a place that has it, None where none was found.

    `is_proven` says that nothing is lower; `is_impossible` that nothing fits at all.
    """

    place: Floats | None
    value: float
    is_proven: bool
    is_impossible: bool


def rows(rules: csr_array) -> int:
    """How many rules there are."""
    return len(rules.indptr) - 1


def lowest(toward: Floats, given: Constraints, branches: int | None = None) -> Solution:
    """The lowest value of `toward` @ x.

    With `branches`, over whole numbers, as far as so many branches go: counted and not timed, so
    that the same tables are judged alike on every machine.
    """
    # Loaded where it is needed: it takes longer to load than most commands to run.
    from scipy.optimize import Bounds, LinearConstraint, milp

    lower, upper, least, most = given.lower, given.upper, given.least, given.most
    solved = milp(
        toward,
        integrality=np.full(len(toward), 0 if branches is None else 1),
        bounds=Bounds(lower, upper),  # pyright: ignore[reportArgumentType]
        constraints=LinearConstraint(given.rules, least, most),  # pyright: ignore[reportArgumentType]
        options={} if branches is None else {"node_limit": branches},
    )
    place = None if solved.x is None else np.asarray(solved.x, dtype=np.float64)
    value = np.nan if place is None else float(toward @ place)
    return Solution(place, value, solved.status == 0, solved.status == INFEASIBLE)
