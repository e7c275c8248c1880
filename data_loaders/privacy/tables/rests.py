"""The rest of a whole: those it counts and a part of it does not.

Nobody publishes that number. Whoever sees both figures subtracts one from the other, so it is
protected as if it were published.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Policy


@dataclass(frozen=True)
class Rests:
    """Rows of parts, and of the whole each of them is a part of, in the same order."""

    parts: Ints
    wholes: Ints

    def of(self, values: Floats) -> Floats:
        """What each whole has beside its part; NaN where either is not known."""
        return np.asarray(values[self.wholes] - values[self.parts], dtype=np.float64)

    def of_few(self, values: Floats, minimum: float) -> Mask:
        """Which rests count somebody, and fewer than the minimum."""
        rest = self.of(values)
        return np.asarray((rest > 0) & (rest < minimum))


def rests(observations: pd.DataFrame, policy: Policy) -> Rests:
    """Every part that stands beside its whole, by the links of a policy."""
    none = np.empty(0, dtype=np.int64)
    parts, wholes = [none], [none]
    for link in policy.at_most:
        part, whole = (
            np.flatnonzero(observations["indicator_id"] == name) for name in (link.part, link.whole)
        )
        places = pd.MultiIndex.from_frame(observations[REST].iloc[whole])
        at = places.get_indexer(pd.MultiIndex.from_frame(observations[REST].iloc[part]))
        parts.append(part[at >= 0])
        wholes.append(whole[at[at >= 0]])
    return Rests(np.concatenate(parts), np.concatenate(wholes))


def few_others(observations: pd.DataFrame, policy: Policy, minimum: float) -> Mask:
    """Rows of parts whose whole counts only a few more."""
    found = rests(observations, policy)
    is_few = np.zeros(len(observations), dtype=bool)
    values = observations["value"].to_numpy("float64")
    is_few[found.parts[found.of_few(values, minimum)]] = True
    return is_few


def required_fall(observations: pd.DataFrame, policy: Policy, minimum: float) -> Floats:
    """How far each part must be able to fall for its rest to reach the minimum."""
    found = rests(observations, policy)
    values = observations["value"].to_numpy("float64")
    fall = np.zeros(len(observations))
    few = found.of_few(values, minimum)
    np.maximum.at(fall, found.parts[few], minimum - found.of(values)[few])
    return np.minimum(fall, np.maximum(np.nan_to_num(values) - LEAST_WITHHELD, 0.0))
