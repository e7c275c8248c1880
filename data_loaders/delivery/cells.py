"""Cells of a delivered file as typed columns; what cannot be read is a finding, and NaN.

Tables hold text, and are indexed by the row's number in the file (the header is row 1). A column
knows its own name, so a finding names file, column and rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import pandas as pd

from data_loaders.delivery.findings import Report, shape
from data_loaders.observations.feed_files import HAS_DIGIT, NUMBER

CODES_NAMED = 8
MOST_COUNTED = 20_000_000  # more than everyone who lives in or comes to the city on a day
NEXT = "Ask the partner, or extend the source's module."


def numbers(
    report: Report,
    file: str,
    column: pd.Series,
    *,
    least: float | None = None,
    most: float | None = None,
) -> pd.Series:
    """A column as floats, within `least` and `most`; a missing cell is NaN.

    Thousands commas are allowed, before three digits: 0,85 is no 85. What is no number, or outside
    the range, is a stopping finding.
    """
    text = column.str.strip()
    values = pd.to_numeric(text.str.replace(",", "", regex=False), errors="coerce")
    is_written = text.str.fullmatch(NUMBER).eq(True) & text.str.fullmatch(HAS_DIGIT).eq(True)
    bad = column.notna() & ~(is_written & values.abs().lt(float("inf")))
    _stop(report, file, column, bad, "no number", "a number")
    if least is not None:
        _stop(report, file, column, values < least, f"below {least:g}", f"{least:g} or more")
    if most is not None:
        _stop(report, file, column, values > most, f"above {most:g}", f"{most:g} or less")
    return values.astype("float64").mask(bad)


def counts(report: Report, file: str, column: pd.Series) -> pd.Series:
    """A column of whole numbers, 0 or more and not beyond all who could be counted, as floats."""
    values = numbers(report, file, column, least=0, most=MOST_COUNTED)
    _stop(report, file, column, values.notna() & values.mod(1).ne(0), "no whole number", "a count")
    return values


def days(
    report: Report, file: str, column: pd.Series, date_format: str, first: date, last: date
) -> pd.Series:
    """A column of dates as midnights, between `first` and `last`; every cell needs one.

    `date_format` is that of strptime. A date outside the span is nonsense, and stops.
    """
    values = pd.to_datetime(column, format=date_format, errors="coerce").astype("datetime64[ms]")
    _stop(report, file, column, values.isna(), "no date", f"a date like {date_format}")
    strange = values.notna() & ~values.between(pd.Timestamp(first), pd.Timestamp(last))
    _stop(report, file, column, strange, "a date that cannot be", f"{first} to {last}")
    return values.dt.normalize()


def mapped(
    report: Report, file: str, column: pd.Series, known: Mapping[str, str], what: str
) -> pd.Series:
    """Codes as what they stand for; one that `known` lacks stops, said by its shape.

    `what` names the list ("boroughs"). Missing cells stay missing.
    """
    values = column.map(dict(known))
    unknown = column.notna() & values.isna()
    if unknown.any():
        report.stop(
            file,
            f"{column.name}: unknown {shapes(column[unknown])}",
            f"one of the {what} known: {_listed(known)}",
            f"If it is right, add it to the {what} in the source's module.",
            column.index[unknown],
        )
    return values.astype("str").where(values.notna())


def answers(
    report: Report, file: str, column: pd.Series, known: Mapping[str, str], what: str
) -> pd.Series:
    """People's answers as what they stand for, whatever their capitals; missing ones stay missing.

    As `mapped`, but not even the shape of an unknown answer is said: a person wrote it.
    """
    values = column.str.strip().str.lower().map(dict(known))
    unknown = column.notna() & values.isna()
    if unknown.any():
        report.stop(
            file,
            f"{column.name}: unknown answers",
            f"one of the {what} known: {_listed(known)}",
            f"Look at the rows; if right, add them to the {what} in the source's module.",
            column.index[unknown],
        )
    return values


def noted_outside(
    report: Report, file: str, column: pd.Series, known: Collection[str], what: str
) -> pd.Series:
    """Codes as they are, None where `known` lacks them: said and counted, and lost by nobody.

    For areas outside the city, which stay in the totals above as unallocated.
    """
    outside = column.notna() & ~column.isin(list(known))
    if outside.any():
        report.note(
            file,
            f"{column.name}: {shapes(column[outside])} in no list of {what}",
            f"{what} of New York City",
            "They count in the totals above, in no area.",
            column.index[outside],
        )
    return column.where(column.isin(list(known)))


def require_cells(report: Report, file: str, column: pd.Series) -> None:
    """Every cell of the column must be filled."""
    _stop(report, file, column, column.isna(), "empty", "a value in every row")


def require_unique(report: Report, file: str, table: pd.DataFrame, key: Collection[str]) -> None:
    """No two rows may share their key."""
    repeated = table.duplicated(list(key), keep=False)
    if repeated.any():
        report.stop(
            file,
            f"rows that share {', '.join(key)}",
            "each once",
            "Ask the partner which row holds.",
            table.index[repeated],
        )


def refuse_formulas(report: Report, file: str, table: pd.DataFrame) -> None:
    """No cell may begin as a formula does: opened in a spreadsheet, it would run."""
    hostile = pd.Series(False, index=table.index)
    for name in table.columns:
        hostile |= table[name].str.match(r"\s*(=|@|[+-]\s*[A-Za-z(])", na=False)
    if hostile.any():
        report.stop(
            file,
            "cells that begin as a formula does",
            "plain text and numbers",
            "Ask the partner to write values alone.",
            table.index[hostile],
        )


def shapes(codes: pd.Series, known: Collection[str] = ()) -> str:
    """The distinct codes of a column, most frequent first: by name where `known`, else by shape."""
    names = set(known)
    code_shapes = codes.map(lambda code: repr(code) if code in names else shape(str(code)))
    distinct = code_shapes.value_counts().index
    named = ", ".join(distinct[:CODES_NAMED])
    more = f" and {len(distinct) - CODES_NAMED} more" if len(distinct) > CODES_NAMED else ""
    return f"{named}{more}"


def _stop(
    report: Report, file: str, column: pd.Series, bad: pd.Series, problem: str, expected: str
) -> None:
    if bad.any():
        report.stop(file, f"{column.name}: {problem}", expected, NEXT, column.index[bad])


def _listed(known: Collection[str]) -> str:
    first = sorted(known)[:CODES_NAMED]
    return ", ".join(first) + (" …" if len(known) > CODES_NAMED else "")
