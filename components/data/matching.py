"""Figures that mention what a reader types, in words of their titles or of daily use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from components.text import vocabulary
from components.text.spelling import normalized
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.topics import topics_of
from data_loaders.vocabulary.figure_names import figure_names
from data_loaders.vocabulary.model import Category, Indicator

# Between words of a figure, and of a figure and a place; in English and Spanish.
JOINING = frozenset(
    (
        *("in", "of", "or", "and", "for", "at", "near", "the"),
        *("en", "de", "del", "el", "la", "las", "los", "y"),
    )
)
LONGEST_WHOLE = 3  # letters: "bus" is no beginning of "business"
LEAST_STEM = 2
Family = Sequence[Indicator]
Words = tuple[str, ...]


def matching(release: Release, typed: str) -> list[Family]:
    """Families of indicators by category, in reading order; of those that hold all words typed."""
    wanted = readings(typed)
    parts = [word for reading in wanted for word in reading]
    if parts and all(map(str.isdigit, parts)):
        return []
    order = list(Category)
    kept_ones = [
        indicator
        for indicator in release.indicators.values()
        if _mentions(_haystack(release, indicator).split(), wanted)
    ]
    families: dict[str, list[Indicator]] = {}
    for indicator in kept_ones:
        families.setdefault(indicator.family, []).append(indicator)
    topic = topics_of(release)
    return sorted(families.values(), key=lambda family: order.index(topic[family[0].id]))


def closest(release: Release, typed: str) -> list[Indicator]:
    """Figures that mention it; those whose title does come first, the shortest title of them."""
    wanted = readings(typed)
    named = [indicator for family in matching(release, typed) for indicator in family]
    return sorted(named, key=lambda indicator: _distance(normalized(_(indicator.title)), wanted))


def is_in_a_title(release: Release, typed: str) -> bool:
    """Whether the title of a figure holds all words typed, as its reader sees it."""
    wanted = readings(typed)
    titles = (normalized(_(each.title)).split() for each in release.indicators.values())
    return any(_mentions(title, wanted) for title in titles)


def _distance(title: str, wanted: Sequence[Words]) -> tuple[bool, bool, int]:
    """How far a title is from what is wanted: mentions it, begins with it, has few other words."""
    words = title.split()
    is_named = _mentions(words, wanted)
    begins = any(_mentions(words[: len(reading)], [reading]) for reading in wanted)
    return (not is_named, not begins, len(words) if is_named else 0)


def readings(typed: str) -> list[Words]:
    """What a text may mean: the words that figures use for it, and the words as they are."""
    plain = without_joining(normalized(typed).split())
    meant = tuple(_in_words_of_figures(plain))
    return [meant, plain] if meant != plain else [plain]


def without_joining(words: Sequence[str]) -> Words:
    """Words without those that only join them; all of them where nothing else is there."""
    return tuple(word for word in words if word not in JOINING) or tuple(words)


def _in_words_of_figures(words: Words) -> Iterator[str]:
    """Words with each name in daily use put as figures put it; of names that begin alike the
    longest."""
    at = 0
    while at < len(words):
        length, means = _named(words[at:])
        yield from means or words[at : at + 1]
        at += length or 1


def _named(words: Words) -> tuple[int, Words]:
    stems = tuple(map(_stem, words))
    for length in range(min(len(words), _longest()), 0, -1):
        if means := _in_use().get(stems[:length]):
            return length, means
    return 0, ()


@cache
def _in_use() -> dict[Words, Words]:
    return {
        tuple(map(_stem, without_joining(normalized(each.name).split()))): tuple(each.means.split())
        for each in figure_names()
    }


@cache
def _longest() -> int:
    return max(map(len, _in_use()), default=0)


def _stem(word: str) -> str:
    """A word without what its plural adds, in English and Spanish: robbery, robberies; autobús,
    autobuses."""
    stem = word.rstrip("es")
    return f"{stem[:-1]}i" if stem.endswith("y") else stem


def _mentions(text: Sequence[str], wanted: Sequence[Words]) -> bool:
    """Whether the text has a word for every word of one reading: "les" is no part of measles."""
    stems = {_stem(word) for word in text}
    return any(all(_is_in(text, stems, part) for part in reading) for reading in wanted)


def _is_in(text: Sequence[str], stems: set[str], part: str) -> bool:
    stem = _stem(part)
    if len(stem) >= LEAST_STEM and stem in stems:
        return True
    if len(part) <= LONGEST_WHOLE:
        return part in text
    return any(word.startswith(part) for word in text)


def _haystack(release: Release, indicator: Indicator) -> str:
    source = release.source_of[indicator.id]
    return normalized(
        " ".join(
            (
                indicator.id,
                _(indicator.title),
                _(indicator.description),
                _(source.name),
                source.partner,
                vocabulary.category(indicator.category),
            )
        )
    )
