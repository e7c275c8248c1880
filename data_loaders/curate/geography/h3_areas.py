"""The H3 table that ships with the project: which areas each small cell of the city lies in.

One row per H3 cell of resolution 10 (hexagons about 130 m across) over the city's land: the
area code in each geography by largest overlap, empty where the cell lies in none, and 2020
residents. It gives overlaps, the search and, dissolved, generalised boundaries.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from data_loaders.curate.geography.area_names import modzcta_of_zip, zip_codes
from data_loaders.curate.geography.boundaries import DEGREES, FEET, NOWHERE, OFFICIAL, boundaries
from data_loaders.curate.geography.tracts import tracts
from data_loaders.vocabulary.geography import GEOGRAPHY_DIR
from data_loaders.vocabulary.model import Geography

H3_FILE = GEOGRAPHY_DIR / "h3_areas.parquet"
RESOLUTION = 10
TRACT_SHAPES = "dcp-boundaries/nyct2020_22a/nyct2020.shp"
MAPPED = tuple(OFFICIAL)
CODES = [geography.value for geography in MAPPED]


def h3_areas(mirror: Path) -> pd.DataFrame:
    """Cells sorted by id: `cell`, a column per mapped geography, `zip`, `population`.

    `zip` lists the ZIP Codes drawn on the cell's MODZCTA, separated by spaces. Residents add
    up to the census count of the city.
    """
    points = tracts(mirror)
    shapes = {geography: boundaries(mirror, geography, with_nowhere=True) for geography in MAPPED}
    cells = _cells(shapes, points)
    table = pd.DataFrame({"cell": cells.index})
    for geography in MAPPED:
        table[geography.value] = _by_largest_overlap(cells, shapes[geography]).to_numpy()
    table["zip"] = table["modzcta"].map(_zips_of_modzcta(mirror)).fillna("")
    table["population"] = _residents(mirror, points, cells).to_numpy()
    return table


def write_h3_areas(table: pd.DataFrame, path: Path) -> None:
    """Write the table as compact Parquet: ids as integers, codes as dictionaries."""
    columns = {
        "cell": pa.array([int(cell, 16) for cell in table["cell"]], pa.uint64()),
        **{
            name: pa.array(table[name].tolist(), pa.string()).dictionary_encode()
            for name in [*CODES, "zip"]
        },
        "population": pa.array(table["population"].to_numpy(), pa.uint16()),
    }
    pq.write_table(
        pa.table(columns),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=[*CODES, "zip"],  # pyright: ignore[reportArgumentType]  a list is allowed
        column_encoding={"cell": "DELTA_BINARY_PACKED", "population": "DELTA_BINARY_PACKED"},
    )


def read_h3_areas(path: Path = H3_FILE) -> pd.DataFrame:
    """The shipped table, as `h3_areas` returns it."""
    stored = pq.read_table(path)
    table = pd.DataFrame({"cell": [f"{cell:x}" for cell in stored["cell"].to_pylist()]})
    for name in [*CODES, "zip"]:
        table[name] = stored[name].to_pylist()
    table["population"] = stored["population"].to_numpy().astype("int64")
    return table


def cell_polygons(cells: pd.Index | pd.Series) -> gpd.GeoSeries:
    """The hexagons of H3 cells in EPSG:2263 feet, indexed by cell."""
    corners = [shapely.Polygon([(lng, lat) for lat, lng in h3.cell_to_boundary(c)]) for c in cells]
    return gpd.GeoSeries(corners, index=pd.Index(cells, name="cell"), crs=DEGREES).to_crs(FEET)


def _cells(shapes: dict[Geography, gpd.GeoDataFrame], points: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Cells centered on land, those of tracts' interior points, and one at least per area."""
    land = shapes[Geography.BOROUGH].to_crs(DEGREES)
    cell_ids: set[str] = set()
    for borough in land.geometry:
        cell_ids.update(h3.geo_to_cells(borough, RESOLUTION))
    inside = [shape.geometry.representative_point() for shape in shapes.values()]
    for at in (points.geometry, *inside):
        cell_ids.update(_cells_at(at))
    return cell_polygons(pd.Index(sorted(cell_ids)))


