"""A name fits every view of a figure: place, time and unit are said beside it, by the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.text import formats
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Geography, Indicator

AREAS = "|".join(sorted({formats.area_noun(name) for name in Geography}))
BY_AREA = re.compile(rf"\bby (?:{AREAS})\b")
# "Evictions by city marshals" names who, not where.
OF_AN_AREA = re.compile(rf"\bby (?:{AREAS})\b(?! marshals)")
HOW_OFTEN = re.compile(
    r"\b(?:by|and|in the) (?:day|week|month|quarter|year)\b|\b(?:week|month)ly\b"
)
# "simulated the distance", "simulated StreetEasy's index": a word stands before every noun.
BEGUN = re.compile(r"(?:the|an?) |[A-Z]\w*'s ")
OF_PARTNERS = [each for module in catalog.PARTNERS for each in module.SOURCE.indicators]
OF_ALL = [each for source in catalog.SOURCES for each in source.indicators]


def faults(figure: Indicator) -> Iterator[str]:
    """What of a figure's title and noun only some of its views bear out."""
    for words in (figure.title, figure.noun):
        yield from (f"{words}: {found[0]}" for found in BY_AREA.finditer(words))
        yield from (f"{words}: {found[0]}" for found in HOW_OFTEN.finditer(words))
    if BEGUN.match(figure.noun):
        yield f"{figure.noun}: nothing can stand before it"
    of_time = re.search(r"\b(days?|weeks?|months?)$", figure.unit)
    if of_time and re.search(rf"\b{of_time[0].rstrip('s')}s?\b", figure.noun):
        yield f"{figure.noun}: says its unit"


def test_a_name_leaves_place_time_and_unit_to_the_page() -> None:
    assert [fault for figure in OF_PARTNERS for fault in faults(figure)] == []


def test_every_name_stands_beside_any_area() -> None:
    wrong = [
        words
        for figure in OF_ALL
        for words in (figure.title, figure.noun)
        if OF_AN_AREA.search(words) or (words is figure.noun and BEGUN.match(words))
    ]
    assert wrong == []


def test_figures_of_partners_have_a_title_of_their_own_each() -> None:
    titles = [figure.title for figure in OF_PARTNERS]
    assert sorted(titles) == sorted(set(titles))
