"""What a count's contributors are: each adds one to it, or it is told why there may be fewer.

Hours, visits or dollars given as a count hold many of one person. Its change by twelve would be
taken for twelve people, and its minimum be reached by one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.bases import REST
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import Indicator, Measure
from data_loaders.vocabulary.policy import Contributors, Policy

RAW = (Contributors.COUNTED, Contributors.BOUNDED)


def require_counted_once(
    counted: pd.DataFrame, policy: Policy, indicators: Iterable[Indicator]
) -> None:
    """Stop where a count is more than its contributors.

    A part of a whole that the policy names may rest on the others of it, where these are fewer:
    its number tells about them.
    """
    if policy.contributors not in RAW:
        return
    counts = [one.id for one in indicators if one.measure is Measure.COUNT]
    of_people = counted[counted["indicator_id"].isin(counts)]
    value, base = (of_people[name].to_numpy("float64") for name in ("value", "contributors"))
    more = (value > base) & ~(base >= _others(of_people, counted, policy))
    if more.any():
        names = ", ".join(sorted(set(of_people.loc[more, "indicator_id"])))
        raise TreatmentError(
            f"{names} counts more than its contributors, so that one may hold several of it; "
            "count each contributor once, or name what it is a part of in the policy's `sums` or "
            "`at_most`, and let it rest on the others of that"
        )


def _others(parts: pd.DataFrame, counted: pd.DataFrame, policy: Policy) -> Floats:
    """How many others the smallest named whole of each row has; infinite where none is there."""
    wholes = [(part, link.total) for link in policy.sums for part in link.parts]
    wholes += [(link.part, link.whole) for link in policy.at_most]
    key = ["indicator_id", *REST]
    value = counted.set_index(key)["value"]
    fewest = np.full(len(parts), np.inf)
    for part, whole in wholes:
        rows = np.flatnonzero(parts["indicator_id"].eq(part))
        places = pd.MultiIndex.from_frame(parts.iloc[rows][key].assign(indicator_id=whole))
        others = value.reindex(places).to_numpy("float64") - parts["value"].to_numpy()[rows]
        fewest[rows] = np.fmin(fewest[rows], others)
    return fewest
