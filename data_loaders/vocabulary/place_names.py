"""Names of places that people use and no file of areas holds, and ZIP Codes without figures.

Both are CSV files in `data/geography` that anyone can extend: one line a name, with the ids of the
places it is used for, the likeliest first, and the page it was found on.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.name_files import filled_rows

NAMES_FILE = installation.GEOGRAPHY / "names_in_use.csv"
# Of the search index, whose address says form and names: browsers keep it for good.
FORM = 3
CODES_FILE = installation.GEOGRAPHY / "zip_codes_without_figures.csv"


class WithoutFigures(StrEnum):
    """Why no figure is counted by a ZIP Code."""

    POST_OFFICE_BOXES = "post_office_boxes"
    ONE_ORGANIZATION = "one_organization"
    MAIL_ONLY = "mail_only"
    NASSAU = "nassau"
    WESTCHESTER = "westchester"


@dataclass(frozen=True, slots=True)
class NameInUse:
    """A name and the ids of the places it is used for; `language` as in HTML."""

    name: str
    language: str
    places: tuple[str, ...]
    source: str


@cache
def names_in_use() -> tuple[NameInUse, ...]:
    """Every name in daily use, as the file has them."""
    return tuple(
        NameInUse(row["name"], row["language"], tuple(row["places"].split()), row["source"])
        for row in filled_rows(NAMES_FILE, ("name", "language", "places", "source"))
    )


@cache
def index_version() -> str:
    """What tells one search index of a release from another: its form and the names in use."""
    return hashlib.sha256(f"{FORM}".encode() + NAMES_FILE.read_bytes()).hexdigest()[:10]


@cache
def codes_without_figures() -> dict[str, WithoutFigures]:
    """ZIP Codes in and around the city that no figure is counted by, and why."""
    return {
        row["zip_code"]: WithoutFigures(row["why"])
        for row in filled_rows(CODES_FILE, ("zip_code", "why", "source"))
    }
