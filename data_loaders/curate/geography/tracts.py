"""Census tracts as points with residents and poverty, and their sums for larger areas.

A tract belongs to the area its interior point lies in, or to the nearest where it lies in none.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_loaders.curate.geography.boundaries import DEGREES, FEET
from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv
from data_loaders.vocabulary.model import Geography

POINTS_FILE = "derived-geo/tract2020_to_nta2020_points_pop.csv"
POVERTY_FILE = "thecity-census2020-tracts/poverty.csv"
RESIDENTS_2020 = 8_804_190
COUNTS = ["population", "poverty_universe", "below_poverty"]
THIRDS = 3

# The file gives each tract's own area for these; a point in polygon test would only guess.
STATED_COLUMN = {Geography.NTA2020: "nta2020", Geography.CDTA2020: "cdta2020"}


def tracts(mirror: Path) -> gpd.GeoDataFrame:
    """The 2,325 tracts of 2020: interior point, codes, residents and people below poverty.

    Raises DeliveryError unless residents add up to the census count of the city.
    """
    path = mirror / POINTS_FILE
    table = read_csv(
        path, ["geoid", "boro_code", "nta2020", "cdta2020", "point_lon", "point_lat", "pop_2020"]
    )
    for column in ("point_lon", "point_lat", "pop_2020"):
        table[column] = numbers(path, table[column])
    if table["pop_2020"].sum() != RESIDENTS_2020:
        problem = f"{table['pop_2020'].sum():.0f} residents"
        raise DeliveryError(path, problem, f"{RESIDENTS_2020}", "Fetch the file again.")
    points = gpd.points_from_xy(table["point_lon"], table["point_lat"], crs=DEGREES)
    counted = table.rename(columns={"pop_2020": "population"}).merge(
        _poverty(mirror), on="geoid", how="left", validate="one_to_one"
    )
    counted[COUNTS] = counted[COUNTS].fillna(0).astype("int64")
    return gpd.GeoDataFrame(counted, geometry=points, crs=DEGREES).to_crs(FEET)


def _poverty(mirror: Path) -> pd.DataFrame:
    path = mirror / POVERTY_FILE
    table = read_csv(path, ["ct", "tot_pov_pop", "below_pov_pop"]).rename(
        columns={"ct": "geoid", "tot_pov_pop": "poverty_universe", "below_pov_pop": "below_poverty"}
    )
    for column in ("poverty_universe", "below_poverty"):
        table[column] = numbers(path, table[column])
    return table[["geoid", "poverty_universe", "below_poverty"]]


def area_of_tract(
    points: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, geography: Geography
) -> pd.Series:
    """The area id each tract belongs to, in the tracts' order."""
    if geography in STATED_COLUMN:
        return points[STATED_COLUMN[geography]]
    joined = gpd.sjoin_nearest(points[["geometry"]], shapes, how="left")
    # A point on a shared edge is equally near to two areas: the first by id gets it.
    first = joined.sort_values("area_id").groupby(level=0)["area_id"].first()
    return first.reindex(points.index)


def area_counts(points: gpd.GeoDataFrame, area_id: pd.Series) -> pd.DataFrame:
    """Residents, people whose poverty status is known, and those below poverty, by area."""
    return points[COUNTS].groupby(area_id.rename("area_id")).sum()


def poverty_thirds(counts: pd.DataFrame) -> dict[str, int]:
    """1 (lowest share below poverty) to 3 (highest), each with about a third of residents.

    An area is placed by the middle of its residents in the order of shares. Areas where nobody's
    poverty status is known have none.
    """
    known = counts[counts["poverty_universe"] > 0]
    share = known["below_poverty"] / known["poverty_universe"]
    ordered = known.loc[share.sort_values(kind="stable").index, "population"]
    middle = (ordered.cumsum() - ordered / 2) / ordered.sum()
    thirds = (middle * THIRDS).astype("int64").clip(upper=THIRDS - 1) + 1
    return {str(area_id): int(third) for area_id, third in thirds.items()}
