"""Counted observations: what a source we treat hands over, before disclosure control.

Columns of observations plus `contributors` (how many people, devices, donors a value rests on),
`establishments` (optional), `largest` and `second` (amounts of the two largest contributors, in
the unit of `value`). A number that is not known is NaN, and an unknown base is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data_loaders.observations.table import COLUMNS, KEY, REASON
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Area, Geography, Status

BASES = ["contributors", "establishments", "largest", "second"]
COUNTED = [*(name for name in COLUMNS if name != REASON), *BASES]
BoroughOf = Mapping[str, Mapping[str, str | None]]


class TreatmentError(ValueError):
    """Counted observations that cannot be treated.

    Says what was expected and what to do, and names keys only: never a value or a base.
    """


def borough_of(areas: Mapping[Geography, tuple[Area, ...]]) -> BoroughOf:
    """For each geography, the borough of each of its areas (None outside any borough)."""
    return {
        str(name): {area.id: area.borough_id for area in areas_of_geography}
        for name, areas_of_geography in areas.items()
    }


def check_format(counted: pd.DataFrame, excluded: tuple[str, ...]) -> pd.DataFrame:
    """The table with exactly the columns of COUNTED; `excluded` fields are dropped unread.

    Raises TreatmentError for missing or unknown columns, and for repeated keys.
    """
    present = counted.drop(columns=[name for name in excluded if name in counted.columns])
    required = [name for name in COUNTED if name not in BASES[1:]]
    missing = [name for name in required if name not in present.columns]
    unknown = [name for name in present.columns if name not in COUNTED]
    if missing or unknown:
        raise TreatmentError(
            f"counted observations lack {missing} and have unknown {unknown}; name fields that "
            "must not be read in the policy's `excluded`, and drop the others in the reader"
        )
    if present.duplicated(KEY).any():
        raise TreatmentError(f"{int(present.duplicated(KEY).sum())} counted rows repeat a key")
    return present.reindex(columns=COUNTED).reset_index(drop=True)


def place_areas(counted: pd.DataFrame, boroughs: BoroughOf) -> pd.DataFrame:
    """The table with areas unknown to their geography gathered under `unallocated`.

    Nothing is dropped: their values stay in every total above.
    """
    known = pd.Series(False, index=counted.index)
    for name, rows in counted.groupby("geography", sort=False):
        known[rows.index] = rows["area_id"].isin(list(boroughs.get(str(name), {})))
    if known.all():
        return counted
    placed = counted.assign(area_id=counted["area_id"].where(known, UNALLOCATED))
    return combine(placed)


def combine(counted: pd.DataFrame) -> pd.DataFrame:
    """Rows of the same key added up: values and bases, and the two largest of all.

    A base unknown in one reported part is unknown in the sum. Contributors are taken to differ
    between parts; where one may be in several, count records with `contributions.count`.
    """
    numbers = counted.groupby([*KEY, "period_end"], sort=False).ngroup()
    group: Ints = np.asarray(numbers, dtype=np.int64)
    size = int(group.max(initial=-1)) + 1
    first = np.unique(group, return_index=True)[1]
    summed = counted.iloc[first].reset_index(drop=True)
    reported = counted["value"].notna().to_numpy()
    any_reported = np.bincount(group, reported, size) > 0
    for name in ("value", "contributors", "establishments"):
        summed[name] = _sum(counted[name].to_numpy("float64"), group, reported, size)
    for name, amounts in zip(("largest", "second"), _two_largest(counted, group), strict=True):
        summed[name] = np.where(any_reported, amounts, np.nan)
    summed["status"] = summed["status"].where(~any_reported, str(Status.NORMAL))
    return summed


def _sum(amounts: Floats, group: Ints, reported: Mask, size: int) -> Floats:
    """Sums by group; NaN where nothing is reported or a reported part is unknown."""
    unknown = np.bincount(group, reported & np.isnan(amounts), size) > 0
    total = np.bincount(group, np.where(reported, np.nan_to_num(amounts), 0.0), size)
    return np.where(unknown | (np.bincount(group, reported, size) == 0), np.nan, total)


def _two_largest(counted: pd.DataFrame, group: Ints) -> tuple[Floats, Floats]:
    """The largest and second largest amount of each group; NaN where a reported part's is not."""
    size = int(group.max(initial=-1)) + 1
    both = np.r_[group, group]
    amounts = np.r_[counted["largest"].to_numpy("float64"), counted["second"].to_numpy("float64")]
    order = np.lexsort((-np.nan_to_num(amounts), both))
    first = np.searchsorted(both[order], np.arange(size))
    ranked = np.nan_to_num(amounts)[order]
    unknown = counted["value"].notna() & counted["largest"].isna()
    hidden = np.bincount(group, unknown.to_numpy(), size) > 0
    return np.where(hidden, np.nan, ranked[first]), np.where(hidden, np.nan, ranked[first + 1])
