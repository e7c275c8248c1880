"""A picture whose words leave little room is drawn all the same."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from components.pictures.picture import Drawing, Picture, Room, Shape, fitted, svg
from components.pictures.theme import Theme, style

DRAWN = Markup('<svg viewBox="0 0 {} {}"><path/></svg>')


@pytest.mark.parametrize("own", [(100, 0), (0, 100)])
@pytest.mark.parametrize("room", [Room(100, 50), Room(100, 0), Room(100, -8), Room(0, 50)])
def test_where_there_is_no_room_nothing_is_drawn(own: tuple[int, int], room: Room) -> None:
    assert fitted(DRAWN.format(*own), 0, 0, room) == ""
    drawn = fitted(DRAWN.format(100, 50), 0, 0, room)
    assert (drawn != "") == (min(room.width, room.height) > 0)


@pytest.mark.parametrize("count", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", Shape)
def test_a_picture_grows_where_its_words_leave_its_charts_too_little_room(
    count: int, shape: Shape
) -> None:
    given: list[Room] = []

    def make(room: Room) -> Markup:
        given.append(room)
        return DRAWN.format(100, 50)

    picture = Picture(
        "Filings " * 30,
        "",
        [Drawing(make, "Filings")] * count,
        "Source " * 200,
        "",
        False,
        "Known " * 400,
    )
    drawn = svg(picture, shape, Theme.LIGHT)
    assert len(given) == count
    assert min(room.height for room in given) > 140
    own = re.search(r'height="(\d+)"', drawn)
    assert own is not None
    assert int(own[1]) >= shape.size[1]
    short = svg(Picture("Filings", "", [Drawing(make)], "Source", "", False), shape, Theme.LIGHT)
    assert f'height="{shape.size[1]}"' in short


def test_words_that_stand_clear_of_lines_do_so_in_a_picture_too() -> None:
    rules = style(Theme.LIGHT, is_simulated=False).rules.split("}")
    (halo,) = [rule for rule in rules if ".event" in rule and "stroke-width: 3.5px" in rule]
    assert "paint-order: stroke" in halo
