"""A14: all periods, tables and releases of a source as one system, and all of its changes.

What no table, period or release tells by itself, they may tell together: two-quarter sums beside
the tables of both quarters; a pattern of gaps that was another one before; changes that cancel.
Who is alone in one gap knows one more cell, and works out no other either. Gaps that only the rules
of one nested table hold are attacked exactly, by flow, in A1 to A4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import joint_rules, links, tables, time_rules, versions
from data_loaders.privacy.audit.joint_rules import Releases
from data_loaders.privacy.audit.published import HIDDEN, PublishedSource, published_source
from data_loaders.privacy.tables import combinations, insiders, joined, ways
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.insiders import Insiders
from data_loaders.privacy.tables.joined import JoinedSystem, Need, Part
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.audit_record import CheckResult, result


@dataclass(frozen=True)
class Found:
    """Over the gaps of one system or more: found out, bounded by relaxation only, looked at; the
    narrowest range; how many systems contradict themselves; and found out by who is alone in
    another gap."""

    told: int = 0
    relaxed: int = 0
    seen: int = 0
    width: float = np.inf
    contradictions: int = 0
    insider: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.told + other.told,
            self.relaxed + other.relaxed,
            self.seen + other.seen,
            min(self.width, other.width),
            self.contradictions + other.contradictions,
            self.insider + other.insider,
        )


def joint_check(
    published: PublishedSource, released: Sequence[pd.DataFrame], boroughs: BoroughOf
) -> CheckResult:
    """Every gap of a sum in all that was ever published, and changes by any combination of rules.

    `released` are the source's observations in earlier releases.
    """
    if published.unnested:
        return result("A14", 1, 0, note=published.unnested)
    earlier = tuple(_otherwise(published, released, boroughs))
    releases = Releases(
        (published, *earlier), links.with_all_sums(published), time_rules.time_rules(published)
    )
    attacked, unseen = _attacked(releases, joint_rules.joined_system(releases))
    changes = sum(_told_changes(releases, frame) for frame in released)
    failures = attacked.told + attacked.insider + attacked.contradictions + changes + unseen
    gaps = int(published.hidden_additive.sum())
    covered = max(gaps - unseen, 0)
    return result("A14", failures, gaps, attacked.width, _note(attacked, unseen), covered)


def _note(attacked: Found, unseen: int) -> str:
    if attacked.contradictions:
        return f"published figures of {attacked.contradictions} systems contradict each other"
    if unseen:
        return f"{unseen} withheld cells of sums were not looked at"
    exactly = attacked.seen - attacked.relaxed
    return (
        f"{attacked.seen:,} withheld cells tied beyond one table: {exactly:,} ranges shown by "
        f"whole numbers that fit, {attacked.relaxed:,} by relaxation; {attacked.insider:,} are "
        f"worked out by a lone contributor of another; all others by flow, A1 to A4"
    )


def _otherwise(
    published: PublishedSource, released: Sequence[pd.DataFrame], boroughs: BoroughOf
) -> Iterator[PublishedSource]:
    """Earlier releases, of each the periods in which a figure that adds up is not as it is now."""
    ids = {cube.indicator_id for cube in published.cubes}
    now = published.observations.assign(_gap=published.hidden)
    for frame in released:
        before = frame[frame["indicator_id"].isin(ids)]
        beside = before.merge(
            now[[*KEY, "value", "_gap"]], on=KEY, how="left", suffixes=("", "_now")
        )
        value = beside["value"].fillna(0.0).eq(beside["value_now"].fillna(0.0))
        same = value & beside["status"].isin(HIDDEN).eq(beside["_gap"])
        periods = set(beside.loc[~same, "period_start"])
        if periods:
            chosen = frame[frame["period_start"].isin(periods)]
            yield published_source(published.source, chosen, boroughs)


def _attacked(releases: Releases, system: JoinedSystem) -> tuple[Found, int]:
    """What every system tells, and how many gaps of rules beyond one table no attack saw."""
    need, below, total = _need(releases), _found_below(releases), Found()
    seen = np.zeros(len(releases.is_target), dtype=bool)
    for part in joined.parts(system):
        if not part.is_one_table:
            found = _one_system(part, need.of(part.cells), releases, below[part.cells])
            is_group = not found.told and _tells_few(part, releases, below[part.cells])
            total = total + found + Found(told=int(is_group))
            seen[part.cells] = True
    tied = np.zeros_like(seen)
    tied[system.rules[np.flatnonzero(system.table < 0)].tocoo().col] = True
    return total, int((tied & releases.is_target & ~seen).sum())


def _tells_few(part: Part, releases: Releases, below: Floats) -> bool:
    """Whether gaps that a sum beyond one table ties give a small one of them away.

    What a table tells by itself A3 finds.
    """
    published, is_money = releases.held[0], np.isinf(below)
    if is_money.any() or not part.has_wide_sums:
        return False
    return ways.tells_few(part, published.minimum, published.level)


def _one_system(part: Part, need: Need, releases: Releases, below: Floats) -> Found:
    targets = np.flatnonzero(releases.is_target[part.cells])
    try:
        attack = joined.Attack(part, need)
        told, relaxed = attack.judged(targets)
    except ContradictionError:
        return Found(seen=len(targets), contradictions=1)
    width = attack.width(targets)
    own = Insiders(releases.may_be_alone[part.cells], below)
    inside = insiders.tied(attack, own, targets)
    return Found(
        told=int(told.sum()),
        relaxed=int(relaxed.sum()),
        seen=len(targets),
        width=width,
        insider=int((inside & ~told).sum()),
    )


def _found_below(releases: Releases) -> Floats:
    """The value under which a lone contributor of another gap may not work one out: the minimum
    of counts, any amount of money."""
    published = releases.held[0]
    money = {cube.indicator_id for cube in published.cubes if published.is_money(cube)}
    is_money = releases.rows["indicator_id"].isin(money).to_numpy()
    return np.where(is_money, np.inf, float(published.minimum))


def _need(releases: Releases) -> Need:
    """The minimum for counts, p % on both sides for money, and the level for both."""
    published = releases.held[0]
    share_of = {
        cube.indicator_id: (tables.goal_of(published, cube).p_percent or 0.0) / 100
        for cube in published.cubes
    }
    share = releases.rows["indicator_id"].map(share_of).fillna(0.0).to_numpy(np.float64)
    reach = np.where(share > 0, 0.0, float(published.minimum))
    return Need(reach, float(published.level), np.asarray(share, dtype=np.float64))


def _told_changes(releases: Releases, frame: pd.DataFrame) -> int:
    """Gaps whose change since an earlier release some combination of rules tells."""
    published = releases.held[0]
    adds_up = published.observations["indicator_id"].isin(
        {cube.indicator_id for cube in published.cubes}
    )
    change = np.where(adds_up, versions.known_changes(published, frame), 0.0)
    periods = sorted(set(published.observations.loc[np.nan_to_num(change) != 0, "period_start"]))
    if not periods:
        return 0
    size = len(published.observations)
    policy = replace(releases.policy, ratios=(), at_most=())
    rules = joint_rules.stacked(
        [
            *joint_rules.within(published, policy, periods, 0, size),
            joint_rules.over_time(releases.over_time, size),
        ],
        size,
    )
    equal = rules.rules[np.flatnonzero(rules.least == rules.most)]
    money = {cube.indicator_id for cube in published.cubes if published.is_money(cube)}
    is_money = published.observations["indicator_id"].isin(money).to_numpy()
    enough = np.where(is_money, np.inf, float(published.minimum))
    return int(combinations.told(equal, change, enough).sum())
