"""Finding places from what a reader types: any case, accents, and most typing errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Place

MOST_RESULTS = 12
LEAST_LIKENESS = 0.74
SHORTEST_GUESS = 4
BEHIND_ITS_NAME = 0.01  # a place called so comes before one that only has it in other names
# What people write and what the City writes.
SAME_WORD: Mapping[str, str] = {
    "saint": "st",
    "mount": "mt",
    "fort": "ft",
    "and": "",
    "the": "",
    "heights": "hts",
    "square": "sq",
    "avenue": "ave",
    "n": "north",
    "e": "east",
    "s": "south",
    "w": "west",
}


class Closeness(IntEnum):
    """How a place was found, the best first."""

    EXACT_ZIP = 0
    EXACT_NAME = 1
    EXACT_TERM = 2
    NAME_STARTS = 3
    WORDS = 4
    LIKE = 5


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that matches, and how closely; `likeness` orders guesses, 1 the best."""

    place: Place
    closeness: Closeness
    likeness: float = 1.0

    @property
    def is_exact(self) -> bool:
        return self.closeness <= Closeness.EXACT_TERM


def find(release: Release, typed: str) -> list[PlaceMatch]:
    """Places that match what was typed, best first; guesses only where nothing else matches."""
    wanted = _spelled(typed)
    if not wanted:
        return []
    matches = [match for entry in _index(release) if (match := _match(entry, wanted))]
    if not matches and len(wanted) >= SHORTEST_GUESS:
        matches = list(_guesses(release, wanted))
    order = {kind: number for number, kind in enumerate(_kinds(release))}

    def best_first(match: PlaceMatch) -> tuple[int, float, int, str]:
        place = match.place
        return match.closeness, -match.likeness, order[place.kind], place.name

    return sorted(matches, key=best_first)[:MOST_RESULTS]


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    name: str
    terms: tuple[str, ...]
    words: tuple[str, ...]


def _spelled(text: str) -> str:
    words = (SAME_WORD.get(word, word) for word in normalized(text).split())
    return " ".join(word for word in words if word)


@lru_cache(maxsize=4)
def _index(release: Release) -> tuple[_Entry, ...]:
    return tuple(_entry(place) for place in release.places)


def _entry(place: Place) -> _Entry:
    name = _spelled(place.name)
    terms = tuple(dict.fromkeys(filter(None, map(_spelled, place.terms))))
    words = tuple(sorted({word for text in (name, *terms) for word in text.split()}))
    return _Entry(place, name, terms, words)


@lru_cache(maxsize=4)
def _kinds(release: Release) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.kind for place in release.places))


def _match(entry: _Entry, wanted: str) -> PlaceMatch | None:
    closeness = _closeness(entry, wanted)
    return None if closeness is None else PlaceMatch(entry.place, closeness)


def _closeness(entry: _Entry, wanted: str) -> Closeness | None:
    if entry.place.id.casefold() == wanted:
        return Closeness.EXACT_ZIP if wanted.isdigit() else Closeness.EXACT_NAME
    if entry.name == wanted:
        return Closeness.EXACT_NAME
    if wanted in entry.terms:
        return Closeness.EXACT_TERM
    if entry.name.startswith(wanted):
        return Closeness.NAME_STARTS
    if all(any(word.startswith(part) for word in entry.words) for part in wanted.split()):
        return Closeness.WORDS
    return None


def _guesses(release: Release, wanted: str) -> Iterator[PlaceMatch]:
    """Places whose name, or another name of theirs, is written much like it."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for entry in _index(release):
        other = max((_likeness(matcher, text) for text in entry.terms), default=0.0)
        likeness = max(_likeness(matcher, entry.name), other - BEHIND_ITS_NAME)
        if likeness >= LEAST_LIKENESS:
            yield PlaceMatch(entry.place, Closeness.LIKE, likeness)


def _likeness(matcher: SequenceMatcher[str], text: str) -> float:
    matcher.set_seq1(text)
    if matcher.real_quick_ratio() < LEAST_LIKENESS or matcher.quick_ratio() < LEAST_LIKENESS:
        return 0.0
    return matcher.ratio()
