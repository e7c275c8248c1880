"""Complementary suppression on a network table by shortest cycles.

To let a withheld cell be higher by some amount, the other cells of a cycle through it must be
able to change with it, so they are withheld too. The cheapest cycle is a shortest path from the
end of the cell's arc back to its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data_loaders.privacy.tables import cuts
from data_loaders.privacy.tables.network import (
    NO_CELL,
    TOP,
    Floats,
    Ints,
    Mask,
    Network,
    TableError,
)
from data_loaders.privacy.treatment.moves import Move, Moves, Room

LEAF_TOTAL = 25.0
MARGIN = 60.0
GRAND_TOTAL = 200.0
WITHHELD_BEFORE = 0.35
ALREADY_WITHHELD = 1e-6


@dataclass(frozen=True)
class Demand:
    """How far each withheld cell must be able to rise and to fall, by cell; 0 asks nothing.

    `least` is the value below which an attacker knows no withheld cell can be. `insider_below`
    asks that a lone contributor of one cell learns no other under that value; infinite for
    money, where any amount it learns is somebody's. `alone` are the cells that may have one.
    """

    rise: Floats
    fall: Floats
    least: int = 0
    insider_below: float = 0.0
    alone: Mask | None = None


def costs(network: Network, values: Floats, withheld_before: Mask) -> Floats:
    """What withholding each cell costs: large values and totals more, last period's less."""
    cost = 1.0 + np.log1p(values).reshape(network.rows, network.columns)
    leaf, top = network.is_leaf, network.parents == TOP
    if network.columns > 1:
        cost[leaf, -1] += LEAF_TOTAL
    cost[~leaf] += MARGIN
    cost[top & ~leaf, -1] += GRAND_TOTAL - MARGIN
    return np.where(withheld_before, cost.ravel() * WITHHELD_BEFORE, cost.ravel())


class Suppression:
    """The withheld cells of one table while it is being protected."""

    def __init__(
        self,
        network: Network,
        values: Floats,
        forced: Mask,
        before: Mask,
        tilt: Floats | float = 1.0,
    ) -> None:
        network.require_sums(values)
        self.network = network
        self.values = network.on_arcs(values)
        self.zero = values == 0
        self.forced = forced
        closing = network.cells == NO_CELL
        self.withheld = closing | forced[network.cells]
        self.first_cost = costs(network, values, before) * tilt
        self.cost = np.where(self.withheld, ALREADY_WITHHELD, self.first_cost[network.cells])
        starts = np.r_[network.tails, network.heads]
        ends = np.r_[network.heads, network.tails]
        count = len(network.tails)
        marks = np.arange(1, 2 * count + 1, dtype=np.float64)
        self.graph = csr_array((marks, (starts, ends)), shape=(network.nodes, network.nodes))
        position = np.argsort(self.graph.data)
        self.forward, self.backward = position[:count], position[count:]
        self.arc_at = np.empty(2 * count, dtype=np.int64)
        self.arc_at[position] = np.r_[np.arange(count), np.arange(count)]

    @cached_property
    def same(self) -> Ints:
        """Labels of cells that hold the same contributors."""
        return self.network.same(self.zero)

    def cells(self) -> Mask:
        """Which cells are withheld."""
        real = self.network.cells != NO_CELL
        mask = np.zeros(self.network.cell_count, dtype=bool)
        mask[self.network.cells[real]] = self.withheld[real]
        return mask

    def change(self) -> tuple[Ints, Ints]:
        """The withheld arcs, and a random change of them that keeps every sum."""
        arcs = np.flatnonzero(self.withheld)
        ends = np.r_[self.network.tails[arcs], self.network.heads[arcs]]
        nodes, numbers = np.unique(ends, return_inverse=True)
        tails, heads = numbers[: len(arcs)], numbers[len(arcs) :]
        return arcs, cuts.circulation(tails, heads, len(nodes))

    def allow(self, move: Move, room: Room) -> bool:
        """Withhold what it takes for a move to be possible; False if nothing makes it so."""
        none = np.empty(0, dtype=np.int64)
        now, _ = room.possible(move, self.withheld)
        while now < move.amount:
            missing = float(move.amount - now)
            self.protect(move.arc, missing, move.rise, room.least, none)
            then, _ = room.possible(move, self.withheld)
            if then == now:
                # What is there already gives no more with it: one cycle for the whole amount.
                return self.protect(move.arc, float(move.amount), move.rise, room.least, none)
            now = then
        return True

    def protect(self, arc: int, amount: float, rise: bool, least: int, avoid: Ints) -> bool:
        """Withhold the cheapest cycle that lets `arc` change by `amount`; False if none does.

        Cells in `avoid` (beside the arc itself) take no part. A cell of value 0 is never
        withheld: everybody may guess a zero.
        """
        network = self.network
        if not rise and self.values[arc] < amount + least:
            return False
        up = np.where(self.values > 0, self.cost, np.inf)
        down = np.where(self.values >= amount + least, self.cost, np.inf)
        up[network.cells == NO_CELL] = ALREADY_WITHHELD
        # Either way the path raises what it follows and lowers what it goes against.
        self.graph.data[self.forward] = up
        self.graph.data[self.backward] = down
        blocked = np.r_[avoid, arc]
        self.graph.data[self.forward[blocked]] = np.inf
        self.graph.data[self.backward[blocked]] = np.inf
        start, end = int(network.tails[arc]), int(network.heads[arc])
        if rise:
            start, end = end, start
        return self._withhold_path(start, end)

    def _withhold_path(self, start: int, end: int) -> bool:
        distance, previous = dijkstra(self.graph, indices=start, return_predecessors=True)
        if not np.isfinite(distance[end]):
            return False
        node = end
        while node != start:
            before = int(previous[node])
            self._withhold(self._arc_between(before, node))
            node = before
        return True

    def _arc_between(self, start: int, end: int) -> int:
        first, last = self.graph.indptr[start], self.graph.indptr[start + 1]
        offset = int(np.flatnonzero(self.graph.indices[first:last] == end)[0])
        return int(self.arc_at[first + offset])

    def _withhold(self, arc: int) -> None:
        self.withheld[arc] = True
        self.cost[arc] = ALREADY_WITHHELD


