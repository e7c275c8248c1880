"""Which figures of two areas, or of two times, may be called higher or lower than one another."""

from __future__ import annotations

import math
from collections.abc import Mapping

from data_loaders.vocabulary.model import Indicator

# A survey's figures closer together than this many points cannot be told apart. Where the
# publisher gives no margin, none can.
NOT_GIVEN = math.inf
MARGINS: Mapping[str, float] = {
    "health_insurance": 5.0,
    "rent_burden": NOT_GIVEN,
    "poverty": NOT_GIVEN,
    "child_poverty": NOT_GIVEN,
    "older_adults_living_alone": NOT_GIVEN,
    "independent_living_difficulty": NOT_GIVEN,
    "unemployment_five_years": NOT_GIVEN,
}
# Several areas have the one estimate of the group they are in.
OF_GROUPS = frozenset({"health_insurance"})
# Two figures this close, as a share of the larger, are called about the same.
NEARLY = 0.01


def margin(indicator: Indicator) -> float:
    """How far apart two figures of a survey must be to be told apart; 0 for what is counted."""
    return MARGINS.get(indicator.id, 0.0)


def are_close(one: float, other: float, indicator: Indicator) -> bool:
    """Whether two figures differ by no more than their rounding and a hundredth."""
    step = 10.0**-indicator.decimals
    return abs(one - other) <= max(step, NEARLY * max(abs(one), abs(other))) + 1e-9
