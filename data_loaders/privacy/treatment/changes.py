"""Changes since an earlier period: beside one published count they say what the other is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_loaders.privacy.tables import growth
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Policy

SERIES = ["geography", "area_id", "industry_id"]


def of_hidden_before(
    observations: pd.DataFrame,
    whole: pd.DataFrame,
    policy: Policy,
    indicators: tuple[Indicator, ...],
) -> Mask:
    """Rows of changes since a period in which the count they rest on is withheld, or is not there
    and would be told to be a few.

    How far back a change reaches, or since which one period it is, is read from the counts of
    `whole`, which are true. Where neither makes the figures, a change may be since any gap.
    """
    kinds = {one.id: one for one in indicators if one.measure is Measure.PERCENT_CHANGE}
    told = np.zeros(len(observations), dtype=bool)
    links = [link for link in policy.bases if link.result in kinds]
    if not links:
        return told
    least = policy.primary.minimum_contributors if policy.primary else 1
    places, true_places = _Places.of(observations), _Places.of(whole)
    withheld = observations["status"].eq("withheld").to_numpy()
    for link in links:
        level, change = (
            true_places.panel(name, whole["value"]) for name in (link.count, link.result)
        )
        half_step = 0.5 * 10.0 ** -kinds[link.result].decimals
        gaps = places.panel(link.count, pd.Series(withheld, dtype="float64")) == 1
        reached = _since_gaps(level, change, half_step, gaps)
        spans = growth.possible_spans(level, change, half_step)
        none = np.zeros_like(gaps)
        reached = reached | growth.tells_a_few(level, none, change, half_step, least, spans)
        told |= places.is_of(link.result) & reached[places.series, places.periods]
    return told


@dataclass(frozen=True)
class _Places:
    """Where each row of a table stands among its series and periods."""

    indicators: NDArray[np.object_]
    series: Ints
    periods: Ints

    @classmethod
    def of(cls, table: pd.DataFrame) -> _Places:
        keys = pd.MultiIndex.from_frame(table[SERIES])
        periods = pd.Index(sorted(table["period_start"].unique()))
        return cls(
            table["indicator_id"].to_numpy(dtype=object),
            keys.unique().sort_values().get_indexer(keys),
            periods.get_indexer(pd.Index(table["period_start"])),
        )

    def is_of(self, indicator_id: str) -> Mask:
        return self.indicators == indicator_id

    def panel(self, indicator_id: str, column: pd.Series) -> Floats:
        """A column of one indicator as series by periods, NaN where it has no row."""
        made = np.full((self.series.max() + 1, self.periods.max() + 1), np.nan)
        rows = self.is_of(indicator_id)
        made[self.series[rows], self.periods[rows]] = column.to_numpy("float64")[rows]
        return made


def _since_gaps(level: Floats, change: Floats, half_step: float, gaps: Mask) -> Mask:
    """Changes since a gap of their series; all of a series with a gap where none can be told."""
    lags = [lag for lag in growth.lags(level) if _fits(growth.over(level, lag), change, half_step)]
    starts = [
        place
        for place in range(level.shape[1])
        if _fits(growth.since(level, place), change, half_step)
    ]
    if not lags and not starts:
        return np.broadcast_to(np.any(gaps, axis=1, keepdims=True), gaps.shape)
    reached = np.zeros_like(gaps)
    for lag in lags:
        reached[:, lag:] |= gaps[:, :-lag]
    return np.asarray(reached | np.any(gaps[:, starts], axis=1, keepdims=True))


def _fits(made: Floats, seen: Floats, half_step: float) -> bool:
    both = np.isfinite(made) & np.isfinite(seen)
    return bool(both.any() and (np.abs(made[both] - seen[both]) <= half_step + 1e-9).all())
