"""The rule of a source whose counts are published with noise, and how far a figure may be off.

Differential privacy: what is published is nearly as likely with any one unit's records as without
them. `epsilon` bounds how much likelier, all figures of one unit's budget period together. Pure:
curation draws by this record, the audit checks by it, and pages say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, exp, isfinite, pi, sin

# Above it, whoever knows all records but one unit's could be told them 22,000 times over: no
# protection anybody can explain.
MOST_EPSILON = 10.0
MOST_RECORDS = 1000
COVERED = 0.95
POINTS = 4096


class NoiseUnit(StrEnum):
    """Whose records are protected as a whole."""

    PERSON = "person"
    HOUSEHOLD = "household"
    GIVER = "giver"
    GIFT = "gift"
    DEVICE = "device"


class BudgetPeriod(StrEnum):
    """How long a unit's epsilon has to last."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALWAYS = "always"


# The most figure periods that end within one budget period.
FIGURES_IN: dict[tuple[BudgetPeriod, str], int] = {
    (BudgetPeriod.MONTH, "week"): 5,
    (BudgetPeriod.MONTH, "month"): 1,
    (BudgetPeriod.QUARTER, "week"): 14,
    (BudgetPeriod.QUARTER, "month"): 3,
    (BudgetPeriod.QUARTER, "quarter"): 1,
    (BudgetPeriod.YEAR, "week"): 53,
    (BudgetPeriod.YEAR, "month"): 12,
    (BudgetPeriod.YEAR, "quarter"): 4,
    (BudgetPeriod.YEAR, "half_year"): 2,
    (BudgetPeriod.YEAR, "year"): 1,
}


@dataclass(frozen=True, slots=True)
class Noise:
    """Noise added to counts of records by OpenDP's discrete Laplace mechanism.

    `unit_field` names the column of kept records that tells units apart, `time_field` the one
    with the first day of the figure period a record counts in. Then `bound` is the most records of
    one unit that count in one figure period, the others are left out, and `epsilon` is shared out
    evenly among the figure periods of `period`. Without a `unit_field` one record is one unit, once
    for all, so `bound` is 1 and `period` is always.
    `cells_per_record` is the most counts that one record adds to, totals apart: these are sums
    of noisy counts and cost nothing.
    """

    epsilon: float
    unit: NoiseUnit
    period: BudgetPeriod
    bound: int
    cells_per_record: int = 1
    unit_field: str = ""
    time_field: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError where the record protects nobody, or says too little to tell."""
        _require_number(self.epsilon)
        for name, number in (("bound", self.bound), ("cells_per_record", self.cells_per_record)):
            if type(number) is not int or not 1 <= number <= MOST_RECORDS:
                raise ValueError(
                    f"noise needs `{name}`, a whole number from 1 to {MOST_RECORDS}, not {number!r}"
                )
        if self.unit not in set(NoiseUnit) or self.period not in set(BudgetPeriod):
            raise ValueError(
                f"noise needs a `unit` of {', '.join(NoiseUnit)} and a `period` of "
                f"{', '.join(BudgetPeriod)}, not {self.unit!r} and {self.period!r}"
            )
        if bool(self.unit_field) != bool(self.time_field):
            raise ValueError("noise needs both `unit_field` and `time_field`, or neither")
        is_always = self.period == BudgetPeriod.ALWAYS
        if not self.unit_field and (self.bound != 1 or not is_always):
            raise ValueError(
                f"noise without a `unit_field` takes one record for one {self.unit}: its `bound` "
                "is 1 and its `period` always"
            )
        if self.unit_field and is_always:
            raise ValueError(
                f"a {self.unit} may have records in every period to come, so no epsilon lasts "
                "for always; name a `period`"
            )

    def figures(self, frequency: str) -> int:
        """Among how many figure periods epsilon is shared out. Raises ValueError."""
        if self.period == BudgetPeriod.ALWAYS:
            return 1
        if (self.period, frequency) not in FIGURES_IN:
            raise ValueError(f"noise for each {self.period} cannot be shared out by {frequency}")
        return FIGURES_IN[(self.period, frequency)]

    def epsilon_of_figures(self, frequency: str) -> float:
        """What all counts of one figure period spend of a unit's epsilon."""
        return self.epsilon / self.figures(frequency)

    def scale(self, frequency: str) -> float:
        """The scale of the noise of one count: one unit's most influence over epsilon."""
        return self.bound * self.cells_per_record / self.epsilon_of_figures(frequency)

    def margin(self, frequency: str, counts: int = 1) -> int:
        """A sum of noisy counts lies no further from the true one, 95 times in 100 or more."""
        return margin(self.scale(frequency), counts)


def _require_number(epsilon: float) -> None:
    is_number = type(epsilon) in (int, float) and isfinite(epsilon)
    if not is_number or not 0 < epsilon <= MOST_EPSILON:
        raise ValueError(
            f"noise needs an `epsilon` above 0 and up to {MOST_EPSILON:g}, not {epsilon!r}"
        )


@lru_cache(maxsize=4096)
def margin(scale: float, counts: int) -> int:
    """The least whole number that as many draws of discrete Laplace noise, added up, exceed at
    most 5 times in 100, either way."""
    rest = exp(-1 / scale)
    high = 1
    while _chance_within(rest, counts, high, scale) < COVERED:
        high *= 2
    low = -1
    while high - low > 1:
        middle = (low + high) // 2
        if _chance_within(rest, counts, middle, scale) < COVERED:
            low = middle
        else:
            high = middle
    return high


def _chance_within(rest: float, counts: int, most: int, scale: float) -> float:
    """How often a sum of draws lies within `most` of 0, from its characteristic function.

    The trapezoid rule is exact but for draws beyond its number of points, which are none.
    """
    points = max(POINTS, 64 * int(scale * counts**0.5 + 1))
    total = 0.0
    for step in range(points):
        angle = 2 * pi * (step + 0.5) / points
        one = (1 - rest) ** 2 / (1 - 2 * rest * cos(angle) + rest * rest)
        total += one**counts * sin((most + 0.5) * angle) / sin(angle / 2)
    return total / points
