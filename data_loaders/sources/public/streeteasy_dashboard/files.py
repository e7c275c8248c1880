"""StreetEasy's wide files: `areaName, Borough, areaType`, then one column a month."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, all_numbers, read_csv, reject_rows
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import AreaKind, Geography

NAME, BOROUGH, KIND = LABELS = ["areaName", "Borough", "areaType"]
GEOGRAPHY_OF_KIND = {
    "city": Geography.CITY,
    "borough": Geography.BOROUGH,
    "neighborhood": Geography.STREETEASY,
}
# Submarkets (groups of neighborhoods) are in older files only, and no area of ours: left out.
SUBMARKET = "submarket"
FIRST_MONTH = "2019-01"
CELL = ["geography", "area_id", "period_start"]


def monthly_values(path: Path) -> pd.DataFrame:
    """One row a cell of a wide file from January 2019 on: CELL and `value`, NaN where blank.

    Raises DeliveryError for an unknown column, area or kind of area, a month that is missing
    or twice, an area that is twice, and a cell that is not a number.
    """
    table = read_csv(path, [*LABELS, FIRST_MONTH])
    months = _months(path, table)
    reject_rows(
        path,
        table[KIND],
        ~table[KIND].isin({*GEOGRAPHY_OF_KIND, SUBMARKET}),
        f"one of {[*GEOGRAPHY_OF_KIND, SUBMARKET]}",
    )
    areas = _areas(path, table)
    cells = areas.join(all_numbers(path, table[months])).dropna(subset="area_id")
    long = cells.melt(CELL[:2], months, var_name="month")
    starts = pd.to_datetime(long["month"], format="%Y-%m").astype("datetime64[ms]")
    return long.assign(period_start=starts)[[*CELL, "value"]]


def _months(path: Path, table: pd.DataFrame) -> list[str]:
    """The file's month columns from 2019 on, after checking that they are all there."""
    columns = [name for name in table.columns if name not in LABELS]
    starts = pd.to_datetime(pd.Series(columns), format="%Y-%m", errors="coerce")
    unknown = [name for name, start in zip(columns, starts, strict=True) if pd.isna(start)]
    if unknown:
        raise DeliveryError(
            path,
            f"columns {unknown[:5]} unknown",
            f"{LABELS} and months like {FIRST_MONTH}",
            "Extend the reader if StreetEasy added a column.",
        )
    whole = pd.date_range(starts.min(), starts.max(), freq="MS").strftime("%Y-%m")
    absent = sorted(set(whole) - set(columns))
    if absent:
        raise DeliveryError(
            path, f"months {absent[:5]} missing", "every month", "Download the file again."
        )
    return [name for name in columns if name >= FIRST_MONTH]


def _areas(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """`geography` and `area_id` of each row, each area once; NaN for a submarket."""
    neighborhoods = neighborhood_ids()
    ids = [
        _area_id(str(name), str(borough_name), str(kind), neighborhoods)
        for name, borough_name, kind in table[LABELS].itertuples(index=False)
    ]
    areas = pd.DataFrame(
        {
            "geography": table[KIND].map(GEOGRAPHY_OF_KIND).astype("str"),
            "area_id": pd.Series(ids, index=table.index, dtype="str"),
        }
    )
    names = table[NAME] + ", " + table[BOROUGH].fillna("no borough") + ", " + table[KIND]
    named = names.rename("areas")
    kept = table[KIND] != SUBMARKET
    unknown = areas["area_id"].isna() & kept
    reject_rows(path, named, unknown, "an area of our table for StreetEasy")
    reject_rows(path, named, areas.duplicated(keep=False) & kept, "each area once")
    return areas


def _area_id(
    name: str, borough_name: str, kind: str, neighborhoods: dict[tuple[str, str | None], str]
) -> str | None:
    match GEOGRAPHY_OF_KIND.get(kind):
        case None:
            return None
        case Geography.CITY:
            return geography.CITY_ID if name == geography.CITY_ID else None
        case Geography.BOROUGH:
            return geography.BOROUGH_OF_NAME.get(name)
        case _:
            return neighborhoods.get((name, geography.BOROUGH_OF_NAME.get(borough_name)))


def neighborhood_ids() -> dict[tuple[str, str | None], str]:
    """StreetEasy's neighborhoods, submarkets apart: id by name and borough id."""
    return {
        (area.name, area.borough_id): area.id
        for area in geography.areas()[Geography.STREETEASY]
        if area.kind is not AreaKind.OTHER
    }


def grid(months: pd.Series, geographies: tuple[Geography, ...]) -> pd.DataFrame:
    """Every area of `geographies` in every one of `months`: columns CELL."""
    places = [(str(kind), area_id) for kind in geographies for area_id in _ids(kind)]
    areas = pd.DataFrame(places, columns=CELL[:2])
    return areas.merge(pd.DataFrame({"period_start": months.unique()}), how="cross")


def _ids(kind: Geography) -> list[str]:
    match kind:
        case Geography.CITY:
            return [geography.CITY_ID]
        case Geography.BOROUGH:
            return list(geography.BOROUGH_IDS)
        case _:
            return list(neighborhood_ids().values())
