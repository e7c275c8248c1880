"""Files of names that anyone can extend: CSV, one line a name, every cell filled."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


def filled_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a file whose every cell is filled; ValueError with the line of one that is not."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file)
        for number, row in enumerate(lines, start=2):
            if set(row) != set(columns) or not all(row.values()):
                wanted = ", ".join(columns)
                raise ValueError(f"{path.name}, line {number}: fill {wanted}, and nothing else.")
            yield row
