"""A15: a source published with noise, attacked on its published files alone.

Nothing is hidden there, so nothing can be found out by sums. What would undo noise is a figure
without any, a second draw of the same count, or more draws than epsilon pays for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.ledger import Told, drawn_again, ledger
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.privacy.tables.noisy import COUNT, leaves, with_range, with_totals
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.draws import Drawn, is_overspent, spent
from data_loaders.vocabulary.model import Measure, Reason, Source, Status
from data_loaders.vocabulary.noise import BudgetPeriod, Noise
from data_loaders.vocabulary.policy import Grid

ALIAS = {BudgetPeriod.MONTH: "M", BudgetPeriod.QUARTER: "Q", BudgetPeriod.YEAR: "Y"}
UNLIKELY = 30.0  # times the scale, beyond which a draw lies once in ten million million


@dataclass(frozen=True)
class NoisySource:
    """What an attacker holds of a source published with noise.

    `earlier` is what other releases tell of it, newest first; `gone` are draws that withdrawn
    ones told and left in their audits.
    """

    source: Source
    observations: pd.DataFrame
    earlier: Sequence[Told]
    boroughs: BoroughOf
    release_id: str = ""
    gone: tuple[Drawn, ...] = ()

    @property
    def noise(self) -> Noise:
        noise = self.source.policy.noise
        if noise is None:
            raise ValueError(f"{self.source.id} is not published with noise")
        return noise

    @property
    def grid(self) -> Grid:
        grid = self.source.policy.publication_grid
        if grid is None:
            raise ValueError(f"{self.source.id} has no publication grid")
        return grid

    @property
    def told(self) -> Told:
        """What this release tells, before it has a ledger."""
        return Told(self.release_id, self.noise, self.observations)

    @property
    def draws(self) -> tuple[Drawn, ...]:
        """The ledger: every draw that this release or any before it told."""
        gone = Told("", None, self.observations.iloc[:0], self.gone)
        return ledger(self.told, self.grid, [*self.earlier, gone])


def noise_check(published: NoisySource) -> CheckResult:
    """Every figure noisy and a whole number, totals made of noisy counts, nothing drawn twice,
    and no unit's epsilon overspent."""
    faults = {name: find(published) for name, find in FAULTS.items()}
    notes = [f"{count:,} {name}" for name, count in faults.items() if count]
    width = _widest(published) if not notes else None
    said = f"; the widest range is {width:,.0f} either way" if width is not None else ""
    note = ", ".join(notes) or f"{_spent(published)}{said}"
    return result("A15", sum(faults.values()), len(published.observations), note=note)


def control_check(published: NoisySource) -> CheckResult:
    """A12 for noise: publish broken on purpose, each break has to be found."""
    breaks = _broken(published)
    missed = [name for name, broken in breaks if noise_check(broken).passed]
    note = f"missed: {', '.join(missed)}" if missed else "every break was found"
    return result("A12", len(missed), len(breaks), note=note)


def _not_noisy(published: NoisySource) -> int:
    """Figures that are not said to be noisy, or are no whole count."""
    table = published.observations
    said = table["status"].eq(str(Status.ESTIMATED)) & table["reason"].eq(str(Reason.NOISY))
    values = table["value"].to_numpy("float64")
    is_count = np.isfinite(values) & (values >= 0) & (values == np.rint(values))
    counts = {each.id for each in published.source.indicators if each.measure is Measure.COUNT}
    return int((~(said & is_count & table["indicator_id"].isin(counts))).sum())


def _wrong_totals(published: NoisySource) -> int:
    """Totals that are not the sum of the noisy counts below them, as one not drawn is not."""
    table = published.observations
    below = leaves(table)
    made = with_totals(below, published.grid, published.boroughs)
    # A count shown as 0 may have been drawn below it, by so much at most.
    zeros = with_totals(
        below.assign(value=below["value"].eq(0).astype("float64")),
        published.grid,
        published.boroughs,
    )
    slack = UNLIKELY * published.noise.scale(published.grid.frequency)
    both = made.assign(low=made["value"] - slack * zeros["value"])
    known = table.merge(
        both[[*KEY, "value", "low", COUNT]], on=KEY, how="outer", suffixes=("", "_made")
    )
    least = known["low"].clip(lower=0.0)
    fits = known["value"].between(least, known["value_made"])
    return int((~fits).sum())


