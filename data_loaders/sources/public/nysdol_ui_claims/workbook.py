"""Sheets of the State's weekly claims workbook as long tables of New York City's rows.

Each sheet has a banner row, a header row and one column a week or month; benefit sheets have
two columns a period, under a merged date. Dates are text, labels differ in case and blanks from
sheet to sheet, and trailing rows and columns are empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook, WorksheetNotFound

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.sheets import whole_workbook
from data_loaders.vocabulary.model import Frequency

CITY_REGION = "new york city"
DATE_FORMATS = {Frequency.WEEK: "%B %d, %Y", Frequency.MONTH: "%B %Y"}
DAYS_BETWEEN = {Frequency.WEEK: (7, 7), Frequency.MONTH: (28, 31)}
MEND = "Open the workbook; if the State changed its layout, extend the reader."

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class ClaimsSheet:
    """A sheet by its name, the headers of its label columns, and the length of its periods.

    `has_amounts` marks benefit sheets: beneficiaries and amounts side by side.
    """

    name: str
    labels: tuple[str, ...]
    frequency: Frequency
    has_amounts: bool = False


def sheet_rows(path: Path, workbook: CalamineWorkbook, sheet: ClaimsSheet) -> Rows:
    """All cells of a sheet from its first row and column on."""
    try:
        with whole_workbook(path, MEND):
            return workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except WorksheetNotFound as error:
        problem = f"no sheet {sheet.name!r}; it has {workbook.sheet_names}"
        raise DeliveryError(path, problem, "the sheet", MEND) from error


def city_cells(path: Path, rows: Rows, sheet: ClaimsSheet) -> pd.DataFrame:
    """Cells of the New York City region: lower-case labels, whole periods, value or NaN.

    Columns are the sheet's labels, `period_start`, `period_end`, `value`. Of benefit sheets the
    beneficiaries. Raises DeliveryError where layout, a date or a number is not as expected.
    """
    columns = _period_columns(path, rows, sheet)
    _reject_unnamed_columns(path, rows, sheet, columns)
    records = [
        (*labels, column, _number(path, sheet, row, row_number, column))
        for row_number, row in enumerate(rows[2:], start=3)
        if (labels := tuple(plain(cell) for cell in row[: len(sheet.labels)]))[0] == CITY_REGION
        for column in columns
    ]
    names = [label.lower() for label in sheet.labels]
    cells = pd.DataFrame(records, columns=[*names, "column", "value"])
    cells["period_start"], cells["period_end"] = _periods(path, cells.pop("column"), columns, sheet)
    _reject_repeated(path, cells, [*names, "period_end"], sheet)
    return cells.astype({"value": "float64"})


def plain(cell: object) -> str:
    """A label without its line breaks, double blanks and capitals."""
    return " ".join(str(cell).split()).lower()


def ids_of(path: Path, sheet: ClaimsSheet, column: pd.Series, ids: Mapping[str, str]) -> pd.Series:
    """A column of labels as ids; raises DeliveryError unless all of `ids`, and no other, occur."""
    known = {plain(label): identifier for label, identifier in ids.items()}
    unknown, absent = sorted(set(column) - set(known)), sorted(set(known) - set(column))
    if unknown or absent:
        problem = f"sheet {sheet.name!r}, {column.name}: unknown {unknown}, absent {absent}"
        raise DeliveryError(path, problem, f"exactly {sorted(known)} for New York City", MEND)
    return column.map(known)


def _period_columns(path: Path, rows: Rows, sheet: ClaimsSheet) -> dict[int, str]:
    """Text of the date by column number, for the columns that hold counts of people."""
    first = len(sheet.labels)
    header = [str(cell).strip() for cell in rows[1]] if len(rows) > 1 else []
    if tuple(header[:first]) != sheet.labels:
        problem = f"sheet {sheet.name!r} has headers {header[:first]} in its second row"
        raise DeliveryError(path, problem, f"{list(sheet.labels)}", MEND)
    if not sheet.has_amounts:
        return {column: text for column, text in enumerate(header) if column >= first and text}
    return _beneficiary_columns(path, rows, sheet, header)


def _beneficiary_columns(
    path: Path, rows: Rows, sheet: ClaimsSheet, header: list[str]
) -> dict[int, str]:
    first = len(sheet.labels)
    dates = [str(cell).strip() for cell in rows[0]]
    columns = {column: dates[column] for column in range(first, len(dates)) if dates[column]}
    for column, text in columns.items():
        if header[column : column + 2] != ["Beneficiaries", "Total Amount"]:
            problem = f"sheet {sheet.name!r} has {header[column : column + 2]} under {text!r}"
            raise DeliveryError(path, problem, "'Beneficiaries' and 'Total Amount'", MEND)
    return columns


def _reject_unnamed_columns(
    path: Path, rows: Rows, sheet: ClaimsSheet, columns: dict[int, str]
) -> None:
    """Raise DeliveryError if a column without a date holds anything: it would be lost unseen."""
    amounts = {column + 1 for column in columns} if sheet.has_amounts else set()
    named = {*range(len(sheet.labels)), *columns, *amounts}
    lost = sorted(
        {column + 1 for row in rows[2:] for column, cell in enumerate(row) if cell != ""}
        - {column + 1 for column in named}
    )
    if lost:
        problem = f"sheet {sheet.name!r} has cells without a date above, in columns {lost[:5]}"
        raise DeliveryError(path, problem, "a date above every column", MEND)


def _number(
    path: Path, sheet: ClaimsSheet, row: Sequence[object], row_number: int, column: int
) -> float:
    cell = row[column] if column < len(row) else ""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    if cell == "":
        return float("nan")
    problem = f"sheet {sheet.name!r}, row {row_number}, column {column + 1}: {cell!r}"
    raise DeliveryError(path, problem, "a number or an empty cell", MEND)


def _periods(
    path: Path, column: pd.Series, columns: dict[int, str], sheet: ClaimsSheet
) -> tuple[pd.Series, pd.Series]:
    """First and last day of each cell's period; weeks are named by their last day."""
    texts = pd.Series(columns)
    days = pd.to_datetime(texts, format=DATE_FORMATS[sheet.frequency], errors="coerce")
    if texts.empty or days.isna().any():
        problem = f"sheet {sheet.name!r} has dates {texts[days.isna()].head(5).tolist()}"
        raise DeliveryError(path, problem, f"dates like {DATE_FORMATS[sheet.frequency]}", MEND)
    _require_no_gap(path, days, sheet)
    if sheet.frequency is Frequency.WEEK:
        return column.map(days - pd.Timedelta(days=6)), column.map(days)
    return column.map(days), column.map(days + pd.offsets.MonthEnd(0))


def _require_no_gap(path: Path, days: pd.Series, sheet: ClaimsSheet) -> None:
    shortest, longest = DAYS_BETWEEN[sheet.frequency]
    steps = days.diff().dt.days.iloc[1:]
    odd = steps.index[~steps.between(shortest, longest)]
    if len(odd):
        problem = f"sheet {sheet.name!r} jumps to {days[odd[0]].date()} from the column before"
        raise DeliveryError(path, problem, f"one column a {sheet.frequency}", MEND)


def _reject_repeated(path: Path, cells: pd.DataFrame, key: list[str], sheet: ClaimsSheet) -> None:
    repeated = cells.loc[cells.duplicated(key), key[:-1]].drop_duplicates()
    if not repeated.empty:
        problem = f"sheet {sheet.name!r} repeats rows {repeated.head(5).to_numpy().tolist()}"
        raise DeliveryError(path, problem, "each row once", MEND)
