"""A table that is offered as a workbook and kept in copies as a CSV file: both read alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from data_loaders.observations.feed_files import DeliveryError, read_csv

LOOK = "Look at the publisher's workbook and say its new layout in the source's module."
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
    names = open_workbook(path, LOOK).sheet_names
    if len(names) <= sheet:
        raise _unknown(path, f"sheets {names}", sheet, required)
    rows = read_sheets(path, [names[sheet]], missing)[names[sheet]].iloc[:, :first_columns]
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


def open_workbook(path: Path, mend: str) -> CalamineWorkbook:
    """The workbook, of whichever of its formats it is: publishers change it and keep the name.

    Raises DeliveryError where it is absent or is no whole workbook.
    """
    if not path.is_file():
        raise DeliveryError(path, "not found", "the workbook", "Download the feed again.")
    with whole_workbook(path, mend):
        return CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))


@contextmanager
def whole_workbook(path: Path, mend: str) -> Iterator[None]:
    """Say in words where a workbook, or a sheet of it, cannot be read: sheets are read late."""
    try:
        yield
    except WorksheetNotFound:
        raise
    except CalamineError as error:
        raise DeliveryError(path, f"not readable: {error}", "a whole workbook", mend) from error


def read_sheets(
    path: Path, names: Collection[str], missing: Collection[str] = ("",)
) -> dict[str, pd.DataFrame]:
    """All cells of the sheets as text, without a header. Raises DeliveryError."""
    sheets = open_workbook(path, LOOK).sheet_names
    absent = [name for name in names if name not in sheets]
    if absent:
        raise DeliveryError(path, f"sheets {absent} missing; it has {sheets}", f"{names}", LOOK)
    with whole_workbook(path, LOOK):
        return pd.read_excel(
            BytesIO(path.read_bytes()),
            sheet_name=list(names),
            header=None,
            dtype="str",
            engine="calamine",
            na_values=list(missing),
        )


def _unknown(path: Path, problem: str, sheet: int, required: Collection[str]) -> DeliveryError:
    return DeliveryError(
        path,
        problem,
        f"columns {list(required)[:12]} in sheet {sheet + 1}",
        LOOK,
    )
