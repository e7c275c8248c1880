"""Foursquare's cube of visits: a .tar.gz a day of headerless CSV parts."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from data_loaders.observations.points import modzcta_of_zip
from data_loaders.privacy.tables.network import Ints
from data_loaders.simulated.city import City
from data_loaders.simulated.venues import FIRST_DAY, Venues
from data_loaders.sources.foursquare_groups import (
    AGES,
    ALL,
    BOROUGH_OF_COUNTY,
    GROUP,
    PARTS_OF_THE_DAY,
    PUBLISHED,
    STATE,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

CATEGORIES = 960  # single venue types a ZIP Code has in the full cube
PARTS = 2
LOST = frozenset({date(2021, 8, 17)})
LATE = frozenset({date(2022, 3, 15), date(2022, 3, 22)})
LATE_BY = timedelta(days=30)
FIRST_ZIP_SHARE = 0.8  # of an area's visits, where it has several ZIP Codes
TOO_FEW_FOR_DURATION = 5
OTHERS = (  # groups that are never published, and a ZIP Code that no list has
    ("11430", "Queens", "Airport", 60),
    ("10025", "New York", "Residences", 90),
    ("00083", "New York", "Outdoors & Recreation", 12),
)
COUNTY_OF_BOROUGH = {borough: county for county, borough in BOROUGH_OF_COUNTY.items()}
SPLITS = [(hour, age) for hour in (ALL, *PARTS_OF_THE_DAY) for age in AGES]
HOURS_WEIGHTS = np.array([7, 14, 21, 16, 20, 12, 8, 2]) / 100
TEMPLATES = 512


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """Every day's archive, late ones included; see the package.

    A row stands for every ZIP Code and group somebody was seen in. Rows by part of the day and
    age, and of single venue types, grow with the cube of `scale`: some hundreds at 0.05, all
    five million at 1.
    """
    cube = SimulatedCube(city, scale)
    return [cube.write(folder, day) for day in days(after, until)]


def days(after: date | None, until: date) -> list[date]:
    """The days handed over after `after`, to `until`; some come 30 days late, one never."""
    first = FIRST_DAY if after is None else after + timedelta(days=1)
    every = [first + timedelta(days=step) for step in range((until - first).days + 1)]
    late = [day for day in LATE if after is not None and after - LATE_BY < day <= after]
    held_back = {day for day in LATE if until - LATE_BY < day <= until}
    return sorted({*every, *late} - held_back - LOST)


@dataclass(frozen=True)
class SimulatedCube:
    """The cube of one city, by ZIP Code; `scale` as in `write`."""

    city: City
    scale: float

    def write(self, folder: Path, day: date) -> Path:
        """One day's archive; the same bytes each time."""
        path = folder / f"{day}.tar.gz"
        with (
            path.open("wb") as raw,
            gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.USTAR_FORMAT) as archive,
        ):
            for number, lines in enumerate(self._parts(day)):
                content = "".join(lines).encode()
                entry = tarfile.TarInfo(f"part-{number:05d}-{day:%Y%m%d}.csv")
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        return path

    @cached_property
    def zips(self) -> list[str]:
        """ZIP Codes in the order of the city's areas."""
        order = {area: position for position, area in enumerate(self.city.areas)}
        placed = modzcta_of_zip()
        return sorted(placed, key=lambda code: (order[placed[code]], code != placed[code], code))

    @cached_property
    def venues(self) -> Venues:
        return Venues(self.city)

    @cached_property
    def _beginnings(self) -> list[str]:
        """What each ZIP Code's rows begin with, after the day."""
        borough = {area.id: area.borough_id or "" for area in geography.areas()[Geography.MODZCTA]}
        county = {code: COUNTY_OF_BOROUGH[borough[modzcta_of_zip()[code]]] for code in self.zips}
        return [f"US,{STATE},{county[code]},{code}," for code in self.zips]

    def _by_zip(self, day: date) -> Ints:
        """Visits by ZIP Code and group."""
        visits = self.venues.visits(day)
        placed = [modzcta_of_zip()[code] for code in self.zips]
        zip_visits = np.empty((len(placed), visits.shape[1]), dtype=np.int64)
        for position, area in enumerate(self.city.areas):
            rows = [row for row, name in enumerate(placed) if name == area]
            shares = [1 / len(rows)] * len(rows)
            if len(rows) > 1:
                rest = (1 - FIRST_ZIP_SHARE) / (len(rows) - 1)
                shares = [FIRST_ZIP_SHARE, *[rest] * (len(rows) - 1)]
            zip_visits[rows] = _shared(visits[position], shares)
        return zip_visits

    def _parts(self, day: date) -> Iterator[Iterator[str]]:
        visits = self._by_zip(day)
        random = self.city.random(f"cube {day}")
        endings = _endings(random)
        for part in range(PARTS):
            yield self._lines(day, visits, range(part, len(self.zips), PARTS), endings, random)

    def _lines(
        self,
        day: date,
        visits: Ints,
        rows: range,
        endings: list[str],
        random: np.random.Generator,
    ) -> Iterator[str]:
        detailed, categories = self._detailed(), self._categories()
        templates = [
            _split(count, endings, self.venues.share_over_65(day), random)
            for count in random.integers(1, 400, TEMPLATES if self.scale > 0.2 else 8)
        ]
        for row in rows:
            begin = f"{day},{self._beginnings[row]}"
            for group, count in enumerate(visits[row].tolist()):
                start = f"{begin}{GROUP},{PUBLISHED[group]},"
                if (row, group) in detailed and count:
                    over = self.venues.share_over_65(day)
                    yield "".join(start + end for end in _split(count, endings, over, random))
                elif count:
                    yield f"{start}{ALL},{ALL},{count},{_ending(count, endings)}"
            for category in categories.get(row, ()):
                start = f"{begin}{_category(category)}"
                yield "".join(start + end for end in templates[(row + category) % len(templates)])
        for code, county, group, count in OTHERS if rows.start == 0 else ():
            start = f"{day},US,{STATE},{county},{code},{GROUP},{group},{ALL},{ALL},"
            yield f"{start}{count},{_ending(count, endings)}"

    def _detailed(self) -> frozenset[tuple[int, int]]:
        """ZIP Codes and groups whose rows are split by part of the day and age."""
        chosen = _spread(len(self.zips) * len(PUBLISHED), self.scale, 2)
        return frozenset(divmod(place, len(PUBLISHED)) for place in chosen)

    def _categories(self) -> dict[int, list[int]]:
        """Single venue types by ZIP Code."""
        categories_of_zip: dict[int, list[int]] = {}
        for place in _spread(len(self.zips) * CATEGORIES, self.scale, 4):
            row, category = divmod(place, CATEGORIES)
            categories_of_zip.setdefault(row, []).append(category)
        return categories_of_zip


