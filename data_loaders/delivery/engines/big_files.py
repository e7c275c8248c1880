"""A text file too large for memory, worked through by the engine in use; faults with their rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from ibis.expr.types import Table

from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.contract import IS_WHOLE
from data_loaders.delivery.findings import Report
from data_loaders.delivery.opening import DamagedError, unpacked_gzip

NUMBER = r"^[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$"
FLAG = "is_"
ASK = "Ask the partner, or extend the source's module."


@dataclass(frozen=True)
class BigFile:
    """A delivered file (`path`), unpacked to `part`; `columns` in the order they stand in."""

    report: Report
    path: Path
    part: Path
    columns: tuple[str, ...]

    def grouped(self, expression: Table) -> pd.DataFrame:
        """What an expression of `cubes.grouped` gives; broken rows are in the report.

        An engine translates an expression the first time it meets it: write it once a source.
        Keys that are true or false are named `is_…`.
        """
        cells = cubes.aggregated(expression, [self.part], self.columns)
        cubes.stop_broken_rows(self.report, self.path, [self.part], self.columns, cells)
        self.report.rows_read += int(cells[cubes.ROWS].sum())
        whole = cells[cells[IS_WHOLE]].reset_index(drop=True).infer_objects()
        # Of a file without one whole row, no column would tell its type.
        return whole.astype({name: bool for name in whole.columns if name.startswith(FLAG)})

    def stop(
        self,
        bad: pd.DataFrame,
        is_bad: Callable[[cubes.Cells], bool],
        problem: str,
        expected: str,
    ) -> None:
        """Stop at the groups in `bad`, if any, and name the first rows behind them."""
        if len(bad):
            words = (problem, expected, ASK)
            cubes.stop_rows(self.report, self.path, [self.part], self.columns, bad, is_bad, words)


def worked_through(
    report: Report, path: Path, work: Callable[[Path], pd.DataFrame | None]
) -> pd.DataFrame | None:
    """What `work` makes of the file's plain text, which is gone afterwards.

    None, with the reason in the report, where the file cannot be opened safely or `work` finds it
    damaged.
    """
    try:
        with TemporaryDirectory() as folder:
            return work(unpacked_gzip(path, Path(folder)))
    except DamagedError as error:
        report.stop(path.name, error.found, error.expected, error.mend)
        return None


def is_no_number(text: str) -> bool:
    """Whether a cell is filled and no number of 0 or more."""
    return bool(text) and not re.match(NUMBER, text)


def is_again(seen: set[tuple[str, ...]], key: tuple[str, ...]) -> bool:
    """Whether a key was met before; it is from now on."""
    if key in seen:
        return True
    seen.add(key)
    return False
