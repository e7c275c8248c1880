"""Numbers computed from treated values only: indexes, percents and rounding."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_loaders.observations.rounding import rounded_to
from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.tables.network import Mask
from data_loaders.privacy.treatment.primary import in_period
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import IndexRule, Policy

SERIES = ["indicator_id", "geography", "area_id", "industry_id"]


def indexed(observations: pd.DataFrame, is_index: Mask, rule: IndexRule) -> pd.DataFrame:
    """Levels of the rows in `is_index` as an index, base period = 100, coarsely rounded.

    A series without a published base becomes withheld throughout.
    """
    result = observations.copy()
    levels = result[is_index]
    in_base = levels[in_period(levels["period_start"], rule.base_period)]
    base = in_base.groupby(SERIES)["value"].agg(lambda value: value.mean(skipna=False))
    of_series = base.reindex(pd.MultiIndex.from_frame(levels[SERIES])).to_numpy("float64")
    value = rounded_to(levels["value"].to_numpy("float64") / of_series * 100, rule.rounding)
    low = value < rule.floor if rule.floor else np.zeros(len(levels), dtype=bool)
    gaps = levels["status"].eq("withheld").groupby([levels[name] for name in SERIES])
    value = np.where(low & gaps.transform("any").to_numpy(dtype=bool), np.nan, value)
    unusable = ~np.isfinite(value) & levels["value"].notna().to_numpy()
    result.loc[levels.index, "value"] = np.where(np.isfinite(value), value, np.nan)
    result.loc[levels.index[unusable], "status"] = "withheld"
    return result


def rounded(observations: pd.DataFrame, chosen: Mask, step: float) -> pd.DataFrame:
    """Values of the `chosen` rows rounded to a multiple of `step`.

    A change that is rounded to nothing is 0: as -0 it would say that it was one below nothing.
    """
    value = observations["value"].to_numpy("float64")
    return observations.assign(value=np.where(chosen, rounded_to(value, step) + 0.0, value))


def hidden_by_ratio(observations: pd.DataFrame, policy: Policy) -> Mask:
    """Rows of a ratio whose numerator or denominator is withheld: it would give them away."""
    is_telling = np.zeros(len(observations), dtype=bool)
    withheld = observations[observations["status"] == "withheld"]
    for ratio in policy.ratios:
        result = (observations["indicator_id"] == ratio.result).to_numpy()
        parts = withheld[withheld["indicator_id"].isin([ratio.numerator, ratio.denominator])]
        keys = pd.MultiIndex.from_frame(parts[REST])
        is_telling |= result & pd.MultiIndex.from_frame(observations[REST]).isin(keys)
    return is_telling & observations["value"].notna().to_numpy()


def hidden_by_base(observations: pd.DataFrame, policy: Policy) -> Mask:
    """Rows that rest on a withheld count, those without a value too: all gaps look alike."""
    return resting_on(observations, (observations["status"] == "withheld").to_numpy(), policy)


def resting_on(observations: pd.DataFrame, hidden: Mask, policy: Policy) -> Mask:
    """Rows that rest on a count that is among the `hidden` rows."""
    is_resting = np.zeros(len(observations), dtype=bool)
    withheld = observations[hidden]
    for link in policy.bases:
        rows = np.flatnonzero(observations["indicator_id"] == link.result)
        counts = withheld.loc[withheld["indicator_id"] == link.count, REST]
        places = pd.MultiIndex.from_frame(observations[REST].iloc[rows])
        is_resting[rows] |= places.isin(pd.MultiIndex.from_frame(counts))
    return is_resting


def is_measure(
    observations: pd.DataFrame, indicators: tuple[Indicator, ...], kind: Measure
) -> Mask:
    """Which rows belong to indicators of one measure."""
    ids = [indicator.id for indicator in indicators if indicator.measure is kind]
    return observations["indicator_id"].isin(ids).to_numpy()


def sorted_by_key(observations: pd.DataFrame) -> pd.DataFrame:
    """Rows in key order: an order by value would rank withheld cells."""
    return observations.sort_values(KEY, ignore_index=True)
