"""Writing the workbooks that partners would hand over: the same rows give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

# Parts of a workbook packed in memory bear no time; the workbook itself says when it was made.
MADE_ON = datetime(2020, 7, 1, tzinfo=UTC).replace(tzinfo=None)
DATES = "mm/dd/yyyy"


def write_sheet(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write a workbook of one sheet of plain values; '' and None leave a cell empty."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": MADE_ON})
        day = book.add_format({"num_format": DATES})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                match cell:
                    case None | "":
                        continue
                    case datetime():
                        sheet.write_datetime(number, column, cell, day)
                    case int() | float():
                        sheet.write_number(number, column, cell)
                    case _:
                        sheet.write_string(number, column, str(cell))
