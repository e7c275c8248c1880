"""Every area is drawn, small enough to send, and close to its official outline."""

from __future__ import annotations

import shutil
from pathlib import Path

import brotli
import msgspec
import pytest
import shapely

from data_loaders.curate.geography.boundaries import DRAWN, FALLBACK, NoBoundariesError, boundaries
from data_loaders.curate.geography.outlines import outlines
from data_loaders.curate.geography.shapes import dissolved, generalised_shapes, official_shapes
from data_loaders.vocabulary.geography import area_ids
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.shapes import Shapes


@pytest.fixture(scope="module")
def official(mirror: Path) -> dict[Geography, Shapes]:
    """What a release draws from the publishers' files, made once for all that need it."""
    return outlines(mirror, Silent())


@pytest.fixture(scope="module")
def generalised() -> dict[Geography, Shapes]:
    """What a release draws without them."""
    return outlines(None, Silent())


@pytest.fixture
def modzcta(official: dict[Geography, Shapes]) -> Shapes:
    return official[Geography.MODZCTA]


@pytest.mark.parametrize("geography", DRAWN)
def test_every_area_has_an_official_shape(
    official: dict[Geography, Shapes], geography: Geography
) -> None:
    shapes = official[geography]
    assert set(shapes.paths) == set(shapes.centers) == area_ids(geography)
    assert all(path.startswith("M") and path.endswith("z") for path in shapes.paths.values())
    assert not shapes.generalised


@pytest.mark.parametrize("geography", DRAWN)
def test_every_area_has_a_generalised_shape_without_any_feed(
    generalised: dict[Geography, Shapes], geography: Geography
) -> None:
    shapes = generalised[geography]
    assert set(shapes.paths) == set(shapes.centers) == area_ids(geography)
    assert shapes.generalised
    assert "not official" in shapes.credit


def test_downloaded_topojson_draws_zip_areas_as_well(mirror: Path, tmp_path: Path) -> None:
    for geography in (Geography.MODZCTA, Geography.BOROUGH):
        path = FALLBACK[geography].path
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(mirror / path, tmp_path / path)
    shapes = official_shapes(tmp_path, Geography.MODZCTA)
    assert set(shapes.paths) == area_ids(Geography.MODZCTA)
    assert len(msgspec.json.encode(shapes.paths)) <= 45_000
    assert not shapes.generalised


def test_zip_areas_are_small_to_send(modzcta: Shapes) -> None:
    paths = msgspec.json.encode(modzcta.paths)
    assert len(paths) <= 45_000
    assert len(brotli.compress(paths)) <= 18_000


def test_shapes_survive_json(modzcta: Shapes) -> None:
    assert msgspec.json.decode(msgspec.json.encode(modzcta), type=Shapes) == modzcta


def test_all_geographies_share_one_frame(
    modzcta: Shapes, generalised: dict[Geography, Shapes]
) -> None:
    borough = generalised[Geography.BOROUGH]
    assert (modzcta.width, modzcta.height) == (borough.width, borough.height) == (1000, 990)
    for shapes in (modzcta, borough):
        for x, y in shapes.centers.values():
            assert 0 < x < shapes.width
            assert 0 < y < shapes.height


def test_neighbors_stay_joined(mirror: Path) -> None:
    simplified = dissolved(Geography.NTA2020)
    assert shapely.coverage_is_valid(simplified.geometry.to_numpy())


def test_generalised_neighborhoods_are_like_the_official_ones(mirror: Path) -> None:
    official = boundaries(mirror, Geography.NTA2020).geometry
    generalised = dissolved(Geography.NTA2020).geometry.reindex(official.index)
    shared = official.intersection(generalised).area
    alike = shared / (official.area + generalised.area - shared)
    assert (alike * official.area).sum() / official.area.sum() >= 0.9


def test_a_geography_without_boundaries_is_refused(mirror: Path) -> None:
    for geography in (
        Geography.ZIP,
        Geography.STREETEASY,
        Geography.MARKET,
        Geography.STATE,
        Geography.US,
    ):
        with pytest.raises(NoBoundariesError):
            generalised_shapes(geography)
        with pytest.raises(NoBoundariesError):
            official_shapes(mirror, geography)
