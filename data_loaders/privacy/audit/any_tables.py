"""The attack on anyone's tables: CSV files in, a report out, with nothing of this site needed.

With more files than one the earliest comes first, and what lies between any two is attacked, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.audit import any_joint
from data_loaders.privacy.audit.any_grids import KEY, Grid, grids, read
from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.tables import combinations as changes
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TableError
from data_loaders.vocabulary.policy import LEAST_WITHHELD


def report(files: Sequence[pd.DataFrame], minimum: int, level: int) -> tuple[list[str], bool]:
    """What the attacks found, a line each, and whether nothing was found out."""
    goal, total, lines = Goal(minimum, level), Findings(), []
    for grid in grids(files[-1]):
        hidden = np.isnan(grid.cells)
        findings = attack(grid.network, grid.cells, hidden, goal, LEAST_WITHHELD)
        total = total + findings
        lines.append(_line(grid.name, int(hidden.sum()), findings))
    together, is_sound = any_joint.joint_lines(files[-1], minimum, level)
    lines += together
    told = 0
    for earlier, later in combinations(files, 2):
        told += between(earlier, later, minimum)
    if len(files) > 1:
        lines.append(
            f"Between files: {told} changes or reopened cells tell of fewer than {minimum}"
        )
    bad = (
        (not is_sound)
        + total.exact
        + total.too_narrow
        + total.insider
        + total.contradictions
        + told
    )
    width = "none" if np.isinf(total.worst_width) else f"{total.worst_width:g}"
    lines.append(f"Narrowest range: {width}. {'Found out.' if bad else 'Nothing found out.'}")
    return lines, bad == 0


def _line(name: str, hidden: int, findings: Findings) -> str:
    if findings.contradictions:
        return f"{name}: the published figures contradict each other"
    return (
        f"{name}: {hidden} withheld, {findings.exact} exact, {findings.too_narrow} too narrow or "
        f"surely below the minimum, {findings.insider} told to an insider"
    )


def between(earlier: pd.DataFrame, later: pd.DataFrame, minimum: int) -> int:
    """What two versions tell: cells shown in one alone, changes of few, alone or as a group."""
    last = earlier.set_index(KEY)["value"]
    keys = pd.MultiIndex.from_frame(later[KEY])
    was_there = keys.isin(last.index)
    before = last.reindex(keys).to_numpy("float64")
    now = later["value"].to_numpy("float64")
    size = np.abs(now - before)
    told = int((was_there & (np.isnan(now) != np.isnan(before))).sum())
    told += int(((size > 0) & (size < minimum)).sum())
    both = later.assign(value=np.where(was_there, now - before, 0.0))
    return told + sum(_told_changes(grid, minimum) for grid in grids(both))


def _told_changes(grid: Grid, minimum: int) -> int:
    """Gaps that changed, alone or together, by fewer than the minimum, by any of the sums."""
    enough = np.full(len(grid.cells), float(minimum))
    return int(changes.told(grid.network.rules, grid.cells, enough).sum())


def attack_files(paths: Sequence[Path], minimum: int, level: int) -> tuple[list[str], bool]:
    """The report on files, earliest first. Raises TreatmentError or TableError in words."""
    try:
        return report([read(path) for path in paths], minimum, level)
    except TableError as error:
        raise TreatmentError(str(error)) from error
