"""Finding places from what a reader types: any case, accents, and most typing errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from components.search import ranking
from components.search.ranking import Closeness
from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Place

MOST_RESULTS = 12
MOST_GUESSES = 5
# In percent of letters alike: below it nothing is guessed.
LEAST_LIKENESS = 82.0
SHORTEST_GUESS = 5
BEHIND_ITS_NAME = 1.0  # a place called so comes before one that only has it in other names


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place that matches, and how closely."""

    place: Place
    closeness: Closeness


@dataclass(frozen=True, slots=True)
class Found:
    """Places that match what was typed, best first, and the ZIP Codes in it that are none here."""

    matches: tuple[PlaceMatch, ...]
    unknown_codes: tuple[str, ...] = ()

    @property
    def meant(self) -> Place | None:
        """The one place that bears the name, or the ZIP Code; None where several do, or none."""
        best = [match for match in self.matches if match.closeness == self.matches[0].closeness]
        is_name = bool(best) and best[0].closeness <= Closeness.PART
        return best[0].place if is_name and len(best) == 1 else None

    @property
    def is_named(self) -> bool:
        """Whether that place is named whole, by its code or its own name, not a part of it."""
        return self.meant is not None and self.matches[0].closeness <= Closeness.NAME

    @property
    def are_guesses(self) -> bool:
        return bool(self.matches) and self.matches[0].closeness is Closeness.LIKE


def find(release: Release, typed: str, *, guess: bool = True) -> Found:
    """Places that match what was typed; guesses only with `guess`, and where nothing matches."""
    codes, rest = ranking.codes_in(typed)
    known = {entry.place.id: entry.place for entry in ranking.entries(release)}
    text = ranking.spelled(rest)
    coded = [(Closeness.CODE, known[code]) for code in codes if code in known]
    others = ranking.ranked(release, text)
    matches = {place.id: PlaceMatch(place, closeness) for closeness, place in [*others, *coded]}
    ordered = sorted(matches.values(), key=lambda match: match.closeness > Closeness.CODE)
    if not ordered and guess and not any(map(str.isdigit, rest)):
        ordered = [PlaceMatch(place, Closeness.LIKE) for place in _guesses(release, rest)]
    unknown = tuple(code for code in codes if code not in known)
    return Found(tuple(ordered[:MOST_RESULTS]), unknown)


def certain(release: Release, typed: str) -> Place | None:
    """The place that is named and nothing else: by its ZIP Code alone, or its whole name.

    None where several bear the name, where more is typed, and wherever it would be a guess.
    """
    codes, rest = ranking.codes_in(typed)
    beside = ranking.spelled(rest)
    is_whole = not codes or not beside or beside in ranking.STATE
    # "New York" says the city or the state, whatever place has it for another name.
    if len(codes) > 1 or not is_whole or (not codes and beside in ranking.STATE):
        return None
    found = find(release, typed, guess=False)
    if found.is_named and not found.unknown_codes:
        return found.meant
    wanted = normalized(typed)
    whole = [each.place for each in found.matches if normalized(each.place.name) == wanted]
    return whole[0] if len(whole) == 1 else None


def _guesses(release: Release, typed: str) -> list[Place]:
    """Places with a name that is written much like what was typed, the likest first."""
    *_, (wanted, borough_id) = ranking.readings(release, normalized(typed))
    if len(wanted) < SHORTEST_GUESS:
        return []
    entries = [
        entry for entry in ranking.entries(release) if borough_id in ("", entry.names.borough)
    ]
    called = [(entry.place, name) for entry in entries for name in _called(entry)]
    like = process.extract(
        wanted,
        [name for _place, name in called],
        scorer=fuzz.ratio,
        limit=None,
        score_cutoff=LEAST_LIKENESS,
    )
    likeness: dict[str, float] = {}
    for _name, alike, at in like:
        place, name = called[at]
        is_own = name in _own(place)
        nearest = alike if is_own else alike - BEHIND_ITS_NAME
        likeness[place.id] = max(nearest, likeness.get(place.id, 0.0))
    near = [entry.place for entry in entries if entry.place.id in likeness]
    return sorted(near, key=lambda place: -likeness[place.id])[:MOST_GUESSES]


def _called(entry: ranking.Entry) -> Iterator[str]:
    """Everything a place is called: its own names, then others. Short ones, as LES, are like too
    many words."""
    yield from _own(entry.place)
    yield from map(normalized, entry.place.terms)
    yield from (name for name in entry.names.used if len(name) >= SHORTEST_GUESS)


def _own(place: Place) -> list[str]:
    return [normalized(name) for name in (place.name, *ranking.parts(place.name))]