def _cells_at(points: gpd.GeoSeries) -> list[str]:
    degrees = shapely.get_coordinates(points.to_crs(DEGREES).to_numpy())
    return [h3.latlng_to_cell(lat, lng, RESOLUTION) for lng, lat in degrees]


def _by_largest_overlap(cells: gpd.GeoSeries, shapes: gpd.GeoDataFrame) -> pd.Series:
    """The area code of each cell; empty where no area reaches into it."""
    polygons, hexagons = shapes.geometry.to_numpy(), cells.to_numpy()
    # The tree holds the many small cells: only what is asked of it is prepared for comparing.
    area, cell = shapely.STRtree(hexagons).query(polygons, predicate="intersects")
    overlap = np.full(len(cell), np.inf)
    several = pd.Series(cell).duplicated(keep=False).to_numpy()
    overlap[several] = shapely.area(
        shapely.intersection(hexagons[cell[several]], polygons[area[several]])
    )
    pairs = pd.DataFrame({"cell": cell, "code": shapes.index[area], "overlap": overlap})
    largest = pairs.sort_values(["cell", "overlap", "code"], ascending=[True, False, True])
    codes = largest.drop_duplicates("cell").set_index("cell")["code"]
    codes = _keep_small_areas(codes, pairs, shapes.index)
    return codes.reindex(range(len(cells)), fill_value=NOWHERE)


def _keep_small_areas(codes: pd.Series, pairs: pd.DataFrame, ids: pd.Index) -> pd.Series:
    """Give an area that is largest in no cell the cell it fills most, so that it can be drawn."""
    codes = codes.copy()
    for code in sorted(set(ids) - set(codes) - {NOWHERE}):
        mine = pairs[pairs["code"] == code].sort_values("overlap", ascending=False)
        codes.loc[mine["cell"].iloc[0]] = code
    return codes


def _zips_of_modzcta(mirror: Path) -> dict[str, str]:
    listed = {area.id for area in zip_codes(mirror)}
    lists: dict[str, list[str]] = {}
    for zip_code, modzcta in sorted(modzcta_of_zip(mirror).items()):
        if zip_code in listed:
            lists.setdefault(modzcta, []).append(zip_code)
    return {modzcta: " ".join(zips) for modzcta, zips in lists.items()}


def _residents(mirror: Path, points: gpd.GeoDataFrame, cells: gpd.GeoSeries) -> pd.Series:
    """Residents of each tract spread evenly over the cells centered in it, in whole people.

    A tract smaller than a cell gives all to the cell of its interior point.
    """
    by_tract = _cells_of_tracts(mirror, points, cells)
    residents = points.set_index("geoid")["population"]
    size = by_tract.map(by_tract.value_counts())
    rank = by_tract.groupby(by_tract).cumcount()
    whole = by_tract.map(residents)
    share = whole // size + (rank < whole % size)
    return share.groupby(level=0).sum().reindex(cells.index, fill_value=0).astype("int64")


def _cells_of_tracts(mirror: Path, points: gpd.GeoDataFrame, cells: gpd.GeoSeries) -> pd.Series:
    """Tract ids by cell; a cell may stand for several small tracts."""
    shapes = gpd.read_file(mirror / TRACT_SHAPES).to_crs(FEET)[["GEOID", "geometry"]]
    centers = gpd.GeoDataFrame(geometry=cells.centroid, crs=FEET)
    centered = gpd.sjoin(centers, shapes, predicate="within")["GEOID"]
    small = points[~points["geoid"].isin(centered)]
    own = pd.Series(small["geoid"].to_numpy(), index=pd.Index(_cells_at(small.geometry)))
    return pd.concat([centered, own]).sort_index(kind="stable")
