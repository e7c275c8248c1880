"""A would-be partner's file against its data contract: every column and row that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from data_loaders.curate.contracts.writing import faults_of
from data_loaders.delivery import cells
from data_loaders.delivery.findings import Finding, Report
from data_loaders.delivery.tables import TextFormat, has_columns, text_table, workbook_rows

LARGEST = 1024**2
MEND = "Correct the file, or the contract where that is wrong."
FOR_US = (cells.NEXT, "Ask the partner which row holds.", "Ask the partner why.")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)
PATTERN = "fileNamePattern"
Table = Mapping[str, Any]
# The standard writes dates as Java does.
JAVA = (("yyyy", "%Y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S"))
# The longest first, so that no part of one is taken for another.
JAVA_MOMENT = (*JAVA, ("SSSSSS", "%f"), ("SSS", "%f"), ("XXX", "%z"), ("X", "%z"), ("Z", "%z"))
ISO, ISO_WORDS = "ISO8601", "2026-11-28T09:30:00Z, or without the time and the zone"
TIME = "HH:mm:ss"
TRUTHS = {"true": "true", "false": "false", "1": "true", "0": "false", "yes": "true", "no": "false"}


def check_contract(contract_path: Path, files: Sequence[Path]) -> list[Report]:
    """A report a file, or one of the contract where that is what is wrong."""
    contract, report = read_contract(contract_path)
    if contract is None:
        return [report]
    return [_check_file(contract, path) for path in files]


def read_contract(path: Path) -> tuple[Table | None, Report]:
    """The contract; None, with every reason in the report, where it breaks the standard."""
    report = Report(path.stem)
    if path.stat().st_size > LARGEST:
        report.stop(path.name, "larger than 1 MB", "a data contract", "Name the contract first.")
        return None, report
    try:
        contract = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        what = " ".join(str(error).split())
        report.stop(path.name, f"not readable as YAML ({what})", "a data contract", "Mend it.")
        return None, report
    for place, message in faults_of(contract):
        expected = "what the Open Data Contract Standard 3.1 allows"
        report.stop(path.name, f"{place}: {message}", expected, "Compare with the template.")
    return (None if report.is_refused else contract), report


def _check_file(contract: Table, path: Path) -> Report:
    report = Report(str(contract["id"]))
    table = _table_for(contract, path)
    if table is None:
        names = ", ".join(_names(contract))
        mend = "Rename the file, or add a table to the contract."
        report.stop(path.name, "no table of the contract is for it", names or "a table", mend)
        return report
    columns: Sequence[Table] = table.get("properties") or ()
    if not columns:
        mend = "List its columns under `properties`."
        report.stop(path.name, f"{table['name']} names no column", "the columns", mend)
        return report
    rows = _rows(report, path, [str(each.get("physicalName") or each["name"]) for each in columns])
    if rows is not None:
        for column in columns:
            _check_column(report, path.name, rows, column)
        for rule in table.get("quality") or ():
            _check_rule(report, path.name, rows, rule)
    report.findings = [_to_its_owner(each) for each in report.findings]
    return report


def _to_its_owner(finding: Finding) -> Finding:
    """The same finding for who wrote the file: the remedies of our own readers are for us."""
    expected = finding.expected
    for java, python in JAVA:
        expected = expected.replace(python, java)
    mend = MEND if finding.mend in FOR_US else finding.mend
    return replace(finding, mend=mend, expected=expected)


def _table_for(contract: Table, path: Path) -> Table | None:
    """The table a file is of: by pattern or name; else the only one, if it states no pattern."""
    tables: Sequence[Table] = contract.get("schema") or ()
    for table in tables:
        pattern = _pattern(table)
        if pattern and re.fullmatch(pattern, path.name):
            return table
        if not pattern and table.get("physicalName") == path.name:
            return table
    free = [table for table in tables if not _pattern(table)]
    return free[0] if len(tables) == 1 and free else None


def _pattern(table: Table) -> str:
    properties: Sequence[Table] = table.get("customProperties") or ()
    return next((str(each["value"]) for each in properties if each["property"] == PATTERN), "")


def _names(contract: Table) -> list[str]:
    return [
        str(table.get("physicalName") or table["name"]) for table in contract.get("schema") or ()
    ]


def _rows(report: Report, path: Path, names: list[str]) -> pd.DataFrame | None:
    """The file as text, indexed by row; None where it is not whole or has other columns."""
    if path.suffix.lower() != ".xlsx":
        return text_table(report, path, TextFormat(tuple(names)))
    rows = workbook_rows(report, path)
    if not rows:
        return None
    header = [str(cell).strip() for cell in rows[0]]
    if not has_columns(report, path.name, header, names):
        return None
    text = [[None if cell == "" else str(cell) for cell in row] for row in rows[1:]]
    return pd.DataFrame(text, columns=header, index=range(2, len(rows) + 1), dtype="str")


def _check_column(report: Report, file: str, rows: pd.DataFrame, column: Table) -> None:
    name = str(column.get("physicalName") or column["name"])
    values, options = rows[name], column.get("logicalTypeOptions") or {}
    if column.get("required") or column.get("primaryKey"):
        cells.require_cells(report, file, values)
    if column.get("unique") or column.get("primaryKey"):
        cells.require_unique(report, file, rows[values.notna()], [name])
    check = CHECKS.get(str(column.get("logicalType", "string")))
    if check is not None:
        check(report, file, values, options)
    for rule in column.get("quality") or ():
        _check_rule(report, file, rows, {"arguments": {}, **rule}, name)


def _number(report: Report, file: str, column: pd.Series, options: Table) -> None:
    least, most = options.get("minimum"), options.get("maximum")
    cells.numbers(report, file, column, least=least, most=most)


def _integer(report: Report, file: str, column: pd.Series, options: Table) -> None:
    least, most = options.get("minimum"), options.get("maximum")
    values = cells.numbers(report, file, column, least=least, most=most)
    _stop(
        report, file, column, values.notna() & values.mod(1).ne(0), "no whole number", "an integer"
    )


def _day(report: Report, file: str, column: pd.Series, options: Table) -> None:
    form = str(options.get("format", "yyyy-MM-dd"))
    for java, python in JAVA:
        form = form.replace(java, python)
    filled = column[column.notna()]
    if len(filled):
        cells.days(report, file, filled, form, FIRST_DAY, LAST_DAY)


def _timestamp(report: Report, file: str, column: pd.Series, options: Table) -> None:
    """A day with a time: of the contract's format, else as ISO 8601 writes it."""
    stated = str(options.get("format", ""))
    filled = column[column.notna()]
    form = _moment_format(stated) if stated else ISO
    values = pd.to_datetime(filled, format=form, errors="coerce", utc=True)
    expected = f"a timestamp like {stated or ISO_WORDS}"
    _stop(report, file, filled, values.isna(), "no timestamp", expected)
    strange = values.notna() & ~values.between(
        pd.Timestamp(FIRST_DAY, tz="UTC"), pd.Timestamp(LAST_DAY, tz="UTC")
    )
    _stop(report, file, filled, strange, "a date that cannot be", f"{FIRST_DAY} to {LAST_DAY}")


