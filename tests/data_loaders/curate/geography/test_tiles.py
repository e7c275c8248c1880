"""Tiles: one for each area people live in, none on top of another, neighbors near."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from data_loaders.curate.geography.boundaries import NoBoundariesError
from data_loaders.curate.geography.outlines import tiles
from data_loaders.curate.geography.tiles import tile_shapes
from data_loaders.vocabulary.geography import areas
from data_loaders.vocabulary.model import AreaKind, Geography
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes

TILED = (Geography.CD, Geography.NTA2020, Geography.MODZCTA, Geography.STREETEASY)


@pytest.fixture(scope="module")
def tiled() -> dict[Geography, Shapes]:
    """What a release draws, made once for all that need it."""
    return tiles(Silent())


@pytest.mark.parametrize("geography", TILED)
def test_every_residential_area_has_a_tile_of_its_own(
    tiled: dict[Geography, Shapes], geography: Geography
) -> None:
    shapes = tiled[geography]
    lived_in = {a.id for a in areas()[geography] if a.kind is AreaKind.RESIDENTIAL}
    assert set(shapes.paths) == set(shapes.centers) == lived_in
    distances = pdist(np.array(list(shapes.centers.values())))
    width_of_tile = distances.min()
    assert width_of_tile > 30
    assert len(set(shapes.centers.values())) == len(lived_in)


@pytest.mark.parametrize("geography", TILED)
def test_tiles_stay_in_the_frame(tiled: dict[Geography, Shapes], geography: Geography) -> None:
    shapes = tiled[geography]
    for x, y in shapes.centers.values():
        assert 0 < x < shapes.width
        assert 0 < y < shapes.height


@pytest.mark.parametrize("geography", [Geography.NTA2020, Geography.MODZCTA])
def test_two_thirds_of_neighbors_touch_and_nearly_all_are_near(
    tiled: dict[Geography, Shapes], geography: Geography
) -> None:
    centers = tiled[geography].centers
    rank = {area_id: index for index, area_id in enumerate(centers)}
    apart = squareform(pdist(np.array(list(centers.values()))))
    tile = apart[apart > 0].min()
    steps = np.array(
        [
            apart[rank[area.id], rank[other]] / tile
            for area in areas()[geography]
            for other in area.neighbors
            if area.id in rank and other in rank
        ]
    )
    assert (steps < 1.1).mean() > 0.66
    assert (steps < 2.1).mean() > 0.95


def test_the_layout_is_the_same_each_time(tiled: dict[Geography, Shapes]) -> None:
    assert tile_shapes(Geography.CD) == tiled[Geography.CD]


def test_areas_outside_the_city_have_no_tiles() -> None:
    with pytest.raises(NoBoundariesError, match="state"):
        tile_shapes(Geography.STATE)
