"""Polygons in State Plane feet as compact SVG path data in the frame all maps share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

# The frame holds the city with a margin of about one pixel on each side.
WEST_FEET, NORTH_FEET = 912_900.0, 273_100.0
FEET_PER_PIXEL = 154.8
WIDTH = 1000
HEIGHT = 990
PARTS_OF_A_PIXEL = 10


def to_pixels(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in EPSG:2263 feet moved to the frame: pixels, y down."""
    return shapely.transform(shape, _pixels)


def _pixels(feet: np.ndarray) -> np.ndarray:
    moved = feet - np.array([WEST_FEET, NORTH_FEET])
    return moved / FEET_PER_PIXEL * np.array([1.0, -1.0])


def to_feet(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in pixels of the frame moved back to EPSG:2263 feet."""
    return shapely.transform(shape, _feet)


def _feet(pixels: np.ndarray) -> np.ndarray:
    moved = pixels * np.array([1.0, -1.0]) * FEET_PER_PIXEL
    return moved + np.array([WEST_FEET, NORTH_FEET])


def path_data(shape: shapely.Geometry) -> str:
    """SVG path data of a polygon or lines in pixels, to a tenth of a pixel.

    One relative `m` a ring with its points implied as line-tos: no repeated command letters.
    """
    return "".join(_ring(coordinates, closed) for coordinates, closed in _rings(shape))


def _rings(shape: shapely.Geometry) -> Iterator[tuple[np.ndarray, bool]]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring)[:-1], True
        else:
            yield shapely.get_coordinates(part), False


def _ring(coordinates: np.ndarray, closed: bool) -> str:
    """One ring: an absolute start, then steps between rounded points, so errors never add up."""
    tenths = np.rint(coordinates * PARTS_OF_A_PIXEL).astype("int64")
    moved = np.any(np.diff(tenths, axis=0, prepend=tenths[:1] - 1) != 0, axis=1)
    tenths = tenths[moved]
    start = "M" + _joined([_number(step) for step in tenths[0].tolist()])
    steps = np.diff(tenths, axis=0).ravel().tolist()
    line = "l" + _joined([_number(step) for step in steps]) if steps else ""
    return start + line + ("z" if closed else "")


def _number(tenths: int) -> str:
    """A number of tenths as short as SVG reads it: -0.5 is "-.5", 3.0 is "3"."""
    sign = "-" if tenths < 0 else ""
    whole, part = divmod(abs(tenths), PARTS_OF_A_PIXEL)
    if part == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{part}"


def _joined(numbers: list[str]) -> str:
    """Numbers with a separator only where two would run together."""
    joined = ""
    has_point = False
    for number in numbers:
        starts_apart = number[0] == "-" or (number[0] == "." and has_point) or not joined
        joined += number if starts_apart else f" {number}"
        has_point = "." in number
    return joined
