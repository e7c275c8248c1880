"""What parts of one source add up to: areas to boroughs and the city, categories to all of them.

A whole that one source hides may be the sum of parts that another shows, and a hidden part what
another's whole leaves.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES

PERIOD = ["period_start", "period_end"]
CELL = ["geography", "area_id", "industry_id", *PERIOD]


def wholes(cells: pd.DataFrame, boroughs: BoroughOf) -> Iterator[pd.DataFrame]:
    """Sums of an indicator's parts, a table for each way to add them up, where all are there.

    Each has the cells of CELL with `sum`, the number of `gaps` in it, and `hidden_row`, the row of
    the last of these.
    """
    parts = cells[cells["industry_id"] != ALL_INDUSTRIES]
    yield _added(parts, {"industry_id": ALL_INDUSTRIES})
    for name, rows in cells.groupby("geography", sort=False):
        if name == "city":
            continue
        yield _added(rows, {"geography": "city", "area_id": CITY_ID})
        if name != "borough":
            borough = rows["area_id"].map(dict(boroughs.get(str(name), {})))
            known = borough.notna()
            above = {"geography": "borough", "area_id": borough[known]}
            yield _added(rows[known], above)


def _added(parts: pd.DataFrame, above: dict[str, object]) -> pd.DataFrame:
    """Parts added up under the names of what is above them, in periods that have every part."""
    known = parts["value"].notna() | parts["gap"]
    moved = parts.assign(**above, hidden_row=parts["row"].where(parts["gap"]), known=known)  # pyright: ignore[reportArgumentType]
    sums = moved.groupby(CELL, as_index=False, sort=False).agg(
        sum=("value", "sum"),
        gaps=("gap", "sum"),
        hidden_row=("hidden_row", "max"),
        parts=("known", "sum"),
    )
    most = sums.groupby(CELL[:3])["parts"].transform("max")
    return sums[(sums["parts"] == most) & (most > 1)].drop(columns="parts")
