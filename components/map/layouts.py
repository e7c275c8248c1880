"""Map, hexagons or table: what the view is drawn as, and the words that say how to read it."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from components.figures import shared_shapes, tables
from components.figures.scene import Scene
from components.markup import addresses
from components.text import formats
from components.text.words import _, ngettext
from data_loaders.released.view import MapLayout, layouts
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.shapes import Shapes

Option = tuple[str, str]


def options(scene: Scene) -> list[Option]:
    """The layouts this geography has, for the control."""
    words = {
        MapLayout.MAP: _("Map"),
        MapLayout.TILES: _("Equal tiles"),
        MapLayout.TABLE: _("Table"),
    }
    return [(str(each), words[each]) for each in layouts(scene.release, scene.view.geography)]


def notes(scene: Scene) -> list[Component]:
    """Whose boundaries they are, how to read tiles, and which areas are not drawn."""
    shapes = shared_shapes.shapes_of(scene)
    if shapes is None:
        return []
    is_tiled = scene.view.layout is MapLayout.TILES
    said = _tile_words(scene, shapes) if is_tiled else _credit(shapes)
    paragraphs: list[Component] = [html.P(said, className="source")]
    return [*paragraphs, *_zip_words(scene, shapes)] if shapes.groups else paragraphs


def _credit(shapes: Shapes) -> str:
    if shapes.generalised:
        return _("Boundaries are generalized: drawn from small hexagons, right to about 100 yards.")
    return _("Boundaries: {credit}.", credit=shapes.credit)


def _tile_words(scene: Scene, shapes: Shapes) -> str:
    if scene.view.geography is Geography.STREETEASY:
        return _(
            "StreetEasy publishes no boundaries, so none are drawn. Each hexagon stands for one "
            "of its neighborhoods and lies near its neighbors."
        )
    said = _(
        "Each hexagon is one area and lies near its neighbors. All have the same size, so small "
        "areas of many people are as easy to see as large ones."
    )
    without = shared_shapes.unplaced(scene, shapes)
    if not without or shapes.groups:
        return said
    return " ".join([said, _("Parks, airports and cemeteries have no hexagon.")])


def _zip_words(scene: Scene, shapes: Shapes) -> list[Component]:
    """How ZIP codes, which are lists of addresses, come to be on a map."""
    present = scene.cells()
    groups = [
        formats.listed([area_id for area_id in ids if area_id in present])
        for ids in shared_shapes.shared(shapes).values()
    ]
    said = _(
        "ZIP codes have no boundaries, so they are drawn on the Health Department's ZIP areas. "
        "Where several share an area, counts are added if all have one; rates are never added. "
        "The table has every ZIP code by itself."
    )
    missing = shared_shapes.unplaced(scene, shapes)
    lists = [
        html.P(_("Sharing an area: {groups}.", groups="; ".join(groups))),
        html.P(_("On no area, so not drawn: {zips}.", zips=", ".join(missing) or _("none"))),
    ]
    summary = ngettext(
        "{number} ZIP code is on no area, and not drawn",
        "{number} ZIP codes are on no area, and not drawn",
        len(missing),
    )
    details = html.Details([html.Summary(summary), *lists], className="source")
    return [html.P(said, className="source"), details]


def table(scene: Scene, link: Callable[[str], str]) -> list[Component]:
    """All areas; of StreetEasy, a list for each borough."""
    if scene.view.geography is not Geography.STREETEASY:
        return [tables.map_table(scene, link, addresses.MAP)]
    lists: list[Component] = []
    for borough in scene.release.areas(Geography.BOROUGH).values():
        cells = {
            area_id: cell
            for area_id, cell in scene.cells().items()
            if scene.areas[area_id].borough_id == borough.id
        }
        lists.append(html.H3(borough.name, className="list-borough"))
        lists.append(
            tables.areas_table(
                scene,
                cells,
                link,
                with_borough=False,
                path=addresses.MAP,
                anchor=f"rows-{borough.id}",
            )
            if cells
            else html.P(_("StreetEasy has no figures for neighborhoods here."))
        )
    return lists
