"""Distinct addresses of a release, as readers make them: no two alike, the same in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import TypeAlias

from components.markup.addresses import INDUSTRIES, MAP, PLACES, TRENDS
from data_loaders.released.release import Release
from data_loaders.released.view import is_mapped
from data_loaders.vocabulary.frames import FrameEntry

Write: TypeAlias = "Callable[[Release, FrameEntry, Random], str]"
SEED = 20_261_128
PARTS = "/parts"
MOST_TRIES = 50
MOST_AREAS = 4
HOT = ("/", MAP, TRENDS, INDUSTRIES, "/data", f"{PLACES}/BX")
SHARE_OF_HOT = 0.8  # of a launch day's requests


def distinct(release: Release, count: int, seed: int = SEED) -> list[str]:
    """So many addresses of Map, Trends, Industries, their parts, and places; fewer where there
    are no more."""
    random = Random(seed)
    kinds = _kinds(release, random)
    addresses: dict[str, None] = {}
    for _ in range(count * MOST_TRIES):
        if len(addresses) == count:
            break
        addresses[random.choice(kinds)()] = None
    return list(addresses)


def launch_day(release: Release, count: int) -> Iterator[str]:
    """Requests of a launch day without end: most to a few pages, others to one of `count`."""
    addresses, random = distinct(release, count), Random(SEED)
    while True:
        is_hot = random.random() < SHARE_OF_HOT
        yield random.choice(HOT if is_hot else addresses)


def _kinds(release: Release, random: Random) -> list[Callable[[], str]]:
    every = [entry for entry in release.index.frames if release.areas(entry.geography)]
    mapped = [entry for entry in every if is_mapped(release, entry.geography)]
    split = [e for e in every if len(release.indicators[e.indicator_id].industries) > 1]
    places = [place.id for place in release.places if place.kind in ("borough", "neighborhood")]
    writers: list[Callable[[], str]] = [lambda: f"{PLACES}/{random.choice(places)}"]
    for path, entries, write in (
        (MAP, mapped, _map),
        (TRENDS, every, _trends),
        (INDUSTRIES, split, _industries),
    ):
        for prefix in ("", PARTS) if entries else ():
            writers.append(partial(_written, f"{prefix}{path}", entries, write, release, random))
    return writers


def _written(
    path: str, entries: list[FrameEntry], write: Write, release: Release, random: Random
) -> str:
    return f"{path}?{write(release, random.choice(entries), random)}"


def _shared(entry: FrameEntry) -> str:
    return (
        f"indicator={entry.indicator_id}&geography={entry.geography}&industry={entry.industry_id}"
    )


def _day(release: Release, entry: FrameEntry, random: Random) -> str:
    frame = release.frame(entry.indicator_id, entry.geography, entry.industry_id)
    return random.choice(frame.periods)[1].isoformat()


def _area(release: Release, entry: FrameEntry, random: Random, most: int) -> str:
    frame = release.frame(entry.indicator_id, entry.geography, entry.industry_id)
    return "~".join(random.sample(frame.areas, min(len(frame.areas), random.randint(1, most))))


def _map(release: Release, entry: FrameEntry, random: Random) -> str:
    area = f"&areas={_area(release, entry, random, 1)}" if random.random() < 0.5 else ""
    return f"{_shared(entry)}&period={_day(release, entry, random)}{area}"


def _trends(release: Release, entry: FrameEntry, random: Random) -> str:
    first = f"{random.randint(2019, 2021)}-{random.randint(1, 12):02d}"
    return f"{_shared(entry)}&areas={_area(release, entry, random, MOST_AREAS)}&from={first}"


def _industries(release: Release, entry: FrameEntry, random: Random) -> str:
    area = _area(release, entry, random, 1)
    day = _day(release, entry, random)
    return f"indicator={entry.indicator_id}&geography={entry.geography}&areas={area}&period={day}"
