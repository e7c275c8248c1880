"""The map as inline SVG: a path an area, colored by a style class, so it can be repainted."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from components.figures import ramps, shared_shapes
from components.figures.hatch import ON_MAPS, hatch
from components.figures.scene import Scene
from components.markup.svg import joined, tag
from components.text.words import _
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.shapes import Shapes

MAP_HATCH = "map-hatch"


Box = tuple[float, float, float, float]


def choropleth(
    shapes: Shapes,
    scene: Scene,
    label: str,
    box: Box | None = None,
    *,
    is_first: bool = True,
) -> Markup:
    """All areas of a geography in one period. `label` says in words what the map shows; `box` is
    the part of it in view, where that is not all. A view of one borough has the others around.
    The first map of a page brings the hatching of all of them."""
    scene = replace(scene, view=replace(scene.view, borough=None))
    whole = f"0 0 {shapes.width} {shapes.height}"
    view_box = whole if box is None else " ".join(f"{number:g}" for number in box)
    names = ramps.steps(scene.classes, scene.indicator)
    cells = shared_shapes.cells(scene, shapes)
    paths = [
        tag("path", d=path, data_id=area_id, class_=_style(cells.get(area_id), scene, names))
        for area_id, path in shapes.paths.items()
    ]
    return tag(
        "svg",
        hatch(MAP_HATCH, ON_MAPS) if is_first else Markup(""),
        tag("g", *paths, class_="areas"),
        tag("path", d=shapes.outline, class_="outline") if shapes.outline else Markup(""),
        tag("g", *_rings(shapes, scene.view.areas), class_="rings"),
        viewBox=view_box,
        data_size=f"{shapes.width} {shapes.height}",
        class_="map",
        role="img",
        aria_label=label,
    )


def _style(cell: Cell | None, scene: Scene, names: list[str]) -> str:
    return ramps.MISSING if cell is None else ramps.style(cell, scene.classes, names)


def _rings(shapes: Shapes, selected: tuple[str, ...]) -> list[Markup]:
    """Selected areas again on top, outlined, so that no neighbor covers the line."""
    return [
        tag("path", d=shapes.paths[area_id], class_="ring")
        for area_id in selected
        if area_id in shapes.paths
    ]


def locator(shapes: Shapes, chosen: str) -> Markup:
    """A small map with one area filled, to say where a place is."""
    paths = joined(
        tag("path", d=path, class_="here" if area_id == chosen else "there")
        for area_id, path in shapes.paths.items()
    )
    return tag(
        "svg",
        paths,
        viewBox=f"0 0 {shapes.width} {shapes.height}",
        class_="locator",
        role="img",
        aria_label=_("Where it is in the city"),
    )
