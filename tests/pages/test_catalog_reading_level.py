"""What a source says of itself reads at 8th grade, and no sentence has more than 25 words.

Pages show these texts as they are, so all are read where they are written, without a release.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import escape

import pytest

from components.data import policy_words
from components.text import vocabulary
from data_loaders.sources import catalog
from data_loaders.vocabulary.installation import ROOT
from data_loaders.vocabulary.model import Category, Source
from data_loaders.vocabulary.treatment_changes import CHANGES
from tests.pages.test_reading_level import HIGHEST_GRADE, MOST_WORDS
from tests.support.reading_level import as_they_stand, grade, sentences

SOURCES = (*catalog.SOURCES, *(module.SOURCE for module in catalog.PARTNERS))
# A publisher's own words, which are not ours to choose.
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def texts(source: Source) -> Iterator[str]:
    """All texts of a source that we word, names and citations apart."""
    yield from (source.description, source.covers, source.terms_of_use.available)
    yield from source.known_errors
    yield from (each.text for each in source.breaks)
    yield from (rule.sentence for rule in policy_words.rules(source))
    for each in source.indicators:
        yield from (each.description, each.processing, each.leaves_out, *each.caveats)


@cache
def names() -> frozenset[str]:
    """What no writer can choose: names of figures, industries and sources."""
    figures = [each for source in SOURCES for each in source.indicators]
    found = {words for each in figures for words in (each.title, each.noun)}
    found |= {name for each in figures for name in each.industry_names.values()}
    found |= {name for source in SOURCES for name in (source.name, source.partner)}
    return frozenset(found | {vocabulary.category(each) for each in Category})


def split(said: list[str]) -> list[list[str]]:
    """The sentences of some texts, as words; each text once."""
    lines = [f"<p>{escape(QUOTED.sub('X', text))}</p>" for text in dict.fromkeys(said)]
    return sentences(f"<main>{''.join(lines)}</main>", names())


def as_read(said: list[str]) -> list[list[str]]:
    """The sentences of some texts, each word of a name and each number counted."""
    lines = [f"<p>{escape(QUOTED.sub('X', text))}</p>" for text in dict.fromkeys(said)]
    return as_they_stand(f"<main>{''.join(lines)}</main>")


def strings(record: object) -> Iterator[str]:
    """All texts in a record."""
    if isinstance(record, str):
        yield record
    for each in record.values() if isinstance(record, dict) else ():
        yield from strings(each)
    for each in record if isinstance(record, list) else ():
        yield from strings(each)


def too_long(found: list[list[str]]) -> list[str]:
    return [f"{len(words)}: {' '.join(words)}" for words in found if len(words) > MOST_WORDS]


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.id)
def test_a_source_reads_at_8th_grade(source: Source) -> None:
    found = split(list(texts(source)))
    assert grade(found) <= HIGHEST_GRADE, f"{source.id}: grade {grade(found):.1f}"
    long = too_long(as_read(list(texts(source))))
    assert not long, "\n".join(long)


def test_what_was_mended_in_the_treatment_reads_at_8th_grade() -> None:
    found = split([text for each in CHANGES for text in (each.found, each.mended)])
    assert grade(found) <= HIGHEST_GRADE
    long = too_long(as_read([text for each in CHANGES for text in (each.found, each.mended)]))
    assert not long, "\n".join(long)


@pytest.mark.parametrize("room", ["projects", "uses", "partners", "principles", "practice"])
def test_a_record_has_no_sentence_over_25_words(room: str) -> None:
    said = [
        text
        for path in sorted((ROOT / "data" / "records" / room).glob("*.toml"))
        for text in strings(tomllib.loads(path.read_text("utf-8")))
    ]
    assert said
    assert not too_long(as_read(said)), "\n".join(too_long(as_read(said)))
