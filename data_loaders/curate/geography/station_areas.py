"""The table that ships of the areas each subway station lies in, by the official boundaries.

Many stations lie under an avenue where two areas meet, nearer to the edge than the H3 table can
tell. One at the edge of a park or airport counts for the area nearest to it where people live.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_loaders.curate.geography.boundaries import DEGREES, FEET, boundaries
from data_loaders.observations.points import STATIONS_PLACED_IN
from data_loaders.sources.public.mta_subway_stations.files import stations
from data_loaders.vocabulary.model import Area, AreaKind, Geography


def station_areas(mirror: Path, tables: Mapping[Geography, Sequence[Area]]) -> pd.DataFrame:
    """Area ids by station complex (the index, as text), a column a geography; `tables` are the
    areas of each."""
    at = stations(mirror / "mta-subway-stations")
    degrees = gpd.points_from_xy(at["longitude"], at["latitude"], crs=DEGREES)
    points = gpd.GeoDataFrame(geometry=degrees, index=at.index).to_crs(FEET)
    table = pd.DataFrame(index=at.index)
    for geography in STATIONS_PLACED_IN:
        lived_in = {area.id for area in tables[geography] if area.kind is AreaKind.RESIDENTIAL}
        shapes = boundaries(mirror, geography)
        nearest = gpd.sjoin_nearest(points, shapes.loc[sorted(lived_in)])
        # A point on a shared edge is equally near to two areas: the first by id gets it.
        area_of_station = nearest.sort_values("area_id").groupby(level=0)["area_id"].first()
        table[geography.value] = area_of_station.reindex(at.index)
    return table.sort_index(key=lambda ids: ids.astype("int64"))


def write_station_areas(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index_label="station", lineterminator="\n")
