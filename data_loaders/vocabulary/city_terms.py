"""What a city calls itself, its districts and its small areas, in one place.

Pages are written in New York's words (`OF_NEW_YORK`). Another city says in `TERMS` what stands in
their place; every text of a page goes through `in_own_words`, so that no view changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

# Longer phrases hold shorter ones: where both are given, the longer is taken.
OF_NEW_YORK = (
    "NYC Recovery",
    "City of New York",
    "New York City",
    "New York",
    "New Yorkers",
    "a ZIP, a neighborhood or a borough",
    "ZIP, neighborhood or borough",
    "neighborhood",
    "neighborhoods",
    "ZIP code",
    "ZIP area",
    "ZIP areas",
    "ZIP",
    "borough",
    "boroughs",
    "five boroughs",
)
# What a reader may type to find a place: a code, a neighborhood, a borough, a district.
SEARCHED: tuple[str, ...] = (
    "10458",
    "Jackson Heights",
    "Bronx",
    "Queens CD 7",
    "Council District 16",
)
# Of New York nothing is said otherwise.
TERMS: Mapping[str, str] = {}


def in_own_words(text: str) -> str:
    """A text of a page in the words of this city."""
    return _written(text, tuple(TERMS.items())) if TERMS else text


@cache
def _written(text: str, terms: tuple[tuple[str, str], ...]) -> str:
    own = dict(terms)

    def said(match: re.Match[str]) -> str:
        word = match[0]
        if word in own:
            return own[word]
        term = own[f"{word[0].lower()}{word[1:]}"]
        return f"{term[0].upper()}{term[1:]}"

    return _pattern(own).sub(said, text)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Each word or phrase whole, also at the beginning of a sentence; never a `{blank}`, nor the
    format of archives in “All files (ZIP)”."""
    either = {form for word in words for form in (word, f"{word[0].upper()}{word[1:]}")}
    longest = sorted(either, key=len, reverse=True)
    return re.compile(rf"(?<![\w{{])(?!ZIP\))(?:{'|'.join(map(re.escape, longest))})(?![\w}}])")
