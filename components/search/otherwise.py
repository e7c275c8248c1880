"""What may have been meant where nothing is called as typed: a question, or a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from components.data.matching import JOINING
from components.search.parted import named
from components.search.ranking import STATE, spelled
from components.search.topics import topic
from components.text.spelling import normalized
from components.text.words import _
from data_loaders.released.place_pages import BOROUGH
from data_loaders.released.release import Release
from data_loaders.vocabulary.figure_names import figure_names

# Words that ask and are not what a question is about: in English, and in Spanish.
ASKING = frozenset(
    (
        *("a", "about", "and", "are", "back", "been", "by", "can", "did", "do", "does", "down"),
        *("fell", "going", "got", "happened", "happening", "has", "have", "higher", "how", "i"),
        *("highest", "last", "lowest", "mean", "means", "since"),
        *("is", "it", "lower", "many", "much", "now", "of", "or", "people", "rising", "the"),
        *("there", "to", "up", "was", "were", "what", "when", "where", "which", "who", "why"),
        *("with", "ahora", "bajando", "como", "cuando", "cuantas", "cuantos", "donde", "esta"),
        *("hay", "hubo", "precio", "precios", "que", "son", "subiendo", "un", "una", "y"),
    )
)
# "Is rent down in my area": nobody tells this site where the reader is.
HERE = re.compile(
    r"\b(my|our|this|mi|nuestro|nuestra|este|esta) "
    r"(area|barrio|block|borough|colonia|neighborhood|neighbourhood|street|vecindario|zip|zona)\b"
    r"|\bnear me\b|\bcerca de mi\b"
)
YEAR = re.compile(r"(19|20)\d\d")
WHOLE_CITY = frozenset((*STATE, "city"))  # says no more than the site's own name
SHORTEST_WORD = 6  # letters: of shorter words too many are one letter apart
LONG_WORD = 8
ONE_SLIP, TWO_SLIPS = 1, 2  # letters wrong, missing, too many, or two in turn


def others(release: Release, typed: str) -> Iterator[str]:
    """Other texts that may have been meant, the one nearest to what was typed first."""
    plain = normalized(typed)
    asked = " ".join(_about(plain))
    respelled = " ".join(_respelled(release, word) for word in asked.split())
    about = topic(release, asked) or topic(release, respelled)
    place = _last_place(release, plain)
    both = f"{about} {place}" if about and place else ""
    for each in dict.fromkeys((asked, respelled, both, about, place)):
        if each != plain and any(word.isalpha() and len(word) > 1 for word in each.split()):
            yield each


def asks_of_here(typed: str) -> bool:
    """Whether a question is about where its reader is."""
    return bool(HERE.search(normalized(typed)))


def _about(plain: str) -> list[str]:
    """What a question is about: without what only asks, years, and where the reader is."""
    words = HERE.sub(" ", plain).split()
    about = [word for word in words if word not in ASKING and not YEAR.fullmatch(word)]
    while about and about[-1] in JOINING:
        about.pop()
    return about


def _last_place(release: Release, plain: str) -> str:
    """The place whose whole name stands last, as in "median income Harlem"; empty where none does.

    Of an address only its borough: the Grand Concourse leaves the neighborhood called Concourse.
    """
    words = plain.split()
    is_address = any(map(str.isdigit, words))
    for each in (" ".join(words[at:]) for at in range(1, len(words))):
        places = () if spelled(each) in WHOLE_CITY else named(release, each)
        if places and (not is_address or all(place.kind == BOROUGH for place in places)):
            return each
    return ""


def _respelled(release: Release, word: str) -> str:
    """The word that figures use and that is nearly written so; the word itself if there is none,
    or several alike."""
    words = _words(release)
    if len(word) < SHORTEST_WORD or word in words or word.isdigit():
        return word
    most = TWO_SLIPS if len(word) >= LONG_WORD else ONE_SLIP
    near = process.extract(
        word,
        [each for each in words if each[0] == word[0] and len(each) >= SHORTEST_WORD],
        scorer=OSA.distance,
        score_cutoff=most,
        limit=2,
    )
    if not near or (
        len(near) > 1 and near[0][1] == near[1][1] and not _same(near[0][0], near[1][0])
    ):
        return word
    return near[0][0]


def _same(one: str, other: str) -> bool:
    """Whether one is the other's plural."""
    return one.startswith(other) or other.startswith(one)


@lru_cache(maxsize=4)
def _words(release: Release) -> frozenset[str]:
    """Words of titles, and of names in daily use."""
    texts = [_(each.title) for each in release.indicators.values()]
    texts += [each.name for each in figure_names()]
    return frozenset(word for text in texts for word in normalized(text).split())
