"""Totals above the cells a source counted: boroughs, the city, all industries."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError, combine
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES
from data_loaders.vocabulary.policy import Grid

ENOUGH = 4
EXACT = 1e-6


def completed(counted: pd.DataFrame, grid: Grid, boroughs: BoroughOf) -> pd.DataFrame:
    """Additive counted rows with every total the grid asks for that they do not bring.

    Totals a source brings are kept (it may have counted each person once); they must add up,
    which suppression checks before anything is published.
    """
    for _, rows in counted.groupby("indicator_id", sort=False):
        require_flat(rows)
    parts = [_with_all_industries(rows) for _, rows in counted.groupby("indicator_id", sort=False)]
    whole = pd.concat(parts, ignore_index=True)
    for name in ("borough", "city"):
        if name in grid.geographies:
            whole = _with_areas_above(whole, name, boroughs)
    return whole


def require_flat(rows: pd.DataFrame) -> None:
    """Stop where one category is the sum of others: a parent beside its children.

    Added up with them it would count everybody twice in the total.
    """
    categories = rows[rows["industry_id"] != ALL_INDUSTRIES]
    wide = categories.pivot_table(
        index=[name for name in KEY if name not in ("indicator_id", "industry_id")],
        columns="industry_id",
        values="value",
    ).dropna()
    numbers = wide.to_numpy("float64")
    for place, name in enumerate(wide.columns):
        others = np.delete(numbers, place, axis=1)
        children = _adding_up_to(others, numbers[:, place])
        if children.any():
            names = ", ".join(wide.columns.delete(place)[children])
            raise TreatmentError(
                f"category {name} is the sum of {names}; give only the finest categories, or the "
                "parents alone, as one flat breakdown"
            )


def _adding_up_to(others: Floats, whole: Floats) -> Mask:
    """Which columns a column is the sum of, in every row; none where that may be chance."""
    nothing = np.zeros(others.shape[1], dtype=bool)
    if len(set(whole[whole > 0].tolist())) < ENOUGH or not others.shape[1]:
        return nothing
    factors = np.linalg.lstsq(others, whole, rcond=None)[0]
    children = np.rint(factors) == 1
    adds_up = np.abs(others[:, children].sum(axis=1) - whole).max(initial=0.0) < EXACT
    return children if adds_up and len(whole) > others.shape[1] else nothing


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
