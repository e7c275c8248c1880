"""The names a record may write: a closed list, so that no person is named in any field.

A word with a capital letter or an accent, or in other letters than Latin ones, is let in where it
is a common English word that is nobody's name, part of a name on the list (`names.toml`), a place
of this city, or a month beside a day or year. Everything else is refused: whether a word is a
person's name cannot be told from the word alone.

In small letters are refused: given names and surnames that are no English word ("maria",
"garcia"), and a given name that is a word too before a word that is not plain ("mark brown"). What
reads as plain words is let in: "will grant" may be a name, or say what somebody is about to do.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import dropwhile, pairwise
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from data_loaders.records.places import line_of
from data_loaders.records.reading import NAMES_FILE, Fault, not_the_schema, not_toml
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, areas

HERE = Path(__file__).parent
WORDS_FILE, GIVEN_FILE = HERE / "common_words.txt", HERE / "given_names.txt"
SURNAMES_FILE, GIVEN_WORDS_FILE = HERE / "surnames.txt", HERE / "given_words.txt"
# Words that are names too, and after any word are a verb: "the mark will be lower".
VERBS_AFTER_ALL = frozenset(("will", "may"))
JOINS_A_NAME = re.compile(r"[\s\-‐‑]+")
PIECE = re.compile(r"[^\W_]+")
INITIAL = re.compile(r"\b[^\W\d_]\.(?=\s*[^\W\d_])")
MONTHS = frozenset(
    ("January", "February", "March", "April", "May", "June")
    + ("July", "August", "September", "October", "November", "December")
)
# A month stands after these, or before a day or a year: March is a surname too, and April a name.
BEFORE_A_MONTH = frozenset(
    ("in", "since", "until", "till", "mid", "early", "late", "through", "during")
)
BETWEEN_MONTHS = frozenset(("to", "and", "until", "or", "with"))
# One word may be a neighborhood and a surname ("Hollis"): it is a place where something is in it.
BEFORE_A_PLACE = frozenset(("in", "near", "around", "across", "within", "outside"))


class NameKind(StrEnum):
    """What a name on the list is of. There is no word for a person."""

    ORGANIZATION = "organization"
    OFFICE = "office"
    PROGRAM = "program"
    PLACE = "place"
    DATA = "data"
    TERM = "term"


class ListedName(Struct, frozen=True, forbid_unknown_fields=True):
    """A name as its owner writes it, what it is of, and the document it was read in."""

    name: Annotated[str, Meta(min_length=2, max_length=120)]
    kind: NameKind
    source: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")]


class ListedNames(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    names: tuple[ListedName, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names as the words they are made of, by their first word, the longest first."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]

    def length_at(self, words: list[str], position: int) -> int:
        """How many words from `position` on are a name on the list; 0 for none."""
        for name in self.by_first.get(words[position], ()):
            if tuple(words[position : position + len(name)]) == name:
                return len(name)
        return 0


def known_names(names: Collection[str]) -> KnownNames:
    """Names to look up: those given, and the places of this city of several words."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for words in (*map(_pieces, names), *_places_of_several_words()):
        by_first.setdefault(words[0], set()).add(words)
    return KnownNames(
        {
            first: tuple(sorted(own_names, key=len, reverse=True))
            for first, own_names in by_first.items()
        }
    )


def read_names(root: Path, documents: Collection[str]) -> tuple[KnownNames, list[Fault]]:
    """The names on the list of a folder of records, and every fault in it."""
    path = root / NAMES_FILE
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    try:
        listed = msgspec.convert(tomllib.loads(text), ListedNames).names
    except tomllib.TOMLDecodeError as error:
        return known_names(()), [not_toml(NAMES_FILE, str(error), text)]
    except msgspec.ValidationError as error:
        return known_names(()), [not_the_schema(NAMES_FILE, str(error), text)]
    faults = [
        Fault(NAMES_FILE, line_of(text, f"$.names[{position}].{field}"), what, how)
        for position, each in enumerate(listed)
        for field, what, how in _wrong_with(each, documents)
    ]
    return known_names([each.name for each in listed if _pieces(each.name)]), faults


def unknown_names(text: str, names: KnownNames) -> Iterator[str]:
    """Every run of words in a text that may be the name of somebody."""
    plain = _plain(text)
    yield from _hidden(plain)
    yield from (
        f"{initial[0]}" for initial in INITIAL.finditer(plain) if not _ends_sentence(initial[0])
    )
    pieces = [*PIECE.finditer(plain)]
    words = [piece[0] for piece in pieces]
    in_small_letters = _names_of_words(plain, pieces)
    run: list[str] = []
    position = 0
    while position < len(words):
        length = names.length_at(words, position)
        is_plain = position not in in_small_letters and _is_plain_word(words, position)
        if not length and not is_plain:
            run.append(words[position])
        elif run:
            yield " ".join(run)
            run = []
        position += length or 1
    if run:
        yield " ".join(run)


