"""Older files of a source that somebody kept: how they are named and read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError

Reading = Callable[[Path, Callable[[Path], pd.DataFrame]], pd.DataFrame]
DAY_IN_NAME = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?$")


@dataclass(frozen=True, slots=True)
class KeptVintages:
    """`pattern` finds the files in a mirror; each name ends in its day or month. `read` makes
    observations of one of them."""

    pattern: str
    read: Callable[[Path], pd.DataFrame]

    def every(
        self, mirror: Path, reading: Reading | None = None
    ) -> Iterator[tuple[date, pd.DataFrame]]:
        """Each file with the day it is of, oldest first; none where the mirror keeps none.

        `reading` reads a file with `read`, or has what that gave before.
        """
        files = sorted(mirror.glob(self.pattern), key=day_of)
        for path in files:
            yield day_of(path), reading(path, self.read) if reading else self.read(path)


def day_of(path: Path) -> date:
    """The day a file's name ends in, the last of a month; DeliveryError where it has none."""
    in_name = DAY_IN_NAME.search(path.stem)
    if in_name is None:
        raise DeliveryError(
            path, "no day in its name", "a name that ends in 2023-01-20 or 2023-01", "Rename it."
        )
    year, month, day = in_name.groups()
    last = monthrange(int(year), int(month))[1]
    return date(int(year), int(month), int(day or last))
