"""Words of a figure and the name of a place in one search: "rent in the Bronx", "rent Astoria"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.data.matching import JOINING, matching
from components.search.finding import find
from components.search.ranking import Closeness, codes_in
from components.text.spelling import normalized
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Place

MOST_WORDS = 8
# Words of titles that mean no figure alone: "Grand Concourse" is no larceny.
VAGUE = frozenset(["big", "grand", "major", "new", "one", "real", "small"])
WHOLE_NAMES = (Closeness.NAME, Closeness.PART, Closeness.OTHER_NAME)


@dataclass(frozen=True, slots=True)
class Parted:
    """What a figure is called, as typed, and the places that bear the name beside it."""

    words: str
    places: tuple[Place, ...]


def parted(release: Release, typed: str) -> Parted | None:
    """The two parts of what was typed, in either order; None where it has no such parts."""
    codes, rest = codes_in(typed)
    words = normalized(typed).split()
    if len(words) > MOST_WORDS:
        return None
    # Beside a ZIP Code all words have to be the figure's: "12 Main Street 10456" is an address.
    ways = [(_plain(normalized(rest).split()), codes[0])] if codes else _ways(words)
    for figure, place in ways:
        is_vague = not set(figure.split()) - VAGUE
        places = named(release, place) if place and not is_vague else ()
        if places and matching(release, figure):
            return Parted(figure, places)
    return None


def named(release: Release, name: str) -> tuple[Place, ...]:
    """The one place that bears a name, or all that bear it alike: three are called Astoria."""
    result = find(release, name, guess=False)
    if result.meant is not None:
        return (result.meant,)
    closest = min((match.closeness for match in result.matches), default=Closeness.LIKE)
    alike = (match.place for match in result.matches if match.closeness is closest)
    return tuple(alike) if closest in WHOLE_NAMES else ()


def _ways(words: list[str]) -> Iterator[tuple[str, str]]:
    """Every way to part the words; the longest name of a place first."""
    for at in range(1, len(words)):
        yield _plain(words[:at]), " ".join(_begun(words[at:]))
        yield _plain(words[-at:]), " ".join(words[:-at])


def _begun(words: list[str]) -> list[str]:
    """Words of a place without what joins them to the figure before: "en el bronx"."""
    joining = next((at for at, word in enumerate(words) if word not in JOINING), 0)
    return words[joining:]


def _plain(words: list[str]) -> str:
    return " ".join(word for word in words if word not in JOINING)
