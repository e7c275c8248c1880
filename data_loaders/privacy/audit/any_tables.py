"""The attack on anyone's tables: CSV files in, a report out, with nothing of this site needed.

Columns: `period`, `area`, `within` (the area it adds up to, empty at the top), `category` (`all`
is the total over categories), `value` (empty where withheld), and `table` where a file holds
several. With more files the earliest comes first, and what lies between any two is attacked, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TOP, Floats, Network, TableError
from data_loaders.vocabulary.policy import LEAST_WITHHELD

COLUMNS = ("period", "area", "within", "category", "value")
KEY = ["table", "period", "area", "category"]
TOTAL = "all"


@dataclass(frozen=True)
class Grid:
    """One table of one period: its network, and its cells in the network's order."""

    name: str
    network: Network
    cells: Floats


def read(path: Path) -> pd.DataFrame:
    """The rows of a file. Raises TreatmentError where they are no tables; says what is expected."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        raise TreatmentError(
            f"{path.name} has no column {', '.join(missing)}; expected {', '.join(COLUMNS)}"
        )
    table = rows["table"] if "table" in rows.columns else ""
    number = pd.to_numeric(rows["value"].where(rows["value"] != ""), errors="coerce")
    wrong = number.isna() & rows["value"].ne("") | number.lt(0)
    if wrong.any():
        lines = ", ".join(str(line + 2) for line in np.flatnonzero(wrong)[:3])
        raise TreatmentError(
            f"{path.name}: lines {lines} hold no number; leave a withheld value empty"
        )
    rows = rows.assign(table=table, value=number)
    if rows.duplicated(KEY).any():
        raise TreatmentError(f"{path.name}: {int(rows.duplicated(KEY).sum())} lines repeat a cell")
    return rows


def grids(rows: pd.DataFrame) -> Iterator[Grid]:
    """Every table of every period, in order."""
    for (table, period), cells in rows.groupby(["table", "period"], sort=True):
        name = f"{table} {period}".strip()
        categories = [*sorted(set(cells["category"]) - {TOTAL}), TOTAL]
        above = dict(zip(cells["area"], cells["within"], strict=True))
        areas = sorted(above)
        unknown = sorted({within for within in above.values() if within} - set(areas))
        if unknown:
            raise TreatmentError(f"{name}: no rows of {', '.join(unknown[:3])}, named in `within`")
        parents = [areas.index(above[area]) if above[area] else TOP for area in areas]
        places = pd.MultiIndex.from_product([areas, categories])
        of_cell = cells.set_index(["area", "category"])["value"]
        if len(of_cell) != len(places):
            raise TreatmentError(
                f"{name} has {len(of_cell)} cells of {len(places)}: every area needs a line for "
                f"every category and for `{TOTAL}`"
            )
        values = of_cell.reindex(places).to_numpy("float64")
        yield Grid(name, network.build(parents, len(categories) - 1), values)


def report(files: Sequence[pd.DataFrame], minimum: int, level: int) -> tuple[list[str], bool]:
    """What the attacks found, a line each, and whether nothing was found out."""
    goal, total, lines = Goal(minimum, level), Findings(), []
    for grid in grids(files[-1]):
        hidden = np.isnan(grid.cells)
        findings = attack(grid.network, grid.cells, hidden, goal, LEAST_WITHHELD)
        total = total + findings
        lines.append(_line(grid.name, int(hidden.sum()), findings))
    told = 0
    for earlier, later in combinations(files, 2):
        told += between(earlier, later, minimum)
    if len(files) > 1:
        lines.append(
            f"Between files: {told} changes or reopened cells tell of fewer than {minimum}"
        )
    bad = total.exact + total.too_narrow + total.insider + total.contradictions + told
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
    return told + sum(_groups_told(grid, minimum) for grid in grids(both))


def _groups_told(grid: Grid, minimum: int) -> int:
    """Sums in which the gaps of one side changed, together, by fewer than the minimum."""
    told = 0
    for sides in grid.network.sides:
        gaps = [int(np.isnan(grid.cells[side]).sum()) for side in sides]
        change = abs(np.nansum(grid.cells[sides[0]]) - np.nansum(grid.cells[sides[1]]))
        told += bool(min(gaps) == 0 < max(gaps) and 0 < change < minimum)
    return told


def attack_files(paths: Sequence[Path], minimum: int, level: int) -> tuple[list[str], bool]:
    """The report on files, earliest first. Raises TreatmentError or TableError in words."""
    try:
        return report([read(path) for path in paths], minimum, level)
    except TableError as error:
        raise TreatmentError(str(error)) from error
