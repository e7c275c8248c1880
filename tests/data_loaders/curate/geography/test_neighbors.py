"""Neighbors share an edge; water is crossed at its narrowest."""

from __future__ import annotations

import geopandas as gpd
from shapely import MultiPolygon, Polygon, box

from data_loaders.curate.geography.neighbors import neighbors, without_islets


def areas_of(**shapes: Polygon | MultiPolygon) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes.values()), index=list(shapes), crs="EPSG:2263")


def test_a_shared_edge_makes_neighbors_and_a_shared_corner_does_not() -> None:
    shapes = areas_of(
        left=box(0, 0, 5000, 5000),
        right=box(5000, 0, 10_000, 5000),
        corner=box(5000, 5000, 10_000, 10_000),
    )
    assert neighbors(shapes) == {
        "left": ("right",),
        "right": ("corner", "left"),
        "corner": ("right",),
    }


def test_an_island_is_joined_to_the_nearest_area_only() -> None:
    shapes = areas_of(
        near=box(0, 0, 5000, 5000),
        far=box(-5000, 0, 0, 5000),
        island=box(6000, 0, 8000, 5000),
    )
    assert neighbors(shapes)["island"] == ("near",)


def test_a_pier_on_the_other_shore_makes_no_neighbor() -> None:
    pier = box(9900, 0, 10_000, 500)
    shapes = areas_of(
        here=MultiPolygon([box(0, 0, 5000, 5000), pier]),
        between=box(5500, 6000, 6000, 9000),
        there=box(10_000, 0, 15_000, 5000),
    )
    assert "there" not in neighbors(shapes)["here"]


def test_the_largest_part_stays_however_small() -> None:
    assert without_islets(box(0, 0, 1, 1)).area == 1
