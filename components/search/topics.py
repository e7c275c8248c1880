"""What a question is about where it names no figure as a whole: "is the subway safe" is about the
subway, and this site says what it has of that. A word here means its subject in any question."""

from __future__ import annotations

from collections.abc import Iterator

from components.data.matching import matching, readings
from components.text.spelling import normalized
from components.text.words import _
from data_loaders.released.release import Release

TOPICS = frozenset(
    (
        *("alquiler", "apartment", "apartments", "broadway", "bus", "buses", "business"),
        *("businesses", "claims", "coronavirus", "covid", "crime", "crimen", "crimes"),
        *("cupones", "delitos", "desalojo", "desalojos", "desempleo", "empleo", "empleos"),
        *("evicted", "eviction", "evictions", "felonies", "flu", "gripe"),
        *("homeless", "homelessness", "influenza", "jobs", "layoffs", "measles", "medicaid"),
        *("metro", "murder", "murders", "negocios", "pedestrians", "poverty", "pobreza", "rent"),
        *("renta", "rents", "restaurant", "restaurants", "restaurantes", "ridership"),
        *("robberies", "robos", "rsv", "salaries", "salary", "sarampion", "school", "schools"),
        *("escuela", "escuelas", "shelter", "snap", "subway", "taxi", "taxis", "trabajo"),
        *("trabajos", "traffic", "unemployed", "unemployment", "vaccinated", "vaccination"),
        *("vaccine", "vaccines", "vacuna", "vacunas", "wages", "welfare"),
    )
)
# Two words of which neither alone is the subject.
PAIRS = frozenset({"food stamps", "small business", "small businesses", "cash assistance"})
# A place of a kind that is not known here: "School District 7" is about no figure of schools.
NO_PLACES = frozenset(
    (
        *("ave", "avenue", "boulevard", "college", "district", "hospital", "library", "precinct"),
        *("road", "st", "station", "street", "university"),
    )
)
MOST_WORDS = 12
# Of who asks where to get help, beside what it is about.
HELP = frozenset(
    (
        *("afford", "apply", "assistance", "ayuda", "behind", "help", "necesito", "need"),
        *("notice", "pagar", "paying", "pedir", "perdi", "solicitar", "vacunarme"),
    )
)
WHERE_TO_GET = ("where can i get", "how do i get", "donde puedo", "como consigo")


def topic(release: Release, typed: str) -> str:
    """The longest words in a row that a title has and that name a subject; empty of none."""
    words = normalized(typed).split()[:MOST_WORDS]
    if NO_PLACES & {*words}:
        return ""
    return next((each for each in _runs(words) if _is_subject(release, each)), "")


def asks_for_help(typed: str) -> bool:
    """Whether a reader needs help rather than a figure."""
    plain = normalized(typed)
    return bool(HELP & {*plain.split()}) or plain.startswith(WHERE_TO_GET)


def _runs(words: list[str]) -> Iterator[str]:
    """Words in a row, the most first."""
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def _is_subject(release: Release, run: str) -> bool:
    """Whether words name a subject and nothing beside it that no title has."""
    words = run.split()
    if run not in PAIRS and not TOPICS & {*words}:
        return False
    return len(words) == 1 or run in PAIRS or _is_in_a_title(release, words)


def _is_in_a_title(release: Release, words: list[str]) -> bool:
    """Whether a title has all of the words, in those of figures or as they are."""
    wanted = readings(" ".join(words))
    titles = [normalized(_(each.title)).split() for each in release.indicators.values()]
    return any(
        all(any(has.startswith(part) for has in title) for part in reading)
        for title in titles
        for reading in wanted
    ) and bool(matching(release, " ".join(words)))
