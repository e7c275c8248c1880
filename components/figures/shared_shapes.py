"""What a shape of the map shows: its area's figure, or that of all areas drawn together on it.

ZIP codes have no boundaries; several may lie in one ZIP area. Counts of theirs are added, rates
never.
"""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.scene import Scene
from data_loaders.released.view import MapLayout
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Indicator, Measure, Reason, Status
from data_loaders.vocabulary.shapes import Shapes

Groups = dict[str, tuple[str, ...]]


def shapes_of(scene: Scene) -> Shapes | None:
    """The outlines or tiles the view is drawn with; None for a table."""
    geography = scene.view.geography
    match scene.view.layout:
        case MapLayout.MAP:
            return scene.release.shapes(geography)
        case MapLayout.TILES:
            return scene.release.tiles(geography)
        case MapLayout.TABLE:
            return None


def cells(scene: Scene, shapes: Shapes) -> dict[str, Cell]:
    """Observations of the period shown, by the id of the shape that shows them."""
    own = scene.cells()
    together = {
        shape_id: joined([own[area_id] for area_id in ids if area_id in own], scene.indicator)
        for shape_id, ids in shared(shapes).items()
    }
    return own | {shape_id: cell for shape_id, cell in together.items() if cell is not None}


def shared(shapes: Shapes) -> Groups:
    """Shapes that stand for more than one area."""
    return {shape_id: ids for shape_id, ids in shapes.groups.items() if len(ids) > 1}


def joined(area_cells: Sequence[Cell], indicator: Indicator) -> Cell | None:
    """One observation for several areas; None where none of them has a row.

    A single figure stands for itself. Several are added if they are counts and every area has
    one; otherwise there is no figure for the shape, and it says why.
    """
    valued = [cell.value for cell in area_cells if cell.value is not None]
    hidden = [cell for cell in area_cells if cell.status.is_hidden]
    if not area_cells:
        return None
    if hidden and (indicator.measure is Measure.COUNT or not valued):
        return Cell(None, hidden[0].status, hidden[0].reason)
    if len(valued) <= 1:
        return next((cell for cell in area_cells if cell.value is not None), area_cells[0])
    if indicator.measure is not Measure.COUNT:
        return Cell(None, Status.NOT_APPLICABLE, Reason.SEVERAL_AREAS)
    if len(valued) < len(area_cells):
        return Cell(None, Status.NOT_REPORTED, Reason.INCOMPLETE)
    least = max(area_cells, key=lambda cell: list(Status).index(cell.status))
    return Cell(sum(valued), least.status, least.reason)


def overrides(scene: Scene, shapes: Shapes) -> dict[str, tuple[list[float | None], str]]:
    """Values and status letters over all periods of shapes that stand for several areas."""
    cells_of_shape: dict[str, tuple[list[float | None], str]] = {}
    for shape_id, ids in shared(shapes).items():
        series = [scene.frame.series(area_id) for area_id in ids if area_id in scene.frame.areas]
        row = [joined(each, scene.indicator) for each in zip(*series, strict=True)]
        kept = [cell for cell in row if cell is not None]
        if kept:
            codes = "".join(cell.code for cell in kept)
            cells_of_shape[shape_id] = ([cell.value for cell in kept], codes)
    return cells_of_shape


def unplaced(scene: Scene, shapes: Shapes) -> list[str]:
    """Areas with a row in the period shown that no shape stands for."""
    placed = {*shapes.paths, *(area_id for ids in shapes.groups.values() for area_id in ids)}
    return sorted(area_id for area_id in scene.cells() if area_id not in placed)
