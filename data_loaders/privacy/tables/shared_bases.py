"""Hidden indexes that the index of a whole and those of its other parts tell.

The counts behind an index have no scale, and their shares of the whole do: the bases of parts add
up to that of the whole, the same in every period, so that each period with all its figures says
something of the shares. With them a hidden index is what the others leave of the whole. Parts are
the categories of an area, the areas of a borough, the boroughs of the city, or the other figures of
a family, or of the source, such as ages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator, Measure
from data_loaders.vocabulary.policy import IndexRule, Policy

LEAST_VALUES = 3
# What a gap may be where nothing of its series is shown: many times the base period.
UNBOUNDED = 1000.0
SLACK = 1e-9
PART, WHOLE = "_part", ""


# How a linear program of SciPy may end: with the best, with nothing that fits, without a bound.
BEST, NOTHING_FITS, NO_BOUND = 0, 2, 3


class UnsettledError(ArithmeticError):
    """A linear program ended without an answer: out of steps, or of digits."""


@dataclass(frozen=True)
class Told:
    """Rows of gaps that are told, and of the wholes that tell them."""

    gaps: Ints
    wholes: Ints


def told_by_wholes(
    observations: pd.DataFrame,
    hidden: Mask,
    policy: Policy,
    indicators: tuple[Indicator, ...],
    boroughs: BoroughOf,
) -> Told:
    """Gaps of rounded indexes that a whole and its other parts tell."""
    rule = policy.index
    gaps, wholes = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    kinds = {one.id: one.family for one in indicators if one.measure is Measure.INDEX}
    if rule is None or not kinds:
        return Told(gaps[0], wholes[0])
    step = max(step_of(rule, one) for one in indicators if one.id in kinds)
    values = observations["value"].to_numpy("float64")
    indexes = observations[observations["indicator_id"].isin(list(kinds))]
    for rows in _with_parts(indexes, hidden, kinds, boroughs):
        grid = _grid(rows, hidden)
        if grid is None:
            continue
        whole, parts = grid[:, 0], grid[:, 1:]
        shown = np.where(hidden[parts], np.nan, values[parts])
        total = np.where(hidden[whole], np.nan, values[whole])
        told = Whole(total, shown, hidden[parts], step).told()
        gaps.append(parts[told])
        wholes.append(whole[told.any(axis=1)])
    return Told(np.concatenate(gaps), np.concatenate(wholes))


def step_of(rule: IndexRule, indicator: Indicator) -> float:
    """What an index is rounded to: its rule's step, or its last printed decimal where that is
    coarser."""
    return max(rule.rounding, 10.0**-indicator.decimals)


def _with_parts(
    rows: pd.DataFrame, hidden: Mask, kinds: Mapping[str, str], boroughs: BoroughOf
) -> Iterator[pd.DataFrame]:
    """The rows of each whole with a gap beside it: PART names its parts, and itself WHOLE."""
    gap = pd.Series(hidden, name="gap")[rows.index]
    by_category = rows["industry_id"].mask(rows["industry_id"] == ALL_INDUSTRIES, WHOLE)
    yield from _groups(rows, gap, ["indicator_id", "geography", "area_id"], by_category)
    for geography in rows["geography"].unique():
        upper, above = _above(geography, boroughs)
        nested = rows[rows["geography"].isin([geography, upper])]
        is_whole = nested["geography"] == upper
        within = nested["area_id"].where(is_whole, nested["area_id"].map(above))
        nested = nested.assign(_within=within)[within.notna()]
        by_area = nested["area_id"].mask(nested["geography"] == upper, WHOLE)
        yield from _groups(nested, gap, ["indicator_id", "industry_id", "_within"], by_area)
    family = rows["indicator_id"].map(kinds)
    # Figures that add up need not be named for one another: all of a source are tried as well.
    for kind in kinds:
        for names in {frozenset({kinds[kind]}), frozenset(kinds.values())}:
            alike = rows[family.isin(list(names))]
            by_kind = alike["indicator_id"].mask(alike["indicator_id"] == kind, WHOLE)
            yield from _groups(alike, gap, ["geography", "area_id", "industry_id"], by_kind)


def _above(geography: str, boroughs: BoroughOf) -> tuple[str, Mapping[str, str | None]]:
    """The geography that areas add up to, and which of its areas each of them lies in."""
    if geography == Geography.BOROUGH:
        return Geography.CITY, dict.fromkeys(boroughs.get(geography, ()), CITY_ID)
    return Geography.BOROUGH, boroughs.get(geography, {}) if geography != Geography.CITY else {}


def _groups(
    rows: pd.DataFrame, gap: pd.Series, by: list[str], parts: pd.Series
) -> Iterator[pd.DataFrame]:
    """The rows of each group that has a whole, parts and a gap."""
    named = rows.assign(**{PART: parts})
    for places in named.groupby(by, sort=False).indices.values():
        group = named.iloc[places]
        names = group[PART]
        if gap[group.index].any() and (names == WHOLE).any() and (names != WHOLE).any():
            yield group


def _grid(rows: pd.DataFrame, hidden: Mask) -> Ints | None:
    """Rows as periods by parts, the whole first; None where not every part has every period.

    Parts that are never shown nor hidden are none.
    """
    at = rows.index.to_numpy()
    names = pd.Index(rows[PART].unique()).sort_values()
    periods = pd.Index(rows["period_start"].unique()).sort_values()
    grid = np.full((len(periods), len(names)), -1, dtype=np.int64)
    in_grid = tuple(
        all_of.get_indexer(pd.Index(rows[column]))
        for all_of, column in ((periods, "period_start"), (names, PART))
    )
    grid[in_grid] = at
    if (grid < 0).any():
        return None
    there = rows["value"].notna().to_numpy() | hidden[at]
    parts = [
        place
        for place, name in enumerate(names)
        if name != WHOLE and there[in_grid[1] == place].any()
    ]
    return grid[:, [names.get_loc(WHOLE), *parts]]


@dataclass(frozen=True)
class Whole:
    """Indexes of a whole and of its parts: periods, and periods × parts.

    `shown` is NaN where nothing is published, `gaps` true where that is withheld; where it is
    neither, nothing is known of the period. `step` is what figures are rounded to.
    """

    whole: Floats
    shown: Floats
    gaps: Mask
    step: float

    def told(self) -> Mask:
        """Gaps that have fewer than three values left, and all where that stays unsettled."""
        usable = np.isfinite(self.whole) & (np.isfinite(self.shown) | self.gaps).all(axis=1)
        left = self.gaps & usable[:, None]
        if not left.any():
            return left
        try:
            return self._told_among(left.copy(), _Limits.of(self, usable))
        except UnsettledError:
            return left

    def _told_among(self, left: Mask, limits: _Limits) -> Mask:
        shares = limits.some_shares()
        if shares is None:
            return np.zeros_like(left)  # no shares fit: the parts are not those of this whole
        left &= limits.values_left(*limits.ranges(shares)) < LEAST_VALUES
        for period, part in np.argwhere(left).tolist():
            low, high = limits.range_of(period, part)
            left[period, part] = limits.count(low, high, part) < LEAST_VALUES
        return left


@dataclass(frozen=True)
class _Limits:
    """How low and high every part, and the whole, may be; `rules` @ shares is never above 0."""

    low: Floats
    high: Floats
    whole_low: Floats
    whole_high: Floats
    most: Floats
    step: float
    rules: Floats

    @classmethod
    def of(cls, one: Whole, usable: Mask) -> _Limits:
        half = one.step / 2
        # A gap counts fewer than every figure of its series.
        most = np.where(np.isfinite(one.shown), one.shown, np.inf).min(axis=0)
        most = np.where(np.isfinite(most), most, UNBOUNDED)
        low = np.where(one.gaps, 0.0, np.maximum(np.nan_to_num(one.shown) - half, 0.0))
        high = np.where(one.gaps, most, np.nan_to_num(one.shown)) + half
        whole_low, whole_high = one.whole - half, one.whole + half
        rules = [low[usable] - whole_high[usable, None], whole_low[usable, None] - high[usable]]
        return cls(low, high, whole_low, whole_high, most, one.step, np.vstack(rules))

    def some_shares(self) -> Floats | None:
        """Shares of the whole that fit every period; None where none do."""
        parts = self.rules.shape[1]
        found = self._best(np.zeros(parts), np.ones(parts))
        return None if found is None else found[0]

    def ranges(self, shares: Floats) -> tuple[Floats, Floats]:
        """What each part may be in each period if the shares are these."""
        with np.errstate(divide="ignore", invalid="ignore"):
            rest_low = self.low @ shares
            rest_high = self.high @ shares
            low = (self.whole_low - rest_high)[:, None] / shares + self.high
            high = (self.whole_high - rest_low)[:, None] / shares + self.low
        free = shares <= SLACK
        return np.where(free, 0.0, low), np.where(free, UNBOUNDED, high)

    def range_of(self, period: int, part: int) -> tuple[float, float]:
        """What a part may be in a period, whatever the shares: they are told in its own."""
        mine = np.arange(self.rules.shape[1]) == part
        most = np.where(mine, self.whole_high[period], self.whole_high[period] - self.low[period])
        least = np.where(mine, self.whole_low[period], self.whole_low[period] - self.high[period])
        return self._extreme(least, part, 1.0), self._extreme(most, part, -1.0)

    def _extreme(self, amounts: Floats, part: int, sign: float) -> float:
        one = (np.arange(self.rules.shape[1]) == part).astype("float64")
        found = self._best(sign * amounts, one)
        if found is None:
            return 0.0 if sign > 0 else UNBOUNDED
        return sign * found[1]

    def _best(self, costs: Floats, to_one: Floats) -> tuple[Floats, float] | None:
        """The cheapest shares of which those of `to_one` add up to 1; None for none, or no end.

        Raises UnsettledError where neither is known.
        """
        # Loaded where it is needed: it takes longer to load than most commands to run.
        from scipy.optimize import linprog

        found = linprog(
            costs,
            A_ub=self.rules,
            b_ub=np.zeros(len(self.rules)),
            A_eq=to_one[None, :],
            b_eq=[1.0],
            bounds=(0.0, None),
        )
        if found.status not in (BEST, NOTHING_FITS, NO_BOUND):
            raise UnsettledError(found.message)
        return (np.asarray(found.x), float(found.fun)) if found.status == BEST else None

    def values_left(self, low: Floats, high: Floats) -> Floats:
        """How many figures, in steps from 0, a gap may still be."""
        half = self.step / 2
        lowest = np.maximum(np.ceil((low - half) / self.step - SLACK), 0.0)
        highest = np.minimum((high + half) / self.step, self.most / self.step)
        return np.floor(highest + SLACK) - lowest + 1

    def count(self, low: float, high: float, part: int) -> float:
        mine = np.full(self.most.shape, low), np.full(self.most.shape, high)
        return float(self.values_left(*mine)[part])
