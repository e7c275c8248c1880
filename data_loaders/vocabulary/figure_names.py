"""Names of figures that people use and no title has: "jobless", "alquiler", "food stamps".

`data/figure_names.csv` is a file that anyone can extend: one line a name, with the words that
titles and descriptions use for it, a page on it, and the day that page was read and bears it out,
or "unread". An unread page is a place to look, and no proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.name_files import filled_rows

READ_ON, UNREAD = "read_on", "unread"


@dataclass(frozen=True, slots=True)
class FigureName:
    """A name in daily use and the words of figures that it means; `language` as in HTML."""

    name: str
    language: str
    means: str
    source: str
    read_on: date | None


@cache
def figure_names() -> tuple[FigureName, ...]:
    """Every name in daily use, as the file has them."""
    texts = ("name", "language", "means", "source")
    rows = filled_rows(installation.FIGURE_NAMES, (*texts, READ_ON))
    return tuple(
        FigureName(*(row[column] for column in texts), read_on=_day(row[READ_ON])) for row in rows
    )


def _day(text: str) -> date | None:
    return None if text == UNREAD else date.fromisoformat(text)
