"""How places rank for what was typed. `assets/ranking.js` ranks the drop-down by the same rules
from the same rows; a test asks both for every query of `tests/components/search/queries.csv`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Place
from data_loaders.vocabulary.place_names import names_in_use

# What people write and what the City writes; in Spanish too. Empty: the word tells nothing apart.
SAME_WORD: Mapping[str, str] = {
    "saint": "st",
    "mount": "mt",
    "fort": "ft",
    "and": "",
    "the": "",
    "heights": "hts",
    "square": "sq",
    "avenue": "ave",
    "pkwy": "parkway",
    "park": "pk",
    "n": "north",
    "e": "east",
    "s": "south",
    "w": "west",
    "cd": "community district",
    "cb": "community district",
    "board": "district",
    "distrito": "district",
    "junta": "district",
    "comunitario": "community",
    "comunitaria": "community",
    "condado": "county",
    "alturas": "hts",
    "parque": "pk",
    "avenida": "ave",
    "nta": "",
    "zcta": "",
    "el": "",
    "la": "",
    "los": "",
    "de": "",
    "del": "",
}
# Said after an address; they filter nothing.
STATE = ("ny", "new york", "nyc", "new york city", "usa")
DISTRICT_NUMBER = re.compile(r"(cb|cd)(\d{1,2})", re.ASCII)
ZIP_CODE = re.compile(r"\b(\d{5})(?:-\d{4})?\b", re.ASCII)
IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
LEAST_PART = 4  # letters: "Co" of "Co-op City" is no name
WHOLE_NUMBER = 2  # digits: "9" is not the beginning of "90"


class Closeness(IntEnum):
    """How a place was found, the best first."""

    CODE = 0
    NAME = 1
    PART = 2
    BEGINS = 3
    WORDS = 4
    OTHER_NAME = 5
    OTHER_BEGINS = 6
    OTHER_WORDS = 7
    LIKE = 8


@dataclass(frozen=True, slots=True)
class Names:
    """What a place is called, spelled as typed text is.

    `own` is its name first, then the parts of it; `used` are names it is used for, with its place
    among the places of that name; `others` are names of older or other boundaries.
    """

    code: str
    borough: str
    own: tuple[str, ...]
    used: dict[str, int]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    place: Place
    names: Names


@dataclass(frozen=True, slots=True)
class Rules:
    """What the drop-down needs beside the rows to rank as the page does."""

    same_word: Mapping[str, str]
    state: Sequence[str]
    boroughs: Sequence[tuple[str, str]]


def spelled(text: str) -> str:
    """Text as it is compared: without case, accents, marks and words that tell nothing apart."""
    words = DISTRICT_NUMBER.sub(r"\1 \2", normalized(text)).split()
    return " ".join(" ".join(SAME_WORD.get(word, word) for word in words).split())


@lru_cache(maxsize=4)
def entries(release: Release) -> tuple[Entry, ...]:
    """Every place of a release with its names, in the order of the release: by kind, then code."""
    used = _used()
    return tuple(Entry(place, _names(place, used.get(place.id, {}))) for place in release.places)


def _used() -> dict[str, dict[str, int]]:
    used: dict[str, dict[str, int]] = {}
    for each in names_in_use():
        for position, place_id in enumerate(each.places):
            used.setdefault(place_id, {})[spelled(each.name)] = position
    return used


def _names(place: Place, used: dict[str, int]) -> Names:
    own, others = [place.name], list(place.terms)
    match place.kind:
        case "borough":
            used = {**used, **{spelled(term): 0 for term in place.terms}}
        case "neighborhood":
            own += parts(place.name)
        case "community district":
            own = [place.name.partition(":")[0]]
        case "ZIP Code":
            own = [place.id]
            others += place.name.removeprefix(place.id).split(",")
    spelled_own = _distinct(own)
    return Names(
        place.id.casefold(),
        place.borough_id or "",
        spelled_own,
        used,
        tuple(name for name in _distinct(others) if name not in spelled_own),
    )


def parts(name: str) -> list[str]:
    """The names that a neighborhood's name joins: "Kingsbridge-Marble Hill" is two."""
    plain = IN_BRACKETS.sub("", name)
    return [part.strip() for part in plain.split("-") if len(part.strip()) >= LEAST_PART]


