"""Anyone's tables, read from CSV.

Columns: `period`, `area`, `within` (the area it adds up to, empty at the top), `category` (`all`
is the total over categories), `value` (empty where withheld), and `table` where a file holds
several. `period_within` and `table_within` name what a line adds up to, if anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import TOP, Floats, Network

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
