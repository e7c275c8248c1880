"""A7 across sources: a figure that one source hides and another of the same release tells.

Two deliveries may count the same people, and each hides by rules of its own. No policy says so:
what is the same is seen in the figures, which agree wherever both show them. A quarter of one may
be three months of the other, and a borough of one the neighborhoods of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_loaders.privacy.audit import across_rests, across_shares
from data_loaders.privacy.audit.across_parts import CELL
from data_loaders.privacy.audit.figures import Figures
from data_loaders.privacy.tables import undeclared
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.audit_record import CheckResult
from data_loaders.vocabulary.model import Frequency, Indicator, Measure, Source

SERIES = CELL[:3]
LEAST_SHARED = 8  # figures that both show, before they are taken to be the same
LEAST_VALUES = 4  # of them that differ: two series of zeros agree by chance
LEAST_AGREEING = 0.9
FEWEST_SHARED = 3  # different figures, where all that both show agree and are large
LARGE = 100  # times what they may differ by: of 10,000 pairs of others fewer than one agree so
SLACK = 1e-9
ADDED_UP = (Measure.COUNT, Measure.MONEY)
# Whole periods of which others are made. A week lies in no month.
FROM_DAYS = (Frequency.DAY, Frequency.MONTH, Frequency.QUARTER, Frequency.HALF_YEAR, Frequency.YEAR)


def beside_others(found: CheckResult, one: Figures, others: Sequence[Figures]) -> CheckResult:
    """A7 of a source, with what other sources of the release tell of its hidden figures."""
    apart = [each for each in others if each.source.id != one.source.id]
    told = {each.source.id: count for each in apart if (count := _told(one, each))}
    rests = across_rests.few_left(one, apart)
    if not told and not rests:
        return found
    words = ", ".join(f"{count:,} hidden figures told by {name}" for name, count in told.items())
    few = f"parts that leave a few of another source's: {undeclared.in_words(rests)}"
    failures = found.failures + sum(told.values()) + len(rests)
    note = "; ".join(part for part in (found.note, words, few if rests else "") if part)
    return replace(found, passed=False, failures=failures, note=note)


def _told(one: Figures, other: Figures) -> int:
    """How many hidden figures of a source another shows, or shows all else of."""
    steps = {
        each.id: _step(own.source, each) for own in (one, other) for each in own.source.indicators
    }
    rows = set(across_shares.told(one, other, steps, _are_same))
    for mine in one.source.indicators:
        if not one.series[mine.id]["gap"].any():
            continue
        for its in other.source.indicators:
            shares_areas = set(its.geographies) & set(mine.geographies)
            if its.measure is mine.measure and (shares_areas or mine.measure in ADDED_UP):
                pair = _Pair(one, mine, other, its)
                rows.update(*pair.ways())
    return len(rows)


@dataclass(frozen=True)
class _Pair:
    """An indicator with hidden figures, and one of another source."""

    one: Figures
    mine: Indicator
    other: Figures
    its: Indicator

    def ways(self) -> Iterator[list[int]]:
        """Rows of hidden figures that the other tells: as the same figure, or over time."""
        cells, theirs = self.one.series[self.mine.id], self.other.series[self.its.id]
        step = _step(self.one.source, self.mine) + _step(self.other.source, self.its)
        if self.mine.frequency is self.its.frequency:
            yield _told_as_same(cells, theirs, step)
            if self.mine.measure in ADDED_UP:
                yield from self._by_areas_and_categories(cells, theirs, step)
        elif self.mine.measure in ADDED_UP and _is_part(self.its.frequency, self.mine.frequency):
            yield _told_by_parts(cells, theirs, step)
        elif self.mine.measure in ADDED_UP and _is_part(self.mine.frequency, self.its.frequency):
            yield _told_by_wholes(cells, theirs, step)

    def _by_areas_and_categories(
        self, cells: pd.DataFrame, theirs: pd.DataFrame, step: float
    ) -> Iterator[list[int]]:
        """Hidden wholes of which the other shows all parts, and the only hidden part of a whole
        that the other shows."""
        for sums in self.other.wholes(self.its.id):
            yield _told_by_sums(cells, sums[sums["gaps"] == 0], step)
        for sums in self.one.wholes(self.mine.id):
            both = sums.merge(theirs[[*CELL, "value"]], on=CELL)
            whole = both[both["gaps"] == 0]
            if _are_same(whole["sum"].to_numpy(), whole["value"].to_numpy(), step):
                alone = both[(both["gaps"] == 1) & both["value"].notna()]
                yield alone["hidden_row"].astype("int64").tolist()


def _told_by_sums(mine: pd.DataFrame, sums: pd.DataFrame, step: float) -> list[int]:
    """Hidden figures that are such sums."""
    both = mine.merge(sums[[*CELL, "sum"]], on=CELL)
    is_sum = _are_same(both["value"].to_numpy(), both["sum"].to_numpy(), step)
    return both.loc[both["gap"], "row"].tolist() if is_sum else []


def _is_part(shorter: Frequency, longer: Frequency) -> bool:
    """Whether periods of one length are made of whole ones of another."""
    if longer is Frequency.WEEK:
        return shorter is Frequency.DAY
    both = shorter in FROM_DAYS and longer in FROM_DAYS
    return both and FROM_DAYS.index(shorter) < FROM_DAYS.index(longer)


def _step(source: Source, indicator: Indicator) -> float:
    """How far a published figure may be from the one behind it."""
    return max(10.0**-indicator.decimals, source.policy.rounding or 0.0) / 2


def _told_as_same(mine: pd.DataFrame, theirs: pd.DataFrame, step: float) -> list[int]:
    """Hidden figures that another source shows."""
    _, at, beside = np.intersect1d(mine["key"], theirs["key"], return_indices=True)
    shown = theirs["value"].to_numpy()[beside]
    if not _are_same(mine["value"].to_numpy()[at], shown, step):
        return []
    told = mine["gap"].to_numpy()[at] & np.isfinite(shown)
    return mine["row"].to_numpy()[at][told].tolist()


def _told_by_parts(mine: pd.DataFrame, theirs: pd.DataFrame, step: float) -> list[int]:
    """Hidden figures of which all shorter periods are shown."""
    sums = _sums(mine, theirs)
    whole = sums[sums["gaps"] == 0]
    is_sum = _are_same(whole["value"].to_numpy(), whole["sum"].to_numpy(), step)
    return whole.loc[whole["gap"], "row"].tolist() if is_sum else []


def _told_by_wholes(mine: pd.DataFrame, theirs: pd.DataFrame, step: float) -> list[int]:
    """Hidden figures that are the only one of a longer period which is shown."""
    sums = _sums(theirs, mine)
    whole = sums[sums["gaps"] == 0]
    is_sum = _are_same(whole["value"].to_numpy(), whole["sum"].to_numpy(), step)
    alone = sums[(sums["gaps"] == 1) & sums["value"].notna()]
    return alone["hidden_row"].astype("int64").tolist() if is_sum else []


def _sums(longer: pd.DataFrame, shorter: pd.DataFrame) -> pd.DataFrame:
    """Longer periods with the `sum` of the shorter ones that fill them, and the `gaps` in it."""
    pairs = longer.merge(shorter, on=SERIES, suffixes=("", "_part"))
    parts = pairs[
        (pairs["period_start"] <= pairs["period_start_part"])
        & (pairs["period_end_part"] <= pairs["period_end"])
        & (pairs["value_part"].notna() | pairs["gap_part"])
    ]
    added = (
        parts.assign(
            days=_days(parts, "_part"), hidden_row=parts["row_part"].where(parts["gap_part"])
        )
        .groupby("row")
        .agg(
            sum=("value_part", "sum"),
            gaps=("gap_part", "sum"),
            days=("days", "sum"),
            hidden_row=("hidden_row", "max"),
        )
    )
    joined = longer.merge(added, left_on="row", right_index=True)
    return joined[joined["days"] == _days(joined)]


def _days(rows: pd.DataFrame, ending: str = "") -> pd.Series:
    return (rows[f"period_end{ending}"] - rows[f"period_start{ending}"]).dt.days + 1


def _are_same(mine: Floats, theirs: Floats, within: float) -> bool:
    """Whether figures that both show agree: too often to be others."""
    known = np.isfinite(mine) & np.isfinite(theirs)
    figures, apart = mine[known], np.abs(mine - theirs)[known]
    if len(figures) < LEAST_SHARED:
        large = np.unique(figures[np.abs(figures) >= LARGE * within])
        return bool(len(large) >= FEWEST_SHARED and (apart <= within / 2 + SLACK).all())
    agree = (apart <= within + SLACK).mean()
    return bool(len(np.unique(figures)) >= LEAST_VALUES and agree >= LEAST_AGREEING)
