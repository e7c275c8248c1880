"""Path data is short and exact to a tenth of a pixel."""

from __future__ import annotations

import re

from shapely import LineString, MultiPolygon, Point, Polygon, box

from data_loaders.curate.geography.svg_paths import (
    HEIGHT,
    NORTH_FEET,
    WEST_FEET,
    path_data,
    to_pixels,
)


def test_a_square_is_one_relative_line() -> None:
    assert path_data(Polygon([(1, 1), (3, 1), (3, 2.5), (1, 2.5)])) == "M1 1l2 0 0 1.5-2 0z"


def test_numbers_share_no_more_separators_than_svg_needs() -> None:
    assert path_data(LineString([(0, 0), (0.5, 0.5), (0.2, 1.0)])) == "M0 0l.5.5-.3.5"


def test_rounding_errors_do_not_add_up() -> None:
    path = path_data(LineString([(index * 0.14, 0.0) for index in range(101)]))
    steps = [float(number) for number in re.findall(r"-?(?:\d*\.\d|\d+)", path.split("l")[1])]
    assert round(sum(steps), 1) == 14.0


def test_holes_and_parts_are_rings_of_one_path() -> None:
    ring = box(0, 0, 9, 9).difference(box(3, 3, 6, 6))
    assert path_data(MultiPolygon([ring, box(20, 20, 21, 21)])).count("z") == 3


def test_north_is_up_and_west_is_left() -> None:
    corner = to_pixels(Point(WEST_FEET, NORTH_FEET))
    south = to_pixels(Point(WEST_FEET, NORTH_FEET - 150_000))
    assert (corner.x, corner.y) == (0, 0)
    assert 0 < south.y < HEIGHT
