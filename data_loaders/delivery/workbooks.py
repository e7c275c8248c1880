"""A delivered workbook as a table of text: banner, labels and footer told from the rows between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import refuse_formulas
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import has_columns, plain, workbook_rows

MOST_BANNER_ROWS = 30
Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class WorkbookFormat:
    """How the first sheet of a workbook is written.

    `columns` as `tables.plain` has them; `read` those that pass the door. The header is found by
    its names below any banner. `label_rows` under it hold words for people, and so no day in
    `day_column`. The rows end at the first that is empty throughout; with it begin `footer_rows`,
    of which one of these numbers must be there: a workbook without its footer is cut off.
    """

    columns: tuple[str, ...]
    read: tuple[str, ...]
    label_rows: int = 0
    day_column: str = ""
    footer_rows: tuple[int, ...] = (0,)


def sheet_table(report: Report, path: Path, sheet: WorkbookFormat) -> pd.DataFrame | None:
    """The cells of a workbook as text, NA where empty, indexed by the row's number in the sheet.

    None, with the reason in the report, where it is not whole or not of this form.
    """
    rows = workbook_rows(report, path)
    if rows is None:
        return None
    header = _header(rows, sheet.columns)
    if header is None:
        report.stop(
            path.name,
            f"no row of the first {MOST_BANNER_ROWS} names the columns",
            ", ".join(sheet.columns),
            "Ask the partner for the report with its header.",
        )
        return None
    names = [plain(str(cell)) for cell in rows[header]]
    if not has_columns(report, path.name, [name for name in names if name], sheet.columns):
        return None
    first = header + 1 + sheet.label_rows
    last = _end(rows, first)
    _check_footer(report, path.name, rows, last, sheet)
    _check_labels(report, path.name, rows[header + 1 : first], names, header + 2, sheet)
    return _table(report, path.name, rows, names, sheet, first, last)


def _header(rows: Rows, columns: Sequence[str]) -> int | None:
    """The first row in which more than half of the columns are named."""
    for number, row in enumerate(rows[:MOST_BANNER_ROWS]):
        if len({plain(str(cell)) for cell in row} & set(columns)) * 2 > len(columns):
            return number
    return None


def _end(rows: Rows, first: int) -> int:
    """The first row from `first` on that is empty throughout, or how many rows there are."""
    empty = (number for number in range(first, len(rows)) if _is_empty(rows[number]))
    return next(empty, len(rows))


def _is_empty(row: Sequence[object]) -> bool:
    return all(cell == "" for cell in row)


def _check_footer(report: Report, file: str, rows: Rows, last: int, sheet: WorkbookFormat) -> None:
    if len(rows) - last not in sheet.footer_rows:
        expected = " or ".join(str(number) for number in sheet.footer_rows)
        report.stop(
            file,
            f"{len(rows) - last} rows from the first empty one on",
            f"{expected} rows of footer",
            "Rows may be missing, or lie below an empty one: fetch the file again.",
            range(last + 1, len(rows) + 1),
        )


def _check_labels(
    report: Report, file: str, labels: Rows, names: list[str], first: int, sheet: WorkbookFormat
) -> None:
    """A day where labels should be is a record that would be skipped."""
    if not sheet.day_column:
        return
    place = names.index(sheet.day_column)
    dated = [first + number for number, row in enumerate(labels) if _is_day(row[place])]
    if dated:
        report.stop(
            file,
            f"{sheet.day_column}: a day among the questions",
            f"{sheet.label_rows} row of words under the header",
            "Give the workbook as it was delivered.",
            dated,
        )


def _is_day(cell: object) -> bool:
    text = _text(cell) or ""
    return isinstance(cell, date) or text[:4].isdigit()


def _table(
    report: Report,
    file: str,
    rows: Rows,
    names: list[str],
    sheet: WorkbookFormat,
    first: int,
    last: int,
) -> pd.DataFrame:
    place = {name: column for column, name in enumerate(names)}
    body = [
        [_text(rows[number][place[name]]) for name in sheet.read] for number in range(first, last)
    ]
    table = pd.DataFrame(
        body, columns=list(sheet.read), index=range(first + 1, last + 1), dtype="str"
    )
    nameless = [column for column, name in enumerate(names) if not name]
    stray = [n + 1 for n in range(first, last) if any(rows[n][c] != "" for c in nameless)]
    if stray:
        report.stop(file, "cells in a column without a name", "none", "Name the column.", stray)
    refuse_formulas(report, file, table)
    return table


def _text(cell: object) -> str | None:
    """A cell as it would be written: whole numbers without a point, dates as ISO."""
    match cell:
        case "":
            return None
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip() or None
