"""Opening a delivery's files: what is wrong is said with file, rows, expectation and mend."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Collection
from io import StringIO
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

# Thousands commas stand before three digits each; a decimal comma, Infinity or NaN is no number.
NUMBER = r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?"
THOUSANDS_POINT = r"\.\d{3}$"
HAS_DIGIT = r".*\d.*"
NOT_ZERO = r"^[+-]?[\d,.]*[1-9]"
# Of characters that no text has: NUL, a second byte-order mark. Tabs and line ends may stand.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
LINE_END = r"[\r\n]"
# No figure here is of a time outside these; a typing error may be of any.
FIRST_DAY, LAST_DAY = pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31)
# A few days that stand a decade before or after many others are typing errors.
MOST_ALONE, DAYS_APART, LEAST_DAYS = 3, 3660, 12
UNREADABLE = (
    UnicodeDecodeError,
    pd.errors.ParserError,
    pd.errors.ParserWarning,
    pd.errors.EmptyDataError,
    csv.Error,
)


class DeliveryError(ValueError):
    """A delivery that must not be curated, in words for the person who can mend it."""

    def __init__(self, file: Path | str, problem: str, expected: str, mend: str) -> None:
        self.file = file.name if isinstance(file, Path) else file
        self.found, self.expected, self.mend = problem, expected, mend
        super().__init__(f"{self.file}: {problem}. Expected {expected}. {mend}")


def read_csv(
    path: Path,
    required: Collection[str],
    *,
    missing: Collection[str] = ("",),
    separator: str = ",",
    encoding: str = "utf-8-sig",
    only_required: bool = False,
    first_columns: int | None = None,
    may_be_empty: bool = False,
    of_lines: Collection[str] = (),
) -> pd.DataFrame:
    """All cells of a CSV as text, with NA only for the publisher's own words for `missing`.

    Headers are stripped of blanks. With `only_required` every other column is dropped here, for
    files that hold what must not be kept; with `first_columns` those after so many, for files
    whose later blocks repeat the names of the first. Only columns `of_lines` may hold several
    lines in a cell. Raises DeliveryError where the file is absent, is not readable as text, has a
    control character, a repeated header or a row of another length than its header, lacks a
    required column, or has no row (unless it `may_be_empty`).
    """
    table = _cells(path, missing, separator, encoding)
    table = table.iloc[:, :first_columns]
    table.columns = table.columns.str.strip()
    # The header as it stands in the file: pandas would rename a repeated column.
    rows = numbered_rows(path, separator, encoding)
    header = [name.strip() for name in rows[0][1][:first_columns]] if rows else []
    _require_columns(path, table, required, header)
    _require_whole_rows(path, rows)
    for name in set(required or table.columns) - set(of_lines):
        reject_rows(path, table[name], table[name].str.contains(LINE_END).eq(True), "one line")
    if table.empty and not may_be_empty:
        raise DeliveryError(
            path, "no row below the header", "figures", "Fetch it again; it may be cut off."
        )
    return table[list(required)] if only_required else table


def _cells(path: Path, missing: Collection[str], separator: str, encoding: str) -> pd.DataFrame:
    """The table as text; DeliveryError where there is no whole table to read."""
    try:
        with warnings.catch_warnings():
            # A header shorter than its rows would lose the last column with a mere warning.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                path,
                dtype="str",
                sep=separator,
                encoding=encoding,
                keep_default_na=False,
                na_values=list(missing),
                index_col=False,
            )
    except FileNotFoundError as error:
        raise DeliveryError(path, "not found", "the file", "Download the feed again.") from error
    except UNREADABLE as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> DeliveryError:
    told = f"not readable: {error}"
    return DeliveryError(path, told, "a whole CSV file", "Fetch it again; it may be cut off.")


def numbered_rows(
    path: Path, separator: str = ",", encoding: str = "utf-8-sig"
) -> list[tuple[int, list[str]]]:
    """Every row of a CSV file with the number of its last line. Raises DeliveryError."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            text = file.read()
        _require_text(path, text)
        rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
        return [(rows.line_num, row) for row in rows]
    except FileNotFoundError as error:
        raise DeliveryError(path, "not found", "the file", "Download the feed again.") from error
    except UNREADABLE as error:
        raise _unreadable(path, error) from error


def _require_text(path: Path, text: str) -> None:
    """Refuse control characters: they make a key another one, which would be read as absent."""
    control = CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        told = f"the control character {control[0]!r} in line {line}"
        raise DeliveryError(path, told, "text", "Fetch it again; it may be damaged.")


def _require_whole_rows(path: Path, rows: list[tuple[int, list[str]]]) -> None:
    """Refuse rows of another length than the header: of a file cut off, the last cells would be
    read as missing, and a chopped number as a number."""
    width = len(rows[0][1]) if rows else 0
    uneven = [line for line, row in rows[1:] if row and len(row) != width]
    if uneven:
        raise DeliveryError(
            path,
            f"{len(uneven)} rows of another length than the header, lines {uneven[:5]}",
            f"{width} cells in each row",
            "Fetch it again; it may be cut off.",
        )


