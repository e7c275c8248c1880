"""All the ways in which a few tied gaps can be filled, and what most of them have in common.

Two months hidden between running totals, the total between them hidden too: three gaps, no two of
which stand alone in a sum, and yet both months add up to a known number. Whatever the equations
are, gaps that they leave little freedom can be tried in every way that fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_loaders.privacy.tables.joined import CLOSE, Part
from data_loaders.privacy.tables.network import Floats, Ints, Mask

MOST_CELLS = 12
MOST_WAYS = 100_000
ROUNDS = 8


@dataclass(frozen=True)
class _Freedom:
    """Every cell as `start` + `moves` @ what the `free` cells hold."""

    free: Ints
    start: Floats
    moves: Floats


def tells_few(part: Part, minimum: int, level: int) -> bool:
    """Whether gaps give away that one of them is small: in nearly all ways to fill them it is.

    Something is hidden only where one of a group is under the minimum, so ways without such a one
    do not count. More freedom than can be tried in every way is left to programs.
    """
    if not 1 < len(part.cells) <= MOST_CELLS:
        return False
    exact = part.least == part.most
    freedom = _freedom(part.rules[np.flatnonzero(exact)].toarray(), part.least[exact], part)
    ways = None if freedom is None else _ways(freedom, part, minimum)
    if ways is None:
        return False
    ways = ways[_fits(ways, part) & (ways < minimum).any(axis=1)]
    if not len(ways):
        return False
    is_narrow = freedom is not None and len(freedom.free) == 1 and len(ways) - 1 < level
    large = (ways >= minimum).mean(axis=0)
    return is_narrow or bool((large < level / (minimum + level - 1) - CLOSE).any())


def _freedom(rules: Floats, sums: Floats, part: Part) -> _Freedom | None:
    """What equations leave open, cells of few values free; None where that is nothing."""
    low, high = _bounds(part)
    order = np.argsort(-(high - low), kind="stable")
    reduced, pivots = _solved(np.column_stack([rules[:, order], sums]))
    free = np.setdiff1d(np.arange(len(order)), pivots)
    if not len(free) or len(order) in pivots:
        return None
    start, moves = np.zeros(len(order)), np.zeros((len(order), len(free)))
    moves[free, np.arange(len(free))] = 1.0
    start[pivots], moves[pivots] = reduced[:, -1], -reduced[:, free]
    back = np.argsort(order)
    return _Freedom(order[free], start[back], moves[back])


def _solved(table: Floats) -> tuple[Floats, list[int]]:
    """Equations solved for as many cells as they determine, and the columns of these."""
    left, pivots = table.astype(np.float64), list[int]()
    for column in range(table.shape[1]):
        row = len(pivots)
        if row == len(left):
            break
        best = row + int(np.argmax(np.abs(left[row:, column])))
        if abs(left[best, column]) < CLOSE:
            continue
        left[[row, best]] = left[[best, row]]
        left[row] /= left[row, column]
        others = np.arange(len(left)) != row
        left[others] -= np.outer(left[others, column], left[row])
        pivots.append(column)
    return left[: len(pivots)], pivots


def _bounds(part: Part) -> tuple[Floats, Floats]:
    """Ends of each cell, as far as one equation after the other tells."""
    rules, low, high = part.rules.toarray(), part.lower.copy(), part.upper.copy()
    for _ in range(ROUNDS):
        for row, least, most in zip(rules, part.least, part.most, strict=True):
            for cell in np.flatnonzero(row):
                others = np.flatnonzero(row)
                others = others[others != cell]
                ends = row[others] * low[others], row[others] * high[others]
                rest = np.minimum(*ends).sum(), np.maximum(*ends).sum()
                found = sorted([(most - rest[0]) / row[cell], (least - rest[1]) / row[cell]])
                low[cell], high[cell] = max(low[cell], found[0]), min(high[cell], found[1])
    return low, high


def _ways(freedom: _Freedom, part: Part, minimum: int) -> Floats | None:
    """Tables that the equations allow; None where they are too many to be tried."""
    if len(freedom.free) == 1:
        return freedom.start + np.outer(_steps(freedom, minimum), freedom.moves[:, 0])
    low, high = (ends[freedom.free] for ends in _bounds(part))
    if not np.isfinite(high).all() or np.prod(np.maximum(high - low, 0.0) + 1.0) > MOST_WAYS:
        return None
    values = [np.arange(np.ceil(a - CLOSE), b + CLOSE) for a, b in zip(low, high, strict=True)]
    points = np.stack(np.meshgrid(*values), axis=-1).reshape(-1, len(values))
    return freedom.start + points @ freedom.moves.T


def _steps(freedom: _Freedom, minimum: int) -> Floats:
    """Values of the only free cell at which some cell is under the minimum."""
    moving = np.flatnonzero(np.abs(freedom.moves[:, 0]) > CLOSE)
    few = np.arange(1.0, minimum)
    steps = (few[:, None] - freedom.start[moving]) / freedom.moves[moving, 0]
    return np.unique(np.rint(steps[np.abs(steps - np.rint(steps)) < CLOSE]))


def _fits(ways: Floats, part: Part) -> Mask:
    """Which tables hold whole numbers, and keep every rule and bound."""
    sums = ways @ part.rules.toarray().T
    kept = (sums >= part.least - CLOSE) & (sums <= part.most + CLOSE)
    within = (ways >= part.lower - CLOSE) & (ways <= part.upper + CLOSE)
    whole = np.abs(ways - np.rint(ways)) < CLOSE
    return np.asarray(kept.all(axis=1) & (within & whole).all(axis=1))
