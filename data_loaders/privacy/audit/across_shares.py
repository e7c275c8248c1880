"""A7 across sources: a hidden count that another source's share of a shown whole tells.

A share of the city, of the borough, or of all categories times the whole is the count behind it.
No policy says that shares of one source are of another's counts: it is seen where both are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pandas as pd

from data_loaders.privacy.audit.across_parts import CELL
from data_loaders.privacy.audit.figures import Figures
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Indicator, Measure

# Whether figures, those of the first as they are printed, agree within a step.
Agree = Callable[[Floats, Floats, float], bool]
Tables = Iterator[pd.DataFrame]


def told(one: Figures, other: Figures, steps: dict[str, float], agree: Agree) -> Iterator[int]:
    """Rows of hidden counts, and of hidden shares, of a source that another tells.

    `steps` says how far each published share may be from the one behind it.
    """
    yield from _counts_told(one, other, steps, agree)
    yield from _shares_told(one, other, steps, agree)


def _counts_told(
    one: Figures, other: Figures, steps: dict[str, float], agree: Agree
) -> Iterator[int]:
    """Hidden counts, of which the other shows a share of a whole that either shows."""
    for count, share in _pairs(_hidden(one, Measure.COUNT), _of(other, Measure.PERCENT)):
        own, shares = one.series[count.id], other.series[share.id]
        for whole in [own, *(other.series[its.id] for its in _of(other))]:
            for rows in _with_whole(own, shares, whole, one):
                if agree(*_shares(rows), steps[share.id]):
                    yield from rows.loc[_is_narrow(rows, steps[share.id], one), "row"]


def _shares_told(
    one: Figures, other: Figures, steps: dict[str, float], agree: Agree
) -> Iterator[int]:
    """Hidden shares, of which the other shows the count and the whole."""
    for share, count in _pairs(_hidden(one, Measure.PERCENT), _of(other)):
        own = other.series[count.id]
        for rows in _with_whole(own, one.series[share.id], own, other):
            if agree(*_shares(rows), steps[share.id]):
                is_told = rows["gap_share"] & np.isfinite(rows["value"] / rows["whole"])
                yield from rows.loc[is_told, "row_share"]


def _pairs(mine: list[Indicator], theirs: list[Indicator]) -> Iterator[tuple[Indicator, Indicator]]:
    """Those that may be of the same cells."""
    for one, other in product(mine, theirs):
        if one.frequency is other.frequency and set(one.geographies) & set(other.geographies):
            yield one, other


def _of(one: Figures, measure: Measure = Measure.COUNT) -> list[Indicator]:
    return [each for each in one.source.indicators if each.measure is measure]


def _hidden(one: Figures, measure: Measure) -> list[Indicator]:
    return [each for each in _of(one, measure) if one.series[each.id]["gap"].any()]


def _with_whole(
    counts: pd.DataFrame, shares: pd.DataFrame, wholes: pd.DataFrame, one: Figures
) -> Tables:
    """Counts beside shares of the same cells and the `whole` these may be of, each way."""
    both = counts.merge(shares, on=CELL, suffixes=("", "_share"))
    boroughs = both["geography"].map(one.boroughs).map(lambda each: each or {}, na_action="ignore")
    borough = [
        known.get(area) if isinstance(known, dict) else None
        for known, area in zip(boroughs, both["area_id"], strict=True)
    ]
    city = {"geography": "city", "area_id": CITY_ID}
    for above in (
        city,
        {"industry_id": ALL_INDUSTRIES},
        {**city, "industry_id": ALL_INDUSTRIES},
        {"geography": "borough", "area_id": borough},
    ):
        keys = both[CELL].assign(**above)  # pyright: ignore[reportArgumentType]
        of_cell = wholes.set_index(CELL)["value"]
        whole = of_cell.reindex(pd.MultiIndex.from_frame(keys)).to_numpy("float64")
        yield both.assign(whole=np.where(whole > 0, whole, np.nan))


def _shares(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Shares as they are printed, and as the counts make them."""
    made = rows["value"] / rows["whole"] * 100
    return rows["value_share"].to_numpy("float64"), made.to_numpy("float64")


def _is_narrow(rows: pd.DataFrame, step: float, one: Figures) -> Mask:
    """Hidden counts of which a share leaves too few numbers, or none that reaches the minimum."""
    whole, share = rows["whole"].to_numpy("float64"), rows["value_share"].to_numpy("float64")
    low = np.ceil(np.maximum(share - step, 0) / 100 * whole - 1e-9)
    high = np.floor((share + step) / 100 * whole + 1e-9)
    narrow = (high - low < one.level) | (high < one.minimum)
    return rows["gap"].to_numpy(dtype=bool) & narrow & np.isfinite(high)