def numbers(
    path: Path, column: pd.Series, *, least: float | None = None, are_whole: bool = False
) -> pd.Series:
    """A column of text as floats; NA stays NaN. Thousands commas are allowed, before three digits.

    `least` is the smallest that can be, for numbers that are added up here: a sum hides a negative
    one. Of counts, which `are_whole`, 1.100 is a thousand and a hundred written with a point.
    Raises DeliveryError naming the rows that are not finite numbers, below `least` or not whole.
    """
    text = column.str.strip()
    is_number = text.str.fullmatch(NUMBER) & text.str.fullmatch(HAS_DIGIT)
    values = pd.to_numeric(text.str.replace(",", "", regex=False), errors="coerce")
    is_number &= np.isfinite(values.astype("float64"))
    # A number too small to be held would be read as a zero.
    is_number &= values.ne(0) | ~text.str.contains(NOT_ZERO).eq(True)
    reject_rows(path, column, ~is_number.eq(True) & column.notna(), "a number, as 1,234.5")
    if least is not None:
        reject_rows(path, column, values < least, f"{least:g} or more")
    if are_whole:
        is_parted = values.mod(1).gt(0) | text.str.contains(THOUSANDS_POINT).eq(True)
        reject_rows(path, column, is_parted, "a whole number, as 1,234")
    return values.astype("float64")


def all_numbers(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """Every column as `numbers` reads it, but all at once: a wide file has hundreds of them."""
    columns = [table[name] for name in table.columns]
    if not columns:
        return table
    try:
        values = numbers(path, pd.concat(columns, ignore_index=True))
    except DeliveryError:
        # What is wrong is said with the column and the row of the file.
        return table.apply(lambda column: numbers(path, column))
    cells = values.to_numpy().reshape(len(columns), len(table)).T
    return pd.DataFrame(cells, table.index, table.columns)


def years(path: Path, column: pd.Series) -> pd.Series:
    """A column of text as whole years; raises DeliveryError naming the rows that are none."""
    years_read = numbers(path, column)
    is_year = years_read.between(FIRST_DAY.year, LAST_DAY.year) & years_read.mod(1).eq(0)
    wanted = f"a year from {FIRST_DAY.year} to {LAST_DAY.year}"
    reject_rows(path, column, ~is_year, wanted)
    _reject_alone(path, column, pd.to_datetime(years_read.astype("int64").astype("str")))
    return years_read.astype("int64")


def dates(path: Path, column: pd.Series, date_format: str) -> pd.Series:
    """A column of text as dates; raises DeliveryError naming the rows that are none."""
    values = pd.to_datetime(column, format=date_format, errors="coerce")
    reject_rows(path, column, values.isna(), f"a date like {date_format}")
    is_far = (values < FIRST_DAY) | (values > LAST_DAY)
    reject_rows(path, column, is_far, f"a date from {FIRST_DAY.year} to {LAST_DAY.year}")
    _reject_alone(path, column, values)
    return values.astype("datetime64[ms]")


def _reject_alone(path: Path, column: pd.Series, values: pd.Series) -> None:
    """Raise DeliveryError for a few of many days that stand a decade before or after the others."""
    days = pd.Series(values.unique()).sort_values(ignore_index=True)
    if len(days) < LEAST_DAYS:
        return
    is_apart = days.diff().dt.days.gt(DAYS_APART)
    late = is_apart.tail(MOST_ALONE)
    early = is_apart.iloc[1 : MOST_ALONE + 1]
    last = days[late.idxmax() - 1] if late.any() else days.iloc[-1]
    first = days[early[::-1].idxmax()] if early.any() else days.iloc[0]
    is_alone = ~values.between(first, last)
    reject_rows(path, column, is_alone, "no date a decade before or after all others")


def reject_rows(path: Path, column: pd.Series, bad: pd.Series, expected: str) -> None:
    """Raise DeliveryError if any row is `bad`, with the first five: line number and content.

    Rows that were left out before keep the others' numbers right, as long as these keep the labels
    they were read with.
    """
    if bad.any():
        cells = zip(_lines(column, bad), column[bad.to_numpy()], strict=True)
        rows = [f"row {line}: {cell!r}" for line, cell in islice(cells, 5)]
        problem = f"{int(bad.sum())} rows of {column.name} unreadable ({'; '.join(rows)})"
        raise DeliveryError(path, problem, expected, "Ask the publisher, or extend the reader.")


def require_rows(path: Path, rows: pd.DataFrame, name: str) -> None:
    """Raise DeliveryError where a file has no row for what the publisher calls `name`."""
    if rows.empty:
        raise DeliveryError(
            path,
            f"no row for {name}",
            "at least one",
            "If the publisher renamed it, map the new name in the source's module.",
        )


def _lines(column: pd.Series, bad: pd.Series) -> list[int]:
    """Line numbers of bad rows in the file, whose first line is the header."""
    labels = column.index if column.index.inferred_type == "integer" else range(len(column))
    return [label + 2 for label, is_bad in zip(labels, bad, strict=True) if is_bad]


def _require_columns(
    path: Path, table: pd.DataFrame, required: Collection[str], header: list[str]
) -> None:
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        raise DeliveryError(path, f"columns repeated: {repeated}", "each once", "Mend the header.")
    absent = [name for name in required if name not in table.columns]
    if absent:
        raise DeliveryError(
            path,
            f"columns {absent} missing; it has {list(table.columns)[:12]}",
            f"{list(required)[:12]}",
            "If the publisher renamed them, map the new names in the source's module.",
        )
