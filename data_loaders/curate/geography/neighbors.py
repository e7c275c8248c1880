"""Which areas are next to each other, so that a map can be walked area by area.

Areas are neighbors when they share an edge; touching in a corner is not enough. Where water
separates groups of areas, the nearest pair of areas across it are made neighbors too, until
every area can be reached from every other.

Piers and islets do not make neighbors: the county line runs along Brooklyn's shore, so the piers
of Brooklyn Bridge Park are Manhattan's by law, and nobody's idea of Brooklyn's next-door area.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

REACH_FEET = 20.0
SHORTEST_EDGE_FEET = 100.0
ROUGHLY_FEET = 200.0
LARGEST_ISLET_SQUARE_FEET = 1_000_000.0


def neighbors(shapes: gpd.GeoDataFrame) -> dict[str, tuple[str, ...]]:
    """Neighbors of each area by id, sorted; symmetric, and connected as a whole."""
    polygons = np.array([without_islets(shape) for shape in shapes.geometry])
    edges = _shared_edges(polygons)
    edges |= _crossings(polygons, edges)
    ids_beside: dict[str, list[str]] = {str(area_id): [] for area_id in shapes.index}
    for left, right in edges:
        ids_beside[str(shapes.index[left])].append(str(shapes.index[right]))
        ids_beside[str(shapes.index[right])].append(str(shapes.index[left]))
    return {area_id: tuple(sorted(ids)) for area_id, ids in ids_beside.items()}


def without_islets(
    shape: shapely.Geometry, smallest: float = LARGEST_ISLET_SQUARE_FEET
) -> shapely.Geometry:
    """The parts of a shape at least `smallest` in area; its largest part always stays."""
    parts = shapely.get_parts(shape)
    sizes = shapely.area(parts)
    return shapely.union_all(parts[(sizes >= smallest) | (sizes == sizes.max())])


def _shared_edges(polygons: np.ndarray) -> set[tuple[int, int]]:
    """Pairs with a strip of one within reach of the other at least the shortest edge long."""
    widened = shapely.buffer(polygons, REACH_FEET)
    left, right = shapely.STRtree(polygons).query(widened, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    strips = shapely.area(shapely.intersection(widened[left], polygons[right]))
    shared = strips / REACH_FEET >= SHORTEST_EDGE_FEET
    return set(zip(left[shared].tolist(), right[shared].tolist(), strict=True))


def _crossings(polygons: np.ndarray, edges: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The shortest gaps that join groups of areas with no shared edge between them."""
    added: set[tuple[int, int]] = set()
    rough = shapely.simplify(polygons, ROUGHLY_FEET)
    while True:
        group = _groups(len(polygons), edges | added)
        if group.max(initial=0) == 0:
            return added
        inside = group == group[0]
        # No shape is further from its rough one: what lies beyond is never measured in detail.
        reach = _shortest_gap(rough, inside)[1] + 2 * ROUGHLY_FEET
        added.add(_shortest_gap(polygons, inside, reach)[0])


def _groups(size: int, edges: set[tuple[int, int]]) -> np.ndarray:
    left, right = np.array(sorted(edges), dtype="int64").reshape(-1, 2).T
    links = coo_array((np.ones(len(left)), (left, right)), shape=(size, size))
    return connected_components(links, directed=False)[1]


def _shortest_gap(
    polygons: np.ndarray, inside: np.ndarray, reach: float | None = None
) -> tuple[tuple[int, int], float]:
    """The pair across the shortest gap within reach, and its feet."""
    here, there = np.flatnonzero(inside), np.flatnonzero(~inside)
    tree = shapely.STRtree(polygons[here])
    pairs, distances = tree.query_nearest(
        polygons[there], max_distance=reach, return_distance=True, all_matches=False
    )
    best = int(np.argmin(distances))
    first, second = sorted((int(there[pairs[0][best]]), int(here[pairs[1][best]])))
    return (first, second), float(distances[best])
