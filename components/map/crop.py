"""What part of the map a borough fills: the drawing is cut to it, no shape is drawn anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from components.figures import shared_shapes
from components.figures.scene import Scene
from data_loaders.released.release import Release
from data_loaders.released.view import MapLayout
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.shapes import Shapes

Box = tuple[float, float, float, float]
MARGIN = 0.04
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
STEP = re.compile(r"([MLlHhVvz])([^MLlHhVvz]*)")


def box(scene: Scene) -> Box:
    """Left, top, width and height of what is in view: the whole city, or the view's borough.

    A simulated map is never cut, so that the word across it stays whole.
    """
    shapes, borough = shared_shapes.shapes_of(scene), scene.view.borough
    if shapes is None:
        return 0.0, 0.0, 1000.0, 990.0
    whole = (0.0, 0.0, float(shapes.width), float(shapes.height))
    if borough is None or scene.release.manifest.is_simulated:
        return whole
    return _of_borough(scene.release, scene.view.geography, scene.view.layout, borough) or whole


@lru_cache(maxsize=128)
def _of_borough(
    release: Release, geography: Geography, layout: MapLayout, borough: str
) -> Box | None:
    shapes = release.tiles(geography) if layout is MapLayout.TILES else release.shapes(geography)
    if shapes is None:
        return None
    areas = release.areas(geography)
    inside = [
        path
        for area_id, path in shapes.paths.items()
        if area_id in areas and areas[area_id].borough_id == borough
    ]
    return _around(inside, shapes)


def _around(paths: Iterable[str], shapes: Shapes) -> Box | None:
    """The smallest box of the map's own proportions around paths, with a margin, inside the map."""
    points = [point for path in paths for point in points_of(path)]
    if not points:
        return None
    across, down = zip(*points, strict=True)
    ratio = shapes.width / shapes.height
    wide = max(max(across) - min(across), (max(down) - min(down)) * ratio) * (1 + 2 * MARGIN)
    wide = min(wide, float(shapes.width))
    high = wide / ratio
    left = (max(across) + min(across) - wide) / 2
    top = (max(down) + min(down) - high) / 2
    return (
        round(min(max(left, 0.0), shapes.width - wide), 1),
        round(min(max(top, 0.0), shapes.height - high), 1),
        round(wide, 1),
        round(high, 1),
    )


def points_of(path: str) -> Iterator[tuple[float, float]]:
    """The points of path data as curation and tiles write it: straight lines only."""
    x = y = 0.0
    for command, text in STEP.findall(path):
        numbers = [float(number) for number in NUMBER.findall(text)]
        if command in "Hh":
            steps = [(n if command == "H" else x + n, y) for n in numbers]
        elif command in "Vv":
            steps = [(x, n if command == "V" else y + n) for n in numbers]
        else:
            steps = []
            at = (x, y)
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                at = (dx, dy) if command in "ML" else (at[0] + dx, at[1] + dy)
                steps.append(at)
        for x, y in steps:
            yield x, y
