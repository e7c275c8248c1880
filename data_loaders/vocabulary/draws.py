"""The ledger of a source with noise: which figures were drawn, when they were first told, and what
that spent of each unit's epsilon.

Every audit of such a source holds it whole, so that the newest release knows of every draw that any
release before it told, those that are gone too. Pure: pages read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data_loaders.vocabulary.noise import BudgetPeriod, Noise

MONTHS_IN = {BudgetPeriod.MONTH: 1, BudgetPeriod.QUARTER: 3, BudgetPeriod.YEAR: 12}
# Shares of an epsilon add up to it, but for how numbers are rounded.
ROUNDED = 1e-9


@dataclass(frozen=True, slots=True)
class Drawn:
    """All counts of one figure period, drawn together and once.

    `release_id` told them first; `epsilon` is what they spent of every unit that counts in the
    period; `counts` is how many were drawn; `sha256` is of the figures as they were told, so that a
    second draw is known for one by whoever no longer has the first.
    """

    period_start: date
    period_end: date
    release_id: str
    epsilon: float
    counts: int
    sha256: str


def spent(draws: Sequence[Drawn], noise: Noise) -> float:
    """The most of one unit's epsilon that was spent within one of its budget periods."""
    return max((sum(each.epsilon for each in some) for some in _together(draws, noise)), default=0)


def is_overspent(draws: Sequence[Drawn], noise: Noise) -> bool:
    """Whether more was spent than the rule declares."""
    return spent(draws, noise) > noise.epsilon + ROUNDED


def _together(draws: Sequence[Drawn], noise: Noise) -> Iterable[list[Drawn]]:
    """Draws that one unit may have paid for out of one budget.

    Where that lasts for always a unit lies in one figure period, so only those of one day count.
    """
    if noise.period == BudgetPeriod.ALWAYS:
        return [
            [each for each in draws if each.period_start <= first.period_start <= each.period_end]
            for first in draws
        ]
    budgets: dict[int, list[Drawn]] = {}
    for each in draws:
        month = each.period_end.year * 12 + each.period_end.month - 1
        budgets.setdefault(month // MONTHS_IN[noise.period], []).append(each)
    return budgets.values()