def _spread(total: int, scale: float, least: int) -> list[int]:
    number = min(total, max(least, round(total * scale**3)))
    return np.unique(np.linspace(0, total - 1, number).astype(int)).tolist()


def _category(number: int) -> str:
    name = f'"Shop, type {number}"' if number % 50 == 0 else f"Venue type {number}"
    return f"4bf58dd8d48988d1{number:08x},{name},"


def _shared(visits: Ints, shares: Sequence[float]) -> Ints:
    """Whole visits by share; what rounding leaves over goes to the first."""
    parts = np.floor(np.outer(shares, visits)).astype(np.int64)
    parts[0] += visits - parts.sum(axis=0)
    return parts


def _endings(random: np.random.Generator) -> list[str]:
    """Durations and shares of visits by duration, as they end a row."""
    shares = random.dirichlet([2, 3, 3, 4, 3, 2, 1, 1], 64)
    minutes = random.uniform(8, 90, (64, 2))
    return [
        ",".join([f"{mean:.1f}", f"{median:.1f}", *(f"{share:.3f}" for share in row)]) + "\n"
        for (mean, median), row in zip(minutes, shares, strict=True)
    ]


def _ending(count: int, endings: list[str]) -> str:
    return ",,,,,,,,,\n" if count < TOO_FEW_FOR_DURATION else endings[count % len(endings)]


def _split(
    count: int, endings: list[str], over_65: float, random: np.random.Generator
) -> list[str]:
    """One row's visits by part of the day and age, whole ones included; none where nobody was."""
    over = int(random.binomial(count, over_65))
    by_age = np.array([count - over, over])
    by_hour = np.stack([random.multinomial(number, HOURS_WEIGHTS) for number in by_age])
    table = np.concatenate([by_age[:, None], by_hour], axis=1)
    every = np.concatenate([table.sum(axis=0, keepdims=True), table]).T.ravel().tolist()
    return [
        f"{hour},{age},{number},{_ending(number, endings)}"
        for (hour, age), number in zip(SPLITS, every, strict=True)
        if number
    ]
