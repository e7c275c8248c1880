"""Big cubes: a day's headerless parts in one table small enough to look at, wherever they are.

What a source asks for is written once, as Ibis expressions, and run by the engine in use. The rows
behind a fault are looked up afterwards, in the parts themselves, one line at a time.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
from ibis import Deferred
from ibis.expr.types import Table

from data_loaders.delivery.engines.choice import runner
from data_loaders.delivery.engines.contract import IS_WHOLE, PART, TooLargeError, rows
from data_loaders.delivery.findings import ROWS_NAMED, Report
from data_loaders.delivery.opening import DamagedError

# A full day has 140,000. With columns in a wrong order there would be as many as rows.
MOST_GROUPS = 1_000_000
ROWS = "rows"
Cells = Mapping[str, str]
Named = Mapping[str, Deferred]


def grouped(columns: Sequence[str], keys: Named, sums: Named) -> Table:
    """The rows grouped by PART, IS_WHOLE and `keys`, with `sums`; ROWS counts the rows.

    To be written once a source: an engine translates an expression the first time it meets it.
    """
    every = rows(columns)
    by = every.group_by(PART, IS_WHOLE, **keys)
    return by.aggregate(**{ROWS: every.count()}, **sums).limit(MOST_GROUPS + 1)


def aggregated(expression: Table, parts: Sequence[Path], columns: Sequence[str]) -> pd.DataFrame:
    """What an expression of `grouped` gives for these parts; rows not whole have no keys.

    Raises DamagedError where there are too many groups to be a cube of this layout.
    """
    engine = runner()
    try:
        groups = engine.run(expression, parts, columns)
    except TooLargeError as error:
        raise _no_cube() from error
    if groups.num_rows > MOST_GROUPS:
        raise _no_cube()
    left_out = [
        {PART: part, IS_WHOLE: False, ROWS: count} for part, count in engine.broken().items()
    ]
    broken = pa.Table.from_pylist(left_out, schema=groups.schema)
    return pa.concat_tables([groups, broken]).to_pandas()


def _no_cube() -> DamagedError:
    return DamagedError(
        f"more than {MOST_GROUPS:,} combinations of codes, or very long ones",
        "areas, categories and parts of the day that repeat",
        "Compare the order of the columns with the format.",
    )


def stop_broken_rows(
    report: Report, path: Path, parts: Sequence[Path], columns: Sequence[str], cells: pd.DataFrame
) -> None:
    """Say which rows of which parts do not have the columns of the format."""
    for part, count in _by_part(cells[~cells[IS_WHOLE]], parts):
        report.stop(
            f"{path.name}, {part.stem}",
            f"rows without {len(columns)} cells, or with an open quotation mark",
            f"{len(columns)} cells in every row: {', '.join(columns)}",
            "The file may be cut off: fetch it again.",
            first_rows(part, len(columns)),
            count,
        )


def stop_rows(
    report: Report,
    path: Path,
    parts: Sequence[Path],
    columns: Sequence[str],
    bad: pd.DataFrame,
    is_bad: Callable[[Cells], bool],
    words: tuple[str, str, str],
) -> None:
    """Say in `words` (found, expected, mend) which rows are behind the groups in `bad`."""
    found, expected, mend = words
    for part, count in _by_part(bad, parts):
        rows = first_rows(
            part, len(columns), lambda cells: is_bad(dict(zip(columns, cells, strict=True)))
        )
        report.stop(f"{path.name}, {part.stem}", found, expected, mend, rows, count)


def first_rows(
    part: Path, width: int, is_bad: Callable[[list[str]], bool] | None = None
) -> list[int]:
    """Numbers of the first rows of `width` cells that are bad; by default those of another."""

    def chosen(cells: list[str]) -> bool:
        return len(cells) != width if is_bad is None else len(cells) == width and is_bad(cells)

    with part.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        return list(islice((reader.line_num for cells in reader if chosen(cells)), ROWS_NAMED))


def _by_part(cells: pd.DataFrame, parts: Sequence[Path]) -> list[tuple[Path, int]]:
    counts = cells.groupby(PART)[ROWS].sum()
    return [(part, int(counts[part.name])) for part in parts if part.name in counts.index]
