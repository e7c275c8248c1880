"""A table that is offered as a workbook and kept in copies as a CSV file: both read alike."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, read_csv

WORKBOOK = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")  # how an .xls and an .xlsx begin


def read_sheet(
    path: Path,
    sheet: int,
    required: Collection[str],
    *,
    missing: Collection[str] = ("",),
    first_columns: int | None = None,
) -> pd.DataFrame:
    """All cells as text, of the workbook's sheet by number or of a CSV file of it.

    A sheet may have a banner above its header: the header is the row that holds the first of
    `required`. Columns after `first_columns` are dropped. Raises DeliveryError.
    """
    if not path.is_file() or not path.read_bytes().startswith(WORKBOOK):
        return read_csv(path, required, missing=missing, first_columns=first_columns)
    sheets = pd.read_excel(
        path, sheet_name=None, header=None, dtype="str", engine="calamine", na_values=list(missing)
    )
    names = list(sheets)
    if len(names) <= sheet:
        raise _unknown(path, f"sheets {names}", sheet, required)
    rows = sheets[names[sheet]].iloc[:, :first_columns]
    starts = rows.index[(rows == next(iter(required))).any(axis=1)]
    if not len(starts):
        problem = f"no row with {next(iter(required))} in sheet {names[sheet]!r}"
        raise _unknown(path, problem, sheet, required)
    table = rows.loc[starts[0] + 1 :].dropna(how="all").reset_index(drop=True)
    table.columns = rows.loc[starts[0]].astype("str").str.strip()
    absent = [name for name in required if name not in table.columns]
    if absent:
        raise _unknown(path, f"columns {absent} missing in sheet {names[sheet]!r}", sheet, required)
    return table


def _unknown(path: Path, problem: str, sheet: int, required: Collection[str]) -> DeliveryError:
    return DeliveryError(
        path,
        problem,
        f"columns {list(required)[:12]} in sheet {sheet + 1}",
        "Look at the publisher's workbook and say its new layout in the source's module.",
    )