def forget_words() -> None:
    """Let go of the lists of words, which weigh more than all records: they are read again when
    a record is."""
    for kept in (_words, _places, _places_of_several_words, _single_places):
        kept.cache_clear()


def is_given_name(word: str) -> bool:
    """Whether a word is a given name and no common word, whatever its case and its accents."""
    return _folded(word) in _words(GIVEN_FILE)


def names_somebody(text: str) -> bool:
    """Whether words in small letters are a name, as in the name of a file."""
    pieces = [*PIECE.finditer(_plain(text))]
    alone = any(is_given_name(piece[0]) or _is_surname(piece[0]) for piece in pieces)
    return alone or bool(_names_of_words(_plain(text), pieces))


def _is_surname(word: str) -> bool:
    return _folded(word) in _words(SURNAMES_FILE)


def _names_of_words(text: str, pieces: list[re.Match[str]]) -> frozenset[int]:
    """Where two words in small letters, one after the other, are a given name and no plain word."""
    pairs = (
        (position, position + 1)
        for position, (first, second) in enumerate(pairwise(pieces))
        if JOINS_A_NAME.fullmatch(text[first.end() : second.start()])
        and first[0] in _words(GIVEN_WORDS_FILE)
        and second[0] == second[0].lower()
        and second[0].isalpha()
        and second[0] not in VERBS_AFTER_ALL
        and _folded(second[0]) not in _words(WORDS_FILE)
    )
    return frozenset(position for pair in pairs for position in pair)


def _is_plain_word(words: list[str], position: int) -> bool:
    word = words[position]
    if word.isdecimal():
        return True
    if any(letter.isalpha() and not _is_latin(letter) for letter in word):
        return False
    if word == word.lower():
        is_common = word.isascii() or _folded(word) in _words(WORDS_FILE)
        return is_common and not is_given_name(word) and not _is_surname(word)
    return (
        word.casefold() in _words(WORDS_FILE)
        or _is_month(words, position)
        or (word in _single_places() and _before(words, position) in BEFORE_A_PLACE)
    )


def _is_month(words: list[str], position: int) -> bool:
    if words[position] not in MONTHS:
        return False
    before, after = _before(words, position), "".join(words[position + 1 : position + 2])
    is_second = before in BETWEEN_MONTHS and position > 1 and words[position - 2] in MONTHS
    is_dated = after.isdecimal() or before.isdecimal()
    return is_dated or before in BEFORE_A_MONTH or is_second or _is_first_of_two(words, position)


def _is_first_of_two(words: list[str], position: int) -> bool:
    """Whether a month opens a span that ends with a day or a year: July to December 2021."""
    span = words[position + 1 : position + 4]
    return (
        len(span) == len(("to", "December", "2021"))
        and span[0] in BETWEEN_MONTHS
        and span[1] in MONTHS
        and span[2].isdecimal()
    )


def _before(words: list[str], position: int) -> str:
    return words[position - 1].lower() if position else ""


def _ends_sentence(initial: str) -> bool:
    return initial[0].islower()


def _hidden(text: str) -> Iterator[str]:
    """Letters nobody can see, which break a name in two."""
    letters = [
        letter for letter in text if unicodedata.category(letter) in ("Cf", "Co", "Cn", "Mn")
    ]
    if letters:
        yield f"U+{ord(letters[0]):04X}"


def _pieces(name: str) -> tuple[str, ...]:
    return tuple(PIECE.findall(_plain(name)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _folded(word: str) -> str:
    """A word in small letters without its accents."""
    if word.isascii():  # as nearly all are: nothing to take apart
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _wrong_with(each: ListedName, documents: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if each.source not in documents:
        how = f"Add documents/{each.source}.toml, or name one that is there"
        yield "source", f"no document is called {each.source}", how
    words = _pieces(each.name)
    is_described = any(word.casefold() in _words(WORDS_FILE) for word in words)
    if not words or (any(map(is_given_name, words)) and not is_described):
        how = (
            "The list holds organizations, offices, programs, places, data and terms: leave it out"
        )
        yield "name", "the name of a person", how


@cache
def _words(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(dropwhile(_is_comment, lines))


def _is_comment(line: str) -> bool:
    """Whether a line is one of those a list of words begins with."""
    return line.startswith("#")


@cache
def _places() -> frozenset[str]:
    """Names of areas, and of their parts where one area has several."""
    every = [each.name for table in areas().values() for each in table]
    return frozenset(
        part
        for name in every
        for part in (name, *re.split(r"\s*[,/]\s*|\s+-\s+|-|\s*[()]\s*", name))
        if PIECE.search(part) and part[0].isupper()
    )


@cache
def _places_of_several_words() -> frozenset[tuple[str, ...]]:
    """Their words; a borough's name is known alone too."""
    every = {name: _pieces(name) for name in _places()}
    return frozenset(
        words for name, words in every.items() if len(words) > 1 or name in BOROUGH_OF_NAME
    )


@cache
def _single_places() -> frozenset[str]:
    return frozenset(name for name in _places() if PIECE.fullmatch(name))
