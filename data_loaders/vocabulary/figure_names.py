"""Names of figures that people use and no title has: "jobless", "alquiler", "food stamps".

`data/figure_names.csv` is a file that anyone can extend: one line a name, with the words that
titles and descriptions use for it, and the page it was found on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.name_files import filled_rows


@dataclass(frozen=True, slots=True)
class FigureName:
    """A name in daily use and the words of figures that it means; `language` as in HTML."""

    name: str
    language: str
    means: str
    source: str


@cache
def figure_names() -> tuple[FigureName, ...]:
    """Every name in daily use, as the file has them."""
    columns = ("name", "language", "means", "source")
    rows = filled_rows(installation.FIGURE_NAMES, columns)
    return tuple(FigureName(*(row[column] for column in columns)) for row in rows)
