"""What is shown asks for nothing any more, and what is hidden again asks anew."""

from __future__ import annotations

import numpy as np

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import NO_CELL, TOP, Ints
from data_loaders.privacy.treatment.moves import Move, Moves, Room

TABLE = network.build([TOP], 3)
VALUES = TABLE.on_arcs(np.array([5.0, 6.0, 7.0, 18.0]))


def moves_of(*cells: int, amount: int = 1) -> tuple[Moves, Ints]:
    """Three withheld cells of a row, of which some ask to rise by so much; and their arcs."""
    arcs = TABLE.arc_of_cell[:3]
    withheld = TABLE.cells == NO_CELL
    withheld[arcs] = True
    asked = [Move(int(arcs[cell]), amount, rise=True) for cell in cells]
    return Moves(Room(TABLE, VALUES, 1), withheld, asked), arcs


def test_a_cell_is_shown_only_where_others_can_still_move() -> None:
    moves, arcs = moves_of(0)
    assert not moves.reveal(arcs[1:])
    assert moves.withheld[arcs].all()
    assert moves.reveal(arcs[2:])
    assert not moves.reveal(arcs[1:2])
    assert moves.withheld[arcs].tolist() == [True, True, False]


def test_a_cell_that_is_shown_asks_nothing_of_others_any_more() -> None:
    moves, arcs = moves_of(0)
    assert moves.reveal(arcs[:1])
    assert moves.reveal(arcs[1:])
    assert not moves.withheld[arcs].any()
    assert moves.helpers == {}
    assert not any(moves.helped.values())


def test_a_cell_that_is_hidden_again_asks_anew() -> None:
    moves, arcs = moves_of(0)
    assert moves.reveal(arcs[:1])
    moves.hide(arcs[:1])
    assert moves.withheld[arcs].all()
    assert not moves.reveal(arcs[1:])


def test_a_move_takes_no_help_of_a_cell_that_was_shown() -> None:
    """Whichever cell helped first, the other one has to, once that is shown."""
    moves, arcs = moves_of(0)
    [(move, helpers)] = moves.helpers.items()
    [helper] = set(helpers.tolist()) & set(arcs.tolist())
    [other] = set(arcs[1:].tolist()) - {helper}
    assert moves.reveal(np.array([helper]))
    assert set(moves.helpers[move].tolist()) & set(arcs.tolist()) == {other}
    assert not moves.helped[helper]
    assert moves.helped[other] == {move}


def test_a_cell_that_could_never_move_is_shown_as_any_other() -> None:
    """The other two of the row can fall by eleven in all."""
    moves, arcs = moves_of(0, amount=100)
    assert moves.helpers == {}
    assert moves.reveal(arcs[:1])
    assert not moves.withheld[arcs[0]]
