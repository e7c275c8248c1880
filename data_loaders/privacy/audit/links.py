"""A7: everyone minus a part. Totals shared by several indicators, areas that overlap, "other"."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.tables import linear, linked, lone_gaps, rests, undeclared
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.linked import LinkedTables
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.sums import found_sums
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.model import Measure
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Policy, Sum


def link_check(published: PublishedSource) -> CheckResult:
    """Withheld cells of linked indicators, attacked over all their equations at once.

    Sums the policy names, and sums the published figures show without being named.
    """
    if published.unnested:
        return result("A7", 1, 0, note=published.unnested)
    return _with_undeclared_parts(_of_named_links(published), published)


def _with_undeclared_parts(found: CheckResult, published: PublishedSource) -> CheckResult:
    """The check, which fails where a count seems to be a part of another and leaves a few of it."""
    counts = [one.id for one in published.source.indicators if one.measure is Measure.COUNT]
    seen = published.observations.assign(value=np.where(published.hidden, np.nan, published.values))
    suspects = undeclared.few_left(seen, published.policy, counts, published.minimum)
    if not suspects:
        return found
    words = f"parts that no rule names leave a few: {undeclared.in_words(suspects)}"
    note = "; ".join(part for part in (found.note, words) if part)
    return replace(found, passed=False, failures=found.failures + len(suspects), note=note)


def _of_named_links(published: PublishedSource) -> CheckResult:
    policy = with_all_sums(published)
    if not linked.linked_indicators(policy):
        note = "one nested table an indicator, attacked by flow in A1 to A3"
        seen = published.hidden_additive.sum()
        return result("A7", 0, seen, note=note, covered=seen)
    return _over_all_equations(published, policy)


def with_all_sums(published: PublishedSource) -> Policy:
    """The source's policy, and every sum that its figures show without being named."""
    sums = {*published.policy.sums, *undeclared_sums(published)}
    return replace(published.policy, sums=tuple(sorted(sums, key=lambda link: link.total)))


def undeclared_sums(published: PublishedSource) -> list[Sum]:
    """Sums that hold wherever they can be seen in the published figures of what adds up."""
    additive = {cube.indicator_id for cube in published.cubes}
    families = {one.id: one.family for one in published.source.indicators if one.id in additive}
    declared = {(link.total, frozenset(link.parts)) for link in published.policy.sums}
    sums = found_sums(published.observations, families)
    return [link for link in sums if (link.total, frozenset(link.parts)) not in declared]


def _over_all_equations(published: PublishedSource, policy: Policy) -> CheckResult:
    ids = linked.linked_indicators(policy) | {ratio.result for ratio in policy.ratios}
    chosen = _attacked(published, ids)
    periods = linked.periods_of(published.observations[chosen])
    failures = checked = 0
    widths = [np.inf]
    for period in periods:
        told, cells, width = _one_period(published, policy, chosen, period)
        failures, checked = failures + told, checked + cells
        widths.append(width)
    links = f"{len(policy.sums)} sums, {len(policy.ratios)} ratios, {len(policy.at_most)} subsets"
    note = f"{links}, all {len(periods)} periods with a gap"
    unseen = int(chosen.sum()) - checked
    failures += unseen + _short_sums(published, policy) + _rests_shown(published)
    failures += len(list(lone_gaps.short_groups(published.observations, published.hidden, policy)))
    return result("A7", failures, checked, min(widths), note, checked)


def _short_sums(published: PublishedSource, policy: Policy) -> int:
    """Sums over indicators with fewer gaps than the policy asks, and a figure beside them."""
    table = published.observations.assign(_gap=published.hidden)
    short = 0
    for link in policy.sums:
        rows = table[table["indicator_id"].isin([link.total, *link.parts])]
        places = rows.groupby([name for name in KEY if name != "indicator_id"])
        gaps, size = places["_gap"].sum(), places.size()
        shown = places["value"].agg(lambda value: (value > 0).any())
        short += int(
            ((gaps > 0) & (gaps < policy.least_gaps) & shown & (size > len(link.parts))).sum()
        )
    return short


def _attacked(published: PublishedSource, ids: frozenset[str]) -> Mask:
    """Every withheld count that a link holds: an attack on fewer has not been one."""
    counts = {one.id for one in published.source.indicators if one.measure is Measure.COUNT}
    return published.hidden & published.observations["indicator_id"].isin(ids & counts).to_numpy()


def _one_period(
    published: PublishedSource, policy: Policy, chosen: Mask, period: pd.Timestamp
) -> tuple[int, int, float]:
    """Failures, cells looked at, and the narrowest range, in one period."""
    tied = linked.linked_tables(
        published.observations,
        published.hidden,
        list(published.cubes),
        policy,
        period,
        LEAST_WITHHELD,
        rounding(published, policy),
    )
    cells = np.flatnonzero(chosen[tied.rows])
    try:
        low, high = linear.intervals(tied.system, cells)
    except ContradictionError:
        return 1, len(cells), np.inf
    # Whole numbers: the ends of a range that are none cannot be.
    low, high = np.ceil(low - linear.EXACT), np.floor(high + linear.EXACT)
    width = high - low
    failing = (width < published.level - 1e-6) | (high < published.minimum - 1e-6)
    told = int(failing.sum()) + _rests_of_gaps(published, policy, tied, cells, low, high)
    return told, len(cells), float(width.min(initial=np.inf))


def _rests_of_gaps(
    published: PublishedSource,
    policy: Policy,
    tied: LinkedTables,
    cells: Ints,
    low: Floats,
    high: Floats,
) -> int:
    """What wholes have beside their parts, where a gap of either leaves it surely somebody and
    surely few."""
    here = published.observations.iloc[tied.rows].reset_index(drop=True)
    found = rests.rests(here, policy)
    lowest, highest = tied.system.lower.copy(), tied.system.upper.copy()
    lowest[cells], highest[cells] = low, high
    least = lowest[found.wholes] - highest[found.parts]
    most = highest[found.wholes] - lowest[found.parts]
    gap = published.hidden[tied.rows]
    beside_a_gap = gap[found.wholes] | gap[found.parts]
    return int((beside_a_gap & (least > 0.5) & (most < published.minimum - 0.5)).sum())


def _rests_shown(published: PublishedSource) -> int:
    """Parts shown beside a whole that counts a few more: they can be subtracted."""
    found = rests.rests(published.observations, published.policy)
    return int(found.of_few(published.values, published.minimum).sum())


def rounding(published: PublishedSource, policy: Policy) -> dict[str, float]:
    """How far apart the values are that a published percent may stand for."""
    results = {ratio.result for ratio in policy.ratios}
    return {
        one.id: max(10.0**-one.decimals, policy.rounding or 0.0)
        for one in published.source.indicators
        if one.id in results
    }