def _time(report: Report, file: str, column: pd.Series, options: Table) -> None:
    stated = str(options.get("format", TIME))
    filled = column[column.notna()]
    values = pd.to_datetime(filled, format=_moment_format(stated), errors="coerce")
    _stop(report, file, filled, values.isna(), "no time of day", f"a time like {stated}")


def _moment_format(stated: str) -> str:
    """A format of the standard, which are Java's, as Python reads it: 'T' is the letter itself."""
    parts = stated.split("'")
    for position in range(0, len(parts), 2):
        for java, python in JAVA_MOMENT:
            parts[position] = parts[position].replace(java, python)
    return "".join(parts)


def _boolean(report: Report, file: str, column: pd.Series, _options: Table) -> None:
    cells.answers(report, file, column, TRUTHS, "yes and no")


def _string(report: Report, file: str, column: pd.Series, options: Table) -> None:
    length = column.str.len()
    if "minLength" in options:
        least = int(options["minLength"])
        _stop(report, file, column, length < least, "too short", f"{least} letters or more")
    if "maxLength" in options:
        most = int(options["maxLength"])
        _stop(report, file, column, length > most, "too long", f"{most} letters or fewer")
    if "pattern" in options:
        pattern = str(options["pattern"])
        bad = column.notna() & ~column.str.fullmatch(pattern, na=True)
        _stop(report, file, column, bad, "not of the pattern", pattern)


CHECKS: Mapping[str, Callable[[Report, str, pd.Series, Table], None]] = {
    "number": _number,
    "integer": _integer,
    "date": _day,
    "timestamp": _timestamp,
    "time": _time,
    "boolean": _boolean,
    "string": _string,
}


def _check_rule(
    report: Report, file: str, rows: pd.DataFrame, rule: Table, column: str = ""
) -> None:
    """A library rule of the standard that asks for none; any other is named as not checked."""
    arguments = rule.get("arguments") or {}
    name, metric = column or str(arguments.get("property", "")), rule.get("metric")
    is_none_wanted = rule.get("mustBe") == 0
    if metric == "invalidValues" and is_none_wanted and name in rows and "validValues" in arguments:
        known = [str(value) for value in arguments["validValues"]]
        bad = rows[name].notna() & ~rows[name].isin(known)
        expected = f"one of {', '.join(known[: cells.CODES_NAMED])}"
        _stop(report, file, rows[name], bad, "a value not listed", expected)
    elif metric in ("nullValues", "missingValues") and is_none_wanted and name in rows:
        cells.require_cells(report, file, rows[name])
    elif metric == "duplicateValues" and is_none_wanted and name in rows:
        cells.require_unique(report, file, rows[rows[name].notna()], [name])
    elif metric == "rowCount" and "mustBeGreaterThan" in rule:
        least = rule["mustBeGreaterThan"]
        if len(rows) <= least:
            report.stop(file, f"{len(rows):,} rows", f"more than {least:,}", "Is it whole?")
    else:
        what = rule.get("name") or rule.get("description") or metric or "a rule"
        report.note(file, f"not checked: {what}", "a rule this check knows", "Check it yourself.")


def _stop(
    report: Report, file: str, column: pd.Series, bad: pd.Series, what: str, expected: str
) -> None:
    if bad.any():
        report.stop(file, f"{column.name}: {what}", expected, MEND, column.index[bad])
