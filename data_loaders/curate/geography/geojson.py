"""Boundaries as GeoJSON: the shapes that maps are drawn with, back on the globe.

They are made from what is drawn, so that nobody finds another boundary in the file than on the map.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, reduce

import msgspec
import numpy as np
import pyproj
import shapely

from data_loaders.curate.geography.boundaries import FEET
from data_loaders.curate.geography.svg_paths import to_feet
from data_loaders.vocabulary.model import Area
from data_loaders.vocabulary.shapes import Shapes

# A ten-thousandth of a degree is ten yards; a drawn point is right to five.
DECIMALS = 5
GLOBE = "EPSG:4326"
RING = re.compile(r"M([^lz]*)(?:l([^z]*))?z")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
NOTE = "Drawn for maps: simplified, right to about 100 yards. Not for measuring or for law."


def geojson(shapes: Shapes, areas: Mapping[str, Area]) -> bytes:
    """The areas of a geography as one collection (RFC 7946), in degrees, each with its names."""
    features = [
        {
            "type": "Feature",
            "id": area_id,
            "properties": {
                **_properties(area_id, areas.get(area_id)),
                **_together(shapes, area_id),
            },
            "geometry": msgspec.Raw(shapely.to_geojson(_on_globe(path)).encode()),
        }
        for area_id, path in shapes.paths.items()
    ]
    collection = {
        "type": "FeatureCollection",
        "name": str(shapes.geography),
        "credit": shapes.credit,
        "is_generalised": shapes.generalised,
        "note": NOTE,
        "features": features,
    }
    return msgspec.json.encode(collection) + b"\n"


def _properties(area_id: str, area: Area | None) -> dict[str, object]:
    if area is None:
        return {"area_id": area_id}
    return {
        "area_id": area_id,
        "name": area.name,
        "geography": str(area.geography),
        "borough_id": area.borough_id,
        "kind": str(area.kind),
        "population_2020": area.population,
    }


def _together(shapes: Shapes, shape_id: str) -> dict[str, object]:
    """The areas that are drawn as one shape; nothing where each has its own."""
    return {"area_ids": shapes.groups[shape_id]} if shape_id in shapes.groups else {}


def _on_globe(path: str) -> shapely.Geometry:
    """A drawn shape in degrees, its rings turned as RFC 7946 wants them."""
    shape = shapely.transform(to_feet(polygon(path)), _degrees)
    rounded = shapely.set_precision(shape, 10.0**-DECIMALS)
    return shapely.orient_polygons(rounded)


def _degrees(feet: np.ndarray) -> np.ndarray:
    return np.column_stack(_to_globe().transform(feet[:, 0], feet[:, 1]))


@cache
def _to_globe() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(FEET, GLOBE, always_xy=True)


def polygon(path: str) -> shapely.Geometry:
    """The shape that path data draws by the even-odd rule: a ring within another is a hole."""
    rings = [_ring(start, steps) for start, steps in RING.findall(path)]
    polygons = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings if len(ring) > 2]
    return reduce(shapely.symmetric_difference, polygons, shapely.Polygon())


def _ring(start: str, steps: str) -> np.ndarray:
    numbers = [float(number) for number in NUMBER.findall(f"{start} {steps}")]
    return np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
