"""What a pattern of gaps allows is the same however it is looked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import NO_CELL, TOP, Floats, Ints, Mask, Network
from data_loaders.privacy.treatment.moves import Move, Room
from tests.support.privacy import tables


class RoomOfFlows(Room):
    """Asks for a flow even where one path would do."""

    def one_path(self, start: int, end: int, arcs: Ints, amount: int) -> Ints | None:
        return None


@settings(max_examples=60, deadline=None)
@given(tables.withheld_tables(highest=9))
def test_one_path_is_taken_only_where_a_flow_allows_the_whole_move(
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


@pytest.mark.parametrize(
    ("amount", "rise", "is_found"),
    [
        # One of the others falls from seven to the least, which is one; both fall by more.
        (6, True, True),
        (7, True, False),
        (11, True, False),
        # Others rise by anything.
        (4, False, True),
    ],
)
def test_a_path_is_of_arcs_that_give_way_by_the_whole_amount(
    amount: int, rise: bool, is_found: bool
) -> None:
    table = network.build([TOP], 3)
    room = Room(table, table.on_arcs(np.array([5.0, 6.0, 7.0, 18.0])), 1)
    arc, *others = table.arc_of_cell[:3].tolist()
    ends = int(table.tails[arc]), int(table.heads[arc])
    start, end = ends[::-1] if rise else ends
    closing = np.flatnonzero(table.cells == NO_CELL)
    path = room.one_path(start, end, np.r_[others, closing], amount)
    assert (path is not None) == is_found
    if path is not None:
        assert path.dtype == np.int64
        assert len(set(path.tolist()) & set(others)) == 1


@settings(max_examples=20, deadline=None)
@given(tables.withheld_tables(highest=9))
def test_a_path_is_found_wherever_there_is_one(case: tuple[Network, Floats, Mask, int]) -> None:
    """A flow over none but arcs that give way by all of it is as large as the whole."""
    table, values, withheld, _ = case
    on_arcs = (table.cells == NO_CELL) | withheld[table.cells]
    room = Room(table, table.on_arcs(values), 1)
    for arc in table.arc_of_cell[withheld].tolist():
        arcs = np.setdiff1d(np.flatnonzero(on_arcs), arc)
        start, end = int(table.tails[arc]), int(table.heads[arc])
        for amount in (1, 3, 7):
            whole = Room(table, table.on_arcs(values), 1)
            whole.up = np.where(room.up >= amount, room.up, 0)
            whole.down = np.where(room.down >= amount, room.down, 0)
            path = room.one_path(start, end, arcs, amount)
            allowed = whole._flow(start, end, arcs, amount)[0]
            assert (path is not None) == (allowed == amount)
