"""Primary rules: which cells are too small, too dominated or too one-sided to publish.

Every rule fails closed: a base that is not known withholds its cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import rests
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Contributors, Policy, Primary


def is_primary(counted: pd.DataFrame, policy: Policy, indicators: Iterable[Indicator]) -> Mask:
    """Which rows must be withheld for what they are themselves; rows without a value never."""
    primary_rows = np.zeros(len(counted), dtype=bool)
    for failing in failing_by_rule(counted, policy, indicators).values():
        primary_rows |= failing
    return primary_rows & counted["value"].notna().to_numpy()


def failing_by_rule(
    counted: pd.DataFrame, policy: Policy, indicators: Iterable[Indicator]
) -> dict[str, Mask]:
    """Which rows each rule of the policy withholds, by the rule in words."""
    rules = policy.primary
    if rules is None:
        raise ValueError("a source we treat needs `primary` rules")
    measure = _measures(counted, indicators)
    counts = _is(measure, (Measure.COUNT, Measure.MONEY))
    mask_of_rule: dict[str, Mask] = {}
    if policy.contributors in (Contributors.COUNTED, Contributors.BOUNDED):
        least = rules.minimum_contributors
        mask_of_rule[f"fewer than {least} contributors, or an unknown number"] = _too_few(
            counted, "contributors", least, counts
        )
        if policy.at_most:
            words = f"fewer than {least} of those it is a part of are not in it"
            mask_of_rule[words] = rests.few_others(counted, policy, least) & counts
        if rules.minimum_establishments is not None:
            least = rules.minimum_establishments
            mask_of_rule[f"fewer than {least} establishments, or an unknown number"] = _too_few(
                counted, "establishments", least, counts
            )
        if rules.percent_rule or rules.all_or_none_margin is not None:
            percents = _is(measure, (Measure.PERCENT,))
            mask_of_rule["a percent too close to none or to all"] = (
                _one_sided(counted, rules) & percents
            )
    if rules.p_percent is not None:
        words = f"the largest contributor could be guessed within {rules.p_percent:g} percent"
        mask_of_rule[words] = is_dominated(counted, rules.p_percent) & counts
    if rules.minimum_in_base_period is not None:
        indexes = _is(measure, (Measure.INDEX, Measure.PERCENT_CHANGE))
        words = f"fewer than {rules.minimum_in_base_period} contributors in the base period"
        mask_of_rule[words] = _small_base(counted, policy) & indexes
    return mask_of_rule


def _measures(counted: pd.DataFrame, indicators: Iterable[Indicator]) -> pd.Series:
    measures = {indicator.id: indicator.measure for indicator in indicators}
    measure = counted["indicator_id"].map(measures)
    if measure.isna().any():
        unknown = sorted(set(counted.loc[measure.isna(), "indicator_id"]))
        raise ValueError(f"indicators {unknown} are not among those of the source")
    return measure


def _is(measure: pd.Series, kinds: Collection[Measure]) -> Mask:
    return measure.isin(list(kinds)).to_numpy()


def _too_few(counted: pd.DataFrame, base: str, minimum: int, counts: Mask) -> Mask:
    """Unknown, or below the minimum; a count of nothing from nobody may be said."""
    number = counted[base].to_numpy("float64")
    nobody = counts & (number == 0) & (counted["value"].to_numpy("float64") == 0)
    return ~(number >= minimum) & ~nobody


def is_dominated(counted: pd.DataFrame, p_percent: float) -> Mask:
    """The p % rule: the second largest contributor could guess the largest within p %.

    Unknown amounts fail. A cell of zero has nothing to guess.
    """
    value = counted["value"].to_numpy("float64")
    largest = counted["largest"].to_numpy("float64")
    second = counted["second"].to_numpy("float64")
    remainder = value - largest - second
    return ~(remainder >= p_percent / 100 * largest) & (value != 0)


def _one_sided(counted: pd.DataFrame, rules: Primary) -> Mask:
    """A percent whose numerator or complement is under half the minimum, or all or none."""
    base = counted["contributors"].to_numpy("float64")
    numerator = counted["value"].to_numpy("float64") / 100 * base
    least = np.minimum(numerator, base - numerator)
    one_sided = np.zeros(len(counted), dtype=bool)
    if rules.percent_rule:
        # Half a hundredth of a person absorbs the division of a percent that was rounded.
        one_sided |= ~(least >= rules.minimum_contributors / 2 - 0.005)
    if rules.all_or_none_margin is not None:
        one_sided |= ~(least > rules.all_or_none_margin)
    return one_sided


def _small_base(counted: pd.DataFrame, policy: Policy) -> Mask:
    """All periods of a series whose base period rests on too few, or is not known."""
    if policy.index is None or policy.primary is None:
        raise ValueError("`minimum_in_base_period` needs an `index` rule with its base period")
    series = ["indicator_id", "geography", "area_id", "industry_id"]
    in_base = in_period(counted["period_start"], policy.index.base_period)
    least = (
        counted[in_base].groupby(series)["contributors"].agg(lambda base: base.min(skipna=False))
    )
    base = least.reindex(pd.MultiIndex.from_frame(counted[series])).to_numpy("float64")
    return ~(base >= (policy.primary.minimum_in_base_period or 0))


def in_period(starts: pd.Series, period: str) -> Mask:
    """Which dates lie in a period written `2020`, `2020-02` or `2020-02-03`."""
    span = pd.Period(period)
    return starts.between(span.start_time, span.end_time).to_numpy()


def required_change(
    counted: pd.DataFrame, primary: Mask, rules: Primary, protection: int
) -> tuple[Floats, Floats]:
    """How far the true value of each primary cell must stay open upward and downward.

    A small count must be able to reach the minimum, and rise and fall together by the level of
    protection; a dominated amount must be uncertain by what the p % rule lacks, on both sides.
    """
    value = counted["value"].to_numpy("float64")
    level = float(max(protection, 1))
    rise, fall = to_reach(value, rules.minimum_contributors, level)
    if rules.p_percent is not None:
        rise, fall = np.maximum(rise, level), np.zeros(len(counted))
        lacking = np.ceil(np.nan_to_num(_lacking(counted, rules.p_percent), nan=np.inf))
        # An unknown share is protected as if one contributor held the whole cell.
        worst = np.ceil(value * rules.p_percent / 100)
        amount = np.clip(np.where(np.isfinite(lacking), lacking, worst), level, None)
        rise, fall = np.maximum(rise, amount), np.minimum(amount, np.maximum(value - 1, 0))
    return np.where(primary, rise, 0.0), np.where(primary, fall, 0.0)


def to_reach(value: Floats, minimum: float, level: float) -> tuple[Floats, Floats]:
    """How far counts must rise and fall for a range that holds the minimum and is `level` wide.

    What a cell need not rise for the one it may fall for the other; it never falls under 1.
    """
    room = np.maximum(value - LEAST_WITHHELD, 0.0)
    reach = minimum - value
    rise = np.where(reach > 0, np.maximum(reach, level - room), level)
    return rise, level - np.minimum(rise, level)


def _lacking(counted: pd.DataFrame, p_percent: float) -> Floats:
    largest = counted["largest"].to_numpy("float64")
    remainder = (
        counted["value"].to_numpy("float64") - largest - counted["second"].to_numpy("float64")
    )
    return np.asarray(p_percent / 100 * largest - remainder, dtype=np.float64)
