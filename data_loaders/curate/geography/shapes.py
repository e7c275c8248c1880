"""Shapes for maps: official boundaries, or generalised ones from the shipped H3 table.

Both are simplified as one coverage, so that neighbors stay joined: an edge two areas share is
simplified once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data_loaders.curate.geography.boundaries import (
    DCP_CREDIT,
    DRAWN,
    FEET,
    NOWHERE,
    NoBoundariesError,
    boundaries,
    boundary_file,
    polygons_only,
)
from data_loaders.curate.geography.h3_areas import H3_FILE, cell_polygons, read_h3_areas
from data_loaders.curate.geography.neighbors import without_islets
from data_loaders.curate.geography.svg_paths import (
    FEET_PER_PIXEL,
    HEIGHT,
    WIDTH,
    path_data,
    to_pixels,
)
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.shapes import Shapes

# Side of the triangle an edge may lose: under two pixels of the frame, or the zigzag of hexagons.
OFFICIAL_TOLERANCE_FEET = 270.0
GENERALISED_TOLERANCE_FEET = 420.0
OFFICIAL_ISLET_SQUARE_FEET = (1.5 * FEET_PER_PIXEL) ** 2
GENERALISED_ISLET_SQUARE_FEET = 250_000.0  # more than one hexagon, less than two
SLIVER_FEET = 30.0
GENERALIZED_CREDIT = "Generalized from a grid of hexagons; not official boundaries"


def official_shapes(mirror: Path, geography: Geography) -> Shapes:
    """Shapes from the publishers' boundary files in `mirror`.

    Raises NoBoundariesError for a geography without boundaries of its own, or files.
    """
    credit = boundary_file(mirror, geography).credit
    published = _on_land(mirror, boundaries(mirror, geography), geography)
    return _drawn(
        geography,
        _simplified_official(published),
        _simplified_official(boundaries(mirror, Geography.BOROUGH)),
        credit,
        generalised=False,
    )


def generalised_shapes(geography: Geography) -> Shapes:
    """Shapes dissolved from the H3 table; every area present, about 92 % alike.

    Raises NoBoundariesError for a geography that is not in the table.
    """
    simplified = dissolved(geography)
    outline = dissolved(Geography.BOROUGH)
    return _drawn(geography, simplified, outline, GENERALIZED_CREDIT, generalised=True)


def dissolved(geography: Geography) -> gpd.GeoDataFrame:
    """Generalized boundaries in EPSG:2263 feet by `area_id`."""
    if geography not in DRAWN:
        raise NoBoundariesError(f"{geography} has no boundaries of its own")
    table, hexagons = _grid()
    if geography is Geography.CITY:
        codes = pd.Series(CITY_ID, index=table.index)
    else:
        codes = table[geography.value]
    lived_in = (codes != NOWHERE).to_numpy()
    merged = {
        code: shapely.coverage_union_all(hexagons[(codes == code).to_numpy()])
        for code in sorted(codes[lived_in].unique())
    }
    whole = gpd.GeoDataFrame(
        geometry=list(merged.values()), index=pd.Index(list(merged), name="area_id"), crs=FEET
    )
    return _simplified(whole, GENERALISED_TOLERANCE_FEET, GENERALISED_ISLET_SQUARE_FEET)


@cache
def _grid() -> tuple[pd.DataFrame, np.ndarray]:
    """The H3 table and its hexagons, corners rounded to a foot: neighbors' are the same number."""
    table = read_h3_areas(H3_FILE)
    return table, shapely.transform(cell_polygons(table["cell"]).to_numpy(), np.rint)


def _on_land(mirror: Path, published: gpd.GeoDataFrame, geography: Geography) -> gpd.GeoDataFrame:
    """Areas cut at City Planning's shoreline, where it is at hand and not theirs already."""
    shoreline = boundary_file(mirror, Geography.BOROUGH)
    if shoreline.credit != DCP_CREDIT or boundary_file(mirror, geography).credit == DCP_CREDIT:
        return published
    land = shapely.union_all(boundaries(mirror, Geography.BOROUGH).geometry.to_numpy())
    clipped = published.copy()
    clipped["geometry"] = polygons_only(published.geometry.intersection(land))
    return clipped


def _simplified_official(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Slivers between areas closed, so that shared edges are the same points; then simplified."""
    cleaned = shapes.copy()
    clean = shapely.coverage_clean  # pyright: ignore[reportAttributeAccessIssue]  newer than stubs
    cleaned["geometry"] = clean(shapes.geometry.to_numpy(), gap_width=SLIVER_FEET)
    return _simplified(cleaned, OFFICIAL_TOLERANCE_FEET, OFFICIAL_ISLET_SQUARE_FEET)


def _simplified(
    shapes: gpd.GeoDataFrame, tolerance_feet: float, smallest_islet: float
) -> gpd.GeoDataFrame:
    """Fewer points by Visvalingam's rule on the coverage; islets dropped, never a whole area."""
    polygons = shapely.coverage_simplify(shapes.geometry.to_numpy(), tolerance_feet)
    kept = [without_islets(shape, smallest_islet) for shape in polygons]
    return gpd.GeoDataFrame(geometry=kept, index=shapes.index, crs=FEET)


def _drawn(
    geography: Geography,
    areas: gpd.GeoDataFrame,
    boroughs: gpd.GeoDataFrame,
    credit: str,
    *,
    generalised: bool,
) -> Shapes:
    pixels = {str(area_id): to_pixels(shape) for area_id, shape in areas.geometry.items()}
    lines = shapely.union_all(boroughs.boundary.to_numpy())
    return Shapes(
        geography=geography,
        width=WIDTH,
        height=HEIGHT,
        generalised=generalised,
        credit=credit,
        paths={area_id: path_data(shape) for area_id, shape in pixels.items()},
        centers={area_id: _center(shape) for area_id, shape in pixels.items()},
        outline=path_data(to_pixels(shapely.line_merge(lines))),
    )


def _center(shape: shapely.Geometry) -> tuple[float, float]:
    """The middle of the largest circle inside the largest part."""
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.5)
    x, y = shapely.get_coordinates(circle)[0]
    return round(float(x), 1), round(float(y), 1)