def suppress(
    network: Network,
    values: Floats,
    forced: Mask,
    demand: Demand,
    before: Mask | None = None,
    tilt: Floats | float = 1.0,
) -> Mask:
    """Which cells to withhold so that every `forced` one is protected as `demand` asks.

    `before` marks cells withheld in the previous period, preferred; costs are multiplied by `tilt`
    (see `order`). Raises TableError where a
    table does not add up or a cell cannot be protected: it needs a coarser grid.
    """
    if (values[forced] <= 0).any():
        raise TableError("a cell of value 0 was to be withheld; zeros are published")
    nothing = np.zeros(network.cell_count, dtype=bool)
    table = Suppression(network, values, forced, nothing if before is None else before, tilt)
    room = Room(network, table.values, demand.least)
    # A little for all cells first: what they then share spares many a cycle of their own.
    for most in (1.0, np.inf):
        for rise, amounts in ((True, demand.rise), (False, demand.fall)):
            asked = np.minimum(np.where(forced, amounts, 0.0), most)
            for cell in np.argsort(asked, kind="stable")[np.count_nonzero(asked <= 0) :]:
                arc = int(network.arc_of_cell[cell])
                if not table.allow(Move(arc, int(np.ceil(asked[cell])), rise), room):
                    raise TableError(_unprotectable(network, int(cell)))
    if demand.insider_below:
        _keep_apart(table, demand)
    _reveal_redundant(table, demand, room)
    return table.cells()


def _keep_apart(table: Suppression, demand: Demand) -> None:
    """Withhold more until no lone contributor learns another cell."""
    while exposed := _exposed(table, *table.change(), demand):
        for group in exposed:
            _part(table, group, demand.least)


def _exposed(table: Suppression, arcs: Ints, change: Ints, demand: Demand) -> list[Ints]:
    """Groups of withheld cells in which a lone contributor of one works out another."""
    if not demand.insider_below:
        return []
    real = np.flatnonzero(table.network.cells[arcs] != NO_CELL)
    groups = cuts.groups_that_change_together(change, real)
    return [arcs[group] for group in groups if _tells(table, arcs[group], change[group], demand)]


def _reveal_redundant(table: Suppression, demand: Demand, room: Room) -> None:
    """Show every cell that is withheld for others and that none of them needs, dearest first."""
    forced = table.forced
    spare = np.flatnonzero(table.cells() & ~forced)
    level = max(int(demand.rise[forced].min(initial=np.inf)), 1) if forced.any() else 1
    asked = [*_asked(table, demand.rise, rise=True), *_asked(table, demand.fall, rise=False)]
    own = [Move(int(arc), level, rise=True) for arc in table.network.arc_of_cell[spare]]
    moves = Moves(room, table.withheld, [*asked, *own])
    for cell in spare[np.argsort(-table.first_cost[spare], kind="stable")]:
        arc = table.network.arc_of_cell[[cell]]
        if table.withheld[arc[0]] and moves.reveal(arc) and not _settled(table, moves, demand):
            moves.hide(arc)


def _asked(table: Suppression, amounts: Floats, *, rise: bool) -> list[Move]:
    cells = np.flatnonzero(table.forced & (amounts > 0))
    arcs = table.network.arc_of_cell[cells]
    return [
        Move(int(arc), int(np.ceil(amount)), rise)
        for arc, amount in zip(arcs, amounts[cells], strict=True)
    ]


def _settled(table: Suppression, moves: Moves, demand: Demand) -> bool:
    """Whether nobody learns more from the cells left; those no change reaches are shown too."""
    arcs, change = table.change()
    if _exposed(table, arcs, change, demand):
        return False
    fixed = arcs[(change == 0) & (table.network.cells[arcs] != NO_CELL)]
    return not len(fixed) or moves.reveal(fixed)


def _tells(table: Suppression, arcs: Ints, change: Ints, demand: Demand) -> bool:
    amounts = table.values[arcs].astype(np.int64)
    cells = table.network.cells[arcs]
    alone = np.ones(len(arcs), dtype=bool) if demand.alone is None else demand.alone[cells]
    told = cuts.told_to_an_insider(amounts, change, table.same[cells], alone, demand.insider_below)
    return bool(told.any())


def _part(table: Suppression, group: Ints, least: int) -> None:
    for arc in group:
        others = group[group != arc]
        for rise in (True, False):
            if table.protect(int(arc), 1.0, rise, least, others):
                return
    raise TableError(_unprotectable(table.network, int(table.network.cells[group[0]])))


def _unprotectable(network: Network, cell: int) -> str:
    row, column = divmod(cell, network.columns)
    return (
        f"the cell in row {row}, column {column} cannot be protected in a table of "
        f"{network.rows} areas × {network.columns} columns; use fewer areas or categories"
    )