def _distinct(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(spelled, names))))


@lru_cache(maxsize=4)
def rules(release: Release) -> Rules:
    """The rules of a release's places; its boroughs by every name that filters."""
    boroughs = {
        name: entry.place.id
        for entry in entries(release)
        if entry.place.kind == Geography.BOROUGH
        for name in (*entry.names.own, *entry.names.used, entry.names.code)
        if name not in STATE
    }
    longest_first = sorted(boroughs.items(), key=lambda pair: -len(pair[0]))
    return Rules(SAME_WORD, STATE, longest_first)


def codes_in(typed: str) -> tuple[list[str], str]:
    """ZIP Codes in a text, and the rest of it."""
    return ZIP_CODE.findall(typed), ZIP_CODE.sub(" ", typed)


def readings(release: Release, text: str) -> Iterator[tuple[str, str]]:
    """What a text may name, with the borough it says, the likeliest first."""
    yield text, ""
    plain = text
    for words in STATE:
        plain = plain.removesuffix(f" {words}")
    if plain != text:
        yield plain, ""
    for name, borough_id in rules(release).boroughs:
        rest = plain.removesuffix(f" {name}")
        rest = plain.removeprefix(f"{name} ") if rest == plain else rest
        if rest != plain:
            yield rest, borough_id


def ranked(release: Release, text: str) -> list[tuple[Closeness, Place]]:
    """Places for a spelled text, best first; those of the reading that comes closest to a name."""
    best: list[tuple[Closeness, Place]] = []
    for wanted, borough_id in readings(release, text):
        matches = _matches(release, wanted, borough_id)
        if matches and (not best or matches[0][0] < best[0][0]):
            best = matches
    return best


def _matches(release: Release, wanted: str, borough_id: str) -> list[tuple[Closeness, Place]]:
    matches = [
        ((closeness, entry.names.used.get(wanted, 0), order), entry.place)
        for order, entry in enumerate(entries(release))
        if borough_id in ("", entry.names.borough)
        and (closeness := _closeness(entry.names, wanted)) is not None
    ]
    return [(key[0], place) for key, place in sorted(matches, key=lambda match: match[0])]


def _closeness(names: Names, wanted: str) -> Closeness | None:
    if not wanted:
        return None
    if names.code == wanted:
        return Closeness.CODE
    if names.own[0] == wanted or wanted in names.used:
        return Closeness.NAME
    if wanted in names.own:
        return Closeness.PART
    if _is_in_order(names.own, wanted):
        begins = any(name.startswith(wanted) for name in names.own)
        return Closeness.BEGINS if begins else Closeness.WORDS
    if wanted in names.others:
        return Closeness.OTHER_NAME
    everything = (*names.own, *names.used, *names.others)
    if _is_in_order(everything, wanted):
        return Closeness.OTHER_BEGINS
    return Closeness.OTHER_WORDS if _begins(everything, wanted) else None


def _is_in_order(names: Sequence[str], wanted: str) -> bool:
    """Whether one name has a word for every word wanted, in their order: Central Park is no part
    of Sunset Park (Central)."""
    return any(_follow(name.split(), wanted.split()) for name in names)


def _follow(words: Sequence[str], parts: Sequence[str]) -> bool:
    rest = iter(words)
    return all(any(_in_words((word,), part) for word in rest) for part in parts)


def _begins(names: Sequence[str], wanted: str) -> bool:
    """Whether every word wanted begins a word of the names; a short number must be one."""
    words = {word for name in names for word in name.split()}
    return all(_in_words(words, part) for part in wanted.split())


def _in_words(words: Collection[str], part: str) -> bool:
    if part.isdigit() and len(part) <= WHOLE_NUMBER:
        return part in words
    return any(word.startswith(part) for word in words)
