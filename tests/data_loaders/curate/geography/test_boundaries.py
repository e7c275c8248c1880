"""Boundary files hold the areas they should; what is missing or odd is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from geopandas import GeoSeries
from shapely import GeometryCollection, LineString, Polygon, box

from data_loaders.curate.geography.boundaries import (
    FALLBACK,
    OFFICIAL,
    NoBoundariesError,
    boundaries,
    polygons_only,
)
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.vocabulary.geography import area_ids, areas
from data_loaders.vocabulary.model import AreaKind, Geography


@pytest.fixture
def topojson_only(mirror: Path, tmp_path: Path) -> Path:
    """A download folder that holds the Health Department's TopoJSON and nothing else."""
    for file in FALLBACK.values():
        (tmp_path / file.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(mirror / file.path, tmp_path / file.path)
    return tmp_path


@pytest.mark.parametrize("geography", OFFICIAL)
def test_official_files_hold_the_areas_of_the_tables(mirror: Path, geography: Geography) -> None:
    shapes = boundaries(mirror, geography)
    assert set(shapes.index) == area_ids(geography)
    assert shapes.is_valid.all()


@pytest.mark.parametrize("geography", FALLBACK)
def test_topojson_stands_in_with_the_same_ids(topojson_only: Path, geography: Geography) -> None:
    expected = {
        area.id
        for area in areas()[geography]
        if not (geography is Geography.CD and area.kind is AreaKind.JOINT_INTEREST)
    }
    assert set(boundaries(topojson_only, geography).index) == expected


def test_topojson_and_shapefiles_give_a_code_to_the_same_place(
    mirror: Path, topojson_only: Path
) -> None:
    for geography in FALLBACK:
        coarse = boundaries(topojson_only, geography).geometry
        sharp = boundaries(mirror, geography).geometry.reindex(coarse.index)
        shared = coarse.intersection(sharp).area / sharp.area
        assert shared.quantile(0.05) > 0.7, geography


def test_land_in_no_area_is_left_out_unless_asked_for(mirror: Path) -> None:
    assert "99999" not in boundaries(mirror, Geography.MODZCTA).index
    assert len(boundaries(mirror, Geography.MODZCTA, with_nowhere=True)) == 178


def test_a_geography_without_boundaries_says_so(mirror: Path) -> None:
    with pytest.raises(NoBoundariesError, match="drawn on modzcta"):
        boundaries(mirror, Geography.ZIP)
    for geography in (Geography.STREETEASY, Geography.MARKET, Geography.STATE, Geography.US):
        with pytest.raises(NoBoundariesError, match="no boundaries of its own"):
            boundaries(mirror, geography)


def test_files_that_are_not_at_hand_are_named(tmp_path: Path) -> None:
    with pytest.raises(NoBoundariesError, match=r"nynta2020\.shp or .*NTA2020\.topo\.json"):
        boundaries(tmp_path, Geography.NTA2020)


def test_a_file_with_too_few_areas_is_refused(topojson_only: Path) -> None:
    wrong = topojson_only / FALLBACK[Geography.UHF42].path
    wrong.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"GEOCODE":101},'
        '"geometry":{"type":"Polygon","coordinates":[[[-74,40.7],[-74,40.8],[-73.9,40.7],[-74,40.7]]]}}]}'
    )
    with pytest.raises(DeliveryError, match="1 shapes of 1 areas"):
        boundaries(topojson_only, Geography.UHF42)


def test_mending_keeps_polygons_and_drops_lines() -> None:
    bow_tie = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    mixed = GeometryCollection([box(0, 0, 1, 1), LineString([(5, 5), (6, 6)])])
    mended = polygons_only(GeoSeries([bow_tie, mixed]))
    assert list(mended.area) == [2, 1]
    assert set(mended.geom_type) <= {"Polygon", "MultiPolygon"}