def _drawn_twice(published: NoisySource) -> int:
    """Figures that differ from what an earlier release says of the same."""
    told = 0
    for each in published.earlier:
        both = published.observations.merge(each.observations, on=KEY, suffixes=("", "_before"))
        told += int((both["value"] != both["value_before"]).sum())
    return told


def _against_the_ledger(published: NoisySource) -> int:
    """Periods told otherwise than when they were drawn, by a release that may be gone by now."""
    return drawn_again(published.told, published.grid, published.draws)


def _other_rules(published: NoisySource) -> int:
    """Earlier releases that tell periods of the same source by another rule, or without noise."""
    return sum(each.noise != published.noise for each in published.earlier)


def _overspent(published: NoisySource) -> int:
    """Budget periods in which more figure periods were drawn than share its epsilon."""
    grid, noise = published.grid, published.noise
    spans = published.observations[["period_start", "period_end"]].drop_duplicates()
    spans = spans.sort_values("period_start")
    overlaps = int((spans["period_start"] <= spans["period_end"].shift()).sum())
    if noise.period == BudgetPeriod.ALWAYS:
        return overlaps  # a unit lies in one figure period, so that no two may share a day
    budget = spans["period_end"].dt.to_period(ALIAS[noise.period])
    most = noise.figures(grid.frequency)
    return overlaps + int((budget.value_counts() > most).sum())


def _overdrawn(published: NoisySource) -> int:
    """Whether all draws of all releases spend more than the rule declares."""
    return int(is_overspent(published.draws, published.noise))


FAULTS: dict[str, Callable[[NoisySource], int]] = {
    "figures not said to be noisy counts": _not_noisy,
    "totals that are not made of noisy counts": _wrong_totals,
    "figures drawn a second time": _drawn_twice,
    "periods told otherwise than the ledger of draws has them": _against_the_ledger,
    "earlier releases by another rule": _other_rules,
    "times that overlap or overspend epsilon": _overspent,
    "ledgers of draws that spend more epsilon than is declared": _overdrawn,
}


def _widest(published: NoisySource) -> float:
    known = with_range(published.observations, published.noise, published.grid, published.boroughs)
    return float((known["upper"] - known["value"]).max())


def _spent(published: NoisySource) -> str:
    noise = published.noise
    share = noise.epsilon_of_figures(published.grid.frequency)
    draws = published.draws
    return (
        f"epsilon {noise.epsilon:g} for each {noise.unit} and {noise.period}, {share:g} of it for "
        f"each {published.grid.frequency}; {len(draws):,} drawn in "
        f"{len({each.release_id for each in draws}):,} releases, at most "
        f"{spent(draws, noise):g} spent"
    )


def _broken(published: NoisySource) -> list[tuple[str, NoisySource]]:
    """One figure without noise, a total of its own, a second draw, another rule, a period twice."""
    table, noise = published.observations, published.noise
    last = table["period_start"].eq(table["period_start"].max())
    totals = _totals(published)
    plain, own, early = table.copy(), table.copy(), table.copy()
    plain.loc[plain.index[0], ["status", "reason"]] = [str(Status.NORMAL), ""]
    # Above what is below it: no sum of noisy counts can be.
    own.loc[totals, "value"] += 1
    early["value"] += 1
    shifted = table[last].assign(
        period_start=table["period_end"], period_end=table["period_end"] + pd.Timedelta(days=9)
    )
    other = replace(noise, epsilon=noise.epsilon / 2)
    told = published.told
    gone = tuple(replace(each, sha256="") for each in ledger(told, published.grid, ()))
    breaks = [
        ("figure without noise", replace(published, observations=plain)),
        ("second draw", replace(published, earlier=(replace(told, observations=early),))),
        ("a draw that is gone", replace(published, earlier=(), gone=gone)),
        ("another rule", replace(published, earlier=(replace(told, noise=other),))),
        ("overlap", replace(published, observations=pd.concat([table, shifted]))),
    ]
    if totals.any():
        breaks.append(("total without noise", replace(published, observations=own)))
    return breaks


def _totals(published: NoisySource) -> pd.Series:
    """The rows of a published table that are sums of others."""
    below = leaves(published.observations)[KEY].assign(is_leaf=True)
    merged = published.observations.merge(below, on=KEY, how="left")
    return pd.Series(merged["is_leaf"].isna().to_numpy(), index=published.observations.index)
