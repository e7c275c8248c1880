"""The shipped H3 table says which areas each cell lies in, and loses no resident."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from data_loaders.curate.geography import h3_areas
from data_loaders.curate.geography.boundaries import NOWHERE
from data_loaders.curate.geography.h3_areas import H3_FILE, MAPPED, read_h3_areas, write_h3_areas
from data_loaders.vocabulary.geography import area_ids, areas
from data_loaders.vocabulary.model import Geography


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_h3_areas()


@pytest.mark.nightly
def test_the_published_files_make_the_shipped_table(mirror: Path, table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(h3_areas.h3_areas(mirror), table)


def test_the_published_files_make_the_cells_of_staten_island(
    mirror: Path, table: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tracts there hold no cell of another borough, so their cells come out as in the whole."""
    part = table[table["borough"] == "SI"].reset_index(drop=True)
    cells, whole = h3_areas.cell_polygons(pd.Index(part["cell"])), h3_areas.boundaries

    def of_the_borough(mirror: Path, geography: Geography, **given: bool) -> gpd.GeoDataFrame:
        shapes = whole(mirror, geography, **given)
        return shapes[shapes.index.isin([*part[geography.value], NOWHERE])]

    monkeypatch.setattr(h3_areas, "_cells", lambda *_: cells)
    monkeypatch.setattr(h3_areas, "boundaries", of_the_borough)
    pd.testing.assert_frame_equal(h3_areas.h3_areas(mirror), part)


def test_the_h3_table_is_small(table: pd.DataFrame) -> None:
    assert 51_000 < len(table) < 53_000
    assert H3_FILE.stat().st_size < 250_000


def test_residents_of_cells_add_up_to_the_census_count(table: pd.DataFrame) -> None:
    assert table["population"].sum() == 8_804_190
    assert (table["population"] >= 0).all()


def test_residents_of_boroughs_are_within_a_tenth_of_a_percent(table: pd.DataFrame) -> None:
    by_cell = table.groupby("borough")["population"].sum()
    for borough in areas()[Geography.BOROUGH]:
        assert by_cell[borough.id] == pytest.approx(borough.population, rel=0.001)


@pytest.mark.parametrize("geography", MAPPED)
def test_every_area_has_a_cell(geography: Geography, table: pd.DataFrame) -> None:
    assert set(table[geography.value]) - {""} == area_ids(geography)


def test_central_park_is_in_no_zip_area(table: pd.DataFrame) -> None:
    park = table[table["nta2020"] == "MN6491"]
    assert (park["modzcta"] == "").mean() > 0.8
    assert (park["borough"] == "MN").all()


def test_a_cell_lists_the_zip_codes_drawn_there(table: pd.DataFrame) -> None:
    # 10199 is on the same area by the City's table, but not in the City's list of ZIP Codes.
    assert set(table.loc[table["modzcta"] == "10001", "zip"]) == {"10001 10118 10119"}


def test_the_h3_table_reads_back_as_written(tmp_path: Path, table: pd.DataFrame) -> None:
    write_h3_areas(table.head(100), tmp_path / "some.parquet")
    pd.testing.assert_frame_equal(read_h3_areas(tmp_path / "some.parquet"), table.head(100))
