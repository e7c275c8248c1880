from __future__ import annotations

import io
import json

import geopandas as gpd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.curate.geography.geojson import geojson, polygon
from data_loaders.curate.geography.shapes import generalised_shapes
from data_loaders.curate.geography.svg_paths import path_data
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

BOROUGHS = {area.id: area for area in geography.areas()[Geography.BOROUGH]}
TENTHS = st.integers(-9_990, 9_990).map(lambda number: number / 10)


@given(st.tuples(TENTHS, TENTHS, st.integers(20, 999), st.integers(20, 999), st.booleans()))
def test_drawn_path_data_reads_back_as_the_same_shape(
    made: tuple[float, float, int, int, bool],
) -> None:
    x, y, width, height, has_hole = made
    outer = shapely.box(x, y, x + width / 10, y + height / 10)
    hole = shapely.box(x + 0.5, y + 0.5, x + 1.5, y + 1.5)
    shape = shapely.difference(outer, hole) if has_hole else outer
    assert shapely.equals(shapely.set_precision(polygon(path_data(shape)), 0.1), shape) or (
        shapely.area(shapely.symmetric_difference(polygon(path_data(shape)), shape)) < 1e-6
    )


def test_boroughs_lie_where_they_are_and_turn_the_right_way() -> None:
    content = geojson(generalised_shapes(Geography.BOROUGH), BOROUGHS)
    table = gpd.read_file(io.BytesIO(content)).set_index("area_id")
    assert set(table.index) == set(BOROUGHS)
    assert table.crs.to_epsg() == 4326
    assert table.geometry.is_valid.all()
    # City Hall in Manhattan, Yankee Stadium in the Bronx, the ferry's end on Staten Island.
    for place, borough in (
        ((-74.0060, 40.7128), "MN"),
        ((-73.9262, 40.8296), "BX"),
        ((-74.0737, 40.6415), "SI"),
        ((-73.9442, 40.6782), "BK"),
        ((-73.7949, 40.7282), "QN"),
    ):
        assert table.geometry[borough].distance(shapely.Point(place)) < 0.003
    record = json.loads(content)
    assert record["is_generalised"] is True
    for feature in record["features"]:
        for part in shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))):
            assert shapely.is_ccw(part.exterior)
            assert not any(shapely.is_ccw(hole) for hole in part.interiors)
