"""Tables of many periods and releases as one system, attacked with whole-number witnesses.

A table that fits everything published, and has a high value in a gap, is a witness that the gap
may be high; whatever the equations are, two witnesses prove a range. Linear programs find most of
them: where one ends on a fraction, a search over whole numbers decides, up to BRANCHES. A gap it
cannot settle is bounded by the linear program alone, a relaxation, and counted as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.programs import Constraints, Solution, lowest, rows

CLOSE = 1e-6
BRANCHES = 500
FIRST_TRIES = 6
FAR = 10.0


@dataclass(frozen=True)
class JoinedSystem:
    """`least` <= `rules` @ x <= `most`, and `lower` <= x <= `upper`; one column a cell.

    `table` says of each rule which table it stands in, -1 where it ties several.
    """

    rules: csr_array
    least: Floats
    most: Floats
    lower: Floats
    upper: Floats
    table: Ints


@dataclass(frozen=True)
class Part:
    """Unknown cells that rules tie to one another; `cells` are their columns.

    `is_one_table` says that every rule stands in one and the same nested table, `has_wide_sums`
    that an equation beyond one table ties more than a cell to the same one of another release.
    """

    rules: csr_array
    least: Floats
    most: Floats
    lower: Floats
    upper: Floats
    cells: Ints
    is_one_table: bool
    has_wide_sums: bool = False


@dataclass(frozen=True)
class Need:
    """What each cell must keep open, by cell: an upper bound of `reach`, a range `level` wide,
    and one wider than `share` of its ends on both sides."""

    reach: Floats
    level: float
    share: Floats

    def met(self, low: Floats, high: Floats) -> Mask:
        """Whether ranges are far enough."""
        open_ = high * (1 - self.share) >= low * (1 + self.share) - CLOSE
        return np.asarray((high >= self.reach - CLOSE) & (high - low >= self.level - CLOSE) & open_)

    def of(self, cells: Ints) -> Need:
        return Need(self.reach[cells], self.level, self.share[cells])


def parts(system: JoinedSystem) -> Iterator[Part]:
    """The unknown cells in groups that share no rule; what is known moves to the other side."""
    unknown = np.flatnonzero(system.upper > system.lower)
    on_unknown = csr_array(system.rules[:, unknown])
    known = np.where(system.upper > system.lower, 0.0, system.lower)
    shift = np.asarray(system.rules @ known, dtype=np.float64)
    count, size = rows(on_unknown), len(unknown)
    rule, column = on_unknown.nonzero()
    ties = csr_array((np.ones(len(rule)), (rule, count + column)), shape=(count + size,) * 2)
    label = connected_components(ties, directed=False)[1]
    is_wide = (system.table < 0) & (np.diff(system.rules.indptr) > 2)
    is_wide &= system.least == system.most
    rules_of, cells_of = _by_label(label[:count]), _by_label(label[count:])
    for name, places in cells_of.items():
        chosen = rules_of.get(name, np.empty(0, dtype=np.int64))
        if not len(chosen):
            continue
        yield Part(
            csr_array(on_unknown[chosen][:, places]),
            system.least[chosen] - shift[chosen],
            system.most[chosen] - shift[chosen],
            system.lower[unknown[places]],
            system.upper[unknown[places]],
            unknown[places],
            len(set(system.table[chosen].tolist())) == 1 and bool(system.table[chosen[0]] >= 0),
            bool(is_wide[chosen].any()),
        )


def _by_label(label: Ints) -> dict[int, Ints]:
    if not len(label):
        return {}
    order = np.argsort(label, kind="stable")
    names, starts = np.unique(label[order], return_index=True)
    ends = np.append(starts[1:], len(order))
    return {
        int(name): order[start:end] for name, start, end in zip(names, starts, ends, strict=True)
    }


@dataclass
class Ranges:
    """What is known so far of each cell of a part: `low` and `high` are values it takes in some
    whole-number table that fits, `floor` and `roof` bounds that no table passes."""

    low: Floats
    high: Floats
    floor: Floats
    roof: Floats


@dataclass
class Attack:
    """The attack on one part. Raises ContradictionError where no table fits."""

    part: Part
    need: Need
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(14))

    def __post_init__(self) -> None:
        part, size = self.part, len(self.part.cells)
        ends = np.abs(np.r_[part.least, part.most, part.lower])
        largest = ends[np.isfinite(ends)].max(initial=1.0)
        room = FAR * (largest + self.need.reach.max(initial=0.0) + self.need.level)
        upper = np.where(np.isfinite(part.upper), part.upper, room)
        self.given = Constraints(part.rules, part.least, part.most, part.lower, upper)
        self.seen = Ranges(
            np.full(size, np.inf), np.full(size, -np.inf), part.lower.copy(), upper.copy()
        )

    def judged(self, targets: Ints) -> tuple[Mask, Mask]:
        """Of the `targets`, which are found out, and which could be settled by relaxation only."""
        for _ in range(FIRST_TRIES):
            if self._met()[targets].all():
                break
            self._look(self.random.choice([-1.0, 1.0], len(self.part.cells)))
        for cell in targets:
            self._follow(int(cell))
        met, may_be_met = self._met(), self.need.met(self.seen.floor, self.seen.roof)
        return ~may_be_met[targets], (~met & may_be_met)[targets]

    def width(self, targets: Ints) -> float:
        """The narrowest range that was found, or a floor of it."""
        return float((self.seen.high - self.seen.low)[targets].min(initial=np.inf))

    def _met(self) -> Mask:
        return self.need.met(self.seen.low, self.seen.high)

    def _follow(self, cell: int) -> None:
        """Look for the ends of one cell's range, until it is known to be far enough."""
        for sign in (-1.0, 1.0):
            if self._met()[cell]:
                return
            toward = np.zeros(len(self.part.cells))
            toward[cell] = sign
            bound = self._look(toward)
            self._bound(cell, sign, bound)
            end = self.seen.high[cell] if sign < 0 else self.seen.low[cell]
            if self._met()[cell] or abs(end - bound) < CLOSE:
                continue
            self._bound(cell, sign, self._search(toward, bound))

    def _bound(self, cell: int, sign: float, bound: float) -> None:
        """No whole number beyond a bound is possible."""
        if sign < 0:
            self.seen.roof[cell] = min(self.seen.roof[cell], np.floor(bound + CLOSE))
        else:
            self.seen.floor[cell] = max(self.seen.floor[cell], np.ceil(bound - CLOSE))

    def _look(self, toward: Floats) -> float:
        """The end of a linear program, whose table is a witness where it is whole."""
        return abs(self._seen(lowest(toward, self.given)).value)

    def _search(self, toward: Floats, bound: float) -> float:
        """The end of the search over whole numbers, or what it could not rule out."""
        solution = lowest(toward, self.given, BRANCHES)
        if solution.place is None and not solution.is_impossible:
            return bound
        self._seen(solution)
        return abs(solution.value) if solution.is_proven else bound

    def _seen(self, solution: Solution) -> Solution:
        if solution.place is None:
            raise ContradictionError("published cells contradict each other: no table has them all")
        self._witness(solution.place)
        return solution

    def _witness(self, table: Floats) -> None:
        """A whole-number table that fits moves the known ends of every range outward."""
        whole = np.rint(table)
        if np.abs(table - whole).max(initial=0.0) > CLOSE:
            return
        sums = self.part.rules @ whole
        if ((sums >= self.part.least - CLOSE) & (sums <= self.part.most + CLOSE)).all():
            self.seen.low = np.minimum(self.seen.low, whole)
            self.seen.high = np.maximum(self.seen.high, whole)
