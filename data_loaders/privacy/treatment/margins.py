"""Totals above the cells a source counted: boroughs, the city, all industries."""

from __future__ import annotations

import pandas as pd

from data_loaders.privacy.tables.counted import BoroughOf, combine
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES
from data_loaders.vocabulary.policy import Grid


def completed(counted: pd.DataFrame, grid: Grid, boroughs: BoroughOf) -> pd.DataFrame:
    """Additive counted rows with every total the grid asks for that they do not bring.

    Totals a source brings are kept (it may have counted each person once); they must add up,
    which suppression checks before anything is published.
    """
    parts = [_with_all_industries(rows) for _, rows in counted.groupby("indicator_id", sort=False)]
    whole = pd.concat(parts, ignore_index=True)
    for name in ("borough", "city"):
        if name in grid.geographies:
            whole = _with_areas_above(whole, name, boroughs)
    return whole


def _with_all_industries(rows: pd.DataFrame) -> pd.DataFrame:
    if ALL_INDUSTRIES in set(rows["industry_id"]):
        return rows
    total = combine(rows.assign(industry_id=ALL_INDUSTRIES))
    return pd.concat([rows, total], ignore_index=True)


def _with_areas_above(counted: pd.DataFrame, name: str, boroughs: BoroughOf) -> pd.DataFrame:
    """Rows with a total for each borough, or the city, of the indicators that have none."""
    has_it = set(counted.loc[counted["geography"] == name, "indicator_id"])
    below = counted[~counted["indicator_id"].isin(has_it) & (counted["geography"] != "city")]
    if below.empty:
        return counted
    small = below[below["geography"] != "borough"]
    # The city adds up the small areas where a source has them, else its boroughs.
    has_small = below["indicator_id"].isin(set(small["indicator_id"]))
    source = pd.concat([small, below[~has_small]]) if name == "city" else small
    target = _borough_ids(source, boroughs) if name == "borough" else CITY_ID
    above = source.assign(area_id=target, geography=name)
    total = combine(above[above["area_id"].notna()])
    return pd.concat([counted, total], ignore_index=True)


def _borough_ids(source: pd.DataFrame, boroughs: BoroughOf) -> pd.Series:
    borough_ids = pd.Series(None, index=source.index, dtype="object")
    for name, rows in source.groupby("geography", sort=False):
        borough_ids[rows.index] = rows["area_id"].map(dict(boroughs.get(str(name), {})))
    return borough_ids
