"""What withheld cells let each other do: how far one can change while every sum still holds.

Several cells may give way together where one alone cannot, so a change is a flow through the
withheld cells, not a single cycle.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask, Network, TableError

# Flows are whole numbers of 32 bits; twice this still is one.
NO_LIMIT = 2**30 - 1


@dataclass(frozen=True)
class Move:
    """What is asked of one withheld cell: that its arc can rise, or fall, by `amount`."""

    arc: int
    amount: int
    rise: bool


class Room:
    """How far the arcs of a table can change: values above 0 rise freely, and fall to `least`."""

    def __init__(self, network: Network, values: Floats, least: int) -> None:
        closing = network.cells == NO_CELL
        self.network, self.least = network, least
        self.up = np.where((values > 0) | closing, NO_LIMIT, 0)
        self.down = np.minimum(np.maximum(values - np.where(closing, 0, least), 0), NO_LIMIT)

    def possible(self, move: Move, withheld: Mask) -> tuple[int, Ints]:
        """How much of a move the other withheld arcs allow, and which of them change in it."""
        if move.amount > NO_LIMIT:
            raise TableError("values too large for whole-number flow; use a coarser unit")
        network = self.network
        start, end = int(network.tails[move.arc]), int(network.heads[move.arc])
        if move.rise:
            start, end = end, start
        arcs = np.flatnonzero(withheld)
        arcs = arcs[arcs != move.arc]
        path = self.one_path(start, end, arcs, move.amount)
        if path is not None:
            return move.amount, path
        return self._flow(start, end, arcs, move.amount)

    def one_path(self, start: int, end: int, arcs: Ints, amount: int) -> Ints | None:
        """Arcs that each give way by the whole amount, one after another; None if there are none.

        Six moves in seven have such a path, which is found in a tenth of the time of a flow.
        """
        tails, heads = self.network.tails, self.network.heads
        rising, falling = arcs[self.up[arcs] >= amount], arcs[self.down[arcs] >= amount]
        along = np.r_[rising, falling]
        begins = np.r_[tails[rising], heads[falling]]
        ends = np.r_[heads[rising], tails[falling]]
        is_reached = np.zeros(self.network.nodes, dtype=bool)
        came_by = np.empty(self.network.nodes, dtype=np.int64)
        is_reached[start] = True
        while not is_reached[end]:
            steps = np.flatnonzero(is_reached[begins] & ~is_reached[ends])
            if not len(steps):
                return None
            came_by[ends[steps]] = steps
            is_reached[ends[steps]] = True
        path: list[int] = []
        while end != start:
            path.append(int(along[came_by[end]]))
            end = int(begins[came_by[end]])
        return np.array(path, dtype=np.int64)

    def _flow(self, start: int, end: int, arcs: Ints, amount: int) -> tuple[int, Ints]:
        """How much of the amount several paths together allow, and the arcs that change."""
        network = self.network
        tails, heads, source = network.tails[arcs], network.heads[arcs], network.nodes
        room = np.r_[amount, self.up[arcs], self.down[arcs]].astype(np.int32)
        ends = (np.r_[source, tails, heads], np.r_[start, heads, tails])
        graph = csr_array((room, ends), shape=(source + 1, source + 1))
        solution = maximum_flow(graph, source, end)
        pushed = solution.flow.tocoo()
        joined = pushed.row.astype(np.int64) * (source + 1) + pushed.col
        changed = np.isin(tails * (source + 1) + heads, joined[pushed.data != 0])
        return int(solution.flow_value), arcs[changed]


class Moves:
    """Every move asked of a pattern, each with the withheld arcs that make it possible.

    `withheld` is by arc; `reveal` and `hide` change it.
    """

    def __init__(self, room: Room, withheld: Mask, moves: list[Move]) -> None:
        self.room, self.withheld = room, withheld
        self.asked: dict[int, list[Move]] = defaultdict(list)
        self.helpers: dict[Move, Ints] = {}
        self.helped: dict[int, set[Move]] = defaultdict(set)
        for move in moves:
            self.asked[move.arc].append(move)
        self._ask(moves)

    def reveal(self, arcs: Ints) -> bool:
        """Show these cells if every move of the others stays possible; else change nothing."""
        self.withheld[arcs] = False
        own = {move for arc in arcs for move in self.asked[int(arc)]}
        touched = set[Move]().union(*(self.helped[int(arc)] for arc in arcs)) - own
        instead = {move: self.room.possible(move, self.withheld) for move in touched}
        if any(amount < move.amount for move, (amount, _) in instead.items()):
            self.withheld[arcs] = True
            return False
        for move in own:
            self._drop(move)
        for move, (_, helpers) in instead.items():
            self._drop(move)
            self._keep(move, helpers)
        return True

    def hide(self, arcs: Ints) -> None:
        """Withhold cells that were revealed a moment ago."""
        self.withheld[arcs] = True
        self._ask([move for arc in arcs for move in self.asked[int(arc)]])

    def _ask(self, moves: list[Move]) -> None:
        for move in moves:
            amount, helpers = self.room.possible(move, self.withheld)
            if amount == move.amount:
                self._keep(move, helpers)

    def _keep(self, move: Move, helpers: Ints) -> None:
        self.helpers[move] = helpers
        for arc in helpers:
            self.helped[int(arc)].add(move)

    def _drop(self, move: Move) -> None:
        for arc in self.helpers.pop(move, ()):
            self.helped[int(arc)].discard(move)
