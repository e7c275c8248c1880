"""Attack the tables of this pack: python attack.py [file.csv]

Needs numpy and scipy. Reads the treated table, lays out every rule of addition as a network, and
prints for each week how many withheld cells are known exactly, how many are provably below the
minimum, and the narrowest range. Change it, replace it: any cell recovered is a defect of ours.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from data_loaders.privacy.audit.table_attack import Findings, Goal, attack
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "treated.csv"
Cell = tuple[str, str, str]


def read(path: Path) -> tuple[dict[str, dict[Cell, float]], dict[str, str]]:
    """Values by week and (geography, area, industry), NaN where withheld; borough by area."""
    weeks: dict[str, dict[Cell, float]] = defaultdict(dict)
    borough_of: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = (row["geography"], row["area_id"], row["industry_id"])
            weeks[row["period_start"]][cell] = float(row["value"] or "nan")
            borough_of[row["area_id"]] = row["borough_id"]
    return dict(weeks), borough_of


def layout(cells: set[Cell], borough_of: dict[str, str]) -> tuple[network.Network, list[Cell]]:
    """The network of the table, and its cells in the network's order."""
    areas = sorted({(geography, area) for geography, area, _ in cells}, key=_small_first)
    place = {area: position for position, (_, area) in enumerate(areas)}
    industries = sorted({industry for _, _, industry in cells} - {"all"})
    parents = [
        TOP if name == "city" else place["NYC" if name == "borough" else borough_of[area]]
        for name, area in areas
    ]
    order = [(*area, industry) for area in areas for industry in (*industries, "all")]
    return network.build(parents, len(industries)), order


def _small_first(area: tuple[str, str]) -> tuple[int, str]:
    return {"city": 2, "borough": 1}.get(area[0], 0), area[1]


def main(path: Path, minimum: int) -> int:
    """Attack every week; 1 if any cell is found out."""
    weeks, borough_of = read(path)
    total = Findings()
    for week, values in sorted(weeks.items()):
        table, order = layout(set(values), borough_of)
        known = np.array([values[cell] for cell in order])
        findings = attack(table, known, np.isnan(known), Goal(minimum, level=1), least=1)
        sys.stdout.write(
            f"{week}: {findings.checked} withheld, {findings.exact} exact, {findings.too_narrow} "
            f"provably below {minimum}, {findings.insider} told to an insider\n"
        )
        total = total + findings
    sys.stdout.write(f"no range is narrower than {total.worst_width:g}\n")
    return int(total.exact + total.too_narrow + total.insider > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE, minimum=10))
