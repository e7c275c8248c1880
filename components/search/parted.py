"""Words of a figure and the name of a place in one search: "rent in the Bronx"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.data import view as data_view
from components.search.finding import find
from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Place

# Between the two, in English and Spanish.
JOINING = frozenset(("in", "of", "for", "at", "near", "the", "en", "de", "del", "el", "la"))
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Parted:
    """What a figure is called, as typed, and the one place that was meant."""

    words: str
    place: Place


def parted(release: Release, typed: str) -> Parted | None:
    """The two parts of what was typed, in either order; None where it has no such parts."""
    words = normalized(typed).split()
    if len(words) > MOST_WORDS:
        return None
    for figure, place in _ways(words):
        meant = find(release, place, guess=False).meant if figure and place else None
        if meant is not None and data_view.matching(release, figure):
            return Parted(figure, meant)
    return None


def _ways(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to part the words; the longest name of a place first."""
    for at in range(1, len(words)):
        yield _plain(words[:at]), " ".join(words[at:])
        yield _plain(words[-at:]), " ".join(words[:-at])


def _plain(words: list[str]) -> str:
    return " ".join(word for word in words if word not in JOINING)
