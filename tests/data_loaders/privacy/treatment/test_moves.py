"""What a pattern of gaps allows is the same however it is looked for."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask, Network
from data_loaders.privacy.treatment.moves import Move, Room
from tests.support.privacy import tables


class RoomOfFlows(Room):
    """Asks for a flow even where one path would do."""

    def one_path(self, start: int, end: int, arcs: Ints, amount: int) -> Ints | None:
        return None


@settings(max_examples=60, deadline=None)
@given(tables.withheld_tables(highest=9))
def testone_path_is_taken_only_where_a_flow_allows_the_whole_move(
    case: tuple[Network, Floats, Mask, int],
) -> None:
    table, values, withheld, _ = case
    on_arcs = (table.cells == NO_CELL) | withheld[table.cells]
    room, flows = (kind(table, table.on_arcs(values), 1) for kind in (Room, RoomOfFlows))
    for arc in table.arc_of_cell[withheld].tolist():
        for move in (Move(arc, amount, rise) for amount in (1, 3, 7) for rise in (True, False)):
            allowed, helpers = room.possible(move, on_arcs)
            assert allowed == flows.possible(move, on_arcs)[0]
            alone = np.zeros_like(on_arcs)
            alone[helpers] = True
            assert flows.possible(move, alone)[0] == allowed, "its helpers do it without others"
