"""The table of hexagonal cells, made from the published boundaries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.curate.geography.h3_areas import h3_areas
from tests.support.kept import kept
from tests.support.mirror import mirror

FILE = "h3_areas.pickle"


def h3_table_from_mirror() -> pd.DataFrame:
    """Every cell and the areas it lies in."""
    return pd.read_pickle(kept("h3-table", make, reads=[mirror()]) / FILE)


def make(folder: Path) -> None:
    """Write the table as it is, types included."""
    h3_areas(mirror()).to_pickle(folder / FILE)
