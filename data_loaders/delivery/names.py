"""The day a delivered file is of, by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from data_loaders.delivery.findings import Report

DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def file_day(report: Report, path: Path, first: date) -> date | None:
    """The day in a file's name, 2021-06-15, or the first of the month, 2021-06.

    None, with the reason in the report, where it is no day, or before `first`.
    """
    match = DAY.search(path.name)
    try:
        day = date.fromisoformat(f"{match.group()}-01"[:10]) if match else None
    except ValueError:
        day = None
    if day is not None and day >= first:
        return day
    report.stop(path.name, "a name without a day that can be", f"{first} or later", "Rename it.")
    return None


def day_of_only_file(report: Report, files: Sequence[Path], first: date) -> date | None:
    """The day in the name of the one file that holds everybody; as `file_day`.

    None, with the reason in the report, where there is a second file.
    """
    if len(files) > 1:
        report.stop(files[1].name, "a second file", "one: it holds everybody", "Give the newest.")
        return None
    return file_day(report, files[0], first)
