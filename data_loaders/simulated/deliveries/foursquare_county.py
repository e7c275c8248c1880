"""Foursquare's county file: visits by borough, group and age, the last two weeks restated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from data_loaders.simulated.city import City
from data_loaders.simulated.venues import FIRST_DAY, Venues
from data_loaders.sources.foursquare_groups import AGES, BOROUGH_OF_COUNTY, GROUP, PUBLISHED, STATE
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

HEADER = "date,state,borough,categoryid,category,demo,visits,avgDuration,p50Duration\n"
RESTATED = timedelta(days=14)
COUNTED_LATE = 0.06  # of the visits of a file's last days, which the next file has
LOST = frozenset({date(2021, 11, 9)})
SINGLE = ("4bf58dd8d48988d1e0931735,Coffee Shop", 140)
HOMES = ("Residences", 900)


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """One file a handover; see the package. `scale` changes nothing: it has 300 rows a day."""
    path = folder / f"county-{until}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        file.writelines(_lines(city, after, until))
    return [path]


def _lines(city: City, after: date | None, until: date) -> Iterator[str]:
    venues = Venues(city)
    borough_of = [area.borough_id for area in geography.areas()[Geography.MODZCTA]]
    first = FIRST_DAY if after is None else after - RESTATED + timedelta(days=1)
    for step in range((until - first).days + 1):
        day = first + timedelta(days=step)
        if day in LOST:
            continue
        random = city.random(f"county {day}")
        visits = venues.visits(day)
        late = COUNTED_LATE if until - day < RESTATED else 0.0
        for county, borough in BOROUGH_OF_COUNTY.items():
            here = visits[[name == borough for name in borough_of]].sum(axis=0)
            seen = here - np.floor(here * late).astype(np.int64)
            over = random.binomial(here, venues.share_over_65(day))
            over = np.minimum(over, seen)
            start = f"{day},{STATE},{county}"
            for group, counts in zip(
                PUBLISHED, zip(seen, seen - over, over, strict=True), strict=True
            ):
                for age, count in zip(AGES, counts, strict=True):
                    if count:
                        yield f"{start},{GROUP},{group},{age},{count},{_minutes(random, count)}"
            yield f"{start},{SINGLE[0]},{AGES[0]},{SINGLE[1]},{_minutes(random, SINGLE[1])}"
            yield f"{start},{GROUP},{HOMES[0]},{AGES[0]},{HOMES[1]},{_minutes(random, HOMES[1])}"


def _minutes(random: np.random.Generator, count: int) -> str:
    """Mean and median minutes of a visit; empty where too few were there."""
    if count < 5:
        return ",\n"
    mean = random.uniform(12, 80)
    return f"{mean:.1f},{mean * 0.6:.1f}\n"
