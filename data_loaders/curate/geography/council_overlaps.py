"""The table that ships of what each City Council district overlaps, by where its residents live.

A census tract counts whole for one council district, as THE CITY, a newspaper, listed tracts for
the council election of 2023. The lines of districts themselves may cut through a tract.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.curate.geography.boundaries import boundaries
from data_loaders.curate.geography.tracts import area_of_tract, tracts
from data_loaders.observations.feed_files import DeliveryError, read_csv
from data_loaders.vocabulary.council_districts import (
    COLUMNS,
    LEAST_PERCENT,
    NUMBERS,
    OVERLAPPED,
)

DISTRICTS_FILE = "thecity-census2020-tracts/demographics.csv"
TO_PERCENT = 100


def council_overlaps(mirror: Path) -> pd.DataFrame:
    """A row for each district, geography and area: the percent of the district's residents of
    2020 who live there, whole numbers of 1 or more; the largest part first.

    Raises DeliveryError where a district is none of the 51, or a tract with residents has none.
    """
    points = tracts(mirror)
    district = district_of_tract(mirror).reindex(points["geoid"]).set_axis(points.index)
    tables: list[pd.DataFrame] = []
    for geography in OVERLAPPED:
        area = area_of_tract(points, boundaries(mirror, geography), geography)
        by_area = points["population"].groupby([district.rename("district"), area]).sum()
        percent = by_area / by_area.groupby("district").transform("sum") * TO_PERCENT
        table = percent.round().astype("int64").rename("percent").rename_axis(["district", "area"])
        tables.append(table.reset_index().assign(geography=geography.value))
    table = pd.concat(tables, ignore_index=True)
    order = ["district", "geography", "percent", "area"]
    ordered = table.sort_values(order, ascending=[True, True, False, True])
    return ordered.loc[ordered["percent"] >= LEAST_PERCENT, list(COLUMNS)]


def district_of_tract(mirror: Path) -> pd.Series:
    """The number of the district of each tract that has one, by the tract's id."""
    path = mirror / DISTRICTS_FILE
    table = read_csv(path, ["ct", "cd", "pop"])
    known = table.dropna(subset="cd").set_index("ct")["cd"]
    expected = {str(number) for number in NUMBERS}
    if set(known) != expected:
        others = sorted(set(known) ^ expected)
        raise DeliveryError(path, f"council districts {others}", "1 to 51", "Fetch it again.")
    unplaced = table["cd"].isna() & (table["pop"] != "0")
    if unplaced.any():
        problem = f"{unplaced.sum()} tracts with residents and no council district"
        raise DeliveryError(path, problem, "none", "Fetch the file again.")
    return known.astype("int64")


def write_council_overlaps(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n")
