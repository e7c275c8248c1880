"""A delivered file as a table of text: exactly the columns of its format, and no other."""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from data_loaders.delivery.cells import refuse_formulas
from data_loaders.delivery.findings import Report, shape
from data_loaders.delivery.opening import (
    DamagedError,
    require_plain_workbook,
    text_bytes,
)

FEWEST_DOUBLED = 4


@dataclass(frozen=True)
class TextFormat:
    """How a text file is written.

    `columns` in the order of the format; `read` those that pass the door, all by default: the
    others are dropped while the file is parsed. `has_header`: columns are found by name, in any
    order, and each must be there; without one they are known by their place alone. Where a
    partner is not steady in writing them, `plain_names` compares names as `plain` has them.
    """

    columns: tuple[str, ...]
    read: tuple[str, ...] = ()
    has_header: bool = True
    separator: str = ","
    encoding: str = "utf-8-sig"
    missing: tuple[str, ...] = ("",)
    plain_names: bool = False

    @property
    def kept(self) -> tuple[str, ...]:
        """Columns that pass the door, in the order of the format."""
        return tuple(name for name in self.columns if not self.read or name in self.read)


def plain(name: str) -> str:
    """A column's name in small letters, with underscores for spaces and line ends."""
    return "_".join(name.lower().split())


def text_table(report: Report, path: Path, layout: TextFormat) -> pd.DataFrame | None:
    """The cells of a CSV (or .csv.gz) as text, NA only where the format's word for missing is.

    None, with the reason in the report, where it is not whole or not of this layout.
    """
    try:
        with text_bytes(path) as raw:
            content = _decoded(raw.read(), layout.encoding)
        table = _parsed(content, layout, report, path.name)
    except DamagedError as error:
        report.stop(path.name, error.found, error.expected, error.mend)
        return None
    if table is not None:
        report.rows_read += len(table)
        refuse_formulas(report, path.name, table)
    return table


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DamagedError(
            f"row {line} is not written in {encoding}",
            f"text in {encoding}",
            "Ask the partner for the encoding, or save it again in that one.",
        ) from error


def _parsed(content: str, layout: TextFormat, report: Report, file: str) -> pd.DataFrame | None:
    widths, header = _widths(content, layout.separator)
    refuse_doubled(report, file, content.splitlines()[layout.has_header :])
    if layout.has_header:
        names = [plain(name) if layout.plain_names else name.strip() for name in header]
        if not has_columns(report, file, names, layout.columns):
            return None
    else:
        names = list(layout.columns)
        if len(header) != len(names):
            problem = f"{len(header)} columns"
            report.stop(file, problem, f"{len(names)}: {', '.join(names)}", "Compare the format.")
            return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            table = pd.read_csv(
                io.StringIO(content),
                dtype="str",
                sep=layout.separator,
                header=0 if layout.has_header else None,
                names=names,
                usecols=list(layout.kept),
                keep_default_na=False,
                na_values=list(layout.missing),
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as error:
        raise DamagedError("not readable as CSV", "a whole CSV file") from error
    _refuse_short_rows(report, file, widths, len(layout.columns))
    table.index += 2 if layout.has_header else 1
    return table[list(layout.kept)]


def refuse_doubled(report: Report, file: str, rows: Sequence[Hashable]) -> None:
    """A file most of whose rows stand twice was joined to itself: its sums would be double."""
    repeated = sum(count for count in Counter(rows).values() if count > 1)
    if len(rows) >= FEWEST_DOUBLED and repeated > len(rows) / 2:
        report.stop(
            file, f"{repeated:,} rows stand twice or more", "each record once", "Write it anew."
        )


def _widths(content: str, separator: str) -> tuple[list[int], list[str]]:
    """How many cells each row has, and the first row."""
    try:
        rows = list(csv.reader(io.StringIO(content), delimiter=separator))
    except csv.Error as error:
        raise DamagedError("not readable as CSV", "a whole CSV file") from error
    return [len(row) for row in rows], rows[0] if rows else []


def _refuse_short_rows(report: Report, file: str, widths: list[int], expected: int) -> None:
    """A row with fewer cells than columns is cut off; a parser would call the rest missing."""
    short = [row for row, width in enumerate(widths, start=1) if width not in (0, expected)]
    if short:
        report.stop(
            file,
            f"rows without {expected} cells",
            f"{expected} cells in every row",
            "The file may be cut off: fetch it again.",
            short,
        )


def has_columns(
    report: Report, file: str, header: Sequence[str], expected: Collection[str]
) -> bool:
    """Whether a header has exactly the columns expected, in any order; else says what differs."""
    repeated = [
        place
        for place, name in enumerate(header, start=1)
        if header.count(name) > 1 and name not in expected
    ]
    twice = sorted({name for name in expected if header.count(name) > 1})
    absent = [name for name in expected if name not in header]
    unknown = {place: name for place, name in enumerate(header, start=1) if name not in expected}
    if repeated or twice:
        named = ", ".join([*twice, *map(str, repeated)])
        report.stop(file, f"columns repeated: {named}", "each once", "Mend the header.")
    if absent:
        report.stop(
            file, f"columns {absent} missing", "the columns of the format", _guess(absent, unknown)
        )
    if unknown:
        report.stop(
            file,
            f"unknown {places(unknown)}",
            "the columns of the format and no other",
            "Ask the partner what they hold before anyone reads them.",
        )
    return not (repeated or twice or absent or unknown)


def places(columns: Mapping[int, str]) -> str:
    """Columns by their place in the header, and the shape of their names."""
    return ", ".join(f"column {place} ({shape(name)})" for place, name in columns.items())


def _guess(absent: Sequence[str], unknown: Mapping[int, str]) -> str:
    place_of = {name: place for place, name in unknown.items()}
    pairs = [(name, get_close_matches(name, place_of, n=1)) for name in absent]
    likely = [f"column {place_of[near[0]]} may be {name!r}" for name, near in pairs if near]
    if likely:
        return f"If renamed, map the new name in the source's module: {'; '.join(likely)}."
    return "Ask the partner why."


def only_file(report: Report, files: Sequence[Path]) -> Path | None:
    """The file of a delivery that is one file; None, with the reason in the report, of several."""
    if len(files) == 1:
        return files[0]
    names = ", ".join(file.name for file in files)
    report.stop(names, f"{len(files)} files", "one", "Each holds everything: give the newest.")
    return None


def workbook_rows(report: Report, path: Path) -> list[list[object]] | None:
    """All rows of the first sheet of an .xlsx, the first of the file first, blanks as ''.

    None, with the reason in the report, where it is not a whole workbook of plain values.
    """
    try:
        require_plain_workbook(path)
        book = CalamineWorkbook.from_path(path)
        rows: list[list[object]] = [
            list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        ]
    except DamagedError as error:
        report.stop(path.name, error.found, error.expected, error.mend)
        return None
    except CalamineError:
        report.stop(path.name, "not readable", "an .xlsx workbook", "Save it again.")
        return None
    report.rows_read += len(rows)
    return rows
