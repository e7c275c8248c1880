"""The day a delivered file is of, by its name."""

from __future__ import annotations

import re
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
