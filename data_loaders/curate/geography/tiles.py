"""The tile layout: one hexagon of the same size for each area, neighbors near neighbors.

Small areas of many people are as visible as large ones. Centers of areas are pushed apart until
each has room, boroughs a little more than neighbors, and then each takes a place on a hexagonal
grid so that all moves together are shortest.
"""

from __future__ import annotations

import numpy as np
from shapely import Polygon

from data_loaders.curate.geography.boundaries import DRAWN, NoBoundariesError
from data_loaders.curate.geography.shapes import generalised_shapes
from data_loaders.curate.geography.streeteasy_places import streeteasy_of_neighborhood
from data_loaders.curate.geography.svg_paths import HEIGHT, WIDTH, path_data
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import Area, AreaKind, Geography
from data_loaders.vocabulary.shapes import Shapes

CREDIT = "One hexagon for each area, placed near its neighbors; not to scale"
MARGIN = 12.0
STEPS = 400
ROOM_BETWEEN_BOROUGHS = 1.9
PULL_HOME = 0.008
PULL_NEIGHBORS = 0.05
GAP = 0.96


def tile_shapes(geography: Geography) -> Shapes:
    """Hexagons of the residential areas of a geography, in the frame of the maps.

    StreetEasy areas stand where the neighborhoods of their name are. Raises NoBoundariesError
    for a geography whose areas are nowhere in the city.
    """
    tiled = [area for area in areas()[geography] if area.kind is AreaKind.RESIDENTIAL]
    homes = _homes(geography, tiled)
    spacing = _spacing(len(tiled))
    places = _on_grid(_spread(homes, tiled, spacing), spacing)
    centers, spacing = _fitted(places, spacing)
    return Shapes(
        geography=geography,
        width=WIDTH,
        height=HEIGHT,
        generalised=False,
        credit=CREDIT,
        paths={
            area.id: path_data(_hexagon(center, spacing))
            for area, center in zip(tiled, centers, strict=True)
        },
        centers={
            area.id: (round(float(x), 1), round(float(y), 1))
            for area, (x, y) in zip(tiled, centers, strict=True)
        },
    )


def _homes(geography: Geography, tiled: list[Area]) -> np.ndarray:
    """Where each area is on the map: n × 2 pixels."""
    if geography is Geography.STREETEASY:
        return _streeteasy_homes(tiled)
    if geography not in DRAWN:
        raise NoBoundariesError(f"{geography} has no place on a map of the city")
    centers = generalised_shapes(geography).centers
    return np.array([centers[area.id] for area in tiled])


def _streeteasy_homes(tiled: list[Area]) -> np.ndarray:
    """The middle of an area's neighborhoods; of its borough, where its name is in none."""
    neighborhoods = generalised_shapes(Geography.NTA2020).centers
    boroughs = generalised_shapes(Geography.BOROUGH).centers
    around: dict[str, list[tuple[float, float]]] = {}
    by_name = streeteasy_of_neighborhood(areas()[Geography.STREETEASY], areas()[Geography.NTA2020])
    for neighborhood_id, area_ids in by_name.items():
        for area_id in area_ids:
            around.setdefault(area_id, []).append(neighborhoods[neighborhood_id])
    return np.array(
        [np.mean(around.get(area.id, [boroughs[str(area.borough_id)]]), axis=0) for area in tiled]
    )


def _spacing(count: int) -> float:
    """Distance between tile centers such that tiles cover about a third of the frame."""
    area_of_tile = WIDTH * HEIGHT * 0.36 / count
    return float(np.sqrt(area_of_tile * 2 / np.sqrt(3)))


def _spread(homes: np.ndarray, tiled: list[Area], spacing: float) -> np.ndarray:
    """Centers pushed apart to `spacing`, further across borough lines; neighbors pulled close."""
    boroughs = np.array([area.borough_id for area in tiled])
    apart = boroughs[:, None] != boroughs[None, :]
    room = np.where(apart, spacing * ROOM_BETWEEN_BOROUGHS, spacing)
    close = _neighbor_matrix(tiled) & ~apart
    # Areas that share a home would never part: a tiny, fixed step by rank tells them apart.
    order = np.arange(len(homes))
    at = homes + np.column_stack([np.cos(order), np.sin(order)]) * spacing * 0.05
    for _ in range(STEPS):
        step = at[:, None, :] - at[None, :, :]
        distance = np.hypot(step[..., 0], step[..., 1])
        np.fill_diagonal(distance, np.inf)
        force = 0.25 * np.clip(room - distance, 0, None) / distance
        force -= PULL_NEIGHBORS * close * np.clip(1 - room / distance, 0, None)
        at = at + (step * force[..., None]).sum(axis=1) + PULL_HOME * (homes - at)
    return at


def _neighbor_matrix(tiled: list[Area]) -> np.ndarray:
    rank = {area.id: index for index, area in enumerate(tiled)}
    close = np.zeros((len(tiled), len(tiled)), dtype=bool)
    for area in tiled:
        for neighbor in area.neighbors:
            if neighbor in rank:
                close[rank[area.id], rank[neighbor]] = True
    return close


def _on_grid(wanted: np.ndarray, spacing: float) -> np.ndarray:
    """A place on a hexagonal grid for each point, the sum of squared moves least."""
    # Loaded where they are needed: tiles are kept, and these take long to load.
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    low, high = wanted.min(axis=0) - 3 * spacing, wanted.max(axis=0) + 3 * spacing
    rows = np.arange(low[1], high[1], spacing * np.sqrt(3) / 2)
    grid = np.array(
        [
            (x + (spacing / 2 if row % 2 else 0), y)
            for row, y in enumerate(rows)
            for x in np.arange(low[0], high[0], spacing)
        ]
    )
    who, where = linear_sum_assignment(cdist(wanted, grid, "sqeuclidean"))
    return grid[where[np.argsort(who)]]


def _fitted(places: np.ndarray, spacing: float) -> tuple[np.ndarray, float]:
    """Places scaled and moved to the middle of the frame, and their new spacing."""
    radius = spacing / np.sqrt(3)
    low, high = places.min(axis=0) - radius, places.max(axis=0) + radius
    scale = float(np.min((np.array([WIDTH, HEIGHT]) - 2 * MARGIN) / (high - low)))
    middle = np.array([WIDTH, HEIGHT]) / 2
    return (places - (low + high) / 2) * scale + middle, spacing * scale


def _hexagon(center: np.ndarray, spacing: float) -> Polygon:
    """A hexagon with a point up, a little smaller than its place so that edges show."""
    angles = np.radians(np.arange(6) * 60 + 30)
    corners = np.column_stack([np.cos(angles), np.sin(angles)]) * spacing / np.sqrt(3) * GAP
    return Polygon(center + corners)
