"""Answers that come in pages: a portal gives so many rows at most, and is asked for the next.

The first address says how many rows a page has (`$limit`) and in which order (`$order`), without
which pages of a portal overlap.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.vocabulary.model import FeedFile

MOST_PAGES = 100


def page(file: FeedFile, number: int) -> FeedFile:
    """The file of one page."""
    joint = "&" if "?" in file.url else "?"
    url = f"{file.url}{joint}$offset={number * file.page_rows}" if number else file.url
    return FeedFile(f"{file.name}.page{number}", url, file.holder)


def rows_of(path: Path) -> int:
    """Rows below the header; a cell may hold a line break."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        return max(sum(1 for row in csv.reader(text) if row) - 1, 0)


def join(file: FeedFile, pages: Sequence[Path], target: Path) -> None:
    """One file from its pages, whose headers must be one; the pages are removed.

    Raises FeedError where the publisher changed the columns from one page to the next.
    """
    header = ""
    with target.open("w", encoding="utf-8", newline="") as out:
        for path in pages:
            with path.open(encoding="utf-8-sig", newline="") as text:
                first = text.readline()
                if header and first != header:
                    raise FeedError(
                        f"{file.url} changed its columns between pages: {first.strip()[:80]!r}. "
                        "Fetch it again"
                    )
                if not header:
                    header = first
                    out.write(first)
                out.writelines(_ended(line) for line in text)
    for path in pages:
        path.unlink()


def _ended(line: str) -> str:
    """A line with its end: the last of a page may lack it."""
    return line if line.endswith("\n") else f"{line}\n"
