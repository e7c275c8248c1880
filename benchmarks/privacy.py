"""How long disclosure control takes, what it withholds, and what simpler rules let through.

Run as `python -m benchmarks.privacy [weeks]`; 200 weeks × 5 sources by default, on two
processes. Prints a table and ends with exit code 1 where a budget is missed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit.run import audit_release
from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.challenge import invented as simulated
from data_loaders.privacy.challenge import invented_release
from data_loaders.privacy.challenge.invented import PROFILES, Profile
from data_loaders.privacy.tables.counted import borough_of
from data_loaders.privacy.tables.cube import Cube, cubes
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment.margins import completed
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.progress import Silent

WEEKS = 200
PROCESSES = 2
SECONDS_FOR_ALL = 300.0
SECONDS_A_WEEK = 2.0
SAMPLED_WEEKS = 10
MINIMUM = 10


@dataclass(frozen=True)
class Treated:
    """One source after treatment, with what it cost."""

    profile: Profile
    observations: pd.DataFrame
    seconds: float
    withheld: float
    volume: float
    flips: float


def counted(profile: Profile, weeks: int) -> pd.DataFrame:
    """An invented source without empty cells: in places that are mostly empty a gap says 1, and
    treatment stops, as it asks for coarser categories."""
    table = simulated.counted(profile, weeks)
    is_empty = table["value"].eq(0)
    filled = dict.fromkeys(("value", "contributors"), float(MINIMUM))
    filled |= dict.fromkeys(("largest", "second"), 1.0)
    return table.assign(**{name: table[name].mask(is_empty, to) for name, to in filled.items()})


def treated(profile: Profile, weeks: int, block_periods: int) -> Treated:
    """Treat an invented source and measure it."""
    table = counted(profile, weeks)
    policy = simulated.policy(block_periods=block_periods)
    started = time.perf_counter()
    observations = treat(table, policy, [simulated.indicator(profile)]).observations
    seconds = time.perf_counter() - started
    leaf = observations[observations["geography"] == "nta2010"]
    truth = table.set_index(KEY)["value"].reindex(pd.MultiIndex.from_frame(leaf[KEY]))
    parts = (leaf["industry_id"] != "all").to_numpy()
    hidden = (leaf["status"] == "withheld").to_numpy()
    value = truth.to_numpy()
    volume = value[hidden & parts].sum() / value[parts].sum()
    in_time = leaf.assign(hidden=hidden).sort_values(["area_id", "industry_id", "period_start"])
    pattern = in_time["hidden"].to_numpy().reshape(-1, weeks)
    flips = float((pattern[:, 1:] != pattern[:, :-1]).mean())
    share = float((observations["status"] == "withheld").mean())
    return Treated(profile, observations, seconds, share, float(volume), flips)


@dataclass(frozen=True)
class Naive:
    """What a simpler rule withholds of all weeks, and what the audit recovers of some."""

    name: str
    recovered: Findings
    withheld: float
    volume: float
    flips: float


def naive(profile: Profile, weeks: int) -> list[Naive]:
    """Two simpler rules on an invented source."""
    grid = simulated.policy().publication_grid
    boroughs = borough_of(geography.areas())
    if grid is None:
        raise ValueError("the invented policy has no grid")
    whole = completed(counted(profile, weeks), grid, boroughs)
    cube = next(iter(cubes(whole, boroughs)))
    values = cube.take(whole["value"].to_numpy("float64"))
    small = (values > 0) & (values < MINIMUM)
    next_smallest = np.array(
        [_with_next_smallest(cube, *week) for week in zip(values, small, strict=True)]
    )
    return [
        _naive("threshold only", cube, values, small, small),
        _naive("next smallest in the row", cube, values, small, next_smallest),
    ]


def _naive(name: str, cube: Cube, values: Floats, small: Mask, hidden: Mask) -> Naive:
    recovered = Findings()
    for week in range(0, len(values), max(len(values) // SAMPLED_WEEKS, 1)):
        seen = np.where(hidden[week], np.nan, values[week])
        recovered += attack(cube.network, seen, small[week], Goal(MINIMUM, level=1), 0)
    parts = np.zeros((cube.network.rows, cube.network.columns), dtype=bool)
    parts[cube.network.is_leaf, :-1] = True
    parts = parts.ravel()
    volume = values[:, parts][hidden[:, parts]].sum() / values[:, parts].sum()
    flips = (hidden[1:] != hidden[:-1]).mean()
    return Naive(name, recovered, float(hidden.mean()), float(volume), float(flips))


def _with_next_smallest(cube: Cube, values: Floats, small: Mask) -> Mask:
    """Where a row has one withheld cell, withhold its smallest published cell too."""
    shape = (cube.network.rows, cube.network.columns)
    hidden, table = small.reshape(shape).copy(), values.reshape(shape)
    for row in np.flatnonzero(hidden[:, :-1].sum(axis=1) == 1):
        rest = np.where(hidden[row, :-1] | (table[row, :-1] == 0), np.inf, table[row, :-1])
        if np.isfinite(rest.min()):
            hidden[row, int(rest.argmin())] = True
    return hidden.ravel()


def measure(weeks: int, block_periods: int) -> tuple[list[Treated], float, float, bool]:
    """Treat and audit all invented sources; seconds for each, and whether the audit passed."""
    started = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(treated, profile, weeks, block_periods) for profile in PROFILES]
        results = [job.result() for job in jobs]
    treating = time.perf_counter() - started
    policy = simulated.policy(block_periods=block_periods)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = tuple(invented_release.source(one.profile, policy) for one in results)
        tables = {one.profile.indicator_id: one.observations for one in results}
        invented_release.write(folder, "2019-01-01", sources, tables)
        started = time.perf_counter()
        audit = audit_release(folder, None, Silent(), PROCESSES)
    return results, treating, time.perf_counter() - started, audit.passed


def main(weeks: int) -> int:
    """Print what was measured; 1 where a budget is missed or an audit fails."""
    missed = 0
    for block_periods in (0, 13):
        results, treating, auditing, passed = measure(weeks, block_periods)
        total = treating + auditing
        print(f"\n{weeks} weeks × {len(results)} sources, blocks of {block_periods} weeks")
        print(
            f"  treatment {treating:.0f} s + audit {auditing:.0f} s = {total:.0f} s; audit "
            f"{'passed' if passed else 'FAILED'}"
        )
        for one in results:
            a_week = one.seconds / weeks
            print(
                f"  {one.profile.indicator_id}: {a_week:.3f} s a week; withheld {one.withheld:.1%} "
                f"of cells, {one.volume:.1%} of volume; {one.flips:.2%} of cells flip a week"
            )
            missed += a_week > SECONDS_A_WEEK
        missed += total > SECONDS_FOR_ALL or not passed
    print("\nSimpler rules, small cells recovered by the audit")
    for profile in PROFILES:
        for one in naive(profile, weeks):
            audit = one.recovered
            print(
                f"  {profile.indicator_id}, {one.name}: {audit.exact} exact and {audit.too_narrow} "
                f"provably below the minimum, of {audit.checked}; withheld {one.withheld:.1%} of "
                f"cells, {one.volume:.1%} of volume; {one.flips:.2%} flip a week"
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else WEEKS))
