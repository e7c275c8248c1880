"""Attack one nested table of one period: what can be said about each withheld cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_loaders.privacy.tables import cuts, groups
from data_loaders.privacy.tables.flow import ContradictionError, WithheldFlow
from data_loaders.privacy.tables.network import NO_CELL, Floats, Ints, Mask, Network


@dataclass(frozen=True)
class Goal:
    """When a withheld cell counts as found out.

    A count is when its upper bound stays below `minimum`; an amount of money (`p_percent` set)
    when its range is too narrow for the p % rule; both when the range is under `level` wide.
    """

    minimum: int
    level: int
    p_percent: float | None = None
    least_gaps: int = 2


@dataclass(frozen=True)
class Findings:
    """Counts over withheld cells, and the narrowest range; never which cells."""

    checked: int = 0
    exact: int = 0
    too_narrow: int = 0
    insider: int = 0
    worst_width: float = np.inf
    contradictions: int = 0

    def __add__(self, other: Findings) -> Findings:
        return Findings(
            self.checked + other.checked,
            self.exact + other.exact,
            self.too_narrow + other.too_narrow,
            self.insider + other.insider,
            min(self.worst_width, other.worst_width),
            self.contradictions + other.contradictions,
        )


def attack(
    network: Network,
    values: Floats,
    hidden: Mask,
    goal: Goal,
    least: int,
    alone: Mask | None = None,
) -> Findings:
    """Everything addition tells about the `hidden` cells, by an attacker who knows `least`.

    `values` by cell: NaN where unknown. Cells that are unknown and not hidden have no row.
    `alone` are the cells that may have a lone contributor, all where it is not given.
    """
    if not hidden.any():
        return Findings()
    unknown = np.isnan(values)
    try:
        flow = WithheldFlow(network, values, unknown, least)
    except ContradictionError:
        return Findings(checked=int(hidden.sum()), contradictions=1)
    cells = flow.cells()
    chosen = np.flatnonzero((cells != NO_CELL) & hidden[cells])
    low, high = _ranges(flow, chosen, goal)
    width = high - low
    narrow = (width < goal.level) | ~_far_enough(low, high, goal)
    told = _told_by_groups(network, values, hidden, goal, least)
    return Findings(
        checked=len(chosen),
        exact=int((width == 0).sum()),
        too_narrow=int(narrow.sum()) + told,
        insider=_insider(flow, chosen, network.same(~hidden & (values == 0)), goal, alone),
        worst_width=float(width.min(initial=np.inf)),
    )


def _told_by_groups(network: Network, values: Floats, hidden: Mask, goal: Goal, least: int) -> int:
    """What an attacker gains who knows that one of a group of gaps is below the minimum."""
    if goal.p_percent is not None or not least:
        return 0
    short = groups.short_sums(network.rules, values, hidden, goal.least_gaps)
    asked = groups.Asked(goal.minimum, goal.level, goal.least_gaps)
    told = list(groups.telling(network.rules, values, hidden, asked))
    return len(short) + len(told)


def _ranges(flow: WithheldFlow, chosen: Ints, goal: Goal) -> tuple[Floats, Floats]:
    """Lowest and highest values, or values inside the range where those are already far enough.

    A range is followed to its ends unless it is known to be as wide as the minimum, so the
    narrowest one found is exact when it is below that, and else a floor.
    """
    enough = max(goal.minimum, goal.level)
    low = flow.flow[chosen].astype(np.float64)
    high = low + enough
    if goal.p_percent is None:
        unclear = np.flatnonzero(~flow.can_rise(enough)[chosen])
    else:
        unclear = np.arange(len(chosen))
    high[unclear] = [flow.highest(int(arc)) for arc in chosen[unclear]]
    for place in unclear:
        if goal.p_percent is not None or high[place] - low[place] < enough:
            low[place] = flow.lowest(int(chosen[place]))
    return low, high


def _far_enough(low: Floats, high: Floats, goal: Goal) -> Mask:
    if goal.p_percent is None:
        return high >= goal.minimum
    share = goal.p_percent / 100
    # Uncertain by p % on both sides of any true value: high / low >= (1 + p) / (1 - p).
    return high * (1 - share) >= low * (1 + share)


def _insider(flow: WithheldFlow, chosen: Ints, same: Ints, goal: Goal, alone: Mask | None) -> int:
    """Withheld cells that the only contributor of another one can work out."""
    change = cuts.circulation(flow.tails, flow.heads, flow.network.nodes)
    below = goal.minimum if goal.p_percent is None else np.inf
    told = 0
    for group in cuts.groups_that_change_together(change, chosen):
        cells = flow.cells()[group]
        lone = np.ones(len(group), dtype=bool) if alone is None else alone[cells]
        if goal.p_percent is None:
            lone = lone & np.array([flow.lowest(int(arc)) <= 1 for arc in group])
        amounts, alike = flow.flow[group], same[cells]
        is_told = cuts.told_to_an_insider(amounts, change[group], alike, lone, below)
        told += int(is_told.sum())
    return told
