"""Where a point or a ZIP Code lies, by the table of small cells that ships with the project."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache

import h3
import pandas as pd
import pyarrow.parquet as pq

from data_loaders.vocabulary.geography import GEOGRAPHY_DIR, areas
from data_loaders.vocabulary.model import AreaKind, Geography

RESOLUTION = 10  # hexagons about 130 m across
MOST_RINGS = 25
STATIONS_FILE = GEOGRAPHY_DIR / "subway_stations.csv"
STATIONS_PLACED_IN = (Geography.BOROUGH, Geography.CD, Geography.NTA2020, Geography.PUMA2020)
H3_FILE = GEOGRAPHY_DIR / "h3_areas.parquet"


@cache
def _area_of_cell(geography: Geography) -> dict[int, str]:
    """The area most of each cell lies in; empty where the cell lies in none."""
    table = pq.read_table(H3_FILE, columns=["cell", str(geography)])
    cells, codes = (column.to_pylist() for column in table.columns)
    return dict(zip(cells, codes, strict=True))


def areas_at(latitudes: pd.Series, longitudes: pd.Series, geography: Geography) -> pd.Series:
    """The area of each point in degrees; empty where it lies in none or has no coordinates.

    A point within about 65 m of a boundary may be placed on the other side of it.
    """
    area_of_cell = _area_of_cell(geography)
    area_ids = [
        "" if pd.isna(lat) or pd.isna(lng) else area_of_cell.get(_cell(lat, lng), "")
        for lat, lng in zip(latitudes, longitudes, strict=True)
    ]
    return pd.Series(area_ids, index=latitudes.index, dtype="str")


def neighborhoods_at(
    latitudes: pd.Series, longitudes: pd.Series, geography: Geography
) -> pd.Series:
    """The area where people live that each point lies in, or that is nearest to it.

    A point in a park, cemetery or airport counts for the neighborhood beside it. Empty where
    none is within some two miles.
    """
    lived_in = {area.id for area in areas()[geography] if area.kind is AreaKind.RESIDENTIAL}
    area_of_cell = _area_of_cell(geography)
    area_ids = [
        "" if pd.isna(lat) or pd.isna(lng) else _nearest(lat, lng, area_of_cell, lived_in)
        for lat, lng in zip(latitudes, longitudes, strict=True)
    ]
    return pd.Series(area_ids, index=latitudes.index, dtype="str")


@cache
def area_of_station(geography: Geography) -> dict[str, str]:
    """The area each known subway station lies in, by official boundaries."""
    with STATIONS_FILE.open(encoding="utf-8", newline="") as rows:
        return {row["station"]: row[str(geography)] for row in csv.DictReader(rows)}


def _nearest(
    latitude: float, longitude: float, area_of_cell: dict[int, str], lived_in: set[str]
) -> str:
    """The area with most cells in the smallest ring of cells around a point that has any."""
    center = h3.latlng_to_cell(latitude, longitude, RESOLUTION)
    for ring in range(MOST_RINGS):
        codes = [area_of_cell.get(int(cell, 16), "") for cell in h3.grid_ring(center, ring)]
        named = Counter(code for code in codes if code in lived_in)
        if named:
            return min(named, key=lambda code: (-named[code], code))
    return ""


@cache
def modzcta_of_zip() -> dict[str, str]:
    """The MODZCTA each of the city's ZIP Codes is drawn on; not all of them are on the map.

    The City's ZCTA-to-MODZCTA table, as `data/geography` holds it. Counts of ZIP Codes may be
    added up by it, rates never.
    """
    table = pq.read_table(H3_FILE, columns=["modzcta", "zip"])
    pairs = set(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return {code: modzcta for modzcta, zips in pairs if modzcta for code in zips.split()}


def _cell(latitude: float, longitude: float) -> int:
    return int(h3.latlng_to_cell(latitude, longitude, RESOLUTION), 16)
