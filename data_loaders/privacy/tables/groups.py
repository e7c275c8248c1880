"""Groups of gaps in one sum: a gap says that one of its group is below the minimum.

Two gaps with a known sum of 77 are a small count and its rest, whichever of them is small; a total
and its part are surely a small part. History often names the small one, so sources on health and
distress have at least three gaps in a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from data_loaders.privacy.tables import ways
from data_loaders.privacy.tables.joined import JoinedSystem, parts
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.policy import LEAST_WITHHELD


class Asked(NamedTuple):
    """The least a figure may count, the width a gap keeps open, and the fewest gaps of a sum."""

    minimum: int
    level: int
    least_gaps: int


@dataclass(frozen=True)
class Pair:
    """Two gaps that no other gap stands in a sum with. Their sum is `known`; where one is the
    total of the other, that is their difference."""

    cells: Ints
    known: float
    is_total_and_part: bool


def pairs(rules: csr_array, values: Floats, hidden: Mask) -> Iterator[Pair]:
    """Every such pair by rules of addition; a total that is not there makes none."""
    gaps = hidden.astype(np.float64)
    count = abs(rules) @ gaps
    shown = np.where(hidden, 0.0, values)
    balance = np.asarray(rules @ shown, dtype=np.float64)
    for rule in np.flatnonzero((count == 2) & np.isfinite(balance)):
        row = rules[[rule]].tocoo()
        cells = row.col[hidden[row.col]]
        if _alone(rules, hidden, cells):
            signs = row.data[hidden[row.col]]
            yield Pair(cells, float(abs(balance[rule])), bool(signs[0] != signs[1]))


def _alone(rules: csr_array, hidden: Mask, cells: Ints) -> bool:
    """Whether all sums that hold one of the cells hold no gap but these two."""
    touching = abs(rules[:, cells]).sum(axis=1) > 0
    others = hidden.copy()
    others[cells] = False
    gaps_beside = abs(rules[np.flatnonzero(touching)]) @ others.astype(np.float64)
    return not np.any(gaps_beside)


def width(pair: Pair, minimum: int, least: int) -> int:
    """How far apart the values of a pair can be, over both ways that one of it is small.

    -1 where the small one is known.
    """
    if pair.is_total_and_part:
        return -1
    possible = np.arange(least, int(pair.known) - least + 1)
    told = (possible < minimum) | (pair.known - possible < minimum)
    return int(told.sum()) - 1


def is_told(pair: Pair, minimum: int, level: int, least: int) -> bool:
    """Whether a pair gives itself away: it has few values, or one of it can be as large as the
    minimum in few of them, so that both are small in nearly all."""
    is_low = not pair.is_total_and_part and pair.known - least < minimum + level - 1
    return is_low or width(pair, minimum, least) < level


def telling(rules: csr_array, values: Floats, hidden: Mask, asked: Asked) -> Iterator[Ints]:
    """Pairs that give themselves away, and three gaps or more that do together."""
    minimum, level, _ = asked
    for pair in pairs(rules, values, hidden):
        if is_told(pair, minimum, level, LEAST_WITHHELD):
            yield pair.cells
    # What has no row is no gap, and may be anything.
    absent = np.isnan(values) & ~hidden
    lower = np.where(hidden, float(LEAST_WITHHELD), np.nan_to_num(values))
    upper = np.where(hidden | absent, np.inf, lower)
    zero = np.zeros(len(rules.indptr) - 1)
    system = JoinedSystem(rules, zero, zero, lower, upper, zero.astype(np.int64))
    for part in parts(system):
        is_larger = len(part.cells) > 2 and not absent[part.cells].any()
        if is_larger and ways.tells_few(part, minimum, level):
            yield part.cells


def short_sums(rules: csr_array, values: Floats, hidden: Mask, least_gaps: int) -> Ints:
    """Rules of addition with fewer gaps than `least_gaps` and a figure to hide beside them."""
    size = abs(rules)
    gaps = size @ hidden.astype(np.float64)
    free = size @ (~hidden & (np.nan_to_num(values) > 0)).astype(np.float64)
    return np.flatnonzero((gaps > 0) & (gaps < least_gaps) & (free > 0))


def cheapest(values: Floats, free: Ints, tilt: Floats | float) -> int:
    """The one of the `free` cells to hide: a small one. By value alone it would be the smallest,
    and say so; costs are multiplied by `tilt`, the order that only the operator knows."""
    cost = (1.0 + np.log1p(values)) * tilt
    return int(free[np.argmin(cost[free])])


def cells_to_add(
    rules: csr_array,
    values: Floats,
    hidden: Mask,
    asked: Asked,
    tilt: Floats | float = 1.0,
) -> Mask:
    """One more cell, the cheapest it shows, for each sum with too few gaps or a pair that tells."""
    wanted = set(short_sums(rules, values, hidden, asked.least_gaps).tolist())
    for group in telling(rules, values, hidden, asked):
        touching = abs(rules[:, group]).sum(axis=1) > 0
        wanted |= set(np.flatnonzero(touching).tolist())
    added = np.zeros_like(hidden)
    for rule in wanted:
        cells = rules[[rule]].tocoo().col
        free = cells[~hidden[cells] & (values[cells] > 0)]
        if len(free):
            added[cheapest(values, free, tilt)] = True
    return added
