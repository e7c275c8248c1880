"""What an attacker can say about withheld cells of a network table: exact ranges by flow.

The attacker knows every published cell, every rule of addition, and the least value a withheld
cell can have. All values are whole numbers of the indicator's unit.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask, Network

INT32 = 2**31 - 1


class ContradictionError(ValueError):
    """Published cells that no table can have; says which rule of addition cannot hold."""


class WithheldFlow:
    """The sub-network of withheld cells, with one table that fits all published ones.

    `values` by cell; those of withheld cells are never read. `least` is the lowest value the
    attacker grants a withheld cell. Raises ContradictionError where no table fits.
    """

    def __init__(self, network: Network, values: Floats, withheld: Mask, least: int = 0) -> None:
        closing = network.cells == NO_CELL
        self.network = network
        self.arcs = np.flatnonzero(closing | withheld[network.cells])
        self.tails = network.tails[self.arcs]
        self.heads = network.heads[self.arcs]
        self.least = np.where(network.cells[self.arcs] == NO_CELL, 0, least).astype(np.int64)
        known = np.where(withheld, 0.0, values)
        known_flow = np.where(closing, 0.0, network.on_arcs(known))
        degree = np.bincount(np.r_[self.tails, self.heads, [0]]).max()
        self.limit = int(INT32 // (degree + 2))
        self.flow = self._fit(known_flow)
        self._prepare_residual()

    def _fit(self, known_flow: Floats) -> Ints:
        """Withheld values that fit: one maximum flow from where flow lacks to where it is due."""
        network, nodes = self.network, self.network.nodes
        due = np.bincount(network.tails, weights=known_flow, minlength=nodes)
        due -= np.bincount(network.heads, weights=known_flow, minlength=nodes)
        due += np.bincount(self.tails, weights=self.least, minlength=nodes)
        due -= np.bincount(self.heads, weights=self.least, minlength=nodes)
        demand = np.rint(due).astype(np.int64)
        if np.abs(demand - due).max(initial=0) > 1e-6:
            raise ContradictionError("published values are not whole numbers of their unit")
        if np.abs(demand).sum() >= INT32:
            raise ContradictionError("values too large for whole-number flow; use a coarser unit")
        lacking = np.flatnonzero(demand < 0)
        wanting = np.flatnonzero(demand > 0)
        source, sink = nodes, nodes + 1
        tails = np.r_[self.tails, np.full(len(lacking), source), wanting]
        heads = np.r_[self.heads, lacking, np.full(len(wanting), sink)]
        room = np.full(len(self.tails), self.limit)
        capacity = np.r_[room, -demand[lacking], demand[wanting]].astype(np.int32)
        graph = csr_array((capacity, (tails, heads)), shape=(nodes + 2, nodes + 2))
        solution = maximum_flow(graph, source, sink)
        if solution.flow_value != demand[wanting].sum():
            raise ContradictionError("published cells contradict each other: no table has them all")
        return solution.flow[self.tails, self.heads].astype(np.int64) + self.least

    def _prepare_residual(self) -> None:
        """One matrix for all questions: how far each arc can still be raised, and lowered."""
        count, nodes = len(self.tails), self.network.nodes
        marks = np.arange(1, 2 * count + 1, dtype=np.int32)
        starts = np.r_[self.tails, self.heads]
        ends = np.r_[self.heads, self.tails]
        self.residual = csr_array((marks, (starts, ends)), shape=(nodes, nodes))
        position = np.argsort(self.residual.data)
        self.raise_at, self.lower_at = position[:count], position[count:]
        room = self.residual.data
        room[self.raise_at] = self.limit
        room[self.lower_at] = np.minimum(self.flow - self.least, self.limit)

    def _rerouted(self, arc: int, start: int, end: int) -> int:
        """How much more can pass from `start` to `end` without using `arc`."""
        room = self.residual.data
        up, down = int(self.raise_at[arc]), int(self.lower_at[arc])
        kept = room[up], room[down]
        room[up] = room[down] = 0
        amount = int(maximum_flow(self.residual, int(start), int(end)).flow_value)
        room[up], room[down] = kept
        return amount

    def highest(self, arc: int) -> int:
        """Highest value of the `arc`-th withheld arc."""
        more = self._rerouted(arc, self.heads[arc], self.tails[arc])
        return int(self.flow[arc]) + min(more, self.limit)

    def lowest(self, arc: int) -> int:
        """Lowest value of the `arc`-th withheld arc."""
        if self.flow[arc] == self.least[arc]:
            return int(self.least[arc])  # the table found is one that has it
        less = self._rerouted(arc, self.tails[arc], self.heads[arc])
        return max(int(self.flow[arc]) - less, int(self.least[arc]))

    def can_rise(self, amount: int) -> Mask:
        """Arcs that can certainly be higher by `amount` than in the table found.

        All at once: an arc with less than `amount` to lose rises along a path back from its end
        to its beginning that lowers only arcs which have that much. Says nothing of the others.
        """
        much = self.flow - self.least >= amount
        starts = np.r_[self.tails, self.heads[much]]
        ends = np.r_[self.heads, self.tails[much]]
        nodes = self.network.nodes
        graph = csr_array((np.ones(len(starts)), (starts, ends)), shape=(nodes, nodes))
        _, group = connected_components(graph, directed=True, connection="strong")
        return ~much & (group[self.tails] == group[self.heads])

    def cells(self) -> Ints:
        """Cell of each withheld arc, NO_CELL for closing arcs."""
        return self.network.cells[self.arcs]
