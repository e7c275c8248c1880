"""Tables of noisy counts: which are drawn, and the totals made of them.

A total is a sum of draws, those below zero included, so it is right on average and costs
nothing; what is published of either is never below zero. So a total equals the sum of the
published counts below it where none of them is 0, and lies below that sum else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES
from data_loaders.vocabulary.noise import Noise
from data_loaders.vocabulary.policy import Grid

ABOVE = ("borough", "city")
COUNT = "noisy_counts"  # how many draws a figure adds up


def leaves(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of each indicator that are not sums of others: its finest areas and categories."""
    parts = [_finest(rows) for _, rows in table.groupby("indicator_id", sort=False)]
    return pd.concat(parts, ignore_index=True) if parts else table


def _finest(rows: pd.DataFrame) -> pd.DataFrame:
    geographies = set(rows["geography"])
    below = geographies - set(ABOVE)
    finest = below or {next(name for name in ABOVE if name in geographies)}
    rows = rows[rows["geography"].isin(finest)]
    categories = rows[rows["industry_id"] != ALL_INDUSTRIES]
    return rows if categories.empty else categories


def with_totals(drawn: pd.DataFrame, grid: Grid, boroughs: BoroughOf) -> pd.DataFrame:
    """Drawn counts with every total the grid asks for, and COUNT, as sums of these."""
    whole = [_added_up(drawn.assign(**{COUNT: 1}))]
    has_parts = drawn["industry_id"] != ALL_INDUSTRIES
    if has_parts.any():
        parts = drawn[has_parts].assign(industry_id=ALL_INDUSTRIES)
        whole.append(_added_up(parts.assign(**{COUNT: 1})))
    below = pd.concat(whole, ignore_index=True)
    whole += [_added_up(rows) for rows in _above(below, grid, boroughs)]
    return pd.concat(whole, ignore_index=True).sort_values(KEY, ignore_index=True)


def _above(below: pd.DataFrame, grid: Grid, boroughs: BoroughOf) -> Iterator[pd.DataFrame]:
    """Rows as they come to a borough, or the city; those of the city itself stay as they are."""
    in_borough = below["geography"].eq("borough")
    in_city = below["geography"].eq("city")
    if "borough" in grid.geographies:
        small = below[~in_borough & ~in_city]
        of_area = {
            (name, area): borough
            for name, known in boroughs.items()
            for area, borough in known.items()
        }
        pairs = zip(small["geography"], small["area_id"], strict=True)
        places = pd.Series([of_area.get(pair) for pair in pairs], index=small.index, dtype="object")
        yield small.assign(area_id=places, geography="borough")[places.notna()]
    if "city" in grid.geographies:
        yield below[~in_city].assign(area_id=CITY_ID, geography="city")


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    keys = [*KEY, "period_end"]
    return rows.groupby(keys, sort=False)[["value", COUNT]].sum().reset_index()


def with_range(table: pd.DataFrame, noise: Noise, grid: Grid, boroughs: BoroughOf) -> pd.DataFrame:
    """A published table with `lower` and `upper`: where the true count lies, 95 times in 100.

    How many draws a figure adds up is told by the table itself.
    """
    counts = with_totals(leaves(table), grid, boroughs)[[*KEY, COUNT]]
    known = table.merge(counts, on=KEY, how="left", validate="1:1")
    within = _within(known[COUNT], noise, grid)
    values = known["value"].to_numpy("float64")
    return known.drop(columns=COUNT).assign(
        lower=np.maximum(values - within, 0.0), upper=values + within
    )


def margins(
    table: pd.DataFrame, noise: Noise, grid: Grid, boroughs: BoroughOf
) -> dict[tuple[str, str, str, str], float]:
    """How far from a figure the true count may lie, by indicator, geography, category and area."""
    counts = with_totals(leaves(table), grid, boroughs)
    series = ["indicator_id", "geography", "industry_id", "area_id"]
    widest = counts.groupby(series, sort=False)[COUNT].max().reset_index()
    within = _within(widest[COUNT], noise, grid)
    keys = zip(*(widest[name].astype(str) for name in series), strict=True)
    return dict(zip(keys, within.tolist(), strict=True))


def _within(counts: pd.Series, noise: Noise, grid: Grid) -> Floats:
    margin_of = {n: noise.margin(grid.frequency, int(n)) for n in counts.dropna().unique()}
    return np.array([margin_of.get(n, np.nan) for n in counts], dtype=np.float64)
