"""A breakdown is flat: no category, and no area, is the sum of others that stand beside it.

Added up with them it would count everybody twice in the total. A parent may be somewhat less than
that sum, where each person counts once in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.counted import BoroughOf, TreatmentError
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.model import ALL_INDUSTRIES

ENOUGH = 4
# A late correction may have reached the children and not yet their parent.
MOSTLY = 0.9
EXACT = 1e-6
# Of more columns than this, only twos and threes are tried where rows are too few to solve for.
ALL_CHOICES = 12
HARDLY_CHANCE = 1e-6
# A parent that counts each person once stays under the sum of its children by a steady part.
ENOUGH_ROWS = 8
LEAST_OF_SUM = 0.85
STEADY = 0.03
SOME = 1.5
FEWEST = 20


def require_flat(counted: pd.DataFrame, boroughs: BoroughOf, ids: Collection[str]) -> None:
    """Stop where a parent stands among its children, in the figures of `ids`, which add up."""
    adding = counted[counted["indicator_id"].isin(list(ids))]
    for _, rows in adding.groupby("indicator_id", sort=False):
        require_flat_categories(rows)
        for geography, areas in rows.groupby("geography", sort=False):
            _require_flat_areas(areas, boroughs.get(str(geography), {}))


def require_flat_categories(rows: pd.DataFrame) -> None:
    """Stop where one category of an indicator is the sum of others."""
    categories = rows[rows["industry_id"] != ALL_INDUSTRIES]
    wide = categories.pivot_table(
        index=[name for name in KEY if name not in ("indicator_id", "industry_id")],
        columns="industry_id",
        values="value",
    )
    numbers = wide.to_numpy("float64")
    for place, name in enumerate(wide.columns):
        given = np.isfinite(numbers[:, place])
        others = np.nan_to_num(np.delete(numbers, place, axis=1)[given])
        whole = numbers[given, place]
        for children, how in (
            (_adding_up_to(others, whole), "is"),
            (_holding_nearly(others, whole), "is hardly less than"),
        ):
            if children.any():
                names = ", ".join(wide.columns.delete(place)[children])
                raise TreatmentError(
                    f"category {name} {how} the sum of {names}; give only the finest categories, "
                    "or the parents alone, as one flat breakdown"
                )


def _adding_up_to(others: Floats, whole: Floats) -> Mask:
    """Which columns a column is the sum of, in nearly every row; none where that may be chance."""
    nothing = np.zeros(others.shape[1], dtype=bool)
    if not others.shape[1] or not _is_telling(whole):
        return nothing
    if len(whole) > others.shape[1]:
        factors = np.linalg.lstsq(others, whole, rcond=None)[0]
        children = np.rint(factors) == 1
        return children if _agree(others[:, children].sum(axis=1), whole) else nothing
    choices = _choices(others.shape[1])
    chance = len(choices) / np.prod(1.0 + whole)
    fits = (np.abs(choices @ others.T - whole) < EXACT).all(axis=1)
    return choices[np.argmax(fits)] if fits.any() and chance < HARDLY_CHANCE else nothing


def _holding_nearly(others: Floats, whole: Floats) -> Mask:
    """Which columns, two or more, a column is a steady part of nearly all of; none where that may
    be chance. Who is in two of them is counted once in it."""
    nothing = np.zeros(others.shape[1], dtype=bool)
    if len(whole) < ENOUGH_ROWS or not _is_telling(whole):
        return nothing
    tried = [~nothing]
    if len(whole) > others.shape[1]:
        tried.append(np.rint(np.linalg.lstsq(others, whole, rcond=None)[0]) == 1)
    for children in tried:
        if children.sum() > 1 and _is_steady_part(whole, others[:, children].sum(axis=1)):
            return children
    return nothing


def _is_steady_part(whole: Floats, sums: Floats) -> bool:
    """Whether numbers stay under sums by the same few percent in nearly all rows: those of other
    people would be apart by chance alone."""
    some = sums >= FEWEST
    if some.sum() < ENOUGH_ROWS:
        return False
    part = float(np.median(whole[some] / sums[some]))
    apart = np.abs(whole[some] - part * sums[some])
    near = (apart <= np.maximum(STEADY * sums[some], SOME)).mean()
    return bool(LEAST_OF_SUM <= part <= 1 and near >= MOSTLY)


def _choices(columns: int) -> Mask:
    """Ways to choose some of so many columns, the fewest first."""
    most = columns if columns <= ALL_CHOICES else 3
    ways = [way for size in range(1, most + 1) for way in combinations(range(columns), size)]
    chosen = np.zeros((len(ways), columns), dtype=bool)
    for row, way in enumerate(ways):
        chosen[row, list(way)] = True
    return chosen


def _require_flat_areas(rows: pd.DataFrame, borough_of: Mapping[str, str | None]) -> None:
    """Stop where an area that its geography does not know is the sum of areas it knows.

    It would be taken for what lies in no area, and be counted twice in the city.
    """
    wide = rows.pivot_table(
        index=["period_start", "industry_id"], columns="area_id", values="value"
    )
    known = [name for name in wide.columns if name in borough_of]
    for name in (name for name in wide.columns if name not in borough_of):
        given = wide[wide[name].notna()]
        whole = given[name].to_numpy("float64")
        for parts in _groups(known, borough_of) if _is_telling(whole) else ():
            sums = given[parts].fillna(0.0).sum(axis=1).to_numpy("float64")
            is_sum = _agree(sums, whole)
            if is_sum or (len(parts) > 1 and _is_steady_part(whole, sums)):
                how = "the sum" if is_sum else "hardly less than the sum"
                raise TreatmentError(
                    f"area {name} is {how} of {', '.join(parts)}; give the smallest areas alone: "
                    "totals above them are added up here"
                )


def _groups(known: list[str], borough_of: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Areas that a total may be of: all, those of each borough, and each by itself."""
    yield known
    for borough in sorted({borough_of[name] or "" for name in known}):
        yield [name for name in known if (borough_of[name] or "") == borough]
    yield from ([name] for name in known)


def _is_telling(whole: Floats) -> bool:
    return len(set(whole[whole > 0].tolist())) >= ENOUGH


def _agree(sums: Floats, whole: Floats) -> bool:
    """Whether nearly all rows add up, and those that do are no few numbers that return."""
    same = np.abs(sums - whole) < EXACT
    return bool(same.mean() >= MOSTLY and _is_telling(whole[same]))
