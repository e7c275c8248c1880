"""The ledger of draws of a source with noise, made from published files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables.noisy import leaves
from data_loaders.vocabulary.draws import Drawn
from data_loaders.vocabulary.noise import Noise
from data_loaders.vocabulary.policy import Grid


@dataclass(frozen=True)
class Told:
    """What one release tells of a source: its rule of noise, None where it had none, its table,
    and the ledger of its audit, empty where that had none."""

    release_id: str
    noise: Noise | None
    observations: pd.DataFrame
    draws: tuple[Drawn, ...] = ()


def ledger(now: Told, grid: Grid, earlier: Sequence[Told]) -> tuple[Drawn, ...]:
    """Every draw that any release told, by period, each as it was first written down.

    `earlier` are newest first. A release that has no ledger is read for the draws it tells.
    """
    known: dict[tuple[object, object], Drawn] = {}
    for release in [*reversed(earlier), now]:
        for each in [*release.draws, *drawn_in(release, grid)]:
            known.setdefault((each.period_start, each.period_end), each)
    return tuple(sorted(known.values(), key=lambda each: (each.period_start, each.period_end)))


def drawn_in(release: Told, grid: Grid) -> Iterable[Drawn]:
    """The draws that the figures of a release are, as if it told them first."""
    if release.noise is None:
        return
    epsilon = release.noise.epsilon_of_figures(grid.frequency)
    drawn = leaves(release.observations)
    for _, rows in drawn.groupby(["period_start", "period_end"], sort=True):
        days = rows["period_start"].iloc[0].date(), rows["period_end"].iloc[0].date()
        yield Drawn(*days, release.release_id, epsilon, len(rows), _sha256(rows))


def drawn_again(release: Told, grid: Grid, draws: Iterable[Drawn]) -> int:
    """Periods of a release that tell other figures than a ledger has written down."""
    told = {(each.period_start, each.period_end): each for each in draws}
    found = [(told.get((one.period_start, one.period_end)), one) for one in drawn_in(release, grid)]
    return sum(was is not None and was.sha256 != one.sha256 for was, one in found)


def _sha256(rows: pd.DataFrame) -> str:
    """A hash of drawn figures with their keys, in the order of these."""
    ordered = rows.sort_values(KEY)
    names = [name for name in KEY if name != "period_start"]
    columns = [ordered[name].astype(str) for name in names]
    values = [repr(float(value)) for value in ordered["value"]]
    lines = ("\t".join(line) for line in zip(*columns, values, strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
